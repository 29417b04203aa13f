"""Every conversion between the clocks: film seconds, recording seconds, samples and frames.

The one equation: ``recording_s = speed * (film_s - offset_s)``. All intervals are half open.
"""

from __future__ import annotations

from typing import NewType

FilmSeconds = NewType("FilmSeconds", float)
RecordingSeconds = NewType("RecordingSeconds", float)


def film_to_recording(film_s: FilmSeconds, *, speed: float, offset_s: FilmSeconds) -> RecordingSeconds:
    """Say where in the recording the film is at `film_s`.

    Examples
    --------
    >>> film_to_recording(FilmSeconds(34.0), speed=25 / 24, offset_s=FilmSeconds(10.0))
    25.0
    """
    return RecordingSeconds(speed * (film_s - offset_s))


def recording_to_film(recording_s: RecordingSeconds, *, speed: float, offset_s: FilmSeconds) -> FilmSeconds:
    """Say when in the film the recording's `recording_s` sounds; undoes `film_to_recording`.

    Examples
    --------
    >>> recording_to_film(RecordingSeconds(25.0), speed=25 / 24, offset_s=FilmSeconds(10.0))
    34.0
    """
    return FilmSeconds(recording_s / speed + offset_s)


def frames_to_seconds(frames: float, *, hop_samples: int, rate_hz: int) -> float:
    """Turn a number of spectrogram frames into seconds; frame 0 is centred on sample 0."""
    return frames * hop_samples / rate_hz


def seconds_to_frames(seconds: float, *, hop_samples: int, rate_hz: int) -> float:
    """Turn seconds into a (fractional) number of frames; undoes `frames_to_seconds`."""
    return seconds * rate_hz / hop_samples


def cents_of_speed(speed: float) -> float:
    """Say by how many cents a resampled speed raises the pitch.

    Examples
    --------
    >>> round(cents_of_speed(25 / 24), 2)
    70.67
    """
    from math import log2

    return 1200.0 * log2(speed)
