from pathlib import Path

from cuespotter import errors

PAGE = Path(__file__).parents[3] / "docs" / "messages.md"


def test_every_kind_of_error_is_explained() -> None:
    headings = [line for line in PAGE.read_text().splitlines() if line.startswith("#")]
    kinds = [name for name in dir(errors) if name.endswith("Error") and name != "CuespotterError"]
    assert len(kinds) > 10
    for kind in kinds:
        assert any(line.endswith(kind) for line in headings), f"docs/messages.md has no heading for {kind}"
