"""In which form names are compared: as people read them, however they are composed.

A Mac writes é as e and an accent, everybody else as one character; both are one name. Names stay on disk and
in documents as they were found: only what is compared is brought to a form.
"""

import unicodedata


def spelled(name: str) -> str:
    r"""Bring a name to one form of the same characters (NFC).

    Examples
    --------
    >>> spelled("Ame\u0301lie") == spelled("Am\u00e9lie")
    True
    """
    return unicodedata.normalize("NFC", name)


def folded(name: str) -> str:
    """Bring a name to one form, whatever its case.

    Examples
    --------
    >>> folded("BJÖRK") == folded("björk")
    True
    """
    return spelled(spelled(name).casefold())
