"""Bytes that are marked as Latin-1 -> the encoding that their writer meant.

Old taggers wrote whatever their system used. Told here is what can be told surely from a few words: UTF-8,
and Cyrillic and Greek, whose words keep their case (no capital after a small letter) and have vowels in only
one reading. All else stays Latin-1 until the user says better.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_CANDIDATES = {
    "cp1251": (re.compile(r"[Ѐ-ӿ]+"), frozenset("аеёиоуыэюяіїє")),
    "koi8-r": (re.compile(r"[Ѐ-ӿ]+"), frozenset("аеёиоуыэюя")),
    "cp866": (re.compile(r"[Ѐ-ӿ]+"), frozenset("аеёиоуыэюя")),
    "cp1253": (re.compile(r"[Ͱ-Ͽ]+"), frozenset("αάεέηήιίϊΐοόυύϋΰωώ")),
}
"""Encodings with their letters and vowels; of equals the first is taken."""
FEWEST_LETTERS = 4
"""Fewer say nothing: 'ÅÄÖ' is a word of Latin-1."""
LEAST_SHARE = 0.6
"""Of all letters so many must lie beyond ASCII: in no language written in Latin-1 half of them do."""
LEAST_CASED = 0.85
"""So many words must keep their case ..."""
VOWELS = (0.25, 0.65)
"""... and this share of letters be vowels: 0.42 in Russian, 0.45 in Greek."""


def likely_encoding(raw: bytes) -> str | None:
    """Tell in which encoding a text is that was marked as Latin-1.

    Parameters
    ----------
    raw : bytes
        All texts of a tag that are so marked.

    Returns
    -------
    str or None
        The name of a codec; None where Latin-1 will do.

    Examples
    --------
    >>> likely_encoding("Песня Огня".encode("cp1251")), likely_encoding("Jóga".encode("latin-1"))
    ('cp1251', None)
    >>> likely_encoding("Jóga".encode("utf-8"))
    'utf-8'
    """
    if raw.isascii():
        return None
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    rated = {name: _rate(raw, name) for name in _CANDIDATES}
    best = max(rated, key=lambda name: rated[name])
    return best if rated[best] > 0.0 else None


def _rate(raw: bytes, name: str) -> float:
    """Say how well a text reads in an encoding: 0 where it does not."""
    letters, vowels = _CANDIDATES[name]
    words = _WORD.findall(raw.decode(name, "replace"))
    own = [word for word in words if letters.fullmatch(word)]
    count = sum(map(len, own))
    # letters of any other kind beyond ASCII speak against this reading
    others = sum(len(word) for word in words if not letters.fullmatch(word))
    if count < FEWEST_LETTERS or count < LEAST_SHARE * (count + others):
        return 0.0
    cased = sum(len(word) for word in own if word[1:].islower() or word.isupper() or len(word) == 1) / count
    share = sum(letter in vowels for word in own for letter in word.lower()) / count
    if cased < LEAST_CASED or not VOWELS[0] <= share <= VOWELS[1]:
        return 0.0
    small = sum(letter.islower() for word in own for letter in word) / count
    return float(cased + 0.5 * small - abs(share - 0.43))
