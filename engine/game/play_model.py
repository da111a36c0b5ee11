"""How college teams play, measured from play-by-play: all the kernel needs besides the teams.

The embedded table is compact (rates by time bin and lead, play lengths by start type). This module
lays it out as the kernel reads it, with one block of score and clock effects for each phase of a
period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8
from engine.domain.rules import Rules
from engine.game import possession as p

# Time bins of the measured tables (upper edges in seconds left; a bin is above its lower edge).
HALF_END = (8, 20, 35)  # the end of a period that is not the last: bins 0-2
EARLY_BINS = (3, 4, 5)  # such a period to 17:00, to 12:00, the rest
EARLY_EDGES = (1020, 720)
LATE_BINS = (6, 7, 8, 9)  # the last half to 17:00, to 8:00, to 4:00, to 2:00
LATE_EDGES = (1020, 480, 240)
GAME_END = (
    4,
    8,
    12,
    18,
    24,
    30,
    36,
    45,
    55,
    65,
    80,
    95,
    110,
    120,
)  # the end of the game: bins 10-23
N_BINS = 24

GAME_END_BINS = N_BINS - len(GAME_END) + np.arange(len(GAME_END))
LAST_SHOT = 24  # seconds: the side that is behind plays for one shot
LAST_SHOT_BINS = GAME_END_BINS[: GAME_END.index(LAST_SHOT) + 1]
LAST_MINUTE = 55  # seconds: the leader need not shoot, the side behind must
LAST_MINUTE_BINS = GAME_END_BINS[: GAME_END.index(LAST_MINUTE) + 1]

# With at most this many seconds left, every second is a phase of its own: the odds of holding the
# ball until the horn depend on the clock, and play lengths are shares of the time left.
CLOSE = 36
CLOSE_BINS = (*range(len(HALF_END)), *range(N_BINS - len(GAME_END), N_BINS - 7))
# In the last seconds the effects depend on where the ball was won: with the whole floor to go, or
# beyond the half-court line.
RUSH_EDGES = (2, 4, 8, 12)  # upper edges, seconds left
RUSH = {
    p.EFFECT_HORN: "ran_out",
    p.EFFECT_TURNOVER: "turnover",
    p.EFFECT_THREE: "three",
    p.EFFECT_FG2: "fg2",
    p.EFFECT_FG3: "fg3",
}
WIDEST_LENGTH_LEAD = 12  # near the end, play lengths depend on leads up to this
LENGTHS = 64  # equally likely ranges of lengths in a row

# Columns of the effects and the measured log-odds shift behind each factor.
SHIFTS = {
    p.EFFECT_FOUL: "foul",
    p.EFFECT_GIVE: "give",
    p.EFFECT_TURNOVER: "turnover",
    p.EFFECT_THREE: "three",
    p.EFFECT_DRAWN2: "drawn2",
    p.EFFECT_DRAWN3: "drawn3",
    p.EFFECT_FG2: "fg2",
    p.EFFECT_FG3: "fg3",
    p.EFFECT_ORB: "oreb",
    p.EFFECT_FT: "ft",
    p.EFFECT_ORB_FT: "ft_oreb",
}


class Pull(NamedTuple):
    """What the calibration adds to the measured effects of lead and clock, in logits.

    ``strength``: how much harder each point of lead between ``onset`` and ``reach`` makes a field
    goal (of a deficit, easier). In the last LAST_SHOT seconds ``tying``: how much easier a tying
    shot is, a two when 2 behind and a three when 3 behind; ``sought``: how much more those shots
    are preferred to the other kind. ``ahead``: in the last LAST_MINUTE seconds, how much easier a
    field goal is for the side that is ahead, and harder for the side that is behind."""

    strength: float
    onset: float
    reach: float
    tying: float
    sought: float
    ahead: float

    def factors(self, lead: F8) -> F8:
        """What a lead multiplies the odds of a field goal by, at any time of a game."""
        beyond = np.clip(np.abs(lead) - self.onset, 0.0, self.reach - self.onset)
        return np.asarray(np.exp(-self.strength * np.sign(lead) * beyond))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Constants fitted so that simulated games agree with the ratings and with real seasons.

    ``level``, ``gap``, ``tempo``: coefficients of ``matchup.terms``. ``bonus``: of fouls away from
    a shot, the share that gives free throws; of those, the share of one-and-ones. ``pull``: how the
    score pulls back, on top of the measured effects, see ``Pull``. ``day``: standard deviations of
    a game day's tempo (a share) and level (points per possession of both sides). ``style``:
    standard deviations of its style, in logits. ``edge``: logits for a point per possession of one
    side's edge, in the columns of a style and for fouls, then the share left to shooting.
    ``whistle``: by how many logits each foul more makes a side's next foul rarer; and how much of
    that fouls on a shot are, and offensive fouls."""

    level: tuple[float, ...]
    gap: tuple[float, ...]
    tempo: tuple[float, ...]
    bonus: tuple[float, ...]
    pull: tuple[float, ...]
    day: tuple[float, ...]
    style: tuple[float, ...]
    edge: tuple[float, ...]
    whistle: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PlayModel:
    """``base[7, COLUMNS]``: odds of an average play in ordinary time, by start type;
    ``reference_rates[R]``: box-score rates of the same games in the order of ``teams.RATES``, from
    which a team's distance moves the odds; ``is_last_minute[phase]`` and ``is_last_shot[phase]``:
    whether the phase is in the game's last LATE and LAST_SHOT seconds; the rest as in
    ``possession.GameTables``."""

    base: F8
    reference_rates: F8
    shared: F8
    phases: NDArray[np.uint8]
    is_last_minute: NDArray[np.bool_]
    is_last_shot: NDArray[np.bool_]
    effects: F8
    length_row: NDArray[np.int16]
    lengths: NDArray[np.float32]
    buzzer: F8
    digest: str

    def game_tables(self, rules: Rules, calibration: Calibration) -> p.GameTables:
        """The kernel's tables under these rules."""
        pull = Pull(*calibration.pull)
        lead = np.arange(-p.WIDEST, p.WIDEST + 1, dtype=np.float64)
        effects = self.effects.reshape(-1, p.LEADS, p.EFFECTS).copy()
        for column, behind, sign in ((p.EFFECT_FG2, 2, -1.0), (p.EFFECT_FG3, 3, 1.0)):
            effects[..., column] *= pull.factors(lead)
            effects[self.is_last_minute, :, column] *= np.exp(pull.ahead * np.sign(lead))
            tying = effects[self.is_last_shot, p.WIDEST - behind]
            tying[:, column] *= np.exp(pull.tying)
            tying[:, p.EFFECT_THREE] *= np.exp(sign * pull.sought)
            effects[self.is_last_shot, p.WIDEST - behind] = tying
        more = np.arange(-p.WHISTLE, p.WHISTLE + 1)
        made_up = (calibration.day, calibration.style, calibration.edge)
        return p.GameTables(
            rules.row(),
            np.concatenate([self.shared, (0.0, 0.0), *made_up]),
            self.phases,
            effects.reshape(-1, p.EFFECTS),
            self.length_row,
            self.lengths,
            self.buzzer,
            np.exp(more[:, None] * _by_kind_of_foul(calibration.whistle)),
        )


def _by_kind_of_foul(whistle: tuple[float, ...]) -> F8:
    """Logits for each foul that the defense has more, by the columns of ``GameTables.whistle``."""
    strength, on_shots, by_offense = whistle
    return strength * np.array([-1.0, -on_shots, by_offense])


def from_measured_tables(table: Mapping[str, F8], digest: str) -> PlayModel:
    """The play model from its measured tables (see ``engine/data/README.md``)."""
    bins, seconds, far, phases = _phases()
    effects = np.ones((len(bins), p.LEADS, p.EFFECTS))
    for column, name in SHIFTS.items():
        effects[..., column] = np.exp(table[f"shift_{name}"][bins])
    close = np.isin(bins, CLOSE_BINS)
    held = table["base_ran_out"][seconds[close], None] + table["shift_ran_out"][bins[close]]
    effects[..., p.EFFECT_HORN] = 0.0
    effects[close, :, p.EFFECT_HORN] = np.exp(held)
    rushed = seconds <= RUSH_EDGES[-1]
    edge = np.searchsorted(RUSH_EDGES, seconds[rushed])
    for r, column in enumerate(RUSH):
        effects[rushed, :, column] *= np.exp(table["rush"][edge, far[rushed], r])[:, None]
    effects[..., p.EFFECT_SECONDS] = np.where(close[:, None], 0.0, table["pace"][bins])
    effects[..., p.EFFECT_SHARE] = np.where(close, 1.0, 0.0)[:, None]
    length_row, lengths = _lengths(table, bins)
    return PlayModel(
        base=table["base"],
        reference_rates=table["anchor"],
        shared=table["shared"],
        phases=phases,
        is_last_minute=np.isin(bins, LAST_MINUTE_BINS),
        is_last_shot=np.isin(bins, LAST_SHOT_BINS),
        effects=np.ascontiguousarray(effects.reshape(-1, p.EFFECTS)),
        length_row=length_row,
        lengths=lengths,
        buzzer=np.exp(table["late"]),
        digest=digest,
    )


def _phases() -> tuple[I8, I8, I8, NDArray[np.uint8]]:
    """(time bin, second (CLOSE + 1 for all that are not close), far) of each phase, and
    phases[2, 2, 1201]: seconds left -> phase."""
    cell: dict[tuple[int, int, int], int] = {}
    phases = np.zeros((2, 2, 1201), dtype=np.uint8)
    for last, bin_of in enumerate((_early_bin, _late_bin)):
        for far in (0, 1):
            for left in range(1201):
                here = (bin_of(left), min(left, CLOSE + 1), far if left <= RUSH_EDGES[-1] else 0)
                phases[last, far, left] = cell.setdefault(here, len(cell))
    bins, seconds, fars = (np.array(axis) for axis in zip(*cell, strict=True))
    return bins, seconds, fars, phases


def _early_bin(left: int) -> int:
    if left <= HALF_END[-1]:
        return int(np.searchsorted(HALF_END, left))
    return EARLY_BINS[int(np.searchsorted(-np.array(EARLY_EDGES), -left))]


def _late_bin(left: int) -> int:
    if left <= GAME_END[-1]:
        return N_BINS - len(GAME_END) + int(np.searchsorted(GAME_END, left))
    return LATE_BINS[int(np.searchsorted(-np.array(LATE_EDGES), -left))]


def _edges(middle: F8) -> F8:
    """edges[row, LENGTHS + 1] of equally likely ranges from quantiles at the middles of ranges."""
    n = middle.shape[1]
    at, known = np.arange(LENGTHS + 1) / LENGTHS, (np.arange(n) + 0.5) / n
    first = np.maximum(1.5 * middle[:, :1] - 0.5 * middle[:, 1:2], 0.0)
    last = 1.5 * middle[:, -1:] - 0.5 * middle[:, -2:-1]
    value, known = np.concatenate([first, middle, last], axis=1), np.array([0.0, *known, 1.0])
    return np.array([np.interp(at, known, row) for row in value])


def _lengths(table: Mapping[str, F8], bins: I8) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """(length_row[phase * LEADS + lead, 8], lengths[row, LENGTHS + 1])."""
    ordinary = table[
        "length_won"
    ]  # [8, LENGTHS]: by start type; the last row: plays stopped by a foul
    near = table["length_end"]  # [3 classes, 3 + 14 bins, leads, quantiles]
    rows, per_class = len(ordinary), near.shape[1] * near.shape[2]
    lengths = np.concatenate([_edges(ordinary), _edges(near.reshape(-1, near.shape[3]))])
    lengths[rows:] = np.minimum(lengths[rows:], np.max(near, axis=-1).reshape(-1, 1))
    lead = np.clip(np.arange(p.LEADS) - p.WIDEST, -WIDEST_LENGTH_LEAD, WIDEST_LENGTH_LEAD)
    end_bin = np.where(bins < len(HALF_END), bins, bins - (N_BINS - near.shape[1]))
    is_end = (bins < len(HALF_END)) | (bins >= N_BINS - len(GAME_END))
    first = rows + end_bin[:, None] * near.shape[2] + lead[None, :] + WIDEST_LENGTH_LEAD
    length_row = np.tile(np.arange(rows), (len(bins), p.LEADS, 1))
    for start_type in range(rows):
        kind = 0 if start_type == p.OFF_REB else (1 if start_type == p.TO_FOUL else 2)
        length_row[is_end, :, start_type] = first[is_end] + kind * per_class
    return length_row.reshape(-1, rows).astype(np.int16), lengths.astype(np.float32)
