"""Make the review desk's words, ``web/static/wording.js``, from `cuespotter.wording`."""

from __future__ import annotations

import json

from cuespotter import speeds
from cuespotter.model.cue import OWN_MIX
from cuespotter.wording import answers, cues, mixes, numbers

TARGET = "src/cuespotter/web/static/wording.js"
HEAD = """\
// Made from cuespotter/wording and cuespotter/speeds.py by "python -m docs.renew"; do not edit.
// words.js says times, speeds and probabilities with these, as the shell and the page do.
"""


def page() -> str:
    """Write the module: one constant for each table."""
    constants = {
        "CONFIDENCE_WORDS": ("From which probability on which word is said.", numbers.CONFIDENCE_WORDS),
        "SURE_ENOUGH": ("A cue less likely than this should be heard.", numbers.SURE_ENOUGH),
        "SURE_BAR": ("A bar less likely than this is in doubt.", numbers.SURE_BAR),
        "OWN_MIX": ("From which probability on it is taken for the recording itself.", OWN_MIX),
        "ANOTHER_MIX": ("What is said of any other.", mixes.ANOTHER_MIX),
        "NAMED_SPEEDS": (
            "Recording seconds in a film second, the trade's name, how films come by it.",
            [(named.speed, named.name, named.reason) for named in speeds.NAMED_SPEEDS],
        ),
        "SAME_SPEED": ("A speed this near to a named one bears its name.", speeds.SAME_SPEED),
        "SAME_PITCH_CENTS": ("A pitch this near follows the speed.", speeds.SAME_PITCH_CENTS),
        "LEAST_PERCENT": ("A smaller change of speed has two decimals.", numbers.LEAST_PERCENT),
        "MINUS": ("The true minus sign.", numbers.MINUS),
        "IN_FRONT_DB": ("From which level against all else music stands in front.", numbers.IN_FRONT_DB),
        "BARELY_DB": ("Below which level it can barely be heard.", numbers.BARELY_DB),
        "REGIME_WORDS": ("At which speed a film as a whole was transferred.", answers.REGIME_WORDS),
        "UNNAMED": ("What music is called that nobody has named.", cues.UNNAMED),
        "VIEW_WORDS": ("On which mix of the film's channels a cue was heard.", cues.VIEW_WORDS),
        "STATUS_WORDS": ("What the reviewer has done with a cue.", answers.STATUS_WORDS),
        "VERSION_WORDS": ("What a recording is to the work.", answers.VERSION_WORDS),
        "ROLE_WORDS": ("What a party is to the work.", answers.ROLE_WORDS),
        "FIELD_WORDS": (
            "Fields whose own name, its underscores made spaces, is no good word.",
            answers.FIELD_WORDS,
        ),
        "USAGE_ANSWERS": (
            "Usage codes follow from these: field, question, values.",
            _asked(is_usage=True),
        ),
        "ORIGIN_ANSWERS": ("These tell where the music comes from.", _asked(is_usage=False)),
    }
    lines = [
        f"\n/** {comment} */\nexport const {name} = {json.dumps(value, ensure_ascii=False, indent=2)};\n"
        for name, (comment, value) in constants.items()
    ]
    return HEAD + "".join(lines)


def _asked(*, is_usage: bool) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """List the answers to choose from; that something is unknown is said by choosing nothing."""
    return [
        (
            answer.field,
            answer.question,
            [(value, choice.label) for value, choice in answer.choices.items() if value != "unknown"],
        )
        for answer in answers.ANSWERS
        if answer.is_usage is is_usage
    ]
