"""The films' half of the catalogue: documents, the reels by which a film is known again, and its cues."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, case, delete, func, insert, select, update

from cuespotter.buckets import as_path
from cuespotter.catalogue import schema
from cuespotter.catalogue.content import content_digest
from cuespotter.catalogue.database import reading, utc_now, writing
from cuespotter.catalogue.film_rows import FilmSummary, Reel, Use, cue_row
from cuespotter.catalogue.kept import read_kept
from cuespotter.catalogue.refusals import shown
from cuespotter.errors import LibraryDamagedError, LibraryVersionError, UnknownFilmError
from cuespotter.model import FilmDocument
from cuespotter.model.spelling import folded, spelled

REJECTED = "rejected"
FOUND = "found"
NAMES_SHOWN = 5
"""Films named in the message that a name fits several."""


class Films:
    """Films and their cues: saved, found, changed, one transaction a call."""

    engine: Engine
    place: Path | str

    def films(self) -> list[FilmSummary]:
        """Give all films by title."""
        film, cue, reel = schema.films.c, schema.cues.c, schema.film_files.c
        with reading(self.engine, self.place) as connection:
            # the documents themselves stay where they are: one that is damaged costs its own film only
            listed = select(film.id, film.title, film.year, film.duration_s, film.saved_at)
            rows = connection.execute(listed.order_by(func.lower(film.title), film.id)).all()
            counted = select(
                cue.film_id,
                func.count(case((cue.status != REJECTED, 1))).label("all"),
                func.count(case((cue.status != REJECTED, cue.recording_id))).label("named"),
                func.count(case((cue.status != FOUND, 1))).label("reviewed"),
            ).group_by(cue.film_id)
            counts = {
                row.film_id: (int(row.all), int(row.named), int(row.reviewed))
                for row in connection.execute(counted)
            }
            places: dict[str, list[str]] = {}
            for row in connection.execute(
                select(reel.film_id, reel.location).order_by(reel.film_id, reel.reel)
            ):
                places.setdefault(row.film_id, []).append(row.location)
        return [
            FilmSummary(
                row.id,
                row.title,
                row.year,
                row.duration_s,
                all_cues,
                named,
                row.saved_at,
                tuple(places.get(row.id, ())),
                reviewed,
            )
            for row in rows
            for all_cues, named, reviewed in (counts.get(row.id, (0, 0, 0)),)
        ]

    def film_places(self, film_id: str) -> tuple[str, ...]:
        """Say where a film's files lay when they were listened to, in order; none of an unknown film."""
        return tuple(reel.location for reel in self.film_reels(film_id))

    def film_reels(self, film_id: str) -> tuple[Reel, ...]:
        """Give a film's files as they were when they were listened to, in order; none of an unknown film."""
        reel = schema.film_files.c
        asked = select(reel.location, reel.digest, reel.size, reel.mtime_ns)
        with reading(self.engine, self.place) as connection:
            rows = connection.execute(asked.where(reel.film_id == film_id).order_by(reel.reel)).all()
        return tuple(Reel(*row) for row in rows)

    def document(self, name: str) -> FilmDocument:
        """Give a film's document by its path, file name, title, id or the unique beginning of one of these.

        Raises
        ------
        UnknownFilmError
            No film fits, or several do.
        """
        return self._as_document(self._text_of(self.film_id(name)))

    def film_id(self, name: str) -> str:
        """Find the one film that a name means; raises as `document` does."""
        films = self.films()
        by_id = [film for film in films if film.id == name]
        place = _place_of(name)
        by_place = [film for film in films if place in film.locations]
        by_spelling = [film for film in films if place and spelled(place) in map(spelled, film.locations)]
        words = folded(name)
        by_name = [film for film in films if words in {folded(text) for text in _names(film)}]
        by_start = [
            film for film in films if words and any(folded(text).startswith(words) for text in _names(film))
        ]
        for fitting in (by_id, by_place, by_spelling, by_name, by_start):
            if len(fitting) == 1:
                return fitting[0].id
            if fitting:
                named = ", ".join(f"{film.title!r} ({film.id})" for film in fitting[:NAMES_SHOWN])
                raise UnknownFilmError(
                    f"{name!r} fits {len(fitting)} films: {named}; name one by its id", name=name
                )
        moved = self._film_of_content(Path(name)) if Path(name).is_file() else None
        if moved is not None:
            return moved
        raise UnknownFilmError(
            f"the catalogue knows no film {name!r}{_meant(name, films)}; 'cuespotter films' lists what "
            "there is, 'cuespotter identify FILM' adds one",
            name=name,
        )

    def films_called(self, title: str, year: int | None) -> list[FilmSummary]:
        """Give the films of this title whose year is this one, or is not known on one side."""
        called = [film for film in self.films() if folded(film.title) == folded(title)]
        return [film for film in called if None in (film.year, year) or film.year == year]

    def known_film(self, reels: Sequence[Reel]) -> str | None:
        """Find the film that these reels are: the same contents in this order, else the same places."""
        return self._film_with([reel.digest for reel in reels], "digest") or self._film_with(
            [reel.location for reel in reels], "location"
        )

    def film_of_contents(self, reels: Sequence[Reel]) -> str | None:
        """Find the film of just these contents in this order, wherever it lay."""
        return self._film_with([reel.digest for reel in reels], "digest")

    def put_places(self, film_id: str, reels: Sequence[Reel]) -> None:
        """Note where a film's files lie now; nothing else of the film changes."""
        with writing(self.engine, self.place) as connection:
            self._put_reels(connection, film_id, reels)

    def _film_with(self, values: Sequence[str], column: str) -> str | None:
        """Find the first film whose reels have these values, all of them and in this order."""
        table = schema.film_files.c
        with reading(self.engine, self.place) as connection:
            first = select(table.film_id).where(table[column] == values[0], table.reel == 0)
            for film_id in sorted(connection.scalars(first)):
                held = select(table[column]).where(table.film_id == film_id).order_by(table.reel)
                if list(connection.scalars(held)) == list(values):
                    return str(film_id)
        return None

    def as_known_film(self, document: FilmDocument, reels: Sequence[Reel]) -> FilmDocument:
        """Give a new document the id under which its film is known, or one that no other film has."""
        known = self.known_film(reels) or self._told_film(document)
        if known is None:
            taken = self._ids_like(document.film.id)
            known, number = document.film.id, 1
            while known in taken:
                number += 1
                known = f"{document.film.id}-{number}"
        return document.model_copy(update={"film": document.film.model_copy(update={"id": known})})

    def _ids_like(self, film_id: str) -> set[str]:
        """Give the ids that begin so and are taken."""
        table = schema.films.c
        with reading(self.engine, self.place) as connection:
            return set(
                connection.scalars(select(table.id).where(table.id.startswith(film_id, autoescape=True)))
            )

    def _told_film(self, document: FilmDocument) -> str | None:
        """Find the film of this title and year that was told of and had no file until now."""
        called = self.films_called(document.film.title, document.film.year)
        fitting = [one.id for one in called if not one.locations]
        return fitting[0] if len(fitting) == 1 else None

    def save_document(
        self, document: FilmDocument, reels: Sequence[Reel] = (), *, found: FilmDocument | None = None
    ) -> None:
        """Save a film whole: its document, its reels (none given: as they were) and its cues.

        Parameters
        ----------
        document : FilmDocument
            The film as it stands, under its own id.
        reels : Sequence[Reel]
            Its files, in order.
        found : FilmDocument, optional
            What the engine alone said; by default the document, or as it was for a film that is known.
        """
        with writing(self.engine, self.place) as connection:
            self._put_film(connection, document, found)
            if reels:
                self._put_reels(connection, document.film.id, reels)

    def remove_film(self, name: str) -> None:
        """Take a film and all that was said about it out of the catalogue."""
        film_id = self.film_id(name)
        with writing(self.engine, self.place) as connection:
            for table in (
                schema.changes,
                schema.cues,
                schema.film_files,
                schema.searches,
                schema.film_sounds,
            ):
                connection.execute(delete(table).where(table.c.film_id == film_id))
            connection.execute(delete(schema.films).where(schema.films.c.id == film_id))

    def uses(self, recording_ids: Sequence[str]) -> list[Use]:
        """Say which cues of which films use these recordings; rejected cues do not."""
        cue, film = schema.cues.c, schema.films.c
        wanted = frozenset(recording_ids)
        query = (
            select(cue.film_id, film.title, cue.cue_no, cue.status, cue.start_s, cue.end_s, cue.recording_id)
            .join(schema.films, film.id == cue.film_id)
            .where(cue.status != REJECTED, cue.recording_id.is_not(None))
            .order_by(func.lower(film.title), cue.film_id, cue.position)
        )
        if len(wanted) == 1:
            query = query.where(cue.recording_id == next(iter(wanted)))
        with reading(self.engine, self.place) as connection:
            rows = connection.execute(query).all()
        return [Use(*row) for row in rows if row.recording_id in wanted]

    def _text_of(self, film_id: str) -> str:
        """Read a document's JSON."""
        with reading(self.engine, self.place) as connection:
            query = select(schema.films.c.document).where(schema.films.c.id == film_id)
            return self._there(connection.execute(query).scalar(), film_id)

    def _there(self, text: str | None, film_id: str) -> str:
        """Give a document's text; what was listed and cannot be found lies in a damaged page."""
        if text is None:
            raise LibraryDamagedError(
                f"the catalogue {shown(self.place)} is damaged (it lists a film {film_id!r:.40} that it "
                "cannot find); put a copy back, or move it away and add again"
            )
        return text

    def _film_of_content(self, path: Path) -> str | None:
        """Find the film of which a file is the first reel, wherever it lies now."""
        table = schema.film_files.c
        query = select(table.film_id).where(table.digest == content_digest(path), table.reel == 0)
        with reading(self.engine, self.place) as connection:
            found = connection.scalars(query).all()
        return found[0] if len(found) == 1 else None

    def _as_document(self, text: str) -> FilmDocument:
        """Read a document; what this program cannot read, a newer one wrote."""
        try:
            return read_kept(FilmDocument, text, "a film of the catalogue")
        except ValidationError as error:
            raise LibraryVersionError(
                f"the catalogue {shown(self.place)} holds a film that this program cannot read; "
                "install the Cuespotter that wrote it"
            ) from error

    def _put_film(self, connection: Connection, document: FilmDocument, found: FilmDocument | None) -> None:
        """Write a film's row and its cues."""
        film = document.film
        row: dict[str, Any] = {
            "title": film.title,
            "year": film.year,
            "duration_s": film.duration_s,
            "document": document.model_dump_json(by_alias=True),
            "saved_at": utc_now(),
        }
        if found is not None:
            row["found"] = found.model_dump_json(by_alias=True)
        known = connection.execute(select(schema.films.c.id).where(schema.films.c.id == film.id)).scalar()
        if known is None:
            row.setdefault("found", row["document"])
            connection.execute(insert(schema.films), {"id": film.id, **row})
        else:
            connection.execute(update(schema.films).where(schema.films.c.id == film.id), row)
        connection.execute(delete(schema.cues).where(schema.cues.c.film_id == film.id))
        rows = [cue_row(film.id, position, cue) for position, cue in enumerate(document.cues)]
        if rows:
            connection.execute(insert(schema.cues), rows)

    def _put_reels(self, connection: Connection, film_id: str, reels: Sequence[Reel]) -> None:
        """Write where a film's files lie."""
        connection.execute(delete(schema.film_files).where(schema.film_files.c.film_id == film_id))
        connection.execute(
            insert(schema.film_files),
            [
                {
                    "film_id": film_id,
                    "reel": number,
                    "location": reel.location,
                    "name": Path(reel.location)
                    .name.encode("utf-8", "surrogateescape")
                    .decode("utf-8", "backslashreplace"),
                    "digest": reel.digest,
                    "size": reel.size,
                    "mtime_ns": reel.mtime_ns,
                }
                for number, reel in enumerate(reels)
            ],
        )


def _names(film: FilmSummary) -> list[str]:
    """Give the names by which a film may be called."""
    files = [name for place in film.locations for name in (Path(place).name, Path(place).stem)]
    return [film.title, film.id, *files]


def _meant(name: str, films: Sequence[FilmSummary]) -> str:
    """Say which film may have been meant, where one is called nearly so."""
    known = {text.casefold(): text for film in films for text in _names(film)}
    near = get_close_matches(name.casefold(), known, n=1)
    return f" (did you mean {known[near[0]]!r}?)" if near else ""


def _place_of(name: str) -> str | None:
    """Say where a file of that name lies; None where no file can be called so."""
    try:
        return str(as_path(name).resolve())
    except (OSError, ValueError):
        return None
