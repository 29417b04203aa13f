"""A cue in words: what it is called, on one line, and what sort of music it is."""

from cuespotter.model.cue import Cue, WorkQuestion
from cuespotter.model.theme import FilmTheme
from cuespotter.wording.numbers import SURE_ENOUGH, percent_text, prominence_words
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text

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
    "shared": "what the language tracks share, without their voices",
}
"""On which mix of a film's channels a cue was heard; `Placement.heard_on` keeps their names."""


def title_of(cue: Cue) -> str:
    """Give a cue's title, or the words for music that nobody has named."""
    return cue.title_known or UNNAMED


def line_of(cue: Cue) -> str:
    """'Artist - Title' as one line of text, as playlists and subtitles show it."""
    title = title_of(cue)
    return flat(title if cue.artist_known is None else f"{cue.artist_known} - {title}")


def original_text(cue: Cue) -> str | None:
    """Say of another recording of a work who recorded it first: 'The Moldy Peaches, 2001'."""
    if cue.recording is None and cue.original is not None:
        said = [cue.original.performer_known, None if cue.original.year is None else str(cue.original.year)]
    elif cue.recording is not None and cue.recording.version is not None:
        said = [cue.recording.version.first_recorded_by, cue.recording.version.first_recorded]
    else:
        return None
    return ", ".join(word for word in said if word) or None


def question_text(question: WorkQuestion) -> str:
    """'Another recording of Tumbling Down - Steve Harley? (78 %)'."""
    name = question.recording.label_text
    return f"another recording of {flat(name)}? ({percent_text(question.confidence)})"


def version_text(*, is_same_recording: bool) -> str:
    """Say what a recording is to another of its work."""
    return (
        "the same recording (another mix or edit)" if is_same_recording else "another recording of the work"
    )


def theme_text(theme: FilmTheme) -> str:
    """'Theme A: 5 times, 2:03 in all'."""
    return f"Theme {theme.letter}: {len(theme.places)} times, {clock_text(theme.total_s)} in all"


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


def prominence_of(cue: Cue) -> str | None:
    """Say how far in front its music stands: somebody's word first, else by its level."""
    told = None if cue.prominence is None else ("in front" if cue.prominence == "featured" else "under")
    return prominence_words(told, cue.loudest_db)


def is_unsure(cue: Cue) -> bool:
    """Say whether a cue should be heard: nobody has confirmed it and it is not sure enough."""
    return cue.status == "found" and cue.confidence < SURE_ENOUGH
