"""An album in one file -> its tracks.

From the .cue sheet beside it, the one in its tags, the table of contents in a FLAC file, or its chapters;
the first that names two tracks is believed. A sheet about other files gives no tracks, lines that mean
nothing here are passed over; a sheet of which nothing can be used is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from cuespotter.lines import printable
from cuespotter.media.chapters import read_chapters
from cuespotter.media.flac import read_flac_contents
from cuespotter.media.probe import open_container
from cuespotter.old_text import likely_encoding

TrackFacts = dict[str, object]
_MOST_BYTES = 1 << 20
_FRAMES_PER_S = 75
"""A sheet counts minutes, seconds and frames of a compact disc."""
_LINE = re.compile(r'\s*(FILE|TRACK|TITLE|PERFORMER|ISRC|INDEX)\s+(?:"([^"]*)"|(\S+))\s*(\S*)', re.IGNORECASE)
_WHOLE = re.compile(r"\s*(?:TITLE|PERFORMER)\s+([^\"\s].*)", re.IGNORECASE)
_NAMES = re.compile(rb'"([^"\r\n]*[\x80-\xff][^"\r\n]*)"')
_TIME = re.compile(r"(\d{1,4}):(\d{2}):(\d{2})")
_PLACED = re.compile(r"^\s*INDEX\s+0*1\s+\d{1,4}:\d{2}:\d{2}", re.IGNORECASE | re.MULTILINE)
_TRACK_TAGS = {"title": ("title",), "artist": ("performer", "artist"), "isrc": ("isrc",)}
"""How players name the tracks of a FLAC file's table of contents: ``CUE_TRACK01_TITLE``."""
_FIELDS = {"TITLE": "title", "PERFORMER": "artist", "ISRC": "isrc"}


def read_tracks(path: Path) -> tuple[list[TrackFacts], list[str]]:
    """Read the tracks of an album in one file.

    Returns
    -------
    tracks : list of dict
        Fields of `model.Track`, by start; empty where there are not at least two.
    remarks : list of str
        One line for each .cue sheet of which nothing could be used.

    Raises
    ------
    MediaError
        The file cannot be opened.
    """
    remarks: list[str] = []
    sources = chain(_beside(path, remarks), _in_tags(path), _in_flac(path), [_chapters(path)])
    return next((tracks for tracks in sources if len(tracks) > 1), []), remarks


def sheets_beside(path: Path) -> list[Path]:
    """Give the .cue sheets that may be about a file: those that are there, by the ways of naming them."""
    names = (path.with_suffix(".cue"), path.with_suffix(".CUE"), path.with_name(f"{path.name}.cue"))
    return [name for name in dict.fromkeys(names) if name.is_file()]


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


def _beside(path: Path, remarks: list[str]) -> Iterator[list[TrackFacts]]:
    """Read the sheets beside a file; remarks on those of which nothing can be used."""
    for beside in sheets_beside(path):
        try:
            with beside.open("rb") as file:
                text = _text_of(file.read(_MOST_BYTES))
        except (OSError, ValueError) as error:
            remarks.append(f"{beside} cannot be read ({error}); the tracks of {path.name} stay unnamed")
            continue
        if not _PLACED.search(text):
            remarks.append(
                f"{beside} places no track (it needs lines TRACK 01 AUDIO and INDEX 01 00:00:00); the tracks "
                f"of {path.name} stay unnamed"
            )
        yield parse_cue_sheet(text, path.stem)


def _in_tags(path: Path) -> Iterator[list[TrackFacts]]:
    """Read the sheets that a file's tags hold."""
    for key, value in _tags(path):
        if key.lower() == "cuesheet":
            yield parse_cue_sheet(value, path.stem)


def _in_flac(path: Path) -> Iterator[list[TrackFacts]]:
    """Read the table of contents of a FLAC file; names of its tracks stand in tags, if anywhere."""
    tracks = read_flac_contents(path)
    named = {key.lower(): value for key, value in _tags(path)} if tracks else {}
    for number, track in tracks:
        for field, words in _TRACK_TAGS.items():
            keys = (f"cue_track{number:02d}_{word}" for word in words)
            told = printable(next((named[key] for key in keys if key in named), ""))
            if told:
                track.setdefault(field, told)
    yield [track for _, track in tracks]


def _tags(path: Path) -> list[tuple[str, str]]:
    """Give the tags of a file and of its sound."""
    with open_container(path) as container:
        return [
            (key, value)
            for place in (container.metadata, container.streams.audio[0].metadata)
            for key, value in place.items()
        ]


def _text_of(raw: bytes) -> str:
    """Decode a sheet: by its mark, else as its bytes tell."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    # the names alone tell: the sheet's own words would outweigh them
    names = raw if not _NAMES.search(raw) else b"\n".join(_NAMES.findall(raw))
    return raw.removeprefix(b"\xef\xbb\xbf").decode(likely_encoding(names) or "latin-1", "replace")


def _chapters(path: Path) -> list[TrackFacts]:
    """Read a file's chapters that have titles."""
    return [{"start_s": one.begin_s, "title": one.title} for one in read_chapters(path) if one.title]
