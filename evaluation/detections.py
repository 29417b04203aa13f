"""What an identifier said about a film, as rows: from the canonical document, or from CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from cuespotter.model.cue import OWN_MIX
from evaluation.tables import read_rows


@dataclass(frozen=True)
class Detection:
    """One stretch of one recording, as an identifier reported it.

    Attributes
    ----------
    film_start_s, film_end_s : float
        Where in the film.
    track : str
        The recording, by the truth's id.
    track_start_s : float
        Where in the recording `film_start_s` is.
    speed : float or None
        Recording seconds in one film second; None where the identifier does not know it.
    confidence : float or None
        Probability of being true, where the identifier gives one.
    bar_confidence : float or None
        Probability that it is this place of the recording, where the recording plays; likewise.
    mix_confidence : float or None
        Probability that it is the recording itself and no other mix of it; likewise.
    """

    film_start_s: float
    film_end_s: float
    track: str
    track_start_s: float
    speed: float | None = None
    confidence: float | None = None
    bar_confidence: float | None = None
    mix_confidence: float | None = None

    @property
    def is_another_mix(self) -> bool:
        """Whether it was said to be another mix of the recording."""
        return self.mix_confidence is not None and self.mix_confidence < OWN_MIX


def read_track_names(library: Path) -> dict[str, str]:
    """Read the truth's ids from ``library.csv``: by path below the library, and by bare file name."""
    names: dict[str, str] = {}
    for row in read_rows(library / "library.csv"):
        names[row["file"]] = row["track"]
        names[PurePosixPath(row["file"]).name] = row["track"]
    return names


def detections_of(document: Mapping[str, Any], names: Mapping[str, str]) -> list[Detection]:
    """List the placements of a canonical document (``cuespotter.film/1``), one row each.

    Cues of music that nobody has named, and cues that a reviewer rejected, are no detections.
    """
    rows = []
    for cue in document["cues"]:
        recording = cue.get("recording")
        if recording is None or cue.get("status") == "rejected":
            continue
        path = recording["path"]
        track = names.get(path) or names.get(PurePosixPath(path).name) or path
        rows += [
            Detection(
                film_start_s=placement["film_in_s"],
                film_end_s=placement["film_out_s"],
                track=track,
                track_start_s=placement["recording_in_s"],
                speed=placement["speed"],
                confidence=cue["confidence"],
                bar_confidence=placement.get("bar_confidence"),
                mix_confidence=placement.get("mix_confidence"),
            )
            for placement in cue["placements"]
        ]
    return rows


def read_detections(path: Path) -> list[Detection]:
    """Read detections from CSV; an empty speed or confidence, or one without a column, is unknown."""
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return [
            Detection(
                film_start_s=float(row["film_start_s"]),
                film_end_s=float(row["film_end_s"]),
                track=row["track"],
                track_start_s=float(row["track_start_s"]),
                speed=_number(row.get("speed")),
                confidence=_number(row.get("confidence")),
                bar_confidence=_number(row.get("bar_confidence")),
                mix_confidence=_number(row.get("mix_confidence")),
            )
            for row in csv.DictReader(stream)
        ]


def write_detections(path: Path, detections: Iterable[Detection]) -> None:
    """Write detections as CSV, in full precision."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, [f.name for f in fields(Detection)])
        writer.writeheader()
        writer.writerows(asdict(detection) for detection in detections)


def _number(text: str | None) -> float | None:
    """Read a number; nothing is None."""
    return float(text) if text else None
