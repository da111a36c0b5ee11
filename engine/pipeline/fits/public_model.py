"""``public_model``: how the public fills brackets, fitted to published shares of picks.

Only coefficients are kept. Each tournament's shares are one observation of 63 games; the fit
minimizes the cross-entropy of the shares in each game, and leaving out one season at a time gives
the R2 of ``left_out``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from engine.arrays import F8
from engine.domain.field import ROUND_KEYS
from engine.domain.teams import LEAGUES, League
from engine.pools.board import Board, halves, meet
from engine.pools.public import FEATURES, PublicModel, public_of, round_weight
from engine.run.pools import public_inputs
from engine.stats.odds import logistic

COLUMNS = ROUND_KEYS[1:]
DROPPED = {("men", 2016)}  # two 4 seeds hold a quarter of the titles: not real shares
# Later rounds count up to twice: fewer games, but a bracket's points hang on them.
ROUND_WEIGHT = np.linspace(1.0, 2.0, len(COLUMNS))
RIDGE = 3e-3  # on the coefficients, so that collinear ones stay small


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """One tournament: its board, ``difference[F, C, C]`` and published ``share[C, 6]``."""

    season: int
    board: Board
    difference: F8
    share: F8


def build(source: Path) -> pd.DataFrame:
    """Rows of (league, name, i, j, value): ``coefficient`` by feature and term, ``spread``,
    ``coin``, and ``left_out`` (R2 by round of the seasons left out in turn)."""
    rows = [row for league in LEAGUES for row in _rows(league, observed(source, league))]
    return pd.DataFrame(rows, columns=["league", "name", "i", "j", "value"])


def _rows(league: League, seen: list[Observed]) -> Iterator[tuple[str, str, int, int, float]]:
    model = fit(seen)
    for (i, j), value in np.ndenumerate(model.coefficient):
        yield league, "coefficient", i, j, float(value)
    yield league, "spread", 0, 0, model.spread
    yield league, "coin", 0, 0, model.coin
    for r, value in enumerate(r_squared(seen, left_out(seen))):
        yield league, "left_out", r, 0, float(value)


def observed(source: Path, league: League) -> list[Observed]:
    """Every usable tournament with published shares; the first source of a season counts."""
    picks = pd.read_parquet(source / "public_picks.parquet")
    picks = picks[(picks.league == league) & (picks.source == "espn")]
    seasons = [s for s in sorted(set(picks.season)) if (league, s) not in DROPPED]
    return [_observed(picks[picks.season == season], league, int(season)) for season in seasons]


def _observed(picks: pd.DataFrame, league: League, season: int) -> Observed:
    board, _, difference = public_inputs(league, season)
    seed = {name[:3]: c for name, c in zip(board.field.seed, board.contestant, strict=True)}
    share = np.zeros((board.contestants, len(COLUMNS)))
    share[[seed[name] for name in picks.seed]] = picks[list(COLUMNS)].to_numpy()
    for r in range(1, len(COLUMNS) + 1):  # published shares are rounded: each game adds up to one
        both = share[:, r - 1].reshape(-1, 2**r)
        share[:, r - 1] = (both / both.sum(axis=1, keepdims=True)).ravel()
    return Observed(season, board, difference, share)


def fit(seen: Sequence[Observed], start: F8 | None = None) -> PublicModel:
    """The model that makes the shares likeliest (quasi-Newton, numerical slopes)."""
    board = seen[0].board
    blocks = []
    for r in range(1, len(COLUMNS) + 1):
        left, right = halves(board, r)
        blocks.append(
            np.stack([o.difference[:, left[:, :, None], right[:, None, :]] for o in seen])
        )
    share = np.stack([o.share for o in seen])
    scale = np.array([np.sqrt(np.mean(blocks[2][:, f] ** 2)) for f in range(len(FEATURES))])

    def loss(x: F8) -> float:
        model = _model(x, scale)
        shares = _shares(board, model, blocks)
        entropy = -(share * np.log(np.maximum(shares, 1e-9))).sum(axis=1).mean(axis=0)
        games = 2.0 ** np.arange(5, -1, -1)
        return float(ROUND_WEIGHT @ (entropy / games) + RIDGE * np.sum(x[:-2] ** 2))

    x = np.zeros(2 * len(FEATURES) + 2) if start is None else start
    if start is None:
        x[0], x[-2], x[-1] = 1.0, np.log(0.4), -3.5
    found = minimize(loss, x, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-9})
    return _model(found.x, scale)


def _model(x: F8, scale: F8) -> PublicModel:
    coefficient = x[:-2].reshape(-1, 2) / scale[:, None]
    return PublicModel(coefficient, float(np.exp(x[-2])), float(logistic(x[-1:])[0]))


def _shares(board: Board, model: PublicModel, blocks: list[F8]) -> F8:
    """share[N, C, 6] of several tournaments at once."""
    tau, weight = model.types()
    reached = np.ones((len(tau), len(blocks[0]), board.contestants))
    shares = []
    for r, block in enumerate(blocks, 1):
        b = model.coefficient @ np.array([1.0, float(round_weight(np.array(float(r))))])
        log_odds = np.tensordot(b, block, axes=(0, 1))
        prob = logistic(tau[:, None, None, None, None] * log_odds)
        reached = meet(reached, *halves(board, r), prob)
        shares.append(np.tensordot(weight, reached, axes=1))
    return np.stack(shares, axis=-1)


def left_out(seen: Sequence[Observed]) -> list[F8]:
    """share[C, 6] of each tournament by the model fitted to all others."""
    predicted = []
    for o in seen:
        others = fit([other for other in seen if other is not o])
        predicted.append(public_of(o.board, others, o.difference).share)
    return predicted


def r_squared(seen: Sequence[Observed], predicted: Sequence[F8]) -> F8:
    """R2 [6] of the shares by round, all tournaments together."""
    real, model = np.concatenate([o.share for o in seen]), np.concatenate(predicted)
    spread = ((real - real.mean(axis=0)) ** 2).sum(axis=0)
    return np.asarray(1.0 - ((real - model) ** 2).sum(axis=0) / spread)
