"""A sheet for 227 cues is brought to "ready" from the shell in fewer than 60 actions."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Placement, Recording

CUES, RECORDINGS, UNNAMED_EVERY = 227, 60, 23
MOST_ACTIONS = 60
ARTISTS = [f"Band {letter}" for letter in "ABCDEFGHIJKL"]


def recording(number: int) -> Recording:
    """A recording of which the tags name neither writer nor publisher."""
    name = f"Song {number:02}"
    artist = ARTISTS[number % len(ARTISTS)]
    return Recording(
        id=f"{number:04}aaaa", path=f"{artist}/{name}.flac", duration_s=200.0, title=name, artist=artist
    )


def cue(number: int, played: Recording | None) -> Cue:
    """A cue of 20 s, each 26 s after the one before."""
    start = 26.0 * number
    place = Placement(
        film_in_s=start, film_out_s=start + 20, recording_in_s=5.0, recording_out_s=25.0, speed=1.0
    )
    return Cue(
        id=f"cue{number:03}",
        cue_no=f"1m{number + 1:02}",
        kind="unnamed_music" if played is None else "recording",
        confidence=0.85 if number % 40 == 7 else 0.995,
        start_s=start,
        end_s=start + 20,
        recording=played,
        placements=[] if played is None else [place],
    )


@pytest.fixture
def long_film(empty_library: Path) -> Path:
    songs = [recording(number) for number in range(RECORDINGS)]
    cues = [
        cue(number, None if number % UNNAMED_EVERY == 11 else songs[number % RECORDINGS])
        for number in range(CUES)
    ]
    file = FilmFile(name="long.mkv", size=1, duration_s=6000.0)
    film = FilmDocument(film=Film(id="long", title="Long", file=file, duration_s=6000.0), cues=cues)
    with Catalogue.open(empty_library) as catalogue:
        new = [
            NewRecording(one, f"digest {one.id}", KnownFile(f"/music/{one.path}", "/music", 1, 1, one.id))
            for one in songs
        ]
        catalogue.add_recordings(
            SegmentRow("one.ndx", "x", RECORDINGS, 100), new, in_segment={one.id for one in songs}
        )
        catalogue.save_document(film, [Reel("/films/long.mkv", "content")])
    return empty_library


def test_a_sheet_for_227_cues_takes_fewer_than_60_actions(
    cuespotter: Callable, long_film: Path, tmp_path: Path
) -> None:
    actions = 0

    def act(command: str, *arguments: object) -> str:
        nonlocal actions
        actions += 1
        answer = cuespotter(command, "long", *arguments, "--library", long_film)
        assert answer.status == 0, answer.err
        return str(answer.out + answer.err)

    def remarks() -> int:
        answer = cuespotter("check", "long", "--csv", "--library", long_film)
        return len(answer.out.splitlines()) - 1

    assert remarks() > 1000
    header = ("production_company=A House", "prepared_by=A. Reader", "date_prepared=2025-11-23")
    act("edit", *(f"--set=header.{one}" for one in header), "--set", "year=2025")
    act("confirm", "--above", "0.9")
    unsure = re.findall(r"(?m)^ *\d+ +(\S+) +unsure", cuespotter("check", "long", "--library", long_film).out)
    assert len(unsure) == 6
    act("confirm", *unsure)
    answers = ("perception=not_heard", "vocal=vocal", "work_origin=pre_existing")
    act("edit", "--where", "named:yes", *(f"--set={one}" for one in (*answers, "recording_origin=library")))
    act("edit", "--where", "start:..0:10", "--set", "film_part=main_title")
    for artist in ARTISTS:
        house = f"publisher={artist} Music, share=50, ipi=00000000297, society=PRS"
        writer = f"composer={artist[-1]}. Writer, share=50, ipi=00000000199, society=PRS"
        act("edit", "--where", f'artist="{artist}"', "--party", writer, "--party", house)
    score = ("perception=not_heard", "vocal=instrumental", "work_origin=made_for_film")
    score_party = "composer=Ann Writer, share=100, society=NS"
    act(
        "edit", "--where", "named:no", "--work", "Score", "--party", score_party,
        *(f"--set={one}" for one in score),
    )  # fmt: skip
    assert remarks() == 0
    assert "ready" in act("check")
    target = tmp_path / "long.cuesheet.csv"
    assert "ready to be filed" in act("export", target)
    assert actions < MOST_ACTIONS
    assert len(target.read_text(encoding="utf-8").splitlines()) > CUES
