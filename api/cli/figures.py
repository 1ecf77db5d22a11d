"""Figures as CSV that Excel opens: headings, rows, then what they rest on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]], notes: Iterable[str]) -> str:
    """Return CSV with a byte order mark; the notes stand below the rows, each in the first column.

    A cell that a spreadsheet would take for a formula is led by an apostrophe; ``None`` is empty.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(_cell, heads))
    writer.writerows([_cell(value) for value in row] for row in rows)
    writer.writerows([_cell(note)] for note in ("", *notes))
    return "\ufeff" + text.getvalue()


def _cell(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
