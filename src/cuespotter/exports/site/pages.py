"""The pages of a site, each from its template; links are relative, so that a site works anywhere."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from markupsafe import Markup

from cuespotter.exports.base import PageOptions
from cuespotter.exports.page.cue_view import anchors, version_words
from cuespotter.exports.page.film_view import release_text
from cuespotter.exports.page.html_page import film_html, paragraphs, shell
from cuespotter.exports.page.links import WEB, Link, cue_links, release_links
from cuespotter.exports.page.list_page import list_html
from cuespotter.exports.page.pictures import Picture
from cuespotter.exports.page.schema_org import (
    Node,
    person_node,
    piece_node,
    script_text,
    site_node,
)
from cuespotter.exports.page.templating import render_template
from cuespotter.exports.site import places
from cuespotter.exports.site.contents import Composer, Contents, ListCard, SitePiece
from cuespotter.model.document import FilmDocument
from cuespotter.wording.numbers import count_text
from cuespotter.wording.text import flat

POLICY = (
    "default-src 'none'; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; "
    "base-uri 'none'; form-action 'none'"
)
"""As of a page alone, and files of the site's own; on disk, browsers disagree whether these are its own."""
SEARCHING = f"{POLICY}; script-src 'self' file:"
"""One page has a script: the search."""


class Pages:
    """Fills in the templates of one site."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._options = contents.options
        self._films = {film.id: film for film in contents.films}

    def film(self, document: FilmDocument, stills: Mapping[str, bytes]) -> bytes:
        """Write a film's page: as `export` does, with links to the pages of its music."""
        card, options = self._films[document.film.id], self._options
        page = replace(options.page, stills=stills, poster=None, fragment=False, url=self._address(card.path))
        up = places.way_up(card.path)
        marks = anchors(document.music_known, "")
        found = ((cue, self._contents.piece_of(cue)) for cue in document.music_known)
        music = {marks[cue.id]: up + piece.path for cue, piece in found if piece is not None}
        further = self._shell(card.path, card.shared)
        if card.picture is not None:
            poster = Picture(up + card.picture, f"Poster of {flat(document.film.title)}")
            further["poster"] = poster
        return film_html(document, page, **further, music_pages=music).encode()

    def kept_list(self, card: ListCard) -> bytes:
        """Write a list's page; films and recordings lead to their pages, unless the user says where."""
        up = places.way_up(card.path)
        own = {one.id: one.link for one in card.named.entries if one.link and WEB.fullmatch(one.link)}
        pages = {one.id: up + one.path for one in self._films.values()}
        pages |= {one.key: up + one.path for one in self._contents.pieces}
        pictures = {
            entry.id: Picture(up + place, flat(entry.title))
            for entry in card.named.entries
            if (place := self._contents.entry_pictures.get((card.named.name, entry.id))) is not None
        }
        first = next(iter(pictures.values()), None)
        bare = replace(card.named, entries=tuple(replace(one, picture=None) for one in card.named.entries))
        page = replace(self._options.page, fragment=False, url=self._address(card.path))
        further = self._shell(card.path, None if first is None else first.src.removeprefix(up))
        return list_html(bare, page, **further, pictures=pictures, links=pages | own)

    def index(self) -> bytes:
        """Write the first page: films, lists, and what is heard in more than one film."""
        contents, options = self._contents, self._options
        often = sorted(
            (one for one in contents.pieces if len(one.films) > 1), key=lambda one: -len(one.films)
        )
        return self._page(
            places.INDEX,
            title=options.title,
            description=options.introduction or f"{options.title}: what plays when, in {self._count()}.",
            node=site_node(options.title, options.url, [film.name for film in contents.films]),
            introduction=paragraphs(options.introduction),
            films=contents.films,
            lists=contents.lists,
            often=often,
            composers=contents.composers,
            pieces=contents.pieces,
        )

    def music_index(self) -> bytes:
        """Write the page that names every piece of music."""
        return self._page(
            places.MUSIC_INDEX,
            title="All music",
            description=f"All music that is heard in {self._count()}.",
            pieces=self._contents.pieces,
        )

    def composer_index(self) -> bytes:
        """Write the page that names everybody who wrote music."""
        return self._page(
            places.COMPOSER_INDEX,
            title="Composers",
            description=f"Who wrote the music that is heard in {self._count()}.",
            composers=self._contents.composers,
        )

    def piece(self, piece: SitePiece) -> bytes:
        """Write a piece's page: what it is, who wrote it, where it is heard and can be had."""
        recording = piece.cue.recording
        version = None if recording is None or recording.version is None else recording.version
        by = f" by {flat(piece.artist)}" if piece.artist else ""
        return self._page(
            piece.path,
            template="site/piece.html",
            title=f"{piece.title}{by} \u2013 heard in films",
            description=f"{piece.title}{by} is heard in {', '.join(film.name for film in piece.films)}.",
            og_type="music.song",
            node=piece_node(piece.cue),
            piece=piece,
            album=None if recording is None else recording.album,
            year=None if recording is None else recording.year,
            version=None if version is None else version_words(version),
            writers=list(piece.writers.values()),
            releases=[]
            if recording is None
            else [(one, release_text(one), release_links(one)) for one in recording.releases],
            links=cue_links(piece.cue),
        )

    def composer(self, composer: Composer) -> bytes:
        """Write a composer's page: the pieces, and the films in which they are heard."""
        pieces = list(composer.pieces.values())
        films = {film.id: film.name for piece in pieces for film in piece.films}
        return self._page(
            composer.path,
            template="site/composer.html",
            title=f"{composer.name} \u2013 heard in films",
            description=f"Music by {composer.name} is heard in {', '.join(films.values())}.",
            og_type="profile",
            node=person_node(composer.name),
            composer=composer,
            pieces=pieces,
        )

    def search(self) -> bytes:
        """Write the page that searches without a server: all it finds stands in it."""
        found = [
            {"t": film.name, "d": film.director or "", "u": film.path, "k": "film"}
            for film in self._contents.films
        ]
        found += [
            {
                "t": piece.title,
                "d": ", ".join(part for part in (piece.artist, *(film.name for film in piece.films)) if part),
                "u": piece.path,
                "k": "music",
            }
            for piece in self._contents.pieces
        ]
        found += [
            {"t": one.name, "d": "", "u": one.path, "k": "composer"} for one in self._contents.composers
        ]
        found += [
            {
                "t": flat(card.named.name),
                "d": flat(card.named.introduction or ""),
                "u": card.path,
                "k": "list",
            }
            for card in self._contents.lists
        ]
        return self._page(
            places.SEARCH,
            title="Search",
            description=f"Search films, music and composers of {self._count()}.",
            policy=SEARCHING,
            script=places.SCRIPT,
            entries=Markup(script_text(found)),  # noqa: S704 - it holds no <, > or &
        )

    def style(self) -> bytes:
        """Write the one style sheet."""
        return render_template("site/style.css", self._options.page.templates).encode()

    def script(self) -> bytes:
        """Write the one script."""
        return render_template("site/search.js", self._options.page.templates).encode()

    def feed(self) -> bytes:
        """Write the feed, in Atom: films and lists, what changed last first."""
        things = [
            (film.changed_at, film.name, self._address(film.path), film.facts)
            for film in self._contents.films
        ]
        things += [
            (
                card.changed_at,
                flat(card.named.name),
                self._address(card.path),
                flat(card.named.introduction or "A list"),
            )
            for card in self._contents.lists
        ]
        things.sort(key=lambda one: (one[0], one[1]), reverse=True)
        return render_template(
            "site/feed.xml",
            self._options.page.templates,
            title=self._options.title,
            url=self._address(""),
            feed=self._address(places.FEED),
            updated=things[0][0] if things else "1970-01-01T00:00:00Z",
            entries=things,
        ).encode()

    def _page(
        self, path: str, *, template: str | None = None, node: Node | None = None, **values: object
    ) -> bytes:
        """Fill in one of the site's own templates, called as its page where nothing else is said."""
        all_values = {
            "og_type": "website",
            "prefix": "",
            "up": places.way_up(path),
            "json_ld": None
            if node is None
            else Markup(script_text({"@context": "https://schema.org"} | node)),  # noqa: S704
            "site": self._options,
            **self._shell(path, None),
            **values,
        }
        templates = self._options.page.templates
        return render_template(
            template or f"site/{path}", templates, **{**shell(PageOptions()), **all_values}
        ).encode()

    def _shell(self, path: str, picture: str | None) -> dict[str, object]:
        """Give what every page knows of the site."""
        up = places.way_up(path)
        has_feed = self._options.url is not None
        image = None if picture is None or not has_feed else self._address(picture)
        return {
            "policy": POLICY,
            "stylesheet": up + places.STYLE,
            "feed": up + places.FEED if has_feed else None,
            "home": self._ways(up),
            "url": self._address(path),
            "image": image,
        }

    def _ways(self, up: str) -> list[Link]:
        """Give the links that stand above every page."""
        ways = [Link(flat(self._options.title), up + places.INDEX)]
        if self._contents.pieces:
            ways.append(Link("All music", up + places.MUSIC_INDEX))
        if self._contents.composers:
            ways.append(Link("Composers", up + places.COMPOSER_INDEX))
        return [*ways, Link("Search", up + places.SEARCH)]

    def _address(self, path: str) -> str | None:
        """Give the web address of a page; None where nobody has said where the site will stand."""
        base = self._options.url
        if base is None:
            return None
        tail = "" if path == places.INDEX else quote(path)
        return f"{base.rstrip('/')}/{tail}"

    def _count(self) -> str:
        return count_text(len(self._contents.films), "film")
