"""The machine: usable cores, memory in use, processor model."""

import math
import os
import platform
from pathlib import Path

MAX_WORKERS = 8  # suits a laptop: a worker holds about 160 MB, of which 95 MB are shared code
SERVER_MB, WORKER_MB = 600, 160  # the server with its pages and finished runs; a worker


def default_workers() -> int:
    """One worker per core that this process may use and that memory has room for beside the server,
    at most MAX_WORKERS and at least one.

    Even a single core, or part of one, gets a worker: it has its own GIL and a lower priority than
    the server, so the pages respond while it computes. A thread of the server has neither.
    """
    room = (memory_limit_mb() - SERVER_MB) / WORKER_MB
    return int(max(1, min(MAX_WORKERS, cores(), room)))


def results_that_fit(size: int, least: int) -> int:
    """How many results of ``size`` bytes this process may hold beside the server and its workers;
    at least ``least``, whatever the machine."""
    room = memory_limit_mb() - SERVER_MB - WORKER_MB * default_workers()
    return max(least, int(min(room * 1e6 / size, 1e12)))


def cores() -> float:
    """Cores that this process may use; a control group can allow a fraction of one."""
    return min(_affinity(), cpu_quota())


def _affinity() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cpu_quota(root: Path = Path("/")) -> float:
    """Cores that the control groups (v1 and v2) of this process allow; infinity without a limit.

    In a container ``os.cpu_count`` counts the host's cores. ``root``: the folder of proc and sys.
    """
    return min(map(_cores_allowed, _groups("cpu", root)), default=math.inf)


def memory_limit_mb(root: Path = Path("/")) -> float:
    """The memory that this process may use, in MB: the machine's, or what its control groups leave
    of it; infinity if the system tells neither."""
    total = _entry(_text(root / "proc/meminfo"), "MemTotal").split()  # "8052332 kB" of 1024 bytes
    machine = int(total[0]) * 1024 / 1e6 if total else math.inf
    return min([machine, *map(_memory_allowed, _groups("memory", root))])


def _groups(controller: str, root: Path) -> list[Path]:
    """The folders of this process's control group and of its ancestors: the tightest limit counts.

    In a container the path may be that of the host; the mounted folder is then the group itself."""
    found: list[Path] = []
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "" or controller in controllers.split(","):
            mount = root / "sys/fs/cgroup" / controllers
            folder = mount / path.lstrip("/")
            found += [f for f in (folder, *folder.parents) if f.is_relative_to(mount)]
    return found


def _cores_allowed(group: Path) -> float:
    words = _text(group / "cpu.max").split() or [
        *_text(group / "cpu.cfs_quota_us").split(),
        *_text(group / "cpu.cfs_period_us").split(),
    ]
    if len(words) == 2 and all(word.isdecimal() for word in words):  # not "max", not -1
        return int(words[0]) / int(words[1])
    return math.inf


def _memory_allowed(group: Path) -> float:
    text = _text(group / "memory.max") or _text(group / "memory.limit_in_bytes")
    return int(text) / 1e6 if text.strip().isdecimal() else math.inf  # not "max"


def memory_mb(status: Path = Path("/proc/self/status")) -> float | None:
    """Peak memory of this process so far, in MB; None if the system does not report it."""
    peak = _entry(_text(status), "VmHWM").split()  # "93512 kB", of 1024 bytes each
    return int(peak[0]) * 1024 / 1e6 if peak else None


def cpu_model(info: Path = Path("/proc/cpuinfo")) -> str:
    """The model name of the processor."""
    found = _entry(_text(info), "model name")
    return found or platform.processor() or platform.machine()


def _entry(text: str, name: str) -> str:
    """The value of the first ``name: value`` line, or ""."""
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
