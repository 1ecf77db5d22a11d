"""A user's own balances: known by their header, in whatever file, and refused in one message."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from graph.errors import InputError
from loaders.reference.balances import table_rows
from loaders.reference.tables import read_input_output

NEEDED = ("name", "GO", "TIU", "TFU", "IF")
CHINESE = ["地区", "产品部门", "总产出", "中间使用合计", "最终使用合计", "出口", "进口", "国内省外流入", "备注"]


def book(path: Path, *lines: Sequence[object]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    made.save(path)
    return path


def test_the_table_that_ships_reads_as_it_is(tmp_path: Path) -> None:
    shipped = read_input_output("provinces-2017-42")
    path = tmp_path / "p.csv"
    heads = list(shipped[0])
    path.write_text("\n".join(",".join(row) for row in [heads, *(row.values() for row in shipped)]), "utf-8")
    read = table_rows(path, NEEDED)
    assert [{k: v for k, v in row.items() if k != "#"} for row in read] == [dict(row) for row in shipped]
    assert [row["#"] for row in read[:2]] == ["2", "3"]


def test_chinese_headings_below_a_title_are_known_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = book(
        tmp_path / "t.xlsx",
        ["某省投入产出表（节选）"],
        ["单位：万元"],
        CHINESE,
        ["甲省", "建筑", 10, 4, 9.5, 0, 1, 2.5, "x"],
        [],
        ["甲省", "金融", 3, 3, 0, 0, 0, 0, None],
    )
    one, other = table_rows(path, NEEDED)
    assert (one["province"], one["name"], one["GO"], one["TFU"], one["IF"]) == ("甲省", "建筑", "10", "9.5", "2.5")
    assert (one["#"], other["#"]) == ("4", "6")
    assert one["备注"] == "x"


BAD = [
    ([["甲", "乙"], [1, 2]], "找不到表头"),
    ([CHINESE], "找不到表头"),
    ([[*CHINESE, "总产出"], ["甲省", "建筑", 1, 1, 1, 1, 1, 1, "", 1]], "列重复：GO"),
]


@pytest.mark.parametrize(("lines", "said"), BAD)
def test_a_file_without_such_a_table_is_refused(tmp_path: Path, lines: list[list[object]], said: str) -> None:
    with pytest.raises(InputError, match=said):
        table_rows(book(tmp_path / "t.xlsx", *lines), NEEDED)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"")
    with pytest.raises(InputError, match="空的"):
        table_rows(path, NEEDED)
    with pytest.raises(InputError):
        table_rows(tmp_path / "none.csv", NEEDED)
