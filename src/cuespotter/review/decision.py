"""A reviewer's change: what was decided of a film or of its cues, in which order that is done, and its words.

Whoever lets people review (the shell, the desk, a script) makes a `Decision` and hands it to
`History.decide`: one decision, of however many cues, is one line of the history and one undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cuespotter.clock import FilmSeconds
from cuespotter.errors import UsageError
from cuespotter.model import FilmDocument, Recording
from cuespotter.review import edits, film_edits
from cuespotter.review.work_said import WorkSaid, say_of_work
from cuespotter.wording.answers import change_words

Verdict = Literal["confirm", "reject"]
Action = Literal["confirm", "reject", "edit"]
NAMED_CUES = 6
"""So many cues are named in a line of the history; of more it says how many there are."""


@dataclass(frozen=True)
class Decision:
    """What a reviewer decided, all of it or nothing.

    Where several things are said at once, they are done in the order of the attributes here: a cue is merged
    before its bounds are moved, and parted and judged last.

    Attributes
    ----------
    cues : sequence of str
        The cues that are meant, by number, id or the beginning of an id. None: the film itself, or, with
        `is_new`, a cue that is not there yet.
    is_new : bool
        Whether a cue is to be added, from `start_s` to `end_s`.
    recording : Recording, optional
        Which recording the cues are.
    original : Recording, optional
        Of whose work the cues are another recording.
    is_other_work : bool
        Whether the cues are of none of the works that they were asked about.
    is_merge : bool
        Whether one cue is to be made of all that are named.
    start_s, end_s : FilmSeconds, optional
        New bounds, of one cue.
    fields : mapping
        Fields to set and lock; None clears one. Of the film where no cue is named.
    work : WorkSaid, optional
        What is said of the works of the cues; the catalogue keeps it for every recording of them.
    split_s : FilmSeconds, optional
        Where one cue becomes two.
    verdict : {'confirm', 'reject'}, optional
        Whether the cues are true.
    is_renumber : bool
        Whether all cues of the film are to be numbered anew.
    is_remembered : bool
        Whether the sound of the cue that is named, or of the longest of several that has enough music,
        becomes a recording of the library. The library makes it (`Library.decide`) and puts it into
        `recording`.
    remembered : str, optional
        The id of the one of several cues that `recording` is: the one whose sound was remembered.
    """

    cues: Sequence[str] = ()
    is_new: bool = False
    recording: Recording | None = None
    original: Recording | None = None
    is_other_work: bool = False
    is_merge: bool = False
    start_s: FilmSeconds | None = None
    end_s: FilmSeconds | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    work: WorkSaid | None = None
    split_s: FilmSeconds | None = None
    verdict: Verdict | None = None
    is_renumber: bool = False
    is_remembered: bool = False
    remembered: str | None = None

    @property
    def has_bounds(self) -> bool:
        """Whether a bound is to be moved."""
        return self.start_s is not None or self.end_s is not None

    @property
    def action(self) -> Action:
        """The one word of the history: the verdict where nothing else was said."""
        if self.verdict is not None and not self._changes_cues:
            return self.verdict
        return "edit"

    def check(self) -> None:
        """Refuse what does not say what to do, or to what.

        Raises
        ------
        UsageError
            The message says what is missing.
        """
        if self.is_renumber and (self.cues or self.is_new):
            raise UsageError("all cues of a film are numbered anew together; name none")
        if self.is_new:
            if self.cues or self.start_s is None or self.end_s is None:
                raise UsageError("a new cue needs a start and an end, and no cue is named with it")
            if self.is_merge or self.split_s is not None:
                raise UsageError("a new cue cannot be merged or split in the same change")
            return
        if not self.cues:
            if self._needs_cue:
                raise UsageError("name the cue to change; 'cuespotter show' lists them")
            if not self.fields and not self.is_renumber:
                raise UsageError("nothing to change was given; needed is a field, a bound, a recording, ...")
            return
        if not (self._changes_cues or self.verdict):
            raise UsageError("nothing to change was given; needed is a field, a bound, a recording, ...")
        if self.recording is not None and self.original is not None:
            raise UsageError("a cue is a recording, or another recording of its work; say one of both")
        self._check_one_cue()

    def apply(self, document: FilmDocument) -> FilmDocument:
        """Give the document as it stands after the decision.

        Raises
        ------
        UsageError, CatalogueError
            It makes no sense, or not for this film; the document is as it was.
        """
        self.check()
        if not self.cues and not self.is_new:
            document = edits.renumber(document) if self.is_renumber else document
            return film_edits.set_film_fields(document, self.fields) if self.fields else document
        return self._apply_to_cues(*self._cues_of(document))

    def words(self, document: FilmDocument) -> str:
        """Say in one line, for the history, what was decided; cues are called by their numbers.

        Parameters
        ----------
        document : FilmDocument
            The film before the decision.
        """
        named = self._cues_in_words(document)
        if self.action != "edit":
            return f"{self.action} {named}"
        said = ["cues numbered anew"] if self.is_renumber else []
        said += [change_words(name, value) for name, value in self.fields.items()]
        bounds = (("start", self.start_s), ("end", self.end_s))
        said += [f"{name} {value:.2f}" for name, value in bounds if value is not None]
        said += [] if self.work is None else [self.work.words()]
        if self.split_s is not None:
            said.append(f"split {self.split_s:.2f}")
        if self.recording is not None:
            verb = "remembered as" if self.is_remembered else "recording"
            of = "" if self.remembered is None else f"{edits.find_cue(document, self.remembered).cue_no} "
            said.append(f"{of}{verb} {self.recording.label_text}")
        if self.original is not None:
            said.append(f"another recording of {self.original.label_text}")
        said += ["of none of the works asked about"] if self.is_other_work else []
        if self.verdict is not None:
            said.append(self.verdict)
        if self.is_merge:
            return f"merge {named}" + (f": {', '.join(said)}" if said else "")
        return f"{named}: {', '.join(said)}"

    def _apply_to_cues(self, document: FilmDocument, cues: list[str]) -> FilmDocument:
        """Do to cues, by their ids in film order, what was decided."""
        if self.recording is not None:
            for cue in cues if self.remembered is None else [self.remembered]:
                document = edits.set_recording(document, cue, self.recording)
        if self.original is not None:
            for cue in cues:
                document = edits.set_original(document, cue, self.original)
        for cue in cues if self.is_other_work else ():
            document = edits.answer_no(document, cue)
        if self.is_merge:
            document, cues = edits.merge(document, cues), cues[:1]
        if self.has_bounds and not self.is_new:
            document = edits.trim(document, cues[0], start_s=self.start_s, end_s=self.end_s)
        for cue in cues if self.fields else ():
            document = edits.set_cue_fields(document, cue, self.fields)
        if self.work is not None:
            document = say_of_work(document, cues, self.work)
        if self.split_s is not None:
            before = {one.id for one in document.cues}
            document = edits.split(document, cues[0], self.split_s)
            cues = [*cues, *(one.id for one in document.cues if one.id not in before)]
        for cue in cues if self.verdict is not None else ():
            document = (edits.confirm if self.verdict == "confirm" else edits.reject)(document, cue)
        return document

    @property
    def says_anything(self) -> bool:
        """Whether anything is to be changed."""
        return self._changes_cues or self.is_renumber or self.verdict is not None

    @property
    def _changes_cues(self) -> bool:
        """Whether more is said than a verdict."""
        return bool(self.fields) or self.is_new or self._needs_cue_but_verdict

    @property
    def _needs_cue_but_verdict(self) -> bool:
        """Whether something is said that only a cue has."""
        said = (self.recording, self.original, self.work, self.split_s)
        plain = self.is_merge or self.is_other_work or self.has_bounds or self.is_remembered
        return plain or any(one is not None for one in said)

    @property
    def _needs_cue(self) -> bool:
        """The same, verdict included."""
        return self._needs_cue_but_verdict or self.verdict is not None

    def _check_one_cue(self) -> None:
        """Refuse to give several cues what only one can have."""
        if len(set(self.cues)) == 1 or self.is_merge:
            return
        single = (
            ("bounds", self.has_bounds),
            ("a place to be split", self.split_s is not None),
            ("a number", "cue_no" in self.fields),
            ("a start", "start_s" in self.fields),
            ("an end", "end_s" in self.fields),
        )
        for what, is_given in single:
            if is_given:
                raise UsageError(f"{len(self.cues)} cues cannot share {what}; name one cue")

    def _cues_of(self, document: FilmDocument) -> tuple[FilmDocument, list[str]]:
        """Give the ids of the cues that are meant, in film order, and the document with the new one."""
        if self.is_new and self.start_s is not None and self.end_s is not None:
            before = {cue.id for cue in document.cues}
            document = edits.add_cue(document, self.start_s, self.end_s, {})
            return document, [cue.id for cue in document.cues if cue.id not in before]
        found = {cue.id: cue for cue in (edits.find_cue(document, name) for name in self.cues)}
        ordered = sorted(found.values(), key=lambda cue: (cue.start_s, cue.id))
        return document, [cue.id for cue in ordered]

    def _cues_in_words(self, document: FilmDocument) -> str:
        """Name the cues by their numbers; of many only how many there are."""
        if not self.cues:
            return "new cue" if self.is_new else "film"
        if len(self.cues) > NAMED_CUES:
            return f"{len(self.cues)} cues"
        return ", ".join(edits.find_cue(document, name).cue_no for name in self.cues)
