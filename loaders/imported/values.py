"""Values of another program on their way into declared columns."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable

from graph.kinds import ColumnType
from graph.store import Value


def unwritable(text: str) -> bool:
    """Tell whether a name or key holds control characters."""
    return any(unicodedata.category(char) in ("Cc", "Cs") for char in text)


def given(value: object) -> bool:
    """Tell whether a value says anything."""
    return value is not None and value not in ("", [], ())


def as_column(value: object, type_: ColumnType) -> Value:
    """Return a value as a column takes it, None if it does not."""
    if type_ == "STRING[]":
        items: Iterable[object] = value if isinstance(value, list | tuple) else [value]
        texts = [_text(item) for item in items]
        return None if None in texts else [text for text in texts if text is not None]
    if type_ == "STRING":
        return _text(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    if type_ == "DOUBLE":
        return float(value)
    return int(value) if value == int(value) and abs(value) < 1 << 63 else None


def _text(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and "\x00" not in value else None
