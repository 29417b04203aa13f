"""Does what people install work? Build wheel and sdist, install them where nothing else is, with each extra.

    python .ci/wheels.py

One environment holds the program and what it always needs, from requirements.lock with its hashes; each extra
lies beside it in a folder of its own. The other program that bears the former name is put beside it, too:
where it cannot be had, that is said and passed over.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

from select_locked import ROOT, entries_of, names_of, select

NAMESAKE = "needledrop==0.1.1"
PIP_QUIET = ("--quiet", "--disable-pip-version-check", "--no-warn-script-location")
IMPORT_ALL = """
import importlib, importlib.metadata, sys
found = importlib.metadata.packages_distributions()
tops = [top for top, names in found.items() if {name.lower() for name in names} & set(sys.argv[1:])]
[importlib.import_module(top) for top in tops if not top.startswith("_")]
"""


class BrokenWheelError(Exception):
    """What people install does not work."""


def run(*command: str | Path, cwd: Path | None = None, beside: Path | None = None) -> str:
    """Run a program away from the source tree, with more packages `beside`; give what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if beside is not None:
        environment["PYTHONPATH"] = str(beside)
    words = [str(word) for word in command]
    ended = subprocess.run(  # noqa: S603 (programs of our own)
        words, cwd=cwd or tempfile.gettempdir(), env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise BrokenWheelError(
            f"{' '.join(words)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}"
        )
    return ended.stdout


def files_of(wheel: Path) -> set[str]:
    """Name what a wheel holds; its own metadata aside."""
    with zipfile.ZipFile(wheel) as opened:
        return {name for name in opened.namelist() if ".dist-info/" not in name}


def build(target: Path) -> Path:
    """Build wheel and sdist; the sdist must give the same wheel."""
    run(sys.executable, "-m", "hatchling", "build", "-d", target, cwd=ROOT)
    (wheel,), (sdist,) = target.glob("*.whl"), target.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        opened.extractall(target / "unpacked", filter="data")
    (source,) = (target / "unpacked").iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target / "again", cwd=source)
    (again,) = (target / "again").glob("*.whl")
    if files_of(wheel) != files_of(again):
        raise BrokenWheelError(
            f"the sdist makes another wheel: {sorted(files_of(wheel) ^ files_of(again))[:5]}"
        )
    return wheel


def install(python: Path, requirements: str, place: Path, *options: str | Path) -> None:
    """Install locked requirements, hashes checked."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(requirements, encoding="utf-8")
    run(python, "-m", "pip", "install", *PIP_QUIET, "--no-deps", "--only-binary", ":all:", "--require-hashes",
        "-r", place, *options)  # fmt: skip


def answers(scripts: Path, version: str, beside: Path | None = None) -> None:
    """Have the installed program say its version, and which commands it has."""
    told = run(scripts / "cuespotter", "--version", beside=beside)
    if told.strip() != f"cuespotter {version}":
        raise BrokenWheelError(f"cuespotter --version says {told!r}; it should be {version}")
    run(scripts / "cuespotter", "add", "--help", beside=beside)


def beside_namesake(python: Path, scripts: Path, version: str, folder: Path) -> None:
    """Put the other program of the former name beside ours."""
    try:
        run(python, "-m", "pip", "install", *PIP_QUIET, "--no-deps", "--target", folder, NAMESAKE)
    except BrokenWheelError as failure:
        print(f"   {NAMESAKE} could not be had, so it was not put beside: {str(failure).splitlines()[-1]}")
        return
    answers(scripts, version, folder)
    ours = run(python, "-c", "import cuespotter; print(cuespotter.__file__)", beside=folder)
    other = run(
        python, "-c", "import importlib.util as u; print(u.find_spec('needledrop').origin)", beside=folder
    )
    if "cuespotter" not in ours or str(folder) not in other:
        raise BrokenWheelError(f"beside {NAMESAKE}: cuespotter is {ours!r}, needledrop {other!r}")
    print(f"   works beside {NAMESAKE}")


def check(folder: Path) -> None:
    """Build, install, ask; raises `BrokenWheelError` with the first thing that does not work."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    wheel = build(folder / "dist")
    version = wheel.name.split("-")[1]
    print(f"   built {wheel.name}; its sdist makes the same")
    venv.create(folder / "base", with_pip=True)
    scripts = folder / "base" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    core = select(lock, names_of(project["dependencies"]))
    install(python, core, folder / "core.lock")
    run(python, "-m", "pip", "install", *PIP_QUIET, "--no-index", wheel)
    answers(scripts, version)
    print("   works alone")
    for extra, wanted in project["optional-dependencies"].items():
        beside = folder / extra
        held = {name for name, _, _ in entries_of(core)}
        both = select(lock, names_of([*project["dependencies"], *wanted]))
        more = "".join(text for name, _, text in entries_of(both) if name.lower() not in held)
        install(python, more, folder / f"{extra}.lock", "--target", beside)
        # nothing may be missing of what the wheel itself asks for
        run(python, "-m", "pip", "install", *PIP_QUIET, "--no-index", "--dry-run", f"{wheel}[{extra}]",
            beside=beside)  # fmt: skip
        run(python, "-c", IMPORT_ALL, *names_of(wanted), beside=beside)
        answers(scripts, version, beside)
        print(f"   works with [{extra}]")
    beside_namesake(python, scripts, version, folder / "namesake")


def main() -> int:
    """Check what people install; 1 if it does not work."""
    with tempfile.TemporaryDirectory(prefix="cuespotter-wheel-") as folder:
        try:
            check(Path(folder))
        except BrokenWheelError as failure:
            print(f"what people install does not work: {failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
