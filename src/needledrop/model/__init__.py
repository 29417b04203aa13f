"""What outlives a run: films, recordings, cues. Knows no format, no engine and no database."""

from needledrop.model.cue import Cue, Placement, Rival
from needledrop.model.document import FilmDocument
from needledrop.model.film import AudioStream, Film, FilmFile
from needledrop.model.recording import Recording

__all__ = ["AudioStream", "Cue", "Film", "FilmDocument", "FilmFile", "Placement", "Recording", "Rival"]
