"""One team of one season as text: ``2015:Kentucky`` or ``2015:1246``."""

OTHER_LEAGUE = 2000  # a school's women's id is its men's id plus this


def split(text: str) -> tuple[str, str]:
    """Season and team; the season may be left out."""
    season, colon, team = text.partition(":")
    return (season, team) if colon else ("", text)


def in_league(text: str, league: str) -> str:
    """The same school in that league: names stay, ids move."""
    season, team = split(text)
    if team.isdecimal() and (int(team) > OTHER_LEAGUE + 1000) != (league == "women"):
        moved = int(team) + (OTHER_LEAGUE if league == "women" else -OTHER_LEAGUE)
        return f"{season}:{moved}" if season else str(moved)
    return text
