"""The film trip: files of a film -> its cues. Read `trip` first."""

from cuespotter.identify.trip import identify

__all__ = ["identify"]
