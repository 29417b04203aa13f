"""What processes took of the CPU."""

from __future__ import annotations

import resource


def own_cpu_s() -> float:
    """Say how many CPU seconds this process took so far, with all its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def children_cpu_s() -> float:
    """Say how many CPU seconds the processes took that were started here and are over."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
