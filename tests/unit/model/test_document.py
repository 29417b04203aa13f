import pytest
from pydantic import ValidationError
from tests.golden.documents import COVER, ORIGINAL, sample

from cuespotter.model import Party, Recording
from cuespotter.model.recording import year_of


def test_cues_heard_are_in_film_order_without_the_rejected():
    document = sample()
    turned = document.model_copy(update={"cues": document.cues[::-1]})
    assert [cue.id for cue in turned.cues_heard] == ["c1", "c2", "c3", "c4", "c5", "c6", "c8"]


def test_the_reviewers_word_goes_before_the_tags():
    cue = sample().cues[0]
    assert (cue.title_known, cue.artist_known) == ("Harbour Lights Off", "The Quay")
    named = cue.model_copy(update={"title": "Named", "artist": "By Hand"})
    assert (named.title_known, named.artist_known) == ("Named", "By Hand")


def test_a_recording_without_tags_is_called_by_its_path_and_unnamed_music_by_nothing():
    cues = sample().cues
    assert cues[2].title_known == "Old Records/waltz in the canteen.mp3"
    assert cues[3].title_known is None


def test_a_recordings_year_is_that_of_its_first_release():
    assert (ORIGINAL.year, COVER.year, Recording(id="x", path="x", duration_s=0).year) == (1977, 2011, None)
    assert [year_of(date) for date in ("", "77", "n.d.", "0000", "1934-x", "１９３４")] == [
        None,
        None,
        None,
        None,
        1934,
        None,
    ]


def test_names_are_parted_at_the_last_space_only_where_nothing_better_is_known():
    assert Party(name="Johann Sebastian Bach", role="composer").split_name == ("Johann Sebastian", "Bach")
    assert Party(name="Cher", role="composer").split_name == ("", "Cher")
    assert Party(name="Iggy Pop", role="composer", first_name="James", last_name="Osterberg").split_name == (
        "James", "Osterberg",
    )  # fmt: skip


def test_unknown_fields_and_impossible_shares_are_refused():
    with pytest.raises(ValidationError):
        Party(name="A", role="composer", share_percent=101)
    with pytest.raises(ValidationError):
        Party(name="A", role="friend")
    with pytest.raises(ValidationError):
        Recording(id="x", path="x", duration_s=0, colour="pink")


def test_two_parties_sides_are_told_apart():
    assert [party.name for party in ORIGINAL.work.writers] == ["Ada Marlow", "Jo Finch"]
    assert [party.name for party in ORIGINAL.work.publishers] == ["Low Tide Music"]
