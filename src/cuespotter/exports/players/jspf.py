"""JSPF for ListenBrainz: a playlist of MusicBrainz recordings."""

import json

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.playlist import cues_to_play, musicbrainz_id
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import title_of


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write JSPF; recordings without a MusicBrainz id cannot be named there and are counted in its note."""
    tracks: list[dict[str, object]] = []
    without = 0
    for cue, recording in cues_to_play(document, options):
        identity = musicbrainz_id(recording)
        if identity is None:
            without += 1
            continue
        track: dict[str, object] = {
            "identifier": [f"https://musicbrainz.org/recording/{identity}"],
            "title": title_of(cue),
            "duration": int(recording.duration_s * 1000 + 0.5),
        }
        track |= {"creator": cue.artist_known} if cue.artist_known else {}
        track |= {"album": recording.album} if recording.album else {}
        tracks.append(track)
    note = f"In film order. Recordings without a MusicBrainz id, left out: {without}."
    playlist = {"title": f"The music in {document.film.title}", "annotation": note, "track": tracks}
    return (json.dumps({"playlist": playlist}, ensure_ascii=False, indent=2) + "\n").encode()
