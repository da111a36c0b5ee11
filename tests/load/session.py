"""One visitor without a browser: the messages that Streamlit's page would send and wait for."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LARGEST_MESSAGE = 64 * 1024 * 1024
PATIENCE_S = 120.0  # after which an answer counts as an error
SUCCESS = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One click: what was asked, seconds to the settled page, bytes, and what was wrong ("")."""

    page: str
    seconds: float
    bytes: int
    fault: str = ""


class Visitor:
    """A connected session. ``open`` is one click that leads to a page."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket: ClientConnection | None = None
        self._hash: dict[str, str] = {}  # a page's name in the address -> the server's name for it
        self.drawn: list[Element] = []  # on the last page

    async def __aenter__(self) -> "Visitor":
        self._socket = await connect(
            self._url, subprotocols=["streamlit"], max_size=LARGEST_MESSAGE, compression=None
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._socket:
            await self._socket.close()

    async def open(self, page: str, params: Mapping[str, str]) -> Answer:
        """Go to a page by a link inside the app and wait until it is drawn."""
        return await self.tell(page, self.asking(page, params))

    def asking(self, page: str, params: Mapping[str, str]) -> BackMsg:
        """The message of a click that leads to a page."""
        ask = BackMsg()
        ask.rerun_script.query_string = urlencode(params)
        if page in self._hash:
            ask.rerun_script.page_script_hash = self._hash[page]
        else:
            ask.rerun_script.page_name = page
        return ask

    async def tell(self, page: str, message: BackMsg) -> Answer:
        """Send a message and wait until the page is drawn."""
        began = time.perf_counter()
        size, fault = 0, ""
        self.drawn = []
        try:
            async with asyncio.timeout(PATIENCE_S):
                assert self._socket is not None
                await self._socket.send(message.SerializeToString())
                size, fault = await self._settled(page)
        except (TimeoutError, OSError) as error:
            fault = f"{type(error).__name__} {error}".strip()
        return Answer(page, time.perf_counter() - began, size, fault)

    async def _settled(self, page: str) -> tuple[int, str]:
        """(bytes that came, a fault or "") once the script has finished and is not run again."""
        size, fault, again = 0, "", False
        assert self._socket is not None
        async for raw in self._socket:
            size += len(raw)
            message = ForwardMsg.FromString(bytes(raw))
            kind = message.WhichOneof("type")
            if kind == "navigation":
                pages = message.navigation.app_pages
                self._hash |= {one.url_pathname: one.page_script_hash for one in pages}
            elif kind == "page_not_found":
                fault = f"there is no page {page}"
            if kind == "delta" and message.delta.HasField("new_element"):
                self.drawn.append(message.delta.new_element)
            if kind == "delta" and message.delta.new_element.HasField("exception"):
                fault = message.delta.new_element.exception.message[:200] or "an exception"
            elif kind == "script_finished":
                if message.script_finished not in SUCCESS:
                    fault = "the script does not compile"
                again = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
                if not again:
                    return size, fault
                self.drawn = []
        return size, fault or "the connection was closed"
