"""What a film's cue sheet still misses, and what in it does not add up, each with its row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.party import Party
from cuespotter.model.tagged import tagged_writers
from cuespotter.model.usage import us_code
from cuespotter.model.work import Work
from cuespotter.report.filing import Filing, file_cues
from cuespotter.wording.answers import field_word
from cuespotter.wording.cues import is_unsure
from cuespotter.wording.numbers import percent_text

Gravity = Literal["wrong", "missing", "unsure"]
SHARE_SLACK_PERCENT = 0.01 + 1e-9
"""A hundredth, and what sums of shares err by rounding."""
HEADER_WANTED = {
    "production_company": "the production company",
    "prepared_by": "who prepared the sheet",
    "date_prepared": "the date it was prepared",
}
IPI = re.compile(r"\d{9,11}")
ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")
ISWC = re.compile(r"T(\d{9})(\d)")


@dataclass(frozen=True)
class Remark:
    """One thing to mend.

    Attributes
    ----------
    gravity : {'wrong', 'missing', 'unsure'}
        Whether it does not add up, is not known, or should be heard again.
    row : int or None
        Row of the cue sheet, counted from 1; None for the film as a whole or a cue without a row.
    cue_no : str or None
        The cue.
    field : str
        What it is about, as the document names it.
    text : str
        One line for a person.
    """

    gravity: Gravity
    row: int | None
    cue_no: str | None
    field: str
    text: str


def check_film(document: FilmDocument) -> list[Remark]:
    """Check a film's cue sheet before it is handed in.

    Parameters
    ----------
    document : FilmDocument
        Rejected cues are left aside.

    Returns
    -------
    list of Remark
        First the film's, then each row's in order, then the cues that have no row; empty where all is well.
    """
    filing = file_cues(document)
    remarks = list(_check_header(document))
    checked: set[str] = set()
    for number, row in enumerate(filing.rows, start=1):
        if row.cue.id not in checked:
            checked.add(row.cue.id)
            found = _check_cue(row.cue, document.film.duration_s)
            remarks += [_remark(number, row.cue, what) for what in found]
    return remarks + list(_check_left_out(filing))


_Found = tuple[Gravity, str, str]


def _remark(row: int | None, cue: Cue, found: _Found) -> Remark:
    gravity, field, text = found
    return Remark(gravity, row, cue.cue_no, field, text)


def _check_header(document: FilmDocument) -> Iterator[Remark]:
    film = document.film
    for name, words in HEADER_WANTED.items():
        if not getattr(film.header, name):
            yield Remark("missing", None, None, f"film.header.{name}", f"{words} is not filled in")
    if film.year is None:
        yield Remark("missing", None, None, "film.year", "the film's year is not known")
    if not document.cues_heard:
        yield Remark("missing", None, None, "cues", "there is no cue to file")


def _check_left_out(filing: Filing) -> Iterator[Remark]:
    for cue in filing.left_out:
        text = "all its time lies under more prominent cues or outside the film; it has no row"
        yield Remark("wrong", None, cue.cue_no, "start_s", text)


def _check_cue(cue: Cue, running_s: float) -> Iterator[_Found]:
    yield from _check_times(cue, running_s)
    yield from _check_names(cue)
    yield from _check_answers(cue)
    if cue.work_known is not None:
        yield from _check_work(cue.work_known)
    if is_unsure(cue):
        yield (
            "unsure",
            "status",
            f"nobody has confirmed it, and it is only {percent_text(cue.confidence)} sure: listen",
        )


def _check_times(cue: Cue, running_s: float) -> Iterator[_Found]:
    if cue.end_s <= cue.start_s:
        yield "wrong", "end_s", f"it ends at {cue.end_s:.1f} s, not after its start at {cue.start_s:.1f} s"
    if cue.start_s < 0 or cue.end_s > running_s + 0.5:
        yield "wrong", "end_s", f"it reaches beyond the film, which lasts {running_s:.1f} s"


def _check_names(cue: Cue) -> Iterator[_Found]:
    work, recording = cue.work_known, cue.recording
    has_title = cue.title or work is not None or (recording is not None and recording.title)
    if not has_title:
        yield "missing", "title", "it has no title"
    if work is None or not work.writers:
        tagged = recording is not None and tagged_writers(recording)
        yield (
            "missing",
            "work",
            "its writers stand only in the tags" if tagged else "no writer is known",
        )
    if work is None or not work.publishers:
        yield "missing", "work", "no publisher is known"
    if cue.isrc_known and not ISRC.fullmatch(_bare(cue.isrc_known)):
        yield "wrong", "recording.isrc", f"{cue.isrc_known!r} is no ISRC"


def _check_answers(cue: Cue) -> Iterator[_Found]:
    if us_code(cue) is None:
        lacking = [name for name in ("perception", "vocal") if getattr(cue, name) is None]
        yield "missing", lacking[0], f"its usage cannot be told without {' and '.join(map(_answer, lacking))}"
    for name in ("work_origin", "recording_origin"):
        if getattr(cue, name) == "unknown":
            yield "missing", name, f"the origin of its {name.removesuffix('_origin')} is not told"


def _answer(field: str) -> str:
    """Name the answer that is wanted, between quotes: it is a question of some words."""
    return f"\u201c{field_word(field)}\u201d"


def _check_work(work: Work) -> Iterator[_Found]:
    if work.iswc and not is_iswc(work.iswc):
        yield "wrong", "work.iswc", f"{work.iswc!r} is no ISWC: its check digit or form is wrong"
    for party in work.parties:
        yield from _check_party(party)
    shares = [party.share_percent for party in work.parties]
    known = [share for share in shares if share is not None]
    if known and len(known) == len(shares) and abs(sum(known) - 100) > SHARE_SLACK_PERCENT:
        yield "wrong", "work.parties", f"the shares add up to {sum(known):g} %, not to 100 %"
    elif sum(known) > 100 + SHARE_SLACK_PERCENT:
        yield "wrong", "work.parties", f"the shares told already add up to {sum(known):g} %"


def _check_party(party: Party) -> Iterator[_Found]:
    if party.share_percent is None:
        yield "missing", "work.parties", f"the share of {party.name} is not told"
    if party.ipi is None:
        yield "missing", "work.parties", f"the IPI number of {party.name} is not told"
    elif not IPI.fullmatch(_bare(party.ipi)):
        yield "wrong", "work.parties", f"{party.ipi!r} of {party.name} is no IPI name number"
    if party.society is None:
        yield "missing", "work.parties", f"the society of {party.name} is not told"


def is_iswc(text: str) -> bool:
    """Say whether a text is an ISWC with a right check digit (ISO 15707).

    Examples
    --------
    >>> is_iswc("T-034.524.680-1"), is_iswc("T-034.524.680-2")
    (True, False)
    """
    found = ISWC.fullmatch(_bare(text))
    if found is None:
        return False
    total = 1 + sum(place * int(digit) for place, digit in enumerate(found[1], start=1))
    return (10 - total % 10) % 10 == int(found[2])


def _bare(code: str) -> str:
    """Take the dots, hyphens and spaces out of a code."""
    return re.sub(r"[-. ]", "", code).upper()
