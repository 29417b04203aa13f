"""What a media file holds: its streams, length, picture rate and timecode.

In: a path. Out: a `FilmFile`. Here every file is opened: FFmpeg is handed an open file and no name that it
could take for an address, a playlist or a pattern, and may open nothing else.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fractions import Fraction
from pathlib import Path

import av
import av.error
import av.logging
from av.audio.stream import AudioStream as AvAudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from cuespotter.errors import DecodeError, MediaError, MissingFileError, NoSoundError, NotMediaError
from cuespotter.lines import printable
from cuespotter.media.layouts import read_layout
from cuespotter.media.names import quoted
from cuespotter.media.patience import is_given_up, patiently
from cuespotter.media.streams import is_commentary, is_description
from cuespotter.model import AudioStream, FilmFile
from cuespotter.model.base import LONGEST_S

av.logging.set_level(None)

_READ_BYTES = 1 << 16
_REFUSED_FORMATS = frozenset(
    {"avisynth", "concat", "dash", "hls", "image2", "image2pipe", "imf", "lavfi", "rtp", "rtsp", "sap", "sdp"}
    | {"tty", "vapoursynth"}
)
"""Formats that are only directions to other files, programs, or any text at all."""
_UNKNOWN = "nothing that FFmpeg can read"
_DESCRIPTION_MARKS = Disposition.visual_impaired | Disposition.descriptions | Disposition.dependent
_SAME_RATE = Fraction(1, 10_000)
"""Rates that differ by less are one rate, written in two ways."""
_NEAR_RATE = Fraction(1, 100)
"""An average this near to the grid of the pictures is the grid, with a picture more or less."""
_FASTEST_GUESS = 60
"""A faster grid without an average is what FFmpeg says of pictures without any."""
_UNSTATED_RATE = "0/1"
"""Pictures whose rate nobody knows: no editing rate, so that exports ask."""
_PICTURE_FORMATS = ("_pipe", "gif", "apng", "ico", "webp_anim", "jpegxl_anim")


def probe(path: Path) -> FilmFile:
    """Say what a file holds, without decoding it.

    Parameters
    ----------
    path : Path
        Any audio or video file that FFmpeg reads.

    Returns
    -------
    FilmFile
        Its audio streams in the container's order. `duration_s` is what the container says or FFmpeg guesses,
        0 where neither does; only decoding tells the true length.

    Raises
    ------
    MissingFileError
        Nothing of that name.
    NotMediaError
        A folder, an empty file, a picture, or nothing FFmpeg knows.
    NoSoundError
        A film without an audio stream.
    """
    with open_container(path) as container:
        return describe(path, container)


def describe(path: Path, container: InputContainer) -> FilmFile:
    """Say what an open container holds; what `probe` does once the file is open."""
    rate, vary = _picture_facts(container)
    return FilmFile(
        name=printable(path.name),
        size=path.stat().st_size,
        duration_s=_duration_s(container),
        streams=[_audio_stream(stream) for stream in container.streams.audio],
        picture_rate=rate,
        pictures_vary=vary,
        timecode_origin=_timecode_origin(container),
    )


def container_tags(path: Path) -> dict[str, str]:
    """Give what a file's container says of the whole file, by the names that FFmpeg gives its tags.

    Parameters
    ----------
    path : Path
        Any audio or video file that FFmpeg reads.

    Returns
    -------
    dict of str to str
        Texts that can be printed; empty where the file cannot be opened in time: `probe` says why.
    """

    def read() -> Iterator[dict[str, str]]:
        with open_container(path) as container:
            yield {printable(name): printable(value) for name, value in container.metadata.items()}

    try:
        (tags,) = patiently(read, path)
    except MediaError:
        return {}
    return tags


@contextmanager
def open_container(path: Path, *, start: int = 0) -> Iterator[InputContainer]:
    """Open a media file for FFmpeg, shut off from every other file and address.

    Parameters
    ----------
    path : Path
        A regular file.
    start : int
        The byte at which the media begins: 0, or a later link of a chain.

    Yields
    ------
    InputContainer
        With at least one audio stream; closed at the end.

    Raises
    ------
    MediaError
        As `probe`.
    """
    _require_regular_file(path)
    try:
        with readable(path), closing(_File(path, start)) as file:
            with _open(path, file) as container:
                _require_sound(path, container)
                yield container
            if file.failure is not None:
                raise file.failure
    except MediaError:
        raise
    except MemoryError as error:
        raise DecodeError(f"{quoted(path)} needs more memory than there is", path=str(path)) from error
    except av.error.FFmpegError as error:
        raise DecodeError(f"{quoted(path)} cannot be decoded: {error.strerror}", path=str(path)) from error


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say of a file, as of one that cannot be listened to, what the system says while it is read."""
    try:
        yield
    except (MediaError, av.error.FFmpegError):
        raise
    except OSError as error:
        raise _unreadable(path, error) from error


class _File:
    """What FFmpeg reads from; it ends once nobody waits for the file, and FFmpeg's work with it.

    Parameters
    ----------
    path : Path
    start : int
        The byte that is taken for the file's first.
    """

    def __init__(self, path: Path, start: int) -> None:
        self._file, self._start = path.open("rb", buffering=0), start
        self._file.seek(start)
        suffix = "".join(letter for letter in path.suffix.lower() if letter.isascii() and letter.isalnum())
        self.name = f"media.{suffix}"
        """All that FFmpeg may know of the name."""
        self.failure: OSError | None = None
        """Why it could not be read on; FFmpeg may take that for the end of the file."""

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place, counted from the first byte."""
        return self._file.seek(offset + (0 if whence else self._start), whence) - self._start

    def tell(self) -> int:
        """Say where the file is, counted from the first byte."""
        return self._file.tell() - self._start

    def read(self, size: int = -1, /) -> bytes:
        """Read on, unless this thread's errand was given up."""
        if is_given_up():
            return b""  # an exception would be printed by PyAV where nobody waits for it
        try:
            return self._file.read(size)
        except OSError as error:
            self.failure = error
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _require_regular_file(path: Path) -> None:
    """Raise the error that fits a path which is no file with content."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingFileError(f"there is no file {quoted(path)}", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(status.st_mode):
        raise _not_media(path, "a folder")
    if not stat.S_ISREG(status.st_mode):
        raise _not_media(path, "no regular file")
    if status.st_size == 0:
        raise _not_media(path, "empty")


def _open(path: Path, file: _File) -> InputContainer:
    """Let FFmpeg look at an open file."""
    options = {"protocol_whitelist": "none", "format_whitelist": _allowed_formats()}
    try:
        return av.open(
            file, "r", container_options=options, metadata_errors="replace", buffer_size=_READ_BYTES
        )
    except av.error.MemoryError:
        raise
    except (av.error.FFmpegError, ValueError, RuntimeError) as error:
        if file.failure is not None:
            raise file.failure from error
        raise _not_media(path, _UNKNOWN) from error


def _not_media(path: Path, what: str) -> NotMediaError:
    """Say what a file is instead of audio or video."""
    return NotMediaError(f"{quoted(path)} is {what}; needed is an audio or video file", path=str(path))


def _unreadable(path: Path, error: OSError | ValueError) -> MediaError:
    """Say what the system said of a file."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return MediaError(f"{quoted(path)} cannot be read: {reason}", path=str(path))


def _allowed_formats() -> str:
    """Name every container FFmpeg was built with, but for those that only point to other files."""
    return ",".join(sorted(av.formats_available - _REFUSED_FORMATS))


def _require_sound(path: Path, container: InputContainer) -> None:
    """Raise the error that fits a file without sound."""
    contexts = [stream.codec_context for stream in container.streams.audio]
    known = any(context is None or context.sample_rate for context in contexts)
    if known or (contexts and container.streams.video):
        return
    if contexts:  # FFmpeg believed the name's ending, and found nothing
        raise _not_media(path, _UNKNOWN)
    if container.format.name.endswith(_PICTURE_FORMATS):
        raise _not_media(path, "a picture")
    if not container.streams.video:
        raise _not_media(path, f"{container.format.long_name} without sound")
    raise NoSoundError(f"{quoted(path)} has no audio stream; needed is a film with sound", path=str(path))


def _audio_stream(stream: AvAudioStream) -> AudioStream:
    """Describe one audio stream; one that FFmpeg has no decoder for has no context."""
    context = stream.codec_context
    layout = None if context is None else read_layout(context.layout)
    language = _text(stream.metadata, "language")
    title = _text(stream.metadata, "title")
    names = f"{title or ''} {_text(stream.metadata, 'handler_name') or ''}"  # MP4 keeps titles there
    marks = stream.disposition
    return AudioStream(
        index=stream.index,
        codec="unknown" if context is None else context.codec.canonical_name,
        layout="unknown" if layout is None else layout.name,
        channels=0 if layout is None else len(layout.channels),
        rate_hz=0 if context is None else max(0, context.sample_rate),
        language=language,
        title=title,
        is_default=bool(marks & Disposition.default),
        is_commentary=bool(marks & Disposition.comment) or is_commentary(names),
        is_description=bool(marks & _DESCRIPTION_MARKS) or is_description(names, language),
    )


def _duration_s(container: InputContainer) -> float:
    """Give the length the container states, or its longest stream's, or 0; no more than a film may last.

    It is a word for progress alone: one wild time stamp makes weeks of it. What was decoded counts.
    """
    if container.duration is not None and container.duration > 0:
        return min(container.duration / av.time_base, LONGEST_S)
    lengths = [
        float(stream.duration * stream.time_base)
        for stream in container.streams
        if stream.duration is not None and stream.time_base is not None
    ]
    return min(max([0.0, *lengths]), LONGEST_S)


def moving_pictures(container: InputContainer) -> VideoStream | None:
    """Find the moving pictures; a cover or a poster is none."""
    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    moving = [stream for stream in container.streams.video if not stream.disposition & still]
    return moving[0] if moving else None


def _picture_facts(container: InputContainer) -> tuple[str | None, bool]:
    """Write the picture rate as a fraction, '24000/1001', and say whether it is only an average.

    The average is what all pictures come to; the base rate is the grid on which FFmpeg found them. A short
    film's last picture, or one left out, moves the average a little: then the grid is the rate.
    """
    pictures = moving_pictures(container)
    if pictures is None:
        return None, False
    average, base = pictures.average_rate, pictures.base_rate or pictures.guessed_rate
    if not average or not base:
        rate = average or base
        if not rate:
            return _UNSTATED_RATE, False
        return f"{rate.numerator}/{rate.denominator}", rate > _FASTEST_GUESS
    if abs(average - base) <= _SAME_RATE * base or abs(average - base / 2) <= _SAME_RATE * base:
        return f"{average.numerator}/{average.denominator}", False
    near = abs(average - base) <= _NEAR_RATE * base
    rate = base if near else average
    return f"{rate.numerator}/{rate.denominator}", not near


def _timecode_origin(container: InputContainer) -> str | None:
    """Find the timecode of the first picture."""
    pictures = moving_pictures(container)
    streams: list[Stream] = list(container.streams)
    places = [] if pictures is None else [pictures.metadata]
    places += [container.metadata, *(stream.metadata for stream in streams)]
    return next((found for place in places if (found := _text(place, "timecode"))), None)


def _text(metadata: dict[str, str], key: str) -> str | None:
    """Read a tag whatever its case, or None."""
    for name, value in metadata.items():
        if name.lower() == key and (clean := printable(value)) not in {"", "und"}:
            return clean
    return None
