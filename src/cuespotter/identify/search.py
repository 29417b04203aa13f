"""What was heard -> what explains it, in rounds, each where the last found nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from cuespotter.alignment.align import Alignment, Screened, align, by_clearness, promising, screen, verify
from cuespotter.alignment.bars import with_margin
from cuespotter.alignment.confidence import confidence_in
from cuespotter.alignment.elsewhere import places_like
from cuespotter.alignment.explain import Explained, explain
from cuespotter.alignment.lookup import Comparisons, Span
from cuespotter.alignment.offsets import Sighting, is_named, turned_line
from cuespotter.alignment.scene import SceneSigns, measure_scene
from cuespotter.analysis.fingerprint import Fingerprint, Heard
from cuespotter.identify.answers import Answered, parts_of
from cuespotter.identify.originals import Originals
from cuespotter.identify.reels import LISTENING, Report, share_of_part
from cuespotter.identify.short_list import Kin, ShortList, among_expected, is_deep, short_list
from cuespotter.index.reader import Index
from cuespotter.index.shards import Searched
from cuespotter.matching.engine import Engine, IndexEngine
from cuespotter.matching.hypotheses import (
    all_windows,
    named_hypotheses,
    swept_hypotheses,
    unexplained_windows,
)
from cuespotter.matching.match import Batch, Hypothesis, pair_batches
from cuespotter.matching.postings import Posted, Postings
from cuespotter.settings import Settings

Result = TypeVar("Result")
SEARCHED = 0.98
"""Share of the whole run at which the search ends."""


def explain_reel(
    heard: Heard,
    index: Searched,
    known: Callable[[int], Fingerprint],
    settings: Settings,
    report: Report,
    *,
    kin: Kin = lambda _found: (),
    originals: Originals | None = None,
    skipped: Sequence[tuple[float, float]] = (),
    recordings: int | None = None,
) -> list[Explained]:
    """Find what explains a reel (see `search_reel`), how surely at the right bar, and how each sounds.

    Each part of the library is searched as if there were no other, unless that was done elsewhere; what
    explains the reel is chosen of all that was found. In a large library, recordings of which the film is
    likely to have more are then searched once more, by themselves (see `short_list`). What peaks leave in
    doubt is held against `originals`, the recordings' own files.
    """
    number = len(index.recordings) if recordings is None else recordings
    rounds = 2 if is_deep(index, settings) else 1
    parts = rounds + (originals is not None and originals.looks_again)
    found = index.found(heard) if isinstance(index, Answered) else None
    if found is None:
        first = share_of_part(report, 0, parts)
        found = _search_parts(heard, index, known, settings, first, skipped, number)
    comparisons = Comparisons(heard, known, settings.alignment)
    explained = explain(comparisons, found, settings.explain)
    if rounds > 1:
        listed = short_list(explained, index, known, kin, settings, recordings=number)
        spans = [*skipped, *_sure_spans(explained, number, settings)]
        found += _search_listed(heard, listed, settings, share_of_part(report, 1, parts), spans, number)
        explained = explain(comparisons, found, settings.explain)
        explained = among_expected(explained, listed, settings, recordings=number)
    told = [with_margin(comparisons.of(one.alignment.recording), one) for one in explained]
    if originals is not None:
        last = share_of_part(report, parts - 1, parts)
        last("listening to the recordings' files", LISTENING if originals.looks_again else SEARCHED)
        told = originals.weigh(comparisons, told, number, skipped, last)
    return [replace(one, scene=_scene(comparisons, one.alignment, settings)) for one in told]


def _scene(comparisons: Comparisons, alignment: Alignment, settings: Settings) -> SceneSigns | None:
    """Measure how a recording sounds along an alignment."""
    return measure_scene(comparisons.of(alignment.recording), alignment, settings.scene)


def _search_listed(
    heard: Heard,
    listed: ShortList,
    settings: Settings,
    report: Report,
    skipped: Sequence[tuple[float, float]],
    recordings: int,
) -> list[Alignment]:
    """Search few recordings by themselves; gives what was found by their numbers in the library."""
    search = search_reel(
        heard,
        listed.postings,
        listed.fingerprints.__getitem__,
        settings,
        report,
        skipped=skipped,
        recordings=recordings,
    )
    return [replace(one, recording=listed.numbers[one.recording]) for one in search.found()]


def _search_parts(
    heard: Heard,
    index: Searched,
    known: Callable[[int], Fingerprint],
    settings: Settings,
    report: Report,
    skipped: Sequence[tuple[float, float]],
    recordings: int,
) -> list[Alignment]:
    """Search the parts of a library one after the other; what is held of one goes before the next comes."""
    found: list[Alignment] = []
    first = 0
    parts = parts_of(index)
    for place, part in enumerate(parts):
        if len(parts) > 1:
            known = partial(_fingerprint, part)
        within = share_of_part(report, place, len(parts))
        search = search_reel(heard, part, known, settings, within, skipped=skipped, recordings=recordings)
        found += search.found(first)
        first += len(part.recordings)
    return found


def _fingerprint(part: Index, number: int) -> Fingerprint:
    """Read the fingerprint of a recording of a part, by its number there."""
    return part.fingerprint(part.recordings[number])


def search_reel(
    heard: Heard,
    index: Posted,
    known: Callable[[int], Fingerprint],
    settings: Settings,
    report: Report,
    *,
    skipped: Sequence[tuple[float, float]] = (),
    recordings: int | None = None,
) -> Search:
    """Search a reel: at the named speeds first, then at all others where nothing was found.

    Nothing is searched in `skipped` (frames). `recordings`: in the library, where the index holds a part.

    Returns
    -------
    Search
        At its end, with all that was seen on the way: ``evaluation/lost.py`` reads it.
    """
    matching = settings.matching
    number = len(index.starts) - 1 if recordings is None else recordings

    def unexplained(length: int, spans: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
        windows = unexplained_windows(all_windows(heard.frames, length), skipped, heard.frames, matching)
        return unexplained_windows(windows, spans, heard.frames, matching)

    with ThreadPoolExecutor(settings.hearing.threads) as pool:
        search = Search(Comparisons(heard, known, settings.alignment), index, settings, pool)
        loud = [view.loud_peaks for view in heard.views]
        named = named_hypotheses(matching)
        # shares of the whole run, for the progress alone
        for length, share in ((matching.window_frames, (0.5, 0.65)), (matching.long_frames, (0.65, 0.7))):
            windows = unexplained(length, search.sure_spans(number))
            pairs = pair_batches(loud, windows, fan_out=matching.fan_out, settings=matching)
            search.try_all(pairs, named, matching.hits_per_frame, report, share)
            search.turn()
        loudest = [view.loudest_peaks for view in heard.views]
        windows = unexplained(matching.window_frames, search.sure_spans(number))
        pairs = pair_batches(loudest, windows, fan_out=matching.swept_fan_out, settings=matching)
        search.try_all(
            pairs, swept_hypotheses(matching), matching.swept_hits_per_frame, report, (0.7, SEARCHED)
        )
        search.look_elsewhere()
    return search


class Search:
    """The search through one reel.

    Between rounds it holds, by recording, all sightings so far, the clearest first, and the alignments made
    of them: a new sighting of a recording lets all its lines compete anew, so that a later round may take
    back what an earlier one found. A recording is in one thread's hands at a time.

    Attributes
    ----------
    comparisons : Comparisons
    postings : Postings
    sightings : dict[int, list[Sighting]]
    alignments : dict[int, list[Alignment]]
    """

    def __init__(
        self, comparisons: Comparisons, index: Posted, settings: Settings, pool: ThreadPoolExecutor
    ) -> None:
        self.comparisons, self._settings, self._pool = comparisons, settings, pool
        self.postings = Postings(index, settings.matching.most_unpacked)
        self._engine: Engine = IndexEngine(self.postings, settings.matching)
        self.sightings: dict[int, list[Sighting]] = {}
        self.alignments: dict[int, list[Alignment]] = {}

    def try_all(
        self,
        batches: Iterable[Batch],
        hypotheses: Sequence[Hypothesis],
        hits_per_frame: float,
        report: Report,
        share: tuple[float, float],
    ) -> None:
        """Look for candidates under every hypothesis, and look closer where they are promising."""
        affordable = self._settings.matching.affordable(hits_per_frame, self._engine.postings)
        frames = self.comparisons.heard.frames
        screened: list[Screened] = []
        tasks = ((batch, hypothesis, affordable) for batch in batches for hypothesis in hypotheses)
        for batch, passed in _in_order(self._pool, self._try, tasks, ahead=2 * len(hypotheses)):
            report("searching", share[0] + (share[1] - share[0]) * batch.windows[0][0] / frames)
            screened += passed
        found = sorted(promising(screened, self._settings.alignment).items())
        list(self._pool.map(self._look_closer, *zip(*found, strict=True)) if found else ())

    def turn(self) -> None:
        """Look at another tempo for what explains a short stretch at a speed that was tried."""
        reach = self._settings.alignment.fragment_frames
        found = (one.alignment for one in self.explained())
        by_recording = _by_recording(one for one in found if one.span.length < reach)
        list(self._pool.map(self._turn, by_recording, by_recording.values()))

    def look_elsewhere(self) -> None:
        """Let what explains the reel compete with other places of the same recording."""
        by_recording = _by_recording(one.alignment for one in self.explained())
        list(self._pool.map(self._look_elsewhere, by_recording, by_recording.values()))

    def sure_spans(self, recordings: int) -> list[tuple[float, float]]:
        """Say where the reel is explained so surely that it is searched no further."""
        explained = self.explained() if self.alignments else []
        return _sure_spans(explained, recordings, self._settings)

    def found(self, first: int = 0) -> list[Alignment]:
        """Give all that was found, by recording; `first` is the number of the first recording."""
        ordered = (self.alignments[recording] for recording in sorted(self.alignments))
        return [replace(one, recording=first + one.recording) for some in ordered for one in some]

    def explained(self) -> list[Explained]:
        """Choose what explains the reel of all that was found."""
        return explain(self.comparisons, self.found(), self._settings.explain)

    def _try(self, batch: Batch, hypothesis: Hypothesis, affordable: float) -> tuple[Batch, list[Screened]]:
        """Look for candidates in some windows under one hypothesis."""
        candidates = self._engine.places(batch.pairs, hypothesis, batch.windows, hits_per_frame=affordable)
        return batch, screen(candidates, self.comparisons)

    def _turn(self, recording: int, short: Sequence[Alignment]) -> None:
        """Let the lines of a recording compete with those at other tempos, where these fit better."""
        compared = self.comparisons.of(recording)
        half = self._settings.alignment.turned_frames / 2
        turned = []
        for middle, line in ((one.span.middle, one.line) for one in short):
            wide = Span(max(0.0, middle - half), min(float(compared.heard.frames), middle + half))
            other = turned_line(compared, line, wide, middle)
            if other is not None:
                turned.append(Screened(recording, other[0], wide, other[1]))
        if turned:
            self._look_closer(recording, turned)

    def _look_elsewhere(self, recording: int, alignments: Sequence[Alignment]) -> None:
        """Let the lines of a recording compete with its other places that sound nearly the same."""
        compared = self.comparisons.of(recording)
        other = [place for one in alignments for place in places_like(compared, one)]
        if other:
            self._look_closer(recording, other)

    def _look_closer(self, recording: int, screened: Sequence[Screened]) -> None:
        """See the candidates of a recording, and let all its lines compete anew."""
        compared = self.comparisons.of(recording)
        seen = verify(compared, screened)
        if not seen:
            return
        sightings = self.sightings.setdefault(recording, [])
        sightings += seen
        sightings.sort(key=by_clearness)
        self.alignments[recording] = align(compared, sightings)


def _by_recording(alignments: Iterable[Alignment]) -> dict[int, list[Alignment]]:
    """Put alignments of one recording together, in their order."""
    by_recording: dict[int, list[Alignment]] = {}
    for alignment in alignments:
        by_recording.setdefault(alignment.recording, []).append(alignment)
    return by_recording


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


def _sure_spans(
    explained: Iterable[Explained], recordings: int, settings: Settings
) -> list[tuple[float, float]]:
    """Say where a reel is explained so surely that it is searched no further."""
    return [one.alignment.span for one in explained if is_sure(one, recordings, settings)]


def is_sure(one: Explained, recordings: int, settings: Settings) -> bool:
    """Say whether an alignment is so likely that its stretch need not be searched further.

    At the named speeds, what plays at another may be met at a wrong bar and drawn to its speed.
    """
    confidence = confidence_in(one, recordings=recordings, settings=settings)
    return confidence >= settings.explain.sure_confidence and is_named(one.alignment.line, settings.alignment)
