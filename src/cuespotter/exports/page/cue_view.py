"""A cue as a page shows it: words and places for the templates, for readers and for reviewers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuespotter.exports.page.links import Link, cue_links
from cuespotter.exports.page.pictures import JPEG, Picture, data_uri
from cuespotter.model.cue import Cue, Placement, Rival
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording, Version
from cuespotter.model.spelling import folded
from cuespotter.model.usage import us_code
from cuespotter.report.suggest import suggest, suggested_code
from cuespotter.wording.answers import STATUS_WORDS, VERSION_WORDS, answer_phrase
from cuespotter.wording.bars import bar_in_doubt, bar_text
from cuespotter.wording.cues import (
    SORTS,
    is_unsure,
    original_text,
    prominence_of,
    question_text,
    sort_of,
    title_of,
)
from cuespotter.wording.mixes import mix_words
from cuespotter.wording.numbers import (
    confidence_word,
    level_text,
    pace_words,
    percent_text,
    speed_name,
)
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text, length_text

SAFE_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")


@dataclass(frozen=True)
class PartView:
    """A placement: where in the recording it lies, as a bar and in words.

    Attributes
    ----------
    begin, end, whole : str
        In the recording, and its length: '0:08'.
    left, width : str
        The bar, in percent of the recording's length: '12.50%'.
    pace : str or None
        For readers, where it can be heard: 'faster than on the record'.
    speed, level : str or None
        For reviewers: 'PAL speed-up (+4.2 %)', '-10 dB'.
    bar : str or None
        Where other places of the recording sound nearly the same: 'which bar: 62 %'.
    """

    begin: str
    end: str
    whole: str
    left: str
    width: str
    pace: str | None
    speed: str | None
    level: str | None
    bar: str | None


@dataclass(frozen=True)
class CueView:
    """A cue in words.

    Attributes
    ----------
    anchor : str
        Its id in the page.
    number, title, artist, album, year, note : str or None
        As known; `title` says so where nobody has named it.
    written_by : str or None
        Who wrote it, where that is not who performs it.
    is_named, is_unsure : bool
        Whether it has a title; whether somebody should listen again.
    begin, end, length : str
        In the film.
    sort, sort_words : str
        How it is told apart: a name for the style, and words.
    words : tuple of str
        What readers want to know: 'seen being played', 'sung', 'under dialogue'.
    codes : tuple of str
        What reviewers decide by: usage, code, origin.
    reasons : str
        For reviewers, of music without a name: why it is thought music; else empty.
    parts, links, rivals, questions, still
        Of the recording, elsewhere, other answers, works that it may be of, and a picture.
    status, confidence, confidence_width : str
        For reviewers.
    """

    anchor: str
    number: str
    title: str
    is_named: bool
    artist: str | None
    written_by: str | None
    album: str | None
    year: str | None
    note: str | None
    begin: str
    end: str
    length: str
    sort: str
    sort_words: str
    is_unsure: bool
    words: tuple[str, ...]
    codes: tuple[str, ...]
    version: str | None
    parts: tuple[PartView, ...]
    links: tuple[Link, ...]
    rivals: tuple[str, ...]
    reasons: str
    questions: tuple[str, ...]
    still: Picture | None
    status: str
    confidence: str
    confidence_width: str


def anchors(cues: list[Cue], prefix: str) -> dict[str, str]:
    """Give each cue's place in the page, by its id; an id that no address can bear becomes a number."""
    return {
        cue.id: f"{prefix}cue-{cue.id if SAFE_ID.fullmatch(cue.id) else f'n{number}'}"
        for number, cue in enumerate(cues, start=1)
    }


def cue_view(
    cue: Cue,
    anchor: str,
    stills: Mapping[str, bytes],
    suggested: tuple[str, ...] = (),
    reasons: Sequence[str] = (),
    theme_asked: Sequence[str] = (),
) -> CueView:
    """Put a cue into words, for reviewers with what is suggested of it, why it is one, what it may be."""
    recording = cue.recording
    still = stills.get(cue.id)
    alt = f"The film during \u201c{flat(title_of(cue))}\u201d"
    return CueView(
        anchor=anchor,
        number=cue.cue_no,
        title=title_of(cue),
        is_named=cue.title_known is not None,
        artist=cue.artist_known,
        written_by=_written_by(cue),
        album=None if recording is None else recording.album,
        year=None if recording is None or recording.year is None else str(recording.year),
        note=cue.notes,
        begin=clock_text(cue.start_s),
        end=clock_text(cue.end_s),
        length=length_text(cue.start_s, cue.end_s),
        sort=sort_of(cue),
        sort_words=SORTS[sort_of(cue)],
        is_unsure=is_unsure(cue),
        words=_words(cue),
        codes=_codes(cue, suggested),
        version=version_of(cue),
        parts=() if recording is None else tuple(_part(cue, placement, recording) for placement in cue.parts),
        links=cue_links(cue),
        rivals=tuple(_rival(rival) for rival in cue.rivals),
        reasons="; ".join(reasons),
        questions=(*(question_text(question) for question in cue.open_questions), *theme_asked),
        still=None if still is None else Picture(data_uri(still, JPEG), alt),
        status=STATUS_WORDS[cue.status] if cue.status != "found" else confidence_word(cue.confidence),
        confidence=percent_text(cue.confidence),
        confidence_width=f"{100 * cue.confidence:.1f}%",
    )


def _written_by(cue: Cue) -> str | None:
    """Name the writers, where somebody else performs it: a cover, a classical work."""
    writers = list(dict.fromkeys(flat(party.name) for party in cue.writers_known))
    performer = folded(cue.artist_known or "")
    if all(folded(name) in performer for name in writers):
        return None
    return ", ".join(writers)


def _words(cue: Cue) -> tuple[str, ...]:
    """Say for readers where it is, who hears it, if it is sung, how far in front, and if in another mix."""
    words = [
        None if cue.film_part in (None, "body") else answer_phrase("film_part", cue.film_part),
        None if cue.perception in (None, "not_heard") else answer_phrase("perception", cue.perception),
        {"vocal": "sung", "instrumental": "instrumental"}.get(cue.vocal or ""),
        _loudness(cue),
        mix_words(cue),
    ]
    return tuple(word for word in words if word is not None)


def _loudness(cue: Cue) -> str | None:
    """Say how far in front the music is, with a question mark where nobody knows how it sounds alone."""
    words = prominence_of(cue)
    is_guessed = cue.prominence is None and cue.recording is None
    return f"{words}?" if words is not None and is_guessed else words


def _codes(cue: Cue, suggested: tuple[str, ...]) -> tuple[str, ...]:
    """Give the reviewer's answers, the code that follows from them, and what is suggested beyond."""
    # that a recording is older says its year; that it is production music says its work
    is_recorded_for_film = cue.recording_origin == "made_for_film"
    words = [
        None if cue.work_origin == "unknown" else answer_phrase("work_origin", cue.work_origin),
        answer_phrase("recording_origin", cue.recording_origin) if is_recorded_for_film else None,
        us_code(cue),
        *suggested,
    ]
    return tuple(word for word in words if word is not None)


def suggested_words(cue: Cue, document: FilmDocument) -> tuple[str, ...]:
    """Say what is suggested of a cue, marked as such, with the usage code that would follow."""
    words = [answer_phrase(one.field, one.value) for one in suggest(cue, document)]
    code = suggested_code(cue, document)
    return tuple(f"{word}?" for word in (*words, code) if word is not None)


def version_of(cue: Cue) -> str | None:
    """Say what is heard as a version of its work, as far as known."""
    if cue.recording is None and cue.original is not None:
        first = original_text(cue)
        return performance_words(cue) + (f"; original by {first}" if first else "")
    recording = cue.recording
    return None if recording is None or recording.version is None else version_words(recording.version)


def performance_words(cue: Cue) -> str:
    """Say what a recording is that no library has, of a work that is known."""
    is_made = cue.recording_origin == "made_for_film"
    return "Recorded for the film" if is_made else "Another recording"


def version_words(version: Version) -> str:
    """'Cover; first by Iggy Pop, 1977', as far as known."""
    by, when = version.first_recorded_by, version.first_recorded
    first = ", ".join(part for part in (by, when) if part)
    origin = f"; first {'by' if by else 'in'} {first}" if first else ""
    return f"{VERSION_WORDS[version.kind].capitalize()}{origin}"


def _part(cue: Cue, placement: Placement, recording: Recording) -> PartView:
    length_s = max(recording.duration_s, placement.recording_out_s) or 1.0
    share = max(0.0, placement.recording_out_s - placement.recording_in_s) / length_s
    return PartView(
        begin=clock_text(placement.recording_in_s),
        end=clock_text(placement.recording_out_s),
        whole=clock_text(recording.duration_s),
        left=f"{100 * placement.recording_in_s / length_s:.2f}%",
        width=f"{100 * share:.2f}%",
        pace=pace_words(placement.speed, placement.pitch_cents),
        speed=speed_name(placement.speed, placement.pitch_cents),
        level=None if placement.level_db is None else level_text(placement.level_db),
        bar=bar_text(bar_in_doubt(cue, placement)),
    )


def _rival(rival: Rival) -> str:
    """Tell what else the sound allows."""
    return (
        f"{rival.recording.label_text} \u2013 {rival.reason}, from {clock_text(rival.recording_in_s)}, "
        f"{percent_text(rival.confidence)}"
    )
