"""Find a Chromium that runs, or get one: ``python -m tests.browser.chromium``.

In this order: one that the system has, Playwright's own if it was downloaded, a download of that,
and for root Debian's package. Without any the checks fail; the pages are never left untested.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import sync_playwright

SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of the first Chromium that runs, or None."""
    return next(filter(_runs, _candidates()), None)


def obtain() -> str:
    """The same, downloading or installing one if need be; SystemExit when nothing helps."""
    for get in (_nothing, _download, _install):
        get()
        path = find()
        if path:
            return path
    raise SystemExit(
        "The browser tests need Chromium, and none was found, downloaded or installed: "
        "install chromium or google-chrome and run them again."
    )


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, SYSTEM))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def _runs(path: str) -> bool:
    # Some systems put a script in its place that only tells how to install it; and a browser
    # without its libraries is none.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _nothing() -> None:
    pass


def _download() -> None:
    print("No Chromium here: downloading Playwright's …", file=sys.stderr)
    _try([sys.executable, "-m", "playwright", "install", "chromium"])


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing the system's package of Chromium …", file=sys.stderr)
        _try(["apt-get", "update", "-qq"])
        _try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])


def _try(command: list[str]) -> None:
    # Whether it helped is seen by looking for the browser again.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired) as why:
        print(f"{command[0]}: {why}", file=sys.stderr)


if __name__ == "__main__":
    print(f"Browser tests use {obtain()}")
