"""A tournament that was played, as ESPN lists its games and the NCAA its bracket, day by day."""

from dataclasses import dataclass, field, replace
from typing import Any

from engine import store
from engine.domain.field import RealGame
from engine.domain.teams import League
from tests.feed import shapes
from tests.feed.fake_espn import World

PLACES = "WXYZ"


def headline(league: League, region: str, round_: str) -> str:
    """What ESPN writes over a game of the tournament."""
    return f"NCAA {league.capitalize()}'s Basketball Championship - {region} - {round_}"


def first_games(
    league: League = "men",
    season: int = 2026,
    day: str = "2026-03-19",
    region: str = "{} Region",
    play_in: str = "Opening Round",
) -> list[dict[str, Any]]:
    """The games that ESPN lists once a field is known: the play-in, and the first round, where an
    unknown team stands for the winner of a play-in."""
    field = store.load_field(league, season)
    espn_id = store.espn_teams(league, season).set_index("team_id")["espn_id"]
    team = dict(zip(field.seed, field.team_id.tolist(), strict=True))
    pairs = [(s, f"{s[:3]}b", play_in) for s in field.seed if s.endswith("a")]
    pairs += [
        (f"{w}{line:02d}", f"{w}{17 - line:02d}", "1st Round")
        for w in PLACES
        for line in range(1, 9)
    ]
    return [
        shapes.event(
            900 + n,
            *(int(espn_id[team[seed]]) if seed in team else -1 for seed in (first, second)),
            day=day,
            league=league,
            headline=headline(league, region.format(field.region[first[0]]), round_),
            ranks=(int(first[1:3]), int(second[1:3])),
            neutral=league == "men",
        )
        for n, (first, second, round_) in enumerate(pairs)
    ]


def standins(league: League, of: int) -> dict[int, int]:
    """Who plays for a team of that field that has left Division I by ``SEASON``."""
    field, teams = store.load_field(league, of), store.load_teams(league, SEASON)
    gone = sorted({*field.team_id.tolist()} - {*teams.team_id.tolist()})
    free = sorted({*teams.team_id.tolist()} - {*field.team_id.tolist()})
    return dict(zip(gone, free, strict=False))


def ncaa_bracket(league: League, of: int, standin: dict[int, int]) -> Any:
    """The NCAA's bracket of an embedded field, before its first game, as that of 2026."""
    field = store.load_field(league, of)
    table = store.load_teams(league, SEASON)
    ids = [standin.get(team, team) for team in field.team_id.tolist()]
    names = [table.name[table.row(team)] for team in ids]
    named = dict(zip(field.seed, names, strict=True))
    return shapes.bracket(named, field.region, league, SEASON)


# --- Day by day ----------------------------------------------------------------------------------

SEASON, ANNOUNCED = 2026, "2026-03-15"
DAYS = ("2026-03-17", "2026-03-19", "2026-03-21", "2026-03-26", "2026-03-28", "2026-04-04")
DAYS += ("2026-04-06",)  # one a round
MORNINGS = ("2026-03-16", *(f"{day[:8]}{int(day[8:]) + 1:02}" for day in DAYS))
ROUNDS = ("First Four", "1st Round", "2nd Round", "Sweet 16", "Elite 8", "Final Four")


@dataclass
class Tournament(World):
    """The tournament of ``of`` as if it were that of 2026: on the morning of ``today`` the games of
    earlier days are over, those of the next round are listed, and later pairings do not exist."""

    league: League = "men"
    of: int = SEASON
    today: str = ANNOUNCED
    standin: dict[int, int] = field(default_factory=dict)  # who plays for a school that has left

    def answer(self, league: str, what: str, query: dict[str, str]) -> Any:
        """As ESPN and the NCAA stand on that morning."""
        if what == "scoreboard":
            digits = query["dates"]
            day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            if day in DAYS:
                listed = self.round(DAYS.index(day)) if self.is_listed(day) else []
                return shapes.scoreboard(listed, league, self.season)
        return super().answer(league, what, query)

    def is_listed(self, day: str) -> bool:
        """Whether a round's pairings are known: the play-in from the start, the others once the
        round before is over."""
        first = DAYS.index(day)
        return first == 0 or self.today > DAYS[first - 1]

    def results(self) -> list[RealGame]:
        """The games as they were played, between teams of 2026."""
        return [
            replace(
                game,
                winner_id=self.standin.get(game.winner_id, game.winner_id),
                loser_id=self.standin.get(game.loser_id, game.loser_id),
            )
            for game in store.load_results(self.league, self.of)
        ]

    def over(self) -> list[RealGame]:
        """Those of the days before ``today``."""
        return [game for game in self.results() if DAYS[_round(game)] < self.today]

    def round(self, number: int) -> list[dict[str, Any]]:
        """ESPN's events of a round."""
        teams = store.espn_teams(self.league, SEASON).set_index("team_id")["espn_id"]
        day, known = DAYS[number], store.load_field(self.league, self.of)
        seeded = zip(known.seed, known.team_id.tolist(), strict=True)
        line = {self.standin.get(team, team): seed for seed, team in seeded}
        games = [game for game in self.results() if _round(game) == number]
        return [
            self._event(game, 7000 + 100 * number + n, day, line, teams)
            for n, game in enumerate(games)
        ]

    def _event(
        self, game: RealGame, number: int, day: str, line: Any, teams: Any
    ) -> dict[str, Any]:
        over, played = day < self.today, game.winner_points > 0
        seeds = [line[team] for team in (game.winner_id, game.loser_id)]
        known = store.load_field(self.league, self.of)
        name = known.region[seeds[0][0]] + " Region"
        round_ = _round(game)
        words = f"{name} - {ROUNDS[round_]}" if round_ < 5 else "National Championship"
        return shapes.event(
            number,
            int(teams[game.winner_id]),
            int(teams[game.loser_id]),
            (game.winner_points, game.loser_points) if over and played else None,
            status="CANCELED" if over and not played else None,
            day=day,
            league=self.league,
            overtimes=game.overtimes if over else 0,
            headline=f"NCAA {self.league.capitalize()}'s Basketball Championship - {words}",
            ranks=(int(seeds[0][1:3]), int(seeds[1][1:3])),
            neutral=True,
        )


def _round(game: RealGame) -> int:
    return int(game.slot[1]) if game.slot.startswith("R") else 0
