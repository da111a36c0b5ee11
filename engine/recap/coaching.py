"""What the coaches did in a game, in plain words: who was missing, foul trouble, the bench at the
end."""

from engine.domain import players as pl
from engine.recap import scorer as sc
from engine.recap.game_recap import Recap
from engine.recap.play_by_play import clock, period_name

REGULARS = 5  # men with the most minutes of the season: nobody else is missed or talked about
MOST = 6  # sentences
COUNT = ("no", "one", "two", "three", "four", "five")
FOULS = (sc.FOULED, sc.SHOOTING_FOUL, sc.CHARGED, sc.TECHNICAL_FOUL)


def coaching(game: Recap) -> list[str]:
    """At most ``MOST`` sentences, in the order of the game; none without player data."""
    told = [
        (-1.0, f"{', '.join(names)} did not play for {game.team[side]}.")
        for side in (0, 1)
        if (names := _missing(game, side))
    ]
    for side in (0, 1):
        told += _trouble(game, side)
        if game.event_log.cleared[side] >= 0.0:
            elapsed = game.event_log.cleared[side]
            when = _when(game, elapsed)
            told.append((elapsed, f"{game.team[side]} has its bench in {when}."))
    return [text for _, text in sorted(told + _fouled_out(game))][:MOST]


def _missing(game: Recap, side: int) -> list[str]:
    """Regulars who were not there."""
    log = game.event_log
    seconds = log.seconds[side]
    return [log.name(side, i) for i in range(min(REGULARS, len(seconds))) if seconds[i] == 0.0]


def _trouble(game: Recap, side: int) -> list[tuple[float, str]]:
    """Regulars who sat down in foul trouble: the last time of each."""
    last = {change.player: change for change in game.event_log.sat[side]}
    return [
        (
            change.elapsed,
            f"{game.event_log.name(side, change.player)} ({game.team[side]}) sits down with "
            f"{COUNT[min(change.fouls, 5)]} fouls {_when(game, change.elapsed)}.",
        )
        for change in last.values()
        if change.player < REGULARS and change.fouls < pl.FOULS_OUT
    ]


def _fouled_out(game: Recap) -> list[tuple[float, str]]:
    count: dict[tuple[int, int], int] = {}
    told = []
    rules = game.replay.rules
    for e in game.event_log.event:
        if e.event not in FOULS or e.player == sc.TEAM:
            continue
        who = e.side, e.player
        count[who] = count.get(who, 0) + 1
        if count[who] == pl.FOULS_OUT:
            regular = min(e.period, rules.periods) * rules.seconds
            extra = max(e.period - rules.periods, 0) * rules.overtime
            elapsed = regular + extra - e.left
            name = game.event_log.name(*who)
            told.append(
                (elapsed, f"{name} ({game.team[e.side]}) fouls out {_when(game, elapsed)}.")
            )
    return told


def _when(game: Recap, elapsed: float) -> str:
    """``with 07:30 left in the 2nd half``."""
    rules = game.replay.rules
    regulation = rules.periods * rules.seconds
    over = max(elapsed - regulation, 0.0)
    if over > 0.0:
        period = rules.periods + 1 + int(over // rules.overtime)
        left = (period - rules.periods) * rules.overtime - over
    else:
        period = min(1 + int(elapsed // rules.seconds), rules.periods)
        left = period * rules.seconds - elapsed
    name = period_name(period, rules)
    return f"with {clock(left)} left in {'the ' if period <= rules.periods else ''}{name.lower()}"
