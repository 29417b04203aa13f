"""Collect what was changed into CHANGELOG.md: ``make changelog VERSION=0.2.0``.

Each change that a user sees came with a file ``changes/<number>-<word>.<kind>.md``, one paragraph. They are
put under the version's heading, by kind and number, and the files are removed; what is left to do is to read
it and commit. Nothing is written where a file has another name or is empty.

    python .ci/changelog.py VERSION [DAY]     collect (DAY: today, as 2026-11-27)
    python .ci/changelog.py --check           only say whether all files can be collected
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
KINDS = {"feature": "New", "fix": "Mended", "removal": "No longer there, or no longer so", "doc": "Documents"}
"""In the order of the page, with their headings."""
NAME = re.compile(rf"(?P<number>\d+)-(?P<word>[a-z0-9-]+)\.(?P<kind>{'|'.join(KINDS)})\.md")
HEADING = "## {version}, {day}\n"
WAITING = "not yet released"
FIRST_HEADING = re.compile(r"^## ", re.MULTILINE)


class FragmentError(Exception):
    """A file that cannot be collected."""


@dataclass(frozen=True, order=True)
class Fragment:
    """A change: the issue's number, the file's own word, its kind and its one paragraph."""

    number: int
    word: str
    kind: str
    text: str

    @classmethod
    def of(cls, path: Path) -> Fragment:
        """Read a file; `FragmentError` where it is none."""
        named = NAME.fullmatch(path.name)
        if named is None:
            raise FragmentError(
                f"changes/{path.name} is not named <number>-<word>.<kind>.md; kinds are {', '.join(KINDS)}"
            )
        text = " ".join(path.read_text(encoding="utf-8").split()).removeprefix("- ")
        if not text:
            raise FragmentError(f"changes/{path.name} is empty; say in it what a user sees")
        return cls(int(named["number"]), named["word"], named["kind"], text)


def files_in(folder: Path) -> list[Path]:
    """Find the files of changes; the folder's own README is none."""
    return sorted(path for path in folder.iterdir() if path.name != "README.md")


def fragments_in(folder: Path) -> list[Fragment]:
    """Read all of them, by number and word."""
    return sorted(Fragment.of(path) for path in files_in(folder))


def section(fragments: Sequence[Fragment]) -> str:
    """Write changes down by their kind; kinds without any are left out."""
    parts = []
    for kind, heading in KINDS.items():
        lines = [f"- {one.text}\n" for one in fragments if one.kind == kind]
        if lines:
            parts.append(f"### {heading}\n\n{''.join(lines)}")
    return "\n".join(parts)


def released(before: str, version: str, day: str, fragments: Sequence[Fragment]) -> str:
    """Give the page with a version on it; what stands under its name as not yet released comes first."""
    heading, waiting = (HEADING.format(version=version, day=one) for one in (day, WAITING))
    if waiting in before:
        top, rest = before.split(waiting)
        later = FIRST_HEADING.search(rest)
        own, older = (rest, "") if later is None else (rest[: later.start()], rest[later.start() :])
        top, own = top + heading, own.rstrip("\n") + "\n\n"
    else:
        found = FIRST_HEADING.search(before)
        top, older = (before, "") if found is None else (before[: found.start()], before[found.start() :])
        top, own = top.rstrip("\n") + "\n\n" + heading, "\n"
    return top + own + section(fragments) + ("\n" + older if older else "")


def main(given: Sequence[str]) -> int:
    """Collect or check; 1 where a file cannot be collected, 2 where the command makes no sense."""
    if not given or (given[0] != "--check" and not re.fullmatch(r"\d+\.\d+\.\d+\S*", given[0])):
        print("say which version: make changelog VERSION=0.2.0", file=sys.stderr)
        return 2
    try:
        fragments = fragments_in(ROOT / "changes")
    except FragmentError as error:
        print(error, file=sys.stderr)
        return 1
    if given[0] == "--check":
        print(f"{len(fragments)} changes since the last version")
        return 0
    day = given[1] if len(given) > 1 else datetime.now(tz=UTC).date().isoformat()
    page = ROOT / "CHANGELOG.md"
    page.write_text(released(page.read_text(encoding="utf-8"), given[0], day, fragments), encoding="utf-8")
    for path in files_in(ROOT / "changes"):
        path.unlink()
    print(f"CHANGELOG.md: {len(fragments)} changes under {given[0]}; read it, then commit")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
