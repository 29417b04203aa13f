"""Sound by id and time: the film's, the recording's at the film's speed, their levels, and the evidence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from cuespotter.errors import UsageError
from cuespotter.services import FINE_STEP_S, LEVEL_STEP_S, Evidence, LocalJob, as_opus, as_wav
from cuespotter.web.answers import Level
from cuespotter.web.names import CueId, DeskHere, FilmId, FromTime, RecordingId, ToTime

router = APIRouter(prefix="/api", tags=["sound"])
LONGEST_S = 60.0
"""A stretch is at most this long: a page fetches some seconds at a time."""
LONGEST_FINE_S = 120.0
"""The same for the fine curve of level: 12,000 values."""
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
    return _answer(desk.library.film_sound(desk.film(film_id).id, start_s, end_s, view=view), coding)


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
    sound = desk.library.recording_sound(recording_id, start_s, end_s, speed=speed, pitch_cents=pitch)
    return _answer(sound, coding)


@router.get("/films/{film_id}/level")
def film_level(desk: DeskHere, film_id: FilmId) -> Level:
    """Give a film's level; while it is being measured, how far that is."""
    found = desk.level(film_id)
    if isinstance(found, LocalJob):
        is_ready = found.status == "failed"
        return Level(step_s=LEVEL_STEP_S, level_db=[], is_ready=is_ready, fraction=found.fraction)
    return Level(step_s=LEVEL_STEP_S, level_db=found, is_ready=True, fraction=1.0)


@router.get("/films/{film_id}/level/fine")
def fine_level(desk: DeskHere, film_id: FilmId, start_s: FromTime, end_s: ToTime) -> Level:
    """Give the level of a stretch of a film in hundredths of a second; none before it was measured."""
    _check_stretch(start_s, end_s, LONGEST_FINE_S)
    level_db = desk.library.fine_level(desk.film(film_id).id, start_s, end_s)
    is_ready = bool(level_db)
    return Level(step_s=FINE_STEP_S, level_db=level_db, is_ready=is_ready, fraction=float(is_ready))


@router.get("/recordings/{recording_id}/level")
def level_of_recording(desk: DeskHere, recording_id: RecordingId) -> Level:
    """Give a recording's level from its start to its end."""
    step_s, level_db = desk.library.recording_level(recording_id)
    return Level(step_s=step_s, level_db=level_db, is_ready=True, fraction=1.0)


@router.get("/films/{film_id}/cues/{cue_id}/evidence")
def evidence(
    desk: DeskHere,
    film_id: FilmId,
    cue_id: CueId,
    start_s: FromTime,
    end_s: ToTime,
    placement: Annotated[int, Query(ge=0, le=1000)] = 0,
) -> Evidence:
    """Show the film's spectrogram, and where the recording's peaks are found in it or missing."""
    film = desk.film(film_id)
    return desk.library.evidence(film.id, cue_id, start_s, end_s, placement=placement)


def _check_stretch(start_s: float, end_s: float, longest_s: float) -> None:
    """Refuse stretches that are none, or too long for one answer."""
    if not 0.0 < end_s - start_s <= longest_s + 1e-6:
        raise UsageError(f"from {start_s:g} to {end_s:g} is no stretch of up to {longest_s:g} s")


def _answer(samples: Any, coding: str) -> Response:
    """Encode sound; the same address always sounds the same, so that a browser may keep it for a while."""
    is_opus = coding == "opus"
    content = as_opus(samples) if is_opus else as_wav(samples)
    kind = "audio/ogg" if is_opus else "audio/wav"
    return Response(content, media_type=kind, headers={"cache-control": "private, max-age=600"})
