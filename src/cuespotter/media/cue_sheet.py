"""An album in one file -> its tracks: from the .cue sheet beside it, the one in its tags, or its chapters.

A .cue sheet that is none, or is about other files, gives no tracks; lines that mean nothing here are passed
over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cuespotter.lines import printable
from cuespotter.media.legacy_text import likely_encoding
from cuespotter.media.probe import open_container

TrackFacts = dict[str, object]
_MOST_BYTES = 1 << 20
_FRAMES_PER_S = 75
"""A sheet counts minutes, seconds and frames of a compact disc."""
_LINE = re.compile(r'\s*(FILE|TRACK|TITLE|PERFORMER|ISRC|INDEX)\s+(?:"([^"]*)"|(\S+))\s*(\S*)', re.IGNORECASE)
_WHOLE = re.compile(r"\s*(?:TITLE|PERFORMER)\s+([^\"\s].*)", re.IGNORECASE)
_NAMES = re.compile(rb'"([^"\r\n]*[\x80-\xff][^"\r\n]*)"')
_TIME = re.compile(r"(\d{1,4}):(\d{2}):(\d{2})")
_FIELDS = {"TITLE": "title", "PERFORMER": "artist", "ISRC": "isrc"}


def read_tracks(path: Path) -> list[TrackFacts]:
    """Read the tracks of an album in one file.

    Returns
    -------
    list of dict
        Fields of `model.Track`, by start; empty where there are not at least two.

    Raises
    ------
    MediaError
        The file cannot be opened.
    """
    for text in _sheets(path):
        tracks = parse_cue_sheet(text, path.stem)
        if len(tracks) > 1:
            return tracks
    chapters = _chapters(path)
    return chapters if len(chapters) > 1 else []


def parse_cue_sheet(text: str, stem: str) -> list[TrackFacts]:
    """Read the tracks that a sheet places in one file.

    Parameters
    ----------
    text : str
        The sheet.
    stem : str
        The file's name without its suffix: a sheet may still name the .wav. A sheet of one file is about
        that one, whatever it calls it.
    """
    files: dict[str, list[TrackFacts]] = {}
    file = ""
    track: TrackFacts | None = None
    performer: str | None = None
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        word, value = found[1].upper(), found[2] if found[2] is not None else found[3]
        if found[2] is None and (whole := _WHOLE.match(line)):
            value = whole[1]
        if word == "FILE":
            file, track = Path(value.replace("\\", "/")).stem.casefold(), None
        elif word == "TRACK":
            track = {} if performer is None else {"artist": performer}
            files.setdefault(file, []).append(track)
        elif word == "INDEX" and track is not None:
            _note_start(track, value, found[4])
        elif word in _FIELDS and track is not None and printable(value):
            track[_FIELDS[word]] = printable(value)
        elif word == "PERFORMER":
            performer = printable(value) or None
    its = files.get(stem.casefold(), []) if len(files) > 1 else next(iter(files.values()), [])
    placed = [one for one in its if "start_s" in one]
    return sorted(placed, key=lambda one: float(str(one["start_s"])))


def _note_start(track: TrackFacts, number: str, time: str) -> None:
    """Note where a track begins: at its index 01; 00 is the pause before it."""
    found = _TIME.fullmatch(time)
    if found is not None and number.isdecimal() and int(number) == 1:
        minutes, seconds, frames = map(int, found.groups())
        track["start_s"] = minutes * 60 + seconds + frames / _FRAMES_PER_S


def _sheets(path: Path) -> Iterator[str]:
    """Give the sheets beside a file, then the one in its tags."""
    for beside in (path.with_suffix(".cue"), path.with_suffix(".CUE"), path.with_name(path.name + ".cue")):
        try:
            with beside.open("rb") as file:
                yield _text_of(file.read(_MOST_BYTES))
        except (OSError, ValueError):
            continue
    with open_container(path) as container:
        for place in (container.metadata, container.streams.audio[0].metadata):
            yield from (value for key, value in place.items() if key.lower() == "cuesheet")


def _text_of(raw: bytes) -> str:
    """Decode a sheet: by its mark, else as its bytes tell."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    # the names alone tell: the sheet's own words would outweigh them
    names = raw if not _NAMES.search(raw) else b"\n".join(_NAMES.findall(raw))
    return raw.removeprefix(b"\xef\xbb\xbf").decode(likely_encoding(names) or "latin-1", "replace")


def _chapters(path: Path) -> list[TrackFacts]:
    """Read a file's chapters that have titles."""
    with open_container(path) as container:
        chapters = container.chapters()
    tracks: list[TrackFacts] = []
    for chapter in chapters:
        title = printable(str(chapter["metadata"].get("title", "")))
        start_s = float(chapter["start"] * (chapter["time_base"] or 0))
        if title and start_s >= 0:
            tracks.append({"start_s": start_s, "title": title})
    return sorted(tracks, key=lambda one: float(str(one["start_s"])))
