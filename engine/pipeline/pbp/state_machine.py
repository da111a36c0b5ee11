"""From events to plays: a state machine that knows who has the ball.

A *play* starts when a team has the ball (a new possession, an offensive rebound, or a foul that
leaves it the ball) and ends with a turnover, a foul, a shot with all that follows from it, or the
period. Within one second the file's order is often wrong (a put-back before its rebound, a steal
before its turnover), so of one second's events the machine always takes the first that *fits* the
state; when none fits, something was not recorded: the play is marked unclean and the state mended.
"""

from collections import Counter
from dataclasses import dataclass

from engine.pipeline.pbp.events import Event, Foul, Kind, Period
from engine.pipeline.pbp.play import Play

# Clock under which a foul by the trailing defense is taken for intentional, seconds.
INTENTIONAL_LEFT = 90
# A rebound, a foul or a free throw is at times stamped some seconds after what followed it.
LATE = 4
LATE_KINDS = (Kind.OFF_REB, Kind.DEF_REB, Kind.FREE_THROW, Kind.FOUL)


@dataclass(slots=True)
class Trip:
    """Free throws still to come for ``side``; afterwards the shooter keeps the ball or not."""

    side: int
    taken: int = 0
    keeps: bool = False


class Machine:
    """Plays the events of one game, period by period, and collects its plays."""

    def __init__(self, game: str) -> None:
        self.game = game
        self.plays: list[Play] = []
        self.mended: Counter[str] = Counter()
        self.score = [0, 0]
        self.fouls = [0, 0]
        self.play = Play(game, 1, -1, 0, "period_start")
        self.loose = False  # a missed last shot or free throw waits for its rebound
        self.trip: Trip | None = None
        self.technical = [0, 0]  # technical free throws still to come, by shooter
        self.own_foul = 0  # fouls of the defense that belong to the open play itself
        self.coming: list[Event] = []  # this period's events after the present second

    # One period ------------------------------------------------------------------------------

    def run(self, period: Period) -> None:
        """Play one period (in order: the overtime carries the second half's fouls)."""
        if period.number <= 2:
            self.fouls = [0, 0]
        length = 1200 if period.number <= 2 else 300
        self.loose, self.trip, self.technical, self.own_foul = False, None, [0, 0], 0
        self.play = Play(self.game, period.number, -1, length, "period_start")
        self.coming = list(period.events)
        while self.coming:
            left, size = self.coming[0].left, 1
            while size < len(self.coming) and self.coming[size].left == left:
                size += 1
            now, self.coming = self.coming[:size], self.coming[size:]
            self._second(without_noise(now))
        self._end_period()

    def _second(self, waiting: list[Event]) -> None:
        """Take one second's events in an order that makes sense."""
        while waiting:
            event = next((e for e in waiting if self._fits(e)), None)
            if event is None and (late := self._late(waiting[0].left)) is not None:
                self._take(late, waiting)
                continue
            event = event or self._least_bad(waiting)
            waiting.remove(event)
            self._take(event, waiting)

    def _late(self, left: int) -> Event | None:
        """The rebound, foul or free throw missing here that was written down seconds later."""
        for at, event in enumerate(self.coming):
            if event.left < left - LATE:
                break
            if event.kind in LATE_KINDS and self._fits(event):
                return self.coming.pop(at)._replace(left=left)
        return None

    def _least_bad(self, waiting: list[Event]) -> Event:
        """Nothing fits: a dead-ball rebound if one is due, else the first that is none."""
        due = self.loose
        return next((e for e in waiting if (e.kind == Kind.DEAD_REB) == due), waiting[0])

    def _fits(self, event: Event) -> bool:
        kind, side, ball = event.kind, event.side, self.play.side
        if kind == Kind.FREE_THROW:
            trip = self.trip
            if trip is not None and trip.side == side and event.nth == trip.taken + 1:
                return True
            return self.technical[side] > 0
        if kind in (Kind.OFF_REB, Kind.DEF_REB):
            return self.loose and (ball == side) == (kind == Kind.OFF_REB)
        if kind in (Kind.SHOT, Kind.TURNOVER):
            return not self._busy() and ball in (side, -1)
        if kind == Kind.FOUL:
            return self._foul_fits(event)
        return kind == Kind.JUMP  # a dead-ball rebound and a steal are never first choice

    def _foul_fits(self, event: Event) -> bool:
        if event.foul in (Foul.TECHNICAL, Foul.ADMINISTRATIVE, Foul.DOUBLE, Foul.NONE):
            return True
        if self._busy():
            return False
        if event.foul == Foul.OFFENSIVE and event.value == 0:
            return self.play.side in (event.side, -1)
        if event.foul == Foul.SHOOTING and event.value == 1:
            return self._and_one(event) is not None
        return self.play.side in (1 - event.side, -1)

    def _busy(self) -> bool:
        return self.loose or self.trip is not None

    def _and_one(self, event: Event) -> Play | None:
        """The made shot that this shooting foul goes with."""
        last = self.plays[-1] if self.plays else None
        if last is None or last.outcome not in ("two_made", "three_made"):
            return None
        return last if last.side == 1 - event.side and last.end_left - event.left <= 2 else None

    def _take(self, event: Event, waiting: list[Event]) -> None:
        kind = event.kind
        if kind == Kind.SHOT:
            self._shot(event)
        elif kind == Kind.FREE_THROW:
            self._free_throw(event)
        elif kind in (Kind.OFF_REB, Kind.DEF_REB):
            self._rebound(event)
        elif kind == Kind.TURNOVER:
            self._turnover(event, waiting)
        elif kind == Kind.FOUL:
            self._foul(event, waiting)
        elif kind == Kind.JUMP and self.play.side < 0:
            self.play.side = event.side
        elif kind == Kind.DEAD_REB and self.loose and self.trip is None:
            self._dead_rebound(event)

    # Opening and closing plays -----------------------------------------------------------------

    def _close(self, left: int, next_side: int, start_type: str) -> None:
        """End the play at ``left`` and start the next one."""
        play = self.play
        play.end_left = left
        play.last = next_side != play.side
        self._book(play)
        self.loose, self.trip = False, None
        self.play = Play(self.game, play.period, next_side, left, start_type)

    def _book(self, play: Play) -> None:
        play.lead = self.score[play.side] - self.score[1 - play.side]
        play.team_fouls_def = self.fouls[1 - play.side] - self.own_foul
        self.score[play.side] += play.points
        self.plays.append(play)
        self.own_foul = 0

    def _reopen(self) -> None:
        """Take the last booked play up again (a foul on a made shot)."""
        self.play = self.plays.pop()
        self.own_foul = 1
        self.score[self.play.side] -= self.play.points

    def _mend(self, what: str, side: int, left: int) -> None:
        """Something was not recorded: give ``side`` the ball at ``left`` all the same."""
        self.mended[what] += 1
        play = self.play
        if play.side < 0:
            play.side = side
            return
        if self.loose:
            play.by_team = True
            off = play.side == side
            play.rebound = "off" if off else "def"
            self._close(left, side, "off_reb" if off else "def_reb")
            if what == "foul":  # a loose-ball foul says who won the ball
                return
            self.plays[-1].clean = False
        elif self.trip is not None:
            play.clean = False
            self._close(left, side, "kept" if play.side == side else "after_made")
        elif play.side != side:
            play.outcome, play.act_left, play.clean = "other", left, False
            self._close(left, side, "dead_turnover")
        self.play.clean = False

    def _end_period(self) -> None:
        play = self.play
        if play.side < 0:
            return
        if not self._busy():
            if play.start_left == 0:
                return
            play.outcome = "period_end"
        play.last, play.end_left = True, 0
        self._book(play)

    # Events -------------------------------------------------------------------------------------

    def _ready(self, side: int, left: int, what: str) -> None:
        """Make sure that ``side`` has the ball in live play."""
        if self._busy() or self.play.side != side:
            self._mend(what if self.play.side >= 0 else "start", side, left)

    def _shot(self, event: Event) -> None:
        self._ready(event.side, event.left, "shot")
        play = self.play
        name = "two" if event.value == 2 else "three"
        play.outcome = f"{name}_made" if event.made else f"{name}_miss"
        play.act_left = event.left
        play.blocked, play.rim, play.assisted = event.blocked, event.rim, event.assisted
        if event.made:
            play.points = event.value
            self._close(event.left, 1 - event.side, "after_made")
        else:
            self.loose = True

    def _rebound(self, event: Event) -> None:
        off = event.kind == Kind.OFF_REB
        play = self.play
        if not self.loose:
            self.mended["rebound of nothing"] += 1
            if play.side == event.side:
                return
            self._mend("rebound changes side", event.side, event.left)
            return
        if off != (play.side == event.side):
            self.mended["rebound by the wrong side"] += 1
            off = play.side == event.side
        play.rebound, play.by_team = ("off" if off else "def"), event.by_team
        self._close(event.left, event.side, "off_reb" if off else "def_reb")

    def _dead_rebound(self, event: Event) -> None:
        """A dead-ball rebound of a last shot: mostly the buzzer; otherwise a team rebound."""
        if event.left > 0:
            self._rebound(event._replace(
                kind=Kind.OFF_REB if event.side == self.play.side else Kind.DEF_REB, by_team=True
            ))  # fmt: skip

    def _turnover(self, event: Event, waiting: list[Event]) -> None:
        self._ready(event.side, event.left, "turnover")
        stolen = any(e.kind == Kind.STEAL and e.side != event.side for e in waiting)
        play = self.play
        play.act_left = event.left
        play.outcome = "off_foul" if event.offensive else "steal" if stolen else "dead_tov"
        self._close(event.left, 1 - event.side, "steal" if stolen else "dead_turnover")

    def _free_throw(self, event: Event) -> None:
        trip = self.trip
        if trip is not None and trip.side == event.side and event.nth == trip.taken + 1:
            self._trip_throw(event, trip)
        elif self.technical[event.side] > 0:
            self._technical_throw(event)
        elif self._late_bonus(event):
            self._trip_throw(event, self.trip or Trip(event.side))
        else:
            self.mended["free throw out of nowhere"] += 1
            self._technical_throw(event)

    def _trip_throw(self, event: Event, trip: Trip) -> None:
        play = self.play
        play.ft_hits |= event.made << trip.taken
        trip.taken += 1
        play.ft_tried += 1
        play.ft_made += event.made
        play.points += event.made
        if play.outcome == "bonus_1and1" and event.of > 2:
            play.outcome = "bonus_2"
        if event.nth < event.of:
            return
        if trip.keeps:
            self._close(event.left, event.side, "kept")
        elif event.made:
            self._close(event.left, 1 - event.side, "after_made")
        else:
            self.trip, self.loose = None, True

    def _late_bonus(self, event: Event) -> bool:
        """A foul whose text awards nothing was followed by free throws: take it up again."""
        last = self.plays[-1] if self.plays else None
        if self._busy() or event.nth != 1 or last is None:
            return False
        if last.outcome != "floor_foul" or last.side != event.side or last.end_left != event.left:
            return False
        self._reopen()
        self.play.outcome = "bonus_2" if event.of > 1 else "bonus_1and1"
        self.trip = Trip(event.side)
        return True

    def _technical_throw(self, event: Event) -> None:
        """Free throws that belong to no play: a row of their own, without length."""
        self.technical[event.side] -= 1
        row = Play(self.game, self.play.period, event.side, event.left, "technical")
        row.outcome, row.act_left, row.end_left = "other", event.left, event.left
        row.ft_tried, row.ft_made, row.points = 1, int(event.made), int(event.made)
        row.ft_hits = int(event.made)
        self.score[event.side] += row.points
        row.lead = self.score[event.side] - self.score[1 - event.side] - row.points
        row.team_fouls_def = self.fouls[1 - event.side]
        self.plays.append(row)

    def _foul(self, event: Event, waiting: list[Event]) -> None:
        if event.foul == Foul.NONE:
            return
        if event.foul != Foul.ADMINISTRATIVE:
            self.fouls[event.side] += 1
        if event.foul in (Foul.TECHNICAL, Foul.ADMINISTRATIVE):
            self.technical[1 - event.side] += event.value
        elif event.foul == Foul.OFFENSIVE and event.value == 0:
            self._offensive_foul(event, waiting)
        elif event.foul != Foul.DOUBLE:
            self._defensive_foul(event)

    def _offensive_foul(self, event: Event, waiting: list[Event]) -> None:
        """Its turnover usually stands beside it, before or after; else the foul stands for it."""
        is_listed = any(e.kind == Kind.TURNOVER and e.side == event.side for e in waiting)
        if not is_listed and not self._busy() and self.play.side in (event.side, -1):
            self._turnover(event._replace(offensive=True), [])

    def _foul_by_offense(self, event: Event) -> bool:
        """A loose-ball foul by the side that has the ball costs it the ball, like an offensive
        foul; free throws, if any, are then the other side's play."""
        if self._busy() or self.play.side != event.side or event.foul != Foul.FLOOR:
            return False
        self.play.outcome, self.play.act_left = "off_foul", event.left
        self._close(event.left, 1 - event.side, "dead_turnover")
        return event.value == 0

    def _defensive_foul(self, event: Event) -> None:
        offense = 1 - event.side
        made = self._and_one(event) if event.foul == Foul.SHOOTING and event.value <= 1 else None
        if made is not None and not self._busy():
            self._reopen()
            self.play.outcome = self.play.outcome.replace("_made", "_and1")
            self.trip = Trip(offense)
            return
        if self._foul_by_offense(event):
            return
        self._ready(offense, event.left, "foul")
        play = self.play
        self.own_foul = 1
        play.act_left = event.left
        play.outcome = foul_outcome(event)
        ahead = self.score[offense] > self.score[event.side]
        late = play.period >= 2 and event.left <= INTENTIONAL_LEFT
        play.intentional = late and ahead and event.foul == Foul.FLOOR
        if event.value == 0:
            self._close(event.left, offense, "kept")
            return
        self.trip = Trip(offense, keeps=event.foul == Foul.FLAGRANT)


def foul_outcome(event: Event) -> str:
    """The outcome's name for a foul on the side that has the ball."""
    if event.foul == Foul.FLAGRANT:
        return "other"
    if event.value == 0:
        return "floor_foul"
    if event.foul == Foul.SHOOTING and event.value > 1:
        return "three_fouled" if event.value == 3 else "two_fouled"
    return "bonus_1and1" if event.value == 1 else "bonus_2"


def without_noise(events: list[Event]) -> list[Event]:
    """The events less one dead-ball rebound for each missed free throw that was not the last."""
    noise = [e.side for e in events if e.kind == Kind.FREE_THROW and e.nth < e.of and not e.made]
    if not noise:
        return list(events)
    kept = []
    for event in events:
        if event.kind == Kind.DEAD_REB and event.side in noise:
            noise.remove(event.side)
        else:
            kept.append(event)
    return kept
