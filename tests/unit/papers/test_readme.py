"""The papers: figures are those of the data, links lead somewhere, README stays short."""

import re
from pathlib import Path

import pytest

from engine import store
from engine.domain.specs import League

ROOT = Path(__file__).parents[3]
README = ROOT / "README.md"
PAPERS = [
    path
    for folder in (".", ".github", "engine", "pages", "tests")
    for path in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")
]


def row(league: League, what: str, games: str) -> str:
    """One row of README's table, from the widest span of seasons in the data."""
    frame = store.frame("record", league).query("what == @what")
    frame = frame[(frame["last"] - frame["first"]) == (frame["last"] - frame["first"]).max()]
    ours, *_ = frame[frame["forecaster"] == "hardwood"].itertuples()
    gains = []
    for name in ("seeds", "plain"):
        rival = frame[frame["forecaster"] == name]
        gains += [f"{r.gain:.4f} ± {r.gain_se:.4f}" for r in rival.itertuples()] or [""]
    first = f"{games} {ours.first}-{ours.last}"
    return " | ".join(["", first, f"{ours.games:,}", f"{ours.log_loss:.4f}", *gains, ""]).strip()


@pytest.mark.parametrize(
    ("league", "what", "games"),
    [
        ("men", "tournament", "men's tournaments"),
        ("women", "tournament", "women's tournaments"),
        ("men", "season", "men's last months"),
    ],
)
def test_the_figures_are_those_of_the_data(league, what, games):
    assert row(league, what, games).replace("|  |", "| |") in README.read_text()


def test_readme_is_short():
    assert README.stat().st_size <= 7_000


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(paper):
    targets = re.findall(r"\]\(([^)#\s]+)", paper.read_text())
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (paper.parent / target).exists()] == []
