"""THE FILM TRIP: a film goes in, its cue list comes out. Read this file first."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

from cuespotter import __version__
from cuespotter.alignment.align import Alignment, Known, Screened, align, promising, screen, verify
from cuespotter.alignment.offsets import Sighting, is_named
from cuespotter.analysis.fingerprint import Heard, hear_film
from cuespotter.cues.assemble import ReelFindings, assemble
from cuespotter.cues.confidence import confidence_in, is_reported
from cuespotter.cues.explain import Explained, explain
from cuespotter.cues.regime import speed_regime
from cuespotter.index.reader import Index
from cuespotter.matching.hypotheses import (
    all_windows,
    named_hypotheses,
    swept_hypotheses,
    unexplained_windows,
)
from cuespotter.matching.match import Batch, Hypothesis, match, pair_batches
from cuespotter.matching.postings import Postings
from cuespotter.media.decode import blocks
from cuespotter.media.probe import choose_stream, probe
from cuespotter.media.timeline import AudioBlock
from cuespotter.model import Film, FilmDocument, FilmFile, Recording
from cuespotter.music.find import MusicStretch, find_music, uncovered
from cuespotter.settings import Settings

Report = Callable[[str, float], None]
Result = TypeVar("Result")


def identify(
    paths: Sequence[Path],
    index: Index,
    recording_of: Callable[[str], Recording],
    settings: Settings,
    *,
    stream: int | None = None,
    title: str | None = None,
    report: Report = lambda _stage, _fraction: None,
) -> FilmDocument:
    """Listen to a film and write down which recordings play in it.

    Parameters
    ----------
    paths : sequence of Path
        The film's reels, in order.
    index : Index
        The library's.
    recording_of : callable
        Gives a recording by its id.
    settings : Settings
    stream : int, optional
        Audio stream to listen to, by its number in the file; default the one a player would choose.
    title : str, optional
        Default: the first file's name.
    report : callable, optional
        Is told the stage and the share of the work done, between 0 and 1.

    Returns
    -------
    FilmDocument

    Raises
    ------
    MediaError
        A file cannot be listened to.
    """
    reels = _probe_reels(paths, stream)
    known: Known = cache(lambda number: index.fingerprint(index.recordings[number]))
    findings = []
    for place, (path, reel) in enumerate(zip(paths, reels, strict=True)):
        share = _shared_report(report, place, len(reels))
        heard = listen(path, reel, settings, share)
        explained = explain_reel(heard, index, known, settings, share)
        names = tuple(view.name for view in heard.views)
        unnamed = _unnamed_music(heard, explained, index, settings)
        findings.append(ReelFindings(reel.film_start_s, explained, names, unnamed))
    cues = assemble(
        findings,
        cache(lambda number: recording_of(index.recordings[number])),
        len(index.recordings),
        settings,
    )
    report("done", 1.0)
    film = Film(
        id=_film_id(reels),
        title=title if title is not None else paths[0].stem,
        file=reels[0],
        further_reels=reels[1:],
        duration_s=round(reels[-1].film_start_s + reels[-1].duration_s, 3),
        speed_regime=speed_regime(cues, settings.alignment.named_speeds),
    )
    return FilmDocument(film=film, cues=cues, cuespotter_version=__version__)


def explain_reel(
    heard: Heard, index: Index, known: Known, settings: Settings, report: Report
) -> list[Explained]:
    """Find what explains a reel: at the named speeds first, then at all others where nothing was found."""
    matching = settings.matching
    windows = all_windows(heard.frames, matching)
    with ThreadPoolExecutor(settings.hearing.threads) as pool:
        search = _Search(heard, index, known, settings, pool)
        peaks = [view.loud_peaks for view in heard.views]
        loud = pair_batches(peaks, windows, fan_out=matching.fan_out, settings=matching)
        hypotheses = named_hypotheses(matching)
        search.try_all(loud, hypotheses, matching.hits_per_frame, report, (0.5, 0.7))
        sure = [one.alignment for one in search.explained() if _is_sure(one, index, settings)]
        spans = [(one.first, one.last) for one in sure]
        rest = unexplained_windows(windows, spans, heard.frames, matching)
        peaks = [view.loudest_peaks for view in heard.views]
        loudest = pair_batches(peaks, rest, fan_out=matching.swept_fan_out, settings=matching)
        search.try_all(
            loudest, swept_hypotheses(matching), matching.swept_hits_per_frame, report, (0.7, 0.98)
        )
        return search.explained()


class _Search:
    """The sightings of a reel so far, and the alignments made of them, by recording."""

    def __init__(
        self, heard: Heard, index: Index, known: Known, settings: Settings, pool: ThreadPoolExecutor
    ) -> None:
        self._heard, self._known, self._settings, self._pool = heard, known, settings, pool
        self._postings = Postings(index, settings.matching.most_unpacked)
        self._sightings: dict[int, list[Sighting]] = {}
        self._alignments: dict[int, list[Alignment]] = {}

    def try_all(
        self,
        batches: Iterable[Batch],
        hypotheses: Sequence[Hypothesis],
        hits_per_frame: float,
        report: Report,
        share: tuple[float, float],
    ) -> None:
        """Look for candidates under every hypothesis, and look closer where they are promising."""
        affordable = self._settings.matching.affordable(hits_per_frame, self._postings.number)
        screened: list[Screened] = []
        tasks = ((batch, hypothesis, affordable) for batch in batches for hypothesis in hypotheses)
        for batch, passed in _in_order(self._pool, self._try, tasks, ahead=2 * len(hypotheses)):
            report("searching", share[0] + (share[1] - share[0]) * batch.windows[0][0] / self._heard.frames)
            screened += passed
        found = sorted(promising(screened, self._settings.alignment).items())
        list(self._pool.map(self._look_closer, *zip(*found, strict=True)) if found else ())

    def explained(self) -> list[Explained]:
        """Choose what explains the reel of all that was found."""
        found = [one for recording in sorted(self._alignments) for one in self._alignments[recording]]
        settings = self._settings
        return explain(found, self._heard, self._known, settings.explain, settings.alignment)

    def _try(self, batch: Batch, hypothesis: Hypothesis, affordable: float) -> tuple[Batch, list[Screened]]:
        """Look for candidates in some windows under one hypothesis."""
        candidates = match(
            batch.pairs,
            self._postings,
            hypothesis,
            batch.windows,
            self._settings.matching,
            hits_per_frame=affordable,
        )
        return batch, screen(candidates, self._heard, self._known, self._settings.alignment)

    def _look_closer(self, recording: int, screened: Sequence[Screened]) -> None:
        """See the candidates of a recording, and let all its lines compete anew."""
        known, settings = self._known(recording), self._settings.alignment
        seen = verify(screened, self._heard, known, settings)
        if not seen:
            return
        sightings = self._sightings.setdefault(recording, [])
        sightings += seen
        sightings.sort(key=lambda sighting: (-sighting.z, sighting.first, sighting.line.offset))
        self._alignments[recording] = align(recording, sightings, self._heard, known, settings)


def _in_order(
    pool: ThreadPoolExecutor, work: Callable[..., Result], tasks: Iterable[tuple[object, ...]], *, ahead: int
) -> Iterator[Result]:
    """Work on tasks side by side and give the results in their order; only so many tasks are made ahead."""
    running: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            running.append(pool.submit(work, *task))
            if len(running) > ahead:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        for job in running:
            job.cancel()


def _unnamed_music(
    heard: Heard, explained: Sequence[Explained], index: Index, settings: Settings
) -> list[MusicStretch]:
    """Find music that nothing explains which will be reported."""
    told = [
        (one.alignment.first, one.alignment.last)
        for one in explained
        if is_reported(one, recordings=len(index.recordings), settings=settings)
    ]
    return [
        stretch
        for stretch in uncovered(find_music(heard, settings.music), told, settings.music)
        if stretch.probability >= settings.music.least_probability
    ]


def _is_sure(one: Explained, index: Index, settings: Settings) -> bool:
    """Say whether an alignment is so likely that its stretch need not be searched further.

    At the named speeds, what plays at another may be met at a wrong bar and drawn to its speed.
    """
    confidence = confidence_in(one, recordings=len(index.recordings), settings=settings)
    return confidence >= settings.explain.sure_confidence and is_named(one.alignment.line, settings.alignment)


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
            report("listening", 0.5 * min(1.0, block.first_sample / rate_hz / total))
            yield block

    return hear_film(watched(), settings.analysis, settings.hearing)


def _probe_reels(paths: Sequence[Path], stream: int | None) -> list[FilmFile]:
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


def _shared_report(report: Report, place: int, count: int) -> Report:
    """Report a reel's share of the whole film."""
    return lambda stage, fraction: report(stage, (place + fraction) / count)


def _film_id(reels: Sequence[FilmFile]) -> str:
    """Name a film by its files' names and sizes."""
    text = "\n".join(f"{reel.name}\t{reel.size}" for reel in reels)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
