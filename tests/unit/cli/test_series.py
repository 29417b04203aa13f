"""Episodes of a folder: one table of what they share, kept with the films, handed on to players."""

import contextlib
import json

import numpy as np
import pytest
from tests.unit.media.making import encode, tone
from tests.unit.series.test_find import SERIES, SETTINGS, laid

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import Catalogue
from cuespotter.identify.reels import open_reels
from cuespotter.series.ends import ends_digest, pack_ends, unpack_ends
from cuespotter.services import open_library


@pytest.fixture
def season(library, drive, tmp_path):
    """Five episodes whose sound was kept when they were identified."""
    folder = tmp_path / "Night Shift" / "Season 1"
    folder.mkdir(parents=True)
    with Catalogue.open(library) as catalogue:
        for number, played in enumerate(SERIES):
            path = folder / f"Night Shift S01E{number + 9:02}.mkv"
            path.write_bytes(b"film %d" % number)
            told = {
                "id": f"night-{number}",
                "title": f"Night Shift {number + 9}",
                "series_title": "Night Shift",
                "episode_number": f"1x{number + 9}",
                "duration_s": 240.0,
            }
            film = drive.film.model_copy(update=told)
            catalogue.save_document(drive.model_copy(update={"film": film}), [Reel.of(path)])
            catalogue.put_sound(film.id, ends_digest(SETTINGS), pack_ends(laid(number, played)))
    return folder


@pytest.fixture
def series(cuespotter, library):
    return lambda *arguments: cuespotter("series", *arguments, "--library", library)


def test_a_folder_of_episodes_gets_one_table_in_the_order_of_the_episodes(series, season):
    answer = series(season)
    lines = answer.out.splitlines()
    assert lines[0].split() == ["series", "episode", "intro", "credits", "why", "not"]
    assert [line.split("Night Shift")[2].split()[0] for line in lines[1:]] == ["9", "10", "11", "12", "13"]
    assert "0:35-1:05" in lines[2]
    assert "intro: what it shares begins too far from there" in lines[5]
    assert answer.err.endswith("5 episodes, 4 with an opening, 4 with a closing\n")
    assert answer.status == 0


def test_it_is_kept_with_the_films_once_and_can_be_undone(series, cuespotter, season, library):
    series(season)
    series(season)
    with Catalogue.open(library) as catalogue:
        assert [(one.kind, one.episodes) for one in catalogue.document("night-1").film.series_parts] == [
            ("intro", 4),
            ("credits", 4),
        ]
        assert [change.action for change in catalogue.history("night-1")] == ["series"]
    cuespotter("undo", "night-1", "--library", library)
    with Catalogue.open(library) as catalogue:
        assert catalogue.document("night-1").film.series_parts == []


def test_kodi_gets_its_file_beside_each_episode_and_nobody_elses_is_written_over(series, season):
    own = season / "Night Shift S01E09.edl"
    own.write_text("10 20 0\n")
    answer = series(season, "--edl")
    assert own.read_text() == "10 20 0\n"
    assert f"{own} is somebody else's; move it away" in answer.err
    assert answer.err.endswith("4 written, 0 unchanged, 1 failed\n")
    assert answer.status == 1
    lines = (season / "Night Shift S01E10.edl").read_text().splitlines()
    assert lines[0].startswith("## ")
    (begin, end, action), (later, _, _) = (line.split() for line in lines[1:])
    assert (float(begin), float(end)) == (pytest.approx(35, abs=0.5), pytest.approx(65, abs=0.5))
    assert (action, float(later)) == ("3", pytest.approx(210, abs=0.5))
    own.unlink()
    assert series(season, "--edl").err.endswith("1 written, 4 unchanged, 0 failed\n")


def test_for_programs_there_is_json(series, season):
    rows = json.loads(series(season, "--json").out)
    assert rows[1]["intro_start_s"] == pytest.approx(35, abs=0.5)
    assert rows[4]["intro_start_s"] is None
    assert rows[4]["why_no_intro"] == "what it shares begins too far from there"


def test_episodes_that_nobody_identified_and_other_series_are_told_in_a_line_each(series, season):
    (season / "Other Show S01E01.mkv").write_bytes(b"other")
    answer = series(season)
    (row,) = [line for line in answer.out.splitlines() if "Other Show" in line]
    assert "not identified yet: cuespotter identify Other Show S01E01.mkv" in row
    assert answer.err.endswith("6 episodes, 4 with an opening, 4 with a closing\n")
    assert answer.status == 1


def test_one_episode_an_empty_folder_and_no_folder_are_told_in_one_line(series, season, tmp_path):
    alone = series(season / "Night Shift S01E09.mkv")
    assert 'too few episodes of "Night Shift": 1, and 3 are needed' in alone.out
    (tmp_path / "empty").mkdir()
    for place in ("empty", "no such folder"):
        answer = series(tmp_path / place)
        assert answer.status == 2
        assert f"no films are in {tmp_path / place}; name a folder of episodes" in answer.err


def test_one_episode_alone_keeps_what_was_found_with_the_others(series, cuespotter, season, library):
    series(season)
    alone = series(season / "Night Shift S01E10.mkv")
    assert "0:35-1:05" in alone.out
    with Catalogue.open(library) as catalogue:
        assert [one.kind for one in catalogue.document("night-1").film.series_parts] == ["intro", "credits"]


def test_a_copy_of_an_episode_has_no_vote(series, season):
    copy = season / "Night Shift S01E10 again.mkv"
    copy.write_bytes((season / "Night Shift S01E10.mkv").read_bytes())
    answer = series(season)
    (row,) = [line for line in answer.out.splitlines() if "the same episode as" in line]
    assert "which is compared in its place; leave one of them out" in row
    assert answer.err.endswith("6 episodes, 4 with an opening, 4 with a closing\n")
    assert answer.status == 1


def test_an_episode_whose_sound_was_not_kept_and_cannot_be_heard_costs_only_itself(series, season, library):
    with Catalogue.open(library) as catalogue:
        catalogue.put_sound("night-0", "of other settings", b"")
        catalogue.put_sound("night-2", ends_digest(SETTINGS), b"damaged")
    answer = series(season)
    rows = [line for line in answer.out.splitlines() if "Night Shift 9 " in line or "Night Shift 11" in line]
    assert len(rows) == 2
    assert all("is nothing that FFmpeg can read" in row for row in rows)
    assert answer.err.endswith("5 episodes, 0 with an opening, 0 with a closing\n")
    assert answer.status == 1


def test_a_series_that_is_broken_off_while_it_is_kept_keeps_nothing_of_it(
    series, season, library, monkeypatch
):
    change, seen = Catalogue.change, []

    def interrupted(self, film_id, *rest, **facts):
        seen.append(film_id)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return change(self, film_id, *rest, **facts)

    monkeypatch.setattr(Catalogue, "change", interrupted)
    with contextlib.suppress(KeyboardInterrupt):
        series(season, "--edl")
    assert len(seen) == 3
    with Catalogue.open(library) as catalogue:
        kept = [catalogue.document(f"night-{number}").film.series_parts for number in range(len(SERIES))]
    assert kept == [[]] * len(SERIES)
    assert not list(season.glob("*.edl"))
    monkeypatch.undo()
    assert series(season).err.endswith("5 episodes, 4 with an opening, 4 with a closing\n")


def test_what_was_not_kept_is_heard_by_the_stream_that_was_asked_for(tmp_path, library, drive):
    path = tmp_path / "two tracks.mkv"
    low, high = (np.tile(np.atleast_2d(tone(4.0, hz)), (2, 1)) for hz in (440.0, 1760.0))
    encode(path, low, codec="flac", layout="stereo", more=[{"samples": high}])
    (reel,) = open_reels([path], 1)
    reel = reel.model_copy(update={"duration_s": 4.0})
    film = drive.film.model_copy(update={"id": "two", "file": reel, "further_reels": [], "duration_s": 4.0})
    with Catalogue.open(library) as catalogue:
        catalogue.save_document(drive.model_copy(update={"film": film, "cues": []}), [Reel.of(path)])
    with open_library(library) as opened:
        opened.find_series([[path]])
    with Catalogue.open(library) as catalogue:
        kept = unpack_ends(catalogue.sound("two", ends_digest(SETTINGS)))
    lowest_hz = SETTINGS.analysis.lowest_hz
    heard_hz = lowest_hz * 2 ** (np.median(kept.head.cents) / 1200)
    assert heard_hz == pytest.approx(1760.0, rel=0.02)
