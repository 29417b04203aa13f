"""An alignment -> how the recording sounds in the film, and whether it seems to play within the scene.

What the characters hear is played by something: a radio has no bass, a wall keeps the treble back, a room
rings on, a loudspeaker stands on one side. All of it is measured on the recording's own peaks, band by band,
so that music which has no bass lacks none. That music is lowered under dialogue says nothing: mixers do that
to all music. It is a hint for somebody who looks at the picture, never an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment.align import Alignment
from cuespotter.alignment.lookup import Comparison, Span, Stretch
from cuespotter.analysis.views import MIDDLE, SIDE
from cuespotter.settings import SceneSettings

F64 = NDArray[np.float64]
THIRD_OCTAVE_CENTS = 400.0
OF_POWER = 10.0
LEAST_HEARD = 0.5
"""Standard deviations: what stands out less is no measure for anything."""


@dataclass(frozen=True)
class SceneSigns:
    """How a recording sounds in a film, against itself.

    Attributes
    ----------
    heard : float64[bands]
        Mean presence of its peaks in each third octave, on the view where they are heard best; nan where it
        has too few.
    bass_missing, treble_missing : float
        By how much less its lowest and its high notes stand out than those between: 0 alike, 1 not at all.
    ringing : float
        Presence shortly after its notes above that as shortly before them, as a share of that at them.
    lean : float
        To the left, or negative to the right (see `Leaning`); 0 in mono.
    side_db : float or None
        Side against middle; None in mono.
    """

    heard: F64
    bass_missing: float
    treble_missing: float
    ringing: float
    lean: float
    side_db: float | None


def measure_scene(compared: Comparison, alignment: Alignment, settings: SceneSettings) -> SceneSigns | None:
    """Measure how a recording sounds where it is heard.

    Returns
    -------
    SceneSigns or None
        None where the stretch is too short to tell.
    """
    span, line = alignment.span, alignment.line
    stretch = compared.cut(line, span)
    if span.length < settings.least_frames or not len(stretch):
        return None
    band = np.floor((stretch.cents + line.pitch_cents) / THIRD_OCTAVE_CENTS).astype(np.int64)
    beside = np.array([0, settings.ringing_frames, -settings.ringing_frames])
    sums = np.zeros((settings.bands, len(compared.heard.views), len(beside)))
    counts = np.zeros(settings.bands)
    for number in range(settings.bands):
        inside = band == number
        counts[number] = inside.sum()
        if counts[number]:
            part = Stretch(stretch.frame[inside], stretch.cents[inside])
            sums[number] = compared.sums(part, line, beside)
    at, after, before = (sums[:, :, place] for place in range(3))
    best = int(at.sum(axis=0).argmax())
    loudest = max(float(at[:, best].sum()), 1.0)
    heard = at.max(axis=1)
    bass, middle, warm, treble = (
        _density(heard, counts, bands, settings)
        for bands in (settings.bass, settings.middle, settings.warm, settings.treble)
    )
    lean, side_db = _sides(compared, span, settings.block_frames)
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(counts >= settings.least_peaks, heard / counts, np.nan)
    return SceneSigns(
        each,
        _missing(middle, bass),
        _missing(warm, treble),
        float((after - before)[:, best].sum()) / loudest,
        lean,
        side_db,
    )


def scene_features(signs: SceneSigns, settings: SceneSettings) -> tuple[float, ...]:
    """Give what the log odds are made of, in the order of the settings' weights."""
    has_sides = signs.side_db is not None
    beyond = 0.0 if signs.side_db is None else (signs.side_db - settings.side_zero_db) / OF_POWER
    return (
        signs.bass_missing,
        signs.treble_missing,
        min(max(signs.ringing, -0.1), 0.8),
        min(abs(signs.lean), 3.0),
        min(max(beyond, -1.0), 1.5),
        float(has_sides),
    )


def scene_confidence(signs: SceneSigns, settings: SceneSettings) -> float:
    """Say how likely it is that the characters hear it, by its sound alone."""
    weights = (
        *(settings.per_bass, settings.per_treble, settings.per_ringing),
        *(settings.per_lean, settings.per_side, settings.on_two_sides),
    )
    features = scene_features(signs, settings)
    odds = settings.at_zero + sum(weight * value for weight, value in zip(weights, features, strict=True))
    return 1.0 / (1.0 + exp(-odds))


def edges_hz(signs: SceneSigns, settings: SceneSettings) -> tuple[float | None, float | None]:
    """Say below and above which frequency nothing is heard that the recording has; None where it is whole."""
    middle = float(np.nanmedian(signs.heard[slice(*settings.middle)]))
    is_known = ~np.isnan(signs.heard)
    is_heard = is_known & (signs.heard >= settings.band_share * middle)
    if not is_heard.any():
        return None, None
    first, last = int(is_heard.argmax()), len(is_heard) - int(is_heard[::-1].argmax())
    # a band that the recording itself leaves empty is no edge
    lowest = _edge_hz(first, settings) if is_known[:first].any() else None
    highest = _edge_hz(last, settings) if is_known[last:].any() else None
    return lowest, highest


def _edge_hz(band: int, settings: SceneSettings) -> float:
    """Give the lower edge of a third octave."""
    return round(settings.lowest_hz * float(2.0 ** (band * THIRD_OCTAVE_CENTS / 1200.0)), 1)


def _density(heard: F64, counts: F64, bands: tuple[int, int], settings: SceneSettings) -> float | None:
    """Give the mean presence of the peaks in some bands; None where there are too few."""
    inside = slice(*bands)
    count = float(counts[inside].sum())
    return None if count < settings.least_peaks else float(heard[inside].sum()) / count


def _missing(whole: float | None, part: float | None) -> float:
    """Say by which share less a part stands out than the whole; nothing where either is not known."""
    if whole is None or part is None:
        return 0.0
    return min(max(1.0 - part / max(whole, LEAST_HEARD), 0.0), 1.0)


def _sides(compared: Comparison, span: Span, block_frames: int) -> tuple[float, float | None]:
    """Say how far the film leans in a stretch, and how loud its side is against its middle."""
    heard = compared.heard
    power = {
        view.view: float((10.0 ** (view.level_db[int(span.first) : int(span.last)] / 10.0)).sum())
        for view in heard.views
        if view.view in (MIDDLE, SIDE)
    }
    if heard.leaning is None or SIDE not in power or power[SIDE] <= 0.0:
        return 0.0, None
    side_db = 10.0 * np.log10(power[SIDE] / max(power[MIDDLE], 1e-20))
    return heard.leaning.lean(int(span.first), int(span.last), block_frames), float(side_db)
