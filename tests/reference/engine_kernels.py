"""The engine's compiled loops, written to be obviously right: analysis, matching and alignment."""

import itertools
import math

import numpy as np


def local_maxima(power, first, last, reach_frames, reach_bins, lowest, highest, floor):
    """Keep a cell that is the first of the loudest in its box, read row by row."""
    found = []
    for f in range(first, last):
        for k in range(lowest, highest):
            top, left = max(0, f - reach_frames), max(lowest - 1, k - reach_bins)
            box = power[top : f + reach_frames + 1, left : min(highest, k + reach_bins) + 1]
            loudest = np.unravel_index(box.argmax(), box.shape)
            if power[f, k] > floor and loudest == (f - top, k - left):
                found.append((f, k + vertex(power[f, k - 1 : k + 2]), 10 * math.log10(power[f, k])))
    frame, height, level = zip(*found, strict=True) if found else ((), (), ())
    return np.array(frame, np.int32), np.array(height, np.float32), np.array(level, np.float32)


def vertex(three):
    """Lay a parabola through three logarithms; say how far from the middle its top is."""
    below, here, above = (math.log(max(float(value), 1e-20)) for value in three)
    bend = below - 2 * here + above
    return 0.5 * (below - above) / bend if bend < -1e-9 else 0.0


def keep_loudest(frame, rank, half_width, limit):
    """Count for each peak the higher ranks near it."""
    near = np.abs(frame[:, None].astype(int) - frame[None, :].astype(int)) <= half_width
    higher = rank[None, :] > rank[:, None]
    return (near & higher).sum(axis=1) < limit


def pair_nearest(frame, cents, least_frames, most_frames, most_cents, fan_out):
    """Try all later peaks for each."""
    pairs = []
    for i in range(len(frame)):
        zone = [
            j
            for j in range(i + 1, len(frame))
            if least_frames <= frame[j] - frame[i] <= most_frames
            and abs(int(cents[j]) - int(cents[i])) <= most_cents
        ]
        pairs += [(i, j) for j in zone[:fan_out]]
    return np.array([i for i, _ in pairs], np.int32), np.array([j for _, j in pairs], np.int32)


def log_levels(power, lower_bin, upper_weight, floor):
    """Interpolate each row, then take logarithms."""
    bins = np.arange(power.shape[1])
    places = lower_bin + upper_weight.astype(float)
    rows = [10 * np.log10(np.maximum(np.interp(places, bins, row.astype(float)), floor)) for row in power]
    return np.array(rows, np.float32).reshape(len(power), len(lower_bin))


def standardise(cells, half_rows, half_columns, least_deviation):
    """Cut out each cell's box and ask numpy for its mean and deviation."""
    out = np.empty(cells.shape, np.float32)
    for f, c in np.ndindex(cells.shape):
        rows = slice(max(0, f - half_rows), f + half_rows + 1)
        box = cells[rows, max(0, c - half_columns) : c + half_columns + 1].astype(float)
        out[f, c] = (cells[f, c] - box.mean()) / max(box.std(), least_deviation)
    return out


def mark_peaks(cells, frame, column, reach_rows, reach_columns, weight):
    """Ask of each cell whether a peak is near."""
    for f, c in np.ndindex(cells.shape):
        if np.any((np.abs(frame - f) <= reach_rows) & (np.abs(column - c) <= reach_columns)):
            cells[f, c] += weight


def cell_of(position, frame, diagonals):
    """Say in which cell a hit lies, as a place in the votes."""
    moved = round(diagonals.speed * int(frame))  # halves to even, as numpy does
    return math.floor((int(position) - moved) / 2**diagonals.bits) - diagonals.lowest


def tally_votes(hits, first, last, diagonals, votes, least, reached):
    """Vote hit by hit; note the cells that end with enough."""
    for i in range(first, last):
        for position in hits.positions[hits.starts[i] : hits.stops[i]]:
            cell = cell_of(position, hits.frame[i], diagonals)
            votes[cell] = min(int(votes[cell]) + 1, 255)
    found = np.flatnonzero(votes >= least)
    reached[: len(found)] = found
    return len(found)


def pick_cells(votes, least, most_cells):
    """Sort all pairs of cells that have no better one within two; give (cell, votes)."""
    both = votes.astype(int).sum(axis=0)
    pair = [int(a) + int(b) for a, b in itertools.pairwise(both)]
    best = [
        (i, count)
        for i, count in enumerate(pair)
        if count >= least
        and max(pair[max(0, i - 2) : i], default=-1) < count
        and max(pair[i + 1 : i + 3], default=-1) <= count
    ]
    best.sort(key=lambda one: (-one[1], one[0]))
    return best[:most_cells]


def search_windows(hits, windows, diagonals, cells, least_votes, least_excess, most_cells):
    """Vote for each window alone; give (window, cell, votes)."""
    found = []
    for w, (first, _, last) in enumerate(windows):
        votes = np.zeros((2, cells), np.uint8)
        inside = [i for i, frame in enumerate(hits.frame) if first <= frame < last]
        for i in inside:
            tally_votes(hits, i, i + 1, diagonals, votes[0], 1, np.empty(cells, np.int64))
        number = sum(int(hits.stops[i] - hits.starts[i]) for i in inside)
        least = max(least_votes, int(least_excess * number / cells))
        found += [(w, *one) for one in pick_cells(votes, least, most_cells)]
    return found


def presence_at(presence, frame, column):
    """Give one cell, or 0 outside."""
    rows, columns = presence.shape
    f = math.floor(frame + 0.5)
    return int(presence[f, column]) if 0 <= f < rows and 0 <= column < columns else 0


def sum_presence(presence, frame, column, shifts):
    """Add up cell by cell."""
    near = [math.floor(f + 0.5) for f in frame]
    return np.array(
        [sum(presence_at(presence, f + s, c) for f, c in zip(near, column, strict=True)) for s in shifts],
        np.int64,
    )


def sum_along(presence, frame, cents, line, column_cents, reach, sums):
    """Add up cell by cell."""
    offset, speed, pitch = line
    for f, c in zip(frame.tolist(), cents.tolist(), strict=True):
        at, column = math.floor(offset + f / speed + 0.5), round((c + pitch) / column_cents)
        for place, shift in enumerate(range(-reach, reach + 1)):
            sums[place] += presence_at(presence, at + shift, column)


def read_presence(presence, frame, column):
    """Give cell by cell."""
    return np.array(
        [presence_at(presence, f, c) for f, c in zip(frame, column, strict=True)], np.int64
    ).reshape(len(frame))


def path_score(path, gains, enter_costs, kin, kin_cost):
    """Say what a path through the states gains."""
    total, before = 0.0, -1
    for block, state in enumerate(path):
        if state >= 0:
            is_akin = before >= 0 and kin[before] == kin[state]
            cost = min(enter_costs[state], kin_cost) if is_akin else enter_costs[state]
            total += gains[state, block] - (cost if state != before else 0.0)
        before = state
    return total


def lay_peaks(presence, row, column, rows):
    """Ask for every place which cell of the stretch each peak meets."""
    columns, length = presence.shape
    sums = []
    for place in range(rows + length):
        met = [
            int(presence[c, later])
            for r, c in zip(row.tolist(), column.tolist(), strict=True)
            if 0 <= c < columns and 0 <= (later := r - rows + place) < length
        ]
        sums.append(sum(met))
    return sums


def best_path(gains, enter_costs, kin, kin_cost):
    """Try all paths; give the score of the best."""
    states, blocks = gains.shape
    paths = itertools.product(range(-1, states), repeat=blocks)
    return max(path_score(path, gains, enter_costs, kin, kin_cost) for path in paths)


def best_of_kin(score, kin):
    """Sort each family's states by what they score."""
    best = [0] * len(kin)
    for family in set(kin.tolist()):
        members = [state for state in range(1, len(score)) if kin[state - 1] == family]
        best[family] = max(members, key=lambda state: (score[state], -state))
    return best


def mark_shared(frame, column, other_frame, other_column, reach_frames, reach_columns):
    """Compare each peak with all of the other."""
    marks = [
        any(
            f - reach_frames <= g <= f + reach_frames and abs(d - c) <= reach_columns
            for g, d in zip(other_frame, other_column, strict=True)
        )
        for f, c in zip(frame, column, strict=True)
    ]
    return np.array(marks, np.bool_)


def nearest_peaks(frame, cents, film_frame, film_cents, reach_frames, reach_cents):
    """Compare each peak with all of the view's; of equally near ones the first."""
    late, high = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    for i, (f, c) in enumerate(zip(frame, cents, strict=True)):
        apart = [
            ((g - f) / reach_frames) ** 2 + ((d - c) / reach_cents) ** 2
            if f - reach_frames <= g <= f + reach_frames and abs(d - c) <= reach_cents
            else np.inf
            for g, d in zip(film_frame, film_cents, strict=True)
        ]
        if apart and min(apart) < np.inf:
            j = int(np.argmin(apart))
            late[i], high[i] = film_frame[j] - f, film_cents[j] - c
    return late, high


def mark_met(frame, cents, views, reach_frames, reach_cents):
    """Ask of each peak and view whether the nearest is there."""
    met = np.zeros(len(frame), np.bool_)
    for view in views:
        met |= ~np.isnan(nearest_peaks(frame, cents, *view, reach_frames, reach_cents)[0])
    return met


def median_deviation(values):
    """Give the deviation of the bulk, at least 1."""
    return max(1.0, 1.4826 * float(np.median(np.abs(values - np.median(values)))))


def fit_rounds(frame, cents, views, line, about, reaches, reach_cents, settings):
    """Fit with numpy's own means and medians, a round at a time."""
    offset, speed, pitch = line
    error = np.inf
    for reach in reaches:
        expected = offset + frame / speed
        met = [nearest_peaks(expected, cents + pitch, *view, reach, reach_cents) for view in views]
        late, high = (np.concatenate([one[k] for one in met]) for k in (0, 1))
        where = np.tile(expected, len(views))[~np.isnan(late)]
        late, high = late[~np.isnan(late)], high[~np.isnan(high)]
        if len(late) < settings.least_peaks:
            break
        keep = np.abs(late - np.median(late)) <= reach * settings.fit_outlier_share
        late, high, x = late[keep], high[keep], where[keep] - about
        if len(late) < settings.least_peaks or np.ptp(x) == 0:
            break
        slope, at_zero = np.polyfit(x, late, 1)
        repeated = len(late) / len(np.unique(x))
        time_error = np.sqrt(repeated * max(late.var(), 0.05) / ((x - x.mean()) ** 2).sum())
        pitch_error = 1.25 * median_deviation(high) * np.sqrt(repeated / len(high)) * np.log(2) / 1200
        fitted, raised, error = speed / (1 + slope), pitch + float(np.median(high)), time_error
        if abs(pitch - 1200 * np.log2(speed)) < settings.same_line_cents:
            weights = np.array([time_error**-2, 1 / (pitch_error**2 + settings.pitch_bias**2)])
            fitted = float(np.average([fitted, 2 ** (raised / 1200)], weights=weights))
            raised, error = 1200 * np.log2(fitted), 1 / np.sqrt(weights.sum())
        if abs(fitted / line[1] - 1) > settings.fit_speed_reach:
            return (*line, np.inf)
        offset = about - speed * (about - offset) / fitted + at_zero
        speed, pitch = fitted, raised
    return offset, speed, pitch, error
