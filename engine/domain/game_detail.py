"""One pairing in many universes, with both box scores' totals and the lead's way."""

from dataclasses import dataclass, replace

from engine.arrays import F8, I2, Bool
from engine.domain.results import Games

BOX = ("points", "fgm2", "fga2", "fgm3", "fga3", "ftm", "fta", "orb", "drb", "stl", "tov", "pf")


@dataclass(frozen=True, slots=True, eq=False)
class GameDetail:
    """``games``: the same universes as ``run.game`` plays; ``box[U, 2, BOX]``: both sides' totals,
    side 0 is team a; ``lead[U, 40]``: points of a minus points of b at the end of each minute of
    regulation."""

    games: Games
    box: I2
    lead: I2

    def count(self, side: int, name: str) -> F8:
        """count[U] of a column of ``BOX``."""
        return self.box[:, side, BOX.index(name)].astype(float)

    def first(self, universes: int) -> "GameDetail":
        """The run of the first ``universes`` of these."""
        if universes >= len(self.box):
            return self
        games, n = self.games, universes
        return GameDetail(
            Games(
                spec=replace(games.spec, universes=n),
                points=games.points[:, :n],
                half=games.half[:, :n],
                regulation=games.regulation[:, :n],
                possessions=games.possessions[:, :n],
                overtimes=games.overtimes[:n],
                lead_changes=games.lead_changes[:n],
                largest_lead=games.largest_lead[:, :n],
            ),
            self.box[:n],
            self.lead[:n],
        )

    @property
    def a_wins(self) -> Bool:
        """a_wins[U]."""
        return self.games.margin > 0
