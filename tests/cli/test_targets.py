"""``targets`` and the pages of ``why`` on what ships, as an officer uses them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_liantu

SEGMENTS = ("eVTOL整机", "大厨电", "民用灯饰")


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def evidence(found: dict[str, Any]) -> list[dict[str, Any]]:
    said = [made["evidence"] for firm in found["firms"] + found["here"] for made in firm["made"]]
    said += [made["evidence"] for one in found["extenders"] for made in one["makes"]]
    said += [item for one in found["policies"] for item in one["evidence"]]
    said += [one["evidence"] for one in found["platforms"]]
    return said + [item["evidence"] for town in found["towns"] for item in town["grounds"]]


@pytest.mark.parametrize("segment", SEGMENTS)
def test_everything_that_is_listed_has_its_words_in_the_store(built: Path, segment: str) -> None:
    found = answer("targets", segment, home=built)
    said = evidence(found)
    assert said
    keys = [one["statement"] for one in said]
    rows = answer("ask", "statements-by-key", f"-pkeys={','.join(keys)}", home=built)["rows"]
    words = {row[0]: row[-1] for row in rows}
    assert {one["statement"]: one["quote"] for one in said} == words


def test_low_altitude_finds_its_plan_with_issuer_number_and_term(built: Path) -> None:
    found = answer("targets", "eVTOL整机", home=built)
    plan = found["policies"][0]
    assert (plan["name"], plan["number"]) == ("中山市低空经济高质量发展行动方案(2024-2027年)", "中府办〔2024〕22号")
    assert (plan["issuers"], plan["level"]) == (["中山市人民政府办公室"], "chain")
    assert (plan["until"], plan["until_from"]) == ("2027", "source")
    assert "福昆航空" in [firm["name"] for firm in found["here"]]
    assert {one["status"] for one in found["platforms"]} == {"done", "planned"}


def test_the_neighbour_s_cluster_is_told_of_the_chain_and_not_of_the_link(built: Path) -> None:
    reach = answer("targets", "大厨电", home=built)["reach"]
    assert (reach["verdict"], reach["level"], reach["grade"]) == ("unknown", "chain", "B")
    assert [(one["name"], one["city"], one["rule"]) for one in reach["who"]] == [
        ("佛山市智能家电产业集群", "佛山市", "about")
    ]
    assert "有没有本环节没有说" in reach["sentence"]


def test_a_segment_of_several_chains_is_asked_of_the_chain_that_is_named(built: Path) -> None:
    one, other = (answer("targets", f"{chain}/智能控制器", home=built) for chain in ("智能家电", "智能锁具"))
    assert one["segment"] == other["segment"]
    assert one["chains"] == other["chains"] == ["Chain:smart-appliance", "Chain:smart-lock"]
    assert (one["reach"]["level"], other["reach"]["level"]) == ("chain", ""), "佛山's cluster is of the other chain"


def test_no_weak_page_is_a_fact_of_reach_anywhere(built: Path) -> None:
    for chain in answer("gaps", home=built):
        for row in chain["rows"]:
            assert row["reach"]["verdict"] == "unknown", "what ships covers no neighbour"
            assert {one["grade"] for one in row["reach"]["who"]} <= {"A", "B", ""}


def test_the_text_says_what_orders_what_is_missing_and_which_command_brings_it(built: Path) -> None:
    text = run_liantu("targets", "民用灯饰", home=built).stdout
    for words in (
        "一、外地做它的企业（0 家）", "liantu load chain-kg", "二、本地可以往这里延伸的企业", "次序：",
        "没有算“关联密度”",
        "三、可能适用的政策", "公平竞争审查", "国务院令第783号", "四、平台载体", "五、镇街", "古镇镇", "没有打分",
    ):  # fmt: skip
        assert words in text, words
    english = run_liantu("--lang", "en", "targets", "民用灯饰", home=built).stdout
    for words in ("1 Firms elsewhere (0)", "3 Policies", "5 Towns", "check before use", "古镇镇"):
        assert words in english, words


def test_what_is_not_accepted_stands_under_leads(built: Path) -> None:
    text = run_liantu("targets", "大厨电", home=built).stdout
    part = text[text.index("二、") : text.index("三、")]
    assert part.index("以下是线索") < part.index("候选")


def test_the_table_has_a_row_for_every_piece_of_evidence(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "t.csv"
    run_liantu("targets", "大厨电", "--csv", place, home=built)
    raw = place.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert {row["部分"] for row in rows} >= {"本地可延伸", "政策", "平台载体", "镇街", "周边"}
    assert all(row["依据键"] and row["文献"] for row in rows)


@pytest.mark.parametrize("command", ["why", "targets"])
def test_a_page_is_written_by_its_ending(built: Path, tmp_path: Path, command: str) -> None:
    for ending in ("html", "md", "txt"):
        place = tmp_path / f"{command}.{ending}"
        assert str(place) in run_liantu(command, "大厨电", "-o", place, home=built).stdout
        text = place.read_text(encoding="utf-8")
        assert "大厨电" in text
        assert "中工信函〔2025〕112号" in text
        assert "2025-09-15" in text
    refused = run_liantu(command, "大厨电", "-o", tmp_path / "x.docx", home=built, code=2)
    assert ".html" in refused.stderr
    assert not (tmp_path / "x.docx").exists()


def test_the_page_of_why_has_the_whole_derivation(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "why.md"
    run_liantu("why", "大厨电", "-o", place, home=built)
    text = place.read_text(encoding="utf-8")
    found = answer("why", "大厨电", home=built)
    for part in ("一、结论", "二、若没有它", "三、本地企业", "四、湾区", "五、数字和参数", "六、什么会改变", "七、原文",
                 "八、所依据的文献", "九、所用的查询"):  # fmt: skip
        assert part in text, part
    assert all(asked["cypher"].strip() in text for asked in found["asked"])
    accepted = [quote for quote in found["quotes"] if quote["review"] == "accepted"]
    assert accepted
    assert all(f"第 {quote['start']}-{quote['end']} 字" in text for quote in accepted)
    assert "数据版本" in text


def test_pages_of_the_same_data_are_the_same(built: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        run_liantu("why", "民用灯饰", "-o", tmp_path / name, home=built)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize("command", ["why", "targets"])
def test_an_unknown_segment_names_near_ones(built: Path, command: str) -> None:
    refused = run_liantu(command, "减速器", home=built, code=3)
    assert "谐波减速器" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
