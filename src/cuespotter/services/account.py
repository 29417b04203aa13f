"""What became of many films: done, skipped and failed with reasons, as counts, as JSON and as a page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path
from typing import Literal

from cuespotter.errors import UsageError
from cuespotter.review.rerun import Rerun
from cuespotter.services.identifying import Failed, Identified
from cuespotter.services.unattended import Skipped
from cuespotter.wording.numbers import count_text

Outcome = Literal["done", "skipped", "failed"]
SCHEMA = "cuespotter.account/1"
SUFFIXES = frozenset({".json", ".html", ".htm"})


@dataclass(frozen=True)
class AccountRow:
    """What became of one film.

    Attributes
    ----------
    outcome : str
        'done', 'skipped' or 'failed'.
    files : tuple of str
        Its files; bytes that are no text as escapes.
    film_id, title : str or None
        Under which it is kept; None where it failed.
    cues, named_cues : int or None
        How many were found, and how many of them in the library; None where nothing was searched.
    new_cues : tuple of str
        What is heard that was not there the last time, in words; empty for a film that is new.
    among : int or None
        In how many recordings it was searched, where those were the ones added since the last time.
    reason : str or None
        Why it failed.
    remarks : tuple of str
        What could not be read beside it.
    """

    outcome: Outcome
    files: tuple[str, ...]
    film_id: str | None = None
    title: str | None = None
    cues: int | None = None
    named_cues: int | None = None
    new_cues: tuple[str, ...] = ()
    among: int | None = None
    reason: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass
class Account:
    """Takes down what becomes of films, one after the other.

    Attributes
    ----------
    rows : list of AccountRow
        In the order in which they were done.
    """

    rows: list[AccountRow] = field(default_factory=list)

    def take_down(self, one: Identified | Skipped | Failed) -> AccountRow:
        """Add what became of a film."""
        row = _row_of(one)
        self.rows.append(row)
        return row

    def count(self, outcome: Outcome) -> int:
        """Count the films of one outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def summary(self) -> str:
        """One line: how many were done, skipped, and have failed."""
        return f"{self.count('done')} done, {self.count('skipped')} skipped, {self.count('failed')} failed"

    @property
    def growth(self) -> str | None:
        """One line: what was found in recordings added since; None where no film was searched in them."""
        rows = [row for row in self.rows if row.among is not None]
        if not rows:
            return None
        found = [row for row in rows if row.new_cues]
        cues = sum(len(row.new_cues) for row in found)
        among = max(row.among or 0 for row in rows)
        where = f"{len(rows)} films were searched in what is new, at most {among} recordings"
        return f"{where}: {cues} new cues in {len(found)} films"

    def write(self, target: Path) -> None:
        """Write the account as JSON or as a page, by the target's ending, whole or not at all.

        Raises
        ------
        UsageError
            The ending is neither .json nor .html.
        ExportError
            The target cannot be written.
        """
        from cuespotter.exports.base import write_whole

        check_target(target)
        text = self._json() if target.suffix.lower() == ".json" else self._html()
        write_whole(target, text.encode())

    def _json(self) -> str:
        """Write all rows for programs."""
        rows = [asdict(row) for row in self.rows]
        counts = {outcome: self.count(outcome) for outcome in ("done", "skipped", "failed")}
        return json.dumps({"schema": SCHEMA, **counts, "films": rows}, indent=2, ensure_ascii=False) + "\n"

    def _html(self) -> str:
        """Write all rows as a table; what failed comes first."""
        order = {"failed": 0, "done": 1, "skipped": 2}
        rows = "\n".join(_html_row(row) for row in sorted(self.rows, key=lambda row: order[row.outcome]))
        return _PAGE.format(summary=escape(self.summary), rows=rows)


def check_target(target: Path) -> None:
    """Refuse a target whose ending names no form of an account, before a night is spent on it."""
    if target.suffix.lower() not in SUFFIXES:
        raise UsageError(f"a report is written as .json or .html, not {target.name!r}")


def _row_of(one: Identified | Skipped | Failed) -> AccountRow:
    """Give the row of a film."""
    if isinstance(one, Failed):
        return AccountRow("failed", _shown(one.reels), reason=one.error.message)
    if isinstance(one, Skipped):
        return AccountRow("skipped", _shown(one.reels), one.film_id)
    film, heard = one.document.film, one.document.cues_heard
    return AccountRow(
        "done" if one.refusal is None else "failed",
        tuple(reel.name for reel in film.reels),
        film.id,
        film.title,
        len(heard),
        sum(cue.recording is not None for cue in heard),
        _in_words(one.rerun),
        one.among,
        None if one.refusal is None else f"the result was not kept: {one.refusal.message}",
        one.remarks,
    )


def _in_words(rerun: Rerun | None) -> tuple[str, ...]:
    """Say what is heard that was not there the last time."""
    new = [] if rerun is None else rerun.new
    return tuple(f"{cue.cue_no} {cue.title_known or ''}".strip() for cue in new)


def _shown(paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Write paths so that they can be printed."""
    return tuple(
        str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") for path in paths
    )


def _html_row(row: AccountRow) -> str:
    """Write a film's row of the page."""
    counts = "" if row.cues is None else f"{count_text(row.cues, 'cue')}, {row.named_cues} from the library"
    new = f"new: {', '.join(row.new_cues)}" if row.new_cues else ""
    words = "; ".join(part for part in (row.reason or "", counts, new, *row.remarks) if part)
    cells = (row.outcome, row.title or "", ", ".join(row.files), words)
    return f'<tr class="{row.outcome}">' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What became of the films</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #8888; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
.failed td:first-child {{ font-weight: bold; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee; }} }}
</style>
</head>
<body>
<h1>What became of the films</h1>
<p>{summary}</p>
<table>
<thead><tr>
<th scope="col">outcome</th><th scope="col">film</th><th scope="col">files</th><th scope="col">what</th>
</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""
