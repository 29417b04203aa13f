"""What outlives a run: films, recordings, works, cues. Knows no format, no engine, no database."""

from cuespotter.model.cue import Cue, Placement, Rival, SceneHint, WorkQuestion
from cuespotter.model.document import FilmDocument
from cuespotter.model.film import AudioStream, CueSheetHeader, Film, FilmFile, FilmIdentifiers
from cuespotter.model.mention import Mention
from cuespotter.model.party import Party
from cuespotter.model.recording import Recording, Version
from cuespotter.model.release import Release
from cuespotter.model.sound import MusicSign, SoundSpans
from cuespotter.model.theme import FilmStretch, FilmTheme, ThemeVariation
from cuespotter.model.work import Work

__all__ = [
    "AudioStream",
    "Cue",
    "CueSheetHeader",
    "Film",
    "FilmDocument",
    "FilmFile",
    "FilmIdentifiers",
    "FilmStretch",
    "FilmTheme",
    "Mention",
    "MusicSign",
    "Party",
    "Placement",
    "Recording",
    "Release",
    "Rival",
    "SceneHint",
    "SoundSpans",
    "ThemeVariation",
    "Version",
    "Work",
    "WorkQuestion",
]
