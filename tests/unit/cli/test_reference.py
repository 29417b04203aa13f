from pathlib import Path

from cuespotter.cli.main import COMMANDS
from cuespotter.cli.reference import page

DOCS = Path(__file__).parents[3] / "docs"


def test_the_page_of_commands_is_current() -> None:
    assert (DOCS / "commands.md").read_text() == page(), (
        "run: python -m cuespotter.cli.reference > docs/commands.md"
    )


def test_every_command_has_its_chapter() -> None:
    text = page()
    for name in COMMANDS:
        assert f"\n## {name}\n" in text
