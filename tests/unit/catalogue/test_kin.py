"""Which recordings go together, by what their tags say."""

import pytest

LISTED = {
    "aaaa0001": ("Drive/1.flac", "Drive: Original Soundtrack", "Kavinsky"),
    "aaaa0002": ("Drive/2.flac", "Drive: Original Soundtrack", "College"),
    "aaaa0003": ("OutRun/1.flac", "OutRun", "Kavinsky"),
    "aaaa0004": ("Best/1.flac", "Greatest Hits", "Abba"),
    "aaaa0005": ("Best too/1.flac", "Greatest Hits", "Queen"),
    "aaaa0006": ("Overdrive/1.flac", "Overdrive", "Others"),
    "aaaa0007": ("Best/2.flac", "Greatest Hits", None),
    "aaaa0008": ("loose.flac", None, None),
}


@pytest.fixture
def listed(catalogue, make_new, make_segment):
    new = []
    for name, (path, album, artist) in LISTED.items():
        tags = {key: value for key, value in (("album", album), ("artist", artist)) if value}
        one = make_new(name, **tags)
        recording = one.recording.model_copy(update={"path": path})
        new.append(type(one)(recording, one.digest, one.file))
    catalogue.add_recordings(make_segment("one.ndx"), new, in_segment=set(LISTED))
    return catalogue


def numbers(found):
    return [int(name[-1]) for name in found]


def test_the_rest_of_an_album_and_of_an_artist(listed):
    assert numbers(listed.kin(["aaaa0001"])) == [2, 3]


def test_an_album_of_the_same_title_in_another_folder_is_another(listed):
    assert numbers(listed.kin(["aaaa0004"])) == [7]


def test_the_album_of_the_film_itself_by_whole_words_in_any_case(listed):
    assert numbers(listed.kin([], "DRIVE")) == [1, 2]
    assert listed.kin([], "Dr") == []


def test_what_has_no_tags_or_is_gone_is_no_kin(listed):
    assert listed.kin(["aaaa0008", "never there"]) == []
    listed.remove_recordings(["aaaa0002"])
    assert numbers(listed.kin(["aaaa0001"])) == [3]
