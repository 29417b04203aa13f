"""What a filter can ask of a recording or a film: each field by its name, with its values."""

from collections.abc import Iterable

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording, year_of
from cuespotter.model.release import Release
from cuespotter.report.filter import Fact, Facts, FieldKind, fold
from cuespotter.report.shares import MusicShares, Share, share_music

RECORDING_FIELDS: dict[str, FieldKind] = {
    "title": "text",
    "artist": "text",
    "album": "text",
    "composer": "text",
    "lyricist": "text",
    "arranger": "text",
    "writer": "text",
    "publisher": "text",
    "work": "text",
    "genre": "text",
    "year": "number",
    "label": "text",
    "catalogue": "text",
    "barcode": "text",
    "isrc": "text",
    "iswc": "text",
    "medium": "text",
    "colour": "text",
    "packaging": "text",
    "release": "text",
    "type": "text",
    "limited": "yes or no",
    "soundtrack": "yes or no",
    "version": "text",
    "length": "length",
    "path": "text",
    "comment": "text",
}
"""Fields of recordings."""
FILM_FIELDS: dict[str, FieldKind] = {
    **{name: kind for name, kind in RECORDING_FIELDS.items() if name not in {"path", "length", "comment"}},
    "recording": "text",
    "recording_year": "number",
    "director": "text",
    "country": "text",
    "company": "text",
    "kind": "text",
    "file": "text",
    "note": "text",
    "length": "length",
    "cues": "number",
    "unnamed": "number",
    "music_percent": "number",
    "music_genre": "text",
    "musical": "yes or no",
    "score_percent": "number",
    "original_percent": "number",
}
"""Fields of films; those of recordings ask any recording heard; title, year, version and genre the film."""


RELEASE_FIELDS: dict[str, FieldKind] = {
    "title": "text",
    "artist": "text",
    "year": "number",
    "country": "text",
    "label": "text",
    "catalogue": "text",
    "barcode": "text",
    "medium": "text",
    "colour": "text",
    "packaging": "text",
    "limited": "yes or no",
    "soundtrack": "yes or no",
    "note": "text",
    "recording": "text",
}
"""Fields of releases; `recording` asks the titles of all that is known to be on it."""
CUE_FIELDS: dict[str, FieldKind] = {
    **RECORDING_FIELDS,
    "number": "text",
    "kind": "text",
    "status": "text",
    "percent": "number",
    "start": "length",
    "part": "text",
    "note": "text",
    "named": "yes or no",
}
"""Fields of a film's cues: those of their recordings, but title and length are the cue's own."""


def recording_facts(recording: Recording) -> Facts:
    """Gather what is known of a recording."""
    work, releases = recording.work, recording.releases
    version = None if recording.version is None else recording.version.kind
    return {
        "title": _known(recording.title),
        "artist": _known(recording.artist, recording.performer, *recording.artists, recording.album_artist),
        "album": _known(recording.album),
        "composer": _known(*_writers(recording, "composer")),
        "lyricist": _known(*_writers(recording, "lyricist")),
        "arranger": _known(*_writers(recording, "arranger")),
        "writer": _known(*(party.name for party in recording.writers_known)),
        "publisher": [] if work is None else [party.name for party in work.publishers],
        "work": [] if work is None else [work.title],
        "genre": list(recording.genres),
        "year": _known(recording.year),
        "label": _known(*recording.labels, *(release.label for release in releases)),
        "catalogue": _known(recording.catalogue_number, *(release.catalogue_number for release in releases)),
        "barcode": _known(recording.barcode, *(release.barcode for release in releases)),
        "isrc": _known(recording.isrc),
        "iswc": _known(None if work is None else work.iswc),
        "medium": _known(recording.media, *(release.medium for release in releases)),
        "colour": _known(*(release.colour for release in releases)),
        "packaging": _known(*(release.packaging for release in releases)),
        "release": [release.title for release in releases],
        "type": list(recording.release_types),
        "limited": _known(*(release.is_limited for release in releases)),
        "soundtrack": _known(*(release.is_soundtrack for release in releases)),
        "version": _known(version),
        "length": [recording.duration_s],
        "path": [recording.path],
        "comment": _known(recording.comment),
    }


def release_facts(release: Release, carried: Iterable[Recording]) -> Facts:
    """Gather what is known of a release and of the recordings on it."""
    return {
        "title": [release.title],
        "artist": _known(release.artist),
        "year": _known(year_of(release.date)),
        "country": _known(release.country),
        "label": _known(release.label),
        "catalogue": _known(release.catalogue_number),
        "barcode": _known(release.barcode),
        "medium": _known(release.medium),
        "colour": _known(release.colour),
        "packaging": _known(release.packaging),
        "limited": _known(release.is_limited),
        "soundtrack": _known(release.is_soundtrack),
        "note": _known(release.notes),
        "recording": _known(*(recording.title for recording in carried)),
    }


def film_facts(document: FilmDocument) -> Facts:
    """Gather what is known of a film and of the recordings heard in it."""
    film = document.film
    heard = {cue.recording.id: cue.recording for cue in document.music_known if cue.recording is not None}
    each = [recording_facts(recording) for recording in heard.values()]
    facts: dict[str, list[Fact]] = {
        name: _known(*(value for facts in each for value in facts[name])) for name in RECORDING_FIELDS
    }
    shares = share_music(document)
    genres = _known(*film.genres)
    return facts | {
        "genre": genres,
        "music_genre": facts["genre"],
        "musical": [float(any("musical" in fold(str(genre)) for genre in genres))] if genres else [],
        "recording": facts["title"],
        "recording_year": facts["year"],
        "title": _known(film.title, film.original_title, *film.further_titles, film.episode_title),
        "year": _known(film.year),
        "version": _known(film.version, *facts["version"]),
        "director": _known(film.header.director),
        "country": _known(film.header.country),
        "company": _known(film.header.production_company),
        "kind": _known(film.kind),
        "file": [reel.name for reel in film.reels if reel.name],
        "note": _known(film.notes, *film.content_notes),
        "length": [film.duration_s] if film.duration_s > 0 else [],
        **_heard_facts(document, shares),
    }


def _heard_facts(document: FilmDocument, shares: MusicShares) -> dict[str, list[Fact]]:
    """Count what was heard; of a film that nobody listened to, nothing of it is known."""
    names = ("cues", "unnamed", "music_percent", "score_percent", "original_percent")
    if not document.film.is_listened_to:
        return {name: [] for name in names}
    cues = document.cues_heard
    return {
        "cues": [len(cues)],
        "unnamed": [sum(cue.title_known is None for cue in cues)],
        "music_percent": _least_percent(shares.music_in_film),
        "score_percent": _least_percent(shares.score_share),
        "original_percent": _least_percent(shares.new_music_share),
    }


def _least_percent(share: Share) -> list[Fact]:
    """Give what a share surely reaches, in percent; nothing where there is nothing to share."""
    return [] if share.bounds is None else [100 * share.bounds[0]]


def cue_facts(cue: Cue) -> Facts:
    """Gather what is known of a cue and of the recording that it is."""
    facts: Facts = {name: [] for name in RECORDING_FIELDS}
    if cue.recording is not None:
        facts = recording_facts(cue.recording)
    return {
        **facts,
        "title": _known(cue.title_known),
        "artist": _known(cue.artist, cue.artist_known, *facts["artist"]),
        "isrc": _known(cue.isrc_known),
        "length": [cue.end_s - cue.start_s],
        "number": [cue.cue_no],
        "kind": [cue.kind],
        "status": [cue.status],
        "percent": [100 * cue.confidence],
        "start": [cue.start_s],
        "part": _known(cue.film_part),
        "note": _known(cue.notes),
        "named": [float(cue.title_known is not None)],
    }


def _writers(recording: Recording, role: str) -> Iterable[str]:
    """Name the writers of a role, the work's or the tags'; who wrote words and music has both."""
    both = {"composer", "lyricist"}
    return [
        party.name
        for party in recording.writers_known
        if party.role == role or (role in both and party.role == "composer_lyricist")
    ]


def _known(*values: Fact | None) -> list[Fact]:
    """Leave out what is unknown or empty, and what was said already."""
    told = (value for value in values if value is not None and value != "")
    return list(dict.fromkeys(float(value) if isinstance(value, bool) else value for value in told))
