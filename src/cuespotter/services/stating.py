"""Say what recordings are, over their files' own tags: see what was told, tell more, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuespotter.services.asking import Asking

if TYPE_CHECKING:
    from cuespotter.catalogue.told import Told
    from cuespotter.model import Recording
    from cuespotter.model.recording import Version
    from cuespotter.model.release import Release


@dataclass(frozen=True)
class ToldOf:
    """What is told of a recording over its tags.

    Attributes
    ----------
    recording : Recording
        As it is known with it.
    told : Told
        Work with parties, version, releases.
    """

    recording: Recording
    told: Told


class Stating(Asking):
    """What tables and reviewers told of recordings."""

    def told(self) -> list[ToldOf]:
        """List what side tables and the reviewer told of recordings over their files' own tags, by path.

        Examples
        --------
        >>> library.told()
        []
        """
        told = self._catalogue.told()
        known = self._catalogue.recordings_of(told)
        rows = (ToldOf(known[one], said) for one, said in told.items() if one in known)
        return sorted(rows, key=lambda row: (row.recording.path, row.recording.id))

    def forget_told(self, recordings: Sequence[str]) -> int:
        """Take back what was told of recordings, by their ids; the films that use them follow.

        Each film's history has a line of it, which one `undo` there takes back.

        Returns
        -------
        int
            How many films changed.

        Examples
        --------
        >>> library.forget_told([])
        0
        """
        gone = dict.fromkeys(self._catalogue.told_of(recordings))
        return self._catalogue.tell(gone, summary="what was told of recordings was taken back", who=self.who)

    def facts_told(self, recording_id: str) -> Told:
        """Give what is told of one recording; empty where nothing is.

        Raises
        ------
        UnknownRecordingError
            There is no such recording.

        Examples
        --------
        >>> library.facts_told(library.recordings()[0].id).releases
        ()
        """
        from cuespotter.catalogue.told import Told

        known = self.recording(recording_id).id
        return self._catalogue.told_of([known]).get(known, Told())

    def tell_recording(
        self,
        recording_id: str,
        *,
        version: Version | None,
        performer: str | None,
        releases: Sequence[Release],
    ) -> int:
        """Say which version a recording is, who performs, and on which releases it can be had.

        It takes the place of what was told of these before; its work stays. Each film's history has a line of
        it, which one `undo` there takes back.

        Returns
        -------
        int
            How many films changed.

        Raises
        ------
        UnknownRecordingError
            There is no such recording.

        Examples
        --------
        >>> from cuespotter.model import Release
        >>> one = library.recordings_named(["Pink Blue"])[0].id
        >>> pink = Release(title="Score", medium="vinyl", colour="hot pink", is_limited=True)
        >>> library.tell_recording(one, version=None, performer=None, releases=[pink])
        1
        >>> library.facts_told(one).releases[0].colour
        'hot pink'
        >>> library.forget_told([one])
        1
        """
        from cuespotter.catalogue.told import Told

        before = self.facts_told(recording_id)
        facts = {"version": version, "performer": performer, "releases": tuple(releases)}
        told = before.model_copy(update=facts)
        if told == before:
            return 0
        summary = f"{self.recording(recording_id).label_text} was described"
        kept = None if told == Told() else told
        return self._catalogue.tell({recording_id: kept}, summary=summary, who=self.who)
