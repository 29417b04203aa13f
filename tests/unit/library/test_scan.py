import os
from pathlib import Path

import pytest

from cuespotter.buckets import BucketPath, as_path
from cuespotter.errors import MediaError
from cuespotter.library.scan import FoundFile, find_files


def names(paths: list[Path]) -> list[str]:
    return [found.below for found in find_files(paths) if isinstance(found, FoundFile)]


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.flac", "b/10.flac", "a.mp3", "c/d/e.mkv"):
        touch(tmp_path / name)
    assert names([tmp_path]) == ["a.mp3", "b/10.flac", "b/2.flac", "c/d/e.mkv"]


def test_pictures_texts_and_hidden_files_are_passed_over_unless_named(tmp_path: Path) -> None:
    for name in (
        "song.flac",
        "cover.JPG",
        "album.cue",
        "rip.log",
        "film.edl",
        ".hidden.flac",
        ".folder/in.flac",
    ):
        touch(tmp_path / name)
    assert names([tmp_path]) == ["song.flac"]
    assert names([tmp_path / ".hidden.flac", tmp_path / "cover.JPG"]) == [".hidden.flac", "cover.JPG"]
    assert names([tmp_path / ".folder"]) == ["in.flac"]


SIDES = (
    "@eaDir/song.opus",
    "#recycle",
    "__MACOSX",
    "$RECYCLE.BIN",
    "System Volume Information",
    "lost+found",
    ".Trash-1000",
    ".AppleDouble",
    ".@__thumb",
    "RECYCLER",
    "#SNAPSHOT",
    "@Recycle",
)


@pytest.mark.parametrize("side", SIDES)
def test_what_systems_keep_beside_the_music_is_passed_over_unless_named(tmp_path: Path, side: str) -> None:
    touch(tmp_path / "Album" / side / "old.flac")
    for name in ("song.flac", "._song.flac", "song.flac@SynoEAStream"):
        touch(tmp_path / "Album" / name)
    assert names([tmp_path]) == ["Album/song.flac"]
    assert names([tmp_path / "Album" / side]) == ["old.flac"]


def test_an_album_called_like_an_old_bin_is_music(tmp_path: Path) -> None:
    touch(tmp_path / "ZZ Top" / "Recycler" / "01.flac")
    assert names([tmp_path]) == ["ZZ Top/Recycler/01.flac"]


def test_side_folders_are_told(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "@eaDir" / "x.flac")
    touch(tmp_path / "b" / "@eaDir" / "x.flac")
    told: list[str] = []
    assert list(find_files([tmp_path], pass_over=told.append)) == []
    assert told == ["@eaDir", "@eaDir"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    touch(tmp_path / "album" / "song.flac")
    (tmp_path / "album" / "again").symlink_to(tmp_path)
    (tmp_path / "zz").symlink_to(tmp_path / "album")
    assert names([tmp_path]) == ["album/song.flac"]


def test_a_file_named_twice_is_found_once(tmp_path: Path) -> None:
    song = touch(tmp_path / "song.flac")
    assert names([tmp_path, song, tmp_path]) == ["song.flac"]


def test_what_is_not_there_and_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "dangling.flac").symlink_to(tmp_path / "nowhere")
    found = list(find_files([tmp_path / "no", tmp_path / "pipe", tmp_path / "folder"]))
    assert [type(one).__name__ for one in found] == ["MissingFileError", "NotMediaError", "MissingFileError"]
    assert all(isinstance(one, MediaError) and str(tmp_path) in one.message for one in found)


def test_a_pipe_inside_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert names([tmp_path]) == []


def test_a_folder_that_cannot_be_read_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "a" / "song.flac")
    touch(tmp_path / "b" / "song.flac")
    scandir = os.scandir

    def refuse(folder):
        if Path(folder).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr("cuespotter.library.scan.os.scandir", refuse)
    first, second = find_files([tmp_path])
    assert isinstance(first, MediaError)
    assert "Permission denied" in first.message
    assert isinstance(second, FoundFile)


@pytest.mark.parametrize("name", ["Größe – 音楽.flac", "with space.flac", "-dash.flac", "new\nline.flac"])
def test_any_name_goes(tmp_path: Path, name: str) -> None:
    touch(tmp_path / "in" / name)
    assert names([tmp_path]) == [f"in/{name}"]


def test_a_name_that_is_no_text_is_shown_with_its_bytes(tmp_path: Path) -> None:
    place = os.fsencode(tmp_path) + b"/caf\xe9.flac"
    Path(os.fsdecode(place)).write_bytes(b"x")
    (found,) = find_files([tmp_path])
    assert isinstance(found, FoundFile)
    assert found.below == "caf\\xe9.flac"
    assert found.path.read_bytes() == b"x"


def test_no_link_leads_out_of_where_the_walk_is_to_stay(tmp_path):
    secret = tmp_path / "secret"
    inside = tmp_path / "root" / "sub"
    secret.mkdir()
    inside.mkdir(parents=True)
    (secret / "secret.wav").touch()
    (inside / "own.wav").touch()
    (inside / "folder").symlink_to(secret)
    (inside / "file.wav").symlink_to(secret / "secret.wav")
    (inside / "circle").symlink_to(inside)
    (inside / "nowhere.wav").symlink_to(secret / "none.wav")
    root = (tmp_path / "root").resolve()
    found = list(find_files([root, secret], within=[root]))
    assert [type(one) for one in found] == [FoundFile]
    assert found[0].below == "sub/own.wav"


def test_a_bucket_that_says_what_to_look_at_is_given_no_second_advice(monkeypatch):
    def refuse(self, **_how):
        raise OSError(5, "not answered (404 NoSuchBucket); check its name, its rights and the environment")

    monkeypatch.setattr(BucketPath, "stat", refuse)
    (refused,) = find_files([as_path("s3://nowhere")])
    assert str(refused).count("check") == 1


def test_what_is_not_in_a_bucket_is_told_with_what_to_do(monkeypatch):
    def miss(self, **_how):
        raise FileNotFoundError(2, "nothing of that name is in the bucket")

    monkeypatch.setattr(BucketPath, "stat", miss)
    (refused,) = find_files([as_path("s3://films/gone.mkv")])
    assert str(refused) == "s3://films/gone.mkv: nothing of that name is in the bucket; check the name"


def test_a_path_that_is_not_there_is_told_with_what_to_do(tmp_path):
    (refused,) = find_files([tmp_path / "gone"])
    assert str(refused) == f"{tmp_path / 'gone'}: No such file or directory; check the name"
