"""THE LIBRARY TRIP: recordings -> catalogue and index."""

from cuespotter.library.adding import AddStep, AddSummary
from cuespotter.library.library import Library, LibraryStats
from cuespotter.library.upkeep import Problem, RepairSummary

__all__ = ["AddStep", "AddSummary", "Library", "LibraryStats", "Problem", "RepairSummary"]
