"""Is the win-probability series honest?

``python -m engine.pipeline.fits.win_probability_check --source FOLDER``

Every moment of the men's 2025-26 season, as the play-by-play has it, gets the probability that the
win-probability line would have shown; then we count how often the home side won. The forecast
before the game comes from that season's ratings, as on the Game page."""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.specs import GameSpec, Side
from engine.pipeline.pbp import read
from engine.pipeline.pbp.play_model import SEASON
from engine.pipeline.pbp.players import RECORD
from engine.recap.win_probability import Curve, curve, game_states
from engine.run import meeting

HALF = 1200
BINS = 10
ALLOWED = 0.02  # how far a decile may be off


def main(argv: list[str] | None = None) -> int:
    """Print the table; 0 if every decile is near enough."""
    parser = argparse.ArgumentParser(prog="python -m engine.pipeline.fits.win_probability_check")
    parser.add_argument("--source", type=Path, required=True, help="folder with the raw tables")
    parser.add_argument("--games", type=int, default=0, help="a random part of the season")
    parser.add_argument("--universes", type=int, default=4000, help="played for each pairing")
    args = parser.parse_args(argv)
    every = real_moments(read.plays(args.source / RECORD))
    games = pairings(every, pd.read_parquet(args.source / "men_games.parquet"))
    if args.games:
        games = games.sample(args.games, random_state=1)
    table = deciles(forecasts(every, games, args.universes))
    sys.stdout.write(table.round(4).to_string(index=False) + "\n")
    return 0 if (table["off"].abs() <= ALLOWED).all() else 1


def real_moments(plays: pd.DataFrame) -> pd.DataFrame:
    """game, left (seconds of regulation or of its overtime), lead and ball (1: the home side's) of
    the home side after every play but a game's last, and whether the home side won."""
    net = plays["points"].where(plays["home"], -plays["points"]).groupby(plays["game"]).sum()
    # Technical free throws are no plays; their points are in the next play's lead.
    plays = plays[plays["start_type"] != "technical"]
    lead = plays["lead"].where(plays["home"], -plays["lead"])
    game = plays["game"]
    table = pd.DataFrame(
        {
            "game": game,
            "left": plays["act_left"] + HALF * (2 - plays["period"]).clip(lower=0),
            "lead": lead.groupby(game).shift(-1),
            "ball": plays["home"].astype(float).groupby(game).shift(-1),
            "won": plays["game"].map(net > 0),
        }
    )
    return table[table["lead"].notna() & (table["left"] > 0)]


def pairings(every: pd.DataFrame, results: pd.DataFrame) -> pd.DataFrame:
    """home and away (team ids) and venue (``a``: home's) of every game, indexed by game."""
    season = results[(results["season"] == SEASON) & results["ncaa_game_id"].notna()]
    table = season.set_index("ncaa_game_id")
    won = every.groupby("game")["won"].first()
    table = table.loc[won.index]
    home = table["w_team_id"].where(won, table["l_team_id"])
    away = table["l_team_id"].where(won, table["w_team_id"])
    at = np.where(table["w_loc"] == "N", "neutral", "a")
    return pd.DataFrame({"home": home, "away": away, "venue": at}, index=won.index)


def forecasts(every: pd.DataFrame, games: pd.DataFrame, universes: int) -> pd.DataFrame:
    """The moments of ``games`` with ``prob``, what the line says of the home side."""
    parts = []
    of_game = {str(game): part for game, part in every.groupby("game")}
    for name, home, away, venue in zip(games.index, *(games[c] for c in games), strict=True):
        spec = GameSpec("men", Side(SEASON, int(home)), Side(SEASON, int(away)), venue, 1, 0)
        game = meeting(spec)
        drawn = curve(game_states(game, universes))
        part = of_game[str(name)]
        parts.append(part.assign(prob=_home_prob(drawn, part, game.swap)))
    return pd.concat(parts)


def _home_prob(drawn: Curve, part: pd.DataFrame, swap: bool) -> F8:
    left, lead, ball = (part[name].to_numpy(dtype=np.float64) for name in ("left", "lead", "ball"))
    if swap:  # the curve's side 0 is the visitors
        return 1.0 - drawn.prob(left, -lead, ball)
    return drawn.prob(left, lead, 1.0 - ball)


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


if __name__ == "__main__":
    sys.exit(main())
