"""Files of own data for tests: a field, ratings and games as CSV, and ready for runs."""

from engine import run, store
from engine.domain.field import Field
from engine.domain.teams import League
from engine.run import OwnFile
from engine.store import Kind, OwnData
from engine.tables import own_files
from tests.fields import seventy_six

GAMES = "date,home,away,home_points,away_points,neutral,overtimes"


def field_csv(field: Field | None = None) -> bytes:
    """A field as a file, the 76 teams of ``seventy_six`` unless another is given."""
    chosen = field or seventy_six()
    table = store.load_teams(chosen.league, 2026)
    return own_files.field(chosen, table).to_csv(index=False).encode()


def ratings_csv(**better: float) -> bytes:
    """The ratings of 2026 as a file, the teams named so much better on offense."""
    frame = own_files.ratings(store.load_teams("men", 2026)).set_index("team")
    for team, by in better.items():
        frame.loc[team, "off_eff"] += by
    return frame.reset_index().to_csv(index=False).encode()


def games_csv() -> bytes:
    """A few real games of 2026."""
    return own_files.example_games().to_csv(index=False).encode()


def own(season: int = 2026, league: League = "men", **content: bytes) -> OwnData:
    """Own data of these files by kind: ``own(field=field_csv())``."""
    kinds: dict[Kind, bytes] = dict(content)  # type: ignore[arg-type]
    files = {kind: OwnFile(f"{kind}.csv", body) for kind, body in kinds.items()}
    return run.own_data(league, season, files)
