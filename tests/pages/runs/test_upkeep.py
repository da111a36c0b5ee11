"""The server's housekeeping: when it collects, and that small messages are sent at once."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.ui.runs import upkeep


@pytest.mark.parametrize(
    ("since", "busy", "now"),
    [(5, 0.0, False), (30, 0.0, True), (30, 0.9, False), (130, 0.9, True)],
)
def test_it_collects_while_nobody_waits_and_in_the_end_in_any_case(since, busy, now):
    assert upkeep.due(since, busy) is now


def test_a_socket_that_does_not_say_what_it_speaks_sends_at_once():
    async def served() -> list[int]:
        door = socket.socket()  # as Streamlit makes it, and asyncio leaves it
        door.bind(("127.0.0.1", 0))
        async with await asyncio.start_server(lambda *_: None, sock=door) as server:
            before = server.sockets[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            upkeep.answer_at_once()
            after = server.sockets[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        return [bool(before), bool(after)]

    with ThreadPoolExecutor(1) as thread:  # a browser of another test may keep a loop in this one
        assert thread.submit(asyncio.run, served()).result() == [False, True]
