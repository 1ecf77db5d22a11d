"""An empty form of a mapping: drop-downs, notes, one example row; filled in, it loads by the same mapping."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from loaders.tables.errorbook import OPTIONS
from loaders.tables.gazetteer import Gazetteer
from loaders.tables.mapping import EACH, Column, Mapping
from loaders.tables.words import STATUS_WORDS

ROWS = 2_000
"""Rows that the drop-downs reach."""

_NOTES = "填表说明"
_CHOICES = "选项"
_MARK = "序号"
_EXAMPLE = "示例"
_KIND_ZH = {
    "text": "写文字", "name": "写名称", "names": "写名称，几个用顿号隔开", "credit_code": "18 位统一社会信用代码",
    "town": "镇街，可下拉选", "region": "地区全称，如 深圳市", "gbt4754": "GB/T 4754—2017 四位代码，文本格式",
    "segments": "环节名称、链/环节或键", "amount": "数，可带单位（如 1.2亿元）", "number": "写数",
    "date": "日期，如 2025-03-01、2025-03、2025", "status": "状态，可下拉选",
}  # fmt: skip


def form_workbook(mapping: Mapping, gazetteer: Gazetteer) -> bytes:
    """Return an xlsx with the form, its notes and the choices of its drop-downs."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**OPTIONS, "constant_memory": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8ECF2", "border": 1, "text_wrap": True})
        needed = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True})
        grey = book.add_format({"italic": True, "font_color": "#808080", "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet(mapping.title[:31])
        choices = _Choices(book.add_worksheet(_CHOICES))
        page.write_string(0, 0, _MARK, head)
        page.write_string(1, 0, _EXAMPLE, grey)
        for at, (header, column) in enumerate(_columns(mapping), 1):
            page.write_string(0, at, header, needed if column.required else head)
            page.write_string(1, at, column.example, grey)
            if column.kind in ("credit_code", "gbt4754"):
                page.set_column(at, at, 22, text)
            else:
                page.set_column(at, at, 18)
            listed = _listed(column, gazetteer)
            if listed:
                page.data_validation(1, at, ROWS, at, _drop_down(choices.add(header, listed), column))
        page.freeze_panes(1, 0)
        choices.page.hide()
        _write_notes(book, mapping)
    return out.getvalue()


def _columns(mapping: Mapping) -> list[tuple[str, Column]]:
    """Headers as the form shows them: amounts with their unit, a column a year as it is named."""
    found = []
    for name, column in mapping.columns.items():
        unit = column.unit or ("万元" if column.kind == "amount" else "")
        header = EACH.sub("2024", name)
        found.append((f"{header}（{unit}）" if unit else header, column))
    return found


def _listed(column: Column, gazetteer: Gazetteer) -> list[str]:
    if column.kind == "town":
        return sorted({name for names in gazetteer.towns.values() for name in names})
    if column.kind == "status":
        return list(dict.fromkeys([*column.words, *STATUS_WORDS]))
    return []


def _drop_down(source: str, column: Column) -> dict[str, Any]:
    told = (column.note or _KIND_ZH[column.kind])[:255]
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "不在下拉里",
        "error_message": "别的写法也许能读懂；读不懂的行会退回并说明原因。",
        "input_title": "怎么填",
        "input_message": told,
    }


class _Choices:
    """The hidden sheet with the lists of the drop-downs: a list in the cell itself may hold 255 characters only."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.page = page
        self._next = 0

    def add(self, header: str, values: list[str]) -> str:
        at, self._next = self._next, self._next + 1
        self.page.write_string(0, at, header)
        for row, value in enumerate(values, 1):
            self.page.write_string(row, at, value)
        column = xlsxwriter.utility.xl_col_to_name(at)
        return f"='{_CHOICES}'!${column}$2:${column}${len(values) + 1}"


def _write_notes(book: Any, mapping: Mapping) -> None:  # noqa: ANN401
    page = book.add_worksheet(_NOTES)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    page.set_column(0, 0, 18)
    page.set_column(1, 2, 48, wrap)
    page.write_string(0, 0, mapping.title, bold)
    page.write_string(1, 0, mapping.about)
    lines = (
        "表头、列的次序可以改，列可以增减；橙色的列每行必填。序号写“示例”的行不会载入。",
        "不要填联系人、电话、邮箱、身份证等个人信息；填了也不会载入，只计数。",
        "金额可在格内写单位（1.2亿元），不写就按表头的单位。",
        f"载入：liantu load table 文件 --mapping {mapping.mapping}",
    )
    for at, line in enumerate(lines, 2):
        page.write_string(at, 0, line)
    start = len(lines) + 3
    for at, title in enumerate(("列", "怎么填", "也认得的表头")):
        page.write_string(start, at, title, bold)
    for at, (header, column) in enumerate(_columns(mapping), start + 1):
        # Quoted and led by words, so that no line of the notes is taken for a header.
        page.write_string(at, 0, f"“{header}”" + ("（必填）" if column.required else ""))
        page.write_string(at, 1, "；".join(filter(None, (_KIND_ZH[column.kind], column.note))), wrap)
        page.write_string(at, 2, f"也可写：{'、'.join(column.also)}" if column.also else "", wrap)
