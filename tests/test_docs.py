"""What the documents say is so: pages are current, rooms and commands are described, links lead somewhere."""

import re
import tomllib
from pathlib import Path

import pytest
from docs.renew import outdated

from cuespotter.cli.main import COMMANDS
from cuespotter.exports.formats import FORMATS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "cuespotter"
PAGES = [
    *ROOT.glob("*.md"),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "sample" / "README.md",
    ROOT / "sample" / "essay" / "README.md",
]
WRITTEN = [page for page in PAGES if page.name not in {"commands.md", "messages.md"}]


def text_of(*names):
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def name_of(page):
    return page.relative_to(ROOT).as_posix()


def test_every_generated_page_is_current():
    assert outdated() == [], "run: make docs"


def test_every_room_has_a_heading_in_the_architecture():
    headings = re.findall(r"(?m)^#+ .*$", text_of("ARCHITECTURE.md"))
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if not any(f"`{room}/`" in heading for heading in headings)] == []


def test_the_layers_name_every_room():
    contract = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]
    named = {name.strip("() ") for layer in contract["layers"] for name in layer.split("|")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    assert modules - named - {"__init__"} == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files_that_are_there(page):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_commands_named_in_the_documents_exist(page):
    named = re.findall(r"(?m)(?:^|`| )cuespotter ([a-z]+)(?= |`|$)", code_of(page))
    assert set(named) - set(COMMANDS) == set()


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_formats_asked_for_in_the_documents_exist(page):
    assert set(re.findall(r"--as ([a-z0-9-]+)", code_of(page))) - set(FORMATS) == set()


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_targets_named_in_the_documents_exist(page):
    targets = set(re.findall(r"(?m)^([a-z-]+):", text_of("Makefile")))
    assert set(re.findall(r"(?m)(?:^|`)make ([a-z-]+)", code_of(page))) - targets == set()


def test_the_lock_names_no_place_and_has_a_hash_for_every_version():
    lock = text_of("requirements.lock")
    assert "://" not in lock
    assert not re.search(r"(?m)^ *--(index-url|extra-index-url|find-links)", lock)
    entries = re.findall(r"(?m)^[a-z0-9][^\n]*(?:\n[ ]+[^\n]*)*", lock)
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def code_of(page):
    """What stands in code blocks and between backticks."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"(?ms)^```[a-z]*\n(.*?)^```", text) + re.findall(r"(?m)^    (.*)$", text)
    spans = re.findall(r"`[^`\n]+`", re.sub(r"(?ms)^```.*?^```", "", text))
    return "\n".join([*blocks, *spans])
