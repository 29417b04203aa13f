"""A release that could be made today: what is declared is what is tested, and the changelog can be collected."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SPEC = importlib.util.spec_from_file_location("changelog", ROOT / ".ci" / "changelog.py")


@pytest.fixture(scope="module")
def changelog():
    """The command that collects the changes."""
    module = importlib.util.module_from_spec(SPEC)
    # dataclasses look their module up by name
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(__import__("sys").modules, "changelog", module)
        SPEC.loader.exec_module(module)
        yield module


def test_the_oldest_python_that_is_declared_is_the_one_that_is_checked():
    declared = [
        found[1]
        for one in PROJECT["project"]["classifiers"]
        if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", one))
    ]
    oldest = declared[0]
    assert PROJECT["project"]["requires-python"] == f">={oldest}"
    assert PROJECT["tool"]["mypy"]["python_version"] == oldest


def test_no_address_is_declared_that_does_not_exist():
    assert "urls" not in PROJECT["project"]


def test_every_change_can_be_collected(changelog):
    fragments = changelog.fragments_in(ROOT / "changes")
    assert len(fragments) == len(list((ROOT / "changes").glob("[0-9]*")))


def test_a_change_of_another_name_and_an_empty_one_are_named(changelog, tmp_path):
    for name, words in (("7-cut.bug.md", "kinds are feature, fix"), ("cut.fix.md", "not named")):
        tmp_path.joinpath(name).write_text("Cuts are told.")
        with pytest.raises(changelog.FragmentError, match=words):
            changelog.fragments_in(tmp_path)
        tmp_path.joinpath(name).unlink()
    tmp_path.joinpath("7-cut.fix.md").write_text(" \n")
    with pytest.raises(changelog.FragmentError, match=r"7-cut\.fix\.md is empty"):
        changelog.fragments_in(tmp_path)


def test_changes_come_under_their_version_by_kind_and_what_waited_there_first(changelog, tmp_path):
    tmp_path.joinpath("9-b.fix.md").write_text("Two\nlines.\n")
    tmp_path.joinpath("12-a.feature.md").write_text("A feature.\n")
    tmp_path.joinpath("README.md").write_text("how to")
    fragments = changelog.fragments_in(tmp_path)
    before = "# Log\n\n## 0.2.0, not yet released\n\nThe second.\n\n## 0.1.0, 2025-01-01\n\nThe first.\n"
    assert changelog.released(before, "0.2.0", "2026-11-27", fragments) == (
        "# Log\n\n## 0.2.0, 2026-11-27\n\nThe second.\n\n### New\n\n- A feature.\n\n### Mended\n\n- Two lines.\n"
        "\n## 0.1.0, 2025-01-01\n\nThe first.\n"
    )
    unheard_of = changelog.released("# Log\n\n## 0.1.0, 2025-01-01\n", "0.2.0", "2026-11-27", fragments)
    assert unheard_of.index("## 0.2.0") < unheard_of.index("- Two lines.") < unheard_of.index("## 0.1.0")
