"""A cue: one musical event of a film, made of placements of one recording, or of music nobody has named."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, Literal

from pydantic import Field

from cuespotter.model.base import CueSeconds, Model, PlacedFilmSeconds, PlacedRecordingSeconds
from cuespotter.model.party import Party
from cuespotter.model.recording import Recording
from cuespotter.model.sound import MusicSign
from cuespotter.model.tagged import tagged_writers
from cuespotter.model.track import Track
from cuespotter.model.work import Work

CueKind = Literal["recording", "unnamed_music"]
CueStatus = Literal["found", "confirmed", "edited", "rejected"]
FilmPart = Literal["logo", "main_title", "body", "end_title"]
Perception = Literal["not_heard", "unseen_source", "seen"]
Vocal = Literal["vocal", "instrumental"]
Prominence = Literal["background", "featured"]
Form = Literal["score", "song"]
Origin = Literal["made_for_film", "pre_existing", "library", "unknown"]
OWN_MIX: Final = 0.5
"""A placement this likely to be the recording itself is taken for it; any other is another mix."""


class Placement(Model):
    """One unbroken stretch of one recording in a film, ``[film_in_s, film_out_s)``.

    ``recording_s = speed * (film_s - offset_s)``, so ``recording_out_s - recording_in_s`` is
    ``speed * (film_out_s - film_in_s)``.
    """

    film_in_s: PlacedFilmSeconds
    film_out_s: PlacedFilmSeconds
    recording_in_s: PlacedRecordingSeconds
    recording_out_s: PlacedRecordingSeconds
    speed: float = Field(gt=0, le=1000, description="recording seconds played in one film second; PAL: 25/24")
    pitch_cents: float = Field(default=0.0, description="how much higher the film sounds than the recording")
    level_db: float | None = Field(
        default=None, description="music against everything else, where it can be told"
    )
    bar_confidence: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="probability that it is this place of the recording and no other that sounds nearly the "
        "same, where the recording plays at all",
    )
    mix_confidence: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="probability that it is the recording itself and no other mix of the same performance, "
        "such as one without its voices; None where that cannot be told",
    )
    heard_on: list[str] = Field(default=[], description="views on which it was heard: mid, side, ...")
    film_in_error_s: float | None = Field(default=None, description="standard error of film_in_s")
    film_out_error_s: float | None = None


def another_mix(placements: Sequence[Placement]) -> float | None:
    """Say how likely it is the recording itself after all, where all parts that were judged are another mix.

    Returns
    -------
    float or None
        Of the likeliest part; None where one is the recording itself, or nobody could tell of any.
    """
    judged = [said for place in placements if (said := place.mix_confidence) is not None]
    likeliest = max(judged, default=OWN_MIX)
    return likeliest if likeliest < OWN_MIX else None


class Rival(Model):
    """Another answer that the sound allows: another version, or another place in the same recording."""

    recording: Recording
    recording_in_s: PlacedRecordingSeconds
    reason: Literal["same sound", "another version", "another place", "weaker"] = "weaker"
    confidence: float = Field(ge=0, le=1)


class SceneHint(Model):
    """That music sounds as if it played within the scene: for who looks at the picture, never an answer."""

    confidence: float = Field(ge=0, le=1, description="probability that the characters hear it, by its sound")
    lowest_hz: float | None = Field(
        default=None, description="nothing below is heard, though the recording has it"
    )
    highest_hz: float | None = Field(default=None, description="likewise above")
    rings_on: bool = Field(default=False, description="its notes ring on as in a room")
    side: Literal["left", "right"] | None = Field(default=None, description="from where it comes")


class WorkQuestion(Model):
    """Music that may be another recording of the work that this recording is of: asked, never claimed."""

    recording: Recording
    confidence: float = Field(ge=0, le=1, description="probability that the work is the same")
    placements: list[Placement] = Field(
        default=[], description="how both run in step, bar by bar: each with its tempo, all in one key"
    )


class Cue(Model):
    """One musical event of a film, numbered '2m03'."""

    id: str
    cue_no: str
    kind: CueKind = "recording"
    status: CueStatus = "found"
    confidence: float = Field(ge=0, le=1, description="probability that the cue is true")
    start_s: CueSeconds
    end_s: CueSeconds
    recording: Recording | None = None
    placements: list[Placement] = Field(default=[])
    level_db: float | None = Field(
        default=None,
        description="of music without a name, against everything else; placements have their own",
    )
    signs: list[MusicSign] = Field(
        default=[], description="of music without a name: what speaks for music in it, and against"
    )
    rivals: list[Rival] = Field(default=[])
    questions: list[WorkQuestion] = Field(default=[], description="of whose work it may be, likeliest first")
    original: Recording | None = Field(
        default=None, description="a recording of the same work, where what is heard is another recording"
    )
    notes: str | None = None
    title: str | None = Field(default=None, description="the reviewer's name for it, before the recording's")
    artist: str | None = Field(default=None, description="likewise: who performs in the film")
    work: Work | None = Field(default=None, description="likewise, before the recording's work")
    film_part: FilmPart | None = Field(default=None, description="None: nobody has said")
    perception: Perception | None = Field(default=None, description="what the characters hear of it")
    scene_hint: SceneHint | None = Field(
        default=None, description="that it sounds as if they heard it; None where nothing hints at that"
    )
    vocal: Vocal | None = Field(default=None, description="as heard in this stretch")
    voice_probability: float | None = Field(
        default=None, ge=0, le=1, description="how likely a voice sings in this stretch, as it was heard"
    )
    prominence: Prominence | None = None
    form: Form | None = Field(default=None, description="score, or a song of its own standing")
    is_rolled_up: bool = Field(default=False, description="several short uses filed as one row")
    work_origin: Origin = Field(default="unknown", description="why the composition exists")
    recording_origin: Origin = Field(default="unknown", description="why this performance exists")
    still_s: CueSeconds | None = Field(
        default=None, description="the moment of the film whose picture stands for it on a page"
    )
    locked: list[str] = Field(default=[], description="fields that a new identification leaves alone")

    @property
    def work_known(self) -> Work | None:
        """The reviewer's work, else that of the recording, or of the one of which this is another."""
        if self.work is not None or self.recording_of_work is None:
            return self.work
        return self.recording_of_work.work

    @property
    def recording_of_work(self) -> Recording | None:
        """The recording that says which work it is: what is heard, else the one of which this is another."""
        return self.original if self.recording is None else self.recording

    def with_recordings(self, known: Collection[str], renew: Callable[[Recording], Recording]) -> "Cue":
        """Give the cue with its recordings renewed, those whose ids are known: its own, and the original."""
        renewed = {
            name: renew(recording)
            for name, recording in (("recording", self.recording), ("original", self.original))
            if recording is not None and recording.id in known
        }
        return self.model_copy(update=renewed) if renewed else self

    @property
    def open_questions(self) -> list[WorkQuestion]:
        """The questions that wait for an answer: none where somebody has said what the music is."""
        is_known = self.recording is not None or self.original is not None or self.work is not None
        return [] if is_known or self.status == "rejected" else self.questions

    @property
    def parts(self) -> list[Placement]:
        """The placements that say which part of a record is heard: none of one that was cut out of a film."""
        is_record = self.recording is not None and self.recording.heard_in is None
        return self.placements if is_record else []

    @property
    def parties_known(self) -> list[Party]:
        """The work's writers, then its publishers; without any, the writers that the tags name."""
        work = self.work_known
        if work is not None and work.parties:
            return [*work.writers, *work.publishers]
        return [] if self.recording_of_work is None else tagged_writers(self.recording_of_work)

    @property
    def writers_known(self) -> list[Party]:
        """The work's writers; where it names none, those of the recording."""
        if self.work is not None and self.work.writers:
            return self.work.writers
        return [] if self.recording_of_work is None else self.recording_of_work.writers_known

    @property
    def track_known(self) -> Track | None:
        """The track of an album in one file in which most of what is heard lies; of equals the first."""
        tracks = [] if self.recording is None else self.recording.tracks
        ends = [track.start_s for track in tracks[1:]] + [float("inf")]
        heard = [
            sum(
                max(0.0, min(end, place.recording_out_s) - max(track.start_s, place.recording_in_s))
                for place in self.placements
            )
            for track, end in zip(tracks, ends, strict=False)
        ]
        most = max(heard, default=0.0)
        return tracks[heard.index(most)] if most > 0 else None

    @property
    def title_known(self) -> str | None:
        """The reviewer's title, else that of the recording, the work, or the file.

        Another recording of a work is called as the work is, else as the recording is that was named.
        """
        if self.title is not None:
            return self.title
        track = self.track_known
        if track is not None and track.title is not None:
            return track.title
        if self.recording is not None and self.recording.title is not None:
            return self.recording.title
        if self.work_known is not None:
            return self.work_known.title
        if self.recording_of_work is None:
            return None
        return self.recording_of_work.title or self.recording_of_work.path

    @property
    def artist_known(self) -> str | None:
        """The reviewer's artist, else who performs on the recording."""
        if self.artist is not None or self.recording is None:
            return self.artist
        track = self.track_known
        return self.recording.performer_known if track is None or track.artist is None else track.artist

    @property
    def isrc_known(self) -> str | None:
        """The ISRC of what is heard: the track's of an album in one file, else the recording's."""
        if self.recording is None:
            return None
        track = self.track_known
        has_its_own = track is not None and any(one.isrc for one in self.recording.tracks)
        return track.isrc if track is not None and has_its_own else self.recording.isrc

    @property
    def loudest_db(self) -> float | None:
        """Level against everything else where it is loudest, in dB, as far as it can be told."""
        levels = [place.level_db for place in self.placements if place.level_db is not None]
        return max(levels, default=self.level_db)

    @property
    def duration_s(self) -> float:
        """How long it is heard in the film, first to last."""
        return self.end_s - self.start_s
