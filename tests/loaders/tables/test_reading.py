"""Files of every kind come out as the same rows; headers are found where people put them."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.errors import InputError
from tests.loaders.tables.samples import (
    HEADER,
    batch,
    code,
    csv_text,
    edges,
    firm_row,
    nodes,
    ods,
    read,
    reasons,
    xls,
    xlsx,
)

ROWS = [HEADER, *(firm_row(number) for number in range(1, 4))]


def write_csv(path: Path, encoding: str, mark: str = ",") -> Path:
    path.write_bytes(csv_text(ROWS, mark).encode(encoding))
    return path


def utf16(path: Path) -> Path:
    path.write_bytes(codecs.BOM_UTF16_LE + csv_text(ROWS, "\t").encode("utf-16-le"))
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: xlsx(folder / "a.xlsx", ROWS),
        lambda folder: xlsx(folder / "a.xlsx", ROWS).rename(folder / "a.xls"),
        lambda folder: xls(folder / "a.xls", ROWS),
        lambda folder: xls(folder / "a.xls", ROWS).rename(folder / "a.et"),
        lambda folder: ods(folder / "a.ods", ROWS),
        lambda folder: write_csv(folder / "a.csv", "utf-8-sig"),
        lambda folder: write_csv(folder / "a.csv", "gb18030"),
        lambda folder: write_csv(folder / "a.csv", "utf-8", ";"),
        lambda folder: write_csv(folder / "a.tsv", "utf-8", "\t"),
        lambda folder: utf16(folder / "a.xls"),
    ],
    ids=["xlsx", "xlsx-named-xls", "xls", "et", "ods", "csv", "gbk", "semicolon", "tsv", "utf16-named-xls"],
)
def test_every_kind_of_file_says_the_same(make: Any, tmp_path: Path) -> None:
    found = read(make(tmp_path))
    assert len(found.places) == 3
    assert not found.refused
    assert ("中山市第1号电器有限公司", "东凤镇") in edges(found, "LOCATED_IN")
    assert ("中山市第3号电器有限公司", "电饭煲") in edges(found, "PRODUCES")
    firm = nodes(found)["Firm", "Firm:中山市第2号电器有限公司"][1]
    assert firm["credit_code"] == code(2)
    figure = next(row for (kind, _), (_, row) in nodes(found).items() if kind == "Statistic")
    assert (figure["value"], figure["unit"], figure["normal"]) == ("1001", "万元", 10_010_000.0)


def test_title_rows_two_row_headers_merged_cells_and_notes_below(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2024年中山市规上工业企业名录", *[None] * 6],
        ["填报单位：统计局", None, None, None, None, "单位：万元", None],
        ["序号", "企业信息", None, "镇街", "行业代码", "产值", None],
        [None, "名称", "信用代码", None, None, "2023年", "2024年"],
        ["一、东凤镇", *[None] * 6],
        [1, "甲公司", code(1), "东凤镇", "3854", 5, 6],
        [2, "乙公司", code(2), None, "3854", 7, 8],
        ["合计", None, None, None, None, 12, 14],
        [None] * 7,
        ["注：2024年为快报数", *[None] * 6],
        ["2.本表不含个体户", *[None] * 6],
        ["填表人：王小明", None, None, "审核人：李四", None, None, None],
    ]
    merges = ["A1:G1", "B3:C3", "A3:A4", "D3:D4", "E3:E4", "F3:G3", "D6:D7", "A5:G5"]
    found = read(xlsx(tmp_path / "a.xlsx", rows, merges=merges))
    assert found.layouts[0].rows == (3, 4)
    assert [place.rpartition("!")[2] for place in found.places] == ["6", "7"]
    assert ("乙公司", "东凤镇") in edges(found, "LOCATED_IN")
    rows_of_figures = [row for (kind, _), (_, row) in nodes(found).items() if kind == "Statistic"]
    figures = {(row["subject_name"], row["period"], row["normal"]) for row in rows_of_figures}
    assert figures == {
        ("甲公司", "2023年", 5e4), ("甲公司", "2024年", 6e4), ("乙公司", "2023年", 7e4), ("乙公司", "2024年", 8e4),
    }  # fmt: skip
    assert {row.why for row in found.aside} == {"heading", "total", "note"}
    assert len(found.aside) == 5
    assert found.personal == 2
    assert "王小明" not in repr(found.aside)


def test_a_sum_merged_over_several_firms_is_nobodys(tmp_path: Path) -> None:
    rows = [HEADER, firm_row(1), firm_row(2), firm_row(3)]
    found = read(xlsx(tmp_path / "a.xlsx", rows, merges=["F2:F3"]))
    assert set(reasons(found)) == {"F2", "F3"}
    assert "合并" in reasons(found)["F2"]
    assert len(found.places) == 1


def test_a_number_merged_with_its_firm_is_the_firms(tmp_path: Path) -> None:
    rows = [HEADER, firm_row(1), [None, None, None, None, "电压锅", None], firm_row(3)]
    merges = [f"{column}2:{column}3" for column in "ABCDF"]
    found = read(xlsx(tmp_path / "a.xlsx", rows, merges=merges))
    assert not found.refused
    assert len(found.merged) == 1
    assert ("中山市第1号电器有限公司", "电压锅") in edges(found, "PRODUCES")
    assert sum(kind == "Statistic" for kind, _ in nodes(found)) == 2


def test_merged_towns_of_an_ods_are_filled_down(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", [HEADER, firm_row(1), firm_row(2, town=""), firm_row(3, town="小榄镇")])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = parts["content.xml"].decode()
    town = content.index("东凤镇")
    cell = content.rindex("<table:table-cell", 0, town)
    spanned = content[:cell] + '<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="1"'
    parts["content.xml"] = (spanned + content[cell + len("<table:table-cell") :]).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert set(edges(read(path), "LOCATED_IN")) == {
        ("中山市第1号电器有限公司", "东凤镇"),
        ("中山市第2号电器有限公司", "东凤镇"),
        ("中山市第3号电器有限公司", "小榄镇"),
    }


@pytest.mark.parametrize(
    "written", ["3854", "C3854", 3854, "3854 家用厨房电器具制造", "C3854家用厨房电器具制造", "家用厨房电器具制造"]
)
def test_a_class_in_any_spelling_is_the_class(written: Any, tmp_path: Path) -> None:
    row = firm_row(1)
    row[3] = written
    found = read(xlsx(tmp_path / "a.xlsx", [HEADER, row]))
    assert list(edges(found, "CLASSIFIED_AS")) == [("中山市第1号电器有限公司", "3854")]


def test_old_workbooks_fill_merged_towns_down(tmp_path: Path) -> None:
    rows = [HEADER, firm_row(1), firm_row(2, town="")]
    found = read(xls(tmp_path / "a.xls", rows, merges=[(1, 2, 2, 2)]))
    assert ("中山市第2号电器有限公司", "东凤镇") in edges(found, "LOCATED_IN")


def test_every_visible_sheet_with_the_header_is_read_and_the_rest_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for at, name in enumerate(("东凤", "小榄", "说明", "旧表")):
        page = book.active if at == 0 else book.create_sheet()
        assert page is not None
        page.title = name
        rows = [["本表由各镇街填报"]] if name == "说明" else [HEADER, firm_row(at + 1)]
        for row in rows:
            page.append(row)
        page.sheet_state = "hidden" if name == "旧表" else "visible"
    first = book["东凤"]
    first.append(firm_row(9))
    first.row_dimensions[3].hidden = True
    book.save(path)
    found = read(path)
    assert found.places == ["东凤!2", "东凤!3", "小榄!2"]
    told = "".join(zh for zh, _ in found.told)
    assert "“说明”没有这种表头" in told
    assert "“旧表”是隐藏的" in told
    assert "1 行隐藏" in told


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["厂名", "信用代码", "镇街"], "缺少列 “企业名称”"),
        (["企业名称", "企业名称", "镇街"], "有 2 列都像“企业名称”：A 列"),
        (["企业名称", "镇街", "工业总产值"], "没有单位"),
    ],
)
def test_a_bad_header_stops_all_with_one_message(header: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(xlsx(tmp_path / "a.xlsx", [header, ["甲公司", "x", "东凤镇"]]))
    assert said in refused.value.message()
    assert refused.value.where


def test_a_word_in_a_row_of_another_list_is_no_header(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["name", "kind", "town", "since"],
        ["甲", "园区", "东凤镇", 2020],
        ["乙", "基地", "小榄镇", 2021],
    ]
    with pytest.raises(InputError, match="没找到表头"):
        read(xlsx(tmp_path / "a.xlsx", rows), "parks")
    titled: list[list[Any]] = [
        ["载体一览"],
        ["填报单位：某局", None, "2024年"],
        ["序号", "园区", "备注"],
        [1, "甲园", "新"],
    ]
    assert len(read(xlsx(tmp_path / "b.xlsx", titled), "parks").places) == 1


def test_one_sheet_with_a_bad_header_is_not_passed_over(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["企业名称", "产品", "环节"], ["甲公司", "电机", ""]])
    book = openpyxl.load_workbook(path)
    page = book.create_sheet("第二批")
    page.append(["企业名称", "货品", "所属环节"])
    page.append(["乙公司", "电机", ""])
    book.save(path)
    with pytest.raises(InputError, match="第二批"):
        read(path, "firm-products")


@pytest.mark.parametrize("written", ["东凤", "东凤镇", "中山市东凤镇", "广东省中山市东凤镇", "东风镇", "442000103"])
def test_a_town_in_any_spelling_is_the_town_and_keeps_its_wording(written: str, tmp_path: Path) -> None:
    found = read(xlsx(tmp_path / "a.xlsx", [HEADER, firm_row(1, town=written)]))
    (edge,) = edges(found, "LOCATED_IN").items()
    assert edge[0][1] == "东凤镇"
    assert edge[1].get("as_written", "东凤镇") == written


def test_an_unknown_town_is_a_rejection_with_near_names(tmp_path: Path) -> None:
    found = read(xlsx(tmp_path / "a.xlsx", [HEADER, firm_row(1, town="坦州镇"), firm_row(2)]))
    (rejection,) = found.refused[0].rejections
    assert (rejection.place, rejection.header, rejection.value) == ("名录!C2", "镇街", "坦州镇")
    assert "坦洲镇" in rejection.remedy
    assert len(found.places) == 1


def test_names_and_codes_that_contradict_an_earlier_row_are_rejected(tmp_path: Path) -> None:
    other_code, other_name = firm_row(1), firm_row(1)
    other_code[1], other_name[0] = code(7), "另一家公司"
    found = read(xlsx(tmp_path / "a.xlsx", [HEADER, firm_row(1), other_code, other_name, firm_row(1)]))
    assert {place: text[:4] for place, text in reasons(found).items()} == {"B3": "同一名称", "B4": "信用代码"}
    assert found.merged == {1}
    (edge,) = edges(found, "LOCATED_IN").values()
    assert edge["statements"] == ["a#名录!2", "a#名录!5"]


def test_persons_are_dropped_and_counted_wherever_they_hide(tmp_path: Path) -> None:
    header = [*HEADER, "联系人", "联系电话", "法定代表人", "备注"]
    people = ["王小明", "13812345678", "张大山", "有事找：联系人：李四，电话 0760-88881234"]
    rows = [header, [*firm_row(1), *people], [*firm_row(2), "", "", "", "2024年新增"]]
    rows.append([*firm_row(3), *[None] * 4])
    rows[3][4] = "电饭煲，联系人：赵六 13912345678"
    found = read(xlsx(tmp_path / "a.xlsx", rows))
    assert found.personal >= 6
    assert "个人信息" in reasons(found)["E4"]
    said = repr((batch(found), found.refused, found.aside))
    for person in ("王小明", "13812345678", "张大山", "李四", "88881234", "赵六", "13912345678"):
        assert person not in said
    document = batch(found).nodes[0]
    assert document.properties["dropped_personal"] == found.personal


def test_persons_stay_out_of_the_reasons_too(tmp_path: Path) -> None:
    towns = ["王小明 13812345678", "东凤镇同安路1号，联系人：李四 13912345678"]
    rows = [HEADER, *(firm_row(n, town=town) for n, town in enumerate(towns, 1))]
    found = read(xlsx(tmp_path / "a.xlsx", rows))
    assert "□" in reasons(found)["C2"]
    assert len(found.places) == 1
    said = repr((batch(found), found.refused, found.renamed))
    assert not [text for text in ("13812345678", "13912345678", "李四") if text in said]
    with pytest.raises(InputError, match="文件名"):
        read(xlsx(tmp_path / "联系人：王小明 13812345678.xlsx", [HEADER, firm_row(1)]))


def test_a_formula_is_never_evaluated_and_macros_never_run(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADER, ['=1+1&"公司"', *firm_row(1)[1:]], firm_row(2)])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00" * 100)
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    found = read(path)
    assert "公式" in reasons(found)["A2"]
    told = "".join(zh for zh, _ in found.told)
    assert "宏" in told
    assert "没有打开" in told


def test_an_apostrophe_that_guards_a_text_in_csv_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业名称,主要产品\n甲公司,'-40度制冷机\n", encoding="utf-8")
    assert ("甲公司", "-40度制冷机") not in edges(read(path), "PRODUCES")
    assert "公式" in reasons(read(path))["B2"]
