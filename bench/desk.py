"""How smoothly the review desk moves with hundreds of cues and a picture: ``python -m bench.desk LIBRARY``.

The library's newest film (``make demo`` leaves one) is laid out anew as three hours with so many cues, in a
copy; a real browser (Debian's chromium, by Playwright) opens the desk, and while its timeline is moved and
its list is scrolled at each picture, the times between pictures are taken. A screen of 60 Hz shows one each
16.7 ms.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.web.desk_browser import open_browser, until
from tests.web.long_film import many_cues

from cuespotter.catalogue.store import Catalogue

PICTURES = 240
"""Four seconds at 60 Hz."""
MOVING = """pictures => new Promise(done => {
  const times = [], { timeline } = desk.screen;
  const next = now => {
    times.push(now);
    timeline.show((times.length * 20) % 9000, (times.length * 20) % 9000 + 600);
    window.scrollBy(0, 25);
    if (times.length <= pictures) requestAnimationFrame(next);
    else done(times.slice(1).map((time, place) => time - times[place]));
  };
  requestAnimationFrame(next);
})"""


@dataclass(frozen=True)
class _Laid:
    """What `many_cues` lays its cues over."""

    catalogue: Catalogue
    film_id: str


def measure(library: Path, cues: int) -> list[float]:
    """Give the times between pictures, in milliseconds, the shortest first."""
    catalogue = Catalogue.open(library)
    film = catalogue.films()[0].id
    many_cues(_Laid(catalogue, film), cues)
    catalogue.close()
    command = [sys.executable, "-m", "cuespotter", "serve", "--library", str(library), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk, open_browser() as browser:
        try:
            assert desk.stderr is not None
            url = desk.stderr.readline().split("open at ")[1].split()[0]
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.goto(f"{url}#/films/{film}/review")
            until(page, f"document.querySelectorAll('.cue-row').length === {cues}")
            page.wait_for_timeout(3000)
            return sorted(page.evaluate(MOVING, PICTURES))
        finally:
            desk.terminate()


def main() -> None:
    """Measure, and print median and 95th percentile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--cues", type=int, default=300)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(given.library, Path(folder) / "library"))
        times = measure(copy, given.cues)
    print(
        f"{given.cues} cues, {PICTURES} pictures: {statistics.median(times):.1f} ms in the median, "
        f"{times[int(0.95 * len(times))]:.1f} ms at the 95th percentile, {times[-1]:.1f} ms at most"
    )


if __name__ == "__main__":
    main()
