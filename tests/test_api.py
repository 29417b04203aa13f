"""The public API: what the package hands on, and every example of the hall's docstrings, run on the sample."""

import csv
import doctest
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from docs import scholar

import cuespotter
from cuespotter import services

ROOT = Path(__file__).parents[1]
MODULES = sorted(path.stem for path in Path(services.__file__).parent.glob("*.py") if path.stem != "__init__")


@pytest.fixture(scope="module")
def library(tmp_path_factory, request):
    """The sample's library, with the sample's film in it."""
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.chdir(ROOT)
    with cuespotter.open_library(tmp_path_factory.mktemp("api") / "library", create=True) as opened:
        opened.add(["sample/library"], jobs=1)
        opened.identify(["sample/film.mkv"], title="The Needle and the Groove")
        yield opened
    monkeypatch.undo()


@pytest.mark.parametrize("name", MODULES)
def test_every_example_is_true(library, name, tmp_path):
    module = import_module(f"cuespotter.services.{name}")
    known = {"library": library, "folder": tmp_path, "Decision": services.Decision}
    known["ExportOptions"] = services.ExportOptions
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for example in doctest.DocTestFinder().find(module, extraglobs=known):
        runner.run(example)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("package", [cuespotter, services], ids=["cuespotter", "services"])
def test_everything_that_is_named_is_there(package):
    assert [name for name in package.__all__ if getattr(package, name, None) is None] == []
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing


def test_the_package_itself_loads_nothing_heavy():
    code = "import sys, cuespotter; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"numpy", "numba", "pydantic", "sqlalchemy", "av"} & set(run.stdout.split()) == set()


def test_who_listens_to_a_file_loads_no_catalogue_and_no_more_of_scipy_than_it_needs():
    code = "import sys, cuespotter.library.hearing; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"sqlalchemy", "scipy.signal", "scipy.stats"} & set(run.stdout.split()) == set()


def test_the_scholars_script_says_from_which_decades_the_music_is(library, tmp_path, capsys):
    scholar.main(str(ROOT / "sample"), str(library.folder), str(tmp_path / "cues.csv"))
    with (tmp_path / "cues.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["title"] == "Bright thunders"
    assert len(rows) == len(library.film("film.mkv").cues_heard)
    said = dict(
        line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if "known" not in line
    )
    told = {row["music_year"][:3] + "0s" for row in rows if row["music_year"]}
    assert set(said) == told != set()


def test_a_film_that_cannot_be_heard_costs_only_itself(library, tmp_path):
    (tmp_path / "broken.mkv").write_bytes(b"no film")
    films = [[tmp_path / "broken.mkv"], [ROOT / "sample" / "film.mkv"]]
    failed, found = library.identify_each(films)
    assert isinstance(failed, services.Failed)
    assert "broken.mkv" in failed.error.message
    assert found.difference == "nothing has changed since the last time"
