"""What the desk holds while it is open: the library, its jobs, what was undone, and curves of level."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.catalogue.films import FilmSummary
from cuespotter.catalogue.history import reviewer
from cuespotter.errors import CatalogueError, MissingFileError, StaleError, UnknownFilmError
from cuespotter.library import Library
from cuespotter.media.decode import blocks, read
from cuespotter.model import FilmDocument, Recording
from cuespotter.model.base import Model
from cuespotter.review.edits import find_cue
from cuespotter.web.jobs import Job, Jobs
from cuespotter.web.places import Places
from cuespotter.web.sound import RATE_HZ

LEVEL_RATE_HZ = 8000
"""Enough for a curve of level."""
LEVEL_STEP_S = 0.5
"""One value of a film's curve."""
FLOOR_DB = -80.0
"""What is quieter counts as silence."""
HELD_BYTES = 256 << 20
"""Decoded recordings kept ready to be played."""
LONGEST_HELD_S = 1800.0
"""Longer recordings are entered where they are wanted, as films are."""


@dataclass(frozen=True)
class HeldRecording:
    """A recording ready to be played: int16[channels, n] at 48 kHz."""

    samples: NDArray[np.int16]
    layout: tuple[str, ...]


class Desk:
    """A desk on one library.

    Parameters
    ----------
    library : Library
        Open; the desk closes it.
    roots : sequence of Path
        Folders below which files may be added and identified.
    who : str, optional
        The reviewer's name for the history; default as for the commands.
    """

    def __init__(self, library: Library, *, roots: Sequence[Path] = (), who: str | None = None) -> None:
        self.library = library
        self.catalogue = library.catalogue
        self.places = Places(roots)
        self.jobs = Jobs()
        self.who = who or reviewer()
        self._undone: dict[str, list[tuple[FilmDocument, FilmDocument, str]]] = {}
        self._held: OrderedDict[str, HeldRecording] = OrderedDict()
        self._held_lock = threading.Lock()
        self._levels: dict[str, list[int]] = {}
        self._level_jobs: dict[str, Job] = {}

    def close(self) -> None:
        """Stop all work and close the library."""
        self.jobs.close()
        self.library.close()

    def film(self, film_id: str) -> FilmSummary:
        """Give a film by its id, and by nothing else.

        Raises
        ------
        UnknownFilmError
            There is none.
        """
        found = next((film for film in self.catalogue.films() if film.id == film_id), None)
        if found is None:
            raise UnknownFilmError("the catalogue knows no film of this id", name=film_id)
        return found

    def document(self, film_id: str) -> FilmDocument:
        """Give a film's document by its id."""
        return self.catalogue.document(self.film(film_id).id)

    def recording_path(self, recording_id: str) -> Path:
        """Give a recording's file.

        Raises
        ------
        MissingFileError
            None of its files is there.
        """
        file = self.catalogue.files_at_hand([recording_id]).get(recording_id)
        there = None if file is None else Path(file.location)
        if there is None or not there.is_file():
            recording = self.catalogue.recording(recording_id)
            raise MissingFileError(f"the file of {recording.label_text} is no longer where it was added")
        return there

    def recording_by_id(self, recording_id: str) -> Recording:
        """Give a recording by its id, and by nothing else; `UnknownRecordingError` if there is none."""
        return self.catalogue.recording(recording_id)

    def held_recording(self, recording_id: str) -> HeldRecording:
        """Decode a whole recording, or give it from those kept ready."""
        with self._held_lock:
            if recording_id in self._held:
                self._held.move_to_end(recording_id)
                return self._held[recording_id]
        block = read(self.recording_path(recording_id), rate_hz=RATE_HZ)
        samples = (np.clip(block.samples, -1.0, 1.0) * 32767.0).round().astype(np.int16)
        held = HeldRecording(samples, block.layout)
        with self._held_lock:
            self._held[recording_id] = held
            while len(self._held) > 1 and sum(one.samples.nbytes for one in self._held.values()) > HELD_BYTES:
                self._held.popitem(last=False)
        return held

    def change(
        self,
        film_id: str,
        edit: Callable[[FilmDocument], FilmDocument],
        *,
        action: str,
        summary: str,
        expected: dict[str, str],
        expected_film: str | None = None,
    ) -> FilmDocument:
        """Change a film as the commands do, if what is changed is still as it was read.

        Parameters
        ----------
        expected : dict
            Revision of each cue that is to be changed, as the page last saw it.
        expected_film : str, optional
            Revision of the film's own fields, where these are to be changed.

        Raises
        ------
        StaleError
            Somebody else was faster; nothing was changed.
        """
        known = self.film(film_id).id

        def checked(document: FilmDocument) -> FilmDocument:
            self._check_fresh(document, expected, expected_film)
            return edit(document)

        document = self.catalogue.change(known, checked, action=action, summary=summary, who=self.who)
        self._undone.pop(known, None)
        return document

    def undo(self, film_id: str) -> FilmDocument:
        """Take back the last change, and remember it for `redo`."""
        before = self.document(film_id)
        after, change = self.catalogue.undo(before.film.id)
        self._undone.setdefault(after.film.id, []).append((before, after, change.summary))
        return after

    def redo(self, film_id: str) -> FilmDocument:
        """Do again what was undone last; a change of its own, as every other.

        Raises
        ------
        CatalogueError
            Nothing was undone at this desk, or the film was changed since.
        """
        stack = self._undone.get(self.film(film_id).id, [])
        if not stack:
            raise CatalogueError("nothing was undone that could be done again")
        before, after, summary = stack[-1]

        def again(document: FilmDocument) -> FilmDocument:
            if document != after:
                raise StaleError("the film was changed since this was undone; it cannot be done again")
            return before

        document = self.catalogue.change(film_id, again, action="redo", summary=summary, who=self.who)
        stack.pop()
        return document

    def can_redo(self, film_id: str) -> bool:
        """Say whether `redo` has something to do."""
        return bool(self._undone.get(film_id))

    def level(self, film_id: str) -> list[int] | Job:
        """Give a film's level in whole dB, a value for each half second; or the job that measures it."""
        film = self.film(film_id)
        key = hashlib.sha256(repr((film.locations, film.duration_s)).encode()).hexdigest()[:24]
        stored = self.library.folder / "desk" / f"level-{key}.json"
        if key not in self._levels and stored.is_file():
            try:
                self._levels[key] = [int(value) for value in json.loads(stored.read_text("utf-8"))]
            except (OSError, ValueError, TypeError):
                stored.unlink(missing_ok=True)
        if key in self._levels:
            return self._levels[key]
        job = self._level_jobs.get(key)
        if job is None or job.status in {"failed", "cancelled"}:
            document = self.document(film_id)

            def measure(job: Job) -> str:
                self._levels[key] = film_level(document, film.locations, job)
                _store(stored, self._levels[key])
                return "level measured"

            job = self.jobs.start("level", document.film.title, measure, is_quick=True)
            self._level_jobs[key] = job
        return job

    def _check_fresh(
        self, document: FilmDocument, expected: dict[str, str], expected_film: str | None
    ) -> None:
        """Compare revisions with what they were when the page read them."""
        stale: dict[str, object] = {}
        for cue_id, seen in expected.items():
            try:
                cue = find_cue(document, cue_id)
            except CatalogueError:
                stale[cue_id] = None
                continue
            if revision(cue) != seen:
                stale[cue_id] = cue.model_dump(mode="json")
        if not stale and expected_film in {None, revision(document.film)}:
            return
        changes = [change for change in self.catalogue.history(document.film.id) if not change.undone]
        last = changes[-1] if changes else None
        said = "" if last is None else f"; last: {last.summary} ({last.who})"
        what = f"cue {', '.join(stale)}" if stale else "the film"
        raise StaleError(
            f"{what} was changed meanwhile, at another desk or by a command{said}; look, then decide anew",
            cues=stale,
        )


def revision(model: Model) -> str:
    """Name the present state of a cue or film: other contents, other name."""
    return hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:16]


def film_level(document: FilmDocument, locations: Sequence[str], job: Job) -> list[int]:
    """Measure the level of all reels: whole dB re full scale, one for each `LEVEL_STEP_S` of the film."""
    step = round(LEVEL_STEP_S * LEVEL_RATE_HZ)
    length = max(1, round(document.film.duration_s / LEVEL_STEP_S))
    power = np.zeros(length + 1)
    for reel, location in zip(document.film.reels, locations, strict=False):
        start = round(reel.film_start_s / LEVEL_STEP_S)
        for block in blocks(
            Path(location), rate_hz=LEVEL_RATE_HZ, stream=reel.stream_used, block_samples=step * 64
        ):
            at = start + block.first_sample // step
            energy = _step_power(block.samples, step)[: max(0, length - at)]
            power[at : at + len(energy)] = energy
            job.report("measuring the level", at / length)
    return _in_db(power[:length])


def recording_level(held: HeldRecording, values: int) -> list[int]:
    """Measure the level of a recording, in so many values."""
    step = max(1, -(-held.samples.shape[1] // values))
    return _in_db(_step_power(held.samples.astype(np.float32) / np.float32(32768.0), step))


def _step_power(samples: NDArray[np.float32], step: int) -> NDArray[np.float64]:
    """Give the mean power of each step, over all channels."""
    energy = np.square(samples, dtype=np.float64).mean(axis=0)
    energy = np.pad(energy, (0, -len(energy) % step))
    power: NDArray[np.float64] = energy.reshape(-1, step).mean(axis=1)
    return power


def _in_db(power: NDArray[np.float64]) -> list[int]:
    """Give powers as whole dB, none below the floor."""
    level = 10.0 * np.log10(np.maximum(power, 10.0 ** (FLOOR_DB / 10.0)))
    return [int(value) for value in np.rint(level)]


def _store(path: Path, level: list[int]) -> None:
    """Keep a curve for the next time, where the library may be written."""
    try:
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(level), "utf-8")
        beside.replace(path)
    except OSError:
        return
