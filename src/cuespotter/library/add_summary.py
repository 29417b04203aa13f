"""What an `add` says on the way and at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cuespotter.errors import MediaError


@dataclass(frozen=True)
class AddStep:
    """How far an `add` is: said before the first file and after each.

    Attributes
    ----------
    failure : MediaError or None
        Why the last file was skipped.
    remark : str or None
        What was wrong beside a file that is in the library all the same: a .cue sheet that is none.
    """

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    failure: MediaError | None = None
    remark: str | None = None


@dataclass
class AddSummary:
    """What an `add` did, in files.

    Attributes
    ----------
    reread : int
        Unchanged files whose tags or sheet say something else than before; counted among `unchanged`, too.
    passed_over : Counter of str
        Side folders of network storage and systems that were not entered, by name.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    reread: int = 0
    moved: int = 0
    copies: int = 0
    restored: int = 0
    failures: list[MediaError] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    not_reached: int = 0

    @property
    def kept(self) -> int:
        """How many files are in the library now."""
        return self.added + self.changed + self.unchanged + self.moved + self.copies + self.restored
