"""What lies over and under the music: dialogue, effects, ambience."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.scenes import FilmPlan
from evaluation.stems import F32, RATE_HZ, Shelf, Stems
from evaluation.treatments import reverberated

Rng = np.random.Generator

DIALOGUE_DBFS = -30.0
"""Level of speech while it lasts; leaves room for music 10 dB above it."""
AMBIENCE_BELOW_DB = (8.0, 24.0)
EFFECTS_RELATIVE_DB = (-10.0, 3.0)
ACTION_RELATIVE_DB = (-3.0, 6.0)
EFFECTS_PER_MINUTE, ACTION_PER_MINUTE = 5.0, 40.0
LONGEST_EFFECT_S = 6.0
ROOMY_SPEECH = 0.4
"""Share of utterances spoken in a room that one hears."""


@dataclass(frozen=True)
class Bed:
    """All that is not music.

    Attributes
    ----------
    dialogue : float32[n]
    effects, ambience, surround : float32[2, n]
        `surround` is ambience of its own for the channels behind.
    spoken : list of (start_s, end_s)
    """

    dialogue: F32
    effects: F32
    ambience: F32
    surround: F32
    spoken: list[tuple[float, float]]


def make_bed(plan: FilmPlan, stems: Stems, shelf: Shelf, rng: Rng, *, surround: bool) -> Bed:
    """Make a film's dialogue, effects and ambience; `surround` asks for ambience behind, too."""
    n = round(plan.duration_s * RATE_HZ)
    dialogue, spoken = _speak(plan, stems, shelf, rng, n)
    effects = _strew_effects(plan, stems, shelf, rng, n)
    ambience = _lay_ambience(stems, shelf, rng, n)
    behind = _lay_ambience(stems, shelf, rng, n) if surround else np.zeros((2, 0), np.float32)
    bed = Bed(dialogue, effects, ambience, behind, spoken)
    for start_s, end_s in plan.quiet:
        _hush(bed, round(start_s * RATE_HZ), round(end_s * RATE_HZ))
    return bed


def dub_voices(bed: Bed, stems: Stems, shelf: Shelf, rng: Rng) -> F32:
    """Let others speak where the film's people speak, as long as they do: float32[n]."""
    out = np.zeros_like(bed.dialogue)
    for start_s, end_s in bed.spoken:
        first, last = round(start_s * RATE_HZ), min(round(end_s * RATE_HZ), len(out))
        while first < last:
            path = stems.speech[int(rng.integers(len(stems.speech)))].path
            voice = at_level(shelf.read(path), DIALOGUE_DBFS + rng.uniform(-2, 2)).mean(axis=0)
            piece = faded(voice[: last - first], 0.0, 0.02)
            out[first : first + len(piece)] += piece
            first += max(1, len(piece))
    return out


def at_level(sound: F32, level_dbfs: float) -> F32:
    """Bring sound to a level (root mean square over all channels)."""
    rms = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if sound.size else 0.0
    return sound * np.float32(10 ** (level_dbfs / 20) / rms) if rms > 0 else sound


def faded(sound: F32, in_s: float, out_s: float) -> F32:
    """Fade in and out, by a quarter of a sine each."""
    n = sound.shape[-1]
    envelope = np.ones(n, np.float32)
    rise, fall = min(n, round(in_s * RATE_HZ)), min(n, round(out_s * RATE_HZ))
    if rise:
        envelope[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32))
    if fall:
        envelope[n - fall :] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))
    return sound * envelope


def _speak(
    plan: FilmPlan, stems: Stems, shelf: Shelf, rng: Rng, n: int
) -> tuple[F32, list[tuple[float, float]]]:
    """Two people in turn, changing partners now and then, silent in the film's silences."""
    out = np.zeros(n, np.float32)
    spoken: list[tuple[float, float]] = []
    by_speaker: dict[str, list[int]] = {}
    for i, utterance in enumerate(stems.speech):
        by_speaker.setdefault(utterance.speaker, []).append(i)
    speakers = sorted(by_speaker)
    pair = [speakers[i] for i in rng.permutation(len(speakers))[:2]]
    now = float(rng.uniform(0, 2))
    turns = 0
    while now < plan.duration_s - 1.0:
        if rng.random() < 0.1:
            pair = [speakers[i] for i in rng.permutation(len(speakers))[:2]]
        whose = by_speaker[pair[turns % len(pair)]]
        turns += 1
        path = stems.speech[whose[int(rng.integers(len(whose)))]].path
        length_s = shelf.samples(path) / RATE_HZ
        hush = next((q for q in plan.quiet if now < q[1] and now + length_s > q[0]), None)
        if hush is not None:
            now = hush[1] + float(rng.uniform(0.1, 0.5))
            continue
        voice = at_level(shelf.read(path), DIALOGUE_DBFS + rng.uniform(-2, 2))
        if rng.random() < ROOMY_SPEECH:
            voice = reverberated(voice, rng, decay_s=0.35, wet=0.15, damping_hz=5000)
        first = round(now * RATE_HZ)
        piece = voice.mean(axis=0)[: n - first]
        out[first : first + len(piece)] += piece
        spoken.append((round(now, 3), round(now + len(piece) / RATE_HZ, 3)))
        now += length_s + float(rng.exponential(length_s * (1 / plan.talkative - 1))) + 0.03
    return out, spoken


def _strew_effects(plan: FilmPlan, stems: Stems, shelf: Shelf, rng: Rng, n: int) -> F32:
    """Single sounds at random places, dense and loud where there is action."""
    out = np.zeros((2, n), np.float32)
    moments = [(0.0, plan.duration_s, EFFECTS_PER_MINUTE, EFFECTS_RELATIVE_DB)]
    moments += [(start, end, ACTION_PER_MINUTE, ACTION_RELATIVE_DB) for start, end in plan.action]
    for start_s, end_s, per_minute, (low_db, high_db) in moments:
        for _ in range(int(rng.poisson(per_minute * (end_s - start_s) / 60))):
            path = stems.effects[int(rng.integers(len(stems.effects)))]
            sound = shelf.read(path, 0, min(shelf.samples(path), round(LONGEST_EFFECT_S * RATE_HZ)))
            sound = at_level(faded(sound, 0.002, 0.2), DIALOGUE_DBFS + rng.uniform(low_db, high_db))
            pan = np.clip(rng.normal(0, 0.5), -1, 1)
            gains = np.array([[min(1.0, 1 - pan)], [min(1.0, 1 + pan)]], np.float32)
            first = int(rng.uniform(start_s, end_s) * RATE_HZ)
            piece = (sound * gains)[:, : n - first]
            out[:, first : first + piece.shape[1]] += piece
    return out


def _lay_ambience(stems: Stems, shelf: Shelf, rng: Rng, n: int) -> F32:
    """Places of 15 to 60 s, each with its own sound and level, cross-faded over one second."""
    out = np.zeros((2, n), np.float32)
    first = 0
    seam = RATE_HZ
    while first < n:
        path = stems.ambience[int(rng.integers(len(stems.ambience)))]
        count = int(rng.uniform(15, 60) * RATE_HZ)
        held = shelf.samples(path)
        begin = int(rng.integers(max(1, held - count)))
        turns = [shelf.read(path, begin, min(count, held - begin))]
        while sum(t.shape[1] for t in turns) < count:
            turns.append(shelf.read(path, 0, min(held, count)))
        sound = np.concatenate(turns, axis=1)[:, :count]
        level = DIALOGUE_DBFS - float(rng.uniform(*AMBIENCE_BELOW_DB))
        piece = faded(at_level(sound, level), 1.0, 1.0)[:, : n - first]
        out[:, first : first + piece.shape[1]] += piece
        first += count - seam
    return out


def _hush(bed: Bed, first: int, last: int) -> None:
    """Silence the bed, with ramps of 20 ms inside the silence."""
    ramp = round(0.02 * RATE_HZ)
    for sound in (bed.dialogue, bed.effects, bed.ambience, bed.surround):
        part = sound[..., first:last]
        if part.shape[-1] > 2 * ramp:
            envelope = np.zeros(part.shape[-1], np.float32)
            envelope[:ramp] = np.linspace(1, 0, ramp)
            envelope[-ramp:] = np.linspace(0, 1, ramp)
            part *= envelope
