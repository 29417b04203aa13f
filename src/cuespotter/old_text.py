"""Bytes of an old tag or table -> the encoding that their writer meant.

Old taggers wrote whatever their system used. Told here is what can be told surely from a few words: UTF-8;
Cyrillic and Greek, whose words keep their case (no capital after a small letter) and have vowels in only
one reading; Hebrew, whose final letters stand at the end of words; Japanese, Chinese and Korean, whose pairs
of bytes lie among the few thousand characters that everybody writes. All else is taken for Windows' Latin-1
(which has quotes and dashes where Latin-1 has nothing) until the user says better.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_CANDIDATES = {
    "cp1251": (re.compile(r"[Ѐ-ӿ]+"), frozenset("аеёиоуыэюяіїє"), 0.65),
    "koi8-r": (re.compile(r"[Ѐ-ӿ]+"), frozenset("аеёиоуыэюя"), 0.65),
    "cp866": (re.compile(r"[Ѐ-ӿ]+"), frozenset("аеёиоуыэюя"), 0.65),
    "cp1253": (re.compile(r"[Ͱ-Ͽ]+"), frozenset("αάεέηήιίϊοόυύϋωώ"), 0.72),
}
"""Encodings with letters, vowels, and the largest share of vowels; of equals the first is taken."""
_PAIRED = {
    "shift_jis": re.compile(rb"(?:[\x82\x83][\x40-\xf1]|\x81[\x40-\xfc]|[\x88-\x97][\x40-\x7e\x80-\xfc])+"),
    "euc-kr": re.compile(rb"(?:[\xb0-\xc8][\xa1-\xfe])+"),
    "gbk": re.compile(rb"(?:[\xb0-\xd7\xa1\xa3][\xa1-\xfe])+"),
    "big5": re.compile(rb"(?:[\xa4-\xc6\xa1][\x40-\x7e\xa1-\xfe])+"),
}
"""Encodings of two bytes a character, with what everybody writes in them; the fewest characters first."""
_SURE = re.compile(rb"[\x80-\xff]{2}|\x83.")
"""Pairs that are not just one letter of Latin-1 before one of ASCII."""
LEAST_COMMON, LEAST_SURE = 0.95, 0.5
FEWEST_PAIRED = 4
"""Fewer characters than these may be anything."""
_NO_HEBREW = re.compile(rb"[\x80-\xdf\xfb-\xff]")
_HEBREW = re.compile(r"[א-ת]+")
_FINAL = "ךםןףץ"
FEWEST_LETTERS = 4
"""Fewer say nothing: 'ÅÄÖ' is a word of Latin-1."""
LEAST_SHARE = 0.6
"""Of all letters so many must lie beyond ASCII: in no language written in Latin-1 half of them do."""
LEAST_CASED = 0.85
"""So many words must keep their case ..."""
FEWEST_VOWELS = 0.25
"""... and no smaller share of letters be vowels: it is 0.42 in Russian, 0.45 in Greek."""


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
    if _is_hebrew(raw):
        return "cp1255"
    paired = next((name for name in _PAIRED if _is_paired(raw, name)), None)
    return paired or (best if rated[best] > 0.0 else None)


def decode_old(raw: bytes, encoding: str | None) -> str:
    r"""Decode a text of an old tag.

    Parameters
    ----------
    raw : bytes
    encoding : str or None
        None for Latin-1 as Windows has it.

    Examples
    --------
    >>> decode_old("Żal".encode("cp1250"), "cp1250"), decode_old(b"\x80", None)
    ('Żal', '€')
    """
    if encoding is not None:
        return raw.decode(encoding, "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _is_hebrew(raw: bytes) -> bool:
    """Say whether a text is Hebrew: final letters end words, and stand nowhere else."""
    if _NO_HEBREW.search(raw):
        return False
    words = _WORD.findall(raw.decode("cp1255", "replace"))
    own = [word for word in words if _HEBREW.fullmatch(word)]
    if sum(map(len, own)) < max(FEWEST_LETTERS, LEAST_SHARE * sum(map(len, words))):
        return False
    return any(word[-1] in _FINAL for word in own) and not any(
        sign in _FINAL for word in own for sign in word[:-1]
    )


def _is_paired(raw: bytes, name: str) -> bool:
    """Say whether a text is of characters of two bytes that everybody writes."""
    try:
        pairs = [sign.encode(name) for sign in raw.decode(name) if not sign.isascii()]
    except UnicodeDecodeError:
        return False
    common = [pair for pair in pairs if _PAIRED[name].fullmatch(pair)]
    sure = sum(_SURE.fullmatch(pair) is not None for pair in common)
    return len(common) >= max(FEWEST_PAIRED, LEAST_COMMON * len(pairs)) and sure >= LEAST_SURE * len(common)


def _rate(raw: bytes, name: str) -> float:
    """Say how well a text reads in an encoding: 0 where it does not."""
    letters, vowels, most_vowels = _CANDIDATES[name]
    words = _WORD.findall(raw.decode(name, "replace"))
    own = [word for word in words if letters.fullmatch(word)]
    count = sum(map(len, own))
    # letters of any other kind beyond ASCII speak against this reading
    others = sum(len(word) for word in words if not letters.fullmatch(word))
    if count < FEWEST_LETTERS or count < LEAST_SHARE * (count + others):
        return 0.0
    cased = sum(len(word) for word in own if word[1:].islower() or word.isupper() or len(word) == 1) / count
    share = sum(letter in vowels for word in own for letter in word.lower()) / count
    if cased < LEAST_CASED or not FEWEST_VOWELS <= share <= most_vowels:
        return 0.0
    small = sum(letter.islower() for word in own for letter in word) / count
    return float(cased + 0.5 * small - abs(share - 0.43))
