"""Works made from a seed, and performances of them: in any key, at any tempo, with other notes around."""

import wave

import numpy as np

import cuespotter
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


COVER_WORKS = 8
COVERED, PLAYED = 3, 5
"""Which of the works is covered in the film, and which plays in it as it is."""


def make_cover(folder, told=None):
    """Make a library of eight works, and a film in which the cast plays one of them, higher and slower.

    Gives the library's folder; the film is called "The Cover", the music lies beside it. `told`: a side table
    that is learnt before the film is identified.
    """
    music = folder / "music"
    music.mkdir()
    for work in range(COVER_WORKS):
        write_wave(music / f"Work {work}.wav", sound(notes(work, beats=45)))
    cover = notes(COVERED, beats=25, first_beat=10, tempo=0.88, semitones=5, takes=1)
    played = sound(notes(PLAYED, beats=45))[:, 20 * RATE_HZ : 45 * RATE_HZ]
    silence = np.zeros((2, 3 * RATE_HZ), np.float32)
    write_wave(folder / "film.wav", np.concatenate([sound(cover), silence, played], axis=1))
    with cuespotter.open_library(folder / "library", create=True, who="Ann") as library:
        library.add([music], jobs=1)
        if told is not None:
            assert not library.learn([told]).remarks
        library.identify([folder / "film.wav"], title="The Cover")
    return folder / "library"
