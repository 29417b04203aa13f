"""The kernels of waveform/, written to be obviously right."""

import numpy as np


def read_between(sound, starts, ratio, out, count):
    """Read samples between samples, each by the cubic of Catmull and Rom through the four around it."""
    for block, start in enumerate(starts):
        for i in range(count):
            place = start + ratio * i
            here = int(np.floor(place))
            if here - 1 < 0 or here + 2 > len(sound) - 1:
                out[block, i] = 0.0
                continue
            before, left, right, after = (float(sound[here + k]) for k in (-1, 0, 1, 2))
            t = place - here
            slopes = (right - before) / 2, (after - left) / 2
            out[block, i] = (
                (2 * t**3 - 3 * t**2 + 1) * left
                + (t**3 - 2 * t**2 + t) * slopes[0]
                + (3 * t**2 - 2 * t**3) * right
                + (t**3 - t**2) * slopes[1]
            )


def clearest_shift(energy, drifts, reach):
    """Lay the blocks' energies over each other along each drift; the best shift against those beside it."""
    blocks, shifts = energy.shape
    middle, edge = shifts // 2, max(abs(drifts)) + 1
    found = (0.0, 0, 0)
    for drift in drifts:
        across = np.linspace(-1, 1, blocks) if blocks > 1 else np.zeros(1)
        moves = np.rint(across * drift).astype(int)
        rows = [
            row[edge - 1 + move : shifts - edge + 1 + move] for row, move in zip(energy, moves, strict=True)
        ]
        along = np.convolve(np.sum(rows, axis=0, dtype=np.float64), np.ones(3), mode="valid")
        distance = np.abs(np.arange(edge, shifts - edge) - middle)
        beside = along[distance > reach]
        spread = np.sqrt(max(np.mean(beside**2) - np.mean(beside) ** 2, 1e-12))
        near = np.where(distance <= reach, along, 0.0)
        here = (near.max() - beside.mean()) / spread
        if here > found[0]:
            found = (here, int(near.argmax()) + edge - middle if near.max() > 0 else 0, int(drift))
    return found
