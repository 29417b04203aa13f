"""Sound by id and time: the film's, the recording's at the film's speed, their levels, and the evidence."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query, Response

from cuespotter.clock import cents_of_speed
from cuespotter.errors import MissingFileError, UsageError
from cuespotter.review.edits import find_cue
from cuespotter.web.answers import EvidencePicture, Level
from cuespotter.web.desk import LEVEL_STEP_S, LONGEST_HELD_S, Desk, recording_level
from cuespotter.web.evidence import Reel, gather_evidence
from cuespotter.web.jobs import Job
from cuespotter.web.names import CueId, DeskHere, FilmId, FromTime, RecordingId, ToTime
from cuespotter.web.sound import (
    F32,
    HALF_TAPS,
    RATE_HZ,
    as_opus,
    as_wav,
    at_places,
    at_rate,
    at_tempo,
    cut,
    fitted,
    folded,
)

router = APIRouter(prefix="/api", tags=["sound"])
LONGEST_S = 60.0
"""A stretch is at most this long: a page fetches some seconds at a time."""
LONGEST_EVIDENCE_S = 30.0
LEVEL_VALUES = 400
"""Values of a recording's curve: as many as its picture is wide."""
SAME_PITCH_CENTS = 3.0
"""Pitch that follows the speed so closely is one and the same turning of the platter."""
Coding = Annotated[Literal["wav", "opus"], Query(alias="as")]
View = Annotated[Literal["mix", "mid", "side", "front", "surround"], Query()]
SOUND = {200: {"content": {"audio/wav": {}, "audio/ogg": {}}, "description": "48 kHz, one or two channels"}}


@router.get("/films/{film_id}/sound", response_class=Response, responses=SOUND)  # type: ignore[arg-type]
def film_sound(
    desk: DeskHere,
    film_id: FilmId,
    start_s: FromTime,
    end_s: ToTime,
    view: View = "mix",
    coding: Coding = "wav",
) -> Response:
    """Give a stretch of a film's sound; sample k sounds k / 48000 s after its start."""
    _check_stretch(start_s, end_s, LONGEST_S)
    count = round((end_s - start_s) * RATE_HZ)
    parts: list[F32] = []
    for reel, duration_s in _reels(desk, film_id):
        begin_s = max(start_s, reel.film_start_s)
        stop_s = min(end_s, reel.film_start_s + duration_s)
        if stop_s <= begin_s:
            continue
        part = cut(
            reel.path,
            start_s=begin_s - reel.film_start_s,
            end_s=stop_s - reel.film_start_s,
            stream=reel.stream,
        )
        sound = at_rate(folded(part.samples, part.layout, view), rate_hz=part.rate_hz, wanted_hz=RATE_HZ)
        before = round((begin_s - start_s) * RATE_HZ)
        parts.append(np.pad(sound, ((0, 0), (before, 0))))
    if not parts:
        raise UsageError(f"the film does not last until {start_s:.1f} s")
    channels = max(len(part) for part in parts)
    whole = np.zeros((channels, count), np.float32)
    for sound in parts:
        whole += fitted(sound, count)
    return _answer(whole, coding)


@router.get("/recordings/{recording_id}/sound", response_class=Response, responses=SOUND)  # type: ignore[arg-type]
def recording_sound(
    desk: DeskHere,
    recording_id: RecordingId,
    start_s: FromTime,
    end_s: ToTime,
    speed: Annotated[float, Query(ge=0.25, le=4)] = 1.0,
    pitch: Annotated[
        float | None, Query(ge=-2400, le=2400, description="cents; default as the speed")
    ] = None,
    coding: Coding = "wav",
) -> Response:
    """Give a stretch of a recording as a film plays it: (to - from) / speed seconds long."""
    _check_stretch(start_s, end_s, LONGEST_S * speed)
    count = round((end_s - start_s) / speed * RATE_HZ)
    follows = pitch is None or abs(pitch - cents_of_speed(speed)) <= SAME_PITCH_CENTS
    turn = speed if follows else 2.0 ** ((pitch or 0.0) / 1200.0)
    samples, first = _recording_samples(desk, recording_id, start_s, end_s + 1.0)
    if follows:
        return _answer(at_places(samples, first=first, step=speed, count=count), coding)
    turned = at_places(samples, first=first, step=turn, count=math.ceil(count * speed / turn))
    return _answer(fitted(at_tempo(turned, speed / turn), count), coding)


@router.get("/films/{film_id}/level")
def film_level(desk: DeskHere, film_id: FilmId) -> Level:
    """Give a film's level; while it is being measured, how far that is."""
    found = desk.level(film_id)
    if isinstance(found, Job):
        return Level(
            step_s=LEVEL_STEP_S, level_db=[], is_ready=found.status == "failed", fraction=found.fraction
        )
    return Level(step_s=LEVEL_STEP_S, level_db=found, is_ready=True, fraction=1.0)


@router.get("/recordings/{recording_id}/level")
def level_of_recording(desk: DeskHere, recording_id: RecordingId) -> Level:
    """Give a recording's level from its start to its end."""
    recording = desk.recording_by_id(recording_id)
    if recording.duration_s > LONGEST_HELD_S:
        return Level(step_s=recording.duration_s, level_db=[], is_ready=True, fraction=1.0)
    held = desk.held_recording(recording_id)
    curve = recording_level(held, LEVEL_VALUES)
    step_s = -(-held.samples.shape[1] // LEVEL_VALUES) / RATE_HZ
    return Level(step_s=step_s, level_db=curve, is_ready=True, fraction=1.0)


@router.get("/films/{film_id}/cues/{cue_id}/evidence")
def evidence(
    desk: DeskHere,
    film_id: FilmId,
    cue_id: CueId,
    start_s: FromTime,
    end_s: ToTime,
    placement: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> EvidencePicture:
    """Show the film's spectrogram, and where the recording's peaks are found in it or missing."""
    _check_stretch(start_s, end_s, LONGEST_EVIDENCE_S)
    cue = find_cue(desk.document(film_id), cue_id)
    if cue.recording is None or placement >= len(cue.placements):
        raise UsageError(f"cue {cue.cue_no} has no placement {placement}")
    chosen = cue.placements[placement]
    reels = [reel for reel, _ in _reels(desk, film_id) if reel.film_start_s <= max(start_s, chosen.film_in_s)]
    known = desk.library.index().fingerprint(cue.recording.id)
    found = gather_evidence(
        reels[-1], chosen, known, from_s=start_s, to_s=end_s, settings=desk.library.settings
    )
    return EvidencePicture.model_validate(found)


def _check_stretch(start_s: float, end_s: float, longest_s: float) -> None:
    """Refuse stretches that are none, or too long for one answer."""
    if not 0.0 < end_s - start_s <= longest_s + 1e-6:
        raise UsageError(f"from {start_s:g} to {end_s:g} is no stretch of up to {longest_s:g} s")


def _reels(desk: Desk, film_id: str) -> list[tuple[Reel, float]]:
    """Give a film's files with their lengths."""
    summary = desk.film(film_id)
    document = desk.document(film_id)
    reels = []
    for reel, location in zip(document.film.reels, summary.locations, strict=False):
        if not Path(location).is_file():
            raise MissingFileError(f"the film's file {reel.name} is no longer where it was identified")
        reels.append((Reel(Path(location), reel.stream_used, reel.film_start_s), reel.duration_s))
    return reels


def _recording_samples(desk: Desk, recording_id: str, start_s: float, end_s: float) -> tuple[F32, float]:
    """Give the samples around a stretch of a recording, as two channels, and the place of its start."""
    recording = desk.recording_by_id(recording_id)
    if recording.duration_s > LONGEST_HELD_S:
        begin_s = max(0.0, start_s - 0.1)
        part = cut(desk.recording_path(recording_id), start_s=begin_s, end_s=end_s)
        mixed = at_rate(folded(part.samples, part.layout, "mix"), rate_hz=part.rate_hz, wanted_hz=RATE_HZ)
        return mixed, (start_s - begin_s) * RATE_HZ
    held = desk.held_recording(recording_id)
    begin = max(0, math.floor(start_s * RATE_HZ) - 2 * HALF_TAPS)
    some = held.samples[:, begin : math.ceil(end_s * RATE_HZ)]
    mixed = folded(some.astype(np.float32) / np.float32(32768.0), held.layout, "mix")
    return mixed, start_s * RATE_HZ - begin


def _answer(samples: F32, coding: str) -> Response:
    """Encode sound; the same address always sounds the same, so that a browser may keep it for a while."""
    content, kind = (as_opus(samples), "audio/ogg") if coding == "opus" else (as_wav(samples), "audio/wav")
    return Response(content, media_type=kind, headers={"cache-control": "private, max-age=600"})
