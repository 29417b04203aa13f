"""Named lists of films or recordings: chosen by a filter, put in an order, with a note for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cuespotter.errors import UsageError
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording
from cuespotter.report.facts import FILM_FIELDS, RECORDING_FIELDS, film_facts, recording_facts
from cuespotter.report.filter import Fact, Facts, FieldKind, Filter, fold, parse_filter
from cuespotter.report.shares import share_music

Item = TypeVar("Item", Recording, FilmDocument)
NO_ORDER = "none"
"""'In no particular order': as given, without numbers."""
AS_GIVEN = "given"
"""As given, numbered: the user's own order."""


@dataclass(frozen=True)
class ListEntry:
    """One film or recording of a list: its name, who and when, further facts, and the user's note."""

    title: str
    by: str | None
    year: int | None
    details: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class NamedList:
    """A list to publish; `is_ordered` says whether the order means something."""

    name: str
    entries: tuple[ListEntry, ...]
    is_ordered: bool
    introduction: str | None = None


def list_recordings(
    name: str,
    recordings: Iterable[Recording],
    *,
    where: str = "",
    order: str = AS_GIVEN,
    notes: Mapping[str, str] | None = None,
    introduction: str | None = None,
) -> NamedList:
    """Make a list of recordings.

    Parameters
    ----------
    name : str
        What the list is called.
    recordings : iterable of Recording
        In the user's own order.
    where : str
        A filter; see `cuespotter.report.filter`.
    order : str
        'given', 'none' (no particular order), or a field, with '-' before it for the greatest first.
    notes : mapping of str to str, optional
        The user's word on each, by the recording's id.
    introduction : str, optional
        What to say before the list.

    Raises
    ------
    UsageError
        The filter or the order cannot be understood.
    """
    chosen = _choose(
        recordings, recording_facts, parse_filter(where, RECORDING_FIELDS), order, RECORDING_FIELDS
    )
    entries = tuple(_recording_entry(item, (notes or {}).get(item.id)) for item in chosen)
    return NamedList(name, entries, order != NO_ORDER, introduction)


def list_films(
    name: str,
    documents: Iterable[FilmDocument],
    *,
    where: str = "",
    order: str = AS_GIVEN,
    notes: Mapping[str, str] | None = None,
    introduction: str | None = None,
) -> NamedList:
    """Make a list of films; parameters as in `list_recordings`, notes by the film's id."""
    wanted = parse_filter(where, FILM_FIELDS)
    chosen = _choose(documents, film_facts, wanted, order, FILM_FIELDS)
    entries = tuple(_film_entry(item, (notes or {}).get(item.film.id)) for item in chosen)
    return NamedList(name, entries, order != NO_ORDER, introduction)


def _choose(
    items: Iterable[Item],
    facts_of: Callable[[Item], Facts],
    wanted: Filter,
    order: str,
    fields: Mapping[str, FieldKind],
) -> Sequence[Item]:
    """Keep what the filter wants, in the order asked for; what has no value in that field comes last."""
    kept = [(facts, item) for item in items if wanted.keeps(facts := facts_of(item))]
    if order in (NO_ORDER, AS_GIVEN):
        return [item for _, item in kept]
    field = order.removeprefix("-")
    if field not in fields:
        raise UsageError(
            f"a list has no order {field!r}; choose {AS_GIVEN}, {NO_ORDER} or one of {', '.join(fields)}",
            order=order,
        )
    known = [(facts[field][0], item) for facts, item in kept if facts[field]]
    unknown = [item for facts, item in kept if not facts[field]]
    known.sort(key=lambda pair: _sort_key(pair[0]), reverse=order.startswith("-"))
    return [item for _, item in known] + unknown


def _sort_key(value: Fact) -> tuple[float, str]:
    return (0.0, fold(value)) if isinstance(value, str) else (float(value), "")


def _recording_entry(recording: Recording, note: str | None) -> ListEntry:
    releases = [
        " ".join(part for part in (release.title, "on", release.colour, release.medium) if part)
        for release in recording.releases
        if release.medium
    ]
    version = None if recording.version is None else recording.version.kind.replace("_", " ")
    details = [recording.album, version, *releases]
    return ListEntry(
        recording.title or recording.path,
        recording.artist,
        recording.year,
        tuple(detail for detail in details if detail),
        note,
    )


def _film_entry(document: FilmDocument, note: str | None) -> ListEntry:
    film, cues = document.film, document.cues_heard
    bounds = share_music(document).music_in_film.bounds
    artists = dict.fromkeys(cue.artist_known for cue in cues if cue.artist_known)
    details = ["1 cue" if len(cues) == 1 else f"{len(cues)} cues"]
    details += [] if bounds is None else [f"music in {bounds[0]:.0%} of the film".replace("%", " %")]
    details += [f"with {', '.join(artists)}"] if artists else []
    return ListEntry(film.title, film.header.director, film.year, tuple(details), note)
