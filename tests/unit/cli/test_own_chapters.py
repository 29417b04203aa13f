"""A film's own chapters stay when those of its cues are laid into it, and when that is done again."""

import subprocess
from fractions import Fraction
from pathlib import Path

import av
import pytest
from tests.unit.exports.readers import mkvmerge

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import Catalogue
from cuespotter.media.chapters import read_chapters

OWN = [(0.0, "Opening"), (95.0, "The garage"), (205.0, "")]
RATE_HZ = 8000


@pytest.fixture
def film(library, drive, tmp_path) -> Path:
    """'Drive' with three chapters of its own; its cues begin at 0, 100 and 200 s."""
    path = tmp_path / "drive.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("flac", rate=RATE_HZ, layout="mono")
        ends = [begin for begin, _ in OWN[1:]] + [300.0]
        out.set_chapters(
            [
                {
                    "id": number,
                    "start": int(begin * 1000),
                    "end": int(end * 1000),
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": title} if title else {},
                }
                for number, ((begin, title), end) in enumerate(zip(OWN, ends, strict=True), start=1)
            ]
        )
        silence = av.AudioFrame(format="s16", layout="mono", samples=RATE_HZ)
        silence.planes[0].update(bytes(2 * RATE_HZ))
        silence.sample_rate = RATE_HZ
        for second in range(300):
            silence.pts = second * RATE_HZ
            out.mux(stream.encode(silence))
        out.mux(stream.encode(None))
    place(library, drive, path)
    return path


def place(library: Path, drive, path: Path) -> None:
    """Say where the film lies."""
    with Catalogue.open(library) as catalogue:
        catalogue.save_document(drive, [Reel(str(path), "content of drive")])


def told(path: Path) -> list[tuple[float, str]]:
    return [(one.begin_s, one.title) for one in read_chapters(path)]


MERGED = [
    (0.0, "Opening"),
    (0.0, "♪ Kavinsky - Nightcall"),
    (95.0, "The garage"),
    (100.0, "♪ College - A Real Hero"),
    (200.0, "♪ Unnamed music"),
    (205.0, "Chapter 3"),
]


def test_a_copy_has_the_films_own_chapters_and_one_for_each_cue(film, library, drive, cuespotter, tmp_path):
    for turn in range(2):
        chapters, copy = tmp_path / "drive.chapters.xml", tmp_path / f"copy{turn}.mkv"
        answer = cuespotter("export", "drive", chapters, "--library", library)
        assert (answer.status, answer.err.count("\n")) == (0, 1)
        command = [mkvmerge(), "-o", copy, "--chapters", chapters, "--no-chapters", film]
        subprocess.run(command, check=True, capture_output=True)
        assert told(copy) == MERGED
        film = copy  # again, from the copy: nothing stands there twice
        place(library, drive, copy)


def test_every_format_of_chapters_has_them(film, library, cuespotter):
    for name, words in (("ffmetadata", "title=The garage"), ("podlove", 'title="The garage"')):
        out = cuespotter("export", "drive", "-", "--as", name, "--library", library).out
        assert out.index(words) < out.index("♪ College - A Real Hero")


def test_chapters_that_were_laid_in_without_any_own_are_known_again(
    film, library, drive, cuespotter, tmp_path
):
    from cuespotter.exports.base import ExportOptions, OwnChapter
    from cuespotter.exports.players.chapters import chapters

    plain = chapters(drive, ExportOptions())
    before = tuple(OwnChapter(one.begin_s + 0.2, one.end_s, one.title) for one in plain)
    assert chapters(drive, ExportOptions(own_chapters=before)) == plain


def test_where_the_film_is_away_it_is_said(library, cuespotter, tmp_path):
    answer = cuespotter("export", "drive", tmp_path / "drive.chapters.xml", "--library", library)
    assert "the film's own chapters are not among these: " in answer.err
    assert "/films/drive.mkv" in answer.err
    assert cuespotter("export", "drive", tmp_path / "drive.srt", "--library", library).err.count("\n") == 1
