"""The types of the catalogue's columns: they give what was written, or say that it is damaged.

SQLite keeps whatever a damaged file holds, of any type and content, and a flipped bit in a text is still a
text. So columns that are always filled refuse what is of another type, and what is kept as JSON bears a seal.
"""

from __future__ import annotations

import hashlib
import os
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Float,
    Integer,
    Label,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    type_coerce,
)

from cuespotter.errors import LibraryDamagedError

SEAL_BYTES = 8
"""Length of a seal's digest: a damage goes unseen once in 2**64 times."""
SEAL_SIGN = "\n#"
"""Stands between a text and its digest: a line of its own, as no JSON of ours has one."""


class PathBytes(TypeDecorator[str]):
    """A path on disk, kept as the bytes that the file system knows it by."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Encode a path as the operating system does."""
        return None if value is None else os.fsencode(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Decode what `process_bind_param` encoded; no column of places may be empty."""
        if not isinstance(value, bytes | memoryview) or 0 in bytes(value):
            raise _damage(value, "place on disk")
        return os.fsdecode(bytes(value))


class SureText(TypeDecorator[str]):
    """A text that is always there: SQLite keeps whatever a damaged file holds, of any type."""

    impl: type[String] = Text
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Refuse what is no text."""
        if not isinstance(value, str):
            raise _damage(value, "text")
        return value


class SureString(SureText):
    """The same of limited length."""

    impl = String
    cache_ok = True


class SureFloat(TypeDecorator[float]):
    """A number that is always there."""

    impl = Float
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> float:  # noqa: ARG002
        """Refuse what is no number."""
        if not isinstance(value, float | int):
            raise _damage(value, "number")
        return value


class SureBigInteger(TypeDecorator[int]):
    """A whole number that is always there."""

    impl: type[Integer] = BigInteger
    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> int:  # noqa: ARG002
        """Refuse what is no whole number."""
        if not isinstance(value, int):
            raise _damage(value, "whole number")
        return value


class SureInteger(SureBigInteger):
    """The same, smaller."""

    impl = Integer
    cache_ok = True


def _damage(value: object, wanted: str) -> LibraryDamagedError:
    """Say that a column holds what was never written there."""
    return LibraryDamagedError(
        f"the catalogue is damaged (it holds {value!r:.40} where a {wanted} belongs); put a copy back, or "
        "move it away and add again"
    )


class Sealed(TypeDecorator[str]):
    """A text with its checksum: what is read is what was written, or nothing is read."""

    impl: type[String] = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Seal a text."""
        return None if value is None else seal(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Break the seal, if it is whole; None stays None."""
        return None if value is None else unseal(value)


class SureSealed(Sealed):
    """The same, never empty."""

    cache_ok = True

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Break the seal, if it is whole."""
        return unseal(value)


def with_seal(column: Column[Any]) -> Label[str]:
    """Ask for a sealed text as it lies: its seal is broken row by row, so that a damage costs one row."""
    return type_coerce(column, Text).label(column.name)


def seal(text: str) -> str:
    r"""Write a text's checksum behind it.

    Examples
    --------
    >>> seal("{}")
    '{}\n#01e7b720ff566d53'
    """
    return text + SEAL_SIGN + _digest(text)


def unseal(text: object) -> str:
    """Give the text without its checksum; undoes `seal`.

    Raises
    ------
    LibraryDamagedError
        It is not as it was written.
    """
    if not isinstance(text, str):
        raise _damage(text, "text")
    plain, sign, digest = text.rpartition(SEAL_SIGN)
    if not sign or digest != _digest(plain):
        raise LibraryDamagedError(
            "the catalogue is damaged (what it holds of a film or a recording is not as it was written; "
            "'cuespotter verify' names it); put a copy back, or move it away and add again"
        )
    return plain


def _digest(text: str) -> str:
    """Digest a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SEAL_BYTES).hexdigest()
