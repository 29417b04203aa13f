"""What a film is searched for, and with: by that it shows whether it is done."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from cuespotter.services.opened import Opened
from cuespotter.settings import Settings

if TYPE_CHECKING:
    from cuespotter.catalogue.searches import LibraryState


class Aiming(Opened):
    """A search is known by the library and the settings it is made with."""

    def _aim(self, stream: int | None) -> Aim:
        """Say all that decides what is found in a film, but for the film itself."""
        library = self._library_state()
        # in other shards, other things are found; without any, films stay done that were
        most = self._shard_bytes()
        said = (_said(self.settings), stream, *(() if most is None else (most,)))
        return Aim(digest((library.digest, *said)), digest(said), library, stream)

    def _library_state(self) -> LibraryState:
        """Say which recordings can be found."""
        return self._catalogue.library_state()

    def _shard_bytes(self) -> int | None:
        """Say how large a shard of the library may be."""
        return self._catalogue.shard_bytes()


@dataclass(frozen=True)
class Aim:
    """What a film is searched for and with; `key` says all of it in one, `settings` all but the library."""

    key: str
    settings: str
    library: LibraryState
    stream: int | None


def settings_digest(settings: Settings) -> str:
    """Say in one word how films are listened to and searched."""
    return digest(_said(settings))


def _said(settings: Settings) -> list[tuple[str, object]]:
    """Give all settings that decide about an answer; threads do not: machines of any size share a library.

    Nor does how episodes are held against each other, which is done when films have been searched, or how
    recordings' own files are, where they are not.
    """
    alone = replace(settings, hearing=replace(settings.hearing, threads=1))
    idle = {"series"} if settings.waveform.listens else {"series", "waveform"}
    return sorted(item for item in asdict(alone).items() if item[0] not in idle)


def digest(said: object) -> str:
    """Say in one word what something is."""
    return hashlib.blake2b(repr(said).encode(), digest_size=16).hexdigest()
