"""The film and its music as schema.org's Movie, Clip, MusicRecording and MusicComposition, in JSON-LD."""

import json
from collections.abc import Mapping, Sequence

from cuespotter.exports.page.links import WEB, cue_links, film_links
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording
from cuespotter.report.lists import NamedList
from cuespotter.wording.cues import title_of
from cuespotter.wording.text import without_controls
from cuespotter.wording.times import whole_seconds

Node = dict[str, object]


def json_ld(document: FilmDocument, anchors: Mapping[str, str]) -> str:
    """Write JSON-LD that is safe inside a ``script`` element: no ``<``, ``>`` or ``&`` stands in it."""
    return script_text(_movie(document, anchors))


def list_node(named: NamedList) -> Node:
    """Describe a list as an ItemList; only of one that ranks does it say that the order means something."""
    order = "https://schema.org/ItemList" + ("OrderAscending" if named.is_ordered else "Unordered")
    kind = {"films": "Movie", "recordings": "MusicRecording", "releases": "MusicRelease"}[named.kind]
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "item": _known(
                {
                    "@type": kind,
                    "name": entry.title,
                    "datePublished": None if entry.year is None else str(entry.year),
                    "url": entry.link if entry.link and WEB.fullmatch(entry.link) else None,
                }
            ),
        }
        for position, entry in enumerate(named.entries, start=1)
    ]
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": named.name,
            "description": named.introduction,
            "itemListOrder": order,
            "numberOfItems": len(items),
            "itemListElement": items,
        }
    )


def piece_node(cue: Cue) -> Node:
    """Describe the music of a cue, apart from any film."""
    artist = cue.artist_known
    if cue.recording is not None:
        return _recording(cue, cue.recording) | _known({"sameAs": [link.url for link in cue_links(cue)]})
    return _known(
        {
            "@type": "MusicRecording",
            "name": title_of(cue),
            "byArtist": None if artist is None else {"@type": "MusicGroup", "name": artist},
        }
    )


def person_node(name: str) -> Node:
    """Describe somebody who writes music."""
    return {"@type": "Person", "name": name}


def site_node(name: str, url: str | None, films: Sequence[str]) -> Node:
    """Describe a site by the films that it is about."""
    about = [{"@type": "Movie", "name": film} for film in films]
    return _known({"@type": "CollectionPage", "name": name, "url": url, "about": about})


def script_text(value: object) -> str:
    """Write JSON that is safe inside a ``script`` element: no ``<``, ``>`` or ``&`` stands in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return without_controls(text)


def _movie(document: FilmDocument, anchors: Mapping[str, str]) -> Node:
    film = document.film
    director = film.header.director
    return {"@context": "https://schema.org"} | _known(
        {
            "@type": "Movie",
            "name": film.title,
            "alternateName": film.original_title,
            "datePublished": None if film.year is None else str(film.year),
            "duration": _duration(film.duration_s) if film.duration_s > 0 else None,
            "director": None if director is None else {"@type": "Person", "name": director},
            "genre": film.genres,
            "sameAs": [link.url for link in film_links(film)],
            "hasPart": [
                *(_clip(cue, anchors[cue.id]) for cue in document.cues_heard),
                *(piece_node(cue) | {"@id": f"#{anchors[cue.id]}"} for cue in document.cues_told),
            ],
        }
    )


def _clip(cue: Cue, anchor: str) -> Node:
    return _known(
        {
            "@type": "Clip",
            "@id": f"#{anchor}",
            "name": title_of(cue),
            "startOffset": round(cue.start_s, 3),
            "endOffset": round(cue.end_s, 3),
            "audio": None if cue.recording is None else _recording(cue, cue.recording),
        }
    )


def _recording(cue: Cue, recording: Recording) -> Node:
    album = None if recording.album is None else {"@type": "MusicAlbum", "name": recording.album}
    artist = cue.artist_known
    return _known(
        {
            "@type": "MusicRecording",
            "name": title_of(cue),
            "byArtist": None if artist is None else {"@type": "MusicGroup", "name": artist},
            "inAlbum": album,
            "duration": _duration(recording.duration_s) if recording.duration_s > 0 else None,
            "isrcCode": cue.isrc_known,
            "datePublished": None if recording.year is None else str(recording.year),
            "recordingOf": _composition(cue, recording),
        }
    )


def _composition(cue: Cue, recording: Recording) -> Node | None:
    """Describe the work; writers in the tags alone make one too, under the recording's title."""
    work = cue.work_known
    if work is None and not cue.writers_known:
        return None
    return _known(
        {
            "@type": "MusicComposition",
            "name": recording.title if work is None else work.title,
            "iswcCode": None if work is None else work.iswc,
            "composer": _people(cue, "composer"),
            "lyricist": _people(cue, "lyricist"),
        }
    )


def _people(cue: Cue, role: str) -> list[Node]:
    """Name the writers of one role; who did both counts for each."""
    writers = [party for party in cue.writers_known if party.role in (role, "composer_lyricist")]
    return [{"@type": "Person", "name": party.name} for party in writers]


def _known(node: Node) -> Node:
    """Leave out what is unknown or empty: nothing is claimed about it."""
    return {key: value for key, value in node.items() if value is not None and value != []}


def _duration(seconds: float) -> str:
    """Write a length by ISO 8601."""
    return f"PT{whole_seconds(seconds)}S"
