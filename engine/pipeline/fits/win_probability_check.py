"""Is the win-probability series honest, and does it say more than a plain formula?

``python -m engine.pipeline.fits.win_probability_check --source FOLDER``

The men's games of 2025-26 up to Selection Sunday, each as the ratings of its eve forecast it: every
moment of the play-by-play gets the probability that the line would have shown. The first table
counts how often the home side won. The second compares the line, at fixed marks, with a logistic
regression on seven terms and with itself recalibrated, both fitted on other games.

``--fit`` prints the constants of ``win_probability.Late``, with what they gain on games left out.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from engine import run, store
from engine.arrays import F8
from engine.domain.venue import venues_of_sign
from engine.evaluation.last_month_backtest import LastMonthGames, day_before, game_strengths
from engine.game.kernel import Entrants, Pairings
from engine.pipeline.pbp import read
from engine.pipeline.pbp.play_model import SEASON
from engine.pipeline.pbp.players import RECORD
from engine.recap.win_probability import FADES, LATE, Curve, Late, curve, game_states
from engine.run import Meeting
from engine.stats.estimates import mean_se
from engine.stats.odds import logistic, logit
from engine.stats.proper_scores import log_loss, off_the_ends

HALF = 1200
BINS = 10
ALLOWED = 0.02  # how far a decile may be off
MARKS = (1200, 900, 600, 480, 300, 240, 180, 120, 60, 30)  # seconds left
FOLDS = 10
FIT_MARKS = (900, 720, 600, 480, 360, 300, 240, 180, 150, 120, 90, 60, 45, 30)
CAUTION = 30.0  # prior precision of the constants of ``Late``, 1 / (logits squared)


def main(argv: list[str] | None = None) -> int:
    """Print the tables; 0 if every decile is near enough."""
    parser = argparse.ArgumentParser(prog="python -m engine.pipeline.fits.win_probability_check")
    parser.add_argument("--source", type=Path, required=True, help="folder with the raw tables")
    parser.add_argument("--games", type=int, default=0, help="a random part of the season")
    parser.add_argument("--universes", type=int, default=4000, help="played for each pairing")
    parser.add_argument("--fit", action="store_true", help="fit the constants of the line instead")
    args = parser.parse_args(argv)
    every = real_moments(read.plays(args.source / RECORD))
    games = eve_games(every, pd.read_parquet(args.source / "men_games.parquet"))
    if args.games:
        games = games.sample(args.games, random_state=1)
    told = forecasts(every, games, args.universes, Late(0.0, 0.0) if args.fit else LATE)
    if args.fit:
        sys.stdout.write(fitted(told).round(4).to_string() + "\n")
        return 0
    table = deciles(told)
    sys.stdout.write(table.round(4).to_string(index=False) + "\n\n")
    sys.stdout.write(by_mark(told).round(4).to_string() + "\n")
    return 0 if (table["off"].abs() <= ALLOWED).all() else 1


# --- Moments and games ---------------------------------------------------------------------------


def real_moments(plays: pd.DataFrame) -> pd.DataFrame:
    """game, overtime, left (seconds of regulation or of its overtime), lead and ball (1: the home
    side's) of the home side after every play but a game's last, and whether the home side won."""
    net = plays["points"].where(plays["home"], -plays["points"]).groupby(plays["game"]).sum()
    # Technical free throws are no plays; their points are in the next play's lead.
    plays = plays[plays["start_type"] != "technical"]
    lead = plays["lead"].where(plays["home"], -plays["lead"])
    game = plays["game"]
    table = pd.DataFrame(
        {
            "game": game,
            "overtime": plays["period"] > 2,
            "left": plays["act_left"] + HALF * (2 - plays["period"]).clip(lower=0),
            "lead": lead.groupby(game).shift(-1),
            "ball": plays["home"].astype(float).groupby(game).shift(-1),
            "won": plays["game"].map(net > 0),
        }
    )
    return table[table["lead"].notna() & (table["left"] > 0)]


def eve_games(every: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """The games with a forecast on their eve, indexed by game: ``a`` < ``b`` (team ids), ``venue``
    (+1 at a's), ``home_is_a``, ``margin`` (a's, expected) and ``margin_se``."""
    season = results[(results["season"] == SEASON) & results["ncaa_game_id"].notna()]
    table = season.set_index("ncaa_game_id")
    won = every.groupby("game")["won"].first()
    table = table.loc[won.index]
    table["home"] = table["w_team_id"].where(won, table["l_team_id"]).astype(np.int64)
    table["a"] = table[["w_team_id", "l_team_id"]].min(axis=1).astype(np.int64)
    table["b"] = table[["w_team_id", "l_team_id"]].max(axis=1).astype(np.int64)
    table["date"] = pd.to_datetime(table["date"]).dt.strftime("%Y-%m-%d")
    known = store.load_season_games("men", SEASON)
    known = known[known["date"] > known["date"].min()]  # nothing is known before the first day
    columns = ["date", "a", "b", "venue", "margin", "margin_se"]
    found = table[["date", "a", "b", "home"]].reset_index(names="game").merge(known[columns])
    return found.assign(home_is_a=found["home"] == found["a"]).set_index("game")


# --- Forecasts -----------------------------------------------------------------------------------


def forecasts(every: pd.DataFrame, games: pd.DataFrame, universes: int, late: Late) -> pd.DataFrame:
    """The moments of ``games`` with ``prob``, what the line says of the home side, ``at_home`` (0
    on a neutral floor) and ``expected``, the margin forecast for the home side."""
    parts = []
    of_game = {str(game): part for game, part in every.groupby("game")}
    at_home = (games["venue"] != 0).to_numpy(np.float64)
    swap = ~games["home_is_a"].to_numpy(bool)
    expected = np.where(swap, -1.0, 1.0) * games["margin"].to_numpy(np.float64)
    for i, (game, meeting) in enumerate(zip(games.index, _meetings(games), strict=True)):
        drawn = curve(game_states(meeting, universes), late)
        part = of_game[str(game)]
        prob = _home_prob(drawn, part, bool(swap[i]))
        parts.append(part.assign(prob=prob, at_home=at_home[i], expected=expected[i]))
    return pd.concat(parts)


def _meetings(games: pd.DataFrame) -> Iterator[Meeting]:
    """Every game ready for the kernel: the margin and its error of the eve; pace, scoring and
    styles of the day before the last month."""
    base, n = day_before("men", SEASON), len(games)
    late = store.frame("late_games", "men")
    known = LastMonthGames(
        season=np.full(n, SEASON),
        day=np.zeros(n, dtype=np.int64),
        team=games[["a", "b"]].to_numpy(np.int64),
        venue=venues_of_sign(games["venue"].to_numpy(np.int64)),
        points=np.zeros((n, 2), dtype=np.int64),
        margin=games["margin"].to_numpy(np.float64),
        total=np.full(n, 2.0 * base.pace * base.efficiency / 100.0),
        pace=np.full(n, base.pace),
        margin_se=games["margin_se"].to_numpy(np.float64),
        total_se=np.full(n, float(late["total_se"][late["season"] == SEASON].mean())),
        baseline_margin=np.zeros(n),
    )
    rows = np.arange(n)
    inputs = run.kernel_inputs(game_strengths(known, base), base, rows, n + rows, uncertain=True)
    for i in range(n):
        of = np.array([i, n + i])
        teams = Entrants(inputs.teams.key[of], inputs.teams.se[of])
        pairings = Pairings(*run.part_of(inputs.pairings, slice(i, i + 1)))
        pairings = pairings._replace(a=np.array([0]), b=np.array([1]))
        yield Meeting(inputs._replace(teams=teams, pairings=pairings), int(known.venue[i]), False)


def _home_prob(drawn: Curve, part: pd.DataFrame, swap: bool) -> F8:
    left, lead, ball = (part[name].to_numpy(dtype=np.float64) for name in ("left", "lead", "ball"))
    if swap:  # the curve's side 0 is the visitors
        return 1.0 - drawn.prob(left, -lead, ball)
    return drawn.prob(left, lead, 1.0 - ball)


# --- Tables --------------------------------------------------------------------------------------


def deciles(every: pd.DataFrame) -> pd.DataFrame:
    """One row a decile: from, to, moments, games, prob (mean), won (share), off (won less prob) and
    its standard error, moments of one game counting as one draw."""
    bin_of = np.minimum((every["prob"] * BINS).astype(int), BINS - 1)
    rows = []
    for k in range(BINS):
        part = every[bin_of == k]
        miss = (part["won"] - part["prob"]).groupby(part["game"]).sum()
        n = len(part)
        rows.append(
            {
                "from": k / BINS,
                "to": (k + 1) / BINS,
                "moments": n,
                "games": len(miss),
                "prob": part["prob"].mean(),
                "won": part["won"].mean(),
                "off": miss.sum() / n,
                "se": float(np.sqrt((miss**2).sum())) / n,
            }
        )
    return pd.DataFrame(rows)


def at_mark(every: pd.DataFrame, left: int) -> pd.DataFrame:
    """Each game's last moment with at least ``left`` seconds of regulation left."""
    seen = every[~every["overtime"] & (every["left"] >= left)]
    return seen.groupby("game").tail(1)


def by_mark(every: pd.DataFrame) -> pd.DataFrame:
    """One row a mark: log loss of the line, and how much lower it is than a logistic regression's
    on seven terms (``gain``) and than the line's own, recalibrated (``recalibrated``: below zero,
    recalibration gains); by how much home sides that are behind or ahead did better than said. Each
    with its standard error."""
    rows = {}
    for left in MARKS:
        part = at_mark(every, left)
        prob, won = part["prob"].to_numpy(), part["won"].to_numpy(bool)
        said = off_the_ends(prob)
        line, z = log_loss(said, won), logit(said)
        plain = log_loss(off_the_ends(logistic(left_out(seven_terms(part), won))), won)
        again = log_loss(off_the_ends(logistic(left_out([np.ones(len(z)), z], won))), won)
        row = {"games": float(len(part)), "log_loss": float(line.mean())}
        for name, other in (("gain", plain), ("recalibrated", again)):
            row[name], row[f"{name}_se"] = mean_se(other - line)
        for name, side in (("behind", part["lead"] < 0), ("ahead", part["lead"] > 0)):
            row[name], row[f"{name}_se"] = mean_se((won - prob)[side.to_numpy(bool)])
        rows[f"{left // 60}:{left % 60:02d}"] = row
    return pd.DataFrame(rows).T


def seven_terms(part: pd.DataFrame) -> list[F8]:
    """The plain formula: a constant, the lead, the expected margin, the ball, and what bends the
    first two. At a mark the time left is the same in all games, so lead / sqrt(time) is the lead.
    """
    lead, expected = part["lead"].to_numpy(np.float64), part["expected"].to_numpy(np.float64)
    ball = part["ball"].to_numpy(np.float64) - 0.5
    return [
        np.ones(len(part)), lead, expected, ball,
        lead * np.abs(lead) / 10.0, expected * np.abs(expected) / 10.0, lead * expected / 10.0,
    ]  # fmt: skip


def left_out(terms: list[F8], won: F8) -> F8:
    """Logits of a logistic regression, each game's from the other folds' games."""
    x = np.column_stack(terms)
    fold = np.random.default_rng(SEASON).permutation(len(x)) % FOLDS
    found = np.empty(len(x))
    for k in range(FOLDS):
        rest = fold != k
        found[~rest] = x[~rest] @ _regression(x[rest], won[rest], np.zeros(int(rest.sum())))
    return found


def _regression(x: F8, won: F8, offset: F8, caution: float = 1e-3) -> F8:
    """Coefficients of a logistic regression with an offset (Newton's method)."""
    weight = np.zeros(x.shape[1])
    for _ in range(12):
        prob = logistic(x @ weight + offset)
        slope = x.T @ (x * (prob * (1.0 - prob))[:, None]) + caution * np.eye(len(weight))
        weight = weight + np.linalg.solve(slope, x.T @ (won - prob) - caution * weight)
    return weight


# --- Constants -----------------------------------------------------------------------------------


def fitted(every: pd.DataFrame) -> pd.DataFrame:
    """The constants of ``Late``, from moments whose ``prob`` is the line's without them: fitted on
    all games; their standard error between the folds that leave out a tenth of the games; and in
    the last row the mean gain in log loss per moment on the games left out."""
    table = pd.concat([at_mark(every, left) for left in FIT_MARKS])
    z = logit(off_the_ends(table["prob"].to_numpy()))
    weight = np.exp(-table["left"].to_numpy() / FADES)
    x = np.column_stack([table["at_home"].to_numpy() * weight, z * weight])
    won, games = table["won"].to_numpy(np.float64), table["game"].to_numpy()
    names = np.unique(games)
    tenth = dict(zip(names, np.random.default_rng(SEASON).permutation(len(names)), strict=True))
    fold = np.array([tenth[game] % FOLDS for game in games])
    parts, gain = [], np.empty(len(z))
    for k in range(FOLDS):
        rest = fold != k
        found = _regression(x[rest], won[rest], z[rest], CAUTION)
        parts.append(found)
        before, after = (log_loss(logistic(of), won > 0.5) for of in (z, z + x @ found))
        gain[~rest] = (before - after)[~rest]
    jackknife = np.sqrt((FOLDS - 1) * np.var(parts, axis=0))
    per_game = np.asarray(pd.Series(gain).groupby(games).mean(), dtype=np.float64)
    rows = {
        name: (value, error)
        for name, value, error in zip(
            Late._fields, _regression(x, won, z, CAUTION), jackknife, strict=True
        )
    }
    rows["gain"] = mean_se(per_game)
    return pd.DataFrame(rows, index=["value", "se"]).T


if __name__ == "__main__":
    sys.exit(main())
