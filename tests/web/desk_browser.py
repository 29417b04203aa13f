"""A real browser for the desk's tests: Debian's chromium, driven by Playwright, with an empty profile."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
)


@contextmanager
def open_browser() -> Iterator[Any]:
    """Start the browser; skip, with the reason, where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need Playwright")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("browser tests need Debian's chromium")
    playwright.expect.set_options(timeout=60_000)  # a busy machine is slow, and what is true ends the wait
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def until(page: Any, expression: str, arg: object = None, *, within_s: float = 30.0) -> None:
    """Wait until an expression is true of the page (its policy forbids Playwright's own way to wait)."""
    ends_s = time.monotonic() + within_s
    while not page.evaluate(expression, arg):
        assert time.monotonic() < ends_s, f"after {within_s:g} s it is still not so: {expression} ({arg})"
        page.wait_for_timeout(60)
