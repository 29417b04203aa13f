"""The Nu HTML checker of the W3C's validator, as .ci/run fetches it; without it the tests that ask it are skipped."""

import shutil
import subprocess
from pathlib import Path

import pytest

JAR = Path(__file__).parents[2] / "build" / "vnu.jar"


def nu_complaints(folder: Path) -> list[str]:
    """Give what the checker finds wrong in a folder's pages and style sheets, a line each."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        pytest.skip("HTML is validated with Java and build/vnu.jar, which .ci/run fetches")
    command = [java, "-Xmx512m", "-jar", str(JAR), "--errors-only", "--also-check-css", "--format", "gnu"]
    answer = subprocess.run([*command, str(folder)], check=False, capture_output=True, text=True, timeout=600)
    assert answer.returncode in (0, 1), answer.stderr
    return answer.stderr.splitlines()
