"""Print the part of requirements.lock that a set of requirements needs, for ``pip install -r``.

    python3 .ci/select_locked.py core sheets > core.lock     the program, what builds it, and an extra
    python3 .ci/select_locked.py all > all.lock              the tests and the checks too

pip checks the hashes of all or of none; so a smaller environment needs a smaller file, and there is only one
lock. Its comments (``# via name``) say who asked for what: an entry is needed if the project asks for it by
name, or if a needed entry does.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def names_of(requirements: list[str]) -> set[str]:
    """'psycopg[binary]>=3.2' -> 'psycopg'."""
    return {re.split(r"[^A-Za-z0-9._-]", text)[0].lower().replace("_", "-") for text in requirements}


def entries_of(lock: str) -> list[tuple[str, set[str], str]]:
    """Split a lock into (name, who asked for it, text)."""
    entries = []
    for text in re.split(r"(?m)^(?=[a-z0-9])", lock):
        if text.strip():
            asked_by = set(re.findall(r"(?m)^    #(?: via)? +([a-z0-9.-]+)", text))
            entries.append((text.split("==")[0], asked_by, text))
    return entries


def select(lock: str, wanted: set[str]) -> str:
    """Keep the wanted entries and all that they ask for."""
    entries = entries_of(lock)
    while True:
        further = {name for name, asked_by, _ in entries if asked_by & wanted} - wanted
        if not further:
            return "".join(text for name, _, text in entries if name in wanted)
        wanted = wanted | further


def main() -> int:
    """Run the command line."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if sys.argv[1:] == ["all"]:
        sys.stdout.write(lock)
    elif sys.argv[1:2] == ["core"]:
        asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
        for extra in sys.argv[2:]:
            asked += project["project"]["optional-dependencies"][extra]
        sys.stdout.write(select(lock, names_of(asked)))
    else:
        sys.exit("select_locked.py: found no set of requirements; give 'all', or 'core' and extras")
    return 0


if __name__ == "__main__":
    sys.exit(main())
