"""The queue in Prometheus' text format, for whoever watches an archive's machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cuespotter.cluster.job import STATES, LiveWorker

KINDS = ("film", "shard", "add")


def as_prometheus(counts: Mapping[tuple[str, str], int], workers: Sequence[LiveWorker]) -> str:
    """Write how many jobs are in each state, and how long each worker was silent.

    Every kind and state is there, also with 0: an alarm on failures must not depend on the first failure.
    """
    jobs = [
        (f'kind="{kind}",state="{state}"', counts.get((kind, state), 0)) for kind in KINDS for state in STATES
    ]
    silent = [(f'worker="{one.id}",host="{_escaped(one.host)}"', round(one.silent_s, 3)) for one in workers]
    lines = [
        *_metric("cuespotter_jobs", "Jobs of the queue by kind and state.", jobs),
        *_metric("cuespotter_workers", "Workers that are registered.", [("", len(workers))]),
        *_metric(
            "cuespotter_worker_silent_seconds", "For how long nothing was heard of each worker.", silent
        ),
    ]
    return "\n".join(lines) + "\n"


def _metric(name: str, says: str, samples: Iterable[tuple[str, float]]) -> list[str]:
    """Write one metric with its samples."""
    head = [f"# HELP {name} {says}", f"# TYPE {name} gauge"]
    return head + [
        f"{name}{{{labels}}} {value}" if labels else f"{name} {value}" for labels, value in samples
    ]


def _escaped(text: str) -> str:
    """Write a label's value."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
