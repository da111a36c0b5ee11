"""Folding a school's name, so that its spellings compare equal however they are typed."""

import re
import unicodedata

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
