"""A national graph through the command line: it changes no answer, and gives firms to ask."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_liantu
from tests.loaders.test_chain_kg import SMALL, firm, folder, makes

MORE = {
    **SMALL,
    "product": [*SMALL["product"], {"name": "电动垂直起降飞行器"}, {"name": "LED驱动电源"}],
    "company": [
        *SMALL["company"],
        firm("中山大洋电机股份有限公司", "大洋电机", "002249.SZ"),
        firm("福昆航空", "福昆航空", "000009.SZ"),
    ],
    "company_product": [
        *SMALL["company_product"],
        makes("大洋电机", "002249.SZ", "步进电机"),
        makes("福昆航空", "000009.SZ", "电动垂直起降飞行器"),
        makes("甲电机", "000001.SZ", "LED驱动电源"),
    ],
}
"""Firms and products that the shipped sources name as well."""


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def told(chain: Any) -> Any:
    """What a chain's answer says; a firm may stand under the fuller name that the national list has for it."""
    rows = [(row["segment"]["key"], row["class"], row["rank"], len(row["segment"]["firms"])) for row in chain["rows"]]
    return chain["chain"], chain["counts"], len(chain["leaders"]), len(chain["members"]), rows


def test_it_changes_no_class_and_no_firm_of_any_chain(home: Path, tmp_path: Path) -> None:
    before = answer("gaps", home=home)
    overview = run_liantu("gaps", home=home).stdout
    done = answer("load", "chain-kg", folder(tmp_path / "kg", MORE), home=home)
    reports = {report["source"]: report for report in done["reports"]}
    assert reports["chain-kg"]["added"] > 0
    assert reports["derived-products"]["added"] > 0, "products stand in segments"
    assert (reports["derived-segments"]["added"], reports["derived-segments"]["withdrawn"]) == (0, 0)
    after = answer("gaps", home=home)
    assert [told(chain) for chain in after] == [told(chain) for chain in before]
    assert run_liantu("gaps", home=home).stdout == overview


def test_a_dry_run_and_a_damaged_folder_change_nothing(home: Path, tmp_path: Path) -> None:
    place = folder(tmp_path / "kg", MORE)
    before = answer("doctor", home=home)
    (report,) = answer("load", "chain-kg", place, "--dry-run", home=home)["reports"]
    assert (report["added"] > 0, report["dry_run"]) == (True, True)
    assert answer("doctor", home=home) == before
    (place / "company_industry.json.gz").write_bytes(gzip.compress(b'{"company_name": 1}'))
    refused = run_liantu("load", "chain-kg", place, home=home, code=2)
    assert "company_industry.json.gz:1" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert answer("doctor", home=home) == before


def test_targets_name_product_rule_and_row_and_say_what_is_not_known(home: Path, tmp_path: Path) -> None:
    run_liantu("load", "chain-kg", folder(tmp_path / "kg", MORE), home=home)
    found = answer("targets", "灯饰照明/LED驱动电源", home=home)
    (one,) = found["firms"]
    assert (one["name"], one["place"], one["products"]) == ("甲电机股份有限公司", "所在地未知", ["LED驱动电源"])
    assert one["made"][0]["statement"] == f"chain-kg#company_product!{len(MORE['company_product'])}"
    said = run_liantu("targets", "灯饰照明/LED驱动电源", home=home).stdout
    assert "没有打分" in said
    assert "不算本地企业" in said
    local = answer("targets", "eVTOL整机", home=home)
    assert "福昆航空" in [target["name"] for target in local["here"]]
    assert "福昆航空" not in [target["name"] for target in local["firms"]]


def test_coverage_says_what_one_more_list_would_open(built: Path) -> None:
    found = answer("coverage", home=built)
    assert len(found["chains"]) == 18
    assert all(chain["covered"] == 0 for chain in found["chains"]), "nothing that ships is complete"
    first = found["openings"][0]
    assert first["list_name"] == "规上工业企业名录"
    assert len(first["segments"]) >= len(first["answered"]) > 0
    said = run_liantu("coverage", "灯饰", home=built).stdout
    assert "再有一份完整的规上工业企业名录（小类" in said
    assert "liantu load table" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["targets", "没有这个环节"], 3, "没有"),
        (["coverage", "没有这条链"], 3, "没有"),
        (["load", "chain-kg", "没有这个文件夹"], 2, "缺少文件"),
    ],
)
def test_refusals_are_one_message(built: Path, arguments: list[str], code: int, said: str) -> None:
    refused = run_liantu(*arguments, home=built, code=code)
    assert said in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
