"""A cue: one musical event of a film, made of placements of one recording, or of music nobody has named."""

from typing import Literal

from pydantic import Field

from needledrop.model.base import Model
from needledrop.model.recording import Recording

CueKind = Literal["recording", "unnamed_music"]
CueStatus = Literal["found", "confirmed", "edited", "rejected"]


class Placement(Model):
    """One unbroken stretch of one recording in a film, ``[film_in_s, film_out_s)``.

    ``recording_s = speed * (film_s - offset_s)``, so ``recording_out_s - recording_in_s`` is
    ``speed * (film_out_s - film_in_s)``.
    """

    film_in_s: float
    film_out_s: float
    recording_in_s: float
    recording_out_s: float
    speed: float = Field(gt=0, description="recording seconds played in one film second; PAL: 25/24")
    pitch_cents: float = Field(default=0.0, description="how much higher the film sounds than the recording")
    level_db: float | None = Field(default=None, description="music against everything else, where it can be told")
    heard_on: list[str] = Field(default=[], description="views on which it was heard: mid, side, ...")
    film_in_error_s: float | None = Field(default=None, description="standard error of film_in_s")
    film_out_error_s: float | None = None


class Rival(Model):
    """Another answer that the sound allows: another version, or another place in the same recording."""

    recording: Recording
    recording_in_s: float
    reason: Literal["same sound", "another version", "another place", "weaker"] = "weaker"
    confidence: float = Field(ge=0, le=1)


class Cue(Model):
    """One musical event of a film, numbered '2m03'."""

    id: str
    cue_no: str
    kind: CueKind = "recording"
    status: CueStatus = "found"
    confidence: float = Field(ge=0, le=1, description="probability that the cue is true")
    start_s: float
    end_s: float
    recording: Recording | None = None
    placements: list[Placement] = []
    rivals: list[Rival] = []
    notes: str | None = None
