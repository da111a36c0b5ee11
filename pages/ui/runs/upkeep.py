"""What keeps a server quick while many visitors are there; nothing of a page.

Two things cost more than drawing a page. Python's full garbage collection stops all threads, the
longer the more is loaded; so what is loaded at the start is left out of it, and it runs while
nobody waits. And the operating system holds a small message back until the one before it was
acknowledged (Nagle's algorithm), 40 ms in every answer; asyncio switches that off, but not for the
socket that Streamlit hands it, which does not say that it speaks TCP.
"""

import asyncio
import ctypes
import gc
import socket
import threading
from contextlib import suppress
from time import monotonic, process_time, sleep

import pyarrow as pa

LOOK_EVERY_S = 0.1
IDLE = 0.2  # share of a core below which nobody waits for the server
COLLECT_AFTER_S, COLLECT_BY_S = 20.0, 120.0  # the soonest, and at the latest if never idle
NEVER = 1_000_000  # collections of the younger objects before a full one starts by itself


def begin() -> None:
    """Once a server, when the first page has been drawn: never blocks for long."""
    answer_at_once()
    gc.set_threshold(*gc.get_threshold()[:2], NEVER)
    _keep_what_is_loaded()
    threading.Thread(target=_collect_when_idle, name="garbage", daemon=True).start()


def answer_at_once() -> None:
    """Send small messages without delay, on connections that stand and on those to come, which
    take the setting over from the socket that listens."""
    for one in gc.get_objects():
        if isinstance(one, asyncio.Server):
            sockets = list(one.sockets)
        elif isinstance(one, asyncio.Transport):
            sockets = [one.get_extra_info("socket")]
        else:
            continue
        for door in sockets:
            if door is not None and door.family in (socket.AF_INET, socket.AF_INET6):
                with suppress(OSError):  # closed since
                    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def due(since: float, busy: float) -> bool:
    """Whether to collect: ``since`` seconds after the last time, with this share of a core busy."""
    return since > COLLECT_BY_S or (since > COLLECT_AFTER_S and busy < IDLE)


def _keep_what_is_loaded() -> None:
    gc.collect()
    gc.freeze()


def _give_back_memory() -> None:
    """What visitors who have left took goes back to the system, where the C library can (glibc):
    left to itself it keeps what lies between pieces in use."""
    with suppress(OSError, AttributeError, TypeError):  # Windows has no such library, macOS no trim
        ctypes.CDLL(None).malloc_trim(0)
    pa.default_memory_pool().release_unused()


def _collect_when_idle() -> None:
    last, cpu, times = monotonic(), process_time(), 0
    while True:
        sleep(LOOK_EVERY_S)
        before, cpu = cpu, process_time()
        if due(monotonic() - last, (cpu - before) / LOOK_EVERY_S):
            times += 1
            # By the first time most pages have been seen, so their code and tables are loaded too.
            # Not again: what visitors leave behind in circles has to go.
            (_keep_what_is_loaded if times == 1 else gc.collect)()
            _give_back_memory()
            last, cpu = monotonic(), process_time()
