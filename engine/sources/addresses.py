"""Where this season's games are asked for, and under which name; all of it can be configured.

Nothing here comes from a visitor: only the environment of the process changes an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from engine.errors import BadInput

ESPN_HOSTS = ("https://site.web.api.espn.com", "https://site.api.espn.com")
NCAA_HOST = "https://sdataprod.ncaa.com"
RELEASES = "https://github.com/sportsdataverse/sportsdataverse-data/releases/download"
PUBLISHED_HOST = "https://raw.githubusercontent.com"
# GitHub sends a download on to one of these.
REDIRECTED_TO = ("objects.githubusercontent.com", "release-assets.githubusercontent.com")
LOOPBACK = ("127.0.0.1", "localhost", "::1")

# ESPN refuses browsers' names and nameless clients; a name with an address is accepted.
USER_AGENT = "Hardwood/0.1 (+https://github.com/hardwood-dashboard/hardwood)"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Base addresses without a final slash. ``published`` is the folder of the published snapshots,
    empty if this copy has none; ``hosts`` are all hosts that may be asked."""

    espn: tuple[str, ...] = ESPN_HOSTS
    ncaa: str = NCAA_HOST
    ncaa_mirror: str = ""
    ncaa_hash: str = ""
    releases: str = RELEASES
    published: str = ""
    user_agent: str = USER_AGENT

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that may be asked or redirected to."""
        bases = (*self.espn, self.ncaa, self.ncaa_mirror, self.releases, self.published)
        named = {urlsplit(base).netloc for base in bases if base}
        return frozenset(named | set(REDIRECTED_TO))


def addresses(environment: Mapping[str, str]) -> Addresses:
    """The addresses of this process; BadInput for one that is not https (or http on the loopback).

    HARDWOOD_ESPN (one or more, separated by commas), HARDWOOD_NCAA, HARDWOOD_NCAA_MIRROR,
    HARDWOOD_NCAA_HASH, HARDWOOD_RELEASES, HARDWOOD_PUBLISHED (an address, or OWNER/REPOSITORY) and
    HARDWOOD_USER_AGENT replace the defaults.
    """

    def configured(name: str, default: str) -> str:
        text = environment.get(f"HARDWOOD_{name}", "").strip() or default
        return checked(text, f"HARDWOOD_{name}") if text else ""

    espn = environment.get("HARDWOOD_ESPN", "").strip()
    bases = tuple(
        checked(part.strip(), "HARDWOOD_ESPN") for part in espn.split(",") if part.strip()
    )
    return Addresses(
        espn=bases or ESPN_HOSTS,
        ncaa=configured("NCAA", NCAA_HOST),
        ncaa_mirror=configured("NCAA_MIRROR", ""),
        ncaa_hash=environment.get("HARDWOOD_NCAA_HASH", "").strip(),
        releases=configured("RELEASES", RELEASES),
        published=published(environment.get("HARDWOOD_PUBLISHED", "").strip()),
        user_agent=environment.get("HARDWOOD_USER_AGENT", "").strip() or USER_AGENT,
    )


def published(text: str) -> str:
    """``OWNER/REPOSITORY`` as the address of its branch ``live``; an address stays as it is."""
    if not text:
        return ""
    if "://" not in text and text.count("/") == 1:
        return f"{PUBLISHED_HOST}/{text}/live"
    return checked(text, "HARDWOOD_PUBLISHED")


def checked(base: str, name: str) -> str:
    """``base`` without its final slash; BadInput unless it is https, or http on the loopback."""
    parts = urlsplit(base)
    secure = parts.scheme == "https" and parts.hostname and not parts.username
    if secure or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return base.rstrip("/")
    raise BadInput(f"{name} is not an https address: “{base[:60]}”.", "Give one, or unset it.")
