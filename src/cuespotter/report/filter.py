r"""The filter language of lists: words about recordings or films, joined by and, or, not.

::

    not composer:"John Williams" and not genre:musical and year:1990..1999 and medium:vinyl

==================  ==============================================================================
``field:word``      the field holds the word anywhere, whatever its case and accents
``field="words"``   the field is exactly that; quotes keep words together, ``\"`` is a quote in them
``field:a..b``      a number from a to b, both ends in; ``a..`` and ``..b`` are open; lengths as m:ss
``field:none``      nothing is known of it; ``field:any`` is the opposite
``word``            any of title, artist and album holds it
``not``, ``-``      the contrary of what follows; binds first
``and``             both; words side by side mean the same; binds before ``or``
``or``, ``( )``     either; what is in parentheses comes first
==================  ==============================================================================

What is unknown holds no word: ``not composer:"John Williams"`` keeps what has no known composer.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn, Protocol

from cuespotter.errors import UsageError

Fact = str | float
Facts = Mapping[str, Sequence[Fact]]
"""All that is known of one recording or film: each field's values, none where it is unknown."""
FieldKind = Literal["text", "number", "length", "yes or no"]
PLAIN_FIELDS = ("title", "artist", "album")
"""Where a word without a field is looked for."""
MOST_DEPTH = 50
"""Nobody nests deeper by hand; Python itself gives up at some hundreds."""
YES_OR_NO = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}

TOKEN = re.compile(
    r"""\s*(?:
      (?P<open>\() | (?P<close>\))
    | (?P<minus>-)(?=[^\s)])
    | (?P<field>[A-Za-z_]+)(?P<relation>[:=])(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s()"]+))
    | "(?P<phrase>(?:[^"\\]|\\.)*)"
    | (?P<word>[^\s()"]+)
    )""",
    re.VERBOSE,
)


class Filter(Protocol):
    """Something that keeps or drops an item by its facts."""

    def keeps(self, facts: Facts) -> bool:
        """Say whether the item stays."""


@dataclass(frozen=True)
class Everything:
    """An empty filter: all stays."""

    def keeps(self, facts: Facts) -> bool:  # noqa: ARG002 - it asks nothing
        """Keep it."""
        return True


@dataclass(frozen=True)
class All:
    """Every part must keep it."""

    parts: tuple[Filter, ...]

    def keeps(self, facts: Facts) -> bool:
        """Ask each part until one says no."""
        return all(part.keeps(facts) for part in self.parts)


@dataclass(frozen=True)
class Either:
    """One part that keeps it is enough."""

    parts: tuple[Filter, ...]

    def keeps(self, facts: Facts) -> bool:
        """Ask each part until one says yes."""
        return any(part.keeps(facts) for part in self.parts)


@dataclass(frozen=True)
class Contrary:
    """What the part drops."""

    part: Filter

    def keeps(self, facts: Facts) -> bool:
        """Turn the answer round."""
        return not self.part.keeps(facts)


@dataclass(frozen=True)
class Known:
    """Something is known of the field."""

    field: str

    def keeps(self, facts: Facts) -> bool:
        """Look whether there is a value."""
        return bool(facts.get(self.field))


@dataclass(frozen=True)
class Holds:
    """One of the fields holds the words, or is them exactly."""

    fields: tuple[str, ...]
    words: str
    is_exact: bool = False

    def keeps(self, facts: Facts) -> bool:
        """Compare without case and accents."""
        wanted = fold(self.words)
        values = (fold(str(value)) for field in self.fields for value in facts.get(field, ()))
        return any(wanted == value if self.is_exact else wanted in value for value in values)


@dataclass(frozen=True)
class Between:
    """One of the field's numbers lies from `least` to `most`, both in."""

    field: str
    least: float
    most: float

    def keeps(self, facts: Facts) -> bool:
        """Compare numbers."""
        return any(self.least <= float(value) <= self.most for value in facts.get(self.field, ()))


def parse_filter(text: str, fields: Mapping[str, FieldKind]) -> Filter:
    """Read a filter.

    Parameters
    ----------
    text : str
        The filter as the user wrote it; empty keeps everything.
    fields : mapping of str to FieldKind
        The fields there are.

    Returns
    -------
    Filter
        Ask it with `keeps`.

    Raises
    ------
    UsageError
        It cannot be read. The message, one line, names the word and its place; `pointer` holds two lines
        that point at it, `position` its letter, counted from 0.
    """
    parser = _Parser(text, fields)
    if not parser.tokens:
        return Everything()
    found = parser.either()
    if parser.at < len(parser.tokens):
        parser.refuse("there is a parenthesis too many")
    return found


def fold(text: str) -> str:
    """Take case and accents out of a text, to compare it.

    Examples
    --------
    >>> fold("BJÖRK") == fold("bjork")
    True
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


class _Parser:
    """Descends through or, and, not; `at` is the token that comes next."""

    def __init__(self, text: str, fields: Mapping[str, FieldKind]) -> None:
        self.text, self.fields, self.at, self.depth = text, fields, 0, 0
        self.tokens: list[re.Match[str]] = []
        place = 0
        while text[place:].strip():
            token = TOKEN.match(text, place)
            if token is None:
                _refuse(text, place + len(text[place:]) - len(text[place:].lstrip()), "a quote is not closed")
            self.tokens.append(token)
            place = token.end()

    def either(self) -> Filter:
        """Read parts joined by 'or'."""
        parts = [self.all()]
        while self._takes("or"):
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all(self) -> Filter:
        """Read parts joined by 'and', or by nothing."""
        parts = [self.contrary()]
        while self.at < len(self.tokens) and not self._is("or") and not self._group("close"):
            self._takes("and")
            parts.append(self.contrary())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def contrary(self) -> Filter:
        """Read 'not' or '-' before a part; how many there are tells which way it turns."""
        turns = 0
        while self._is("not") or self._group("minus"):
            self.at += 1
            turns += 1
        return Contrary(self.part()) if turns % 2 else self.part()

    def part(self) -> Filter:
        """Read a term, or what stands in parentheses."""
        if self.at >= len(self.tokens):
            self.refuse("something should follow")
        if self._group("open"):
            if self.depth == MOST_DEPTH:
                self.refuse(f"parentheses stand more than {MOST_DEPTH} deep")
            self.at += 1
            self.depth += 1
            inside = self.either()
            self.depth -= 1
            if not self._group("close"):
                self.refuse("a parenthesis is not closed")
            self.at += 1
            return inside
        if self._group("close") or self._is("and") or self._is("or"):
            self.refuse("a word or field should stand here")
        found = self.term()
        self.at += 1
        return found

    def term(self) -> Filter:
        """Understand one field with its value, or one word."""
        token = self.tokens[self.at]
        if token["field"] is None:
            words = token["word"] if token["phrase"] is None else _unquoted(token["phrase"])
            return Holds(PLAIN_FIELDS, words)
        name = token["field"].lower()
        if name not in self.fields:
            near = difflib.get_close_matches(name, self.fields, n=1)
            known = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(self.fields)}"
            self.refuse(f"there is no field {token['field']!r}; {known}")
        if token["bare"] is not None and token["bare"].lower() in ("none", "any"):
            known_at_all = Known(name)
            return known_at_all if token["bare"].lower() == "any" else Contrary(known_at_all)
        value = token["bare"] if token["quoted"] is None else _unquoted(token["quoted"])
        if self.fields[name] == "text":
            return Holds((name,), value, is_exact=token["relation"] == "=")
        return self.numbers(name, value)

    def numbers(self, name: str, value: str) -> Filter:
        """Understand a number, a range, or yes and no."""
        kind = self.fields[name]
        if kind == "yes or no":
            if value.lower() not in YES_OR_NO:
                self.refuse(f"{name} is yes or no, not {value!r}")
            wanted = YES_OR_NO[value.lower()]
            return Between(name, wanted, wanted)
        low, dots, high = value.partition("..")
        least, most = (_number(end, kind) for end in (low, high if dots else low))
        is_open = dots and (low == "") != (high == "")
        if (least is None and not (is_open and low == "")) or (most is None and not (is_open and high == "")):
            example = "3:20 or 2:00..4:00" if kind == "length" else "1990 or 1990..1999"
            self.refuse(f"{name} wants a {kind} like {example}, not {value!r}")
        least = float("-inf") if least is None else least
        most = float("inf") if most is None else most
        if least > most:
            self.refuse(f"{value!r} ends before it begins")
        return Between(name, least, most)

    def refuse(self, problem: str) -> NoReturn:
        """Stop at the token that comes next."""
        if self.at >= len(self.tokens):
            _refuse(self.text, len(self.text.rstrip()), problem)
        token = self.tokens[self.at]
        _refuse(self.text, token.start() + len(token[0]) - len(token[0].lstrip()), problem, token[0].strip())

    def _group(self, name: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][name] is not None

    def _is(self, word: str) -> bool:
        return self._group("word") and self.tokens[self.at]["word"].lower() == word

    def _takes(self, word: str) -> bool:
        """Step over a word if it is the next."""
        if not self._is(word):
            return False
        self.at += 1
        return True


def _refuse(text: str, position: int, problem: str, word: str = "") -> NoReturn:
    """Raise an error that points at a place."""
    where = f"at {word!r}, letter {position + 1}" if word else "at its end"
    raise UsageError(
        f"the filter cannot be read {where}: {problem}",
        position=position,
        pointer=f"{text}\n{' ' * position}{'^' * max(1, len(word))}",
    )


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _number(text: str, kind: FieldKind) -> float | None:
    """Read a number, or a length as minutes and seconds; None where it is none."""
    if kind == "length" and re.fullmatch(r"\d+(:[0-5]\d){1,2}", text):
        seconds = 0
        for part in text.split(":"):
            seconds = 60 * seconds + int(part)
        return float(seconds)
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
