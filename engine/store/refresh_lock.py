"""One refresh a directory at a time: a file that holds the process id of whoever is at work."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.errors import FeedError, HardwoodError

LOCK, ATTEMPT, PROGRESS = "refresh.lock", "last_attempt", "refresh.progress"
LONGEST = 6 * 3600.0  # seconds; an older lock is stale
PAUSE, TOURNAMENT_PAUSE = 600.0, 60.0  # seconds between two refreshes asked for on a page

_held: set[Path] = set()
_guard = threading.Lock()


@contextmanager
def refreshing(root: Path) -> Iterator[None]:
    """Hold the directory's lock; FeedError if another refresh is at work, HardwoodError if the
    directory cannot be written."""
    path = root / LOCK
    try:
        root.mkdir(parents=True, exist_ok=True)
        _take(path)
    except FileExistsError:
        raise FeedError(
            "Another refresh is at work in this directory.", "Wait until it has finished."
        ) from None
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise HardwoodError(f"{root}: {why}.", "Set HARDWOOD_LIVE to a folder of yours.") from error
    try:
        yield
    finally:
        with _guard:
            _held.discard(path)
            path.unlink(missing_ok=True)
            (root / PROGRESS).unlink(missing_ok=True)


def _take(path: Path) -> None:
    """Create the lock, after removing one whose process is gone; FileExistsError."""
    with _guard:
        if path in _held:
            raise FileExistsError(path)
        if _is_stale(path):
            # Only one of several processes can rename the same file.
            stale = path.with_name(f"{LOCK}.{os.getpid()}")
            with suppress(FileNotFoundError):
                path.rename(stale)
                stale.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        try:
            os.write(descriptor, f"{os.getpid()}\n".encode())
        finally:
            os.close(descriptor)
        _held.add(path)


def _is_stale(path: Path) -> bool:
    try:
        pid, age = int(path.read_text() or 0), time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    if pid == 0 and age < 10:
        return False  # just created, its number not yet written
    return age > LONGEST or pid in (0, os.getpid()) or not _is_alive(pid)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


# --- Who is at work, and how far -----------------------------------------------------------------


def at_work(root: Path) -> bool:
    """Whether a refresh holds the directory's lock, in this process or in another."""
    path = root / LOCK
    return path.exists() and (path in _held or not _is_stale(path))


def tell(root: Path, text: str) -> None:
    """Say how far the refresh is, to whoever looks at the directory."""
    beside = root / f"{PROGRESS}.{os.getpid()}"
    with suppress(OSError):
        beside.write_text(text)
        os.replace(beside, root / PROGRESS)  # nobody reads half a sentence


def told(root: Path) -> str:
    """What the refresh at work has said last, or nothing."""
    try:
        return (root / PROGRESS).read_text()[:200]
    except (OSError, ValueError):
        return ""


# --- Not too often -------------------------------------------------------------------------------


def attempted(root: Path) -> None:
    """Remember that a refresh began now."""
    with suppress(OSError):
        (root / ATTEMPT).touch()


def seconds_to_wait(root: Path, tournament_day: bool, now: float | None = None) -> float:
    """Seconds until a page may ask for the next refresh; 0 if it may now."""
    try:
        last = (root / ATTEMPT).stat().st_mtime
    except OSError:
        return 0.0
    pause = TOURNAMENT_PAUSE if tournament_day else PAUSE
    return max(0.0, min(pause, last + pause - (time.time() if now is None else now)))
