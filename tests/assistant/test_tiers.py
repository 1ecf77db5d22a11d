"""Tiers above T0: gaps and figures in money never stand without tier, interval, error and the rows they rest on.

The registers are invented: no such list and no such figures of Zhongshan exist.
"""

from __future__ import annotations

from pathlib import Path

from graph.embedded.store import EmbeddedStore
from tests.assistant.conftest import over
from tests.assistant.speaking import inside, talk
from tests.assistant.test_answers import answer_of
from tests.cli.conftest import run_liantu
from tests.cli.test_tiers import COMPLETE, MOTOR, register
from tests.loaders.tables.samples import HEADER, firm_row, xlsx
from tests.queries.samples import register as declared


def test_a_complete_list_makes_a_gap_and_is_named(own: Path) -> None:
    with EmbeddedStore(own / "liantu.lbug") as store:
        store.load(declared("whole", ["3130", "3857"]))
    text, data = answer_of(own, ("gaps", {"chain": "家电", "of_class": "missing"}))
    assert {row["class_zh"] for row in data["answer"]["rows"]} == {"缺链"}
    assert data["answer"]["rows"]
    assert "缺 缺链 · T1 · " in text
    assert "T1 家数或区位商" in text
    (source,) = [one for one in data["sources"] if one["document"] == "whole"]
    assert source["completeness"] == "complete"
    assert "《名录whole》（whole；2026-06-30，声明完整）" in text


def test_a_gap_in_money_has_its_interval_error_and_rows(shipped: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "liantu.lbug").write_bytes((shipped / "liantu.lbug").read_bytes())
    mapping = tmp_path / "m.yaml"
    mapping.write_text(COMPLETE, encoding="utf-8")
    firms = [firm_row(n, classes=code, products="家用电机") for n, code in ((1, "3812"), (2, "3812"), (3, "3813"))]
    run_liantu("load", "table", xlsx(tmp_path / "虚构名录.xlsx", [HEADER, *firms]), "--mapping", mapping, home=home)
    outputs = register(tmp_path / "虚构产值.csv")
    run_liantu("load", "table", outputs, "--mapping", "sector-output", home=home)
    text, data = answer_of(home, ("why", {"segment": MOTOR, "chain": "智能家电"}))
    row = data["answer"]["row"]
    assert row["tier"] == "T2"
    assert "T2 产出与系数" in text
    gap = row["measures"][-1]
    for words in ("亿元", "80% 区间", "份额误差", "系数"):
        assert words in gap["words"]
    assert gap["words"] in text
    assert gap["notes"]
    assert all(note in text for note in gap["notes"])
    cited = [cite for cite in data["cites"] if cite["number"] in gap["cites"]]
    assert cited
    assert all(cite["quote"] == "" and "行" in cite["section"] for cite in cited)


def test_demand_is_never_called_a_gap_and_has_its_words_and_table(shipped: Path) -> None:
    text, data = answer_of(shipped, ("why", {"segment": "钢材", "chain": "智能家电"}))
    (demand,) = data["answer"]["row"]["demand"]
    assert "44.72 亿元" in demand["words"]
    assert "0.01800" in demand["arithmetic"]
    assert "国家统计局" in demand["reference"]
    quotes = [cite["quote"] for cite in data["cites"] if cite["number"] in demand["cites"]]
    assert quotes
    assert all("2485.1亿元" in quote for quote in quotes)
    for line in text.splitlines():
        if "44.72" in line and "算式" not in line:
            assert "不是缺口" in line or line.startswith("- ")
    assert "缺口 44.72" not in text


def test_the_picture_of_a_chain_with_gaps_is_told_in_words(own: Path) -> None:
    with EmbeddedStore(own / "liantu.lbug") as store:
        store.load(declared("whole", ["3130", "3857"]))

    async def work() -> str:
        async with inside(over(own)) as client:
            result = await client.call_tool("chain_map", {"chain": "家电", "width": 600})
            assert [one.type for one in result.content] == ["text", "image"]
            return str(result.content[0])

    assert "缺 缺链 · T1" in talk(work)
