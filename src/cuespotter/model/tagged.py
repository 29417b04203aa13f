"""What a recording's tags say of its work: who wrote it. The one place that reads writers out of tags."""

from __future__ import annotations

from typing import Protocol

from cuespotter.model.party import Party, PartyRole
from cuespotter.model.work import Work

ROLES: tuple[tuple[str, PartyRole], ...] = (
    ("composer", "composer"),
    ("lyricist", "lyricist"),
    ("arranger", "arranger"),
)
"""Tags that name writers, and what they wrote."""


class Tagged(Protocol):
    """What of a `Recording` is read here."""

    @property
    def title(self) -> str | None:
        """Of the recording."""

    @property
    def composer(self) -> str | None:
        """Names, parted at semicolons."""

    @property
    def lyricist(self) -> str | None:
        """Names, parted at semicolons."""

    @property
    def arranger(self) -> str | None:
        """Names, parted at semicolons."""

    @property
    def musicbrainz_work_id(self) -> str | None:
        """Of the work."""


def tagged_writers(recording: Tagged) -> list[Party]:
    """List the writers that the tags name, each once; several names in a tag are parted at semicolons.

    Who composed and wrote the words is one party.

    Examples
    --------
    >>> from cuespotter.model.recording import Recording
    >>> song = Recording(id="r", path="x", duration_s=1, composer="A; B", lyricist="B")
    >>> [(party.name, party.role) for party in tagged_writers(song)]
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
    return [Party(name=name, role=role) for name, role in roles.items()]


def work_of_tags(recording: Tagged) -> Work | None:
    """Make a work of what the tags say; None where they name no writer, or no title."""
    writers = tagged_writers(recording)
    if not writers or recording.title is None:
        return None
    return Work(title=recording.title, musicbrainz_work_id=recording.musicbrainz_work_id, parties=writers)
