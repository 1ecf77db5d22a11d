"""Half-width marks as full-width ones, character for character, so that rules see one kind.

Letters copied from web pages often have ``,``, ``(`` and ``"`` for ``，``,
``（`` and ``“``. Offsets stay true because every mark becomes exactly one
mark; quotes are cut from the text as it was.
"""

from __future__ import annotations

import re

_SIMPLE = str.maketrans({"(": "（", ")": "）", ";": "；", "!": "！", "?": "？", "﹐": "，", "︰": "："})
# A comma or colon between digits or Latin letters belongs to a number, a time or foreign words.
_COMMA = re.compile(r"(?<=[^\x00-\x7f]),|,(?=[^\x00-\x7f])")
_COLON = re.compile(r"(?<=[^\x00-\x7f]):|:(?=[^\x00-\x7f])")
_QUOTED = re.compile(r'"([^"\n]{1,60})"')


def full_width(text: str) -> str:
    """Return ``text`` with Chinese marks; the length does not change."""
    if not re.search(r"[\u4e00-\u9fa5]", text):
        return text
    text = _COMMA.sub("，", text.translate(_SIMPLE))
    text = _COLON.sub("：", text)
    return _QUOTED.sub(lambda match: f"“{match.group(1)}”", text)
