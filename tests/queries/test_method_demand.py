"""The worked examples of docs/method.md on demand, quotients and gaps, recomputed from the tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders.reference.concordance import read_products
from loaders.reference.national import national_table
from queries.formulas.inputoutput import gap, requirement
from queries.formulas.quotients import flegg, simple_location_quotient
from queries.tiers.gaps import FLQ_ERRORS

ROOT = Path(__file__).parent.parent.parent
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
LETTER = (ROOT / "loaders" / "data" / "letters" / "letter-2025-112.txt").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| (\S+集群) ([\d.]+) 亿元 \| (\d{3}) (\S+) → (\d{3}) (\S+) \| ([\d,]+) ÷ ([\d,]+) \| ([\d.]+) \| ([\d.]+) \|$",
    METHOD,
    re.MULTILINE,
)


def test_there_are_five_rows() -> None:
    assert len(ROWS) == 5


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[2]}-{row[4]}" for row in ROWS])
def test_each_row_follows_from_the_letter_and_the_cells(row: tuple[str, ...]) -> None:
    cluster, stated, product, product_name, taker, taker_name, flow, total, coefficient, amount = row
    assert f"{cluster}（{stated}亿元）" in LETTER
    table = national_table()
    assert (table.names[product], table.names[taker]) == (product_name, taker_name)
    assert int(flow.replace(",", "")) == table.flows[product, taker]
    assert int(total.replace(",", "")) == table.output[taker]
    a = table.flows[product, taker] / table.output[taker]
    assert f"{a:.5f}" == coefficient
    assert f"{a * float(stated):.2f}" == amount


def test_the_two_ends_are_the_least_and_the_greatest_of_the_division() -> None:
    table = national_table()
    makers = [row.code for row in read_products() if all(code.startswith("39") for code in row.classes)]
    amounts = sorted(table.flows["094", code] / table.output[code] * 1048.4 for code in makers)
    assert f"{amounts[0]:.2f}—{amounts[-1]:.2f} 亿元" in METHOD


def test_the_invented_city_by_hand() -> None:
    city, country, a = [10, 60, 10], [1000, 2000, 1000], [[0.1, 0.2, 0.0], [0, 0.1, 0], [0.01, 0.01, 0.005]]
    slq = simple_location_quotient(city, country).values
    assert "、".join(f"{value:.1f}" for value in slq) in METHOD
    need = requirement(a, city)[0]
    bought = gap(a, flegg(city, country, 0.0).shares, city)[0]
    assert f"+ 0.2 × 60 = {need:.0f}；" in METHOD
    assert f"× 60 = {bought:.1f}，g₁ = {bought / need:.1%}".replace("%", " %") in METHOD


def test_the_counts_of_the_concordance_and_the_errors_are_those_in_use() -> None:
    count = {basis: sum(row.basis == basis for row in read_products()) for basis in ("name", "rest", "judged")}
    said = re.search(r"name 名称即中类 (\d+) 行，rest 大类里剩下的 (\d+) 行，judged 判断 (\d+) 行", METHOD)
    assert said is not None
    assert tuple(map(int, said.groups())) == (count["name"], count["rest"], count["judged"])
    for delta, error in FLQ_ERRORS.items():
        written = f"δ={delta:g}".replace("0.", ".") + f" {error:.3f}".replace("0.", ".")
        assert written in METHOD
