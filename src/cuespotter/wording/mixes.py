"""Whether a recording itself is heard or another mix of it, in words.

Wherever the confidence of a cue is told, this is told beside it: a song without its voices is known by its
recording, and is not it.
"""

from cuespotter.model.cue import Cue, Placement

OWN_MIX = 0.5
"""From this probability on that it is the recording itself nothing is said."""
ANOTHER_MIX = "another mix or version"


def is_another_mix(cue: Cue, place: Placement) -> bool:
    """Say whether a placement is thought another mix of its recording, and nobody has reviewed the cue."""
    said = place.mix_confidence
    return said is not None and said < OWN_MIX and cue.status == "found"


def mix_words(cue: Cue) -> str | None:
    """Give the words for a cue of which each part that could be judged is another mix; None for others.

    Examples
    --------
    >>> place = Placement(film_in_s=0.0, film_out_s=9.0, recording_in_s=0.0, recording_out_s=9.0, speed=1.0)
    >>> other = place.model_copy(update={"mix_confidence": 0.2})
    >>> cue = Cue(id="a", cue_no="1m01", confidence=0.2, start_s=0.0, end_s=9.0, placements=[place, other])
    >>> mix_words(cue)
    'another mix or version'
    """
    judged = [place for place in cue.placements if place.mix_confidence is not None]
    is_other = bool(judged) and all(is_another_mix(cue, place) for place in judged)
    return ANOTHER_MIX if is_other else None
