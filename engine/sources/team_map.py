"""ESPN's team ids and the many spellings of a school, from the raw team tables."""

from pathlib import Path

import numpy as np
import pandas as pd

from engine.domain.team_names import fold_name
from engine.domain.teams import LEAGUES, League

# Schools that joined Division I after the raw team tables were made: ESPN id -> the men's team id
# they are expected to get (women's ids are 2000 higher), with their conference.
PROVISIONAL = {2697: (1482, "Atlantic Sun Conference")}  # West Florida, first season 2027
WOMEN_OFFSET = 2000

EXACT = ("kaggle_name", "espn_name", "espn_location", "ncaa_name")


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables ``espn_teams`` and ``spellings`` of both leagues."""
    maps = {league: espn_map(source, league) for league in LEAGUES}
    teams = [_teams(source, league, found) for league, found in maps.items()]
    spelled = [_spellings(source, league, found) for league, found in maps.items()]
    return pd.concat(teams, ignore_index=True), pd.concat(spelled, ignore_index=True)


def espn_map(source: Path, league: League) -> pd.DataFrame:
    """The raw map of one league, every row with a ``team_id`` (some provisional)."""
    raw = pd.read_csv(source / f"espn_teams_{league}.csv")
    offset = WOMEN_OFFSET if league == "women" else 0
    new = raw["espn_id"].map({espn: offset + team for espn, (team, _) in PROVISIONAL.items()})
    return raw.assign(team_id=raw["kaggle_id"].fillna(new).astype(np.int64))


def _teams(source: Path, league: League, found: pd.DataFrame) -> pd.DataFrame:
    described = pd.read_parquet(source / "conferences.parquet").set_index("conf_abbrev")
    new = found["espn_id"].map({espn: name for espn, (_, name) in PROVISIONAL.items()})
    return pd.DataFrame(
        {
            "league": league,
            "espn_id": found["espn_id"],
            "team_id": found["team_id"],
            "name": found["kaggle_name"].fillna(found["espn_location"]),
            "short_name": found["espn_location"].fillna(found["kaggle_name"]),
            "conference": found["conf_2026"].map(described["description"]).fillna(new).fillna(""),
            "d1_2026": found["d1_2026"].astype(bool),
            "d1_2027": found["d1_2027"].astype(bool),
        }
    )


def _spellings(source: Path, league: League, found: pd.DataFrame) -> pd.DataFrame:
    raw = pd.read_parquet(source / f"{league}_team_spellings.parquet")
    named = pd.read_parquet(source / f"{league}_teams.parquet").rename(columns={"team": "spelling"})
    listed = [found[["team_id", name]].set_axis(["team_id", "spelling"], axis=1) for name in EXACT]
    exact = _folded([raw, named, *listed])
    loose = _folded([nicknames(found), codes(found)])
    loose = loose[~loose["spelling"].isin(exact["spelling"])]
    return pd.concat([exact, loose]).assign(league=league)


def _folded(parts: list[pd.DataFrame]) -> pd.DataFrame:
    rows = pd.concat([part[["spelling", "team_id"]].dropna() for part in parts])
    rows["spelling"] = rows["spelling"].map(fold_name)
    return rows.drop_duplicates()


def nicknames(found: pd.DataFrame) -> pd.DataFrame:
    """``Spartans`` and the like: what ESPN's display name adds to the place. Several schools share
    most of them, and then each has a row."""
    rows = [
        (name.removeprefix(place).strip(), team)
        for name, place, team in found[["espn_name", "espn_location", "team_id"]].dropna().values
        if name.startswith(f"{place} ")
    ]
    return pd.DataFrame(rows, columns=["spelling", "team_id"])


def codes(found: pd.DataFrame) -> pd.DataFrame:
    """ESPN's abbreviations. Where a school's initials would be the same code (MSU: Michigan State,
    Mississippi State, …), each of these schools has a row."""
    known = found[["espn_abbrev", "espn_location", "team_id"]].dropna()
    initials = ["".join(filter(str.isupper, place)) for place in known["espn_location"]]
    claims = {
        (code, team) for code, team in zip(known["espn_abbrev"], known["team_id"], strict=True)
    }
    used = set(known["espn_abbrev"])
    for end in ("", "U"):
        claims |= {
            (code + end, team)
            for code, team in zip(initials, known["team_id"], strict=True)
            if len(code) > 1 and code + end in used
        }
    return pd.DataFrame(sorted(claims), columns=["spelling", "team_id"])
