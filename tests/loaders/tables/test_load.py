"""A register in a store: every row accounted for, newer lists, the error workbook, forms."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.store import Batch, NodeRow
from loaders.tables.errorbook import error_workbook
from loaders.tables.form import form_workbook
from loaders.tables.guess import guess
from loaders.tables.load import Loaded, load_table
from loaders.tables.mapping import read_mapping, shipped
from loaders.tables.reading.book import open_book
from tests.loaders.tables.samples import GAZETTEER, HEADER, all_edges, code, firm_row, nodes, read, reasons, xlsx

ROWS = [HEADER, *(firm_row(number) for number in range(1, 7))]


def load(store: EmbeddedStore, path: Path, mapping: str = "firms", **options: Any) -> Loaded:
    return load_table(store, path, read_mapping(mapping), open_book(path), **options)


def counts(loaded: Loaded) -> tuple[int, int, int, int, int]:
    rows = loaded.rows
    return rows.loaded, rows.unchanged, rows.merged, rows.rejected, rows.aside


def firms(store: EmbeddedStore) -> set[str]:
    return {str(name) for (name,) in store.read("MATCH (f:Firm) RETURN f.name").rows}


def test_every_row_is_accounted_for(store: EmbeddedStore, tmp_path: Path) -> None:
    rows = [*ROWS, firm_row(1), firm_row(8, town="桃花镇"), ["合计", *[None] * 5], ["注：快报数", *[None] * 5]]
    done = load(store, xlsx(tmp_path / "名录.xlsx", rows))
    assert counts(done) == (6, 0, 1, 1, 2)
    assert done.rows.total == len(rows) - 1
    assert len(firms(store)) == 6
    (document,) = store.read(
        "MATCH (d:Document {name: '名录'}) RETURN d.form AS form, d.mapping AS mapping, d.sha256 AS sha"
    ).dicts()
    assert (document["form"], document["mapping"]) == ("register", "firms")


def test_the_same_list_again_changes_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ROWS)
    load(store, path)
    again = load(store, path)
    assert counts(again) == (0, 6, 0, 0, 0)
    assert (again.report.added, again.report.changed, again.report.withdrawn) == (0, 0, 0)


def test_a_newer_list_changes_what_changed_and_withdraws_what_is_gone(store: EmbeddedStore, tmp_path: Path) -> None:
    load(store, xlsx(tmp_path / "a.xlsx", ROWS))
    moved = firm_row(2, town="小榄镇")
    newer: list[list[Any]] = [HEADER, ["一、全市", *[None] * 5], firm_row(1), moved, *ROWS[3:6], firm_row(9)]
    path = xlsx(tmp_path / "a.xlsx", newer)
    dry = load(store, path, dry_run=True)
    assert "中山市第9号电器有限公司" not in firms(store)
    done = load(store, path)
    assert counts(dry) == counts(done) == (2, 4, 0, 0, 1)
    assert "中山市第6号电器有限公司" not in firms(store)
    assert "中山市第9号电器有限公司" in firms(store)
    towns = store.read("MATCH (f:Firm)-[:LOCATED_IN]->(t:Town) WHERE f.name CONTAINS '第2号' RETURN t.name").rows
    assert [name for (name,) in towns] == ["小榄镇"]


def test_what_could_wipe_out_a_list_is_asked_for(store: EmbeddedStore, tmp_path: Path) -> None:
    load(store, xlsx(tmp_path / "a.xlsx", ROWS))
    few = xlsx(tmp_path / "few.xlsx", ROWS[:2])
    with pytest.raises(InputError, match="过半"):
        load(store, few, key="a")
    with pytest.raises(InputError, match="映射"):
        load(store, xlsx(tmp_path / "a.xlsx", [["企业名称", "荣誉名称"], ["甲公司", "高企"]]), "honours")
    store.load(Batch("letter", [NodeRow("Document", "Document:letter", "letter", {"form": "letter"})], []))
    with pytest.raises(InputError, match="另一种来源"):
        load(store, few, key="letter")
    store.load(
        Batch("derived-segments", [NodeRow("Firm", "Firm:中山市第1号电器有限公司", "中山市第1号电器有限公司")], [])
    )
    with pytest.raises(InputError, match="另一种来源"):
        load(store, few, key="derived-segments")
    assert len(firms(store)) == 6
    load(store, few, key="a", replace=True)
    assert len(firms(store)) == 1


def test_a_list_of_nothing_but_rejections_leaves_the_store_as_it_was(store: EmbeddedStore, tmp_path: Path) -> None:
    load(store, xlsx(tmp_path / "a.xlsx", ROWS))
    before = store.info()
    done = load(store, xlsx(tmp_path / "a.xlsx", [HEADER, firm_row(1, town="桃花镇")]))
    assert counts(done) == (0, 0, 0, 1, 0)
    assert store.info() == before


def test_the_error_workbook_is_corrected_and_loaded_in_place_of_the_list(store: EmbeddedStore, tmp_path: Path) -> None:
    header = [*HEADER, "备注", "联系人"]
    rows = [["规上企业名录"], header, *([*firm_row(n), "=1+1" if n == 1 else "", "王小明"] for n in range(1, 5))]
    rows[3][2], rows[4][1] = "坦州镇", 9.14420001234567e17
    path = xlsx(tmp_path / "名录.xlsx", rows)
    done = load(store, path)
    assert counts(done)[3] == 2
    errors = tmp_path / "退回.xlsx"
    errors.write_bytes(error_workbook(done.read))
    book = openpyxl.load_workbook(errors)
    page = book["名录"]
    assert page["C4"].fill.fgColor.rgb == "FFF8CBAD"
    assert page["C5"].fill.fgColor.rgb != "FFF8CBAD"
    assert "没有这个镇街：坦州镇" in str(page["I4"].value)
    assert "丢失" in str(page["I5"].value)
    assert page["I3"].value is None
    assert "王小明" not in errors.read_bytes().decode("latin-1")
    assert all(cell.value != "王小明" and cell.data_type != "f" for row in page.iter_rows() for cell in row)
    page["C4"], page["B5"] = "坦洲镇", code(3)
    book.save(errors)
    fixed = load(store, errors, key="名录")
    assert counts(fixed) == (2, 2, 0, 0, 0)
    assert len(firms(store)) == 4


def test_an_uncorrected_error_workbook_is_rejected_for_the_same_reasons(tmp_path: Path) -> None:
    rows = [HEADER, firm_row(1), firm_row(2), firm_row(3, town="桃花镇"), firm_row(4)]
    rows[4][5] = "很多"
    first = read(xlsx(tmp_path / "a.xlsx", rows, merges=["F2:F3"]))
    again_path = tmp_path / "b.xlsx"
    again_path.write_bytes(error_workbook(first))
    again = read(again_path)
    assert set(reasons(again)) == set(reasons(first)) == {"F2", "F3", "C4", "F5"}


@pytest.mark.parametrize("name", shipped())
def test_a_filled_form_loads_by_its_mapping(name: str, tmp_path: Path) -> None:
    mapping = read_mapping(name)
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_workbook(mapping, GAZETTEER))
    empty = openpyxl.load_workbook(path)
    page = empty[mapping.title]
    assert page["A2"].value == "示例"
    towns = [column for column in mapping.columns.values() if column.kind in ("town", "status")]
    assert len(page.data_validations.dataValidation) == len(towns)
    for at, column in enumerate(mapping.columns.values(), 2):
        if column.example and column.kind != "segments":
            page.cell(3, at, column.example)
    empty.save(path)
    found = read(path, mapping)
    assert [row.why for row in found.aside] == ["example"]
    assert (len(found.places), found.refused) == (1, [])
    assert all_edges(found) or nodes(found)


def test_a_form_that_nobody_filled_in_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_workbook(read_mapping("firms"), GAZETTEER))
    with pytest.raises(InputError, match="没有一行数据"):
        read(path)


def test_a_guess_places_columns_by_header_and_by_content_and_says_what_it_could_not(tmp_path: Path) -> None:
    header = ["企业全称", "归属", "信用代码", "小类", "心情", "联系人"]
    rows = [["名录"], header, *([f"甲{n}公司", "东凤镇", code(n), "3854", "好", "王小明"] for n in range(1, 6))]
    path = xlsx(tmp_path / "奇怪的表.xlsx", rows)
    found = guess(open_book(path), GAZETTEER)
    assert (found.mapping, found.header) == ("firms", (2,))
    assert found.placed == {"企业全称": "企业名称", "归属": "镇街", "信用代码": "统一社会信用代码", "小类": "行业代码"}
    assert found.unplaced == (("E", "心情"),)
    assert "王小明" not in found.yaml
    written = tmp_path / "m.yaml"
    written.write_text(found.yaml, encoding="utf-8")
    loaded = read(path, read_mapping(str(written)))
    assert len(loaded.places) == 5
    assert ("甲1公司", "东凤镇") in {(s[1][5:], e[1][5:]) for k, s, e in all_edges(loaded) if k == "LOCATED_IN"}


def test_text_of_the_files_written_is_never_a_formula(tmp_path: Path) -> None:
    bad = ['=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)"]
    rows = [[*HEADER, "备注"], *([*firm_row(n, town="桃花镇"), text] for n, text in enumerate(bad, 1))]
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    for row_cells in page.iter_rows(min_row=2, min_col=7, max_col=7):
        row_cells[0].data_type = "s"
    book.save(path)
    out = openpyxl.load_workbook(io.BytesIO(error_workbook(read(path))))
    values = [(cell.value, cell.data_type) for cell in out["Sheet"]["G"][1:]]
    assert values == [(text, "s") for text in bad]
