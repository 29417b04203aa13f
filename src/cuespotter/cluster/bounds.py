"""Every bound of the queue once, with its unit and reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LeaseSettings:
    """How workers hold what they work on.

    Attributes
    ----------
    beat_s : float
        A worker says so often that it lives, and how far it is.
    lease_s : float
        One that was silent for so long is dead: what it had in hand comes back. Several beats, so that one
        slow moment of the database costs nobody a film.
    look_again_s : float
        Where nothing waits, it is looked again after so long.
    tries : int
        A job that failed so often stays failed, with its reason.
    losses : int
        So many workers may vanish over a job before it stays failed. More than `tries`: a machine that is
        switched off is not the film's fault; a film that takes machines down with it has an end all the same.
    wait_s : tuple of float
        How long a job rests after its first failure, its second, ...; the last goes on.
    elsewhere_s : float
        How long a job that a worker could not take waits for another one.
    outage_s : float
        How long a result waits for a database that is away: a fail-over by hand takes minutes.
    """

    beat_s: float = 5.0
    lease_s: float = 60.0
    look_again_s: float = 2.0
    tries: int = 3
    losses: int = 10
    wait_s: tuple[float, ...] = (10.0, 60.0)
    elsewhere_s: float = 30.0
    outage_s: float = 1800.0

    def rest_s(self, failures: int) -> float:
        """Say how long a job rests after so many failures, in seconds."""
        return self.wait_s[min(failures, len(self.wait_s)) - 1] if self.wait_s else 0.0
