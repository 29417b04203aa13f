"""Looking after a library: is every byte as written, can it be made smaller, can damage be undone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cuespotter.analysis.landmarks import landmarks_of_recording
from cuespotter.catalogue.recording_rows import KnownRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import LibraryDamagedError, LibraryVersionError
from cuespotter.index.durable import collect_garbage
from cuespotter.index.merge import merge_segments, rebuild_segment
from cuespotter.index.segment import Segment
from cuespotter.index.verify import verify_segment
from cuespotter.library.sharing import Bound, NewFile, plan_files
from cuespotter.settings import AnalysisSettings

LONGEST_FRAMES = 2**32 - 1
"""A segment's time line ends here: 27,000 h."""
MOST_SEGMENTS = 16
"""More are merged after an `add`: each costs every search a look-up."""
MERGED_AT_ONCE = 12
"""So many of the smallest; a recording is then copied only a few times in its life."""

Report = Callable[[int, int], None]
"""Told how many of how many segments are done."""


@dataclass(frozen=True)
class Defect:
    """Something in the library that is not as it was written."""

    path: Path
    reason: str


@dataclass
class RepairSummary:
    """What a repair did.

    Attributes
    ----------
    problems : list of Problem
        What was wrong.
    rebuilt : int
        Recordings whose postings were made anew from their fingerprints.
    lost : list of str
        Ids of recordings whose fingerprint is gone.
    remembered : int
        Recordings that were heard anew in the films that they were remembered from.
    reasons : dict[str, str]
        Why those of them that are lost could not be, by id.
    """

    problems: list[Defect] = field(default_factory=list)
    rebuilt: int = 0
    lost: list[str] = field(default_factory=list)
    remembered: int = 0
    reasons: dict[str, str] = field(default_factory=dict)


class IndexUpkeep:
    """The index files of a library, and what the catalogue says of them.

    Parameters
    ----------
    catalogue : Catalogue
        Open.
    folder : Path
        Where its segments lie.
    analysis : AnalysisSettings
        With these the index is read.
    new_name : callable
        Makes the name of a new segment.
    """

    def __init__(
        self, catalogue: Catalogue, folder: Path, analysis: AnalysisSettings, new_name: Callable[[], str]
    ) -> None:
        self._catalogue = catalogue
        self._folder = folder
        self._analysis = analysis
        self._new_name = new_name

    def find_problems(self, report: Report) -> list[Defect]:
        """Read every byte of the index and check the catalogue; says what is not as written."""
        problems = [Defect(Path(str(self._catalogue.place)), fault) for fault in self._catalogue.faults()]
        segments = self._catalogue.segments()
        recordings = self._catalogue.known_recordings()
        for number, segment in enumerate(segments):
            report(number, len(segments))
            problem = self._problem_of(segment, recordings)
            if problem is not None:
                problems.append(problem)
        report(len(segments), len(segments))
        return problems

    def merge(self, segments: Sequence[SegmentRow], report: Report) -> None:
        """Write segments into as few as can be, without what was removed, and let those count instead."""
        planned = self._planned(segments)
        for number, one in enumerate(planned):
            report(number, len(planned))
            self._write(one)
        report(len(planned), len(planned))

    def merge_smallest(self) -> None:
        """Keep the number of segments low."""
        while len(segments := self._mergeable()) > MOST_SEGMENTS:
            self.merge(sorted(segments, key=lambda one: (one.bytes, one.name))[:MERGED_AT_ONCE], _silent)

    def is_compact(self, segments: Sequence[SegmentRow]) -> bool:
        """Say whether merging would change nothing."""
        known = self._catalogue.known_recordings().values()
        kept = sum(not one.removed and one.segment is not None for one in known)
        if kept != sum(one.recordings for one in segments):
            return False
        bound = self._bound()
        if bound.bytes is not None:
            return bound.is_kept_by(segments)
        return len(self._planned(segments)) == len(segments)

    def repair(self, report: Report) -> RepairSummary:
        """Make damaged segments anew from their fingerprints; let go of what cannot be read."""
        summary = RepairSummary()
        segments = self._catalogue.segments()
        recordings = self._catalogue.known_recordings()
        for number, segment in enumerate(segments):
            report(number, len(segments))
            problem = self._problem_of(segment, recordings)
            if problem is not None:
                summary.problems.append(problem)
                self._repair_segment(segment, recordings, summary)
        report(len(segments), len(segments))
        return summary

    def clear_leftovers(self) -> None:
        """Remove files that no transaction made count; only the writer may."""
        if self._folder.is_dir():
            collect_garbage(self._folder, {segment.name for segment in self._catalogue.segments()})

    def _mergeable(self) -> list[SegmentRow]:
        """Give the segments that were made with these settings, and are small."""
        bound = self._bound()
        return [
            one
            for one in self._catalogue.segments()
            if one.analysis_digest == self._analysis.digest and bound.is_small(one)
        ]

    def _problem_of(self, segment: SegmentRow, recordings: dict[str, KnownRecording]) -> Defect | None:
        """Read one segment whole."""
        path = self._folder / segment.name
        if segment.analysis_digest != self._analysis.digest:
            return Defect(path, "was made with other settings than this program's")
        try:
            verify_segment(path)
            inside = frozenset(Segment(path, digest=None).recordings)
        except (LibraryDamagedError, LibraryVersionError) as error:
            return Defect(path, error.message)
        expected = {one.id for one in recordings.values() if one.segment == segment.name}
        if expected - inside:
            return Defect(path, f"{len(expected - inside)} recordings are not in it that should be")
        return None

    def _bound(self) -> Bound:
        """Say how large a segment may become."""
        return Bound(LONGEST_FRAMES, self._catalogue.shard_bytes())

    def _planned(self, segments: Sequence[SegmentRow]) -> list[NewFile]:
        """Share what counts of segments out, so that each group fits one time line and one shard."""
        recordings = self._catalogue.known_recordings()
        sources = []
        for row in segments:
            segment = Segment(self._folder / row.name, digest=None)
            kept = {one for one in segment.recordings if _lies_in(recordings.get(one), row)}
            sources.append((row, segment, kept))
        return plan_files(sources, self._bound())

    def _write(self, planned: NewFile) -> None:
        """Write one segment and let it count; what it was made of still has the rest, where it has any."""
        name = self._new_name()
        where: dict[str, str | None] = {}
        sources: list[tuple[Path, Collection[str]]] = []
        for row, kept in planned.sources:
            path = self._folder / row.name
            sources.append((path, frozenset(Segment(path, digest=None).recordings) - kept))
            where |= dict.fromkeys(kept, name)
        new: list[SegmentRow] = []
        if where:
            summary = merge_segments(self._folder / name, sources, digest=self._analysis.digest)
            new = [SegmentRow(name, self._analysis.digest, summary.recordings, summary.file_bytes)]
        self._catalogue.replace_segments(planned.used_up, new, where)
        self.clear_leftovers()

    def _repair_segment(
        self, segment: SegmentRow, recordings: dict[str, KnownRecording], summary: RepairSummary
    ) -> None:
        """Make a segment anew from its fingerprints if they can be read."""
        expected = {one.id for one in recordings.values() if one.segment == segment.name}
        name = self._new_name()
        new: list[SegmentRow] = []
        kept: set[str] = set()
        if segment.analysis_digest == self._analysis.digest:
            with contextlib.suppress(LibraryDamagedError, LibraryVersionError):
                written = rebuild_segment(
                    self._folder / segment.name,
                    self._folder / name,
                    lambda fingerprint: landmarks_of_recording(fingerprint, self._analysis),
                    self._analysis.digest,
                )
                new = [SegmentRow(name, self._analysis.digest, written.recordings, written.file_bytes)]
                kept = expected & set(Segment(self._folder / name, digest=None).recordings)
        self._catalogue.replace_segments([segment.name], new, dict.fromkeys(kept, name))
        self.clear_leftovers()
        summary.rebuilt += len(kept)
        summary.lost.extend(one for one in sorted(expected - kept) if not recordings[one].removed)


def _lies_in(recording: KnownRecording | None, segment: SegmentRow) -> bool:
    """Say whether a segment holds what counts of a recording."""
    return recording is not None and not recording.removed and recording.segment == segment.name


def _silent(done: int, total: int) -> None:
    """Report to nobody."""
