"""csv and tsv: encoding and delimiter are found, never asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from graph.errors import UnreadableFile
from loaders.letters.reading.encodings import decode
from loaders.tables.model import Book, Row, Sheet
from loaders.tables.reading.refusals import check_row

SHEET = "csv"
"""The name that stands for the only sheet of a delimited file."""

_MARKS = (",", "\t", ";", "|", "，")
_GUARDED = ("'=", "'+", "'-", "'@")
_MAX_FIELD = 100_000


def delimited_book(data: bytes, name: str) -> Book:
    """Return a delimited text as a book of one sheet.

    Raises:
        UnreadableFile: no single encoding, or an odd quote.
    """
    text = decode(data, name)
    mark = _delimiter(text)
    return Book(name, "csv", (Sheet(SHEET, False, lambda: _rows(text, mark, name)),))


def _delimiter(text: str) -> str:
    """Return the mark that cuts the first lines into most cells, most evenly."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()][:20]
    if text.startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    best, best_score = ",", 0.0
    for mark in _MARKS:
        counts = [line.count(mark) for line in lines]
        most = max(counts, default=0)
        even = sum(count == most for count in counts)
        score = even * min(most, 50) if most else 0
        if score > best_score:
            best, best_score = mark, score
    return best


def _rows(text: str, mark: str, name: str) -> Iterator[Row]:
    """Yield the rows; a row's number is its place among the rows, as a spreadsheet that opens the file shows it."""
    before = csv.field_size_limit(_MAX_FIELD)
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=mark, strict=False)
        number = 0
        for cells in reader:
            number += 1
            if number == 1 and text.startswith("sep="):
                continue
            check_row(number, len(cells), name)
            yield Row(number, tuple(_cell(cell) for cell in cells))
    except csv.Error as error:
        raise UnreadableFile(
            f"第 {number + 1} 行读不懂：多半是引号不成对，一格里装进了很多行",
            f"row {number + 1} cannot be read ({error}); a quote may be open",
            where=f"{name} 第 {number + 1} 行",
            do_zh="请用 Excel 或 WPS 打开核对，另存为 .xlsx 后重试",
            do_en="Open it in a spreadsheet, save it as .xlsx and try again",
        ) from error
    finally:
        csv.field_size_limit(before)


def _cell(text: str) -> str | None:
    """Strip blanks and the apostrophe that keeps a text from being taken for a formula."""
    text = text.strip().removeprefix("\t")
    return (text[1:] if text.startswith(_GUARDED) else text) or None
