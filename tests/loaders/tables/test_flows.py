"""Tables of flows are read as offices print them; what is missing, mixed or does not add up is refused by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from graph.errors import FiguresRefused, InputError, NotFound, UnreadableFile
from loaders.reference.tables import SHIPPED, flows_of
from loaders.tables.flows import read_flows

Cells = Sequence[Sequence[object]]
PLAIN: list[list[object]] = [["部门", "甲", "乙", "总产出"], ["甲", 150, 500, 1000], ["乙", 200, 100, 2000]]


def csv_of(path: Path, rows: Cells) -> Path:
    path.write_text("\n".join(",".join("" if c is None else str(c) for c in row) for row in rows), encoding="utf-8")
    return path


def plain(*changes: tuple[int, int, object]) -> list[list[object]]:
    """The plain table with some cells changed: row, column, value."""
    rows = [list(row) for row in PLAIN]
    for row, column, value in changes:
        rows[row][column] = value
    return rows


def official(path: Path) -> Path:
    """As the statistics office prints it: title, unit, grouped headings, names and codes, merged groups."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "投入产出表"
    rows: Cells = [
        ["2023 年某省投入产出表"],
        ["（按当年生产者价格计算）", None, None, None, None, None, None, "单位：万元"],
        [None, None, None, "中间使用", None, None, "最终使用", None, "进口", "总产出"],
        [None, None, None, "农 业", "钢材（热轧）", "中间使用合计", "最终消费", "出口", None, None],
        [None, None, "代码", "01", "02", "TIU", "TC", "EX", "IM", "GO"],
        ["中间投入", "农业", "01", 150, 500, 650, 300, 50, 0, 1000],
        [None, "钢材(热轧)", "02", 200, 100, 300, 1600, 200, 100, 2000],
        [None, "中间投入合计", "TII", 350, 600, 950],
        ["增加值", "劳动者报酬", "VA001", 400, 1000, 1400],
        [None, "营业盈余", "VA004", 250, 400, 650],
        [None, "增加值合计", "TVA", 650, 1400, 2050],
        ["总投入", None, "TI", 1000, 2000, 3000],
        ["注：数据来自普查"],
    ]
    for row in rows:
        sheet.append(list(row))
    for area in ("A6:A8", "A9:A11", "D3:F3", "G3:H3", "I3:I4", "J3:J4", "A12:B12"):
        sheet.merge_cells(area)
    book.save(path)
    return path


def test_a_plain_table(tmp_path: Path) -> None:
    read = read_flows(csv_of(tmp_path / "plain.csv", PLAIN))
    assert read.names == ("甲", "乙")
    assert read.flows.tolist() == [[150, 500], [200, 100]]
    assert read.output.tolist() == [1000, 2000]
    assert (read.domestic, read.added, read.scope, read.unit) == (None, None, "unstated", "")


def test_the_layout_of_the_office(tmp_path: Path) -> None:
    read = read_flows(official(tmp_path / "office.xlsx"))
    assert read.names == ("农业", "钢材(热轧)")
    assert read.flows.tolist() == [[150, 500], [200, 100]]
    assert read.output.tolist() == [1000, 2000]
    assert read.added is not None
    assert read.added.tolist() == [650, 1400]
    assert (read.unit, read.scope) == ("万元", "total")


def test_sectors_are_matched_by_name_whatever_their_order(tmp_path: Path) -> None:
    rows: Cells = [["sector", "b", "a", "output"], ["a", 500, 150, 1000], ["b", 100, 200, 2000]]
    read = read_flows(csv_of(tmp_path / "t.csv", rows))
    assert dict(zip(read.names, read.output, strict=True)) == {"a": 1000, "b": 2000}
    flow = {(i, j): read.flows[r, c] for r, i in enumerate(read.names) for c, j in enumerate(read.names)}
    assert flow == {("a", "a"): 150, ("a", "b"): 500, ("b", "a"): 200, ("b", "b"): 100}


def test_a_row_of_imports_makes_the_flows_domestic(tmp_path: Path) -> None:
    rows: Cells = [["部门", "甲", "乙"], ["甲", 150, 500], ["乙", 200, 100], ["进口", 50, 0], ["增加值", 600, 1400]]
    read = read_flows(csv_of(tmp_path / "t.csv", [*rows, ["总投入", 1000, 2000]]))
    assert read.scope == "domestic"
    assert read.added is not None
    assert (read.flows.sum(axis=0) + read.added).tolist() == [1000, 2000]


def test_empty_cells_and_dashes_are_zeros_and_said(tmp_path: Path) -> None:
    rows = plain((1, 1, None), (2, 2, "—"))
    read = read_flows(csv_of(tmp_path / "t.csv", rows))
    assert read.flows.tolist() == [[0, 500], [200, 0]]
    assert "2 个空格按 0 计" in [zh for zh, _ in read.notes]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_tables_balance_and_say_what_they_are(name: str) -> None:
    read = flows_of(name)
    assert read.unit == "万元"
    assert read.title == SHIPPED[name]
    assert read.added is not None
    out = np.abs(read.flows.sum(axis=0) + read.added - read.output)
    assert (out <= read.rounding).all()
    assert (read.domestic is not None) == (name in ("china-2017-42", "china-2020-42"))
    assert read.inflows == name.startswith("guangdong")
    if read.domestic is not None:
        assert ((read.domestic >= 0) & (read.domestic <= read.flows)).all()


REFUSED: dict[str, tuple[Cells, str, str]] = {
    "no output": ([row[:3] for row in PLAIN], "没有总产出", "B1"),
    "an output missing": (plain((2, 3, None)), "部门“乙”没有产出", "D3"),
    "a name that differs": (
        [["部门", "甲", "乙", "丙", "总产出"], ["甲", 1, 2, 3, 9], ["乙", 1, 2, 3, 9], ["丙丙", 1, 2, 3, 9]],
        "没有同名的部门",
        "A4",
    ),
    "a column too many": (
        [["部门", "甲", "乙", "丁", "总产出"], ["甲", 1, 2, 3, 9], ["乙", 1, 2, 3, 9]],
        "“丁”",
        "D1",
    ),
    "a sector twice": (
        [["", "甲", "乙", "甲", "总产出"], ["甲", 1, 2, 3, 9], ["乙", 1, 2, 3, 9]],
        "在表头出现两次",
        "D1",
    ),
    "a row twice": ([*PLAIN, ["甲", 1, 2, 3]], "部门“甲”有 2 行", "A4"),
    "no square": ([["部门", "产值"], ["甲", 1], ["乙", 2]], "没找到部门 × 部门", ""),
    "text": (plain((1, 1, "很多")), "应是数", "B2"),
    "a range": (plain((1, 1, "3-5")), "要一个确切的数", "B2"),
    "about": (plain((1, 1, "约3")), "要一个确切的数", "B2"),
    "units in headings": (plain((0, 3, "总产出（亿元）"), (0, 1, "甲（万元）")), "单位不一", ""),
    "units in cells": (plain((1, 1, "1亿元"), (1, 2, "3万元")), "单位不一", ""),
    "years": (plain((0, 3, "2020年总产出"), (0, 1, "2017年甲")), "年份不一", ""),
    "totals": ([*PLAIN, ["中间投入合计", 350, 999, ""]], "中间投入合计写的是 999", ""),
    "output differs": ([*PLAIN, ["总投入", 1000, 2500, ""]], "总投入 2500 和总产出 2000 不等", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_computed_with_is_refused_by_cell(tmp_path: Path, name: str) -> None:
    rows, words, cell = REFUSED[name]
    with pytest.raises(FiguresRefused) as refused:
        read_flows(csv_of(tmp_path / "t.csv", rows))
    assert words in refused.value.message("zh")
    assert refused.value.where.endswith(cell)
    assert refused.value.do_zh
    assert refused.value.en


def test_several_sheets_ask_for_a_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("一", "二"):
        sheet = book.create_sheet(title)
        for row in PLAIN:
            sheet.append(list(row))
    path = tmp_path / "two.xlsx"
    book.save(path)
    with pytest.raises(FiguresRefused, match="2 张工作表"):
        read_flows(path)
    assert read_flows(path, sheet="二").title == "two.xlsx 二"
    with pytest.raises(InputError, match="没有工作表"):
        read_flows(path, sheet="三")


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="没有这张表"):
        flows_of(str(tmp_path / "gone.xlsx"))
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(UnreadableFile):
        read_flows(empty)
    with pytest.raises(InputError):
        flows_of(str(tmp_path))
    with pytest.raises(InputError, match="自带的表"):
        flows_of("china-2020-42", unit="亿元")


def test_an_origin_column_needs_both_rows_of_each_sector(tmp_path: Path) -> None:
    rows: Cells = [
        ["部门", "来源", "甲", "乙", "总产出"],
        *(["甲", "国内", 1, 2, 10], ["甲", "进口", 1, 0, ""]),
        *(["乙", "国内", 3, 4, 20], ["乙", "进口", 0, 1, ""]),
    ]
    read = read_flows(csv_of(tmp_path / "t.csv", rows))
    assert read.domestic is not None
    assert read.domestic.tolist() == [[1, 2], [3, 4]]
    assert read.flows.tolist() == [[2, 2], [3, 5]]
    with pytest.raises(FiguresRefused, match="国内、进口各一行"):
        read_flows(csv_of(tmp_path / "u.csv", rows[:-1]))
