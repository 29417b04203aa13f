"""Cuespotter listens to a film and to the music you own, and writes down the film's soundtrack."""

__version__ = "0.1.0"
