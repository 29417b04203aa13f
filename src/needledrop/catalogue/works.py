"""A recording's tags -> its work, as far as tags name who wrote it."""

from __future__ import annotations

from needledrop.model import Recording
from needledrop.model.party import Party, PartyRole
from needledrop.model.work import Work

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
