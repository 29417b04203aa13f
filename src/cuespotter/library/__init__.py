"""THE LIBRARY TRIP: recordings -> catalogue and index.

A name is imported when it is first wanted: a worker that listens to a file needs no catalogue.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cuespotter.library.add_summary import AddStep, AddSummary
    from cuespotter.library.library import Holdings, LibraryStats
    from cuespotter.library.upkeep import Defect, RepairSummary

__all__ = ["AddStep", "AddSummary", "Defect", "Holdings", "LibraryStats", "RepairSummary"]

_HOME_OF = {
    "AddStep": "add_summary",
    "AddSummary": "add_summary",
    "Defect": "upkeep",
    "Holdings": "library",
    "LibraryStats": "library",
    "RepairSummary": "upkeep",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first wanted."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
