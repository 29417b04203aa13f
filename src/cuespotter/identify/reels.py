"""Files of a film -> its reels, end to end on its clock, and what is heard of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cuespotter.analysis.fingerprint import Heard, hear_film
from cuespotter.media.decode import blocks
from cuespotter.media.probe import choose_stream, probe
from cuespotter.media.timeline import AudioBlock
from cuespotter.model import FilmFile
from cuespotter.settings import Settings

Report = Callable[[str, float], None]
"""Is told the stage and the share of the work done, between 0 and 1."""
LISTENING = 0.5
"""Share of the work on a reel that is done when all of it was heard."""


def listen(path: Path, reel: FilmFile, settings: Settings, report: Report) -> Heard:
    """Hear one reel, and tell how far it is.

    Parameters
    ----------
    path : Path
    reel : FilmFile
        Its facts, with `stream_used`.
    settings : Settings
    report : callable
    """
    rate_hz = settings.analysis.rate_hz
    total = max(reel.duration_s, 1.0)

    def watched() -> Iterator[AudioBlock]:
        for block in blocks(path, rate_hz=rate_hz, stream=reel.stream_used):
            report("listening", LISTENING * min(1.0, block.first_sample / rate_hz / total))
            yield block

    return hear_film(watched(), settings.analysis, settings.hearing)


def lay_reels(paths: Sequence[Path], stream: int | None) -> list[FilmFile]:
    """Read the facts of all files before any is listened to, and lay them end to end."""
    reels: list[FilmFile] = []
    start_s = 0.0
    for path in paths:
        reel = probe(path)
        reel = reel.model_copy(
            update={"stream_used": choose_stream(reel, stream), "film_start_s": round(start_s, 3)}
        )
        reels.append(reel)
        start_s += reel.duration_s
    return reels


def film_id(reels: Sequence[FilmFile]) -> str:
    """Name a film by its files' names and sizes."""
    text = "\n".join(f"{reel.name}\t{reel.size}" for reel in reels)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
