"""A scholar's job, from Python: every film of a folder, a table of their cues, and the decades of the music.

Run it as ``python docs/scholar.py FILMS LIBRARY [TABLE.csv]``: FILMS is a folder with films, LIBRARY one that
was made by ``cuespotter add``. What is identified already is not listened to again; the table opens in any
statistics program (``pandas.read_csv``).
"""

# %% what is needed
from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cuespotter
from cuespotter.services import Failed, Library

FILM_SUFFIXES = {".mkv", ".mp4", ".mov", ".avi", ".m4v", ".mxf"}
COLUMNS = (
    "film",
    "film_year",
    "cue",
    "start_s",
    "end_s",
    "title",
    "artist",
    "music_year",
    "work_origin",
    "sure",
)


# %% every film of a folder
def identify_all(library: Library, folder: Path) -> list[str]:
    """Identify the films of a folder that the library does not know yet; give the ids of all of them.

    A film that cannot be listened to is named and left out.
    """
    known = {place: film.id for film in library.films() for place in film.locations}
    films = sorted(path for path in folder.rglob("*") if path.suffix.lower() in FILM_SUFFIXES)
    ids = [known[str(film.resolve())] for film in films if str(film.resolve()) in known]
    new = [[film] for film in films if str(film.resolve()) not in known]
    for found in library.identify_each(new):
        if isinstance(found, Failed):
            print(f"left out: {found.error}", file=sys.stderr)
        else:
            print(f"{found.document.film.title}: {found.summary}", file=sys.stderr)
            ids.append(found.document.film.id)
    return ids


# %% a table of their cues
def cue_rows(library: Library, films: list[str]) -> Iterator[dict[str, object]]:
    """Give a row for each cue of some films; times are seconds on the film's clock."""
    for name in films:
        film = library.film(name)
        for cue in film.cues_heard:
            yield {
                "film": film.film.title,
                "film_year": film.film.year,
                "cue": cue.cue_no,
                "start_s": round(cue.start_s, 2),
                "end_s": round(cue.end_s, 2),
                "title": cue.title_known,
                "artist": cue.artist_known,
                "music_year": None if cue.recording is None else cue.recording.year,
                "work_origin": cue.work_origin,
                "sure": cue.confidence if cue.status == "found" else 1.0,
            }


# %% which decades the music is from
def decades(rows: list[dict[str, object]]) -> Counter[str]:
    """Add up the seconds of music of each decade; music of which no year is known is a row of its own."""
    seconds: Counter[str] = Counter()
    for row in rows:
        year = row["music_year"]
        decade = f"{year // 10 * 10}s" if isinstance(year, int) else "not known"
        seconds[decade] += round(float(str(row["end_s"])) - float(str(row["start_s"])))
    return seconds


# %% all of it
def main(films: str, library: str, table: str = "cues.csv") -> None:
    """Do the whole job."""
    with cuespotter.open_library(library) as opened:
        rows = list(cue_rows(opened, identify_all(opened, Path(films))))
    with Path(table).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    for decade, seconds in sorted(decades(rows).items()):
        print(f"{decade:>10} {seconds:6d} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
