"""Files of a film -> its reels, end to end on its clock, and what is heard of each."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from cuespotter.analysis.fingerprint import Heard, hear_film
from cuespotter.identify.dubs import find_dubs, open_dubs
from cuespotter.lines import printable
from cuespotter.media.decode import blocks
from cuespotter.media.frames import DecodingTally
from cuespotter.media.patience import patiently
from cuespotter.media.probe import probe
from cuespotter.media.streams import choose, chosen
from cuespotter.media.timeline import AudioBlock
from cuespotter.model import Film, FilmFile
from cuespotter.settings import Settings

Report = Callable[[str, float], None]
"""Is told the stage and the share of the work done, between 0 and 1."""
Overhear = Callable[[Heard, float], None]
"""Is shown what was heard of a reel, and where that begins on the film's clock, in seconds."""
Listener = Callable[[AudioBlock], None]
"""Is shown a reel's sound, block by block, while it is heard."""
LISTENING = 0.5
"""Share of the work on a reel that is done when all of it was heard."""


def listen(
    path: Path,
    reel: FilmFile,
    settings: Settings,
    report: Report,
    *,
    alone: bool = False,
    listener: Listener = lambda _block: None,
) -> tuple[Heard, FilmFile]:
    """Hear one reel, and tell how far it is.

    Parameters
    ----------
    path : Path
    reel : FilmFile
        Its facts, with the streams to listen to.
    settings : Settings
    report : callable
    alone : bool
        Whether other language tracks have no say, since somebody asked for this one.
    listener : callable, optional

    Returns
    -------
    Heard
    FilmFile
        The same facts, with the length that was decoded, the language tracks heard with it, and remarks on
        what could not be heard.
    """
    rate_hz = settings.analysis.rate_hz
    account = DecodingTally()
    ended = 0

    def decoded() -> Iterator[AudioBlock]:
        return blocks(path, rate_hz=rate_hz, stream=chosen(reel), account=account)

    def watched() -> Iterator[AudioBlock]:
        nonlocal ended
        for block in patiently(decoded, path):
            report("listening", LISTENING * account.share_read)
            ended = block.first_sample + block.samples.shape[1]
            listener(block)
            yield block

    gains = {} if alone else find_dubs(path, reel, settings)
    dubs = open_dubs(path, gains, settings.analysis)
    heard = hear_film(watched(), settings.analysis, settings.hearing, dubs)
    facts = {
        "duration_s": round(ended / rate_hz, 3),
        "remarks": account.remarks,
        "dub_streams": sorted(gains),
    }
    return heard, reel.model_copy(update=facts)


def open_reels(paths: Sequence[Path], stream: int | None) -> list[FilmFile]:
    """Read the facts of all files, and choose the streams, before any is listened to.

    Where a reel begins on the film's clock is known only when those before it are decoded.
    """
    reels: list[FilmFile] = []
    for path in paths:
        (reel,) = patiently(partial(_probed, path), path)
        choice = choose(reel, stream)
        facts = {
            "stream_used": choice.streams[0],
            "channel_streams": list(choice.streams) if choice.layout else [],
            "channel_layout": choice.layout,
            "channels_guessed": choice.is_guess,
        }
        reels.append(reel.model_copy(update=facts))
    return reels


def hear_reels(
    paths: Sequence[Path],
    stream: int | None,
    settings: Settings,
    report: Report,
    listener: Listener = lambda _block: None,
) -> Iterator[tuple[Heard, FilmFile, Report]]:
    """Hear a film reel by reel, by the stream asked for: by None, by that which a player would choose."""
    reels, alone = open_reels(paths, stream), stream is not None
    yield from _each_heard(paths, reels, settings, report, listener, alone=alone)


def hear_again(
    paths: Sequence[Path], before: Sequence[FilmFile], settings: Settings, report: Report
) -> Iterator[tuple[Heard, FilmFile, Report]]:
    """Hear a film once more by the streams by which its reels were heard `before`."""
    files = open_reels(paths, None)
    files = [*map(_as_before, files, before), *files[len(before) :]]
    alone = not any(reel.dub_streams for reel in before)
    yield from _each_heard(paths, files, settings, report, lambda _block: None, alone=alone)


def _as_before(now: FilmFile, then: FilmFile) -> FilmFile:
    """Choose a file's streams as they were chosen, if it still has them."""
    streams = {stream.index for stream in now.streams}
    if then.stream_used is None or not {then.stream_used, *then.channel_streams} <= streams:
        return now
    kept = ("stream_used", "channel_streams", "channel_layout", "channels_guessed")
    return now.model_copy(update={name: getattr(then, name) for name in kept})


def _each_heard(
    paths: Sequence[Path],
    files: Sequence[FilmFile],
    settings: Settings,
    report: Report,
    listener: Listener,
    *,
    alone: bool,
) -> Iterator[tuple[Heard, FilmFile, Report]]:
    """Hear files reel by reel; who takes what was heard lets it go before the next, or holds two.

    Yields
    ------
    Heard
    FilmFile
        As of `listen`, with where it begins on the film's clock.
    Report
        What is told this is the reel's share of the work on the whole film.
    """
    start_s = 0.0
    for place, (path, file) in enumerate(zip(paths, files, strict=True)):
        share = share_of_reel(report, place, len(files))
        begun = file.model_copy(update={"film_start_s": start_s})
        heard, reel = listen(path, begun, settings, share, alone=alone, listener=listener)
        start_s = end_s([reel])
        yield heard, reel, share
        del heard


def end_s(reels: Sequence[FilmFile]) -> float:
    """Say where the reels heard so far end on the film's clock: after what was decoded of each."""
    return round(reels[-1].film_start_s + reels[-1].duration_s, 3) if reels else 0.0


def film_id(paths: Sequence[Path], reels: Sequence[FilmFile]) -> str:
    """Name a film by its files' names and sizes; names that are no text by their bytes."""
    lines = [
        os.fsencode(reel.name if reel.name == path.name else path.name) + f"\t{reel.size}".encode()
        for path, reel in zip(paths, reels, strict=True)
    ]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()[:12]


def film_of(paths: Sequence[Path], reels: Sequence[FilmFile], title: str | None) -> Film:
    """Make a film of its reels, called by its first file's name where nobody gives it a title."""
    return Film(
        id=film_id(paths, reels),
        title=title if title is not None else printable(paths[0].stem),
        file=reels[0],
        further_reels=list(reels[1:]),
        duration_s=end_s(reels),
    )


def _probed(path: Path) -> Iterator[FilmFile]:
    """Give the facts of a file, as something that can be waited for."""
    yield probe(path)


def share_of_reel(report: Report, place: int, count: int) -> Report:
    """Report what is done of one reel as its share of the whole film."""
    return lambda stage, fraction: report(stage, (place + fraction) / count)


def share_of_part(report: Report, place: int, count: int) -> Report:
    """Report what is searched of one part of the library as its share of the work on a reel."""

    def of_part(stage: str, fraction: float) -> None:
        searched = (fraction - LISTENING) / (1.0 - LISTENING)
        report(stage, LISTENING + (1.0 - LISTENING) * (place + searched) / count)

    return report if count == 1 else of_part
