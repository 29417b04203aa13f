"""What a site is about: films, the pieces heard in them, who wrote these, and lists; each with its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cuespotter.exports.base import PageOptions
from cuespotter.exports.page.film_view import Page
from cuespotter.exports.page.html_page import film_name
from cuespotter.exports.page.pictures import ENDINGS, PNG, read_picture
from cuespotter.exports.page.timeline_view import percent
from cuespotter.exports.site import places
from cuespotter.exports.site.strip_picture import Stretch, strip_picture
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.film import Film
from cuespotter.model.spelling import folded
from cuespotter.report.lists import NamedList
from cuespotter.report.shares import share_music
from cuespotter.wording.cues import sort_of
from cuespotter.wording.numbers import count_text
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text


@dataclass(frozen=True)
class SiteOptions:
    """What a user may ask of a site.

    Attributes
    ----------
    title, introduction : str, str or None
        What stands on its first page.
    url : str or None
        Where its first page will stand: shared links and the feed tell it.
    page : PageOptions
        What is asked of each film's page.
    posters : mapping of str to Path
        Pictures of the user's own, by the film's id.
    """

    title: str = "The music in the films"
    introduction: str | None = None
    url: str | None = None
    page: PageOptions = field(default_factory=PageOptions)
    posters: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class FilmCard:
    """A film as other pages name it.

    Attributes
    ----------
    path, picture : str, str or None
        Below the site's root.
    facts : str
        '12 cues, 0:34:10 of music'.
    strip : tuple of (sort, x, width)
        Where in the film there is music, in percent.
    shared : str or None
        What links that are shared show: the poster, else the strip as a picture.
    changed_at : str
        When the film was last changed: ISO 8601, UTC.
    """

    id: str
    title: str
    name: str
    year: int | None
    director: str | None
    path: str
    picture: str | None
    facts: str
    strip: tuple[tuple[str, str, str], ...]
    shared: str | None
    changed_at: str


@dataclass(frozen=True)
class HeardIn:
    """A piece in a film: the place in the film's page, from when to when, and what the reviewer says."""

    film: FilmCard
    url: str
    when: str | None
    note: str | None


@dataclass
class SitePiece:
    """A recording, or music that the reviewer has named: `cue` is the first one that tells of it."""

    key: str
    title: str
    artist: str | None
    cue: Cue
    path: str = ""
    heard: list[HeardIn] = field(default_factory=list)
    writers: dict[str, "Composer"] = field(default_factory=dict)

    @property
    def films(self) -> list[FilmCard]:
        """The films in which it is heard, each once."""
        return list({one.film.id: one.film for one in self.heard}.values())


@dataclass
class Composer:
    """Who wrote or helped to write music that is heard: composers, lyricists, arrangers."""

    key: str
    name: str
    path: str = ""
    pieces: dict[str, SitePiece] = field(default_factory=dict)


@dataclass(frozen=True)
class ListCard:
    """A list, its page, and when it was last changed."""

    named: NamedList
    path: str
    changed_at: str


@dataclass
class Contents:
    """All that a site is about, in the order in which it is told.

    Attributes
    ----------
    pictures : dict of str to bytes
        The user's own, by their path in the site.
    entry_pictures : dict of (str, str) to str
        Those of lists' entries, by the list's name and the entry's id.
    """

    options: SiteOptions
    films: list[FilmCard] = field(default_factory=list)
    pieces: list[SitePiece] = field(default_factory=list)
    composers: list[Composer] = field(default_factory=list)
    lists: list[ListCard] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    entry_pictures: dict[tuple[str, str], str] = field(default_factory=dict)
    _by_key: dict[str, SitePiece] = field(default_factory=dict, repr=False)

    def add_picture(self, path: Path) -> str:
        """Take up a picture of the user's; gives its place in the site, named by what it shows."""
        content, kind = read_picture(path)
        return self.put_picture(content, kind)

    def put_picture(self, content: bytes, kind: str) -> str:
        """Take up a picture; gives its place in the site."""
        place = f"{places.PICTURES}/{places.digest(content.hex())}{ENDINGS[kind]}"
        self.pictures[place] = content
        return place

    def piece_of(self, cue: Cue) -> SitePiece | None:
        """Find the piece that a cue is; None of music that nobody has named."""
        return self._by_key.get(piece_key(cue) or "")

    def take_pieces(self, pieces: Mapping[str, SitePiece]) -> None:
        """Take up all pieces, in the order of their titles."""
        self._by_key = dict(pieces)
        self.pieces = sorted(pieces.values(), key=lambda one: (folded(one.title), one.key))


def gather(
    documents: Iterable[tuple[FilmDocument, str]],
    lists: Iterable[tuple[NamedList, str]],
    options: SiteOptions,
) -> Contents:
    """Go through films and lists once, and note what the pages need of each other.

    Parameters
    ----------
    documents : iterable of (FilmDocument, str)
        Each film, and when it was last changed.
    lists : iterable of (NamedList, str)
        Likewise.
    options : SiteOptions
        What was asked for.

    Raises
    ------
    ExportError
        A picture cannot be read.
    """
    contents = Contents(options)
    pieces: dict[str, SitePiece] = {}
    composers: dict[str, Composer] = {}
    heard: list[tuple[FilmDocument, str]] = [(_outline(one), at) for one, at in documents]
    paths = places.pages_of(
        places.FILMS, [(one.film.id, places.slug(one.film.title, one.film.year)) for one, _ in heard]
    )
    for document, changed_at in sorted(heard, key=lambda pair: _film_order(pair[0].film)):
        poster = options.posters.get(document.film.id)
        picture = None if poster is None else contents.add_picture(poster)
        card = _card(document, paths[document.film.id], picture, changed_at)
        if options.url is not None and picture is None and card.strip:
            strip = strip_picture(_strip(document))
            card = replace(card, shared=contents.put_picture(strip, PNG))
        contents.films.append(card)
        _note_pieces(document, card, pieces, composers)
    contents.take_pieces(pieces)
    contents.composers = sorted(composers.values(), key=lambda one: (_name_order(one.name), one.key))
    _name_pages(contents)
    contents.lists = _list_cards(lists)
    for listed in contents.lists:
        for entry in listed.named.entries:
            if entry.picture:
                place = contents.add_picture(Path(entry.picture))
                contents.entry_pictures[listed.named.name, entry.id] = place
    return contents


def piece_key(cue: Cue) -> str | None:
    """Tell pieces apart: by the recording, else by the title and artist that the reviewer gave."""
    if cue.recording is not None and cue.title is None:
        return cue.recording.id
    if cue.title_known is None:
        return None
    return f"{folded(cue.title_known)} \u2013 {folded(cue.artist_known or '')}"


def _outline(document: FilmDocument) -> FilmDocument:
    """Drop what no other page needs of a film: thousands of them are held at once."""
    cues = [cue.model_copy(update={"rivals": []}) for cue in document.cues_heard]
    return document.model_copy(update={"cues": cues})


def _film_order(film: Film) -> tuple[str, int, str]:
    words = folded(film.title)
    bare = words.removeprefix("the ").removeprefix("a ").removeprefix("an ")
    return bare, film.year or 0, film.id


def _name_order(name: str) -> str:
    """Order people by their last names."""
    return folded(" ".join([name.rsplit(maxsplit=1)[-1], name] if name.split() else [name]))


def _card(document: FilmDocument, path: str, picture: str | None, changed_at: str) -> FilmCard:
    film = document.film
    return FilmCard(
        id=film.id,
        title=film.title,
        name=film_name(film),
        year=film.year,
        director=film.header.director,
        path=path,
        picture=picture,
        facts=_facts(document),
        strip=tuple((sort, percent(begin), percent(end - begin)) for sort, begin, end in _strip(document)),
        shared=picture,
        changed_at=changed_at,
    )


def _strip(document: FilmDocument) -> list[Stretch]:
    """Say where in the film there is music, in shares of its length."""
    cues = document.cues_heard
    span_s = max(document.film.duration_s, *(cue.end_s for cue in cues), 1.0) if cues else 1.0
    return [(sort_of(cue), begin / span_s, end / span_s) for cue in cues for begin, end in _stretches(cue)]


def _facts(document: FilmDocument) -> str:
    """Count a film's music: what was heard, or what is told."""
    if not document.film.is_listened_to:
        return f"{count_text(len(document.cues_told), 'piece')} of music"
    music = clock_text(share_music(document).music_in_film.lower_s)
    return f"{count_text(len(document.cues_heard), 'cue')}, {music} of music"


def _stretches(cue: Cue) -> list[tuple[float, float]]:
    placed = [(float(place.film_in_s), float(place.film_out_s)) for place in cue.placements]
    return placed or [(cue.start_s, cue.end_s)]


def _note_pieces(
    document: FilmDocument, card: FilmCard, pieces: dict[str, SitePiece], composers: dict[str, Composer]
) -> None:
    """Note what is heard in a film, and who wrote it."""
    page = Page.of(document, PageOptions())
    for cue in document.music_known:
        key, title = piece_key(cue), cue.title_known
        if key is None or title is None:
            continue
        piece = pieces.setdefault(key, SitePiece(key, flat(title), cue.artist_known, cue))
        when = page.whens.get(cue.id)
        if when is not None and cue.end_s > cue.start_s:
            when = f"{when} \u2013 {clock_text(cue.end_s)}"
        piece.heard.append(HeardIn(card, f"{card.path}#{page.anchors[cue.id]}", when, cue.notes))
        for party in cue.writers_known:
            name = flat(party.name)
            if name:
                person = composers.setdefault(folded(name), Composer(folded(name), name))
                person.pieces.setdefault(key, piece)
                piece.writers.setdefault(person.key, person)


def _name_pages(contents: Contents) -> None:
    """Give pieces and composers their pages."""
    pieces = [(one.key, places.slug(one.title, one.artist)) for one in contents.pieces]
    paths = places.pages_of(places.MUSIC, pieces)
    for piece in contents.pieces:
        piece.path = paths[piece.key]
    people = [(one.key, places.slug(one.name)) for one in contents.composers]
    paths = places.pages_of(places.COMPOSERS, people)
    for person in contents.composers:
        person.path = paths[person.key]


def _list_cards(lists: Iterable[tuple[NamedList, str]]) -> list[ListCard]:
    told = list(lists)
    paths = places.pages_of(places.LISTS, [(one.name, places.slug(one.name)) for one, _ in told])
    cards = [ListCard(named, paths[named.name], at) for named, at in told]
    return sorted(cards, key=lambda card: folded(card.named.name))
