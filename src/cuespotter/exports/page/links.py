"""Links that lead on: to MusicBrainz, Discogs, IMDb, TMDB and Wikidata by known ids, and the user's own.

An id that is not of its site's form makes no link: tags and side tables may hold anything.
"""

import re
from dataclasses import dataclass

from cuespotter.model.cue import Cue
from cuespotter.model.film import Film
from cuespotter.model.release import Release

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
IMDB = re.compile(r"tt[0-9]{7,9}")
TMDB = re.compile(r"[0-9]{1,9}")
DISCOGS = re.compile(r"[1-9][0-9]{0,9}")
WIKIDATA = re.compile(r"Q[1-9][0-9]{0,9}")
WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")


@dataclass(frozen=True)
class Link:
    """Words, and where they lead."""

    text: str
    url: str


def film_links(film: Film, own: tuple[tuple[str, str], ...] = ()) -> tuple[Link, ...]:
    """Give the film's pages elsewhere, the user's own last."""
    known = film.identifiers
    section = "tv" if film.kind == "episode" else "movie"
    return _links(
        ("IMDb", "https://www.imdb.com/title/{}/", known.imdb, IMDB),
        ("TMDB", f"https://www.themoviedb.org/{section}/{{}}", known.tmdb, TMDB),
        ("Wikidata", "https://www.wikidata.org/wiki/{}", known.wikidata, WIKIDATA),
    ) + tuple(Link(text, url) for text, url in own if WEB.fullmatch(url))


def cue_links(cue: Cue) -> tuple[Link, ...]:
    """Give the pages of a cue's recording and work at MusicBrainz."""
    recording, work = cue.recording, cue.work_known
    recording_id = None if recording is None else recording.musicbrainz_recording_id
    tagged = None if recording is None else recording.musicbrainz_work_id
    work_id = tagged if work is None else work.musicbrainz_work_id or tagged
    return _links(
        ("the recording at MusicBrainz", "https://musicbrainz.org/recording/{}", recording_id, UUID),
        ("the work at MusicBrainz", "https://musicbrainz.org/work/{}", work_id, UUID),
    )


def release_links(release: Release) -> tuple[Link, ...]:
    """Give a release's pages at MusicBrainz and Discogs."""
    return _links(
        ("MusicBrainz", "https://musicbrainz.org/release/{}", release.musicbrainz_release_id, UUID),
        ("Discogs", "https://www.discogs.com/release/{}", release.discogs_release_id, DISCOGS),
    )


def _links(*candidates: tuple[str, str, str | None, re.Pattern[str]]) -> tuple[Link, ...]:
    """Keep those whose id is known and of its site's form."""
    return tuple(
        Link(text, pattern.format(value))
        for text, pattern, value, form in candidates
        if value is not None and form.fullmatch(value)
    )
