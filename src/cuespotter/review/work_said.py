"""What a reviewer says of a work: title, codes and parties -> the work with it, and the cues that use it.

The parties belong to the work, not to the cue: what is said here of a recording's work the catalogue keeps
for every recording of it and every film (`catalogue/works_told.py`). Music that is in no library, and an
album in one file, have no such recording: there the cue itself keeps its work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import Field

from cuespotter.errors import UsageError
from cuespotter.model import Cue, FilmDocument, Recording
from cuespotter.model.base import Model
from cuespotter.model.codes import is_ipi, is_iswc
from cuespotter.model.party import Party
from cuespotter.model.societies import society_name
from cuespotter.model.spelling import folded
from cuespotter.model.work import Work

MOST_PERCENT = 100.01 + 1e-9
"""Shares add up to no more, within a hundredth and what sums of them err by rounding."""


class WorkSaid(Model):
    """What is said of the works of some cues; None and empty where nothing is.

    A party is known again by its name among the writers, or among the publishers: what is said of it is added
    to what is known. A party that nobody named before is a further one.
    """

    other: Work | None = Field(
        default=None, description="the cues are of this work from now on, whatever they were of before"
    )
    title: str | None = None
    iswc: str | None = None
    year: int | None = None
    parties: list[Party] = Field(default=[])
    without: list[str] = Field(default=[], description="names of parties that have no part in it")
    is_all: bool = Field(default=False, description="the parties said are all there are")

    @property
    def says_any(self) -> bool:
        """Whether anything is said."""
        return self != WorkSaid()

    def check(self) -> None:
        """Refuse what no society could read.

        Raises
        ------
        UsageError
            A name is empty, a code has a wrong form or check digit, or shares add up to more than all.
        """
        if self.title is not None and not self.title.strip():
            raise UsageError("a work's title cannot be empty; write it, or leave it out")
        if self.iswc and not is_iswc(self.iswc):
            raise UsageError(f"{self.iswc!r} is no ISWC (its check digit or form is wrong); look at it again")
        for party in [*self.parties, *(self.other.parties if self.other is not None else ())]:
            if not party.name.strip():
                raise UsageError(f"a {role_words(party)} has no name; write it")
            if party.ipi and not is_ipi(party.ipi):
                raise UsageError(
                    f"{party.ipi!r} of {party.name} is no IPI name number (its check digits or form are "
                    "wrong); look at it again"
                )

    def applied_to(self, work: Work | None, title: str | None) -> Work:
        """Give the work with what is said of it.

        Parameters
        ----------
        work : Work or None
            As it is known.
        title : str or None
            Of the recording or cue, for a work that is not known yet.

        Raises
        ------
        UsageError
            It would have no title, lack a party that was to be taken out, or its shares add up to more than
            all.
        """
        known = self.other or work
        if known is None and self.title is None and title is None:
            raise UsageError("the work has no title yet; give it with --work TITLE")
        known = known or Work(title=self.title or title or "")
        update: dict[str, Any] = {
            name: value
            for name, value in (("title", self.title), ("iswc", self.iswc), ("year", self.year))
            if value is not None
        }
        parties = [] if self.is_all else self._left(known)
        update["parties"] = [_tidy(one) for one in _merged(parties, self.parties)]
        said = known.model_copy(update=update)
        total = sum(party.share_percent or 0.0 for party in said.parties)
        if total > MOST_PERCENT:
            raise UsageError(
                f"{said.title}: the shares would add up to {total:g} %, of 100 % in all: "
                + ", ".join(party_words(party) for party in said.parties)
            )
        return said

    def words(self) -> str:
        """Say it in one line."""
        said = [] if self.other is None else [f"work {self.other.title}"]
        said += [] if self.title is None else [f"title of the work: {self.title}"]
        said += [f"{name} {value}" for name, value in (("ISWC", self.iswc), ("year", self.year)) if value]
        said += [party_words(party) for party in self.parties]
        said += [f"without {name}" for name in self.without]
        return ", ".join(said) or "no parties"

    def _left(self, work: Work) -> list[Party]:
        """Give the parties of a work but those that are taken out."""
        gone = {folded(name) for name in self.without}
        unknown = gone - {folded(party.name) for party in work.parties}
        if unknown:
            known = ", ".join(party.name for party in work.parties) or "nobody"
            raise UsageError(f"{work.title} has no party {min(unknown)!r}; it has {known}")
        return [party for party in work.parties if folded(party.name) not in gone]


def say_of_work(document: FilmDocument, cue_ids: Sequence[str], said: WorkSaid) -> FilmDocument:
    """Say something of the works of cues: of all cues of the same recordings, or of the cues alone.

    Raises
    ------
    UsageError
        It makes no sense for one of them.
    """
    said.check()
    named = [cue for cue in document.cues if cue.id in set(cue_ids)]
    own = {cue.id: said.applied_to(cue.work_known, title_of_work(cue)) for cue in named}
    bearers = {cue.id: bearer.id for cue in named if (bearer := bearer_of_work(cue)) is not None}
    works = {bearer: own[cue] for cue, bearer in bearers.items()}
    kept = {cue.id for cue in named} - set(bearers)
    cues = [_with_own_work(cue, own[cue.id]) if cue.id in kept else cue for cue in document.cues]
    ruled = {cue.id for cue in named} - kept
    cues = [_without_own_work(cue) if cue.id in ruled else cue for cue in cues]
    return document.model_copy(update={"cues": list(with_works(cues, works))})


def with_works(cues: Iterable[Cue], works: Mapping[str, Work | None]) -> Iterable[Cue]:
    """Give cues whose recordings, by id, have these works."""

    def renew(recording: Recording) -> Recording:
        return recording.model_copy(update={"work": works[recording.id]})

    return (cue.with_recordings(works, renew) for cue in cues)


def bearer_of_work(cue: Cue) -> Recording | None:
    """Give the recording whose work a cue's is, its own or the one of which it is another recording.

    None where there is none: an album in one file is not one work.
    """
    recording = cue.recording_of_work
    return None if recording is None or recording.tracks else recording


def title_of_work(cue: Cue) -> str | None:
    """Give the title by which a cue's work may be called where nobody has named it."""
    track = cue.track_known
    known = cue.recording_of_work
    ways = (cue.title, None if track is None else track.title, known and known.title)
    return next((title for title in ways if title), None)


def party_words(party: Party) -> str:
    """Name a party with what is known of it: 'composer Ann Writer 50 %, ASCAP'.

    Examples
    --------
    >>> party_words(Party(name="Ann Writer", role="composer", share_percent=50, society="ASCAP"))
    'composer Ann Writer 50 % (ASCAP)'
    """
    share = "" if party.share_percent is None else f" {party.share_percent:g} %"
    society = f" ({party.society})" if party.society else ""
    return f"{role_words(party)} {party.name}{share}{society}"


def role_words(party: Party) -> str:
    """Write a party's role for people."""
    return party.role.replace("_", " ")


def _with_own_work(cue: Cue, work: Work) -> Cue:
    """Give a cue a work of its own, which a new identification leaves alone."""
    status = "confirmed" if cue.status == "confirmed" else "edited"
    return cue.model_copy(update={"work": work, "status": status, "locked": sorted({*cue.locked, "work"})})


def _without_own_work(cue: Cue) -> Cue:
    """Let a cue's recording say again which work it is."""
    if cue.work is None:
        return cue
    return cue.model_copy(update={"work": None, "locked": [one for one in cue.locked if one != "work"]})


def _merged(known: Sequence[Party], said: Sequence[Party]) -> list[Party]:
    """Add what is said of parties to what is known of them; who is new comes last."""
    parties = list(known)
    for party in said:
        place = _place_of(party, parties)
        if place is None:
            parties.append(party)
        else:
            told = {name: getattr(party, name) for name in party.model_fields_set}
            parties[place] = parties[place].model_copy(update=told)
    return parties


def _place_of(party: Party, parties: Sequence[Party]) -> int | None:
    """Find a party by its name and role, else by its name among the writers or the publishers."""
    same = [
        place
        for place, one in enumerate(parties)
        if folded(one.name) == folded(party.name) and one.is_publisher == party.is_publisher
    ]
    exact = [place for place in same if parties[place].role == party.role]
    return exact[0] if exact else same[0] if len(same) == 1 else None


def _tidy(party: Party) -> Party:
    """Write society and name as forms do."""
    society = society_name(party.society) if party.society and party.society.strip() else None
    return party.model_copy(
        update={"society": society, "name": " ".join(party.name.split()), "ipi": party.ipi or None}
    )
