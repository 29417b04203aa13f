"""The reviewer's answers and a film's facts as people say them; no raw name (`not_heard`) reaches anybody.

`ANSWERS` is the one table: questions, their values, a label for a button and a phrase for a sentence each.
"""

from dataclasses import dataclass
from typing import NamedTuple

from cuespotter.speeds import NAMED_SPEEDS


class Choice(NamedTuple):
    """One value of an answer: on a button or in a menu, and within a sentence."""

    label: str
    phrase: str


@dataclass(frozen=True)
class Answer:
    """A question of which the reviewer chooses the answer.

    Attributes
    ----------
    field : str
        The cue's field that keeps it.
    question : str
        What is asked, in two or three words.
    choices : dict
        What may be answered: the value stored, and how it is said.
    is_usage : bool
        Whether usage codes follow from it; the other answers tell where the music comes from.
    """

    field: str
    question: str
    choices: dict[str, Choice]
    is_usage: bool = True


ANSWERS = (
    Answer(
        "film_part",
        "Part of the film",
        {
            "logo": Choice("Logo", "logo"),
            "main_title": Choice("Main title", "main title"),
            "body": Choice("Body", "body"),
            "end_title": Choice("End title", "end title"),
        },
    ),
    Answer(
        "perception",
        "Heard by the characters",
        {
            "not_heard": Choice("Not heard", "not heard by the characters"),
            "unseen_source": Choice("Heard, unseen", "heard from an unseen source"),
            "seen": Choice("Seen", "seen being played"),
        },
    ),
    Answer(
        "vocal",
        "Voice",
        {
            "vocal": Choice("Vocal", "vocal"),
            "instrumental": Choice("Instrumental", "instrumental"),
        },
    ),
    Answer(
        "prominence",
        "Prominence",
        {
            "background": Choice("Background", "background"),
            "featured": Choice("Featured", "featured"),
        },
    ),
    Answer(
        "form",
        "Form",
        {"score": Choice("Score", "score"), "song": Choice("Song", "song")},
        is_usage=False,
    ),
    Answer(
        "work_origin",
        "The work",
        {
            "made_for_film": Choice("Made for the film", "written for the film"),
            "pre_existing": Choice("Existed before", "pre-existing work"),
            "library": Choice("Production library", "production library"),
            "unknown": Choice("Not known", "origin unknown"),
        },
        is_usage=False,
    ),
    Answer(
        "recording_origin",
        "The recording",
        {
            "made_for_film": Choice("Made for the film", "recorded for the film"),
            "pre_existing": Choice("Existed before", "pre-existing recording"),
            "library": Choice("Production library", "production library"),
            "unknown": Choice("Not known", "origin unknown"),
        },
        is_usage=False,
    ),
)
ANSWER_OF_FIELD = {answer.field: answer for answer in ANSWERS}
KIND_WORDS = {"recording": "recording", "unnamed_music": "unnamed music"}
STATUS_WORDS = {
    "found": "not reviewed",
    "confirmed": "confirmed",
    "edited": "edited by hand",
    "rejected": "rejected",
}
VERSION_WORDS = {
    "original": "original",
    "cover": "cover",
    "live": "live version",
    "remix": "remix",
    "re_recording": "re-recording",
    "arrangement": "arrangement",
}
ROLE_WORDS = {
    "composer": "composer",
    "lyricist": "lyricist",
    "composer_lyricist": "composer and lyricist",
    "arranger": "arranger",
    "adaptor": "adaptor",
    "translator": "translator",
    "sub_arranger": "sub-arranger",
    "sub_author": "sub-author",
    "publisher": "publisher",
    "sub_publisher": "sub-publisher",
    "administrator": "administrator",
    "acquirer": "acquirer",
    "income_participant": "income participant",
}
FIELD_WORDS = {
    "cue_no": "cue number",
    "start_s": "in",
    "end_s": "out",
    "still_s": "still",
    "film_part": "part of the film",
    "perception": "heard by the characters",
    "vocal": "vocal or instrumental",
    "is_rolled_up": "rolled up",
    "work_origin": "origin of the work",
    "recording_origin": "origin of the recording",
    "recording.isrc": "ISRC",
    "work.iswc": "ISWC",
    "work.parties": "writers and publishers",
    "work.writers": "writers",
    "work.publishers": "publishers",
    "prepared_by_email": "e-mail of who prepared it",
    "further_titles": "further titles",
}
"""How fields are called where their own name, its underscores made spaces, is no good word."""
REGIME_WORDS = {
    **{named.regime: named.name or "at the recordings' speed" for named in NAMED_SPEEDS},
    "mixed": "at several speeds",
    "unknown": "speed not known",
}
"""At which speed a film as a whole was transferred."""
WORDS_OF_FIELD = {"kind": KIND_WORDS, "status": STATUS_WORDS, "speed_regime": REGIME_WORDS}


def answer_phrase(field: str, value: str) -> str:
    """Say an answer within a sentence.

    Examples
    --------
    >>> answer_phrase("perception", "unseen_source")
    'heard from an unseen source'
    """
    return ANSWER_OF_FIELD[field].choices[value].phrase


def field_word(field: str) -> str:
    """Name a field of a cue or film as people call it.

    Examples
    --------
    >>> field_word("perception"), field_word("header.production_company"), field_word("notes")
    ('heard by the characters', 'production company', 'notes')
    """
    short = field.removeprefix("header.").removeprefix("identifiers.")
    last = short.rsplit(".", 1)[-1]
    return FIELD_WORDS.get(short) or FIELD_WORDS.get(last) or last.replace("_", " ")


def change_words(field: str, value: object) -> str:
    """Say what was set, as a history or a question to the user tells it.

    Parameters
    ----------
    field : str
        The field's name in the document.
    value : object
        What it holds now; None or empty where it was taken away.

    Examples
    --------
    >>> change_words("perception", "not_heard"), change_words("notes", None)
    ('heard by the characters: not heard', 'notes: nothing')
    >>> change_words("is_rolled_up", True)
    'rolled up: yes'
    """
    return f"{field_word(field)}: {value_words(field, value)}"


def value_words(field: str, value: object) -> str:
    """Say the value of a field; lists are read out, yes and no are said."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(value_words(field, one) for one in value)
    text = str(value)
    answer = ANSWER_OF_FIELD.get(field)
    if answer is not None and text in answer.choices:
        return answer.choices[text].label.lower()
    return WORDS_OF_FIELD.get(field, {}).get(text, text)
