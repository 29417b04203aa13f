"""What outlives a run: films, recordings, works, cues. Knows no format, no engine, no database."""

from needledrop.model.cue import Cue, Placement, Rival
from needledrop.model.document import FilmDocument
from needledrop.model.film import AudioStream, CueSheetHeader, Film, FilmFile, FilmIdentifiers
from needledrop.model.party import Party
from needledrop.model.recording import Recording, Version
from needledrop.model.release import Release
from needledrop.model.work import Work

__all__ = [
    "AudioStream",
    "Cue",
    "CueSheetHeader",
    "Film",
    "FilmDocument",
    "FilmFile",
    "FilmIdentifiers",
    "Party",
    "Placement",
    "Recording",
    "Release",
    "Rival",
    "Version",
    "Work",
]
