"""The one client for the network: known hosts, an honest name, no haste, no surprise accepted.

Everything that is not a complete answer of the expected kind from an allowed host is a
``FeedError`` with one sentence and what to do. Nothing here knows basketball.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from engine.errors import FeedRefused, FeedUnreachable
from engine.sources.addresses import LOOPBACK, Addresses
from engine.sources.answers import decoded, refusal

TIMEOUTS = (5.0, 20.0)  # seconds to connect, seconds without a byte
LONGEST = 120.0  # seconds for one whole answer
PAUSE = 0.5  # seconds between two requests: at most two a second
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
TRY_OTHER_HOST = (401, 403, 451)  # ESPN's first host refuses some networks, the second others
MEGABYTE = 1 << 20
LARGEST = {"scoreboard": 8 * MEGABYTE, "summary": 4 * MEGABYTE, "table": 64 * MEGABYTE}
LARGEST |= {"bracket": 4 * MEGABYTE, "standings": 4 * MEGABYTE, "snapshot": 64 * MEGABYTE}

RETRIES = Retry(
    total=3,
    backoff_factor=1,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods={"GET"},
    raise_on_status=False,
    retry_after_max=60,
)

REMEDIES = {
    400: "The request may be out of date: a newer version may know the new one.",
    401: "Set HARDWOOD_USER_AGENT or HARDWOOD_ESPN, or refresh from another source.",
    404: "The file is not there yet; try another source or another day.",
    429: "Wait a few minutes, then refresh again.",
}
LATER = "What is stored stays in use; refresh again later."


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer and where it came from (no query string is ever secret here)."""

    body: bytes
    host: str
    path: str
    query: str
    status: int
    fetched_at: str  # UTC, ISO

    def provenance(self) -> dict[str, Any]:
        """What ``sources.json`` keeps of it."""
        return {
            "host": self.host,
            "path": self.path,
            "query": self.query,
            "fetched_at": self.fetched_at,
            "status": self.status,
            "bytes": len(self.body),
            "sha256": hashlib.sha256(self.body).hexdigest(),
        }


@dataclass
class Client:
    """Asks one address after the other. ``pause``, ``clock`` and ``sleep`` pace it; ``answered``
    collects what came, for the record."""

    addresses: Addresses
    pause: float = PAUSE
    retries: Retry = RETRIES
    timeouts: tuple[float, float] = TIMEOUTS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    answered: list[dict[str, Any]] = field(default_factory=list)
    keep: Callable[[str, bytes], None] | None = None  # of ``--record``: name and bytes
    _next: float = 0.0
    _session: requests.Session | None = None

    def json(
        self, base: str, path: str, kind: str, query: dict[str, str] | None = None, name: str = ""
    ) -> Any:
        """The JSON value at ``base`` + ``path``, kept under ``name`` if answers are recorded;
        FeedRefused or FeedUnreachable."""
        answer = self.get(base, path, kind, query)
        if self.keep and name:
            self.keep(f"{name}.json", answer.body)
        value = decoded(answer.body)
        if sentence := refusal(value):
            raise FeedRefused(sentence, REMEDIES[400], answer.status)
        return value

    def get(self, base: str, path: str, kind: str, query: dict[str, str] | None = None) -> Answer:
        """The answer at ``base`` + ``path``, at most ``LARGEST[kind]`` bytes; FeedRefused or
        FeedUnreachable."""
        url = requests.Request("GET", base + path, params=query).prepare().url or ""
        for _ in range(MOST_REDIRECTS + 1):
            found = self._once(url, kind)
            if isinstance(found, Answer):
                self.answered.append(found.provenance())
                return found
            url = found
        raise FeedRefused(f"{urlsplit(url).hostname} redirects in circles.", LATER)

    def _once(self, url: str, kind: str) -> "Answer | str":
        """An answer, or the address to go on to."""
        host = self._allowed(url)
        self._wait()
        try:
            with self._opened().get(
                url, stream=True, allow_redirects=False, timeout=self.timeouts
            ) as response:
                if response.status_code in REDIRECTS:
                    return urljoin(url, response.headers.get("Location", ""))
                _check(response, host)
                body = self._read(response, host, LARGEST[kind])
        except requests.Timeout:
            raise FeedUnreachable(f"{host} did not answer in time.", LATER) from None
        except (requests.RequestException, HTTPError) as error:
            raise _unreachable(error, host) from None
        parts = urlsplit(url)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Answer(body, host, parts.path, parts.query, response.status_code, now)

    def _allowed(self, url: str) -> str:
        parts = urlsplit(url)
        on_loopback = parts.scheme == "http" and parts.hostname in LOOPBACK
        secure = parts.scheme == "https" or on_loopback
        if not secure or parts.username or parts.netloc not in self.addresses.hosts:
            raise FeedRefused(f"{parts.netloc or 'That address'} is not an allowed host.", LATER)
        return parts.netloc

    def _wait(self) -> None:
        """Keep at least ``pause`` seconds between two requests."""
        delay = self._next - self.clock()
        if delay > 0:
            self.sleep(delay)
        self._next = self.clock() + self.pause

    def _opened(self) -> requests.Session:
        if self._session is None:
            session = requests.Session()
            adapter = HTTPAdapter(max_retries=self.retries)
            for scheme in ("https://", "http://"):
                session.mount(scheme, adapter)
            session.headers.update({"User-Agent": self.addresses.user_agent})
            self._session = session
        return self._session

    def _read(self, response: requests.Response, host: str, largest: int) -> bytes:
        """The decoded body, read in pieces so that neither size nor time is without end."""
        parts, size, end = [], 0, self.clock() + LONGEST
        for part in response.iter_content(1 << 16):
            parts.append(part)
            size += len(part)
            if size > largest:
                raise FeedRefused(f"{host} sent more than {largest >> 20} MB.", LATER)
            if self.clock() > end:
                raise FeedUnreachable(f"{host} did not finish its answer in time.", LATER)
        return b"".join(parts)


def _check(response: requests.Response, host: str) -> None:
    status = response.status_code
    if status in TRY_OTHER_HOST:
        raise FeedRefused(f"{host} refused the request ({status}).", REMEDIES[401], status)
    if status == 429:
        raise FeedRefused(f"{host} asks for fewer requests (429).", REMEDIES[429], status)
    if status != 200:
        what = "failed" if status >= 500 else "refused the request"
        raise FeedRefused(f"{host} {what} ({status}).", REMEDIES.get(status, LATER), status)
    if "html" in response.headers.get("Content-Type", "").casefold():
        raise FeedRefused(f"{host} answered with a web page instead of data.", LATER, status)


def _unreachable(error: Exception, host: str) -> FeedUnreachable:
    if "timed out" in str(error).casefold():
        return FeedUnreachable(f"{host} did not answer in time.", LATER)
    return FeedUnreachable(f"{host} cannot be reached, or broke off its answer.", LATER)


def client_for(addresses: Addresses, timeout: str = "") -> Client:
    """A client of these addresses. On the own machine there is nobody to be gentle with: no pause
    and no waiting between retries. ``timeout``: seconds without a byte, else the usual."""
    local = all(urlsplit(base).hostname in LOOPBACK for base in addresses.espn)
    seconds = float(timeout) if timeout.replace(".", "", 1).isdecimal() else TIMEOUTS[1]
    timeouts = (min(TIMEOUTS[0], seconds), seconds)
    if not local:
        return Client(addresses, timeouts=timeouts)
    return Client(addresses, 0.0, RETRIES.new(backoff_factor=0, retry_after_max=1), timeouts)
