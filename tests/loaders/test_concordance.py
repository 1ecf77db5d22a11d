"""The concordance of products with GB/T 4754: whole, once each, and in step with the tables of both grains."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.reference.concordance import BASES, PRODUCTS, members, read_divisions, read_industries, read_products
from loaders.reference.national import TABLES, national_table
from loaders.reference.tables import read_sectors
from loaders.templates import gbt_classes, read_shared, read_template

CHAINS = PRODUCTS.parent.parent / "chains"
NOT_IN_THE_TABLE = {"9700"}
"""International organisations are no product."""


def below(codes: tuple[str, ...]) -> set[str]:
    return {known for known in gbt_classes() if any(known.startswith(code) for code in codes)}


def test_every_class_is_covered_once() -> None:
    covered = [known for row in read_products() for known in below(row.classes)]
    assert len(covered) == len(set(covered))
    assert set(gbt_classes()) - set(covered) == NOT_IN_THE_TABLE


def test_products_are_those_of_the_table_by_code_and_name() -> None:
    table = national_table("china-2020-153")
    rows = read_products()
    assert [(row.code, row.name) for row in rows] == [(code, table.names[code]) for code in table.codes]
    assert all(row.en and row.basis in BASES for row in rows)
    assert {row.basis for row in rows} == set(BASES)
    assert all(row.note for row in rows if row.basis == "judged")


def test_products_stay_within_divisions() -> None:
    """The office numbers its products by division, so no product may take groups of two, unless it takes them whole."""
    for row in read_products():
        divisions = {code[:2] for code in row.classes}
        assert len(divisions) == 1 or all(len(code) == 2 for code in row.classes), row


def test_the_sectors_of_the_153_table_add_up_to_the_42_table() -> None:
    """Every flow and output: so each product stands in the sector where the office puts it."""
    fine, coarse = national_table("china-2020-153"), national_table("china-2020-42")
    sector = {row.code: row.sector42 for row in read_products()}
    flows: dict[tuple[str, str], float] = defaultdict(float)
    output: dict[str, float] = defaultdict(float)
    for (i, j), value in fine.flows.items():
        flows[sector[i], sector[j]] += value
    for code, value in fine.output.items():
        output[sector[code]] += value
    assert set(output) == set(coarse.codes)
    assert set(flows) == set(coarse.flows)
    assert all(abs(flows[pair] - coarse.flows[pair]) <= 100 for pair in flows), "cells are rounded to 10,000 yuan"
    assert all(abs(output[code] - coarse.output[code]) <= 100 for code in output)


def test_every_code_of_every_chain_has_one_product() -> None:
    shared = read_shared(CHAINS / "shared.yaml")
    codes = {code for segment in shared.values() for code in segment.gbt4754}
    for path in sorted(CHAINS.glob("*.yaml")):
        if path.name != "shared.yaml":
            codes |= {code for segment in read_template(path, shared).segments for code in segment.gbt4754}
    assert len(codes) > 300
    for code in codes:
        assert sum(any(code.startswith(c) for c in row.classes) for row in read_products()) == 1, code


@pytest.mark.parametrize(
    ("line", "change", "said"),
    [
        (3, {"gbt4754": "01"}, "归了两次"),
        (3, {"gbt4754": "012"}, "归了两次"),
        (3, {"gbt4754": "02;021"}, "归了两次"),
        (3, {"gbt4754": "98"}, "98"),
        (3, {"gbt4754": "2"}, "没有"),
        (3, {"gbt4754": ""}, "要有产品代码"),
        (3, {"basis": "guess"}, "依据"),
        (3, {"code": "001"}, "写了两次"),
    ],
)
def test_a_wrong_line_is_refused_where_it_stands(tmp_path: Path, line: int, change: dict[str, str], said: str) -> None:
    path = tmp_path / "p.csv"
    with PRODUCTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[line - 2] |= change
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputError) as caught:
        read_products(path)
    assert f"p.csv:{line}" in caught.value.message()
    assert said in caught.value.message()


def test_a_table_without_a_column_or_of_other_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("code,name\n001,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="gbt4754"):
        read_products(path)
    path.write_bytes(b"code,name\n\xff\xfe,1\n")
    with pytest.raises(InputError):
        read_products(path)
    with pytest.raises(InputError):
        read_products(tmp_path / "none.csv")


@pytest.mark.parametrize("name", TABLES)
def test_national_tables_take_no_more_than_they_make(name: str) -> None:
    table = national_table(name)
    assert len(table.codes) == int(name.rsplit("-", 1)[1])
    for j in table.codes:
        taken = sum(table.flows[i, j] for i in table.codes)
        assert 0 < taken < table.output[j], (name, j)


def test_an_unknown_national_table_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        national_table("atlantis-2020-7")
    assert "china-2020-153" in caught.value.message()


def test_divisions_are_those_of_the_census_and_of_the_classes() -> None:
    divisions = dict(read_divisions())
    counted = {one.sector for one in read_sectors() if (one.entity, one.scope) == ("中国", "大类")}
    assert set(divisions.values()) == counted
    assert set(divisions) == {known[:2] for known in gbt_classes()}


def test_industries_have_codes_and_a_reason() -> None:
    rows = read_industries()
    assert {"智能家电产业", "灯饰照明产业"} <= {row.industry for row in rows}
    assert all(members(row.classes) and row.why for row in rows)
    about = {name for path in CHAINS.glob("*.yaml") if path.name != "shared.yaml"
             for name in read_template(path, read_shared(CHAINS / "shared.yaml")).about}  # fmt: skip
    letter = (CHAINS.parent / "letters" / "letter-2025-112.txt").read_text(encoding="utf-8")
    for row in rows:
        assert row.industry in about or row.industry in letter, "an industry that nothing that ships speaks of"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("家电,385;999,x", "999"),
        ("家电,385,", "理由"),
        ("家电,,x", "代码"),
        ("家电,385,x\n家电,386,x", "写了两次"),
    ],
)
def test_a_wrong_industry_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "i.csv"
    path.write_text(f"industry,gbt4754,why\n{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_industries(path)
    assert said in caught.value.message()
