"""A film's file -> what its surroundings say of the film, each fact with its source.

An archive keeps what it knows of a film beside it: in an `.nfo` file (Kodi, Jellyfin), in the names of folder
and file, in the container's tags. They are asked in this order and the first that knows a fact is believed,
since an `.nfo` was written on purpose, a name often, and a container's title seldom.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cuespotter.lines import one_line
from cuespotter.model import Film
from cuespotter.naming.container import facts_of_tags
from cuespotter.naming.fields import Facts
from cuespotter.naming.names import facts_of_name
from cuespotter.naming.nfo import NfoError, facts_of_nfo, nfo_of

TEXT_SHOWN = 60
"""Characters that are shown of a value that cannot be."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fact:
    """What one source says of one field.

    Attributes
    ----------
    value : object
        Of the field's type.
    source : str
        In words for people: "drive.nfo", "the folder's name", "the file's name", "the container".
    """

    value: Any
    source: str


def who_is(path: Path, tags: Mapping[str, str]) -> tuple[dict[str, Fact], list[str]]:
    """Ask all sources who a film is.

    Parameters
    ----------
    path : Path
        The film's (first) file.
    tags : mapping of str to str
        The container's own tags, by name.

    Returns
    -------
    facts : dict of str to Fact
        By field of `Film`; see `fields.Facts`.
    complaints : list of str
        One line for each `.nfo` file that could not be read; its facts are missing, nothing else.
    """
    told: list[tuple[str, Facts]] = []
    complaints: list[str] = []
    nfo = nfo_of(path)
    if nfo is not None:
        try:
            told.append((nfo.name, facts_of_nfo(nfo)))
        except NfoError as error:
            complaints.append(str(error))
    told += facts_of_name(path)
    told.append(("the container", facts_of_tags(tags)))
    return first_of(told), complaints


def first_of(told: Iterable[tuple[str, Facts]]) -> dict[str, Fact]:
    """Believe of each field the first source that knows it.

    >>> first_of([("a.nfo", {"year": 2011}), ("the file's name", {"year": 2012, "title": "Drive"})])["year"]
    Fact(value=2011, source='a.nfo')
    """
    believed: dict[str, Fact] = {}
    for source, facts in told:
        for field, value in facts.items():
            if value not in (None, "", []):
                believed.setdefault(field, Fact(value, source))
    return believed


def film_with(film: Film, facts: Mapping[str, Fact]) -> Film:
    """Lay facts into a film's fields and note where each is from.

    A field that no fact names stays as it is, and so does one whose fact cannot be (a year of five digits): a
    file beside a film must never keep the film from being identified. What a reviewer changed is not this
    function's business: the reviewer's word is laid over it (see `review.rerun`).
    """
    believed = dict(facts)
    while True:
        values = {field: fact.value for field, fact in believed.items()}
        try:
            return film.with_facts(values, {field: fact.source for field, fact in believed.items()})
        except ValidationError as error:
            refused = {".".join(map(str, one["loc"])) for one in error.errors(include_url=False)}
            named = [field for field in believed if any(f"{one}.".startswith(f"{field}.") for one in refused)]
            if not named:
                raise
            for field in named:
                fact = believed.pop(field)
                told = one_line(str(fact.value))[:TEXT_SHOWN]
                _log.warning("%s says that %s is %s, which cannot be; passed over", fact.source, field, told)
