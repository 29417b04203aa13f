"""The compiler's cache watches one file: a kernel that calls into another would run on after that was changed."""

import ast
from pathlib import Path

import pytest

import cuespotter

KERNELS = sorted(Path(cuespotter.__file__).parent.rglob("*_kernels.py"))


def test_there_are_kernels():
    assert len(KERNELS) >= 6


@pytest.mark.parametrize("path", KERNELS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_of_kernels_imports_nothing_of_ours(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or "."] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        )
    }
    assert not {name for name in modules if name.startswith((".", "cuespotter"))}
