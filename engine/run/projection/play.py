"""The rest of a season, the selection and the tournament, in every universe.

A universe's teams keep their strengths from today to the title game. Each game that is left, each
conference tournament and each bracket is played by the kernel at its own address; the field, its
lines and its bracket follow from the results (``engine.projection``).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine import store
from engine.arrays import F8, I2, I4, I8, Bool
from engine.bracket.win_curve import averaged
from engine.compute.process_pool import WorkerPool
from engine.domain.field import Field
from engine.domain.seeding import Seeded, field_from_seeds
from engine.domain.teams import League, TeamTable
from engine.domain.venue import Venue, venues_of_host
from engine.game.chosen_games import play_each
from engine.game.matchup import (
    TeamStrengths,
    expected,
    league_context,
    margin_se,
    team_strengths,
)
from engine.projection import conference_tournament, placement, selection
from engine.projection.conference_tournament import Format
from engine.projection.season import SeasonGames, bubble_wins, knocked_out, standings, wins
from engine.ratings.constants import SHRINKAGE
from engine.ratings.model import RandomWalkPrior
from engine.run.prepare import Chunk, KernelInputs, kernel_inputs, part_of
from engine.run.win_matrix import season_curve
from engine.store import snapshots

UNIVERSES = 1000
GAMES_PER_CHUNK = 25_000
TEAMS = 76

Progress = Callable[[str], None]
Ladder = list[list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class ProjectionSpec:
    """A projection of a season in many universes. ``source``: the digest of its ratings; ``days``:
    from them to Selection Sunday, in which strengths go on drifting (``ratings.model``)."""

    league: League
    season: int
    universes: int = UNIVERSES
    random_seed: int = 2026
    source: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """What came of U universes for T teams.

    ``in_field[U, T]``, ``automatic[U, T]``: in the field, and with its conference's bid;
    ``line[U, T]``: 1-16, 0 outside; ``reached[U, T]``: how far it came: 0 not to the round of 64,
    1 to it, 2 to the round of 32 … 7 the title; ``won[U, N]``: whether team a won each game of the
    season."""

    spec: ProjectionSpec
    team_id: I8
    in_field: Bool
    automatic: Bool
    line: I8
    reached: I8
    won: Bool


class _Games:
    """Plays chosen games of a season in chosen universes.

    A team's strength is its rating and the universe's share of the rating's error. The error grows
    with the days ahead, so a team that a universe made better than its rating goes on rising."""

    def __init__(self, table: TeamTable, spec: ProjectionSpec, pool: WorkerPool | None) -> None:
        self._table, self._spec, self._pool = table, spec, pool
        self._strengths = team_strengths(table, np.arange(len(table.team_id)))
        walk = SHRINKAGE[spec.league]["net"]
        assert isinstance(walk, RandomWalkPrior)
        self._drift = walk.drift / 100.0  # points per possession and root of a day

    def _after(self, days: float) -> TeamStrengths:
        net_se = np.sqrt(self._strengths.net_se**2 + self._drift**2 * days)
        return replace(self._strengths, net_se=net_se)

    def won(self, a: I8, b: I8, venue: I8, universe: I8, days: float) -> Bool:
        """won[N]: whether row a[i] beats row b[i] at venue[i] (seen from a) in that universe, that
        many days after the ratings."""
        turned = self._table.team_id[a] > self._table.team_id[b]  # an address names the lower id
        first, second = np.where(turned, b, a), np.where(turned, a, b)
        venue = np.where(turned, SWAPPED[venue], venue)
        teams = len(self._table.team_id)
        pair, which = np.unique(first * teams + second, return_inverse=True)
        inputs = kernel_inputs(
            self._after(days), self._table.base, pair // teams, pair % teams, True
        )
        order = np.argsort(which, kind="stable")  # a task takes along few pairings
        columns = [np.ascontiguousarray(x[order], dtype=np.int32) for x in (which, venue, universe)]
        chunks = list(_tasks(self._spec.random_seed, inputs, *columns))
        won = np.zeros(len(a), dtype=np.bool_)
        if chunks:
            points = np.concatenate(self._played(chunks))
            won[order] = points[:, 0] > points[:, 1]
        return np.asarray(won != turned)

    def all_won(self, a: I8, b: I8, venue: I8, universe: I8, days: float) -> Bool:
        """The same of games in rows and columns: won[G, U]."""
        flat = self.won(a.ravel(), b.ravel(), venue.ravel(), universe.ravel(), days)
        return flat.reshape(a.shape)

    def _played(self, chunks: list[Chunk]) -> list[I2]:
        if self._pool is None:
            return [play_each(*chunk) for chunk in chunks]
        return self._pool.submit(object(), play_each, chunks).result()


def _tasks(
    random_seed: int, inputs: KernelInputs, which: I4, venue: I4, universe: I4
) -> Iterator[Chunk]:
    """Tasks of ``play_each``, each with the pairings it needs; ``which[N]`` ascending."""
    teams, game_tables = tuple(inputs.teams), tuple(inputs.game_tables)
    for i in range(0, len(which), GAMES_PER_CHUNK):
        some = slice(i, i + GAMES_PER_CHUNK)
        first = int(which[some][0])
        part = part_of(inputs.pairings, slice(first, int(which[some][-1]) + 1))
        yield (
            random_seed, teams, part, game_tables,
            which[some] - np.int32(first), venue[some], universe[some],
        )  # fmt: skip


SWAPPED = np.array([venue.swapped for venue in Venue], dtype=np.int64)


def load_selection(league: League) -> selection.Selection:
    """How the committee of a league chooses; DamagedData."""
    rows = store.frame("selection", league)
    value = dict(zip(rows["name"], rows["value"], strict=True))
    return selection.Selection(value["wab_weight"], value["noise"])


def load_formats(
    league: League, conference: Sequence[str], before: Sequence[str]
) -> dict[str, Format]:
    """Each conference's format: that which most of its members played last season.

    ``conference[T]`` now, ``before[T]`` last season, "" for a newcomer. DamagedData."""
    rows = store.frame("conference_formats", league)
    known = {
        str(name): Format(tuple(map(int, str(entering).split(","))), bool(at_home))
        for name, entering, at_home in zip(
            rows["conference"], rows["entering"], rows["at_home"], strict=True
        )
    }
    usual = Format((), False)
    by_name: dict[str, Format] = {}
    for name in sorted({*conference} - {""}):
        old = Counter(o for n, o in zip(conference, before, strict=True) if n == name and o)
        by_name[name] = known.get(old.most_common(1)[0][0], usual) if old else usual
    return by_name


def bubble_odds(table: TeamTable) -> F8:
    """odds[3, T]: the probability that the bubble team (``selection.BUBBLE_RANK``) beats each team
    on a neutral floor, at home and away."""
    rank = np.argsort(table.def_eff - table.off_eff, kind="stable")
    rows = np.arange(len(rank))
    strengths, context = team_strengths(table, rows), league_context(table.base)
    bubble = np.full(len(rank), rank[selection.BUBBLE_RANK - 1])
    curve = season_curve(table.base)
    out = []
    for sign in (0.0, 1.0, -1.0):
        a, b, pace = expected(strengths, context, bubble, rows, np.full(len(rank), sign))
        spread = margin_se(strengths, context, bubble, rows)
        out.append(averaged(curve, a - b, a + b, pace, spread))
    return np.stack(out)


def project(
    spec: ProjectionSpec,
    table: TeamTable,
    games: SeasonGames,
    formats: Mapping[str, Format],
    pool: WorkerPool | None = None,
    progress: Progress = lambda text: None,
) -> Projection:
    """Play a season to its end. ``games``: rows of ``table``; ``formats``: of the tournament of
    each conference that has a bid. Once a conference's tournament has begun, those who have not
    lost there play on by the usual ladder, and one team left is the champion."""
    play = _Games(table, spec, pool)
    field = _select(play, spec, table, games, formats, TEAMS, progress)
    progress("the brackets")
    universe = np.arange(spec.universes)
    line, reached = _brackets(
        play, spec, table, field.score, field.chosen, field.automatic, universe
    )
    team_id = table.team_id.astype(np.int64)
    return Projection(spec, team_id, field.chosen, field.automatic, line, reached, field.won)


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """Every universe's field. ``score[U, T]`` as the committee sees it, ``chosen[U, T]``,
    ``automatic[U, T]``, ``won[U, N]`` as in ``Projection``."""

    score: F8
    chosen: Bool
    automatic: Bool
    won: Bool


def select(
    spec: ProjectionSpec,
    table: TeamTable,
    games: SeasonGames,
    formats: Mapping[str, Format],
    places: int,
    pool: WorkerPool | None = None,
) -> Selected:
    """The same up to the field, of ``places`` teams."""
    play = _Games(table, spec, pool)
    return _select(play, spec, table, games, formats, places, lambda text: None)


def _select(
    play: _Games,
    spec: ProjectionSpec,
    table: TeamTable,
    games: SeasonGames,
    formats: Mapping[str, Format],
    places: int,
    progress: Progress,
) -> Selected:
    teams, universe = len(table.team_id), np.arange(spec.universes)
    progress("the games that are left")
    won = _season(play, games, universe, spec.days)
    names = sorted(formats)
    members = [np.flatnonzero(np.array(table.conference) == name) for name in names]
    tie_break = np.random.default_rng(spec.random_seed).uniform(0, 1e-3, (spec.universes, teams))
    order = standings(games, won, members, tie_break)
    progress("the conference tournaments")
    bubble = bubble_odds(table)
    shapes = [formats[name] for name in names]
    out = knocked_out(games, won, teams)
    order = [_still_in(one, out) for one in order]
    under_way = [bool(out[:, rows].any()) for rows in members]
    champion, extra_wins, extra_expected = _tournaments(
        play, order, [_ladder(*of) for of in zip(shapes, order, under_way, strict=True)],
        [shape.at_home for shape in shapes], bubble, universe, spec.days,
    )  # fmt: skip
    automatic = np.zeros((spec.universes, teams), dtype=np.bool_)
    np.put_along_axis(automatic, champion, True, axis=1)
    wab = wins(games, won, teams) - bubble_wins(games, bubble, teams)
    wab = wab + extra_wins - extra_expected
    model = load_selection(spec.league)
    noise = np.random.default_rng(spec.random_seed + 1).normal(0, model.noise, wab.shape)
    score = selection.scores(wab, table.off_eff - table.def_eff, model.wab_weight) + noise
    chosen = selection.at_large(score, automatic, places - len(names)) | automatic
    return Selected(score, chosen, automatic, won)


def _season(play: _Games, games: SeasonGames, universe: I8, days: int) -> Bool:
    """won[U, N]: the games played as they were, the others in each universe, on average half of the
    ``days`` ahead."""
    won = np.repeat((games.won == 1)[None], len(universe), axis=0)
    left = games.left
    each = (np.tile(part[left], len(universe)) for part in (games.a, games.b, games.venue))
    a, b, venue = each
    again = play.won(a, b, venue, np.repeat(universe, len(left)), days / 2)
    won[:, left] = again.reshape(len(universe), -1)
    return won


def _still_in(order: I8, out: Bool) -> I8:
    """The standings ``order[U, M]`` without the teams that are out: as many everywhere."""
    return order[~np.take_along_axis(out, order, axis=1)].reshape(len(order), -1)


def _ladder(shape: Format, order: I8, under_way: bool) -> Ladder:
    teams = order.shape[1]
    if 1 in (teams, shape.teams):
        return []  # its champion is known, or is the best of the regular season
    if under_way or not shape.entering:
        return conference_tournament.rounds(conference_tournament.usual_entering(teams))
    entering = conference_tournament.for_teams(shape.entering, min(shape.teams, teams))
    return conference_tournament.rounds(entering)


def _tournaments(
    play: _Games,
    order: Sequence[I8],
    ladders: Sequence[Ladder],
    at_home: Sequence[bool],
    bubble: F8,
    universe: I8,
    days: int,
) -> tuple[I8, F8, F8]:
    """(champion[U, C], wins[U, T] there, and the wins[U, T] that a bubble team would expect)."""
    winner: list[list[I8]] = [[] for _ in order]
    won, expected_ = (np.zeros((len(universe), bubble.shape[1])) for _ in range(2))
    for round_ in range(max(map(len, ladders), default=0)):
        now = [
            (c, _side(order[c], winner[c], strong), _side(order[c], winner[c], weak))
            for c, ladder in enumerate(ladders)
            if round_ < len(ladder)
            for strong, weak in ladder[round_]
        ]
        a, b = np.stack([game[1] for game in now]), np.stack([game[2] for game in now])
        hosted = np.array([at_home[c] for c, _, _ in now])
        venue = np.where(hosted, int(Venue.A), int(Venue.NEUTRAL))[:, None] + np.zeros_like(a)
        each = np.broadcast_to(universe, a.shape)
        a_won = play.all_won(a, b, venue, each, days)
        for side, other, beat in ((a, b, a_won), (b, a, ~a_won)):
            np.add.at(won, (each, side), beat)
            np.add.at(expected_, (each, side), bubble[0, other])
        for i, (c, _, _) in enumerate(now):
            winner[c].append(np.where(a_won[i], a[i], b[i]))
    champion = [w[-1] if w else o[:, 0] for w, o in zip(winner, order, strict=True)]
    return np.stack(champion, axis=1), won, expected_


def _side(order: I8, winner: Sequence[I8], side: int) -> I8:
    return winner[-side - 1] if side < 0 else np.asarray(order[:, side])


# --- The field and its bracket --------------------------------------------------------------------


def seeded_rows(score: F8, chosen: Bool, automatic: Bool, conference: I8) -> dict[str, list[int]]:
    """Place (``W01``) -> its team, or the two teams that play for it, as rows, of one universe."""
    rows = np.flatnonzero(chosen)
    line = selection.lines(score[rows], automatic[rows])
    curve = np.lexsort((-score[rows], line))
    place = placement.places(line[curve].tolist(), conference[rows][curve].tolist())
    out: dict[str, list[int]] = {}
    for (region, n), row in zip(place, rows[curve].tolist(), strict=True):
        out.setdefault(f"{region}{n:02d}", []).append(row)
    return out


def field_of(spec: ProjectionSpec, table: TeamTable, seeds: Mapping[str, Sequence[int]]) -> Field:
    """The field of one universe, to be drawn or played."""
    seeded = [
        Seeded(place[0], int(place[1:]), *(int(table.team_id[row]) for row in rows))
        for place, rows in seeds.items()
    ]
    return field_from_seeds(spec.league, spec.season, seeded, snapshots.PROJECTED_REGIONS)


def _brackets(
    play: _Games,
    spec: ProjectionSpec,
    table: TeamTable,
    score: F8,
    chosen: Bool,
    automatic: Bool,
    universe: I8,
) -> tuple[I8, I8]:
    """(line[U, T], reached[U, T]): every universe's own bracket, played to the title."""
    _, conference = np.unique(np.array(table.conference), return_inverse=True)
    line, reached = (np.zeros(chosen.shape, dtype=np.int64) for _ in range(2))
    entrant, field = [], None
    for u in universe.tolist():
        seeds = seeded_rows(score[u], chosen[u], automatic[u], conference)
        for place, rows in seeds.items():
            line[u, rows] = int(place[1:])
            reached[u, rows] = len(rows) == 1  # two teams play for a place first
        field = field or field_of(spec, table, seeds)  # the tree is the same in every universe
        entrant.append([row for place in sorted(seeds) for row in seeds[place]])
    assert field is not None
    who = np.array(entrant).T  # [E, U]
    winner = np.zeros((len(field.slot), len(universe)), dtype=np.int64)  # rows of the table
    at_home = np.concatenate([who, np.full((1, len(universe)), -1)])  # the last one: nobody
    for round_ in range(7):
        slots = np.flatnonzero(field.round == round_)
        sides = [field.arriving(winner, s, who) for s in slots.tolist()]
        a, b = (np.stack([np.asarray(pair[i]) for pair in sides]) for i in (0, 1))
        venue = venues_of_host(at_home[field.host[slots]], a, b)
        each = np.broadcast_to(universe, a.shape)
        a_won = play.all_won(a, b, venue, each, spec.days)
        winner[slots] = np.where(a_won, a, b)
        np.maximum.at(reached, (each, winner[slots]), round_ + 1)
    return line, reached
