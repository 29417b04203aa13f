"""A plan becomes sound, and its truth is written down.

In: a `FilmPlan`. Out: float32[channels, n] at 48 kHz and the truth, in the fields that
`docs/evaluation.md` describes. Levels are energies summed over all channels but the low-frequency one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.bed import Bed, dub_voices, faded, make_bed
from evaluation.filters import drifting, resampled, shifted, stretched
from evaluation.layouts import Layout, MusicDesk, counted, place_bed, place_music
from evaluation.repeats import Repeats
from evaluation.scenes import FilmPlan, Stretch
from evaluation.stems import F32, RATE_HZ, Shelf, Stems
from evaluation.treatments import treat

Rng = np.random.Generator
F64 = NDArray[np.float64]

BLOCK_SAMPLES = 480
"""Energies are kept by 10 ms."""
LOWEST_BED_DBFS = -60.0
"""Music in silence is set against this level, so that no gain is infinite."""
PEAK = 0.97
RIDING_DB = 3.0
"""The mixer's hand: music that is ducked also drifts by this much, up and down."""
SOURCE_MUSIC = {"radio", "mono_pan", "speaker", "telephone"}
FROM_CENTRE = 0.25
"""Share of source music that surround films put into the centre channel."""
AUDIBLE_DB = -20.0
"""Music this far below the rest of the film cannot be heard: it moves `heard_start_s` and `heard_end_s`."""
OWN_AUDIBLE_DB = -30.0
"""The same against the stretch's own mean level, for fades in silence."""

Truth = dict[str, Any]


@dataclass(frozen=True)
class Mix:
    """A film's sound and the truth about it (without what only the encoder knows); its dubs' sound."""

    channels: F32
    truth: Truth
    dubs: tuple[F32, ...] = ()


@dataclass(frozen=True)
class _Laid:
    """A stretch as it sounds: its place, its channels, its energy by block."""

    first: int
    channels: F32
    energy: F64


def mix_film(
    plan: FilmPlan, stems: Stems, shelf: Shelf, rng: Rng, *, layout: Layout, repeats: Repeats, dubs: int = 0
) -> Mix:
    """Mix a film.

    Parameters
    ----------
    plan : FilmPlan
        What plays where.
    stems, shelf : Stems, Shelf
        The material, and where it is kept decoded.
    rng : numpy.random.Generator
        All chance.
    layout : Layout
        The film's channels.
    repeats : Repeats
        Finds other places of a recording that sound the same.
    dubs : int
        Further language tracks: the same music and effects, other voices where voices are.

    Returns
    -------
    Mix
        float32[channels, n], and ``placements``, ``non_library_music``, ``dialogue``, ``silence``.
    """
    bed = make_bed(plan, stems, shelf, rng, surround=layout.surround or layout.name == "matrix")
    out = place_bed(bed, layout)
    rest = block_energy(out[counted(layout)])
    dialogue = block_energy(bed.dialogue[None])
    desk = MusicDesk(behind=float(rng.choice([0.0, 0.35, 0.5])), centre=float(rng.choice([0.0, 0.0, 0.25])))
    placements, outside = [], []
    for stretch in plan.stretches:
        treatment = _possible(stretch.treatment, layout)
        laid = _lay(stretch, treatment, shelf, rng, bed=bed, rest=rest, layout=layout, desk=desk)
        out[:, laid.first : laid.first + laid.channels.shape[1]] += laid.channels
        facts = _facts(stretch, treatment, laid, rest=rest, dialogue=dialogue, layout=layout)
        if stretch.in_library:
            track_end_s = facts["track_end_s"]
            facts["alt_track_starts"] = repeats.elsewhere(
                stretch.track.path, facts["track_start_s"], track_end_s
            )
            placements.append(facts)
        else:
            kept = ("film_start_s", "film_end_s", "track", "track_start_s", "snr_db", "snr_measured_db")
            outside.append({key: facts[key] for key in kept} | {"speed": facts["speed"]})
    _name_neighbours(placements)
    dubbed = [out + _revoiced(bed, stems, shelf, rng, layout) for _ in range(dubs)]
    peak = max(float(np.abs(track).max()) for track in (out, *dubbed))
    if peak > PEAK:
        for track in (out, *dubbed):
            np.multiply(track, PEAK / peak, out=track)
    truth: Truth = {
        "duration_s": plan.duration_s,
        "sample_rate": RATE_HZ,
        "layout": layout.name,
        "placements": placements,
        "non_library_music": outside,
        "dialogue": [list(span) for span in bed.spoken],
        "silence": [[round(a, 3), round(b, 3)] for a, b in plan.quiet],
    }
    return Mix(out, truth, tuple(dubbed))


def _revoiced(bed: Bed, stems: Stems, shelf: Shelf, rng: Rng, layout: Layout) -> F32:
    """Give what is to be added to a film so that others speak in it: float32[channels, n]."""
    silent = replace(
        bed,
        effects=np.zeros_like(bed.effects),
        ambience=np.zeros_like(bed.ambience),
        surround=np.zeros_like(bed.surround),
    )
    others = dub_voices(bed, stems, shelf, rng)
    return place_bed(replace(silent, dialogue=others - bed.dialogue), layout)


def block_energy(channels: F32) -> F64:
    """Sum squares over all channels, by blocks of `BLOCK_SAMPLES` (a last, short block counts as one)."""
    n = channels.shape[1]
    edges = np.arange(0, n, BLOCK_SAMPLES)
    total = np.zeros(len(edges))
    for channel in channels:
        total += np.add.reduceat(np.square(channel, dtype=np.float64), edges)
    return total


def duck(count: int, first: int, spoken: list[tuple[float, float]], depth_db: float, rng: Rng) -> F32:
    """Draw a mixer's fader: down by `depth_db` under speech (fast down, slow up), drifting all the while.

    Returns
    -------
    float32[count]
        Gain for each sample from film sample `first` on.
    """
    if depth_db == 0:
        return np.ones(count, np.float32)
    blocks = count // BLOCK_SAMPLES + 2
    times_s = (first + np.arange(blocks) * BLOCK_SAMPLES) / RATE_HZ
    wanted = np.zeros(blocks)
    for start_s, end_s in spoken:
        wanted[(times_s >= start_s - 0.15) & (times_s < end_s + 0.2)] = -depth_db
    level_db = np.empty(blocks)
    now = wanted[0]
    down, up = 1 - np.exp(-0.01 / 0.1), 1 - np.exp(-0.01 / 0.4)
    for i, goal in enumerate(wanted):
        now += (goal - now) * (down if goal < now else up)
        level_db[i] = now
    period_s, phase = rng.uniform(6, 15), rng.uniform(0, 2 * np.pi)
    level_db += RIDING_DB * np.sin(2 * np.pi * times_s / period_s + phase)
    gains = 10 ** (level_db / 20)
    return np.interp(np.arange(count), np.arange(blocks) * BLOCK_SAMPLES, gains).astype(np.float32)


def _possible(treatment: str, layout: Layout) -> str:
    """Limit instead where a channel turned over would cancel: in mono."""
    return "limited" if treatment == "inverted" and layout.channels == 1 else treatment


def _sound(stretch: Stretch, shelf: Shelf, count: int) -> F32:
    """Read a stretch at its speed, `count` samples long."""
    speed = stretch.speed
    first = round(stretch.track_start_s * RATE_HZ)
    needed = round(count * speed.ratio) + RATE_HZ // 2
    sound = shelf.read(stretch.track.path, first, needed)
    if speed.mode == "speed":
        sound = resampled(sound, speed.pitch_rate_hz)
    elif speed.mode == "drift":
        sound = drifting(sound, speed.ratio, speed.bend, count)
    elif speed.mode == "tempo":
        sound = stretched(sound, speed.ratio)
    elif speed.mode == "pitch":
        sound = shifted(sound, speed.pitch_rate_hz)
    return sound[:, :count]


def _lay(
    stretch: Stretch,
    treatment: str,
    shelf: Shelf,
    rng: Rng,
    *,
    bed: Bed,
    rest: F64,
    layout: Layout,
    desk: MusicDesk,
) -> _Laid:
    """Make a stretch sound as it will in the film, at its level against the rest."""
    first = round(stretch.film_start_s * RATE_HZ)
    count = min(round(stretch.duration_s * RATE_HZ), bed.dialogue.shape[0] - first)
    music = treat(_sound(stretch, shelf, count), treatment, pan=stretch.pan, rng=rng)
    music = music * duck(music.shape[1], first, bed.spoken, stretch.ducking_db, rng)
    music = faded(music, stretch.fade_in_s, stretch.fade_out_s)
    from_centre = layout.surround and treatment in SOURCE_MUSIC and rng.random() < FROM_CENTRE
    channels = place_music(music, layout, desk, from_centre=from_centre)
    lowest = 10 ** (LOWEST_BED_DBFS / 10) * count
    against = max(_over(rest, first, count), lowest)
    have = float(block_energy(channels[counted(layout)]).sum())
    gain = np.sqrt(against * 10 ** (stretch.snr_db / 10) / max(have, 1e-12))
    channels *= np.float32(gain)
    return _Laid(first, channels, block_energy(channels[counted(layout)]))


def _facts(
    stretch: Stretch, treatment: str, laid: _Laid, *, rest: F64, dialogue: F64, layout: Layout
) -> Truth:
    """Write down a stretch as the truth has it."""
    count = laid.channels.shape[1]
    film_start_s, duration_s = laid.first / RATE_HZ, count / RATE_HZ
    track_start_s = round(stretch.track_start_s * RATE_HZ) / RATE_HZ
    music = float(laid.energy.sum())
    heard_start_s, heard_end_s = _heard(laid, rest)
    return {
        "film_start_s": round(film_start_s, 4),
        "film_end_s": round(film_start_s + duration_s, 4),
        "track": stretch.track.id,
        "track_start_s": round(track_start_s, 4),
        "track_end_s": round(track_start_s + duration_s * stretch.speed.ratio, 4),
        "speed": round(stretch.speed.ratio, 6),
        "pitch_cents": round(stretch.speed.pitch_cents, 2),
        "mode": stretch.speed.mode,
        "bend": stretch.speed.bend,
        "snr_db": stretch.snr_db,
        "snr_measured_db": _ratio_db(music, _over(rest, laid.first, count)),
        "snr_dialogue_db": _ratio_db(music, _over(dialogue, laid.first, count)),
        "music_rms_dbfs": round(10 * np.log10(music / count / min(2, layout.channels) + 1e-12), 1),
        "treatment": treatment,
        "pan": stretch.pan,
        "ducking_db": stretch.ducking_db,
        "fade_in_s": stretch.fade_in_s,
        "fade_out_s": stretch.fade_out_s,
        "layered_with": [],
        "scene": stretch.scene,
        "group": stretch.group,
        "heard_start_s": round(heard_start_s, 2),
        "heard_end_s": round(heard_end_s, 2),
    }


def _heard(laid: _Laid, rest: F64) -> tuple[float, float]:
    """When the music is first and last loud enough against the rest, over 0.2 s."""
    blocks = len(laid.energy)
    first_block = laid.first // BLOCK_SAMPLES
    smooth = np.ones(20) / 20
    music = np.convolve(laid.energy, smooth, "same")
    under = np.pad(rest[first_block : first_block + blocks], (0, blocks))[:blocks]
    other = np.convolve(under, smooth, "same")
    enough = music > np.maximum(10 ** (AUDIBLE_DB / 10) * other, 10 ** (OWN_AUDIBLE_DB / 10) * music.mean())
    heard = np.flatnonzero(enough)
    if not heard.size:
        return laid.first / RATE_HZ, (laid.first + laid.channels.shape[1]) / RATE_HZ
    start, end = laid.first + np.array([heard[0], heard[-1] + 1]) * BLOCK_SAMPLES
    return float(start) / RATE_HZ, float(min(end, laid.first + laid.channels.shape[1])) / RATE_HZ


def _name_neighbours(placements: list[Truth]) -> None:
    """Fill in which other recordings sound during each placement."""
    for one in placements:
        one["layered_with"] = [
            other["track"]
            for other in placements
            if other is not one
            and other["film_start_s"] < one["film_end_s"]
            and one["film_start_s"] < other["film_end_s"]
        ]


def _over(energy: F64, first: int, count: int) -> float:
    """Sum block energies over samples ``[first, first + count)``."""
    return float(energy[first // BLOCK_SAMPLES : -(-(first + count) // BLOCK_SAMPLES)].sum())


def _ratio_db(music: float, other: float) -> float | None:
    """Music to other, in dB; None where the other is silent."""
    return round(float(10 * np.log10(music / other)), 2) if other > 0 and music > 0 else None
