"""What the machine allows: how many cores this process may really use, and what it is."""

import math
import os
import platform
from pathlib import Path

MAX_WORKERS = 8  # a laptop's share: each worker holds about 160 MB, 95 of them shared code


def default_workers() -> int:
    """As many workers as there are cores for this process, at most MAX_WORKERS and at least one.

    One even on a single core or a part of one: a worker has its own GIL and gives way to the
    server, so the pages answer while it computes; a thread of the server does neither.
    """
    return max(1, min(MAX_WORKERS, int(cores())))


def cores() -> float:
    """Cores that this process may use: a control group can allow a part of one."""
    return min(_affinity(), cpu_quota())


def _affinity() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cpu_quota(root: Path = Path("/")) -> float:
    """Cores that this process's control groups (v1 and v2) allow; infinity where nothing limits it.

    In a container ``os.cpu_count`` shows the host's cores. ``root`` is where proc and sys are.
    """
    limits = [math.inf]
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "" or "cpu" in controllers.split(","):
            mount = root / "sys/fs/cgroup" / controllers
            folder = mount / path.lstrip("/")
            # The tightest limit of the group and its ancestors counts. In a container the path may
            # be the host's; what is mounted is then the group itself.
            limits += [_limit(f) for f in (folder, *folder.parents) if f.is_relative_to(mount)]
    return min(limits)


def _limit(group: Path) -> float:
    words = _text(group / "cpu.max").split() or [
        *_text(group / "cpu.cfs_quota_us").split(),
        *_text(group / "cpu.cfs_period_us").split(),
    ]
    if len(words) == 2 and all(word.isdigit() for word in words):  # not "max", not -1
        return int(words[0]) / int(words[1])
    return math.inf


def memory_mb(status: Path = Path("/proc/self/status")) -> float | None:
    """The most memory this process has held so far, in MB; None where the system does not say."""
    peak = _entry(_text(status), "VmHWM").split()  # "93512 kB", of 1024 bytes each
    return int(peak[0]) * 1024 / 1e6 if peak else None


def cpu_model(info: Path = Path("/proc/cpuinfo")) -> str:
    """What the processor calls itself."""
    found = _entry(_text(info), "model name")
    return found or platform.processor() or platform.machine()


def _entry(text: str, name: str) -> str:
    """The value of the first ``name: value`` line, or nothing."""
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
