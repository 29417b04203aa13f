"""Where the pages of a site lie: names that stay what they are when films and music are added.

Names are of letters, figures and hyphens alone, so that any server, disk and mail program takes them.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

NAME_CHARACTERS = 60
INDEX, MUSIC_INDEX, COMPOSER_INDEX = "index.html", "music.html", "composers.html"
SEARCH, SCRIPT, STYLE, FEED = "search.html", "search.js", "style.css", "feed.xml"
FILMS, LISTS, MUSIC, COMPOSERS, PICTURES = "films", "lists", "music", "composers", "pictures"


def slug(*words: object) -> str:
    """Bring words to a page's name; '' where none of them has a letter that it could bear.

    Examples
    --------
    >>> slug("Amélie", 2001), slug("\u30c6"), slug("There Will Be Blood", None)
    ('amelie-2001', '', 'there-will-be-blood')
    """
    text = " ".join(str(word) for word in words if word is not None)
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", ""))
    letters = plain.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:NAME_CHARACTERS].strip("-")


def digest(text: str) -> str:
    """Give a short name for any text.

    Examples
    --------
    >>> digest("Drive")
    'd2d53fab'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def pages_of(folder: str, names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give each of some things a page in a folder.

    Parameters
    ----------
    folder : str
        Below the site's root.
    names : iterable of (str, str)
        Each thing's id, and its name as a slug. Of several of one name the first in the order of their ids
        has the plain one; the others, and those without a name, bear a digest of their id.

    Returns
    -------
    dict of str to str
        Paths below the site's root, by id.

    Examples
    --------
    >>> pages_of("films", [("b", "drive"), ("a", "drive")])
    {'a': 'films/drive.html', 'b': 'films/drive-3e23e816.html'}
    """
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for one, name in sorted(names):
        told = name if name and name not in taken else f"{name}-{digest(one)}".strip("-")
        taken.add(told)
        paths[one] = f"{folder}/{told}.html"
    return paths


def way_up(path: str) -> str:
    """Give what leads from a page to the site's root: '' or '../'."""
    return "../" * path.count("/")
