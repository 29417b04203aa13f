"""Placements that explain the film -> numbered cues."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cuespotter.alignment.align import Alignment
from cuespotter.alignment.bars import bar_confidence
from cuespotter.alignment.confidence import Reported
from cuespotter.alignment.scene import SceneSigns, edges_hz, scene_confidence
from cuespotter.analysis.views import View
from cuespotter.clock import FilmSeconds, RecordingSeconds, frames_to_seconds
from cuespotter.cues.numbering import number_cues
from cuespotter.cues.preference import prefer_recordings
from cuespotter.model import (
    Cue,
    MusicSign,
    Placement,
    Recording,
    Rival,
    SceneHint,
    SoundSpans,
    WorkQuestion,
)
from cuespotter.model.cue import another_mix
from cuespotter.music.find import MusicStretch
from cuespotter.settings import Settings
from cuespotter.versions.find import Bar, SameWork


@dataclass(frozen=True)
class UnnamedMusic:
    """Music that nothing explains: whose work it may be, the likeliest first; how loud; why thought music."""

    stretch: MusicStretch
    asked: tuple[SameWork, ...] = ()
    level_db: float | None = None
    signs: tuple[MusicSign, ...] = ()


@dataclass(frozen=True)
class ReelFindings:
    """What explains one reel, and where the reel lies on the film's clock.

    Attributes
    ----------
    start_s : float
        Where the reel begins.
    reported : list of Reported
    views : tuple[View, ...]
        In the order of `Alignment.view_strength`.
    unnamed : list of UnnamedMusic
        Music that nothing explains.
    sounds : list of SoundSpans
        When there is music, speech, singing in the reel, on the film's clock.
    """

    start_s: float
    reported: list[Reported]
    views: tuple[View, ...]
    unnamed: list[UnnamedMusic] = field(default_factory=list)
    sounds: list[SoundSpans] = field(default_factory=list)


@dataclass(frozen=True)
class _Found:
    """A placement with the recording it is of, its confidence and its rivals."""

    recording: Recording
    placement: Placement
    confidence: float
    rivals: list[Rival]
    scene: SceneSigns | None


def assemble(
    reels: Sequence[ReelFindings],
    recording_at: Callable[[int], Recording],
    settings: Settings,
) -> list[Cue]:
    """Make cues of what explains a film.

    Parameters
    ----------
    reels : sequence of ReelFindings
        In order of the film's clock.
    recording_at : callable
        Gives the recording by its number in the index.
    settings : Settings

    Returns
    -------
    list of Cue
        Numbered, ascending by start.
    """
    found = [_found(reel, one, recording_at, settings) for reel in reels for one in reel.reported]
    cues = [_cue(group, settings) for group in _grouped(found, settings)]
    cues += [_unnamed(reel.start_s, one, recording_at, settings) for reel in reels for one in reel.unnamed]
    cues.sort(key=lambda cue: (cue.start_s, cue.id))
    numbers = number_cues([cue.start_s for cue in cues], [reel.start_s for reel in reels])
    return [cue.model_copy(update={"cue_no": number}) for cue, number in zip(cues, numbers, strict=True)]


def join_sounds(reels: Sequence[ReelFindings]) -> list[SoundSpans]:
    """Put the spans of all reels together, kind by kind."""
    joined: dict[str, SoundSpans] = {}
    for one in (one for reel in reels for one in reel.sounds):
        before = joined.get(one.kind)
        spans = one.spans if before is None else [*before.spans, *one.spans]
        joined[one.kind] = one.model_copy(update={"spans": spans})
    return list(joined.values())


def _found(
    reel: ReelFindings, one: Reported, recording_at: Callable[[int], Recording], settings: Settings
) -> _Found:
    """Turn an alignment into a placement."""
    alignment, others = _preferred(one, recording_at, settings)
    rivals = [
        _rival(alignment, rival, recording_at(rival.recording), one.confidence, settings)
        for rival in sorted(others, key=lambda rival: -rival.gain)
        if rival.gain >= settings.explain.rival_share * alignment.gain
    ]
    return _Found(
        recording_at(alignment.recording),
        _placement(reel, alignment, one, settings),
        one.confidence,
        rivals[: settings.explain.most_rivals],
        one.scene,
    )


def _preferred(
    one: Reported, recording_at: Callable[[int], Recording], settings: Settings
) -> tuple[Alignment, list[Alignment]]:
    """Choose among recordings that fit alike, as one master on several releases does; others are rivals."""
    least = settings.explain.identical_share * one.alignment.gain
    alike = {one.alignment.recording: one.alignment}
    for rival in sorted(one.rivals, key=lambda rival: -rival.gain):
        if rival.gain >= least:
            alike.setdefault(rival.recording, rival)
    order = prefer_recordings([recording_at(number) for number in alike])
    chosen = next(a for number, a in alike.items() if recording_at(number).id == order[0].id)
    others = [other for other in (one.alignment, *one.rivals) if other is not chosen]
    return chosen, others


def _placement(reel: ReelFindings, alignment: Alignment, one: Reported, settings: Settings) -> Placement:
    """Put an alignment on the film's clock, in seconds."""
    line = alignment.line
    first = max(alignment.first, line.offset)
    strengths = list(zip(reel.views, alignment.view_strength.tolist(), strict=True))
    middle = sum(strength for view, strength in strengths if view.is_middle)
    return Placement(
        film_in_s=FilmSeconds(round(max(0.0, _seconds(first, settings)) + reel.start_s, 4)),
        film_out_s=FilmSeconds(round(_seconds(alignment.last, settings) + reel.start_s, 4)),
        recording_in_s=RecordingSeconds(round(_seconds(line.recording_frame(max(first, 0.0)), settings), 4)),
        recording_out_s=RecordingSeconds(round(_seconds(line.recording_frame(alignment.last), settings), 4)),
        speed=round(line.speed, 7),
        pitch_cents=round(line.pitch_cents, 2),
        level_db=_level_db(alignment, middle, settings),
        bar_confidence=round(bar_confidence(one.bar_margin, settings.confidence), 3),
        mix_confidence=None if one.mix_confidence is None else round(one.mix_confidence, 3),
        heard_on=[view.name for view, strength in strengths if strength >= settings.explain.heard_strength],
        film_in_error_s=round(_seconds(alignment.first_error, settings), 3),
        film_out_error_s=round(_seconds(alignment.last_error, settings), 3),
    )


def _level_db(alignment: Alignment, strength: float, settings: Settings) -> float:
    """Give the music's level against the rest: as measured, or estimated by how clearly mid hears it."""
    rules, level_db = settings.explain, alignment.level_db
    if level_db is None:
        level_db = rules.level_at_zero_db + rules.level_per_strength_db * strength
    return round(min(max(level_db, rules.lowest_level_db), rules.highest_level_db), 1)


def _rival(
    chosen: Alignment, rival: Alignment, recording: Recording, confidence: float, settings: Settings
) -> Rival:
    """Name another answer that the sound allows."""
    share = min(1.0, rival.gain / max(chosen.gain, 1.0))
    if rival.recording == chosen.recording:
        reason = "another place"
    else:
        reason = "same sound" if share >= settings.explain.same_sound_share else "weaker"
    start = rival.line.recording_frame(max(chosen.first, rival.first))
    return Rival(
        recording=recording,
        recording_in_s=RecordingSeconds(round(_seconds(start, settings), 3)),
        reason=reason,
        confidence=round(confidence * share / (1.0 + share), 4),
    )


def _grouped(found: Sequence[_Found], settings: Settings) -> list[list[_Found]]:
    """Put placements of one recording that follow each other closely into one cue."""
    groups: list[list[_Found]] = []
    latest: dict[str, list[_Found]] = {}
    for item in sorted(found, key=lambda item: (item.placement.film_in_s, item.recording.id)):
        group = latest.get(item.recording.id)
        if group is not None and _goes_on(_latest(group), item.placement, settings):
            group.append(item)
            continue
        latest[item.recording.id] = [item]
        groups.append(latest[item.recording.id])
    return groups


def _latest(group: Sequence[_Found]) -> Placement:
    """Give the placement that ends last."""
    return max((item.placement for item in group), key=lambda placement: placement.film_out_s)


def _goes_on(before: Placement, after: Placement, settings: Settings) -> bool:
    """Say whether two placements of one recording are one musical event."""
    gap_s = after.film_in_s - before.film_out_s
    if gap_s <= settings.cues.same_cue_gap_s:
        return True
    ran_on_s = before.recording_out_s + gap_s * before.speed
    runs_on = abs(ran_on_s - after.recording_in_s) <= settings.cues.running_on_tolerance_s
    return gap_s <= settings.cues.same_cue_running_gap_s and runs_on


def _cue(group: Sequence[_Found], settings: Settings) -> Cue:
    """Make one cue of placements of one recording."""
    placements = [item.placement for item in group]
    recording = group[0].recording
    start_s = placements[0].film_in_s
    key = f"{recording.id}@{start_s:.1f}"
    seen: set[tuple[str, float]] = set()
    rivals: list[Rival] = []
    for rival in (rival for item in group for rival in item.rivals):
        where = (rival.recording.id, rival.recording_in_s)
        if where not in seen:
            seen.add(where)
            rivals.append(rival)
    return Cue(
        id=_id(key),
        cue_no="",
        confidence=round((1.0 - _all_wrong(group)) * _own_mix(placements), 4),
        start_s=start_s,
        end_s=FilmSeconds(max(placement.film_out_s for placement in placements)),
        recording=recording,
        placements=placements,
        rivals=rivals,
        scene_hint=_scene_hint(group, settings),
    )


def _scene_hint(group: Sequence[_Found], settings: Settings) -> SceneHint | None:
    """Say that a cue sounds as if it played within the scene: as its longest placement does, if at all.

    What was cut out of a film sounds as that film does, and hints at nothing.
    """
    rules = settings.scene
    longest = max(group, key=lambda item: item.placement.film_out_s - item.placement.film_in_s)
    if longest.scene is None or longest.recording.heard_in is not None:
        return None
    confidence = scene_confidence(longest.scene, rules)
    if confidence < rules.least_confidence:
        return None
    lowest_hz, highest_hz = edges_hz(longest.scene, rules)
    lean = longest.scene.lean
    return SceneHint(
        confidence=round(confidence, 4),
        lowest_hz=lowest_hz,
        highest_hz=highest_hz,
        rings_on=longest.scene.ringing >= rules.least_ringing,
        side=None if abs(lean) < rules.least_lean else ("left" if lean > 0 else "right"),
    )


def _unnamed(
    reel_start_s: float, music: UnnamedMusic, recording_at: Callable[[int], Recording], settings: Settings
) -> Cue:
    """Make a cue of music that nothing explains."""
    stretch = music.stretch
    start_s = FilmSeconds(round(reel_start_s + _seconds(stretch.first_frame, settings), 2))
    return Cue(
        id=_id(f"unnamed@{start_s:.1f}"),
        cue_no="",
        kind="unnamed_music",
        confidence=round(stretch.probability, 4),
        start_s=start_s,
        end_s=FilmSeconds(round(reel_start_s + _seconds(stretch.last_frame, settings), 2)),
        level_db=music.level_db,
        signs=list(music.signs),
        questions=[
            WorkQuestion(
                recording=recording_at(one.recording),
                confidence=round(one.probability, 4),
                placements=[_in_step(reel_start_s, one, bar, settings) for bar in one.bars],
            )
            for one in music.asked
        ],
    )


def _in_step(reel_start_s: float, one: SameWork, bar: Bar, settings: Settings) -> Placement:
    """Lay a few seconds of another recording of the work beside the film."""
    return Placement(
        film_in_s=FilmSeconds(round(reel_start_s + _seconds(bar.first, settings), 3)),
        film_out_s=FilmSeconds(round(reel_start_s + _seconds(bar.last, settings), 3)),
        recording_in_s=RecordingSeconds(round(_seconds(bar.known_first, settings), 3)),
        recording_out_s=RecordingSeconds(round(_seconds(bar.known_last, settings), 3)),
        speed=round((bar.known_last - bar.known_first) / (bar.last - bar.first), 4),
        pitch_cents=round(one.pitch_cents, 1),
    )


def _all_wrong(group: Sequence[_Found]) -> float:
    """Probability that no placement of a cue is true; they are not independent, so the best one's."""
    return min(1.0 - item.confidence for item in group)


def _own_mix(placements: Sequence[Placement]) -> float:
    """Say which share of a confidence is the recording's own, where all that was judged is another mix."""
    own = another_mix(placements)
    return 1.0 if own is None else own


def _seconds(frames: float, settings: Settings) -> float:
    """Turn frames into seconds."""
    analysis = settings.analysis
    return frames_to_seconds(frames, hop_samples=analysis.hop_samples, rate_hz=analysis.rate_hz)


def _id(key: str) -> str:
    """Name a cue by what it is and where it begins, to a tenth of a second: the same again in the next run.

    48 bits are far more than a film's cues need to stay apart.
    """
    return hashlib.sha256(key.encode()).hexdigest()[:12]
