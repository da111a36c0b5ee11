"""The words of the Method page, with numbers from the engine."""

from collections.abc import Mapping

from engine import store
from engine.domain.specs import DEFAULT_UNIVERSES
from engine.domain.teams import LEAGUES, RATES, League, TeamTable
from engine.tables import upsets

LEDE = (
    "Hardwood plays every game possession by possession, in thousands of universes, "
    "and counts what happens."
)


def possession(teams: TeamTable) -> str:
    """How one possession goes, with the season's own rates."""
    base = teams.base
    share = {name: f"{100 * float(rate):.0f}%" for name, rate in zip(RATES, base.rate, strict=True)}
    return f"""
### One possession, {teams.where} season

A game is about **{base.pace:.0f} possessions a side** in 40 minutes. Each one goes like this:

1. **Turnover?** {share["tov"]} of plays end with the ball lost.
2. **Foul or shot?** {share["trip"]} of the other plays end at the free-throw line, where
   {share["ft"]} of tries go in. Fouls count: the bonus rules of that league and season apply.
3. **Two or three?** {share["three"]} of shots are threes. {share["fg3"]} of threes and
   {share["fg2"]} of twos go in.
4. **Rebound.** After a miss the shooting side gets {share["orb"]} of the balls back and goes again;
   otherwise the other side has the ball.
5. **Clock.** Every play takes time off the game clock, never more than the shot clock leaves. When
   the score is level at the end, overtimes follow until one side wins.

Those are the rates of two average teams. In a real pairing each is moved by what this offense does
and what this defense allows, and by home court ({base.home_edge:.1f} points per 100 possessions
for the home team).
"""


def universes() -> str:
    """What a universe and an error are."""
    return f"""
### Universes

A **universe** is one complete way a tournament could go. In it every team has one true strength,
drawn from its rating and that rating's uncertainty, and every game is played out. A probability
on these pages is a share of universes: a team that wins the title in 2,400 of
{DEFAULT_UNIVERSES:,} has 24%.

**±** is the error of counting that many universes, 95 times out of 100. It does not say
whether the ratings are right. More universes make it smaller: four times as many halve it.

The **rating error** is the other one: where a win probability would be if the difference of the two
teams' strengths were one standard error smaller, or larger, than rated. No number of universes
makes that range narrower. Two times in three the truth should lie inside it. The Accuracy page
shows how good all this has been.

The same **random number** plays the same universes on every machine. It stands under Settings, and
a link to a page keeps it: everyone who opens the link sees the same numbers.
"""


def sources(league: League) -> str:
    """What the ratings are made of, and what they leave out."""
    spans = {of: upsets.season_span(store.seasons(of)) for of in LEAGUES}
    bare = [s for s in store.seasons(league) if not store.load_teams(league, s).base.has_style]
    unknown = (
        f"For {league}'s seasons {upsets.season_span(bare)} there are no box scores of all games: "
        "strength comes from the scores, style (pace, threes, turnovers, rebounds) is the league's "
        "average. "
        if bare
        else ""
    )
    return f"""
### Where the ratings come from

From every Division I game up to Selection Sunday of that season: the box scores, adjusted for
opponent and venue, with the season before as a starting point. Men {spans["men"]}, women
{spans["women"]}. No tournament game enters the rating of its own season, and no other site's
ratings are used.

**Not known:** {unknown}injuries, lineups, travel and form in the last days are in no rating;
a team is rated by its whole season.
"""


def here(facts: Mapping[str, str]) -> str:
    """What runs on this server."""
    lines = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    return f"### This server\n\n{lines}\n"
