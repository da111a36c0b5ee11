"""Whether a boosted classifier can tell two sets of games apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.inspection import permutation_importance
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

FOLDS = 4
SOME = 1000  # games on which the features are weighed


@dataclass(frozen=True)
class Told:
    """``auc``: the chance that a simulated game looks more simulated than a real one; 0.5 cannot
    tell. ``se`` after Hanley and McNeil (1982). ``features``: those that give most away."""

    auc: float
    se: float
    games: int
    features: tuple[str, ...]

    def __str__(self) -> str:
        first = f"{self.auc:.3f} ± {self.se:.3f} ({self.games:,} games)"
        return first + (f"  {', '.join(self.features)}" if self.features else "")


def tell(real: pd.DataFrame, simulated: pd.DataFrame, best: int = 0, seed: int = 0) -> Told:
    """Cross-validated, rows of one index (a game and its repetition) always in the same fold;
    ``best``: how many telling features to name."""
    shared = [name for name in real.columns if name in simulated.columns]
    x = pd.concat([real[shared], simulated[shared]])
    y = np.repeat([0, 1], [len(real), len(simulated)])
    group = x.index.to_numpy()
    x = x.to_numpy(np.float64)
    prob = np.zeros(len(y))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(x, y, group):
        model = _model(seed).fit(x[train], y[train])
        prob[test] = model.predict_proba(x[test])[:, 1]
    auc = float(roc_auc_score(y, prob))
    named: tuple[str, ...] = ()
    if best:
        some = np.random.default_rng(seed).permutation(test)[:SOME]
        found = permutation_importance(
            model, x[some], y[some], scoring="roc_auc", n_repeats=1, random_state=seed
        )
        order = np.argsort(-found.importances_mean)[:best]
        named = tuple(f"{shared[i]} {found.importances_mean[i]:.3f}" for i in order)
    return Told(auc, _se(auc, len(real), len(simulated)), len(real), named)


def _model(seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.1, max_leaf_nodes=15, min_samples_leaf=40, random_state=seed
    )


def _se(auc: float, n: int, m: int) -> float:
    one, two = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    var = auc * (1 - auc) + (n - 1) * (one - auc**2) + (m - 1) * (two - auc**2)
    return float(np.sqrt(var / (n * m)))
