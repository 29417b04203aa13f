"""What the mixes are made of: a folder of music, speech, ambience and effects, decoded once and kept.

In: the data folder (its README says what stands where). Out: float32 stereo at 48 kHz.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from evaluation.tables import half_of_name, read_rows

RATE_HZ = 48_000
HEADROOM = 2.0
"""The cache is 16 bit at half scale: lossy music decodes to more than full scale."""

F32 = NDArray[np.float32]
HALVES = ("tuning", "report")
ANOTHER_MIX = ".instrumental"
"""Versions that are made of the same performance as a track of a library, without its voices."""
CUT_FROM_TRACKS = (".full-mix.", ".s20dan.", ".marine-band.", ".czech-nso.")
"""Versions that are the same recording as a track of a library."""
SOUND_SUFFIXES = {".opus", ".ogg", ".mp3", ".m4a", ".flac", ".wav"}


@dataclass(frozen=True)
class Track:
    """A piece of music: its id in the truth, and its file."""

    id: str
    path: Path
    repeats: float = 0.0
    """Share of it that returns within it, where `library.csv` says so."""


@dataclass(frozen=True)
class Speech:
    """One utterance."""

    path: Path
    speaker: str


@dataclass(frozen=True)
class Stems:
    """All material of a data folder, in a fixed order."""

    playing: tuple[Track, ...]
    distractors: tuple[Track, ...]
    outsiders: tuple[Track, ...]
    speech: tuple[Speech, ...]
    ambience: tuple[Path, ...]
    effects: tuple[Path, ...]


def read_stems(data: Path) -> Stems:
    """List the material of a data folder.

    Parameters
    ----------
    data : Path
        Folder with ``library/library.csv``, ``outsiders/`` and ``stems/{speech,ambience,effects}/``.

    Returns
    -------
    Stems
        Music that may play in the films, music that is only in the library, music that is in no
        library, and what lies over it; each sorted by path.
    """
    return Stems(
        playing=_tracks(data / "library", "may"),
        distractors=_tracks(data / "library", "no"),
        outsiders=tuple(Track(_slug(p.stem), p) for p in _sounds(data / "outsiders")),
        speech=tuple(Speech(p, p.parent.name) for p in _sounds(data / "stems" / "speech")),
        ambience=tuple(_sounds(data / "stems" / "ambience")),
        effects=tuple(_sounds(data / "stems" / "effects")),
    )


def _tracks(library: Path, plays: str) -> tuple[Track, ...]:
    """List the pieces of a library that may play, or those that may not, by file."""
    rows = [row for row in read_rows(library / "library.csv") if row["plays"] == plays]
    rows.sort(key=lambda row: row["file"])
    return tuple(Track(r["track"], library / r["file"], float(r.get("repeats") or 0.0)) for r in rows)


def widened(stems: Stems, more: Path) -> Stems:
    """Add a second set: its library, and as outsiders its other recordings of the works it knows.

    Parameters
    ----------
    stems : Stems
    more : Path
        Folder with ``library/library.csv`` and ``versions/versions.csv``. Versions that are cut from tracks
        of a library (`CUT_FROM_TRACKS`) are no outsiders.
    """
    files = sorted(row["file"] for row in read_rows(more / "versions" / "versions.csv"))
    others = tuple(
        Track(Path(file).stem, more / "versions" / file)
        for file in files
        if not any(mark in file for mark in CUT_FROM_TRACKS)
    )
    return replace(
        stems,
        playing=(*stems.playing, *_tracks(more / "library", "may")),
        distractors=(*stems.distractors, *_tracks(more / "library", "no")),
        outsiders=(*stems.outsiders, *others),
    )


def half_of(stems: Stems, half: str) -> Stems:
    """Keep one half of the music that plays, library and outsiders alike: ``tuning`` or ``report``.

    By a digest of each id, so that a piece stays in its half whatever else is added.
    """
    wanted = HALVES.index(half)

    def kept(tracks: tuple[Track, ...]) -> tuple[Track, ...]:
        return tuple(t for t in tracks if half_of_name(t.id) == wanted)

    return replace(stems, playing=kept(stems.playing), outsiders=kept(stems.outsiders))


def said_once(stems: Stems) -> Stems:
    """Leave out lines that another file of their speaker says as well: by itself, or within a longer one.

    ``good.opus`` lies in ``good_see_if_you_can.opus``, and ``2_I_m_here_thinking.opus`` is one take with
    another room around it. Where nothing said may return, they would.
    """

    def is_said_elsewhere(one: Speech) -> bool:
        return any(
            other.speaker == one.speaker and other.path != one.path and one.path.stem in other.path.stem
            for other in stems.speech
        )

    return replace(stems, speech=tuple(one for one in stems.speech if not is_said_elsewhere(one)))


class Shelf:
    """Decoded stems, each kept as a .npy file, so that the second film costs no decoding.

    Parameters
    ----------
    cache : Path
        Folder for the decoded sound; made where it is missing.
    """

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        cache.mkdir(parents=True, exist_ok=True)

    def stored(self, path: Path) -> NDArray[np.int16]:
        """Give a file's sound as kept: int16[2, n] at `RATE_HZ`, memory-mapped, half scale."""
        facts = path.stat()
        key = hashlib.sha256(f"{path.name}|{facts.st_size}".encode()).hexdigest()[:20]
        kept = self.cache / f"{key}.npy"
        if not kept.exists():
            sound = decode_stereo(path) * (32767.0 / HEADROOM)
            partial = kept.with_suffix(".part.npy")
            np.save(partial, np.clip(np.rint(sound), -32768, 32767).astype(np.int16))
            partial.replace(kept)
        return np.load(kept, mmap_mode="r")  # type: ignore[no-any-return]

    def samples(self, path: Path) -> int:
        """Length of a file in samples at `RATE_HZ`."""
        return int(self.stored(path).shape[1])

    def read(self, path: Path, first: int = 0, count: int | None = None) -> F32:
        """Give float32[2, count] from sample `first` on; zeros before the beginning and after the end."""
        whole = self.stored(path)
        n = whole.shape[1]
        count = n - first if count is None else count
        out = np.zeros((2, count), np.float32)
        a, b = max(0, first), min(n, first + count)
        if b > a:
            out[:, a - first : b - first] = whole[:, a:b]
        out *= HEADROOM / 32767.0
        return out


def decode_stereo(path: Path) -> F32:
    """Decode a file to float32[2, n] at `RATE_HZ`; sample 0 is the first one the decoder gives."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE_HZ)
        parts = [frame.to_ndarray() for frame in _resampled(container, resampler)]
    return np.concatenate(parts, axis=1).astype(np.float32) if parts else np.zeros((2, 0), np.float32)


def _resampled(
    container: av.container.InputContainer, resampler: av.AudioResampler
) -> Iterator[av.AudioFrame]:
    """Decode the first audio stream through a resampler, and drain it."""
    for frame in container.decode(audio=0):
        frame.pts = None
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _sounds(folder: Path) -> list[Path]:
    """All sound files below a folder, sorted."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SOUND_SUFFIXES)


def _slug(name: str) -> str:
    """'Kevin MacLeod - Vibe Ace' -> 'kevin-macleod-vibe-ace'."""
    words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
    return "-".join(words)
