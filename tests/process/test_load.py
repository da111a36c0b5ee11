"""The driver of many visitors, in short: all pages without an error, and errors are seen."""

import asyncio
import itertools
import random
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.browser.server import serve
from tests.load.__main__ import PAPER, clicks, measure
from tests.load.report import HEAD, Load, recorded, row, table
from tests.load.session import Answer, Visitor

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


def test_the_figures_are_put_into_the_paper_once_for_each_number_of_visitors():
    paper = PAPER.read_text(encoding="utf-8")
    loads = [
        Load(n, [Answer("", s, 9), Answer("game", 1.0, 9, "late")], 2.0, 0.1, (1.0, 2.0, 1.5))
        for n, s in ((100, 0.25), (3, 0.5), (100, 0.75))
    ]
    for load in loads:
        paper = recorded(paper, load)
    lines = paper.splitlines()
    rows = lines[lines.index(HEAD) + 2 :]
    assert row(loads[1]) == "| 3 | 2 | 0.75 | 0.97 | 1.00 | 1 | 50 | 1, 2, 2 |" in rows
    assert row(loads[2]) in rows and row(loads[0]) not in rows
    assert all(len(line.split("|")) == HEAD.count("|") + 1 for line in rows if line[:1] == "|")
