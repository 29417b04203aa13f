"""THE LIBRARY TRIP: recordings -> catalogue and index."""

from needledrop.library.adding import AddStep, AddSummary
from needledrop.library.library import Library, LibraryStats
from needledrop.library.upkeep import Problem, RepairSummary

__all__ = ["AddStep", "AddSummary", "Library", "LibraryStats", "Problem", "RepairSummary"]
