"""Music made from a seed: notes with overtones, played at any tempo and pitch without stretching any samples."""

from functools import cache
from typing import NamedTuple

import numpy as np

from cuespotter.media.timeline import AudioBlock

RATE_HZ = 11025
HOP_S = 256 / RATE_HZ
STEREO = ("FL", "FR")


class Note(NamedTuple):
    """One note: when, how high, how loud, how quickly it dies away, and from where (0 left, 1 right)."""

    start_s: float
    hz: float
    level: float
    decay: float
    pan: float


@cache
def score(seed, seconds):
    """Write down random notes, eight a second, none before 0 and none after the end."""
    chance = np.random.default_rng(seed)
    count = int(8 * seconds)
    starts = np.sort(chance.uniform(0, seconds, count))
    hz = 130.8 * 2 ** (chance.integers(0, 36, count) / 12)
    rest = (chance.uniform(0.03, 0.15, count), chance.uniform(2.0, 6.0, count), chance.uniform(0, 1, count))
    return [Note(*map(float, values)) for values in zip(starts, hz, *rest, strict=True)]


@cache
def play(seed, *, seconds=40.0, first_s=0.0, length_s=None, tempo=1.0, pitch_cents=0.0):
    """Play `length_s` seconds of a tune from its `first_s` on: float32[2, n].

    `tempo` recording seconds pass in each second; `pitch_cents` is how much higher it sounds.
    """
    length_s = (seconds - first_s) / tempo if length_s is None else length_s
    sound = np.zeros((2, round(length_s * RATE_HZ)))
    raised = 2.0 ** (pitch_cents / 1200.0)
    for note in score(seed, seconds):
        start_s = (note.start_s - first_s) / tempo
        end_s = min(start_s + 5.0 / note.decay / tempo, length_s)
        first, last = max(0, int(np.ceil(start_s * RATE_HZ))), int(end_s * RATE_HZ)
        if last <= first:
            continue
        t = np.arange(first, last) / RATE_HZ - start_s
        tones = [h for h in range(1, 7) if h * note.hz * raised < 5000.0]
        wave = sum(np.sin(2 * np.pi * h * note.hz * raised * t) / h for h in tones)
        wave *= note.level * np.exp(-note.decay * tempo * t)
        sound[0, first:last] += np.sqrt(1 - note.pan) * wave
        sound[1, first:last] += np.sqrt(note.pan) * wave
    return sound.astype(np.float32)


def noise(seconds, *, seed=99, level=0.003, channels=2):
    """Make white noise."""
    chance = np.random.default_rng(seed)
    return (level * chance.standard_normal((channels, round(seconds * RATE_HZ)))).astype(np.float32)


def mix(seconds, *parts, level=0.003):
    """Lay sounds into noise: each part is (second, float32[2, n])."""
    film = noise(seconds, level=level)
    for start_s, sound in parts:
        first = round(start_s * RATE_HZ)
        film[:, first : first + sound.shape[1]] += sound[:, : film.shape[1] - first]
    return film


def cut_blocks(sound, *, layout=STEREO, block_samples=65536):
    """Hand sound on in blocks, as the decoder does."""
    starts = range(0, sound.shape[1], block_samples)
    return [AudioBlock(first, layout, sound[:, first : first + block_samples]) for first in starts]
