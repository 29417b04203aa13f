"""Works made from a seed, and performances of them: in any key, at any tempo, with other notes around."""

import wave

import numpy as np

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.peaks import Peaks

RATE_HZ = 11025
FRAMES_PER_SECOND = RATE_HZ / 256
LOWEST_HZ = 110.0
CHORDS = tuple((root, (root + third) % 12, (root + 7) % 12) for root in range(12) for third in (3, 4))
CHORDS_OF_A_WORK = 7


def notes(seed, *, beats=60, tempo=1.0, semitones=0, takes=0, first_beat=0, density=24):
    """Write down a performance: seconds and semitones above A of its notes, in no order.

    The chords are those of the seed, two seconds each; `takes` says which of their notes are played when.
    """
    writing = np.random.default_rng(seed)
    own = writing.choice(len(CHORDS), CHORDS_OF_A_WORK, replace=False)
    chords = writing.choice(own, 400)[first_beat : first_beat + beats]
    chance = np.random.default_rng((seed, takes))
    written = []
    for beat, chord in enumerate(chords.tolist()):
        for _ in range(density):
            at_s = (2.0 * beat + chance.uniform(0, 2.0)) / tempo
            tone = (
                CHORDS[chord][int(chance.integers(3))] if chance.random() < 0.8 else int(chance.integers(12))
            )
            written.append((at_s, tone + semitones + 12 * int(chance.integers(1, 4))))
    return written


def perform(seed, *, beats=60, tempo=1.0, **how):
    """Give the fingerprint of a performance, each note one peak, as the library keeps them."""
    written = notes(seed, beats=beats, tempo=tempo, **how)
    chance = np.random.default_rng(len(written))
    frame = np.array([int(at_s * FRAMES_PER_SECOND) for at_s, _ in written], np.int32)
    cents = np.array([100 * tone + int(chance.integers(-8, 9)) for _, tone in written], np.uint16)
    order = np.lexsort((cents, frame))
    return Fingerprint(Peaks(frame[order], cents[order]), int(2.0 * beats / tempo * FRAMES_PER_SECOND) + 1)


def sound(written):
    """Play notes: float32[2, n], each note with two overtones, dying away in a second."""
    length = int((max(at_s for at_s, _ in written) + 1.0) * RATE_HZ)
    played = np.zeros((2, length))
    t = np.arange(RATE_HZ) / RATE_HZ
    for number, (at_s, tone) in enumerate(written):
        hz = LOWEST_HZ * 2 ** (tone / 12)
        tones = sum(np.sin(2 * np.pi * k * hz * t) / k for k in (1, 2, 3) if k * hz < 5000)
        first = int(at_s * RATE_HZ)
        played[number % 2, first : first + RATE_HZ] += (np.exp(-4 * t) * tones)[: length - first]
    return (0.5 * played / np.abs(played).max()).astype(np.float32)


def write_wave(path, samples):
    """Write float32[2, n] as a WAV file of 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples.T * 32767).astype("<i2").tobytes())
