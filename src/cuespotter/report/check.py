"""What a film's cue sheet still misses, and what in it does not add up, each with its row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cuespotter.model.codes import is_ipi, is_isrc, is_iswc
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.party import Party
from cuespotter.model.societies import is_no_society, is_public_domain
from cuespotter.model.tagged import tagged_writers
from cuespotter.model.usage import us_code
from cuespotter.model.work import Work
from cuespotter.report.filing import Filing, file_cues
from cuespotter.wording.answers import field_word
from cuespotter.wording.bars import bar_words
from cuespotter.wording.cues import is_unsure
from cuespotter.wording.mixes import mix_words
from cuespotter.wording.numbers import percent_text

Gravity = Literal["wrong", "missing", "unsure"]
SHARE_SLACK_PERCENT = 0.01 + 1e-9
"""A hundredth, and what sums of shares err by rounding."""
SETTLED_ORIGINS = ("made_for_film", "library")
"""Origins of a work that settle that of its recording."""
HEADER_WANTED = {
    "production_company": "the production company",
    "prepared_by": "who prepared the sheet",
    "date_prepared": "the date it was prepared",
}


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
    bar = bar_words(cue)
    if bar is not None:
        text = f"nobody has confirmed which of the places that sound the same is heard ({bar}): listen"
        yield "unsure", "placements", text
    mix = mix_words(cue)
    if mix is not None:
        yield (
            "unsure",
            "recording",
            f"it sounds like {mix} of its recording, and nobody has said which: listen",
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
    if work is None or _wants_publisher(work):
        yield "missing", "work", "no publisher is known; of an unpublished work the writers have 100 %"
    if cue.isrc_known and not is_isrc(cue.isrc_known):
        yield "wrong", "recording.isrc", f"{cue.isrc_known!r} is no ISRC"


def _check_answers(cue: Cue) -> Iterator[_Found]:
    if us_code(cue) is None:
        lacking = [name for name in ("perception", "vocal") if getattr(cue, name) is None]
        yield "missing", lacking[0], f"its usage cannot be told without {' and '.join(map(_answer, lacking))}"
    # what was written for the film or for a library was recorded for it, too
    asked = ("work_origin", "recording_origin")[: 1 if cue.work_origin in SETTLED_ORIGINS else 2]
    for name in asked:
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
    shares = [party.share_percent for party in work.parties if not _is_free(party)]
    known = [share for share in shares if share is not None]
    if known and len(known) == len(shares) and abs(sum(known) - 100) > SHARE_SLACK_PERCENT:
        yield "wrong", "work.parties", f"the shares add up to {sum(known):g} %, not to 100 %"
    elif sum(known) > 100 + SHARE_SLACK_PERCENT:
        yield "wrong", "work.parties", f"the shares told already add up to {sum(known):g} %"


def _wants_publisher(work: Work) -> bool:
    """Say whether a society needs to know a work's publisher.

    Not where the rights have run out, where no writer belongs to a society, and where the writers have all
    shares: then it is unpublished.
    """
    if work.publishers:
        return False
    if work.writers and all(
        is_public_domain(one.society) or is_no_society(one.society) for one in work.writers
    ):
        return False
    return sum(party.share_percent or 0.0 for party in work.writers) < 100 - SHARE_SLACK_PERCENT


def _is_free(party: Party) -> bool:
    """Say whether a party has no share, since its rights have run out."""
    return is_public_domain(party.society) and not party.share_percent


def _check_party(party: Party) -> Iterator[_Found]:
    """Ask for what a society needs: of whom it does not know only name and share."""
    is_outside = is_public_domain(party.society) or is_no_society(party.society)
    if party.share_percent is None and not is_public_domain(party.society):
        yield "missing", "work.parties", f"the share of {party.name} is not told"
    if party.ipi is None and not is_outside:
        yield "missing", "work.parties", f"the IPI number of {party.name} is not told"
    elif party.ipi is not None and not is_ipi(party.ipi):
        yield (
            "wrong",
            "work.parties",
            f"{party.ipi!r} of {party.name} is no IPI name number: its check digits or form are wrong",
        )
    if party.society is None:
        yield "missing", "work.parties", f"the society of {party.name} is not told; of none: NS, or PD"
