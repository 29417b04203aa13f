"""What is installed on demand is what the program imports, under the names that its messages say."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
SOURCES = {path: path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")}
BY_URL = {"psycopg"}
"""SQLAlchemy imports these by the address of a catalogue."""


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_extra_is_imported(extra: str) -> None:
    for requirement in EXTRAS[extra]:
        name = re.split(r"[^A-Za-z0-9_-]", requirement)[0].replace("-", "_")
        imported = re.compile(rf"^\s*(import|from) {name}\b", re.MULTILINE)
        assert name in BY_URL or any(imported.search(text) for text in SOURCES.values()), requirement


def test_what_messages_and_guides_tell_to_install_is_there() -> None:
    pages = {path: path.read_text("utf-8") for path in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"]}
    told = [
        extra for text in {**SOURCES, **pages}.values() for extra in re.findall(r"cuespotter\[(\w+)\]", text)
    ]
    assert len(told) > 5
    assert set(told) <= EXTRAS.keys()
