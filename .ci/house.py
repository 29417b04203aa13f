"""Measure the house, and hold it to its bounds: ``python .ci/house.py`` (``make house``).

Prints each figure beside its bound, and what passes it by name; exit status 1 where one is passed. The bounds
say when a file or a function asks to be read in two: what stands in it is judged by reading. Lines of
functions are counted without their docstrings. Kernels (``_kernels.py``) are one loop body, and have a bound
of their own.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "cuespotter"
GROUND = {"model", "errors", "settings", "clock"}
"""Every room stands on these: an arrow to them says nothing."""
DOORS = ("cli", "web")
MOST_FILE_LINES, MEDIAN_FILE_LINES = 320, 100
MOST_FUNCTION_LINES, MEDIAN_FUNCTION_LINES = 30, 8
MOST_KERNEL_LINES = 60
MOST_ARROWS = 4
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
TRIP_LINES = 120
"""The page that is read first is one page."""


@dataclass(frozen=True)
class Function:
    """A function and what is measured of it."""

    where: str
    lines: int
    is_typed: bool
    is_public: bool
    has_docstring: bool


@dataclass(frozen=True)
class Row:
    """A figure beside its bound: at most `most`."""

    name: str
    value: float
    most: float

    @property
    def holds(self) -> bool:
        """Whether the bound is kept."""
        return self.value <= self.most


def lines_of(path: Path) -> int:
    """Count the lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def classes_in(tree: ast.Module) -> list[ast.ClassDef]:
    """List a file's classes."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def functions_in(path: Path) -> Iterator[Function]:
    """Measure the functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # what stands inside a function is nobody else's
    inner = {id(one) for node in ast.walk(tree) if isinstance(node, FUNCTIONS) for one in ast.walk(node)}
    scopes: list[ast.Module | ast.ClassDef] = [tree, *classes_in(tree)]
    inner -= {id(node) for scope in scopes for node in scope.body}
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            doc = ast.get_docstring(node, clean=False)
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            end = node.end_lineno or node.lineno
            yield Function(
                f"{path.relative_to(PACKAGE)}:{node.name}",
                end - node.lineno + 1 - (len(doc.splitlines()) if doc else 0),
                node.returns is not None
                and all(one.annotation or one.arg in {"self", "cls"} for one in given),
                id(node) not in inner and not node.name.startswith("_"),
                doc is not None,
            )


def doubled_names(paths: Sequence[Path]) -> list[str]:
    """List the public classes of which two have one name: a word means one thing in the whole house."""
    homes: dict[str, list[str]] = {}
    for path in paths:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path.relative_to(PACKAGE).as_posix())
    return sorted(f"{name} ({' and '.join(files)})" for name, files in homes.items() if len(files) > 1)


def arrows_from(door: str) -> set[str]:
    """List the rooms that a door imports from, the ground and other doors left out."""
    pattern = re.compile(rf"^\s*(?:from|import) {PACKAGE.name}\.(\w+)", re.MULTILINE)
    rooms = {
        room for path in (PACKAGE / door).rglob("*.py") for room in pattern.findall(path.read_text("utf-8"))
    }
    return rooms - GROUND - set(DOORS)


def at(values: Sequence[float], share: float) -> float:
    """Give the value that this share of the values does not pass; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def missing(functions: Sequence[Function], *, typed: bool) -> int:
    """Count functions without types, or public ones without docstring."""
    return sum(not one.is_typed if typed else one.is_public and not one.has_docstring for one in functions)


def rows_of(files: dict[str, int], plain: Sequence[Function], kernels: Sequence[Function]) -> list[Row]:
    """Hold every figure beside its bound."""
    everything = [*plain, *kernels]
    lengths = [one.lines for one in plain]
    return [
        Row("file lines, median", at(list(files.values()), 0.5), MEDIAN_FILE_LINES),
        Row("file lines, p95", at(list(files.values()), 0.95), MOST_FILE_LINES),
        Row("function lines, median", at(lengths, 0.5), MEDIAN_FUNCTION_LINES),
        Row("function lines, p95", at(lengths, 0.95), MOST_FUNCTION_LINES),
        Row("kernel lines, p95", at([one.lines for one in kernels], 0.95), MOST_KERNEL_LINES),
        Row("functions without types", missing(everything, typed=True), 0),
        Row("public functions without docstring, %", untold(everything), 5.0),
        Row("lines of the page that is read first", files.get("identify/trip.py", 0), TRIP_LINES),
        *(Row(f"rooms that {door}/ reaches into", len(arrows_from(door)), MOST_ARROWS) for door in DOORS),
    ]


def untold(functions: Sequence[Function]) -> float:
    """Give the share of public functions without docstring, in percent."""
    public = sum(one.is_public for one in functions)
    return round(100.0 * missing(functions, typed=False) / max(1, public), 1)


def main() -> int:
    """Measure, print, and say whether all bounds hold."""
    paths = sorted(PACKAGE.rglob("*.py"))
    files = {path.relative_to(PACKAGE).as_posix(): lines_of(path) for path in paths}
    plain = [one for path in paths if not path.name.endswith("_kernels.py") for one in functions_in(path)]
    kernels = [one for path in paths if path.name.endswith("_kernels.py") for one in functions_in(path)]
    doubled = doubled_names(paths)
    rows = [*rows_of(files, plain, kernels), Row("classes with another's name", len(doubled), 0)]
    for row in rows:
        print(f"{'  ' if row.holds else '! '}{row.name}: {row.value:g} (at most {row.most:g})")
    longest = sorted(files.items(), key=lambda item: -item[1])[:5]
    print("  longest files: " + ", ".join(f"{name} {lines}" for name, lines in longest))
    for name in doubled:
        print(f"! two classes, one name: {name}")
    functions = sorted(plain, key=lambda one: -one.lines)[:5]
    print("  longest functions: " + ", ".join(f"{one.where} {one.lines}" for one in functions))
    for door in DOORS:
        print(f"  {door}/ reaches into: " + ", ".join(sorted(arrows_from(door))))
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
