"""Whether a recording is a cover, as far as works and years prove it."""

from __future__ import annotations

from collections.abc import Iterable

from cuespotter.model import Recording
from cuespotter.model.recording import Version
from cuespotter.model.spelling import folded


def cover_by_work(recording: Recording, others: Iterable[Recording]) -> Version | None:
    """Say that a recording is a cover, where the work's id and the years prove it.

    It is, if another artist recorded the same work in an earlier year, and its own artist did not write it.
    Who recorded it first stays open: the library need not hold the first.

    Parameters
    ----------
    recording : Recording
        With its work.
    others : iterable of Recording
        Further recordings; those of other works are passed over.

    Returns
    -------
    Version or None
        None where nothing is proved.
    """
    year, artist = recording.year, recording.artist
    if recording.musicbrainz_work_id is None or year is None or artist is None:
        return None
    writers = {folded(party.name) for party in recording.work.writers} if recording.work else set()
    if folded(artist) in writers:
        return None
    for other in others:
        same_work = other.musicbrainz_work_id == recording.musicbrainz_work_id
        earlier = other.year is not None and other.year < year
        if same_work and earlier and other.artist and folded(other.artist) != folded(artist):
            return Version(kind="cover", evidence="work id")
    return None
