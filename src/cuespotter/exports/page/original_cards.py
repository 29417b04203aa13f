"""The original beside its cover: a card for who had a work first, though no recording of theirs is here."""

from cuespotter.exports.page.cue_view import version_words
from cuespotter.model.recording import Recording, Version
from cuespotter.model.spelling import folded
from cuespotter.wording.answers import VERSION_WORDS


def version_kind(version: Version | None, *, is_beside: bool) -> str:
    """Say what a recording is to its work; who had it first only where that has no card of its own."""
    if version is None:
        return "Recording"
    return VERSION_WORDS[version.kind].capitalize() if is_beside else version_words(version)


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
