import hashlib
import os
from importlib import import_module
from pathlib import Path

import pytest
from numba.core.caching import FunctionCache

from cuespotter.cli import kernels
from cuespotter.cli.voice import Voice


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    # set first, so that what a test makes the program choose is taken back
    monkeypatch.setenv(kernels.CACHE_VARIABLE, "")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for room, _ in (kernels.ANALYSIS, kernels.INDEX, kernels.SEARCH):
        (tmp_path / room / "__pycache__").mkdir(parents=True)
        (tmp_path / room / "_kernels.py").write_text("")
    monkeypatch.setattr(kernels, "PACKAGE", tmp_path)
    return tmp_path


def compile_into(folder: Path, name: str, source: bytes = b"") -> Path:
    entry = folder / f"_kernels.{name}-18{kernels.PYTHON}.nbi"
    entry.write_bytes(b"0.68.1 " + hashlib.sha256(source).digest() + b" and what it was made for")
    return entry


def test_the_kernels_that_are_looked_for_are_kernels() -> None:
    for room, name in (kernels.ANALYSIS, kernels.INDEX, kernels.SEARCH):
        module = import_module(f"cuespotter.{room}._kernels")
        kernel = getattr(module, name)
        assert kernel.__module__ == module.__name__
        assert (kernels.PACKAGE / room / "_kernels.py").is_file()


def test_the_first_run_compiles_and_the_second_does_not(program: Path) -> None:
    assert kernels.must_compile(kernels.OF_IDENTIFY)
    for room, name in kernels.OF_IDENTIFY:
        compile_into(program / room / "__pycache__", name)
    assert not kernels.must_compile(kernels.OF_IDENTIFY)
    assert kernels.must_compile(kernels.OF_ADD)


def test_what_another_version_compiled_does_not_count(program: Path) -> None:
    for room, name in kernels.OF_IDENTIFY:
        compile_into(program / room / "__pycache__", name, source=b"another version's")
    assert kernels.must_compile(kernels.OF_IDENTIFY)


def test_what_another_python_compiled_does_not_count(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room, name in kernels.OF_IDENTIFY:
        compile_into(program / room / "__pycache__", name)
    monkeypatch.setattr(kernels, "PYTHON", ".py399")
    assert kernels.must_compile(kernels.OF_IDENTIFY)


def test_a_cache_older_than_a_fresh_checkout_fits_it_all_the_same(program: Path) -> None:
    for room, name in kernels.OF_IDENTIFY:
        entry = compile_into(program / room / "__pycache__", name)
        os.utime(entry, (1, 1))
    assert not kernels.must_compile(kernels.OF_IDENTIFY)


def test_what_the_compiler_calls_cached_is_called_so_here(tmp_path: Path) -> None:
    source = Path(kernels.PACKAGE / "index" / "_kernels.py")
    cache = FunctionCache(import_module("cuespotter.index._kernels").bit_length.py_func)
    index = cache._cache_file
    entry = tmp_path / "entry.nbi"
    index._index_path = str(entry)
    index._save_index({})
    assert any(stamp in entry.read_bytes() for stamp in kernels.stamps_of(source))


def test_a_cache_that_the_user_chose_is_looked_into(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "chosen"
    monkeypatch.setenv(kernels.CACHE_VARIABLE, str(chosen))
    kernels.settle_cache()
    assert os.environ[kernels.CACHE_VARIABLE] == str(chosen)
    assert kernels.must_compile(kernels.OF_ADD)
    for room, name in kernels.OF_ADD:
        (chosen / f"{room}_0123abcd").mkdir(parents=True)
        compile_into(chosen / f"{room}_0123abcd", name)
    assert not kernels.must_compile(kernels.OF_ADD)


@pytest.mark.usefixtures("program")
def test_an_installation_that_can_be_written_keeps_its_own_cache() -> None:
    kernels.settle_cache()
    assert os.environ[kernels.CACHE_VARIABLE] == ""


@pytest.mark.usefixtures("program")
def test_a_read_only_installation_compiles_into_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # root may write anywhere, so the installation is only said to be read-only
    monkeypatch.setattr(kernels, "_can_write", lambda _folder: False)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    kernels.settle_cache()
    chosen = Path(os.environ[kernels.CACHE_VARIABLE])
    assert chosen.is_dir()
    assert chosen.parent == tmp_path / "cache"


@pytest.mark.usefixtures("program")
def test_without_any_place_to_write_a_run_compiles_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    ended = []
    monkeypatch.setattr(kernels, "_can_write", lambda _folder: False)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "file" / "cache")
    monkeypatch.setattr(kernels.atexit, "register", lambda *call, **_: ended.append(call))
    kernels.settle_cache()
    chosen = Path(os.environ[kernels.CACHE_VARIABLE])
    assert chosen.is_dir()
    ((function, folder),) = ended
    assert folder == chosen
    function(folder)
    assert not chosen.exists()


@pytest.mark.usefixtures("program")
def test_compiling_is_announced_unless_quiet_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    kernels.say_compiling(Voice(quiet=True), kernels.OF_ADD, "the listening")
    assert capsys.readouterr().err == ""
    kernels.say_compiling(Voice(quiet=False), kernels.OF_ADD, "the listening")
    assert capsys.readouterr().err.startswith("compiling the listening, once")
