"""A cue in words: what it is called, on one line, and what sort of music it is."""

from cuespotter.model.cue import Cue
from cuespotter.wording.numbers import SURE_ENOUGH
from cuespotter.wording.text import flat

UNNAMED = "Unnamed music"
SORTS = {
    "drop": "pre-existing recording",
    "cover": "older work, recorded for the film",
    "made": "made for the film",
    "library": "production library",
    "recording": "recording, origin not told",
    "unnamed": "music nobody has named yet",
}
"""How cues are told apart by colour; the order is that of the legend."""
VIEW_WORDS = {
    "mid": "all channels together",
    "side": "left against right, mostly without dialogue",
    "front": "front left and right, without the centre",
    "surround": "the surrounds",
}
"""On which mix of a film's channels a cue was heard; `Placement.heard_on` keeps their names."""


def title_of(cue: Cue) -> str:
    """Give a cue's title, or the words for music that nobody has named."""
    return cue.title_known or UNNAMED


def line_of(cue: Cue) -> str:
    """'Artist - Title' as one line of text, as playlists and subtitles show it."""
    title = title_of(cue)
    return flat(title if cue.artist_known is None else f"{cue.artist_known} - {title}")


def sort_of(cue: Cue) -> str:
    """Say which colour a cue has: one of `SORTS`."""
    if cue.recording is None and cue.title_known is None:
        return "unnamed"
    match cue.work_origin, cue.recording_origin:
        case "pre_existing", "made_for_film":
            return "cover"
        case (_, "pre_existing"):
            return "drop"
        case ("library", _) | (_, "library"):
            return "library"
        case ("made_for_film", _) | (_, "made_for_film"):
            return "made"
    return "recording"


def is_unsure(cue: Cue) -> bool:
    """Say whether a cue should be heard: nobody has confirmed it and it is not sure enough."""
    return cue.status == "found" and cue.confidence < SURE_ENOUGH
