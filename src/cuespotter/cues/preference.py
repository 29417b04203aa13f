"""Which of several identical recordings a cue should name: the same master on more than one release."""

from collections.abc import Iterable, Sequence

from cuespotter.model.recording import Recording

NO_DATE = "9999"
"""An unknown date counts as the latest: it is no reason to prefer."""


def prefer_recordings(recordings: Iterable[Recording], *, preferred: Sequence[str] = ()) -> list[Recording]:
    """Put identical recordings in the order in which a cue should name them; the rest are its rivals.

    Parameters
    ----------
    recordings : iterable of Recording
        Recordings of one master.
    preferred : sequence of str
        The user's word, the first before the next: ids, or beginnings of paths.

    Returns
    -------
    list of Recording
        The user's preference first, else those of a soundtrack release, else the earliest release; what is
        then still equal is in order of path and id.
    """
    return sorted(recordings, key=lambda recording: _rank(recording, preferred))


def is_on_soundtrack(recording: Recording) -> bool:
    """Say whether its tags or one of its releases call it a soundtrack."""
    tagged = any(kind.casefold() == "soundtrack" for kind in recording.release_types)
    return tagged or any(release.is_soundtrack for release in recording.releases)


def _rank(recording: Recording, preferred: Sequence[str]) -> tuple[int, bool, str, str, str]:
    wanted = (
        number
        for number, word in enumerate(preferred)
        if word == recording.id or recording.path.startswith(word)
    )
    dates = [recording.date, recording.original_date, *(release.date for release in recording.releases)]
    earliest = min((date for date in dates if date), default=NO_DATE)
    return (
        next(wanted, len(preferred)),
        not is_on_soundtrack(recording),
        earliest,
        recording.path,
        recording.id,
    )
