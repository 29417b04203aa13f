"""The name that the program bore until version 0.1 was released: what was made and set under it goes on.

Until then it was called Needledrop, a name that another published program has. A *needle drop* is still
the trade's word for a recording that existed before the film and is heard in it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Final

FORMER_NAME: Final = "needledrop"
FORMER_SCHEMA: Final = "needledrop.film/1"
FORMER_VERSION_FIELD: Final = "needledrop_version"
_FORMER_PREFIX: Final = "NEEDLEDROP_"
_PREFIX: Final = "CUESPOTTER_"

_log = logging.getLogger(__name__)


def adopt_environment(environment: MutableMapping[str, str]) -> None:
    """Read variables that are still set under the former name, with a warning for each.

    A variable that is set under both names has the value of the new one, without a word.

    Parameters
    ----------
    environment : mutable mapping of str to str
        Usually ``os.environ``; gets the new names.
    """
    for old in sorted(name for name in environment if name.startswith(_FORMER_PREFIX)):
        new = _PREFIX + old.removeprefix(_FORMER_PREFIX)
        if new not in environment:
            environment[new] = environment[old]
            _log.warning("the variable %s is read as %s, its name now; please rename it", old, new)


def adopt_folder(folder: Path, marker: str) -> Path:
    """Take over the user's own library from the folder of the former name, once.

    Parameters
    ----------
    folder : Path
        The folder of today's name.
    marker : str
        The file by which a library is known: the other program of that name may have a folder, too.

    Returns
    -------
    Path
        Where the library is: `folder`, or the former one where it cannot be renamed.
    """
    former = folder.with_name(FORMER_NAME)
    if folder.exists() or not (former / marker).is_file():
        return folder
    try:
        os.rename(former, folder)  # noqa: PTH104 (says by an exception that it did nothing)
    except OSError as error:
        _log.warning("the library %s cannot be renamed to %s (%s); used where it is", former, folder, error)
        return former
    _log.warning("the library %s was made under the former name and lies in %s now", former, folder)
    return folder
