"""Which of a recording's equal bars is heard, in words: a doubt apart from whether it plays at all.

Wherever the confidence of a cue is told, this is told beside it: a loop may be known for certain, and its
place not.
"""

from cuespotter.model.cue import Cue, Placement
from cuespotter.wording.mixes import mix_words
from cuespotter.wording.numbers import SURE_BAR, percent_text


def least_bar(cue: Cue) -> float:
    """Give the least `bar_confidence` of a cue's placements that is in doubt; 1 where none is."""
    return min(
        (one for place in cue.placements if (one := bar_in_doubt(cue, place)) is not None), default=1.0
    )


def bar_in_doubt(cue: Cue, place: Placement) -> float | None:
    """Give the probability of a placement's bar where it is in doubt, and nobody has reviewed the cue."""
    said = place.bar_confidence
    return said if said is not None and said < SURE_BAR and cue.status == "found" else None


def bar_text(probability: float | None) -> str | None:
    """Say how likely a bar is; None where it is not in doubt.

    Examples
    --------
    >>> bar_text(0.62)
    'which bar: 62 %'
    """
    return None if probability is None else f"which bar: {percent_text(probability)}"


def bar_words(cue: Cue) -> str | None:
    """Say how likely the least likely bar of a cue is; None where none is in doubt."""
    least = least_bar(cue)
    return bar_text(least if least < 1 else None)


def sure_text(cue: Cue) -> str:
    """Say how sure a cue is, of which bar, and whether it is another mix; or the reviewer's word.

    Examples
    --------
    >>> sure_text(Cue(id="a", cue_no="1m01", confidence=0.99, start_s=0.0, end_s=9.0))
    '99 %'
    """
    if cue.status != "found":
        return cue.status
    words = (percent_text(cue.confidence), bar_words(cue), mix_words(cue))
    return ", ".join(word for word in words if word is not None)
