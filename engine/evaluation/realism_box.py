"""The box score's figures of a season: what fouls, home courts and shares look like.

Measured by the same functions on the real season and on simulated ones, as in
``realism_figures``: shares are fractions of one side in one game, differences are per game.
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8
from engine.domain.game_detail import BOX

Figures = dict[str, float]

_ROW = {name: row for row, name in enumerate(BOX)}


def box_figures(box: F8, hosted: NDArray[np.bool_]) -> Figures:
    """All figures of ``box[half, side, N, BOX]`` (home side first; the second half with overtimes),
    where ``hosted[N]`` games were played at the home side's."""
    whole = box.sum(axis=0)
    found = _fouls(box) | _spread(whole) | _at_home(whole[:, hosted])
    return {name: float(value) for name, value in found.items()}


def _fouls(box: F8) -> Figures:
    """How fouls and free throws of the two sides go together."""
    fouls, tries = box[..., _ROW["pf"]], box[..., _ROW["fta"]]
    return {
        "fouls_mean": fouls.sum(axis=0).mean(),
        "fouls_half_1_difference_sd": (fouls[0, 0] - fouls[0, 1]).std(ddof=1),
        "fouls_half_2_difference_sd": (fouls[1, 0] - fouls[1, 1]).std(ddof=1),
        "fouls_half_1_correlation": _correlation(*fouls[0]),
        "fouls_half_2_correlation": _correlation(*fouls[1]),
        "free_throws_correlation": _correlation(*tries.sum(axis=0)),
        "free_throws_half_2_mean": tries[1].mean(),
    }


def _spread(box: F8) -> Figures:
    """Means and standard deviations of one side's counts and shares."""
    turnovers, twos, steals = (_of(box, name).ravel() for name in ("tov", "fga2", "stl"))
    fg2, fg3 = (_share(box, "fgm2", "fga2").ravel(), _share(box, "fgm3", "fga3").ravel())
    both = np.isfinite(fg2) & np.isfinite(fg3)
    return {
        "turnovers_mean": turnovers.mean(),
        "turnovers_sd": turnovers.std(ddof=1),
        "twos_tried_sd": twos.std(ddof=1),
        "steals_sd": steals.std(ddof=1),
        "two_share_sd": np.nanstd(fg2, ddof=1),
        "two_three_correlation": _correlation(fg2[both], fg3[both]),
        "rebound_share_sd": np.nanstd(_rebound_share(box), ddof=1),
        "free_throw_share_sd": np.nanstd(_share(box, "ftm", "fta"), ddof=1),
    }


def _at_home(box: F8) -> Figures:
    """Home minus away at home courts."""
    shares = {
        "two_share": _pooled(box, "fgm2", "fga2"),
        "three_share": _pooled(box, "fgm3", "fga3"),
        "free_throw_share": _pooled(box, "ftm", "fta"),
        "rebound_share": _of(box, "orb").sum(axis=1)
        / (_of(box, "orb") + _of(box, "drb")[::-1]).sum(axis=1),
    }
    counts = {"fouls": "pf", "free_throws": "fta", "turnovers": "tov"}
    means = {name: _of(box, column).mean(axis=1) for name, column in counts.items()}
    return {f"home_{name}": pair[0] - pair[1] for name, pair in (means | shares).items()}


def _of(box: F8, name: str) -> F8:
    return np.asarray(box[..., _ROW[name]])


def _share(box: F8, made: str, tried: str) -> F8:
    """share[side, N], NaN without a try."""
    tries = _of(box, tried)
    return _ratio(_of(box, made), tries)


def _rebound_share(box: F8) -> F8:
    """share[side, N] of a side's own misses that it rebounds."""
    own, theirs = _of(box, "orb"), _of(box, "drb")[::-1]
    return _ratio(own, own + theirs)


def _ratio(part: F8, whole: F8) -> F8:
    nothing = np.full(whole.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=whole > 0))


def _pooled(box: F8, made: str, tried: str) -> F8:
    return np.asarray(_of(box, made).sum(axis=1) / _of(box, tried).sum(axis=1))


def _correlation(x: F8, y: F8) -> float:
    return float(np.corrcoef(x, y)[0, 1])
