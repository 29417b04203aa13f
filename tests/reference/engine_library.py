"""A small library of made music, its index, and identification of a sound, all within one process."""

import atexit
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from tests.reference.engine_music import RATE_HZ, cut_blocks, play

from cuespotter.alignment.lookup import Comparison, Comparisons
from cuespotter.analysis.fingerprint import fingerprint_recording, hear_film
from cuespotter.analysis.landmarks import landmarks_of_recording
from cuespotter.identify import identify
from cuespotter.index.reader import open_index
from cuespotter.index.writer import write_segment
from cuespotter.media.decode import blocks
from cuespotter.model import Recording
from cuespotter.settings import HearingSettings, Settings

SETTINGS = Settings(hearing=HearingSettings(tells_kinds=False))
TUNES = (0, 1, 2, 3)
FRAMES_PER_SECOND = SETTINGS.analysis.frames_per_second
SCRATCH = tempfile.TemporaryDirectory()
atexit.register(SCRATCH.cleanup)


@cache
def entry(seed):
    """Give (fingerprint, landmarks) of a tune."""
    fingerprint = fingerprint_recording(cut_blocks(play(seed)), SETTINGS.analysis)
    return fingerprint, landmarks_of_recording(fingerprint, SETTINGS.analysis)


@cache
def index_of(*tunes):
    """Index tunes in this order; an item is a seed, or (name, seed)."""
    named = [item if isinstance(item, tuple) else (f"tune{item}", item) for item in tunes]
    return _indexed((name, *entry(seed)) for name, seed in named)


def index_of_files(files):
    """Index files of music: their paths by the names that they are to have."""

    def entries():
        for name, path in files.items():
            sound = blocks(path, rate_hz=SETTINGS.analysis.rate_hz)
            fingerprint = fingerprint_recording(sound, SETTINGS.analysis)
            yield name, fingerprint, landmarks_of_recording(fingerprint, SETTINGS.analysis)

    return _indexed(entries())


def _indexed(entries):
    """Write a segment of (name, fingerprint, landmarks) and open it."""
    folder = Path(tempfile.mkdtemp(dir=SCRATCH.name))
    digest = SETTINGS.analysis.digest
    write_segment(folder / "one.ndx", entries, digest=digest)
    return open_index(folder, ["one.ndx"], digest=digest)


def hear(sound, **how):
    """Hear a sound as a film."""
    return hear_film(cut_blocks(sound, **how), SETTINGS.analysis, SETTINGS.hearing)


def compare(heard, tune):
    """Hold a film and a tune side by side."""
    return Comparison(tune, heard, entry(tune)[0], SETTINGS.alignment)


def comparisons(heard, *, copies=()):
    """Hold a film and all tunes side by side; `copies` are further numbers of tune 0."""
    return Comparisons(heard, lambda tune: entry(0 if tune in copies else tune)[0], SETTINGS.alignment)


def recording_of(name):
    """Give a recording that is known by its id only."""
    return Recording(id=name, path=f"{name}.flac", duration_s=40.0)


def identify_sounds(*reels, index=None, folder=None, settings=SETTINGS):
    """Write sounds as the reels of a film and identify it."""
    folder = Path(tempfile.mkdtemp(dir=SCRATCH.name)) if folder is None else folder
    paths = [folder / f"reel{number + 1}.wav" for number in range(len(reels))]
    for path, sound in zip(paths, reels, strict=True):
        soundfile.write(path, np.asarray(sound).T, RATE_HZ, subtype="FLOAT")
    return identify(paths, index_of(*TUNES) if index is None else index, recording_of, settings)


def named(document):
    """Leave out the cues of music that nobody has named."""
    return [cue for cue in document.cues if cue.kind == "recording"]
