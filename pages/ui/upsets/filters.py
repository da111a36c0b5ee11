"""Which of the possible upsets are on screen: round, region, seed line, came true."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from engine.domain.field import Field
from pages.ui.shell import address

NAMES = ("round", "region", "line", "came")
ALL = "all"
CHIPS = {
    ALL: "All",
    "1": "64",
    "2": "32",
    "3": "Sweet 16",
    "4": "Elite 8",
    "5": "Final 4",
    "6": "Title",
}
LINES = {ALL: "Any line", "2-8": "2–8", "9-12": "9–12", "13-16": "13–16"}
CAME = {ALL: "All", "yes": "Came true", "no": "Held"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What was chosen, as in the URL."""

    round: str
    region: str
    line: str
    came: str

    @property
    def narrow(self) -> bool:
        """Whether more than the round is chosen."""
        return (self.region, self.line, self.came) != (ALL, ALL, ALL)


def choose(ask: address.Controls, field: Field | None) -> Filter:
    """The chips; what a link asks for and does not exist is told and counts as all."""
    regions = {ALL: "All regions", **(field.region if field else {})}
    round_ = ask.choice("round", "Round", CHIPS) or ALL
    active = sum(address.view().get(name, ALL) != ALL for name in NAMES[1:])
    with st.popover(f"Filter · {active}" if active else "Filter", icon=":material/filter_alt:"):
        region = ask.choice("region", "Region", regions) or ALL
        line = ask.choice("line", "Underdog’s seed line", LINES) or ALL
        came = ask.choice("came", "What happened", CAME) or ALL
    return Filter(round_, region, line, came)


def of_round(games: pd.DataFrame, round_: str) -> pd.DataFrame:
    """The rows of one round, or of all."""
    return games if round_ == ALL else games[games["round"] == int(round_)]


def kept(games: pd.DataFrame, by: Filter, field: Field) -> pd.DataFrame:
    """The rows that pass."""
    games = of_round(games, by.round)
    keep = pd.Series(True, index=games.index)
    if by.region != ALL:
        keep &= games["region"] == field.region[by.region]
    if by.line != ALL:
        low, high = by.line.split("-")
        keep &= games["underdog_line"].between(int(low), int(high))
    if by.came != ALL:
        keep &= games["came_true"] == float(by.came == "yes")
    return games[keep]
