"""Review: what a person says of cues and films; one decision, of however many cues, is one undo."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cuespotter.catalogue.changes import Step
from cuespotter.catalogue.database import together
from cuespotter.errors import CatalogueError, StaleError
from cuespotter.model import Cue, FilmDocument
from cuespotter.model.base import Model
from cuespotter.review.decision import Decision
from cuespotter.review.edits import find_cue
from cuespotter.review.work_said import WorkSaid
from cuespotter.services.remembering import Remembering, check_bounds, to_remember
from cuespotter.wording.bars import least_bar


class Reviewing(Remembering):
    """The reviewer's word stands above the engine's."""

    def decide(
        self,
        film: str,
        decision: Decision,
        *,
        seen: Mapping[str, str] | None = None,
        seen_film: str | None = None,
    ) -> tuple[FilmDocument, str]:
        """Do what a reviewer decided, all of it or nothing.

        Parameters
        ----------
        film : str
            Its path, file name, title or id, or how one of these begins.
        decision : Decision
            What was decided, of the film, of one cue or of many. Where it is to be remembered, the cue is
            listened to, and its sound becomes a recording of the library; of many the longest that has enough
            music in it.
        seen : mapping of str to str, optional
            For each cue that was looked at, by its id, the `revision` that was seen.
        seen_film : str, optional
            The `revision` of the film's own fields that was seen.

        Returns
        -------
        FilmDocument, str
            The film as it is now, and the line of its history.

        Raises
        ------
        StaleError
            Somebody else was faster; nothing was changed.
        UsageError, CatalogueError
            It makes no sense, or not for this film; nothing was changed.

        Examples
        --------
        >>> film, line = library.decide("film.mkv", Decision(cues=["1m01"], fields={"notes": "loud"}))
        >>> line
        '1m01: notes: loud'
        >>> library.undo("film.mkv")[1].summary
        '1m01: notes: loud'
        """

        def check(document: FilmDocument) -> None:
            self._check_fresh(document, seen or {}, seen_film)

        if not decision.is_remembered:
            return self._catalogue.decide(film, decision, who=self.who, check=check)
        document = self._catalogue.document(film)
        decision.check()
        check(document)
        alone, cue, held = self._chosen_to_remember(document, decision)
        with held as added:
            # what the cue had of its own is the recording's from now on, wherever it is found
            own = None if cue.work is None else WorkSaid(other=cue.work)
            chosen = None if alone is decision else cue.id
            named = replace(
                decision, recording=added.new.recording, work=decision.work or own, remembered=chosen
            )

            def check_all(document: FilmDocument) -> None:
                check(document)
                check_bounds(to_remember(document, alone, self._is_there), cue)

            return self._catalogue.decide(document.film.id, named, who=self.who, check=check_all, added=added)

    def confirm(self, film: str, cues: Sequence[str]) -> tuple[FilmDocument, str]:
        """Say that cues, by number or id, are true: they stay as they are, whatever is found later.

        Examples
        --------
        >>> library.confirm("film.mkv", ["1m01", "1m02"])[1]
        'confirm 1m01, 1m02'
        >>> film, change = library.undo("film.mkv")
        """
        return self.decide(film, Decision(cues=cues, verdict="confirm"))

    def confirm_above(self, film: str, least: float) -> tuple[list[Cue], str]:
        """Confirm all cues that nobody has reviewed and that are at least so likely, as one change.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        least : float
            Probability, 0 to 1, of the cue and of the bars that its placements are drawn at.

        Returns
        -------
        list of Cue, str
            The cues as they were, none where none is so likely, and the line of the history.

        Examples
        --------
        >>> cues, line = library.confirm_above("film.mkv", 0.99)
        >>> len(cues), line
        (8, 'confirm 8 cues')
        >>> film, change = library.undo("film.mkv")
        """
        document = self._catalogue.document(film)
        found = [cue for cue in document.cues if cue.status == "found"]
        sure = [cue for cue in found if min(cue.confidence, least_bar(cue)) >= least]
        if not sure:
            return [], ""
        seen = {cue.id: revision(cue) for cue in sure}
        decision = Decision(cues=list(seen), verdict="confirm")
        return sure, self.decide(document.film.id, decision, seen=seen)[1]

    def reject(self, film: str, cues: Sequence[str]) -> tuple[FilmDocument, str]:
        """Say that cues, by number or id, are not true: they do not come back."""
        return self.decide(film, Decision(cues=cues, verdict="reject"))

    def undo(self, film: str) -> tuple[FilmDocument, Step]:
        """Take back the last change of a film; once more takes back the one before it.

        Returns
        -------
        FilmDocument, Change
            The film as it is now, and what was taken back.

        Raises
        ------
        CatalogueError
            There is nothing to take back.
        """
        reached = self._catalogue.reaches_library(film, is_redo=False)
        with self._library_held(reached, "undo"):
            return self._catalogue.undo(film, who=self.who)

    def redo(self, film: str) -> tuple[FilmDocument, Step]:
        """Do again what was taken back last, if nothing was changed since.

        Returns
        -------
        FilmDocument, Change
            The film as it is now, and what was done again.

        Raises
        ------
        CatalogueError
            There is nothing to do again.
        MediaError
            A recording would have to be heard anew in its film, and cannot be; nothing was changed.

        Examples
        --------
        >>> library.reject("film.mkv", ["1m01"])[1]
        'reject 1m01'
        >>> film, change = library.undo("film.mkv")
        >>> library.can_redo("film.mkv"), library.redo("film.mkv")[1].summary
        (True, 'reject 1m01')
        >>> film, change = library.undo("film.mkv")
        """
        reached = self._catalogue.reaches_library(film, is_redo=True)
        with self._library_held(reached, "redo"):
            heard = [added for one in reached if (added := self._heard_anew(one)) is not None]
            with together(self._catalogue.engine, self._catalogue.place):
                done = self._catalogue.redo(film, who=self.who)
                for added in heard:
                    self._catalogue.add_recordings(added.segment, [added.new], in_segment=[added.id])
        return done

    def can_redo(self, film: str) -> bool:
        """Say whether `redo` has something to do."""
        return self._catalogue.can_redo(film)

    def _check_fresh(self, document: FilmDocument, seen: Mapping[str, str], seen_film: str | None) -> None:
        """Compare what is to be changed with what was seen of it."""
        stale: dict[str, object] = {}
        for cue_id, revision_seen in seen.items():
            try:
                cue = find_cue(document, cue_id)
            except CatalogueError:
                stale[cue_id] = None
                continue
            if revision(cue) != revision_seen:
                stale[cue_id] = cue.model_dump(mode="json")
        if not stale and seen_film in {None, revision(document.film)}:
            return
        standing = [change for change in self._catalogue.history(document.film.id) if not change.undone]
        last = standing[-1] if standing else None
        said = "" if last is None else f"; last: {last.summary} ({last.who})"
        what = f"cue {', '.join(stale)}" if stale else "the film"
        raise StaleError(
            f"{what} was changed meanwhile, at another desk or by a command{said}; look, then decide anew",
            cues=stale,
            last=None if last is None else {"who": last.who, "summary": last.summary},
        )


def revision(model: Model) -> str:
    """Name the present state of a cue or film: other contents, other name."""
    return hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:16]
