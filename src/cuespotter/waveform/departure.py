"""A recording's line through a film -> how far the film departs from what it may make of the recording.

That is one filter (a view, a loudspeaker, a wall) and one fader that moves. Speech and effects make a cell's
gain less certain, and leave it where it is; a mix without the voice is fainter where the voice was, and
louder beside it than a filter that was fitted to both. What has further instruments holds all of the
recording, as a film does, and departs from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, log

import numpy as np

from cuespotter.settings import MixSettings, WaveformSettings
from cuespotter.waveform.beside import Beside, beside
from cuespotter.waveform.blocks import F32, F64, TINY, Spectra
from cuespotter.waveform.course import Course
from cuespotter.waveform.fitted import Fitted, fit
from cuespotter.waveform.samples import SampleSource

MIDDLES = (("mid", "mid"), ("front", "mid"))
"""Views of a film and of a recording in which a voice would be."""
SIDES = ("side", "side")


@dataclass(frozen=True)
class Departure:
    """How a film departs from one filter and one fader.

    Attributes
    ----------
    cells : int
        In which enough is heard of the recording.
    spread : float
        By what share of the usual gain one cell in ten departs from it, beyond twice its standard error. In a
        lossy copy of a recording most cells depart by a little, and hardly any by much.
    room : float
        Which share of the recording's energy sounds again later. A room departs, too.
    wider_db : float or None
        How much louder the side is than the middle; None where not both are heard.
    """

    cells: int
    spread: float
    room: float
    wider_db: float | None


def departure(
    film: SampleSource, music: SampleSource, course: Course, settings: WaveformSettings
) -> Departure | None:
    """Measure how a film departs from a recording that surely plays in it.

    Parameters
    ----------
    film, music : SampleSource
        At one rate.
    course : Course
        Where pitch follows speed.
    settings : WaveformSettings

    Returns
    -------
    Departure or None
        None where too little is heard.

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    laid = (beside(film, music, piece, settings) for piece in _pieces(course, film.rate_hz, settings.mix))
    pieces = (_measured(one, settings.mix) for one in laid if one is not None)
    measured = [one for one in pieces if one is not None]
    if not measured:
        return None
    gains = np.concatenate([one.gains for one in measured])
    errors = np.concatenate([one.errors for one in measured])
    if len(gains) < settings.mix.least_cells:
        return None
    wider = [one.wider_db for one in measured if one.wider_db is not None]
    return Departure(
        cells=len(gains),
        spread=_spread(gains, errors, settings.mix.spread_of),
        room=max(one.room for one in measured),
        wider_db=float(np.median(wider)) if wider else None,
    )


def _spread(gains: F64, errors: F64, percentile: float) -> float:
    """Say how far gains lie from the middle one, beyond chance."""
    beyond = (gains - np.median(gains)) ** 2 - (2.0 * errors) ** 2
    return float(np.sqrt(max(0.0, np.percentile(beyond, percentile))))


def own_mix(departed: Departure, rules: MixSettings) -> float | None:
    """Say how likely it is the recording itself and no other mix; None where a room hides it.

    Examples
    --------
    >>> song, instrumental = Departure(300, 0.1, 0.0, 0.4), Departure(300, 0.6, 0.0, 2.1)
    >>> [round(own_mix(one, MixSettings()), 2) for one in (song, instrumental)]
    [1.0, 0.03]
    """
    if departed.room >= rules.most_room:
        return None
    told = rules.per_log_spread * log(max(departed.spread, 0.01) / rules.own_spread)
    if departed.wider_db is not None:
        told = max(told, rules.per_db * (departed.wider_db - rules.own_wider_db))
    return 1.0 / (1.0 + exp(told))


@dataclass(frozen=True)
class _Cells:
    """The film's gain in each cell, and its standard error: float64[cells in time, bands]."""

    gains: F64
    errors: F64


@dataclass(frozen=True)
class _Measured:
    """Of one piece: gain and standard error of each cell that is heard, and as of `Departure`."""

    gains: F64
    errors: F64
    room: float
    wider_db: float | None


def _pieces(course: Course, rate_hz: int, rules: MixSettings) -> Iterator[Course]:
    """Cut a course into pieces of the same length, without its bounds."""
    first, last = course.first + round(rules.edge_s * rate_hz), course.last - round(rules.edge_s * rate_hz)
    if last - first < rules.least_s * rate_hz:
        return
    count = int(np.ceil((last - first) / (rules.piece_s * rate_hz)))
    edges = np.linspace(first, last, count + 1).astype(int).tolist()
    for begin, end in pairwise(edges):
        yield replace(course, first=begin, last=end)


def _measured(one: Beside, rules: MixSettings) -> _Measured | None:
    """Fit the views that hold the middle, and take the one that tells more."""
    fits = [fitted for views in MIDDLES if (fitted := fit(one, views, rules)) is not None]
    if not fits:
        return None
    cells = [_cells(fitted, one.hz, rules) for fitted in fits]
    best = int(np.argmax([_told(each, rules) for each in cells]))
    is_heard = cells[best].errors < rules.most_error
    side = fit(one, SIDES, rules)
    return _Measured(
        cells[best].gains[is_heard],
        cells[best].errors[is_heard],
        _room(fits[best], one.hz, rules),
        None if side is None else _wider_db(fits[0], cells[0], side, one.hz, rules),
    )


def _bands(hz: F32, rules: MixSettings) -> list[slice]:
    edges = rules.first_band_hz * 2.0 ** (np.arange(rules.bands + 1) / 3.0)
    places = np.searchsorted(hz, edges).tolist()
    return [slice(first, last) for first, last in pairwise(places)]


def _cells(fitted: Fitted, hz: F32, rules: MixSettings) -> _Cells:
    """Measure the film's gain along what is foretold, in cells of some frames and a third of an octave."""
    foretold, count = fitted.foretold, len(fitted.film) // rules.cell_frames
    gains, errors = np.empty((2, count, rules.bands))
    for place, band in enumerate(_bands(hz, rules)):
        film, told = (
            spectra[: count * rules.cell_frames, band].reshape(count, -1)
            for spectra in (fitted.film, foretold)
        )
        power = (np.abs(told) ** 2).sum(axis=1) + TINY
        gain = np.real(np.conj(told) * film).sum(axis=1) / power
        rest = (np.abs(film - gain[:, np.newaxis] * told) ** 2).sum(axis=1)
        # frames overlap: so many numbers of a cell are independent
        free = max(2.0, 1.5 * film.shape[1] * rules.hop_samples / rules.frame_samples)
        gains[:, place], errors[:, place] = gain, np.sqrt(rest / power / (2.0 * free))
    return _Cells(gains, errors)


def _told(cells: _Cells, rules: MixSettings) -> float:
    """Say how much cells tell."""
    return float((np.minimum(cells.errors, 1.0) ** -2)[cells.errors < rules.most_error].sum())


def _room(fitted: Fitted, hz: F32, rules: MixSettings) -> float:
    """Say which share of a recording's energy sounds again later, and not earlier as well, by chance."""
    low, high = (int(np.searchsorted(hz, edge)) for edge in rules.room_hz)
    foretold, weight = fitted.foretold[:, low:high], 1.0 / fitted.around[:, low:high]
    if len(foretold) <= 3 * max(rules.room_frames):
        return 0.0
    rest, faded = fitted.film[:, low:high] - foretold, fitted.faded[:, low:high]
    later, earlier = (_explained(rest, faded, weight, sign, rules) for sign in (1, -1))
    return (later - earlier) / float((np.abs(foretold) ** 2 * weight).sum() + TINY)


def _explained(rest: Spectra, faded: Spectra, weight: F32, sign: int, rules: MixSettings) -> float:
    """Say how much energy of what is left a recording explains that is so many frames late (1) or early."""
    most, frames = max(rules.room_frames), len(rest)
    echoes = np.stack([faded[most - sign * by : frames - most - sign * by] for by in rules.room_frames])
    left, weight = rest[most : frames - most], weight[most : frames - most]
    own = np.einsum("ktb,tb,ltb->bkl", np.conj(echoes), weight, echoes, optimize=True)
    cross = np.einsum("ktb,tb,tb->bk", np.conj(echoes), weight, left, optimize=True)
    size = len(rules.room_frames)
    even = 0.05 * np.trace(own, axis1=1, axis2=2).real / size + TINY
    found = np.linalg.solve(own + even[:, np.newaxis, np.newaxis] * np.eye(size), cross[..., np.newaxis])
    return float(np.real(np.conj(cross) * found[..., 0]).sum())


def _wider_db(middle: Fitted, cells: _Cells, side: Fitted, hz: F32, rules: MixSettings) -> float | None:
    """Say how much louder the side is than the middle, in the middle of the bands where both are heard."""
    beside_it = _cells(side, hz, rules)
    both = [
        ((one.errors < rules.most_error).sum(axis=0) >= rules.least_of_band) for one in (cells, beside_it)
    ]
    power = [
        np.array([(np.abs(one.filter[band]) ** 2).mean() for band in _bands(hz, rules)])
        for one in (side, middle)
    ]
    ratios = (power[0] + TINY) / (power[1] + TINY)
    is_told = both[0] & both[1]
    return float(10.0 * np.log10(np.median(ratios[is_told]))) if is_told.sum() >= rules.least_bands else None
