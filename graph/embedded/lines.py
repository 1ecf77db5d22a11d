"""Rows as lines of the files that the engine copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat

from graph.store import EdgeColumns, NodeColumns, Scalar, Value

_PLAIN = re.compile(r"(?!null\b)[\w#!.:/-]+(,(?!null\b)[\w#!.:/-]+)*", re.IGNORECASE)
"""Lists that the engine's reader splits into the very items they are made of."""
_EACH_PLAIN = re.compile(r"(?:(?!null\b)[\w#!.:/-]+\n)+", re.IGNORECASE)
"""Items that make such a list alone, each with a line's end."""
_QUOTED = (",,", '"', "'", "\\", " ,", ", ")
"""What shows that a cell of a line needs quotes, if the line has no more commas than cells."""
_MARKS = ('"', "'", "\\", ",", "| ", " |")
"""What shows that a cell between strokes needs quotes."""


def line(row: Mapping[str, Value], kind: str) -> str | None:
    """Return a row as a line, its kind last; None if it cannot be one."""
    cells: list[str] = []
    for value in row.values():
        if isinstance(value, str):
            cells.append(value)
        elif isinstance(value, list):
            listed = _list(str(value[0])) if len(value) == 1 else _list(*map(str, value))
            if not listed:
                return None
            cells.append(listed)
        elif value is None:
            return None
        else:
            cells.append(repr(value))
    cells.append(kind)
    text = ",".join(cells)
    plain = text.count(",") < len(cells) and text[0] not in " ,#" and text.isprintable()
    if plain and not any(mark in text for mark in _QUOTED):
        return text + "\n"
    return '"' + '","'.join([cell.replace('"', '""') for cell in cells]) + '"\n'


def column_lines(rows: NodeColumns | EdgeColumns) -> tuple[tuple[str, ...], list[str]] | None:
    """Return the names of the cells and the lines of columns; None if they cannot be lines.

    Columns come in the order of their names, whichever of them are shared: parts of one table stay one file.
    """
    cells: list[Iterable[str]]
    if isinstance(rows, NodeColumns):
        names, cells = ["key", "name"], [_cells(rows.keys), _cells(rows.names)]
    elif _EACH_PLAIN.fullmatch("\n".join(rows.statements) + "\n"):
        names = ["a", "b", "statements"]
        cells = [_cells(rows.starts), _cells(rows.ends), [f"[{place}]" for place in rows.statements]]
    else:
        return None
    for name in sorted({*rows.columns, *rows.shared}):
        names.append(name)
        if name in rows.columns:
            cells.append(_cells(rows.columns[name]))
            continue
        cell = _shared(rows.shared[name])
        if not cell:
            return None
        cells.append(repeat(cell))
    return tuple(names), [*map(",".join, zip(*cells, repeat(rows.kind + "\n")))]


def _shared(value: Value) -> str:
    if isinstance(value, list):
        return _list(*map(str, value))
    return "".join(_cells([value])) if isinstance(value, str | int | float) else ""


def _cells(values: Sequence[Scalar]) -> Sequence[str]:
    """Return values as cells; None is an empty cell without quotes, which the engine's reader takes for nothing."""
    texts: Sequence[str]
    if set(map(type, values)) == {str}:
        texts = values  # type: ignore[assignment] # just looked at
    else:
        texts = ["" if v is None else v if isinstance(v, str) else repr(v) for v in values]
    joined = f"|{'|'.join(texts)}|"
    if joined.isprintable() and not any(mark in joined for mark in _MARKS):
        return texts
    return [*_quoted(texts)]


def _quoted(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        if text.isprintable() and not any(mark in f"|{text}|" for mark in _MARKS):
            yield text
        else:
            escaped = text.replace('"', '""')
            yield f'"{escaped}"'


@lru_cache(maxsize=1024)
def _list(*items: str) -> str:
    """Return a list as the engine's reader takes it, empty if it would split it elsewhere. Rows share most of them."""
    joined = ",".join(items)
    return f"[{joined}]" if joined.count(",") == len(items) - 1 and _PLAIN.fullmatch(joined) else ""
