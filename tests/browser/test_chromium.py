"""Finding a browser: the first that runs is taken, and none at all is said clearly."""

from pathlib import Path

import pytest

from tests.browser import chromium


def script(path: Path, status: int) -> str:
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def bare(monkeypatch):
    """A machine without any browser, on which nothing is downloaded or installed."""
    monkeypatch.setattr(chromium, "_candidates", lambda: iter(()))
    monkeypatch.setattr(chromium, "_download", lambda: None)
    monkeypatch.setattr(chromium, "_install", lambda: None)


def test_a_browser_that_does_not_run_is_passed_over(tmp_path, monkeypatch):
    here = [str(tmp_path / "missing"), script(tmp_path / "stub", 1), script(tmp_path / "good", 0)]
    monkeypatch.setattr(chromium, "_candidates", lambda: iter(here))
    assert chromium.find() == here[2]
    assert chromium.obtain() == here[2]


@pytest.mark.usefixtures("bare")
def test_without_a_browser_the_checks_fail_with_a_sentence():
    assert chromium.find() is None
    with pytest.raises(SystemExit, match="need Chromium, and none was found, downloaded or inst"):
        chromium.obtain()


@pytest.mark.usefixtures("bare")
def test_what_a_download_brings_is_used(tmp_path, monkeypatch):
    got: list[str] = []
    monkeypatch.setattr(chromium, "_candidates", lambda: iter(got))
    monkeypatch.setattr(
        chromium, "_download", lambda: got.append(script(tmp_path / "downloaded", 0))
    )
    assert chromium.obtain() == str(tmp_path / "downloaded")
