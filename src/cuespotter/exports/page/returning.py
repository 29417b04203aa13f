"""What returns in a film: music that is several cues, and the themes that nobody has named."""

from collections.abc import Mapping

from cuespotter.exports.page.links import Link
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.theme import FilmStretch
from cuespotter.report.themes import name_of
from cuespotter.wording.cues import title_of
from cuespotter.wording.times import clock_text

Row = dict[str, object]


def returning(document: FilmDocument, anchors: Mapping[str, str], whens: Mapping[str, str]) -> list[Row]:
    """Give each piece that is several cues and where it is heard, then the themes without a name.

    Parameters
    ----------
    document : FilmDocument
    anchors, whens : mapping of str to str
        Place in the page and time in the film of each cue, by its id.
    """
    heard: dict[str, list[Cue]] = {}
    for cue in document.cues_heard:
        if cue.title_known is not None:
            key = f"{cue.title_known}|{cue.artist_known}" if cue.recording is None else cue.recording.id
            heard.setdefault(key, []).append(cue)
    named = [
        _row(
            title_of(cues[0]),
            cues[0].artist_known,
            [Link(whens[cue.id], f"#{anchors[cue.id]}") for cue in cues],
        )
        for cues in heard.values()
        if len(cues) > 1
    ]
    unnamed = [theme for theme in document.film.themes if name_of(theme, document) is None]
    return [
        *named,
        *(
            _row(f"Theme {theme.letter}", None, [_link_to(one, document, anchors) for one in theme.places])
            for theme in unnamed
        ),
    ]


def _row(title: str, artist: str | None, places: list[Link]) -> Row:
    """Give what the template reads of one piece."""
    return {"title": title, "artist": artist, "times": len(places), "places": places}


def _link_to(place: FilmStretch, document: FilmDocument, anchors: Mapping[str, str]) -> Link:
    """Say when a theme is heard, with a link to the cue in which most of it is."""
    shared = [
        (min(place.end_s, cue.end_s) - max(place.start_s, cue.start_s), anchors[cue.id])
        for cue in document.cues_heard
    ]
    most, anchor = max(shared, default=(0.0, ""))
    return Link(clock_text(place.start_s), f"#{anchor}" if most > 0 else "")
