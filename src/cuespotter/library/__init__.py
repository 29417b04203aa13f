"""THE LIBRARY TRIP: recordings -> catalogue and index."""

from cuespotter.library.add_summary import AddStep, AddSummary
from cuespotter.library.library import Holdings, LibraryStats
from cuespotter.library.upkeep import Defect, RepairSummary

__all__ = ["AddStep", "AddSummary", "Defect", "Holdings", "LibraryStats", "RepairSummary"]
