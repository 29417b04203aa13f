import unicodedata
from pathlib import Path

import pytest
from sqlalchemy import update

from cuespotter.catalogue import schema
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.errors import LibraryVersionError, UnknownRecordingError


@pytest.fixture
def two(catalogue, make_new, make_segment):
    new = [
        make_new("aaaa1111", title="Nightcall", artist="Kavinsky"),
        make_new("bbbb2222", title="Lust for Life"),
    ]
    catalogue.add_recordings(make_segment("one.ndx"), new, in_segment={"aaaa1111", "bbbb2222"})
    return new


def test_a_batch_makes_recordings_files_and_segment_count_together(catalogue, two) -> None:
    assert [one.title for one in catalogue.recordings()] == ["Nightcall", "Lust for Life"]
    assert list(catalogue.known_files()) == ["/music/aaaa1111.flac", "/music/bbbb2222.flac"]
    assert [one.name for one in catalogue.segments()] == ["one.ndx"]
    assert catalogue.count_recordings() == (2, 400.0)


def test_a_batch_that_cannot_be_whole_is_not_there(catalogue, two, make_new, make_segment) -> None:
    fine, clash = make_new("cccc3333"), make_new("dddd4444", digest="digest of aaaa1111")
    with pytest.raises(Exception, match="could not be used"):
        catalogue.add_recordings(make_segment("two.ndx"), [fine, clash], in_segment={"cccc3333", "dddd4444"})
    assert len(catalogue.recordings()) == 2
    assert [one.name for one in catalogue.segments()] == ["one.ndx"]


def test_every_field_of_a_recording_comes_back(catalogue, make_new, make_segment) -> None:
    new = make_new("eeee5555", title="a\0b", isrc="GBAYE7700000", original_date="1977", genre="Rock")
    catalogue.add_recordings(make_segment("one.ndx"), [new], in_segment={"eeee5555"})
    assert catalogue.recording("eeee5555") == new.recording


def test_a_file_name_that_is_no_text_is_kept_to_the_byte(catalogue, make_new, make_segment) -> None:
    place = "/music/caf\udce9.flac"
    new = make_new("ffff6666", location=place)
    new = type(new)(new.recording.model_copy(update={"path": "caf\\xe9.flac"}), new.digest, new.file)
    catalogue.add_recordings(make_segment("one.ndx"), [new], in_segment={"ffff6666"})
    assert list(catalogue.known_files()) == [place]


def test_removed_recordings_are_not_listed_but_still_named(catalogue, two) -> None:
    catalogue.remove_recordings(["aaaa1111"])
    assert [one.id for one in catalogue.recordings()] == ["bbbb2222"]
    assert catalogue.recording("aaaa1111").title == "Nightcall"
    assert catalogue.index_state()[1] == frozenset({"aaaa1111"})
    assert list(catalogue.known_files()) == ["/music/bbbb2222.flac"]


def test_a_removed_recording_can_be_brought_back(catalogue, two) -> None:
    catalogue.remove_recordings(["aaaa1111"])
    catalogue.put_files([two[0].file], revised=[two[0].recording])
    assert len(catalogue.recordings()) == 2
    assert catalogue.index_state()[1] == frozenset()


def test_a_moved_file_leaves_its_old_place(catalogue, two) -> None:
    moved = KnownFile("/elsewhere/n.flac", "/elsewhere", 10, 20, "aaaa1111")
    catalogue.put_files([moved], gone=["/music/aaaa1111.flac"])
    assert catalogue.known_files()["/elsewhere/n.flac"] == moved
    assert "/music/aaaa1111.flac" not in catalogue.known_files()


@pytest.mark.parametrize("text", ["nightcall", "KAVINSKY", "aaaa", "aaaa1111.flac"])
def test_recordings_are_found_by_what_they_mention(catalogue, two, text: str) -> None:
    assert [one.id for one in catalogue.recordings(text)] == ["aaaa1111"]


@pytest.mark.parametrize("name", ["aaaa1111", "aaaa", "/music/aaaa1111.flac", "aaaa1111.flac"])
def test_a_recording_is_named_by_id_its_beginning_its_file_or_its_path(catalogue, two, name: str) -> None:
    assert [one.id for one in catalogue.find_recordings([name])] == ["aaaa1111"]


def test_a_folder_names_all_recordings_in_it(catalogue, two) -> None:
    assert len(catalogue.find_recordings(["/music"])) == 2
    with pytest.raises(UnknownRecordingError, match="'/mus'"):
        catalogue.find_recordings(["/mus"])


def test_an_unknown_recording_is_named(catalogue, two) -> None:
    with pytest.raises(UnknownRecordingError, match="cccc"):
        catalogue.recording("cccc")
    with pytest.raises(UnknownRecordingError, match="nothing called 'no such'"):
        catalogue.find_recordings(["aaaa1111", "no such"])


def test_segments_are_exchanged_in_one_step(catalogue, two) -> None:
    new = SegmentRow("merged.ndx", "settings", 1, 500)
    catalogue.replace_segments(["one.ndx"], [new], {"aaaa1111": "merged.ndx", "bbbb2222": None})
    assert catalogue.segments() == [new]
    known = catalogue.known_recordings()
    assert known["aaaa1111"].segment == "merged.ndx"
    assert known["bbbb2222"].segment is None
    assert [one.id for one in catalogue.recordings()] == ["aaaa1111"]


def test_segments_keep_their_order(catalogue, make_segment) -> None:
    for name in ("b", "a", "c"):
        catalogue.add_recordings(make_segment(name), [], in_segment=())
    assert [one.name for one in catalogue.segments()] == ["b", "a", "c"]


def test_the_identity_is_made_once(catalogue) -> None:
    assert catalogue.identity() == catalogue.identity()
    assert len(catalogue.identity()) == 12


def test_thousands_of_ids_fit_into_a_question(catalogue, two) -> None:
    ids = [f"{number:08}" for number in range(3000)]
    assert set(catalogue.recordings_of([*ids, "aaaa1111"])) == {"aaaa1111"}
    catalogue.remove_recordings([*ids, "aaaa1111"])
    assert [one.id for one in catalogue.recordings()] == ["bbbb2222"]


def test_a_recording_of_a_newer_program_is_refused(catalogue, two) -> None:
    with catalogue.engine.connect() as connection, connection.begin():
        connection.execute(update(schema.recordings).values(model='{"id": "x", "from_the_future": 1}'))
    with pytest.raises(LibraryVersionError, match="install the Cuespotter that wrote it"):
        catalogue.recordings()


def test_a_place_relative_to_here_names_a_file(
    catalogue, make_new, make_segment, tmp_path: Path, monkeypatch
) -> None:
    new = make_new("aaaa1111", location=str(tmp_path / "song.flac"))
    catalogue.add_recordings(make_segment("one.ndx"), [new], in_segment={"aaaa1111"})
    monkeypatch.chdir(tmp_path)
    assert len(catalogue.find_recordings(["./song.flac"])) == 1


def test_of_several_files_the_one_at_hand_is_given(catalogue, two, tmp_path) -> None:
    assert catalogue.files_at_hand(["aaaa1111", "unknown"])["aaaa1111"].location == "/music/aaaa1111.flac"
    there = tmp_path / "there.flac"
    there.touch()
    catalogue.put_files([KnownFile(str(there), str(tmp_path), 1, 1, "aaaa1111")])
    assert catalogue.files_at_hand(["aaaa1111", "unknown"]).keys() == {"aaaa1111"}
    assert catalogue.files_at_hand(["aaaa1111"])["aaaa1111"].location == str(there)


def test_names_are_found_in_whatever_form_they_are_typed(catalogue, make_new, make_segment) -> None:
    new = make_new("cccc3333", artist=unicodedata.normalize("NFD", "Björk"))
    catalogue.add_recordings(make_segment("one.ndx"), [new], in_segment={"cccc3333"})
    location = unicodedata.normalize("NFD", "/music/Björk/Jóga.opus")
    catalogue.put_files([KnownFile(location, "/music", 1, 1, "cccc3333")])
    for name in ("/music/Björk", "/music/Björk/Jóga.opus", location):
        assert [one.id for one in catalogue.find_recordings([name])] == ["cccc3333"]
    assert [one.id for one in catalogue.recordings("BJÖRK")] == ["cccc3333"]
    assert catalogue.known_files()[location].location == location
