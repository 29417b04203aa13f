"""What a database says when it refuses -> one line in our words, which shows no password."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import make_url

from cuespotter.errors import (
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    LibraryUnwritableError,
)
from cuespotter.lines import one_line

FULL = ("disk is full", "no space left", "disk i/o error")
"""What databases say of a disk without room."""
_UNWRITABLE = ("readonly", "read-only", "unable to open", "permission denied", "must be owner")
_DAMAGED = ("malformed", "not a database", "could not decode")
_SECRETS = frozenset({"password", "sslpassword", "passwd"})
"""What drivers take in a URL's query, too, and nobody else may read."""
_HIDDEN = "***"


def shown(place: Path | str) -> str:
    """Write a place for a message; a URL without its password, wherever in it that stands."""
    if isinstance(place, Path):
        return one_line(str(place))
    url = make_url(place)
    hidden = url.update_query_dict({name: _HIDDEN for name in url.query if name.lower() in _SECRETS})
    return hidden.render_as_string(hide_password=True)


def masked(text: str) -> str:
    """Write what was meant as a URL and is none, without what may be its password.

    Examples
    --------
    >>> masked("postgresql//me:secr@t@host/name")
    'postgresql//me:***@host/name'
    """
    return re.sub(r"(//[^:/@]*:).*@", rf"\1{_HIDDEN}@", one_line(text))


def refusal(place: Path | str, said: str) -> LibraryError:
    """Say what a database's message means for the library."""
    where, reason = f"the catalogue {shown(place)}", _reason(said)
    # what stands below a server's first line quotes statements, which lock, read only and fill as they like
    low = reason.lower()
    if "locked" in low:
        return LibraryBusyError(f"{where} is being written by another process; try again when it is done")
    if any(words in low for words in FULL):
        return LibraryUnwritableError(f"{where} cannot be written ({reason}); free some space and try again")
    if any(words in low for words in _UNWRITABLE):
        needed = "write permission to its folder, and room on its disk"
        if not isinstance(place, Path) and make_url(place).get_backend_name() != "sqlite":
            needed = (
                "this role of the database the rights that docs/cluster.md names, or use the one that owns it"
            )
        return LibraryUnwritableError(f"{where} cannot be written ({reason}); give {needed}")
    if any(words in low for words in _DAMAGED):
        return LibraryDamagedError(
            f"{where} is damaged ({reason}); put a copy back, or move it away and add again"
        )
    return LibraryError(f"{where} could not be used: {reason}{_advice(said.lower())}")


def _reason(said: str) -> str:
    """Take a database's own words: their first line, without where in our statement they point to."""
    lines = said.strip().splitlines()
    return one_line(lines[0]) if lines else "no reason given"


def _advice(low: str) -> str:
    """Say what to do about a connection that was not trusted."""
    if "certificate verify failed" in low or "root certificate" in low:
        return "; name the authority that signed the server's certificate with sslrootcert"
    if "does not match host name" in low:
        return "; name the host as its certificate does"
    if "password" in low:
        return "; the password stands in PGPASSWORD, PGPASSFILE or ~/.pgpass"
    return ""
