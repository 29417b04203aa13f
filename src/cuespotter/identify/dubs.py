"""The language tracks of a film -> those that are dubs of one mix, so that what they share can be heard.

Marks of the container say which tracks are commentaries and audio descriptions; whether the others have the
same music is heard: in a few excerpts, many cells of the spectrogram must be equally loud in both.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.dubs import Dub, Kinship, kinship, middle_of
from cuespotter.analysis.spectrogram import Transform
from cuespotter.errors import MediaError
from cuespotter.media.decode import blocks
from cuespotter.media.excerpt import at_rate, cut
from cuespotter.media.patience import patiently
from cuespotter.media.streams import StreamChoice, chosen
from cuespotter.media.timeline import AudioBlock
from cuespotter.model import AudioStream, FilmFile
from cuespotter.settings import AnalysisSettings, DubSettings, Settings

F32 = NDArray[np.float32]
LOG = logging.getLogger(__name__)


def find_dubs(path: Path, reel: FilmFile, settings: Settings) -> dict[int, float]:
    """Find the language tracks of a reel that are dubs of the mix that is listened to.

    Parameters
    ----------
    path : Path
    reel : FilmFile
        Its facts, with the streams to listen to.
    settings : Settings

    Returns
    -------
    dict of int to float
        By index in the container, the factor that brings each one's power to that of the film's own track;
        at most `DubSettings.most`, in the container's order. Empty where there are none, and where one of
        them cannot be read.
    """
    rules = settings.dubs
    own = chosen(reel)
    if own is None or len(own.streams) > 1:
        return {}
    others = [one for one in reel.streams if _may_be_dub(one, own.streams[0], reel)]
    if not others:
        return {}
    try:
        powers = _powers(path, own, reel.duration_s, settings)
        found: dict[int, float] = {}
        for other in others:
            if len(found) == rules.most:
                break
            kin = _kinship(
                powers, _powers(path, StreamChoice((other.index,)), reel.duration_s, settings), rules
            )
            if rules.least_shared <= kin.shared <= rules.most_shared:
                found[other.index] = kin.gain
    except MediaError as error:
        LOG.info("dubs of %s are not compared: %s", path, error)
        return {}
    return found


def open_dubs(path: Path, dubs: dict[int, float], settings: AnalysisSettings) -> list[Dub]:
    """Open the dubs of a reel, to be heard beside its own track."""
    return [
        Dub(
            _blocks(path, partial(blocks, path, rate_hz=settings.rate_hz, stream=StreamChoice((index,)))),
            gain,
        )
        for index, gain in dubs.items()
    ]


def _blocks(path: Path, decoded: Callable[[], Iterator[AudioBlock]]) -> Iterator[AudioBlock]:
    """Give a dub's blocks; one that cannot be read on has no say from there."""
    try:
        yield from patiently(decoded, path)
    except MediaError as error:
        LOG.info("a dub of %s is not heard further: %s", path, error)


def _may_be_dub(stream: AudioStream, own: int, reel: FilmFile) -> bool:
    """Say whether a stream may be the film in another language."""
    spoken = next((one.language for one in reel.streams if one.index == own), None)
    if stream.index == own or stream.is_commentary or stream.is_description:
        return False
    return stream.language is None or spoken is None or stream.language != spoken


def _powers(path: Path, choice: StreamChoice, duration_s: float, settings: Settings) -> list[F32]:
    """Give the power of some excerpts of a stream, spread evenly over the film."""
    rules, analysis = settings.dubs, settings.analysis
    places = [duration_s * (k + 0.5) / rules.excerpts - rules.excerpt_s / 2 for k in range(rules.excerpts)]
    transform = Transform.of(analysis)
    powers = []
    for place_s in places:
        start_s = max(0.0, place_s)
        part = cut(path, start_s=start_s, end_s=start_s + rules.excerpt_s, stream=choice)
        samples = at_rate(part.samples, rate_hz=part.rate_hz, wanted_hz=analysis.rate_hz)
        middle = middle_of(AudioBlock(0, part.layout, samples))
        frames = (len(middle) - analysis.window_samples) // analysis.hop_samples + 1
        powers.append(transform.power(middle, max(0, frames))[:, analysis.lowest_bin :])
    return powers


def _kinship(powers: list[F32], others: list[F32], rules: DubSettings) -> Kinship:
    """Compare excerpts of two tracks, all together."""
    pairs = [(a[: len(b)], b[: len(a)]) for a, b in zip(powers, others, strict=True)]
    return kinship(
        np.concatenate([a for a, _ in pairs]),
        np.concatenate([b for _, b in pairs]),
        step_db=rules.step_db,
        reach_steps=rules.reach_steps,
        beside_steps=rules.beside_steps,
        floor_db=rules.floor_db,
    )
