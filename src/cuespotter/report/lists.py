"""Named lists of films, recordings or releases: chosen by filter and by hand, in an order, with words."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from cuespotter.errors import UsageError
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.kept_list import KeptList, ListKind, ListWords
from cuespotter.model.recording import Recording, year_of
from cuespotter.model.release import Release
from cuespotter.report.facts import (
    FILM_FIELDS,
    RECORDING_FIELDS,
    RELEASE_FIELDS,
    film_facts,
    recording_facts,
    release_facts,
)
from cuespotter.report.filter import Fact, Facts, FieldKind, fold, parse_filter
from cuespotter.report.shares import share_music
from cuespotter.wording.cues import title_of
from cuespotter.wording.numbers import count_text
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text

NO_ORDER = "none"
"""'In no particular order': as given, without numbers."""
LATER_FIELDS = {"discogs_release_id"}
"""Fields that releases had not when the first lists were kept: an id must stay what it was."""
AS_GIVEN = "given"
"""As given, numbered: the user's own order, a ranking."""


@dataclass(frozen=True)
class ListEntry:
    """One film, recording or release of a list: its name, who and when, further facts, and the user's words.

    Attributes
    ----------
    id : str
        Of what it is.
    cue : str or None
        The chosen cue in words: 'A Real Hero, 1:22:10'.
    link, picture : str or None
        A web address; a file of the user's.
    recordings : tuple of Recording
        What a playlist plays for it.
    """

    title: str
    by: str | None
    year: int | None
    details: tuple[str, ...]
    note: str | None
    id: str = ""
    cue: str | None = None
    link: str | None = None
    picture: str | None = None
    recordings: tuple[Recording, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class NamedList:
    """A list to publish; `is_ordered` says whether the order means something."""

    name: str
    entries: tuple[ListEntry, ...]
    is_ordered: bool
    introduction: str | None = None
    omissions: tuple[str, ...] = ()
    kind: str = "films"


@dataclass(frozen=True)
class Carried:
    """A release and the recordings that are known to be on it."""

    id: str
    release: Release
    recordings: tuple[Recording, ...]


Item = TypeVar("Item", Recording, FilmDocument, Carried)


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
    words = [ListWords(id=one, note=note) for one, note in (notes or {}).items()]
    kept = KeptList.model_construct(
        name=name, kind="recordings", where=where, order=order, introduction=introduction, words=words
    )
    return recordings_of(kept, recordings)


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
    words = [ListWords(id=one, note=note) for one, note in (notes or {}).items()]
    kept = KeptList.model_construct(
        name=name, kind="films", where=where, order=order, introduction=introduction, words=words
    )
    return films_of(kept, documents)


def films_of(kept: KeptList, documents: Iterable[FilmDocument]) -> NamedList:
    """Make a kept list of films; raises as `list_recordings`."""
    chosen = _choose(kept, {one.film.id: one for one in documents}, film_facts, FILM_FIELDS)
    return _named(kept, [_film_entry(item, _words_on(kept, item.film.id)) for item in chosen])


def recordings_of(kept: KeptList, recordings: Iterable[Recording]) -> NamedList:
    """Make a kept list of recordings; raises as `list_recordings`."""
    chosen = _choose(kept, {one.id: one for one in recordings}, recording_facts, RECORDING_FIELDS)
    return _named(kept, [_recording_entry(item, _words_on(kept, item.id)) for item in chosen])


def releases_of(kept: KeptList, recordings: Iterable[Recording]) -> NamedList:
    """Make a kept list of the releases on which recordings are; raises as `list_recordings`."""
    releases = {one.id: one for one in releases_on(recordings)}
    chosen = _choose(kept, releases, lambda one: release_facts(one.release, one.recordings), RELEASE_FIELDS)
    return _named(kept, [_release_entry(item, _words_on(kept, item.id)) for item in chosen])


def releases_on(recordings: Iterable[Recording]) -> list[Carried]:
    """Gather the releases of recordings, each once, with what is on it."""
    carried: dict[str, tuple[Release, list[Recording]]] = {}
    for recording in recordings:
        for release in recording.releases:
            carried.setdefault(release_id(release), (release, []))[1].append(recording)
    return [Carried(one, release, tuple(on_it)) for one, (release, on_it) in carried.items()]


def release_id(release: Release) -> str:
    """Give a release's id: its own, else MusicBrainz's, else a digest of what is known of it."""
    told = release.id or release.musicbrainz_release_id
    return told or hashlib.sha256(release.model_dump_json(exclude=LATER_FIELDS).encode()).hexdigest()[:16]


def orders_of(kind: ListKind) -> list[str]:
    """Say what a list of a kind can be put in order by: the user's word, or a field."""
    fields = {"films": FILM_FIELDS, "recordings": RECORDING_FIELDS, "releases": RELEASE_FIELDS}[kind]
    return [AS_GIVEN, NO_ORDER, *fields]


def _named(kept: KeptList, entries: list[ListEntry]) -> NamedList:
    return NamedList(
        kept.name,
        tuple(entries),
        kept.order != NO_ORDER,
        kept.introduction,
        tuple(kept.omissions),
        kept.kind,
    )


def _words_on(kept: KeptList, item_id: str) -> ListWords:
    return next((words for words in kept.words if words.id == item_id), ListWords(id=item_id))


def _choose(
    kept: KeptList,
    items: Mapping[str, Item],
    facts_of: Callable[[Item], Facts],
    fields: Mapping[str, FieldKind],
) -> Sequence[Item]:
    """Take what was added by hand, then what the filter wants, in order; never what was left out."""
    wanted = None if kept.where is None else parse_filter(kept.where, fields)
    by_hand: list[Item] = [items[one] for one in kept.added if one in items and one not in kept.left_out]
    fitting: list[Item] = [
        item
        for one, item in items.items()
        if wanted is not None
        and one not in kept.left_out
        and one not in kept.added
        and wanted.keeps(facts_of(item))
    ]
    return _in_order(by_hand + fitting, kept.order, facts_of, fields)


def _in_order(
    items: list[Item], order: str, facts_of: Callable[[Item], Facts], fields: Mapping[str, FieldKind]
) -> Sequence[Item]:
    """Put items in an order; what has no value in that field comes last."""
    field_name = order.removeprefix("-")
    if order in (NO_ORDER, AS_GIVEN):
        return items
    if field_name not in fields:
        raise UsageError(
            f"a list has no order {field_name!r}; "
            f"choose {AS_GIVEN}, {NO_ORDER} or one of {', '.join(fields)}",
            order=order,
        )
    values = [(facts_of(item)[field_name], item) for item in items]
    known = [(found[0], item) for found, item in values if found]
    known.sort(key=lambda pair: _sort_key(pair[0]), reverse=order.startswith("-"))
    return [item for _, item in known] + [item for found, item in values if not found]


def _sort_key(value: Fact) -> tuple[float, str]:
    return (0.0, fold(value)) if isinstance(value, str) else (float(value), "")


def _entry(words: ListWords) -> Callable[..., ListEntry]:
    """Prepare an entry with what the user says of it."""
    return partial(ListEntry, note=words.note, id=words.id, link=words.link, picture=words.picture)


def _recording_entry(recording: Recording, words: ListWords) -> ListEntry:
    releases = [
        " ".join(part for part in (release.title, "on", release.colour, release.medium) if part)
        for release in recording.releases
        if release.medium
    ]
    version = None if recording.version is None else recording.version.kind.replace("_", " ")
    details = [recording.album, version, *releases]
    return _entry(words)(
        title=recording.title or recording.path,
        by=recording.artist,
        year=recording.year,
        details=tuple(detail for detail in details if detail),
        recordings=(recording,),
    )


def _release_entry(carried: Carried, words: ListWords) -> ListEntry:
    release = carried.release
    medium = " ".join(
        part for part in ("limited" if release.is_limited else None, release.colour, release.medium) if part
    )
    number = " ".join(part for part in (release.label, release.catalogue_number) if part)
    titles = [recording.title or recording.path for recording in carried.recordings]
    details = [medium, number, release.packaging, release.notes, f"with {', '.join(titles)}"]
    return _entry(words)(
        title=release.title,
        by=release.artist,
        year=year_of(release.date),
        details=tuple(detail for detail in details if detail),
        recordings=carried.recordings,
    )


def _film_entry(document: FilmDocument, words: ListWords) -> ListEntry:
    film, cues = document.film, document.music_known
    artists = dict.fromkeys(cue.artist_known for cue in cues if cue.artist_known)
    details = _film_details(document)
    details += [f"with {', '.join(artists)}"] if artists else []
    chosen = next((cue for cue in cues if cue.id == words.cue), None)
    heard = {cue.recording.id: cue.recording for cue in cues if cue.recording is not None}
    if chosen is not None:
        heard = {} if chosen.recording is None else {chosen.recording.id: chosen.recording}
    return _entry(words)(
        title=film.title,
        by=film.header.director,
        year=film.year,
        details=tuple(details),
        cue=None if chosen is None else cue_words(document, chosen),
        recordings=tuple(one for one in heard.values() if one.path),
    )


def _film_details(document: FilmDocument) -> list[str]:
    """Count a film's music: what was heard, or what is told."""
    if not document.film.is_listened_to:
        return [f"{count_text(len(document.cues_told), 'piece')} of music"]
    bounds = share_music(document).music_in_film.bounds
    details = [count_text(len(document.cues_heard), "cue")]
    return details + ([] if bounds is None else [f"music in {bounds[0]:.0%} of the film".replace("%", " %")])


def cue_words(document: FilmDocument, cue: Cue) -> str:
    """Name a cue, and say when it begins, if that is known."""
    told = {one.recording_id: one.at_s for one in document.film.also_heard}
    at_s = told.get(cue.id, cue.start_s)
    return flat(title_of(cue)) if at_s is None else f"{flat(title_of(cue))}, {clock_text(at_s)}"
