"""Some real games as a table of integers; run as a script it prints them (with NUMBA_DISABLE_JIT=1:
played by ordinary Python)."""

import json
import sys

import numpy as np

from engine import run
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from engine.domain.venue import Venue

# Michigan and Connecticut, Siena and Duke, two times of Kentucky; women in quarters and in halves.
PAIRINGS: tuple[tuple[League, Side, Side, Venue], ...] = (
    ("men", Side(2026, 1276), Side(2026, 1163), Venue.NEUTRAL),
    ("men", Side(2026, 1373), Side(2026, 1181), Venue.B),
    ("men", Side(2015, 1246), Side(2026, 1246), Venue.A),
    ("women", Side(2026, 3163), Side(2026, 3417), Venue.NEUTRAL),
    ("women", Side(2024, 3376), Side(2024, 3234), Venue.A),
    ("women", Side(2012, 3124), Side(2012, 3323), Venue.B),
)
EACH = 12


def table() -> list[list[list[int]]]:
    """[pairing][figure][universe]: everything that is kept of a game."""
    out = []
    for league, a, b, venue in PAIRINGS:
        g = run.game(GameSpec(league, a, b, venue, EACH, 2026))
        rows = (*g.points, *g.half, *g.regulation, *g.possessions, g.overtimes, g.lead_changes)
        out.append(np.stack([*rows, *g.largest_lead]).tolist())
    return out


if __name__ == "__main__":
    json.dump(table(), sys.stdout)
