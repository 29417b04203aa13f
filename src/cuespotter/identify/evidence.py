"""What speaks for a placement, as a picture: the film's spectrogram, and where the recording's peaks belong.

The same functions judge here that judged when the film was identified (`analysis.presence`,
`alignment.lookup`): a peak of the recording is found where the film's presence at its place is high.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment.lookup import Comparison, Line, Span
from cuespotter.analysis import spectrogram
from cuespotter.analysis.fingerprint import Fingerprint, hear_film
from cuespotter.analysis.folding import folded
from cuespotter.analysis.presence import log_axis
from cuespotter.errors import UsageError
from cuespotter.media.excerpt import at_rate, cut
from cuespotter.media.streams import StreamChoice
from cuespotter.media.timeline import AudioBlock
from cuespotter.model import Placement
from cuespotter.settings import Settings

MARGIN_S = 3.0
"""Heard on both sides, since a cell is judged by its surroundings."""
LEAST_S = 0.1
"""Less has hardly a frame of both."""
FOUND = 1.0
"""Standard deviations of presence from which a peak counts as found."""
CHANCE_SHIFTS_S = (-2.3, -1.7, -1.1, 1.1, 1.7, 2.3)
"""Where the same peaks are looked for in vain, to say what chance would find."""
STEP_CENTS = 50.0
"""Height of a row of the picture."""
LOWEST_DB, HIGHEST_DB = -70.0, 0.0
"""Black and white of the picture, below the loudest cell."""


@dataclass(frozen=True)
class Evidence:
    """A picture and its points.

    Attributes
    ----------
    from_s, to_s : float
        The stretch of film.
    view : str
        The view on which most was found.
    columns, rows : int
        Of the picture; columns are time, row 0 is the lowest pitch.
    step_s : float
        Film seconds of a column.
    step_cents : float
        Cents of a row.
    picture : str
        Base64 of uint8[columns, rows].
    peak_s, peak_cents : list of float
        Where the recording's peaks should be.
    peak_found : list of bool
    found_share, chance_share : float
        Share of peaks found at this place, and at places where they cannot be.
    """

    from_s: float
    to_s: float
    view: str
    columns: int
    rows: int
    step_s: float
    step_cents: float
    picture: str
    peak_s: list[float]
    peak_cents: list[float]
    peak_found: list[bool]
    found_share: float
    chance_share: float


@dataclass(frozen=True)
class ReelFile:
    """A film's file, as much of it as is needed to cut it."""

    path: Path
    stream: StreamChoice | None
    film_start_s: float


def gather_evidence(
    reel: ReelFile,
    placement: Placement,
    known: Fingerprint,
    *,
    from_s: float,
    to_s: float,
    settings: Settings,
) -> Evidence:
    """Look up a recording's peaks in a stretch of film.

    Parameters
    ----------
    reel : ReelFile
        The file in which the stretch lies.
    placement : Placement
        How the recording is said to lie in the film.
    known : Fingerprint
        The recording's.
    from_s, to_s : float
        The stretch, on the film's clock.

    Raises
    ------
    UsageError
        Nothing of the placement lies in the stretch.
    MediaError
        The film cannot be listened to.
    """
    analysis = settings.analysis
    from_s, to_s = max(from_s, placement.film_in_s), min(to_s, placement.film_out_s)
    if to_s - from_s < LEAST_S:
        raise UsageError("nothing of this recording is said to play there")
    begin_s = max(0.0, from_s - reel.film_start_s - MARGIN_S)
    part = cut(reel.path, start_s=begin_s, end_s=to_s - reel.film_start_s + MARGIN_S, stream=reel.stream)
    samples = at_rate(part.samples, rate_hz=part.rate_hz, wanted_hz=analysis.rate_hz)
    heard = hear_film([AudioBlock(0, part.layout, samples)], analysis, settings.hearing)
    per_s = analysis.frames_per_second
    zero_s = reel.film_start_s + begin_s
    offset_s = placement.film_in_s - placement.recording_in_s / placement.speed
    line = Line((offset_s - zero_s) * per_s, placement.speed, placement.pitch_cents)
    compared = Comparison(0, heard, known, settings.alignment)
    stretch = compared.cut(line, Span((from_s - zero_s) * per_s, (to_s - zero_s) * per_s))
    presence = compared.presence(stretch, line)
    best = int((presence > FOUND).mean(axis=1).argmax()) if len(stretch) else 0
    elsewhere = [compared.presence(stretch, line.moved(shift_s * per_s))[best] for shift_s in CHANCE_SHIFTS_S]
    picture = _picture(folded(samples, part.layout, heard.views[best].name)[0], settings)
    first, last = round((from_s - zero_s) * per_s), round((to_s - zero_s) * per_s)
    picture = picture[first:last]
    found = presence[best] > FOUND
    film_s = zero_s + line.film_frame(stretch.frame) / per_s
    return Evidence(
        from_s=from_s,
        to_s=to_s,
        view=heard.views[best].name,
        columns=picture.shape[0],
        rows=picture.shape[1],
        step_s=1.0 / per_s,
        step_cents=STEP_CENTS,
        picture=base64.b64encode(np.ascontiguousarray(picture).tobytes()).decode("ascii"),
        peak_s=[round(float(value), 3) for value in film_s],
        peak_cents=[round(float(value), 1) for value in stretch.cents + placement.pitch_cents],
        peak_found=[bool(value) for value in found],
        found_share=float(found.mean()) if len(stretch) else 0.0,
        chance_share=float((np.array(elsewhere) > FOUND).mean()) if len(stretch) else 0.0,
    )


def _picture(samples: NDArray[np.float32], settings: Settings) -> NDArray[np.uint8]:
    """Make the spectrogram on a logarithmic axis: uint8[frames, rows]."""
    analysis = settings.analysis
    octaves_cents = 1200.0 * np.log2(analysis.highest_hz / analysis.lowest_hz)
    lower, share = log_axis(
        lowest_hz=analysis.lowest_hz,
        step_cents=STEP_CENTS,
        columns=int(octaves_cents / STEP_CENTS),
        bin_hz=analysis.rate_hz / analysis.window_samples,
    )
    window = spectrogram.hann_window(analysis.window_samples)
    levels = []
    for chunk in spectrogram.chunk_samples(
        [samples[np.newaxis]], window_samples=analysis.window_samples, hop_samples=analysis.hop_samples
    ):
        power = spectrogram.power_of(
            chunk.samples[0],
            frames=chunk.frames,
            window=window,
            hop_samples=analysis.hop_samples,
            bins=analysis.highest_bin + 2,
        )
        between = power[:, lower] * (1.0 - share) + power[:, lower + 1] * share
        # 1e-12 is -120 dB, far below what is drawn
        levels.append(10.0 * np.log10(np.maximum(between, 1e-12)))
    level = np.concatenate(levels)
    scaled = (level - level.max() - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB)
    picture: NDArray[np.uint8] = np.rint(np.clip(scaled, 0.0, 1.0) * 255.0).astype(np.uint8)
    return picture
