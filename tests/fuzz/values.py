"""Hostile values: texts, numbers, JSON, and small changes of good ones."""

import json
import random
import string
from typing import Any

TEXTS = (
    *("", " ", "²", "٣", "１", "½", "Ⅷ", "1_000", "+1", "-1", "-0", "00", "0x10", "1e5", "1e309"),
    *("nan", "NaN", "inf", "-inf", "None", "null", "true", "[]", "{}", "--", "-", ":", ":::", ","),
    *("9" * 18, "9" * 19, "9" * 5000, "-" + "9" * 5000, "1." + "0" * 400, "x" * 300, "é" * 200),
    *("\x00", "\n", "\r\n", "\t", "a\x00b", "\ud800", "\udfff2026", "\u202eabc", "\ufeff", "🏀"),
    *("<script>alert(1)</script>", "<b>&amp;", "\"'><svg onload=x>", "]]>", "${x}", "{0}", "%s%n"),
    *("=1+1", "@SUM(A1)", "**x** :red[y]", "$x^2$", "../../etc/passwd", "a" * 300 + "/b", "\\"),
    *("2026", "2027", "2020", "1850", "men", "women", "Duke", "2026:Duke", "2015:Kentucky", "1181"),
    *(
        "2026-02-30",
        "2026-03-01",
        "0001-01-01",
        "9999-12-31",
        "W01",
        "R1W1",
        "R6CH",
        "1-16",
        "5,-5",
    ),
)
NUMBERS = (
    *(0, 1, -1, 2, 16, 17, 67, 68, 200, 2**31, 2**53, 2**63, -(2**63), 2**64, 10**400, -0.0, 0.5),
    *(1e300, 1e308, -1e308, float("nan"), float("inf"), float("-inf")),
)


def text(rng: random.Random) -> str:
    """A hostile text, or a mix of two."""
    kind = rng.random()
    if kind < 0.7:
        return rng.choice(TEXTS)
    if kind < 0.85:
        return rng.choice(TEXTS)[:20] + rng.choice(TEXTS)[:20]
    return "".join(rng.choices(string.printable + "²٣é\ud800\u202e", k=rng.randrange(1, 40)))


def value(rng: random.Random, depth: int = 2) -> Any:
    """Anything that JSON can say, and numbers that it should not."""
    kind = rng.randrange(7 if depth else 5)
    if kind == 0:
        return rng.choice(NUMBERS)
    if kind in (1, 2):
        return text(rng)
    if kind == 3:
        return rng.choice((None, True, False))
    if kind == 4:
        return rng.randrange(-5, 300)
    if kind == 5:
        return [value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return {text(rng): value(rng, depth - 1) for _ in range(rng.randrange(4))}


def spoiled(rng: random.Random, tree: Any) -> Any:
    """A copy of a JSON tree with one to four of its nodes replaced, taken away or doubled."""
    copy = json.loads(json.dumps(tree))
    for _ in range(rng.randrange(1, 5)):
        places = list(_places(copy))
        if not places:
            break
        holder, key = rng.choice(places)
        kind = rng.random()
        if kind < 0.7:
            holder[key] = value(rng)
        elif kind < 0.85 or isinstance(holder, dict):
            del holder[key]
        else:
            holder.append(holder[key])
    return copy


def _places(tree: Any) -> Any:
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree))
    for key in list(keys):
        yield tree, key
        if isinstance(tree[key], dict | list):
            yield from _places(tree[key])


def torn(rng: random.Random, body: bytes) -> bytes:
    """Bytes with a piece cut, changed, put in or repeated."""
    at, end = sorted(rng.randrange(len(body) + 1) for _ in range(2))
    kind = rng.randrange(4)
    if kind == 0:
        return body[:at]
    if kind == 1:
        return body[:at] + rng.randbytes(rng.randrange(1, 8)) + body[at + 1 :]
    if kind == 2:
        return body[:at] + text(rng).encode("utf-8", "surrogatepass") + body[at:]
    return body[:end] + body[at:]
