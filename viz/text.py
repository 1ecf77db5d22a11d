"""How wide a text is, and how to break it: measured with the font that the pictures are drawn with.

The font is the packaged Noto Sans CJK in its simplified Chinese face. Widths
and sizes are in the unit of the picture (1 px at 96 dpi, 0.75 pt on A3).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection
from noto_cjk_sans_otc import FONT_PATH

from graph.errors import LiantuError

FONT_FILE = Path(str(FONT_PATH))
"""The packaged font collection."""

FACE = "Noto Sans CJK SC"
"""The family name of its simplified Chinese face."""

ASCENT, DESCENT = 0.88, 0.12
"""Height of the em box above and below the baseline, per unit of size."""

ELLIPSIS = "…"
_NOT_FIRST = frozenset("，。、；：！？）》」』〕】”’…·％%)]}")
_NOT_LAST = frozenset("（《「『〔【“‘([{")


@cache
def _advances() -> tuple[dict[int, int], int]:
    """Return the advance width of every character of the face, and units per em."""
    with TTCollection(str(FONT_FILE), lazy=True) as collection:
        for face in collection.fonts:
            if face["name"].getDebugName(1) == FACE:
                metrics = face["hmtx"].metrics
                widths = {code: metrics[glyph][0] for code, glyph in face.getBestCmap().items()}
                return widths, int(face["head"].unitsPerEm)
    raise LiantuError(
        f"字体文件 {FONT_FILE.name} 里没有 {FACE}",
        f"{FONT_FILE.name} has no face {FACE}",
        do_zh="请重新安装 noto-cjk-sans-otc",
        do_en="Install noto-cjk-sans-otc again.",
    )


@cache
def width(text: str, size: float) -> float:
    """Return the width of ``text`` set in one line at ``size``; an unknown character counts as one em."""
    widths, em = _advances()
    return sum(widths.get(ord(char), em) for char in text) * size / em


def fit(text: str, size: float, room: float) -> str:
    """Return ``text`` if it fits in ``room``, else as much of it as fits with an ellipsis; "" if not even that."""
    if width(text, size) <= room:
        return text
    for end in range(len(text) - 1, 0, -1):
        short = text[:end].rstrip("（《「、，· ") + ELLIPSIS
        if width(short, size) <= room:
            return short
    return ""


def wrap(text: str, size: float, room: float, lines: int) -> tuple[str, ...]:
    """Break ``text`` into at most ``lines`` lines of ``room``; the last one is shortened if it must be.

    A closing mark never begins a line, an opening one never ends it, and a
    Latin word or number is kept whole where it fits.
    """
    out: list[str] = []
    rest = text.strip()
    while rest and len(out) < lines - 1 and width(rest, size) > room:
        end = _break(rest, size, room)
        out.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if rest:
        out.append(fit(rest, size, room))
    return tuple(out)


def balanced(text: str, size: float, room: float) -> tuple[str, ...]:
    """Break ``text`` into at most two lines of about equal length, best where a new member of a list begins."""
    text = text.strip()
    if width(text, size) <= room:
        return (text,)
    choices = []
    for end in range(1, len(text)):
        lines = text[:end].rstrip(), text[end:].lstrip()
        longest = max(width(line, size) for line in lines)
        if longest <= room and _may_break(text, end):
            joint = text[end] in "与和及（" or text[end - 1] in "、，）"
            choices.append((longest - (3 * size if joint else 0), lines))
    return min(choices)[1] if choices else wrap(text, size, room, 2)


def _break(text: str, size: float, room: float) -> int:
    """Return how many characters of ``text`` stand in its first line."""
    end = 1
    while end < len(text) and width(text[: end + 1], size) <= room:
        end += 1
    best = end
    while best > 1 and not _may_break(text, best):
        best -= 1
    return best if best > 1 else end


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return not (_latin(before) and _latin(after))


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".-/_")
