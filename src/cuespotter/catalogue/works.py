"""A recording's tags -> its work, as far as tags name who wrote it, and whether it is a cover of it."""

from __future__ import annotations

from collections.abc import Iterable

from cuespotter.model import Recording
from cuespotter.model.party import Party, PartyRole
from cuespotter.model.recording import Version
from cuespotter.model.work import Work

ROLES: tuple[tuple[str, PartyRole], ...] = (
    ("composer", "composer"),
    ("lyricist", "lyricist"),
    ("arranger", "arranger"),
)
"""Tags that name writers, and what they wrote."""


def work_of_tags(recording: Recording) -> Work | None:
    """Make a work of what the tags say; None where they name no writer, or no title.

    Who composed and wrote the words is one party. Several names in a tag are parted at semicolons.

    Examples
    --------
    >>> song = Recording(id="r", path="x", duration_s=1, title="T", composer="A; B", lyricist="B")
    >>> work = work_of_tags(song)
    >>> [(party.name, party.role) for party in work.parties]
    [('A', 'composer'), ('B', 'composer_lyricist')]
    """
    roles: dict[str, PartyRole] = {}
    for tag, role in ROLES:
        for name in (getattr(recording, tag) or "").split(";"):
            clean = name.strip()
            if clean and role == "lyricist" and roles.get(clean) == "composer":
                roles[clean] = "composer_lyricist"
            elif clean:
                roles.setdefault(clean, role)
    if not roles or recording.title is None:
        return None
    return Work(
        title=recording.title,
        musicbrainz_work_id=recording.musicbrainz_work_id,
        parties=[Party(name=name, role=role) for name, role in roles.items()],
    )


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
    writers = {party.name.casefold() for party in recording.work.writers} if recording.work else set()
    if artist.casefold() in writers:
        return None
    for other in others:
        same_work = other.musicbrainz_work_id == recording.musicbrainz_work_id
        earlier = other.year is not None and other.year < year
        if same_work and earlier and other.artist and other.artist.casefold() != artist.casefold():
            return Version(kind="cover", evidence="work id")
    return None
