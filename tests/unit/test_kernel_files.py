"""The compiler's cache watches one file: a kernel that calls into another would run on after that was changed."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

import cuespotter

PACKAGE = Path(cuespotter.__file__).parent
KERNELS = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*_kernels.py"))


def test_there_are_kernels():
    assert len(KERNELS) >= 6


@pytest.mark.parametrize("path", KERNELS, ids=Path.as_posix)
def test_kernels_call_none_of_ours_but_those_of_their_file(path):
    module = import_module(".".join(("cuespotter", *path.with_suffix("").parts)))
    others = {
        name: found.__module__
        for name, found in vars(module).items()
        if callable(found)
        and not inspect.isclass(found)
        and getattr(found, "__module__", "").startswith("cuespotter.")
        and found.__module__ != module.__name__
    }
    assert others == {}
