"""The conferences and the tournament's field: taken when whole, else it is said why not."""

import json

import pytest

from engine import store
from engine.errors import FeedRefused
from engine.run.season import announcements, current_season, gathering
from engine.run.season.current_season import Today
from engine.run.season.espn_field import espn_field, field_rows
from engine.sources import espn, feeds, payloads
from tests.feed.fake_espn import JSON
from tests.feed.shapes import bracket, event, scoreboard, standings
from tests.feed.tournament import first_games

pytestmark = pytest.mark.usefixtures("quick")

DUKE, NORTH_CAROLINA = 1181, 1314
TUESDAY, MONDAY = "2026-11-10T14:00Z", "2026-11-16T14:00Z"


@pytest.fixture
def short(monkeypatch):
    """A season of few days to ask for."""
    monkeypatch.setattr(current_season, "last_day", lambda season: f"{season - 1}-11-18")


def asked(fake, what):
    return sum(kind == what for _, kind, _ in fake.asked)


# --- Conferences ---------------------------------------------------------------------------------


def moved(**conferences):
    """The standings with some teams in other conferences."""
    known = store.espn_teams("men", 2027)
    names = known["conference"].mask(known["team_id"] == DUKE, conferences["duke"])
    return standings(zip(known["espn_id"], names, strict=True))


def test_a_team_that_moved_is_rated_in_its_new_conference(command, world):
    world.standings["men"] = moved(duke="Big Ten Conference")
    assert command().code == 0
    snapshot = command.snapshot()
    table = snapshot.teams("men")
    assert table.conference[table.row(DUKE)] == "Big Ten Conference"
    assert len(snapshot.conferences) == 365 and snapshot.conferences["conference_id"].gt(0).all()


def test_conferences_are_read_once_a_week_and_stay_between(command, world, fake, short):
    command()
    world.standings["men"] = moved(duke="Big Ten Conference")
    command(now=TUESDAY)  # the first was on a Saturday
    command(now=TUESDAY)
    command(now="2026-11-15T14:00Z")
    assert asked(fake, "standings") == 2
    command(now=MONDAY)
    assert asked(fake, "standings") == 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [({"children": []}, "0 conferences"), ({"name": "NCAA"}, "no conferences"),
     (moved(duke="") | {"children": moved(duke="")["children"][:29]}, "teams are in one")],
    ids=["empty", "without", "cut"],
)  # fmt: skip
def test_standings_that_are_not_whole_change_nothing(command, world, answer, why):
    world.standings["men"] = answer
    done = command()
    assert done.code == 0 and done.complaint == ""
    (note,) = [note for note in done.facts["notes"] if "conferences" in note]
    assert "last season's stay" in note and why in note
    table, snapshot = command.snapshot().teams("men"), command.snapshot()
    assert table.conference[table.row(DUKE)] == "Atlantic Coast Conference"
    assert snapshot.conferences.empty


def test_a_refusal_keeps_the_conferences_of_the_week_before(command, world, fake, short):
    world.standings["men"] = moved(duke="Big Ten Conference")
    command()
    fake.fault = lambda what, query: (403, JSON, b"{}") if what == "standings" else None
    done = command(now=TUESDAY)
    assert done.code == 3 and any("those known stay" in note for note in done.facts["notes"])
    table = command.snapshot().teams("men")
    assert table.conference[table.row(DUKE)] == "Big Ten Conference"


def test_divisions_belong_to_their_conference():
    answer = standings([(1, "One"), (2, "Two")])
    answer["children"][0]["children"] = [{"name": "East", **answer["children"][1]}]
    found, problems = espn.conferences(answer)
    assert found["conference"].tolist() == ["One", "One"]
    assert problems == ["ESPN's team 2 is in two conferences."]


def test_what_recorded_standings_hold(tmp_path):
    path = tmp_path / "standings.json"
    path.write_text(json.dumps(moved(duke="Big Ten Conference")))
    found = payloads.describe(path, "men", lambda season: frozenset())
    assert found == {"kind": "standings", "conferences": 31, "teams": 365, "problems": []}


# --- The field -----------------------------------------------------------------------------------


class Ncaa:
    """A feed whose bracket is that of 2026, with changes."""

    def __init__(self, **names):
        field = store.load_field("men", 2026)
        self.region = field.region
        teams = store.load_teams("men", 2026)
        name = [teams.name[teams.row(int(team))] for team in field.team_id]
        self.names = dict(zip(field.seed, name, strict=True)) | names
        self.asked = 0

    def bracket(self, league, season):
        self.asked += 1
        named = {seed: name for seed, name in self.names.items() if name}
        answer = bracket(named, self.region, league, season)
        return feeds._bracket(answer, league)


def read(ncaa, day="2026-03-15", games=(), league="men"):
    members = store.espn_teams(league, 2026)
    known = gathering.empty(league, 2026, members)
    known.rows = current_season.with_members(
        espn.scoreboard(scoreboard([*games], league), league).rows, members
    )
    announcements.read_field(known, ncaa, Today(day, 20))
    return known


def test_the_whole_field_is_that_of_the_tables():
    known, field = read(Ncaa()), store.load_field("men", 2026)
    assert known.notes == [] and known.selected["seed"].tolist() == list(field.seed)
    assert set(known.selected["team_id"]) == set(field.team_id.tolist())
    assert known.selected["region_name"].tolist() == [field.region[s[0]] for s in field.seed]


def test_a_field_of_76():
    """As announced for 2027: lines 12 and 16 of each region, 11 of two and 15 of two."""
    ncaa, table = Ncaa(), store.load_teams("men", 2026)
    once = {seed[:3]: name for seed, name in ncaa.names.items() if not seed.endswith("b")}
    others = iter(sorted(set(table.name) - set(ncaa.names.values())))
    for place in [f"{r}{line}" for r in "WXYZ" for line in (12, 16)] + ["W11", "X11", "Y15", "Z15"]:
        once |= {f"{place}a": once.pop(place), f"{place}b": next(others)}
    ncaa.names = once
    known = read(ncaa)
    assert known.notes == [] and len(known.selected) == 76
    assert known.selected["seed"].str.endswith("b").sum() == 12


def test_before_selection_sunday_nobody_is_asked():
    ncaa = Ncaa()
    assert read(ncaa, "2026-03-14").notes == [] and ncaa.asked == 0


def test_what_is_missing_is_named():
    known = read(Ncaa(W05="", X01="Nowhere Tech"))
    notes = " ".join(known.notes)
    assert known.selected.empty and "The field is not known yet" in notes
    assert "no team of ours is called Nowhere Tech" in notes
    assert "nobody is yet on East 5, South 1" in notes and "66 teams are known" in notes


def test_two_sources_that_differ_are_both_named():
    field = store.load_field("men", 2026)
    seed = dict(zip(field.team_id.tolist(), field.seed, strict=True))
    espn_id = store.espn_teams("men", 2026).set_index("team_id")["espn_id"]
    headline = "NCAA Men's Basketball Championship - {} Region - 1st Round"
    team = {s: t for t, s in seed.items()}
    games = [
        event(n, int(espn_id[team[f"{r}{a}"]]), int(espn_id[team[f"{r}{b}"]]), day="2026-03-19",
              headline=headline.format(field.region[r]), ranks=(int(a), int(b)))
        for n, (r, a, b) in enumerate([("W", "02", "15"), ("W", "03", "14"), ("X", "02", "15")])
    ]  # fmt: skip
    assert read(Ncaa(), "2026-03-18", games).notes == []
    swapped = Ncaa(W02=Ncaa().names["W03"], W03=Ncaa().names["W02"])
    notes = read(swapped, "2026-03-16", games).notes
    assert len(notes) == 2 and all("in the NCAA's bracket and No." in note for note in notes)
    assert all(note.startswith("The field: ") for note in notes)
    games[0]["competitions"][0]["notes"][0]["headline"] = (
        "NCAA Men's Basketball Championship - Twelve for Twelve"
    )
    notes = read(Ncaa(), "2026-03-18", games).notes
    assert (
        len(notes) == 1 and "calls a game “NCAA Men's Basketball Championship - Twelve" in notes[0]
    )


# --- From ESPN alone -----------------------------------------------------------------------------


class Down:
    """A feed whose bracket does not come."""

    def bracket(self, league, season):
        raise FeedRefused("The NCAA's site no longer knows the stored query.", "Set the new hash.")


@pytest.mark.parametrize("league", ["men", "women"])
def test_espn_alone_has_all_but_the_semifinals(league):
    region = "{} Region" if league == "men" else "Regional {}"
    known = read(Down(), games=first_games(league, region=region), league=league)
    field = store.load_field(league, 2026)
    assert known.selected.empty and "no longer knows the stored query" in known.notes[0]
    assert f"ESPN's games name {len(field.seed)} of its teams" in known.notes[1]
    found = espn_field(known.rows)
    assert found.missing() == [] and len(found.pairings()) == 3
    pairs = [(field.region["W"], field.region["X"]), (field.region["Y"], field.region["Z"])]
    wanted = {frozenset(pair) for pair in pairs}
    assert wanted in [{frozenset(pair) for pair in way} for way in found.pairings()]
    rows = field_rows(league, 2026, found, pairs)
    ours = {(t, int(s[1:3]), r) for s, t, r in rows[["seed", "team_id", "region_name"]].values}
    seeds = zip(field.seed, field.team_id.tolist(), strict=True)
    assert ours == {(t, int(s[1:3]), field.region[s[0]]) for s, t in seeds}


def test_what_espn_lacks_is_named():
    games = first_games()
    games[-1]["competitions"][0]["competitors"][0]["team"]["id"] = "99999999"  # a team unknown
    games[0]["competitions"][0]["notes"][0]["headline"] = "NCAA Men's Basketball Championship - X"
    said = " ".join(read(Down(), games=games).notes)
    assert "ESPN calls a game “NCAA Men's Basketball Championship - X”" in said
    assert "ESPN's games have nobody on" in said and "ESPN's games name 65 teams" in said


def test_a_snapshot_gives_the_field(command, world, monkeypatch):
    """On the evening of Selection Sunday, and a week later nobody asks again."""
    monkeypatch.setattr(current_season, "first_day", lambda season: f"{season}-03-12")
    ncaa, ids = Ncaa(), sorted(store.espn_ids("men", 2027))
    pairs = zip(ids[::2], ids[1::2], strict=False)
    world.put("men", "2027-03-13", *(
        event(n, home, away, (70, 60), day="2027-03-13") for n, (home, away) in enumerate(pairs, 1)
    ))  # fmt: skip
    names = {seed: name for seed, name in ncaa.names.items() if not seed.endswith("16a")}
    for named, size in ((names, 0), (ncaa.names, 68), (names, 68)):
        world.brackets["men"] = bracket(named, ncaa.region, "men", 2027)
        done = command("--boxes", "none", now="2027-03-15T02:00Z")
        assert len(command.snapshot().field) == size
    assert any("64 teams are known" in note for note in done.facts["notes"])
    field, last = command.snapshot().field_of("men", 2027), store.load_field("men", 2026)
    assert field.seed == last.seed and field.slot == last.slot and field.region == last.region
    assert (field.feeder == last.feeder).all() and field.season == 2027
    count = asked(command.fake, "bracket")
    command("--boxes", "none", now="2027-03-19T14:00Z")
    assert asked(command.fake, "bracket") == count
