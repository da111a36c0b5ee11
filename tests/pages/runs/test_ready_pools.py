"""Pools that visitors share: made once, the longest unused leave, the last one stays."""

from types import SimpleNamespace

import numpy as np

from pages.ui.runs.ready_pools import ReadyPools


def made(calls: list[str], name: str, n: int):
    def make():
        calls.append(name)
        some = np.zeros(n, dtype=np.uint8)
        world = SimpleNamespace(below=some, value=some[:0], won=some[:0])
        held = SimpleNamespace(worlds=world, others=(), groups=())
        return SimpleNamespace(search=world, held=held)

    return make


def test_the_last_used_stay_within_the_room():
    calls: list[str] = []
    pools = ReadyPools(room=500)
    for name in ("a", "b", "a", "c", "a", "b"):  # 200 bytes each: two fit
        pools.get(name, made(calls, name, 100))
    assert calls == ["a", "b", "c", "b"]


def test_one_that_is_too_large_is_kept_until_the_next():
    calls: list[str] = []
    pools = ReadyPools(room=500)
    for name in ("large", "large", "a"):
        pools.get(name, made(calls, name, 1_000 if name == "large" else 100))
    assert calls == ["large", "a"]
    pools.get("large", made(calls, "large", 1_000))
    assert calls == ["large", "a", "large"]
