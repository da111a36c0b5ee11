"""The driver of many visitors, in short: all pages without an error, and errors are seen."""

import asyncio
import itertools
import random
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.browser.server import serve
from tests.load.__main__ import clicks, measure
from tests.load.report import table
from tests.load.session import Visitor

T = TypeVar("T")


def alone(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` in a thread: a browser of another test may keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_visitors_walk_the_pages_without_an_error_and_a_wrong_page_is_one(tmp_path):
    with serve(tmp_path / "log") as server:
        load = alone(measure(server, sessions=2, seconds=6.0))
        assert len(load.answers) >= 2 and not [one for one in load.answers if one.fault]
        assert load.cpu > 0 and "0 errors" in table(load)

        async def wrong():
            async with Visitor(server.url) as visitor:
                return await visitor.open("moon", {})

        assert alone(wrong()).fault == "there is no page moon"


def test_every_visitor_walks_a_way_of_his_own_and_the_same_one_again():
    ways = [list(itertools.islice(clicks(random.Random(n)), 10)) for n in (1, 2, 1)]
    assert ways[0] == ways[2] != ways[1]
    assert {page for page, _ in ways[0]} >= {"", "game", "compare", "upsets", "accuracy"}
