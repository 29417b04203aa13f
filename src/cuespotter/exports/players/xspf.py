"""XSPF: the playlist that also says who and what, even where the file is not at hand."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.music_files import uri_of
from cuespotter.exports.players.playlist import cues_to_play, musicbrainz_id, why_empty
from cuespotter.exports.xml_text import Element, child, xml_bytes
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording
from cuespotter.wording.cues import title_of
from cuespotter.wording.times import clock_text, whole_milliseconds

NAMESPACE = "http://xspf.org/ns/0/"


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write XSPF version 1; see https://www.xspf.org/spec."""
    root = Element("playlist", {"version": "1", "xmlns": NAMESPACE})
    child(root, "title", f"The music in {document.film.title}")
    chosen = cues_to_play(document, options)
    if not chosen:
        child(root, "annotation", f"Empty: {why_empty(document)}")
    tracks = child(root, "trackList")
    for cue, recording in chosen:
        _track(tracks, cue, recording, options)
    return xml_bytes(root)


def _track(tracks: Element, cue: Cue, recording: Recording, options: ExportOptions) -> None:
    track = child(tracks, "track")
    child(track, "location", uri_of(recording, options))
    identity = musicbrainz_id(recording)
    if identity is not None:
        child(track, "identifier", f"https://musicbrainz.org/recording/{identity}")
    child(track, "title", title_of(cue))
    if cue.artist_known:
        child(track, "creator", cue.artist_known)
    child(track, "annotation", f"{cue.cue_no}, heard at {clock_text(cue.start_s)}")
    if recording.album:
        child(track, "album", recording.album)
    if recording.track_number:
        child(track, "trackNum", recording.track_number)
    child(track, "duration", whole_milliseconds(recording.duration_s))
