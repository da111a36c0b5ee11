"""Game logs -> ratings of every team and season, frozen on Selection Sunday.

Seasons are fitted in order, each with the last as its prior. A season without box scores leaves the
rates at their carried prior, so a style fades toward the league's mean when nothing new is known.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine.build import logs
from engine.build.fitted import SHRINKAGE
from engine.ratings import (
    Fit,
    Observations,
    Prior,
    Shrinkage,
    carried,
    fit,
    fit_shared,
    no_prior,
)
from engine.teams import LEAGUES, RATES, League

FIRST_PUBLISHED: dict[League, int] = {"men": 2003, "women": 2010}
BOX_SHARE_FOR_STYLE = 0.2  # of a season's games; below it the style shown is the league's mean

# name -> (numerator, denominator) of one side's box; the denominator is also the weight
Count = Callable[[pd.DataFrame], pd.Series]
RATE_COUNTS: dict[str, tuple[Count, Count]] = {
    "tov": (lambda b: b["to"], lambda b: _attempts(b) + b["to"]),
    "trip": (lambda b: logs.FT_TO_POSSESSION * b["fta"], lambda b: _attempts(b)),
    "three": (lambda b: b["fga3"], lambda b: b["fga"]),
    "fg2": (lambda b: b["fgm"] - b["fgm3"], lambda b: b["fga"] - b["fga3"]),
    "fg3": (lambda b: b["fgm3"], lambda b: b["fga3"]),
    "ft": (lambda b: b["ftm"], lambda b: b["fta"]),
    "orb": (lambda b: b["or"], lambda b: b["or"] + b["opp_dr"]),
}
# What both sides of a game share: one effect a team, added or subtracted (``ratings.fit_shared``).
SHARED = {"pace": 1.0, "net": -1.0, "level": 1.0}
MEASURES = (*SHARED, *RATES)


def _attempts(box: pd.DataFrame) -> pd.Series:
    return box["fga"] + logs.FT_TO_POSSESSION * box["fta"]


@dataclass(frozen=True, slots=True, eq=False)
class SeasonFits:
    """One season: ``fits[measure]`` over the league's common team rows, and who played."""

    season: int
    fits: dict[str, Fit]
    played: np.ndarray  # bool[T]
    box_share: float


def season_fits(
    sided: pd.DataFrame, ids: np.ndarray, shrinkage: dict[str, Shrinkage]
) -> Iterator[SeasonFits]:
    """Fit every season of ``sided`` (all teams of ``ids`` have a row in each)."""
    last: dict[str, Fit] = {}
    for season in sorted(sided["season"].unique()):
        rows = sided[sided["season"] == season]
        fits: dict[str, Fit] = {}
        for measure in MEASURES:
            pull = shrinkage[measure]
            prior = carried(last[measure], pull.carry) if measure in last else no_prior(ids.size)
            obs = observations(rows, ids, measure, fits.get("pace"))
            if obs.value.size:
                fits[measure] = fit_measure(measure, obs, ids.size, pull, prior)
            elif measure in last:
                fits[measure] = _faded(last[measure], pull.carry)
        played = np.isin(ids, rows["offence"].unique())
        yield SeasonFits(int(season), fits, played, float(rows["possessions"].notna().mean()))
        last = fits


def fit_measure(measure: str, obs: Observations, teams: int, pull: Shrinkage, prior: Prior) -> Fit:
    """One season's fit of a measure, shared by both sides or not."""
    if measure in SHARED:
        return fit_shared(obs, teams, pull, prior, SHARED[measure])
    return fit(obs, teams, pull, prior)


def observations(
    rows: pd.DataFrame, ids: np.ndarray, measure: str, pace: Fit | None
) -> Observations:
    """One season's observations of a measure; ``rows`` of ``logs.one_sided``, whose first half are
    the games from one side and whose second half the same games from the other."""
    other = rows.iloc[len(rows) // 2 :]
    if measure in SHARED:
        rows = rows.iloc[: len(rows) // 2]
    offence = np.searchsorted(ids, rows["offence"])
    defence = np.searchsorted(ids, rows["defence"])
    venue = rows["venue"].to_numpy(dtype=np.float64)
    if measure == "pace":
        value = (rows["possessions"] * 40.0 / rows["minutes"]).to_numpy()
        weight = np.ones(len(rows))
        venue = np.zeros(len(rows))
    elif measure in SHARED:
        weight = rows["possessions"].to_numpy().copy()
        missing = np.isnan(weight)
        weight[missing] = _expected_possessions(rows, offence, defence, pace)[missing]
        mine, theirs = rows["points"].to_numpy(), other["points"].to_numpy()
        value = 100.0 * (mine + SHARED[measure] * theirs) / weight
        venue = venue if measure == "net" else np.zeros(len(rows))
    else:
        count, over = RATE_COUNTS[measure]
        weight = over(rows).to_numpy(dtype=np.float64)
        value = count(rows).to_numpy(dtype=np.float64) / np.where(weight > 0, weight, np.nan)
    known = np.isfinite(value)
    return Observations(offence[known], defence[known], venue[known], value[known], weight[known])


def _expected_possessions(
    rows: pd.DataFrame, offence: np.ndarray, defence: np.ndarray, pace: Fit | None
) -> np.ndarray:
    """Possessions of a game without a box: what the two teams' paces say, or the usual 70."""
    minutes = rows["minutes"].to_numpy() / 40.0
    if pace is None:
        return USUAL_PACE * minutes
    return np.asarray((pace.mean + pace.offence[offence] + pace.defence[defence]) * minutes)


USUAL_PACE = 70.96  # possessions per 40 minutes: the women's mean of 2024-2026, as fitted here


def _faded(last: Fit, carry: float) -> Fit:
    prior = carried(last, carry)
    return Fit(
        last.mean, last.edge, prior.offence, last.offence_se, prior.defence, last.defence_se,
        last.noise, 0.0,
    )  # fmt: skip


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(teams, seasons): one row a league, season and team; one row a league and season."""
    teams, seasons = [], []
    for league in LEAGUES:
        turned = logs.games(source, league)
        sided = logs.one_sided(turned)
        ids = np.unique(sided["offence"])
        fitted = list(season_fits(sided, ids, SHRINKAGE[league]))
        style = _mean_style(fitted)
        names = _names(source, league)
        conferences = _conferences(source, league)
        records = _records(turned)
        cutoff = turned.groupby("season")["date"].max()
        for one in fitted:
            if one.season == 2020 or one.season < FIRST_PUBLISHED[league]:
                continue
            where = {"league": league, "season": one.season}
            seasons.append(
                where | _season_row(one, style) | {"cutoff": f"{cutoff[one.season]:%Y-%m-%d}"}
            )
            frame = _team_frame(one, ids, style)
            frame.insert(0, "league", league)
            frame.insert(1, "season", one.season)
            frame.insert(3, "name", frame["team_id"].map(names))
            frame.insert(4, "conference", [conferences[one.season, t] for t in frame["team_id"]])
            for side in ("wins", "losses"):
                frame[side] = [records.get((one.season, t, side), 0) for t in frame["team_id"]]
            teams.append(frame)
    return pd.concat(teams, ignore_index=True), pd.DataFrame(seasons)


def _mean_style(fitted: list[SeasonFits]) -> dict[str, float]:
    """League means of pace and rates over the seasons with boxes: the style of those without."""
    with_boxes = [one for one in fitted if one.box_share >= BOX_SHARE_FOR_STYLE]
    return {
        m: float(np.mean([one.fits[m].mean for one in with_boxes]))
        for m in MEASURES
        if m not in ("net", "level")
    }


def _season_row(one: SeasonFits, style: dict[str, float]) -> dict[str, object]:
    measured = one.box_share >= BOX_SHARE_FOR_STYLE

    def mean(measure: str) -> float:
        return one.fits[measure].mean if measured else style[measure]

    return {
        "pace": mean("pace"),
        "efficiency": one.fits["level"].mean / 2.0,
        "home_edge": one.fits["net"].edge / 2.0,
        **{f"rate_{r}": mean(r) for r in RATES},
        "has_style": measured,
    }


def _team_frame(one: SeasonFits, ids: np.ndarray, style: dict[str, float]) -> pd.DataFrame:
    measured = one.box_share >= BOX_SHARE_FOR_STYLE
    net, level = one.fits["net"], one.fits["level"]
    se = np.hypot(net.offence_se, level.offence_se) / 2.0
    columns: dict[str, object] = {"team_id": ids}
    columns |= _columns("pace", one.fits.get("pace"), style["pace"], measured, paired=False)
    columns |= {
        "off_eff": (level.mean + level.offence + net.offence) / 2.0, "off_se": se,
        "def_eff": (level.mean + level.offence - net.offence) / 2.0, "def_se": se,
        "net_se": net.offence_se,
    }  # fmt: skip
    for rate in RATES:
        columns |= _columns(rate, one.fits.get(rate), style[rate], measured, paired=True)
    return pd.DataFrame(columns)[one.played]


def _columns(
    name: str, found: Fit | None, usual: float, measured: bool, paired: bool
) -> dict[str, object]:
    off, dfn = (f"off_{name}", f"def_{name}") if paired else (name, "")
    if not measured or found is None:
        one: dict[str, object] = {off: usual, f"{off}_se": 0.0}
        return one | ({dfn: usual, f"{dfn}_se": 0.0} if paired else {})
    low, high = (0.005, 0.995) if paired else (0.0, np.inf)
    out: dict[str, object] = {
        off: np.clip(found.mean + found.offence, low, high), f"{off}_se": found.offence_se,
    }  # fmt: skip
    if paired:
        out |= {
            dfn: np.clip(found.mean + found.defence, low, high), f"{dfn}_se": found.defence_se,
        }  # fmt: skip
    return out


def _names(source: Path, league: League) -> dict[int, str]:
    table = pd.read_parquet(source / f"{league}_teams.parquet")
    return dict(zip(table["team_id"], table["team"], strict=True))


def _conferences(source: Path, league: League) -> dict[tuple[int, int], str]:
    member = pd.read_parquet(source / f"{league}_team_conferences.parquet")
    described = pd.read_parquet(source / "conferences.parquet").set_index("conf_abbrev")
    label = member["conf_abbrev"].map(described["description"]).fillna(member["conf_abbrev"])
    return dict(zip(zip(member["season"], member["team_id"], strict=True), label, strict=True))


def _records(turned: pd.DataFrame) -> dict[tuple[int, int, str], int]:
    a_won = turned["score_a"] > turned["score_b"]
    winner = turned["team_id_a"].where(a_won, turned["team_id_b"]).astype(int)
    loser = turned["team_id_b"].where(a_won, turned["team_id_a"]).astype(int)
    out: dict[tuple[int, int, str], int] = {}
    for side, who in (("wins", winner), ("losses", loser)):
        count = Counter(zip(turned["season"], who, strict=True))
        out |= {(int(season), int(team), side): n for (season, team), n in count.items()}
    return out
