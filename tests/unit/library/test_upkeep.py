import shutil
import sqlite3
from pathlib import Path

import pytest

from cuespotter.errors import LibraryDamagedError, LibraryVersionError
from cuespotter.library import Holdings, adding
from cuespotter.settings import AnalysisSettings, Settings


def silent(done: int, total: int) -> None:
    pass


@pytest.fixture
def filled(library: Holdings, music: Path, monkeypatch: pytest.MonkeyPatch) -> Holdings:
    monkeypatch.setattr(adding, "BATCH_RECORDINGS", 1)
    library.add([music])
    return library


def segment_files(library: Holdings) -> list[Path]:
    return [library.index_folder / segment.name for segment in library.catalogue.segments()]


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x10
    path.write_bytes(data)


def test_a_sound_library_has_no_problems(filled: Holdings) -> None:
    steps: list[tuple[int, int]] = []
    assert filled.verify(lambda done, total: steps.append((done, total))) == []
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.9])
def test_a_flipped_bit_is_found_and_its_file_named(filled: Holdings, part: float) -> None:
    path = segment_files(filled)[1]
    flip(path, int(part * path.stat().st_size))
    (problem,) = filled.verify(silent)
    assert problem.path == path


def test_a_missing_file_is_found(filled: Holdings) -> None:
    segment_files(filled)[1].unlink()
    assert len(filled.verify(silent)) == 1
    with pytest.raises(LibraryDamagedError):
        filled.index()


def test_repair_hears_again_what_cannot_be_read(filled: Holdings, ears: list[str]) -> None:
    before = sorted(filled.index().recordings)
    segment_files(filled)[0].unlink()
    ears.clear()
    summary, heard = filled.repair(silent)
    assert len(summary.problems) == 1
    assert summary.lost == []
    assert heard is not None
    assert ears == ["album/one.flac"]
    assert sorted(filled.index().recordings) == before
    assert filled.verify(silent) == []


def test_repair_makes_postings_anew_from_fingerprints(filled: Holdings, ears: list[str]) -> None:
    from cuespotter.index.segment import Segment

    path = segment_files(filled)[0]
    section = Segment(path, digest=None).header.sections["POST"]
    flip(path, section.offset + section.length // 2)
    ears.clear()
    summary, heard = filled.repair(silent)
    assert (summary.rebuilt, summary.lost, heard, ears) == (1, [], None, [])
    assert filled.verify(silent) == []


def test_repair_names_what_is_lost_for_good(filled: Holdings, music: Path) -> None:
    segment_files(filled)[0].unlink()
    shutil.rmtree(music / "album")
    summary, _ = filled.repair(silent)
    (lost,) = summary.lost
    assert filled.recording(lost).path == "album/one.flac"
    assert len(filled.index().recordings) == 2


def test_repair_of_a_sound_library_does_nothing(filled: Holdings) -> None:
    before = filled.catalogue.segments()
    summary, heard = filled.repair(silent)
    assert (summary.problems, heard) == ([], None)
    assert filled.catalogue.segments() == before


def test_compact_merges_and_gives_space_back(filled: Holdings, music: Path) -> None:
    filled.remove([str(music / "three.mp3")])
    kept = sorted(filled.index().recordings)
    before, after = filled.compact(silent)
    assert after < before
    assert [segment.recordings for segment in filled.catalogue.segments()] == [2]
    assert sorted(filled.index().recordings) == kept
    assert sorted(path.name for path in filled.index_folder.iterdir()) == [
        segment.name for segment in filled.catalogue.segments()
    ]
    assert filled.verify(silent) == []


def test_compact_leaves_a_compact_library_alone(filled: Holdings) -> None:
    filled.compact(silent)
    before = filled.catalogue.segments()
    filled.compact(silent)
    assert filled.catalogue.segments() == before


def test_damage_is_not_merged(filled: Holdings) -> None:
    path = segment_files(filled)[1]
    flip(path, path.stat().st_size // 2)
    before = filled.catalogue.segments()
    with pytest.raises(LibraryDamagedError):
        filled.compact(silent)
    assert filled.catalogue.segments() == before


def test_an_add_keeps_the_number_of_segments_low(library: Holdings, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(adding, "BATCH_RECORDINGS", 1)
    monkeypatch.setattr("cuespotter.library.upkeep.MOST_SEGMENTS", 4)
    monkeypatch.setattr("cuespotter.library.upkeep.MERGED_AT_ONCE", 3)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(11):
        (folder / f"{number}.flac").write_text(f"sound {number}\n")
    library.add([folder])
    assert len(library.catalogue.segments()) <= 4
    assert len(library.index().recordings) == 11
    assert library.verify(silent) == []


def test_an_index_of_other_settings_is_refused_and_repaired(filled: Holdings) -> None:
    changed = Settings(analysis=AnalysisSettings(peaks_per_second=20.0))
    with Holdings.open(filled.folder, settings=changed) as library:
        with pytest.raises(LibraryVersionError):
            library.index()
        assert len(library.verify(silent)) == 3
        summary, heard = library.repair(silent)
        assert summary.lost == []
        assert heard is not None
        assert heard.kept == 3
        assert len(library.index().recordings) == 3


def test_a_catalogue_that_names_what_is_not_there_is_found(filled: Holdings) -> None:
    other = sqlite3.connect(filled.folder / "catalogue.db")
    with other:
        other.execute("DELETE FROM recordings")
    other.close()
    (problem,) = filled.verify(silent)
    assert problem.path == filled.catalogue.place
    assert "name something that is not there" in problem.reason
