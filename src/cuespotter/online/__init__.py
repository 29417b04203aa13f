"""What does the world know of a recording? Asked only when told to; politely, once, and remembered."""

from cuespotter.online.fetch import Fetcher, Kept, NotThereError, OnlineError
from cuespotter.online.musicbrainz import MusicBrainz
from cuespotter.online.recording_facts import RecordingFacts

__all__ = ["Fetcher", "Kept", "MusicBrainz", "NotThereError", "OnlineError", "RecordingFacts"]
