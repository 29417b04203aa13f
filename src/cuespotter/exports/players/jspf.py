"""JSPF for ListenBrainz: a playlist of MusicBrainz recordings."""

import json

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.playlist import cues_to_play, musicbrainz_id, why_empty
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording
from cuespotter.wording.cues import title_of
from cuespotter.wording.text import flat
from cuespotter.wording.times import whole_milliseconds


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write JSPF; recordings without a MusicBrainz id cannot be named there: its annotation says which."""
    chosen = cues_to_play(document, options)
    named = [(cue, recording, musicbrainz_id(recording)) for cue, recording in chosen]
    playlist = {
        "title": f"The music in {document.film.title}",
        "annotation": " ".join(
            ["In film order.", *(f"{said[0].upper()}{said[1:]}." for said in notes(document, options))]
        ),
        "track": [
            _track(cue, recording, identity) for cue, recording, identity in named if identity is not None
        ],
    }
    return (json.dumps({"playlist": playlist}, ensure_ascii=False, indent=2) + "\n").encode()


def notes(document: FilmDocument, options: ExportOptions) -> list[str]:
    """Say which recordings are left out, and why the playlist is empty, where it is."""
    chosen = [recording for _, recording in cues_to_play(document, options)]
    if not chosen:
        return [f"the playlist is empty: {why_empty(document)}"]
    without = [recording for recording in chosen if musicbrainz_id(recording) is None]
    if not without:
        return []
    if len(without) < len(chosen):
        names = "; ".join(flat(recording.label_text) for recording in without)
        return [f"left out, since they have no MusicBrainz id: {names}"]
    why = (
        f"{_none_of(len(chosen))} has a MusicBrainz id, and ListenBrainz knows recordings by nothing else; "
        "tag the music, for example with MusicBrainz Picard, and 'cuespotter add' it again"
    )
    return [f"the playlist is empty: {why}"]


def _none_of(count: int) -> str:
    return "not the one recording" if count == 1 else f"none of the {count} recordings"


def _track(cue: Cue, recording: Recording, identity: str) -> dict[str, object]:
    track: dict[str, object] = {
        "identifier": [f"https://musicbrainz.org/recording/{identity}"],
        "title": title_of(cue),
        "duration": whole_milliseconds(recording.duration_s),
    }
    track |= {"creator": cue.artist_known} if cue.artist_known else {}
    return track | ({"album": recording.album} if recording.album else {})
