"""Side tables of films (CSV) -> films and the music that is said to be in them.

A table with a column ``film`` is one. A row tells facts of the film (the columns that begin with ``film_``),
or with a ``title`` a piece of music in it; both at once, as one likes. Rows follow the film. Parties, works,
versions and releases stand in the columns of the other side tables: a piece with several writers or releases
has a row for each.

Nothing is guessed: rows that disagree are told, and what they say is not taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cuespotter.catalogue.side_columns import PARTY_COLUMNS, RELEASE_COLUMNS, VERSION_COLUMNS, WORK_COLUMNS
from cuespotter.catalogue.side_tables import lay_facts, tell_rows
from cuespotter.catalogue.tables import TableRow, read_table
from cuespotter.errors import UsageError
from cuespotter.model.film import Film, FilmFile
from cuespotter.model.mention import Mention, music_key
from cuespotter.model.recording import several
from cuespotter.model.refusal import refusal
from cuespotter.model.spelling import folded

FILM = "film"
NO_FILE = FilmFile(name="", size=0, duration_s=0.0)
FILM_COLUMNS = {
    "film_year": "year",
    "film_original_title": "original_title",
    "film_kind": "kind",
    "film_genre": "genres",
    "film_length": "duration_s",
    "film_music_length": "told_music_s",
    "film_score_length": "told_score_s",
    "film_director": "header.director",
    "film_country": "header.country",
    "film_company": "header.production_company",
    "film_imdb": "identifiers.imdb",
    "film_tmdb": "identifiers.tmdb",
    "film_wikidata": "identifiers.wikidata",
    "film_note": "notes",
    "film_warning": "content_notes",
}
SEVERAL = frozenset({"genres", "content_notes"})
"""Fields that hold several values, parted by ';'."""
MUSIC_COLUMNS = {
    "title": "title",
    "artist": "artist",
    "year": "year",
    "album": "album",
    "isrc": "isrc",
    "musicbrainz_recording_id": "musicbrainz_recording_id",
    "at": "at_s",
    "note": "notes",
    "film_part": "film_part",
    "perception": "perception",
    "vocal": "vocal",
    "prominence": "prominence",
    "form": "form",
    "work_origin": "work_origin",
    "recording_origin": "recording_origin",
}
COLUMNS = frozenset({FILM}).union(
    FILM_COLUMNS, MUSIC_COLUMNS, WORK_COLUMNS, PARTY_COLUMNS, VERSION_COLUMNS, RELEASE_COLUMNS
)


@dataclass
class ToldFilm:
    """A film as tables tell of it.

    Attributes
    ----------
    facts : dict of str to object
        By field of `Film`, an inner one as ``header.director``.
    music : list of Mention
        In the order of the rows.
    source : str
        The name of the table that tells of it first.
    """

    title: str
    year: int | None
    source: str
    facts: dict[str, object] = field(default_factory=dict)
    music: list[Mention] = field(default_factory=list)

    def bare_film(self, film_id: str) -> Film:
        """Give the film before anything is laid over it: without a file, of its title and year."""
        return Film(id=film_id, title=self.title, year=self.year, file=NO_FILE, duration_s=0.0)


@dataclass
class FilmLesson:
    """What was read: films, what was not taken (a line each), and how many rows there were."""

    films: list[ToldFilm] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    rows: int = 0


def is_film_table(path: Path) -> bool:
    """Say whether a table tells of films; raises `UsageError` where it cannot be read."""
    return FILM in read_table(path, COLUMNS).columns


def read_film_tables(paths: Sequence[Path]) -> FilmLesson:
    """Read side tables of films.

    Raises
    ------
    UsageError
        A table cannot be read, has a column of another name, or a cell holds what cannot be: nothing of any
        table is taken.
    """
    lesson = FilmLesson()
    grouped: dict[tuple[str, str], list[tuple[Path, TableRow]]] = {}
    for path in paths:
        for row in _rows_of(path):
            lesson.rows += 1
            grouped.setdefault((folded(row.cells[FILM]), row.cells.get("film_year", "")), []).append(
                (path, row)
            )
    for rows in _with_years(grouped):
        film, remark = _film_of(rows)
        if remark is not None:
            lesson.remarks.append(remark)
        elif film is not None:
            lesson.films.append(film)
    return lesson


def _rows_of(path: Path) -> Sequence[TableRow]:
    """Read one table whose columns are all known and whose rows all name a film."""
    table = read_table(path, COLUMNS)
    unknown = [name for name in table.columns if name not in COLUMNS]
    if unknown:
        raise UsageError(
            f"the table {path} has a column {unknown[0]!r} that means nothing here; "
            f"of films there are {', '.join(sorted(COLUMNS))}"
        )
    for row in table.rows:
        if not row.cells.get(FILM):
            raise UsageError(f"{row.place} names no film; fill {FILM}")
    return table.rows


def _with_years(
    grouped: Mapping[tuple[str, str], list[tuple[Path, TableRow]]],
) -> list[list[tuple[Path, TableRow]]]:
    """Lay rows that tell no year to the one film of their title; where there are several, to none of them."""
    years: dict[str, list[str]] = {}
    for title, year in grouped:
        if year:
            years.setdefault(title, []).append(year)
    whole: dict[tuple[str, str], list[tuple[Path, TableRow]]] = {}
    for (title, year), rows in grouped.items():
        known = years.get(title, [])
        told = known[0] if not year and len(known) == 1 else year
        whole.setdefault((title, told), []).extend(rows)
    return list(whole.values())


def _film_of(rows: Sequence[tuple[Path, TableRow]]) -> tuple[ToldFilm | None, str | None]:
    """Put the rows about one film together; a remark where they disagree."""
    facts: dict[str, tuple[str, str]] = {}
    pieces: dict[str, list[TableRow]] = {}
    source, first = rows[0][0].name, rows[0][1]
    for _, row in rows:
        remark = lay_facts(facts, row, FILM_COLUMNS)
        if remark is not None:
            return None, remark
        if row.cells.get("title"):
            pieces.setdefault(music_key(row.cells["title"], row.cells.get("artist")), []).append(row)
        elif any(row.cells.get(column) for column in COLUMNS - set(FILM_COLUMNS) - {FILM}):
            raise UsageError(f"{row.place} tells of music without its title; fill title")
    values = {name: _value(name, value, place) for name, (value, place) in facts.items()}
    year = values.pop("year", None)
    film = ToldFilm(first.cells[FILM], year if isinstance(year, int) else None, source, values)
    _check_facts(film, first)
    for its_rows in pieces.values():
        mention, remark = _mention(its_rows, source)
        if remark is not None:
            return None, remark
        if mention is not None:
            film.music.append(mention)
    return film, None


def _check_facts(told: ToldFilm, row: TableRow) -> None:
    """Refuse facts that cannot be, before anything of any table is taken."""
    try:
        told.bare_film("told").with_facts(told.facts, {})
    except ValidationError as error:
        raise UsageError(f"{row.place}, {told.title}: {refusal(error)}") from error


def _mention(rows: Sequence[TableRow], source: str) -> tuple[Mention | None, str | None]:
    """Put the rows about one piece together."""
    facts: dict[str, tuple[str, str]] = {}
    for row in rows:
        remark = lay_facts(facts, row, MUSIC_COLUMNS)
        if remark is not None:
            return None, remark
    told, remark = tell_rows(rows)
    if remark is not None:
        return None, remark
    values: dict[str, Any] = {name: value for name, (value, _) in facts.items()}
    if "at_s" in values:
        values["at_s"] = _seconds(values["at_s"], facts["at_s"][1], "at")
    try:
        return Mention.model_validate(
            {
                **values,
                "work": told.work,
                "version": told.version,
                "releases": list(told.releases),
                "source": source,
            }
        ), None
    except ValidationError as error:
        raise UsageError(f"{rows[0].place}: {refusal(error)}") from error


def _value(name: str, text: str, place: str) -> object:
    """Read a fact of a film."""
    if name in SEVERAL:
        return several(text)
    if name.endswith("_s"):
        return _seconds(text, place, next(one for one, fact in FILM_COLUMNS.items() if fact == name))
    if name == "year":
        if not (text.isdecimal() and text.isascii()):
            raise UsageError(f"{place}: film_year cannot be {text!r}; write it as 2011")
        return int(text)
    return text


def _seconds(text: str, place: str, column: str) -> float:
    """Read h:mm:ss or m:ss."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.isdecimal() and part.isascii() for part in parts):
        raise UsageError(f"{place}: {column} cannot be {text!r}; write h:mm:ss or m:ss")
    seconds = 0.0
    for part in parts:
        seconds = 60.0 * seconds + int(part)
    return seconds
