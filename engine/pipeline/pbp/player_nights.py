"""Players' nights: what real players' lines look like, and the constants of ``recap.night`` and
``recap.coach`` that bring simulated ones near.

``python -m engine.pipeline.pbp.player_nights --source FOLDER`` plays games of men's 2025-26,
moves each constant by the figure that it decides, and prints both after each round."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd

from engine.compute.process_pool import WorkerPool
from engine.recap import coach, night
from engine.recap.player_figures import Figures, lines_of, player_figures, with_errors
from engine.recap.season import SeasonSpec, season_record
from engine.sources import schedules

LINES = "player_games_2026_from_pbp.parquet"
UNSOUND = 0.03  # of the minutes of five players: such games have no known minutes
GAMES, SEED = 1500, 7


@dataclass(frozen=True)
class Lever:
    """A constant (``index`` of it, if it is a tuple) and the figure that it decides: in each round
    it is multiplied by (real / simulated) ** ``power``."""

    module: ModuleType
    name: str
    index: int | None
    figure: str
    power: float

    def value(self) -> float:
        """What the constant is now."""
        held = getattr(self.module, self.name)
        return float(held if self.index is None else held[self.index])

    def move(self, real: Figures, simulated: Figures) -> None:
        """Bring the figure nearer."""
        value = self.value() * (real[self.figure] / simulated[self.figure]) ** self.power
        if self.index is not None:
            held = list(getattr(self.module, self.name))
            held[self.index] = value
            setattr(self.module, self.name, tuple(held))
        else:
            setattr(self.module, self.name, value)


LEVERS = (
    Lever(night, "MINUTES_SD", None, "minutes_sd", 1.3),
    Lever(coach, "CARE", 3, "on_four_fouls", 1.0),
    Lever(coach, "CARE", 4, "fouled_out", 1.0),
    Lever(night, "FORM_WITH_MINUTES", 0, "points_with_minutes", 1.0),
    Lever(night, "FORM_WITH_MINUTES", 3, "points_with_rebounds", 1.0),
    Lever(night, "STARTER_SD", 0, "starters_minutes", -6.0),
)


def build(source: Path) -> pd.DataFrame:
    """The ``player_figures`` table: league, season, name, real and its standard error."""
    league, season = schedules.PBP_SEASON
    return with_errors(real_lines(source)).assign(league=league, season=season)


def real_lines(source: Path) -> pd.DataFrame:
    """The lines of every man, side and game with sound minutes, as ``player_figures`` takes it."""
    played = schedules.games(source, "men")
    played = played[played["season"] == schedules.PBP_SEASON[1]].reset_index(drop=True)
    number = pd.Series(played.index, index=played["ncaa_game_id"].astype(str))
    raw = pd.read_parquet(source / LINES)
    raw = raw[raw["ncaa_game_id"].isin(number.index)]
    game = raw["ncaa_game_id"].map(number)
    minutes = raw.groupby(["ncaa_game_id", "team_id"])["minutes"].transform("sum")
    off = (minutes / (200 + 25 * game.map(played["overtimes"])) - 1).abs()
    sound = raw["minutes_ok"].fillna(False).astype(bool) & (off < UNSOUND)
    whole = sound.groupby(raw["ncaa_game_id"]).transform("all")
    columns = {
        "game": game,
        "side": raw["team_id"],
        "team": raw["team_id"],
        "player_id": raw["player_key"],
        "seconds": 60.0 * raw["minutes"],
        "starter": raw["started"] > 0,
        "points": raw["pts"],
        "rebounds": raw["orb"] + raw["drb"],
        "assists": raw["ast"],
        "fouls": raw["pf"],
    }
    numbers = {name: column[whole].to_numpy() for name, column in columns.items()}
    line = pd.DataFrame(numbers)
    kept = line.columns.difference(["player_id", "starter", "seconds"])
    return line.astype(dict.fromkeys(kept, np.int64) | {"starter": bool, "seconds": np.float64})


def simulated_figures(games: int) -> Figures:
    """The figures of a part of a season as the constants now stand."""
    league, season = schedules.PBP_SEASON
    with WorkerPool(0) as pool:
        record = season_record(SeasonSpec(league, season, 0, SEED, games), pool)
    return player_figures(lines_of(record.games, record.events, record.players))


def main(argv: list[str] | None = None) -> int:
    """Fit the constants and print them; they are copied to their modules by hand."""
    ask = argparse.ArgumentParser(prog="python -m engine.pipeline.pbp.player_nights")
    ask.add_argument("--source", type=Path, required=True, help="folder with the raw tables")
    ask.add_argument("--games", type=int, default=GAMES)
    ask.add_argument("--rounds", type=int, default=4)
    args = ask.parse_args(argv)
    line = real_lines(args.source)
    real = player_figures(line[line["game"] < args.games])
    for turn in range(args.rounds + 1):
        found = simulated_figures(args.games)
        sys.stdout.write(f"round {turn}\n")
        for name, value in real.items():
            sys.stdout.write(f"  {name:24}{value:9.3f}{found[name]:9.3f}\n")
        for lever in LEVERS:
            sys.stdout.write(f"  {lever.name}[{lever.index}] = {lever.value():.3f}\n")
            if turn < args.rounds:
                lever.move(real, found)
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
