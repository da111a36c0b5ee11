"""A tournament that was played, as ESPN lists its games and the NCAA its bracket, day by day."""

from typing import Any

from engine import store
from engine.domain.teams import League
from tests.feed import shapes

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


def ncaa_bracket(league: League, season: int, shown_as: int) -> Any:
    """The NCAA's bracket of an embedded field, before its first game, under another year."""
    field = store.load_field(league, season)
    table = store.load_teams(league, season)
    names = [table.name[table.row(int(team))] for team in field.team_id]
    return shapes.bracket(dict(zip(field.seed, names, strict=True)), field.region, league, shown_as)
