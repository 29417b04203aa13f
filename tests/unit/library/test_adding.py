import os
import shutil
import time
from pathlib import Path

import numpy as np
import pytest
from tests.unit.library.conftest import run_here

from cuespotter.catalogue.told import Told
from cuespotter.errors import LibraryBusyError, LibraryError, LibraryUnwritableError, UnknownRecordingError
from cuespotter.library import AddStep, Holdings, adding
from cuespotter.library.hearing import ReadTask
from cuespotter.library.lock import writer_lock
from cuespotter.model.recording import Version
from cuespotter.model.work import Work
from cuespotter.online.recording_facts import RecordingFacts


def titles(library: Holdings) -> list[str | None]:
    return [recording.title for recording in library.catalogue.recordings()]


def test_what_was_added_can_be_found_in_the_index(library: Holdings, music: Path) -> None:
    summary = library.add([music])
    assert (summary.added, summary.failures, summary.kept) == (3, [], 3)
    index = library.index()
    assert sorted(index.recordings) == sorted(one.id for one in library.catalogue.recordings())
    assert [one.path for one in library.catalogue.recordings()] == [
        "album/one.flac",
        "album/two.flac",
        "three.mp3",
    ]
    assert index.postings > 0


def test_adding_again_hears_nothing(library: Holdings, music: Path, ears: list[str]) -> None:
    library.add([music])
    ears.clear()
    summary = library.add([music])
    assert (summary.unchanged, ears) == (3, [])


def test_only_what_is_new_is_heard(library: Holdings, music: Path, ears: list[str]) -> None:
    library.add([music])
    ears.clear()
    (music / "four.ogg").write_text("four\n")
    assert library.add([music]).added == 1
    assert ears == ["four.ogg"]


def test_the_id_of_a_recording_does_not_depend_on_order_or_place(
    library: Holdings, music: Path, tmp_path: Path
) -> None:
    library.add([music])
    shutil.copytree(music, tmp_path / "elsewhere")
    with Holdings.open(tmp_path / "second", create=True) as second:
        second.add([tmp_path / "elsewhere" / "three.mp3"])
        second.add([tmp_path / "elsewhere"])
        assert {one.id for one in second.catalogue.recordings()} == {
            one.id for one in library.catalogue.recordings()
        }
        assert [one.path for one in second.catalogue.recordings()] == [
            one.path for one in library.catalogue.recordings()
        ]


def test_a_moved_file_keeps_its_id_and_is_not_heard(library: Holdings, music: Path, ears: list[str]) -> None:
    library.add([music])
    before = {one.title: one.id for one in library.catalogue.recordings()}
    ears.clear()
    (music / "album").rename(music / "renamed")
    summary = library.add([music])
    assert (summary.moved, summary.added, ears) == (2, 0, [])
    assert {one.title: one.id for one in library.catalogue.recordings()} == before
    assert "renamed/one.flac" in [one.path for one in library.catalogue.recordings()]


def test_a_moved_file_takes_nothing_that_others_say_for_its_own_tags(library: Holdings, music: Path) -> None:
    library.add([music])
    catalogue = library.catalogue
    tagged = next(one for one in catalogue.recordings() if one.path == "three.mp3")
    work = Work(title="Said", musicbrainz_work_id="w")
    facts = RecordingFacts(
        work=work, isrcs=("AABBB1234567",), first_released="1999", tags={"label": "Said", "title": "Said"}
    )
    catalogue.put_learnt("musicbrainz", {tagged.id: facts})
    catalogue.put_told({tagged.id: Told(version=Version(kind="live", evidence="user"))})
    learnt = catalogue.recording(tagged.id)
    assert (learnt.title, learnt.label, learnt.isrc) == (tagged.title, "Said", "AABBB1234567")
    (music / "three.mp3").rename(music / "moved.mp3")
    assert library.add([music]).moved == 1
    assert catalogue.recording(tagged.id) == learnt.model_copy(update={"path": "moved.mp3"})
    catalogue.put_learnt("musicbrainz", {tagged.id: RecordingFacts()})
    catalogue.put_told({tagged.id: Told()})
    assert catalogue.recording(tagged.id) == tagged.model_copy(update={"path": "moved.mp3"})


def test_new_tags_on_the_same_sound_keep_the_id_and_the_fingerprint(library: Holdings, music: Path) -> None:
    library.add([music])
    before = {one.path: one.id for one in library.catalogue.recordings()}
    (music / "three.mp3").write_text("sound of three.mp3\nA new title")
    summary = library.add([music])
    assert (summary.changed, summary.unchanged) == (1, 2)
    assert "A new title" in titles(library)
    assert {one.path: one.id for one in library.catalogue.recordings()} == before
    assert len(library.catalogue.segments()) == 1


def test_a_new_sound_in_an_old_file_is_a_new_recording(library: Holdings, music: Path) -> None:
    library.add([music])
    before = {one.path: one.id for one in library.catalogue.recordings()}
    (music / "three.mp3").write_text("quite another sound\n")
    assert library.add([music]).changed == 1
    now = {one.path: one.id for one in library.catalogue.recordings()}
    assert now["three.mp3"] != before["three.mp3"]
    assert set(library.index().recordings) == set(now.values())
    assert library.recording(before["three.mp3"]).title == "sound of three.mp3"


def test_copies_are_one_recording(library: Holdings, music: Path, ears: list[str]) -> None:
    shutil.copy(music / "three.mp3", music / "copy.mp3")
    summary = library.add([music])
    assert (summary.added, summary.copies) == (3, 1)
    assert len(ears) == 3
    shutil.copy(music / "three.mp3", music / "later.mp3")
    summary = library.add([music])
    assert (summary.unchanged, summary.copies) == (4, 1)
    assert library.stats().files == 5
    assert library.stats().recordings == 3


def test_a_recording_lives_as_long_as_one_of_its_copies(library: Holdings, music: Path) -> None:
    shutil.copy(music / "three.mp3", music / "copy.mp3")
    library.add([music])
    (music / "three.mp3").write_text("quite another sound\n")
    library.add([music])
    assert len(library.catalogue.recordings()) == 4


def test_bad_files_are_named_and_skipped(library: Holdings, music: Path) -> None:
    (music / "empty.flac").write_text("")
    (music / "too.flac").write_text("")
    summary = library.add([music, music / "not there"])
    assert summary.added == 3
    assert sorted(Path(failure.message.split()[0].rstrip(":")).name for failure in summary.failures) == [
        "empty.flac",
        "not",
        "too.flac",
    ]


def test_an_interruption_keeps_what_was_finished(library: Holdings, music: Path, ears: list[str]) -> None:
    (music / "sad.flac").write_text("interrupt\n")
    summary = library.add([music])
    assert summary.interrupted
    assert (summary.added, summary.not_reached) == (2, 2)
    assert len(library.index().recordings) == 2
    (music / "sad.flac").write_text("another\n")
    ears.clear()
    assert library.add([music]).added == 2
    assert ears == ["sad.flac", "three.mp3"]


def test_an_interruption_while_a_file_is_reported_counts_it_as_done(library: Holdings, music: Path) -> None:
    def report(step: adding.AddStep) -> None:
        if step.files_done == 2:
            raise KeyboardInterrupt

    summary = library.add([music], report=report)
    assert summary.interrupted
    assert (summary.added, summary.not_reached) == (2, 1)
    assert library.add([music]).added == 1


def test_each_batch_counts_as_soon_as_it_is_full(
    library: Holdings, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH_RECORDINGS", 1)
    library.add([music])
    assert [segment.recordings for segment in library.catalogue.segments()] == [1, 1, 1]
    assert len(library.index().recordings) == 3


def test_long_music_fills_a_batch_too(
    library: Holdings, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH_FRAMES", 2000)
    library.add([music])
    assert [segment.recordings for segment in library.catalogue.segments()] == [2, 1]


def test_an_error_in_a_later_batch_leaves_the_earlier_ones(
    library: Holdings, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH_RECORDINGS", 1)
    write, written = library.write_index_segment, []

    def fail_at_the_second(entries):
        if written:
            raise LibraryUnwritableError("disk full")
        written.append(1)
        return write(entries)

    monkeypatch.setattr(library, "write_index_segment", fail_at_the_second)
    with pytest.raises(LibraryUnwritableError, match="disk full"):
        library.add([music])
    assert len(library.index().recordings) == 1
    monkeypatch.undo()


def test_a_segment_without_a_commit_never_counts_and_is_cleared_away(library: Holdings, music: Path) -> None:
    library.add([music])
    leftover = library.index_folder / "0000.ndx"
    leftover.write_bytes(b"half written")
    assert len(library.index().recordings) == 3
    library.add([music])
    assert not leftover.exists()


def test_two_catalogues_on_one_folder_leave_each_others_index_alone(
    library: Holdings, music: Path, tmp_path: Path
) -> None:
    library.add([music])
    with Holdings.open(library.folder, url=f"sqlite:///{tmp_path / 'other.db'}", create=True) as other:
        other.add([music / "three.mp3"])
        assert len(other.index().recordings) == 1
    assert len(library.index().recordings) == 3


def test_a_second_writer_is_refused_and_readers_are_not(library: Holdings, music: Path) -> None:
    library.add([music])
    with writer_lock(library.folder, task="add"), pytest.raises(LibraryBusyError, match="try again"):
        library.add([music])
    with writer_lock(library.folder, task="add"):
        assert len(library.index().recordings) == 3


def test_a_reader_finishes_on_what_it_saw(library: Holdings, music: Path) -> None:
    library.add([music])
    index = library.index()
    fingerprints = [index.fingerprint(one) for one in index.recordings]
    library.remove([str(music / "album")])
    library.compact(lambda done, total: None)
    for name, before in zip(index.recordings, fingerprints, strict=True):
        assert np.array_equal(index.fingerprint(name).peaks.frame, before.peaks.frame)


def test_removed_recordings_are_gone_from_the_index(library: Holdings, music: Path) -> None:
    library.add([music])
    gone = library.remove([str(music / "album")])
    assert [one.path for one in gone] == ["album/one.flac", "album/two.flac"]
    assert titles(library) == ["sound of three.mp3"]
    assert len(library.index().recordings) == 1


def test_nothing_is_removed_where_one_name_is_unknown(library: Holdings, music: Path) -> None:
    library.add([music])
    with pytest.raises(UnknownRecordingError):
        library.remove([str(music / "album"), "no such"])
    assert len(library.index().recordings) == 3


def test_a_removed_recording_comes_back_as_it_was(library: Holdings, music: Path, ears: list[str]) -> None:
    library.add([music])
    before = [one.id for one in library.catalogue.recordings()]
    library.remove([str(music)])
    ears.clear()
    assert library.add([music]).restored == 3
    assert ears == []
    assert [one.id for one in library.catalogue.recordings()] == before
    assert len(library.index().recordings) == 3


def test_a_recording_removed_and_cleared_away_is_heard_again_under_its_old_id(
    library: Holdings, music: Path
) -> None:
    library.add([music])
    before = [one.id for one in library.catalogue.recordings()]
    library.remove([str(music)])
    library.compact(lambda done, total: None)
    assert library.catalogue.segments() == []
    assert library.add([music]).added == 3
    assert [one.id for one in library.catalogue.recordings()] == before


def test_files_that_are_gone_stay_known_until_they_are_removed(library: Holdings, music: Path) -> None:
    library.add([music])
    shutil.rmtree(music / "album")
    assert library.add([music]).unchanged == 1
    assert len(library.index().recordings) == 3
    assert len(library.remove([], missing=True)) == 2
    assert len(library.index().recordings) == 1


def test_rebuild_hears_everything_again_and_keeps_the_ids(
    library: Holdings, music: Path, ears: list[str]
) -> None:
    library.add([music])
    before = [one.id for one in library.catalogue.recordings()]
    ears.clear()
    library.add([music], rebuild=True)
    assert len(ears) == 3
    assert [one.id for one in library.catalogue.recordings()] == before
    assert sorted(library.index().recordings) == sorted(before)


def test_progress_counts_files_and_bytes(library: Holdings, music: Path) -> None:
    (music / "empty.flac").write_text("")
    steps = []
    library.add([music], report=steps.append)
    assert [step.files_done for step in steps] == [0, 1, 2, 3, 4]
    assert steps[-1].bytes_done == steps[-1].bytes_total
    assert [step.failure is not None for step in steps] == [False, False, False, True, False]


def test_there_must_be_a_library_to_open(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="make one first"):
        Holdings.open(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_library_cannot_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryUnwritableError, match="cannot be made"):
        Holdings.open(tmp_path / "file" / "library", create=True)


def test_a_file_touched_but_not_changed_is_not_heard_again(
    library: Holdings, music: Path, ears: list[str]
) -> None:
    library.add([music])
    ears.clear()
    os.utime(music / "three.mp3", (1, 1))
    assert library.add([music]).unchanged == 3
    assert library.catalogue.known_files()[str(music / "three.mp3")].mtime_ns == 10**9
    assert ears == []


def test_a_sheet_that_changed_later_is_read_without_listening_again(
    library: Holdings, music: Path, ears: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ReadTask] = []

    def read(task: ReadTask) -> tuple[dict[str, object], list[str]]:
        asked.append(task)
        tracks = [{"start_s": 0.0, "title": "Side Pink"}, {"start_s": 9.0, "title": "Side Hall"}]
        return {"title": "Album", "tracks": tracks}, ["album.cue: a remark"]

    monkeypatch.setattr("cuespotter.library.rereading.read_anew", read)
    monkeypatch.setattr("cuespotter.library.rereading.run_apart", run_here)
    (music / "album" / "one.cue").write_text("an old sheet")
    library.add([music])
    assert library.add([music]).reread == 0
    assert asked == []
    ears.clear()
    later = time.time() + 5
    os.utime(music / "album" / "one.cue", (later, later))
    said: list[AddStep] = []
    summary = library.add([music], report=said.append)
    assert (summary.unchanged, summary.reread, ears) == (3, 1, [])
    assert [step.remark for step in said if step.remark] == ["album.cue: a remark"]
    (one,) = [one for one in library.catalogue.recordings() if one.path.endswith("one.flac")]
    assert (one.title, [track.title for track in one.tracks]) == ("Album", ["Side Pink", "Side Hall"])
    assert [task.file.below for task in asked] == [one.path]


def test_another_encoding_of_tags_reaches_files_that_are_known(
    library: Holdings, music: Path, ears: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "cuespotter.library.rereading.read_anew", lambda task: ({"title": f"in {task.tag_encoding}"}, [])
    )
    monkeypatch.setattr("cuespotter.library.rereading.run_apart", run_here)
    library.add([music])
    ears.clear()
    assert library.add([music], tag_encoding="cp1251").reread == 3
    assert {one.title for one in library.catalogue.recordings()} == {"in cp1251"}
    assert library.add([music], tag_encoding="cp1251").reread == 0
    assert ears == []
