"""What a browser may claim that a control holds: sent to a real server as its own messages."""

import math
from collections.abc import Mapping
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element

from tests.load.session import Visitor

LISTS = ("int_array_value", "double_array_value", "string_array_value", "string_trigger_value")
VALUES: tuple[tuple[str, Any], ...] = (
    ("trigger_value", True),
    ("bool_value", True),
    ("double_value", math.nan),
    ("double_value", 1e308),
    ("int_value", -(2**62)),
    ("string_value", "**x** :red[y] $z$ <b>"),
    ("string_value", "x" * 20_000),
    ("int_array_value", [99_999, -1]),
    ("double_array_value", [math.nan]),
    ("double_array_value", [math.inf, -math.inf]),
    ("double_array_value", []),
    ("string_array_value", ["nope", "nope"]),
    ("json_value", "{"),
    ("json_value", '{"selection": {"pick": [{"range": "x"}], "rows": [99]}}'),
    ("json_trigger_value", '[{"event": "action", "value": 7}]'),
    ("string_trigger_value", "nope"),
    ("bytes_value", b"x"),
)


def controls(drawn: list[Element]) -> dict[str, str]:
    """One control's id for each kind of control among the elements of a page."""
    found: dict[str, str] = {}
    for element in drawn:
        kind = str(element.WhichOneof("type"))
        known = getattr(getattr(element, kind), "id", "")
        if known:
            found.setdefault(kind, known)
    return found


def claim(message: BackMsg, control: str, field: str, value: Any) -> BackMsg:
    """``message`` in which ``control`` holds ``value``."""
    state = message.rerun_script.widget_states.widgets.add(id=control)
    if field in LISTS:
        part = getattr(state, field)
        if field == "string_trigger_value":
            part.data = value
        else:
            part.data.extend(value)
            part.SetInParent()
    else:
        setattr(state, field, value)
    return message


async def forge(url: str, page: str, params: Mapping[str, str]) -> list[str]:
    """Send every value for a control of each kind on a page; what went wrong, in words. In the end
    the same session must still get its page."""
    async with Visitor(url) as visitor:
        found = [(await visitor.open(page, params)).fault]
        for kind, control in controls(visitor.drawn).items():
            for field, value in VALUES:
                message = claim(visitor.asking(page, params), control, field, value)
                answer = await visitor.tell(page, message)
                if answer.fault:
                    found.append(f"{kind} {field} {value!r:.30}: {answer.fault}")
        found.append((await visitor.open(page, params)).fault)
    return [fault for fault in found if fault]
