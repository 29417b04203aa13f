from pathlib import Path

from docs.commands_page import commands_page

from cuespotter.cli.main import COMMANDS

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_of_commands_is_current() -> None:
    assert (DOCS / "commands.md").read_text() == commands_page(), "run: python -m docs.renew"


def test_every_command_has_its_chapter() -> None:
    text = commands_page()
    for name in COMMANDS:
        assert f"\n## {name}\n" in text
