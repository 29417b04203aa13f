"""Everything Cuespotter raises on purpose, as one tree.

::

    CuespotterError
    ├── UsageError (ValueError)          the call itself makes no sense
    │   ├── ShapeError                   an array has the wrong shape or dtype
    │   └── UnknownFormatError           no export of that name or suffix
    ├── MediaError (OSError)             a file that cannot be listened to
    │   ├── MissingFileError             nothing of that name
    │   ├── NotMediaError                not audio or video, empty, a folder, a picture
    │   ├── NoSoundError                 a film or picture without an audio stream
    │   ├── NoPictureError               a film without moving pictures
    │   └── DecodeError                  FFmpeg gave up; also: a worker died or hung
    ├── LibraryError                     the library on disk
    │   ├── LibraryBusyError             another process is writing
    │   ├── LibraryUnwritableError       read-only folder, full disk
    │   ├── LibraryDamagedError          a checksum, size or header is wrong
    │   └── LibraryVersionError          made by another version or with other settings
    ├── CatalogueError                   what the catalogue was asked for
    │   ├── UnknownFilmError             a film that was never identified
    │   ├── UnknownRecordingError        a recording that is not in the library
    │   ├── UnknownCueError              a cue that the film does not have
    │   ├── UnknownPlaceError            a folder that the desk does not show
    │   └── StaleError                   somebody else changed it after it was read
    ├── JobError                         a job of the queue that came to no result
    │   ├── JobLostError                 it is in another worker's hand by now
    │   ├── UnknownJobError              there is no such job
    │   ├── JobRefusedError              this worker cannot work on it, another may
    │   └── JobUnwantedError             it was cancelled while it ran
    └── ExportError                      an export that could not be made or written

An error's message is one line: what was found, what was needed, what to do. Its facts are
attributes, and it survives pickling (workers send their errors home).
"""

from __future__ import annotations

from cuespotter.lines import one_line


class CuespotterError(Exception):
    """The root: anything Cuespotter raises on purpose.

    Parameters
    ----------
    message : str
        One line for a person: what was found, what was needed, what to do. Line ends and the like, as a
        damaged file may put into it, become escapes.
    **facts : object
        The same, for programs; each becomes an attribute.
    """

    def __init__(self, message: str, **facts: object) -> None:
        self.message = one_line(message)
        super().__init__(self.message)
        self.facts = facts

    def __getattr__(self, name: str) -> object:
        """Give a fact as an attribute."""
        facts = self.__dict__.get("facts", {})
        if name in facts:
            return facts[name]
        raise AttributeError(name)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the message and the facts (an exception's default forgets keyword arguments)."""
        return (_rebuild, (type(self), self.message, self.facts))


def _rebuild(kind: type[CuespotterError], message: str, facts: dict[str, object]) -> CuespotterError:
    """Undo `CuespotterError.__reduce__`."""
    return kind(message, **facts)


class UsageError(CuespotterError, ValueError):
    """The call itself makes no sense."""


class ShapeError(UsageError):
    """An array has the wrong shape or dtype."""


class UnknownFormatError(UsageError):
    """No export has that name or suffix."""


class MediaError(CuespotterError, OSError):
    """A file that cannot be listened to."""


class MissingFileError(MediaError):
    """Nothing of that name."""


class NotMediaError(MediaError):
    """Not audio or video: empty, a folder, a picture, a text."""


class NoSoundError(MediaError):
    """There is no audio stream to listen to, or not the one asked for."""


class NoPictureError(MediaError):
    """There are no moving pictures to look at."""


class DecodeError(MediaError):
    """FFmpeg gave up on the file, or the worker that decoded it died or hung."""


class LibraryError(CuespotterError):
    """Something is wrong with the library on disk."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""


class LibraryUnwritableError(LibraryError):
    """The library's folder cannot be written: read-only, or the disk is full."""


class LibraryDamagedError(LibraryError):
    """A checksum, a size or a header in the library is wrong."""


class LibraryVersionError(LibraryError):
    """The library was made by another version, or with other settings."""


class CatalogueError(CuespotterError):
    """The catalogue cannot give what it was asked for."""


class UnknownFilmError(CatalogueError):
    """The film was never identified in this library."""


class UnknownRecordingError(CatalogueError):
    """The recording is not in this library."""


class UnknownCueError(CatalogueError):
    """The film has no such cue."""


class UnknownPlaceError(CatalogueError):
    """The folder or file is not, or no longer, among those that the desk shows."""


class StaleError(CatalogueError):
    """Somebody else changed what is to be changed, after it was read."""


class JobError(CuespotterError):
    """A job of the queue came to no result."""


class UnknownJobError(JobError):
    """There is no job of that id."""


class JobLostError(JobError):
    """The job is in another worker's hand by now, or done."""


class JobRefusedError(JobError):
    """A worker cannot work on the job; another one may."""


class JobUnwantedError(JobError):
    """The job was cancelled while it ran."""


class ExportError(CuespotterError):
    """An export could not be made or written."""
