"""First-round upsets and the history of seed pairings as tables."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.field import Field, RealGame
from engine.domain.teams import TeamTable
from engine.stats.estimates import proportion_se
from engine.stats.rating_uncertainty import rating_range

History = Iterable[tuple[Field, Sequence[RealGame]]]


def seed_history(history: History, before: int) -> pd.DataFrame:
    """How often the larger seed line won in the first round, by pairing, in seasons < ``before``.

    Columns: favourite_line, underdog_line, games, upsets, rate, rate_se, seasons (as text). A no
    contest is not a game. Later seasons are left out, so no rate contains the games it predicts.
    """
    earlier = [(field, games) for field, games in history if field.season < before]
    rows = [row for field, games in earlier for row in _first_round_lines(field, games)]
    frame = pd.DataFrame(rows, columns=["favourite_line", "underdog_line", "upset"])
    counted = frame.groupby(["favourite_line", "underdog_line"], as_index=False).agg(
        games=("upset", "size"), upsets=("upset", "sum")
    )
    rate = (counted["upsets"] / counted["games"]).to_numpy(dtype=np.float64)
    games = counted["games"].to_numpy(dtype=np.int64)
    seasons = season_span([field.season for field, _ in earlier])
    return counted.assign(
        rate=rate,
        rate_se=[float(proportion_se(p, n)) for p, n in zip(rate, games, strict=True)],
        seasons=seasons,
    )


def season_span(seasons: Iterable[int]) -> str:
    """``2003-2025 without 2020``; "" without seasons."""
    known = sorted(set(seasons))
    if not known:
        return ""
    gaps = [str(season) for season in range(known[0], known[-1]) if season not in known]
    span = f"{known[0]}-{known[-1]}" if len(known) > 1 else str(known[0])
    return span + (f" without {', '.join(gaps)}" if gaps else "")


def _first_round_lines(field: Field, games: Sequence[RealGame]) -> Iterable[tuple[int, int, bool]]:
    seed_line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
    first = {slot for slot, n in zip(field.slot, field.round, strict=True) if n == 1}
    for game in games:
        if game.slot in first and game.winner_points > 0:
            winner, loser = seed_line[game.winner_id], seed_line[game.loser_id]
            yield min(winner, loser), max(winner, loser), winner > loser


def upsets(
    field: Field,
    teams: TeamTable,
    slot_prob: F8,
    universes: int,
    history: History,
    spreads: pd.DataFrame,
) -> pd.DataFrame:
    """The games of the first round, the most likely upset first.

    Columns: slot, favourite, favourite_id, favourite_line, underdog, underdog_id, underdog_line,
    upset_prob, upset_prob_se (Monte Carlo), weaker and stronger (``stats.rating_uncertainty``, from
    the season's rows of ``first_rounds``), and for the seed pairing in earlier seasons:
    history_rate, history_se, history_games, history_upsets, history_seasons (NaN and 0
    without games). A side still to come from a game of round 0 counts as one: both names, the sum
    of their probabilities, and the id 0.
    """
    frame = pd.DataFrame(
        [
            _pairing(field, teams, slot_prob, s) | _rating_range(field, slot_prob, s, spreads)
            for s in range(len(field.slot))
            if field.round[s] == 1
        ]
    )
    frame["upset_prob_se"] = proportion_se(frame["upset_prob"].to_numpy(), universes)
    past = seed_history(history, field.season)
    names = {"rate": "history_rate", "rate_se": "history_se", "games": "history_games"}
    names |= {"upsets": "history_upsets"}
    seasons = past["seasons"].iloc[0] if len(past) else ""
    past = past.drop(columns="seasons").rename(columns=names)
    frame = frame.merge(past, on=["favourite_line", "underdog_line"], how="left")
    counts = ["history_games", "history_upsets"]
    frame[counts] = frame[counts].fillna(0).astype(np.int64)
    frame["history_seasons"] = seasons
    return frame.sort_values(["upset_prob", "slot"], ascending=[False, True], ignore_index=True)


def _pairing(field: Field, teams: TeamTable, slot_prob: F8, s: int) -> dict[str, object]:
    can_arrive = field.arriving(field.reach(), s, np.eye(len(field.seed), dtype=np.bool_))
    sides = [np.flatnonzero(side) for side in can_arrive]
    favourite, underdog = sorted(sides, key=lambda side: field.seed_line(int(side[0])))
    row: dict[str, object] = {"slot": field.slot[s]}
    for name, side in (("favourite", favourite), ("underdog", underdog)):
        ids = field.team_id[side].tolist()
        row[name] = " / ".join(teams.name[of] for of in teams.rows(ids))
        row[f"{name}_id"] = ids[0] if len(ids) == 1 else 0
        row[f"{name}_line"] = field.seed_line(int(side[0]))
    return row | {"upset_prob": float(slot_prob[s, underdog].sum())}


def _rating_range(field: Field, slot_prob: F8, s: int, spreads: pd.DataFrame) -> dict[str, float]:
    """weaker and stronger of the underdog; the mean, weighted by probability, over teams that may
    come from the First Four."""
    strong, weak = field.arriving(slot_prob, s, np.eye(len(field.seed)))
    reach = dict(zip(field.seed, (strong + weak).tolist(), strict=True))
    rows = spreads[spreads["slot"] == field.slot[s]]
    weight = np.array([[reach.get(seed, 0.0) for seed in rows[n]] for n in SIDES]).prod(axis=0)
    wins = np.array([slot_prob[s, field.seed.index(seed)] for seed in rows["underdog"]])
    # If two teams can be the favorite, they share the underdog's wins.
    prob = wins / np.maximum(weight, 1e-9)
    sd, se = (rows[name].to_numpy(np.float64) for name in ("margin_sd", "margin_se"))
    found = rating_range(np.minimum(prob, 1.0), sd, se)
    return {name: float(weight @ of) for name, of in zip(RANGE, found, strict=True)}


SIDES = ("underdog", "favourite")

RANGE = ("weaker", "stronger")
