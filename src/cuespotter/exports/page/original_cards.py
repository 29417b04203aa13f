"""The original beside its cover: which recording it is, and a card for who had a work first but none here."""

from collections.abc import Collection, Iterable

from cuespotter.exports.page.cue_view import version_words
from cuespotter.model.cue import Cue
from cuespotter.model.recording import Recording
from cuespotter.model.spelling import folded
from cuespotter.wording.answers import VERSION_WORDS


def version_kind(recording: Recording, originals: Collection[str], *, is_beside: bool) -> str:
    """Say what a recording is to its work; who had it first only where that has no card of its own.

    One of which nobody says what it is is the original where another is said to be of its work (`originals`).
    """
    version = recording.version
    if version is None:
        return "Original" if recording.id in originals else "Recording"
    return VERSION_WORDS[version.kind].capitalize() if is_beside else version_words(version)


def originals_among(recordings: Iterable[Recording], cues: Iterable[Cue]) -> set[str]:
    """Give the ids of those that others go back to: named by a cue, or by who had the work first."""
    known = list(recordings)
    firsts = {folded(one.version.first_recorded_by or "") for one in known if one.version is not None} - {""}
    named = {cue.original.id for cue in cues if cue.original is not None}
    return named | {one.id for one in known if folded(one.performer_known or "") in firsts}


def original_cards(recordings: list[Recording]) -> list[dict[str, object]]:
    """One card for each original that is known by its performer and has no recording here."""
    here = {folded(one.performer_known or "") for one in recordings}
    firsts = {
        folded(one.version.first_recorded_by): one.version
        for one in recordings
        if one.version is not None and one.version.first_recorded_by
    }
    return [
        {
            "kind": "Original",
            "evidence": version.evidence,
            "artist": version.first_recorded_by,
            "year": version.first_recorded,
            "is_heard": True,  # nobody says that it is not
            "places": [],
        }
        for name, version in firsts.items()
        if name not in here
    ]
