"""The cues as chapters, as every format of chapters needs them."""

import hashlib
from dataclasses import dataclass

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import line_of


@dataclass(frozen=True)
class Chapter:
    """One cue as a chapter, ``[begin_s, end_s)``; `number` is stable from run to run and never 0."""

    cue: Cue
    number: int
    begin_s: float
    end_s: float
    title: str


def chapters(document: FilmDocument) -> list[Chapter]:
    """List a chapter for each cue in film order, unnamed music too."""
    made = []
    for cue in document.cues_heard:
        begin_s = max(0.0, cue.start_s)
        made.append(Chapter(cue, stable_number(cue.id), begin_s, max(begin_s, cue.end_s), line_of(cue)))
    return made


def stable_number(text: str) -> int:
    """Make a number from 1 to 2^63 - 1 out of an id, the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % (2**63 - 1) + 1
