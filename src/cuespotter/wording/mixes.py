"""Whether a recording itself is heard or another mix of it, in words.

Wherever the confidence of a cue is told, this is told beside it: a song without its voices is known by its
recording, and is not it.
"""

from cuespotter.model.cue import Cue, another_mix

ANOTHER_MIX = "another mix or version"


def mix_words(cue: Cue) -> str | None:
    """Give the words for a cue that is another mix of its recording and nobody has reviewed; None for others.

    Examples
    --------
    >>> from cuespotter.model.cue import Placement
    >>> place = Placement(film_in_s=0.0, film_out_s=9.0, recording_in_s=0.0, recording_out_s=9.0, speed=1.0)
    >>> other = place.model_copy(update={"mix_confidence": 0.2})
    >>> cue = Cue(id="a", cue_no="1m01", confidence=0.2, start_s=0.0, end_s=9.0, placements=[place, other])
    >>> mix_words(cue)
    'another mix or version'
    """
    return ANOTHER_MIX if cue.status == "found" and another_mix(cue.placements) is not None else None
