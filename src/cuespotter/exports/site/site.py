"""All files of a site, one after the other: never more of them at once than one."""

from collections.abc import Callable, Iterator, Mapping

from cuespotter.exports.base import writable
from cuespotter.exports.site import places
from cuespotter.exports.site.contents import Contents
from cuespotter.exports.site.pages import Pages
from cuespotter.model.document import FilmDocument

Stills = Callable[[str], Mapping[str, bytes]]


def site_paths(contents: Contents) -> list[str]:
    """Give the path of every file that `site_files` makes, below the site's root."""
    named = [one.path for group in (contents.films, contents.lists) for one in group]
    named += [one.path for group in (contents.pieces, contents.composers) for one in group]
    fixed = [
        places.INDEX,
        places.MUSIC_INDEX,
        places.COMPOSER_INDEX,
        places.SEARCH,
        places.STYLE,
        places.SCRIPT,
    ]
    feed = [places.FEED] if contents.options.url is not None else []
    return [*fixed, *feed, *contents.pictures, *named]


def site_files(
    contents: Contents, document_of: Callable[[str], FilmDocument], stills_of: Stills
) -> Iterator[tuple[str, bytes]]:
    """Make the files of a site.

    Parameters
    ----------
    contents : Contents
        From `contents.gather`.
    document_of, stills_of : callable
        Give a film's document and the pictures for its cues, by its id; each film is asked for once.

    Yields
    ------
    (str, bytes)
        Path below the site's root, and content; what others lead to comes first, the first page last.
    """
    pages = Pages(contents)
    yield places.STYLE, pages.style()
    yield places.SCRIPT, pages.script()
    yield from contents.pictures.items()
    for film in contents.films:
        yield film.path, pages.film(writable(document_of(film.id)), stills_of(film.id))
    for piece in contents.pieces:
        yield piece.path, pages.piece(piece)
    for composer in contents.composers:
        yield composer.path, pages.composer(composer)
    for card in contents.lists:
        yield card.path, pages.kept_list(card)
    yield places.MUSIC_INDEX, pages.music_index()
    yield places.COMPOSER_INDEX, pages.composer_index()
    yield places.SEARCH, pages.search()
    if contents.options.url is not None:
        yield places.FEED, pages.feed()
    yield places.INDEX, pages.index()
