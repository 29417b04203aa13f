"""A profile file -> which files go with each film: said once, for every night to come.

It is TOML::

    formats = ["srt", "html"]
    to = "/archive/cues"          # without it: each beside its film
    where = "music_percent:10.."  # only films that this filter keeps (docs/filters.md)
    show_for = 5                  # seconds that a title stays in subtitles
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cuespotter.errors import UsageError

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "formats": (list,),
    "to": (str,),
    "where": (str,),
    "show_for": (int, float),
}
_LONGEST_SHOW_S: Final = 3600.0


@dataclass(frozen=True)
class Profile:
    """Which files go with each film.

    Attributes
    ----------
    formats : tuple of str
        As `Library.formats` lists them; none: no files.
    to : Path or None
        One folder for all; None: each beside its film.
    where : str
        Only films that this filter keeps.
    show_for_s : float or None
        How long a title stays in subtitles.
    """

    formats: tuple[str, ...] = ()
    to: Path | None = None
    where: str = ""
    show_for_s: float | None = None


def read_profile(path: Path) -> Profile:
    """Read a profile file.

    Raises
    ------
    UsageError
        It cannot be read, is no TOML, or says what means nothing here.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the profile {path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the profile {path} is no TOML: {error}") from error
    for name, value in said.items():
        _check(path, name, value)
    to = said.get("to")
    return Profile(
        tuple(said.get("formats", ())),
        None if to is None else path.parent / Path(to).expanduser(),
        said.get("where", ""),
        None if "show_for" not in said else float(said["show_for"]),
    )


def _check(path: Path, name: str, value: Any) -> None:
    """Refuse what means nothing here, before a night is spent on it."""
    if name not in _TYPES:
        raise UsageError(f"the profile {path} says {name!r}, which means nothing here; {_known()}")
    is_good = isinstance(value, _TYPES[name]) and not isinstance(value, bool)
    if name == "formats":
        is_good = is_good and all(isinstance(one, str) for one in value)
    if name == "show_for":
        is_good = is_good and 1 <= value <= _LONGEST_SHOW_S
    if not is_good:
        raise UsageError(f"the profile {path}: {name} cannot be {value!r:.80}; {_known()}")


def _known() -> str:
    """Say what a profile may say."""
    return 'it may say formats = ["srt", "html"], to = "FOLDER", where = "FILTER", show_for = SECONDS'
