"""Codes of works, recordings and parties, with their check digits: ISWC, ISRC, IPI name number.

Whoever reads a code takes dots, hyphens and spaces out of it first: all are written with and without them.
"""

import re

ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")
ISWC = re.compile(r"T(\d{9})(\d)")
IPI = re.compile(r"\d{9,11}")
IPI_DIGITS = 11
"""Digits of an IPI name number; leading zeros are often left out."""
IPI_MODULUS = 101
FIRST_WEIGHT = 10
"""The first digit counts ten times, the next nine times, and so on."""


def bare(code: str) -> str:
    """Take the dots, hyphens and spaces out of a code.

    Examples
    --------
    >>> bare("T-034.524.680-1")
    'T0345246801'
    """
    return re.sub(r"[-. ]", "", code).upper()


def is_isrc(text: str) -> bool:
    """Say whether a text has the form of an ISRC (ISO 3901); it has no check digit.

    Examples
    --------
    >>> is_isrc("GB-AYE-68-00011"), is_isrc("GBAYE68000")
    (True, False)
    """
    return ISRC.fullmatch(bare(text)) is not None


def is_iswc(text: str) -> bool:
    """Say whether a text is an ISWC with a right check digit (ISO 15707).

    Examples
    --------
    >>> is_iswc("T-034.524.680-1"), is_iswc("T-034.524.680-2")
    (True, False)
    """
    found = ISWC.fullmatch(bare(text))
    if found is None:
        return False
    total = 1 + sum(place * int(digit) for place, digit in enumerate(found[1], start=1))
    return (10 - total % 10) % 10 == int(found[2])


def is_ipi(text: str) -> bool:
    """Say whether a text is an IPI name number whose two check digits are right.

    Nine digits are weighed by 10 to 2; with the two that follow their sum is a multiple of 101. A rest of 100
    has no two digits, and is written 00.

    Examples
    --------
    >>> is_ipi("00014107338"), is_ipi("14107338"), is_ipi("00014107339")
    (True, False, False)
    >>> is_ipi("014107338")
    True
    """
    code = bare(text)
    if not IPI.fullmatch(code):
        return False
    code = code.zfill(IPI_DIGITS)
    total = sum((FIRST_WEIGHT - place) * int(digit) for place, digit in enumerate(code[:-2]))
    return -total % IPI_MODULUS % 100 == int(code[-2:])
