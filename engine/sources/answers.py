"""What a site answered, before anybody looks for games in it: bytes to JSON, or why not."""

import json
import re
from typing import Any

from engine.errors import FeedRefused

NOT_JSON = "Try again later; if it stays like this, the address or the User-Agent has to change."
LARGEST = 2**53  # the whole numbers that a double holds exactly
_TITLE = re.compile(r"<title>(.*?)</title>", re.IGNORECASE | re.DOTALL)


def decoded(body: bytes) -> Any:
    """The JSON value in ``body``; FeedRefused for an HTML page, cut text or anything else."""
    text = body.decode("utf-8-sig", errors="replace").strip()
    if text.startswith("<"):
        raise FeedRefused(f"The answer is an HTML page{_title(text)}, not data.", NOT_JSON)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # RecursionError: thousands of brackets in brackets
        what = "empty" if not text else "cut off or not JSON"
        raise FeedRefused(f"The answer is {what}.", NOT_JSON) from None


def _title(text: str) -> str:
    found = _TITLE.search(text[:4000])
    return f" (“{' '.join(found[1].split())[:60]}”)" if found else ""


def refusal(answer: Any) -> str | None:
    """The sentence of an error object in JSON, or None if ``answer`` is not one.

    ESPN: ``{"code": 400, "message": "…"}``; NCAA: ``{"errors": [{"message": "…"}]}``.
    """
    if not isinstance(answer, dict):
        return "The answer is not a JSON object."
    if isinstance(errors := answer.get("errors"), list) and errors and not answer.get("data"):
        messages = [str(at(error, "message") or error)[:100] for error in errors]
        return f"The site refused the request: {'; '.join(messages)}."
    error = answer.get("error", answer)
    code, message = at(error, "code"), at(error, "message") or at(error, "detail")
    if code is None and (message is None or "events" in answer):
        return None
    words = " ".join(str(part)[:100] for part in (code, message) if part is not None)
    return f"The site refused the request: {words.rstrip('.')}."


def at(value: Any, *path: str | int) -> Any:
    """The value at a path of keys and positions, or None where the path ends early."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def items(value: Any, *path: str | int) -> list[Any]:
    """The list at a path of keys and positions; empty where there is none."""
    found = at(value, *path)
    return found if isinstance(found, list) else []


def whole(value: Any) -> int | None:
    """A whole number from ``"72"``, ``72``, ``72.0`` or ``{"value": 72.0}``; else None, and for one
    that a double cannot hold exactly."""
    if isinstance(value, dict):
        value = value.get("value", value.get("displayValue"))
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return int(number) if number.is_integer() and abs(number) <= LARGEST else None


# What a sentence on a page would take for Markdown; a name gets the wide form of that character.
_MARKS = {ord(mark): ord(mark) + 0xFEE0 for mark in r"\`*_{}[]<>#|~$:"}


def name_of(value: Any) -> str:
    """A name to be shown, as text that is nothing but text."""
    return text_of(value).translate(_MARKS)


def text_of(value: Any, longest: int = 120) -> str:
    """A short text, or nothing."""
    if not isinstance(value, str | int):
        return ""
    # Half of a character cannot be stored or printed.
    return str(value).strip()[:longest].encode("utf-8", "replace").decode()
