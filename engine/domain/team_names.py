"""What a school is called: its name folded, so that spellings compare equal, and its seed."""

import re
import unicodedata

from engine.domain.field import Field

# Apostrophes and the Hawaiian okina vanish; other punctuation separates words.
_SILENT = re.compile("['`´‘’ʻʼ]")
_SEPARATOR = re.compile(r"[^a-z0-9&]+")


def fold_name(text: str) -> str:
    """``text`` without case, accents and punctuation: ``St. John's`` -> ``saint johns``.

    ``St`` is “Saint” as the first word and “State” as the last one (``Michigan St.`` ->
    ``michigan state``); ``&`` is “and”.
    """
    bare = unicodedata.normalize("NFKD", _SILENT.sub("", text)).casefold()
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    words = _SEPARATOR.sub(" ", bare).replace("&", " and ").split()
    if len(words) > 1:
        words[0] = "saint" if words[0] == "st" else words[0]
        words[-1] = "state" if words[-1] == "st" else words[-1]
    return " ".join(words)


def teams_by_seed(field: Field) -> dict[str, tuple[int, ...]]:
    """Folded seed (``1 east``, ``east 1``, ``w01``) -> the ids of the teams that have it: two where
    they play for the place first."""
    found: dict[str, tuple[int, ...]] = {}
    for entrant, seed in enumerate(field.seed):
        line, region = field.seed_line(entrant), field.region[seed[0]]
        for text in (f"{line} {region}", f"{region} {line}", seed[:3]):
            key = fold_name(text)
            found[key] = (*found.get(key, ()), int(field.team_id[entrant]))
    return found
