"""Who is this film? Facts from the names of file and folder, from `.nfo` files, from the container's tags."""

from cuespotter.naming.facts import Fact, film_with, first_of, who_is
from cuespotter.naming.nfo import NfoError

__all__ = ["Fact", "NfoError", "film_with", "first_of", "who_is"]
