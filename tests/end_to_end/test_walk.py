"""The film trip enters each room once, downward; only the search comes back for what is not explained yet."""

from docs.walk import DOCUMENT, document, steps_of, walk


def test_each_room_is_entered_once_and_the_kept_walk_says_so():
    steps = walk()
    assert steps == ["media", "analysis", "matching, alignment, waveform", "music", "themes", "cues"]
    assert document(steps) == DOCUMENT.read_text(encoding="utf-8")


def test_a_room_that_is_entered_again_is_seen():
    assert steps_of(["media", "media", "matching", "alignment", "matching", "cues", "media"]) == [
        "media",
        "matching, alignment, waveform",
        "cues",
        "media",
    ]
