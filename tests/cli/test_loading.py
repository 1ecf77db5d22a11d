"""Loading, reviewing and handing over decisions through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.embedded.store import EmbeddedStore
from graph.names import spoken, written
from loaders import sounds
from tests.cli.conftest import LETTER, ROOT, run_liantu

BAN = """\
某市低空经济工作情况的函
低空办函〔2025〕3号
某市发展和改革局：
一、关于产业链建设
我市引进天翼航空科技有限公司，天翼航空科技有限公司研发生产工业无人机，2024年产值达3.5亿元。规划建设2000亩低空产业园。
联系人：王小明，联系电话：0760-88881234，邮箱：wang@example.com。
某市工业和信息化局
2025年3月1日
"""


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def test_building_twice_changes_nothing(home: Path) -> None:
    for report in answer("build", home=home):
        assert (report["added"], report["changed"], report["withdrawn"]) == (0, 0, 0), report


def test_loading_the_shipped_letter_from_elsewhere_finds_its_review(tmp_path: Path) -> None:
    copy = tmp_path / LETTER.name
    copy.write_bytes(LETTER.read_bytes())
    text = run_liantu("load", "letter", copy, home=tmp_path / "home").stdout
    assert "已采信 7" in text


def test_a_letter_loads_as_candidates_and_persons_stay_out(home: Path, tmp_path: Path) -> None:
    letter = tmp_path / "低空函.txt"
    letter.write_text(BAN, encoding="utf-8")
    before = answer("doctor", home=home)["nodes"]
    said = run_liantu("load", "letter", letter, home=home).stdout
    assert "剔除个人信息 3 处" in said
    found = answer("export", "facts", "--document", "低空函", "--review", "candidate", home=home)
    assert "天翼航空科技有限公司" in [e["name"] for e in found["entities"]]
    dump = json.dumps(answer("cypher", "MATCH (n) RETURN n", "--limit", "10000", home=home), ensure_ascii=False)
    for personal in ("王小明", "88881234", "wang@example.com"):
        assert personal not in dump
    assert found["document"]["text"].count("□") > 10
    assert answer("gaps", "低空经济", home=home)["counts"]["insufficient"] == 34
    assert answer("doctor", home=home)["nodes"]["Chain"] == before["Chain"]


def test_a_dry_run_says_what_would_change_and_changes_nothing(home: Path, tmp_path: Path) -> None:
    letter = tmp_path / "低空函.txt"
    letter.write_text(BAN, encoding="utf-8")
    before = answer("doctor", home=home)
    (report,) = answer("load", "letter", letter, "--dry-run", home=home)
    assert report["added"] > 0
    assert report["dry_run"] is True
    assert answer("doctor", home=home) == before


def test_a_review_counts_survives_a_reload_and_goes_to_another_store(home: Path, tmp_path: Path) -> None:
    letter = tmp_path / "低空函.txt"
    letter.write_text(BAN, encoding="utf-8")
    run_liantu("load", "letter", letter, home=home)
    waiting = answer("review", "list", "--document", "低空函", home=home)
    made = next(s for s in waiting if s["predicate"] in ("PRODUCES", "DEVELOPED"))
    other = next(s for s in waiting if s["key"] != made["key"])
    run_liantu("review", "accept", made["key"].rpartition("/")[2], "--reviewer", "甲", home=home)
    run_liantu("review", "reject", other["key"], home=home, code=2)
    run_liantu("review", "reject", other["key"], "--reason", "不是本市", "--reviewer", "甲", home=home)
    chain = answer("gaps", "低空经济", home=home)
    (drones,) = [row for row in chain["rows"] if row["segment"]["key"].endswith("uav-assembly")]
    done = [f for f in drones["segment"]["firms"] if f["status"] == "done"]
    assert [(f["name"], f["review"]) for f in done] == [("天翼航空科技有限公司", "accepted")]
    run_liantu("load", "letter", letter, home=home)
    states = {s["key"]: s for s in answer("review", "list", "--document", "低空函", "--review", "rejected", home=home)}
    assert states[other["key"]]["reason"] == "不是本市"
    decided = tmp_path / "decided.yaml"
    run_liantu("review", "export", "低空函", "-o", decided, home=home)
    elsewhere = tmp_path / "elsewhere"
    run_liantu("load", "letter", letter, "--decisions", decided, home=elsewhere)
    (accepted,) = answer("review", "list", "--document", "低空函", "--review", "accepted", home=elsewhere)
    assert (accepted["key"], accepted["reviewer"]) == (made["key"], "甲")


def test_a_decision_whose_words_are_not_in_the_document_is_refused_whole(home: Path, tmp_path: Path) -> None:
    decided = tmp_path / "d.yaml"
    run_liantu("review", "export", "letter-2025-112", "-o", decided, home=home)
    text = decided.read_text(encoding="utf-8")
    assert "培育了3个千亿级产业集群" in text
    decided.write_text(text.replace("培育了3个千亿级产业集群", "培育了9个千亿级产业集群"), encoding="utf-8")
    before = answer("doctor", home=home)
    refused = run_liantu("load", "decisions", decided, home=home, code=2)
    assert "引文与原文不符" in refused.stderr
    assert answer("doctor", home=home) == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["gaps", "没有这条链"], 3, "没有"),
        (["why", "没有这个环节"], 3, "没有"),
        (["show", "没有"], 3, "没有"),
        (["ask", "no-such"], 3, "现成问题"),
        (["ask", "firms-of-segment", "-p", "nothing=1"], 2, "参数"),
        (["cypher", "MATCH (n) DELETE n"], 2, "错误"),
        (["review", "accept", "没有这条"], 3, "没有"),
        (["load", "letter", "没有这个文件.txt"], 2, "文件"),
        (["load", "chain", "没有这个文件.yaml"], 2, "文件"),
        (["load", "places", "没有这个文件.csv"], 2, "文件"),
        (["load", "decisions", "没有这个文件.yaml"], 2, "文件"),
        (["map", "低空经济", "-o", "x.gif"], 2, "svg"),
        (["export", "facts", "--document", "没有"], 3, "没有文献"),
        (["gaps", "--csv", "/proc/x/y.csv"], 2, "写不进去"),
    ],
)
def test_every_refusal_is_one_clear_message_with_its_exit_code(
    built: Path, arguments: list[str], code: int, said: str
) -> None:
    refused = run_liantu(*arguments, home=built, code=code)
    assert said in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    asked_as_json = run_liantu(*arguments, "--json", home=built, code=code)
    assert json.loads(asked_as_json.stderr)["error"]["code"]


def test_without_a_store_the_next_step_is_named(tmp_path: Path) -> None:
    refused = run_liantu("gaps", home=tmp_path, code=3)
    assert "liantu build" in refused.stderr


def test_a_template_with_a_cycle_leaves_the_store_as_it_was(home: Path, tmp_path: Path) -> None:
    good = (ROOT / "loaders" / "data" / "chains" / "low-altitude.yaml").read_text(encoding="utf-8")
    first = next(line for line in good.splitlines() if "from:" in line and line.strip().startswith("- {from:"))
    names = first.split("from: ")[1].split(",")[0], first.split("to: ")[1].split(",")[0]
    back = f"  - {{from: {names[1]}, to: {names[0]}, kind: 部件, basis: engineering}}\n"
    bad = tmp_path / "bad.yaml"
    bad.write_text(good + back, encoding="utf-8")
    before = answer("doctor", home=home)
    refused = run_liantu("load", "chain", bad, home=home, code=2)
    assert "圈" in refused.stderr
    assert "bad.yaml:" in refused.stderr
    assert answer("doctor", home=home) == before


def test_a_newer_template_withdraws_what_it_no_longer_has(home: Path, tmp_path: Path) -> None:
    text = (ROOT / "loaders" / "data" / "chains" / "low-altitude.yaml").read_text(encoding="utf-8")
    shorter = tmp_path / "low-altitude.yaml"
    kept = [line for line in text.splitlines() if not (line.strip().startswith("- {from:") and "agri" in line)]
    assert len(kept) < len(text.splitlines())
    shorter.write_text("\n".join(kept) + "\n", encoding="utf-8")
    reports = answer("load", "chain", shorter, home=home)
    assert reports[0]["withdrawn"] == len(text.splitlines()) - len(kept)


def test_the_sounds_of_what_ships_are_written_down(built: Path) -> None:
    """If this fails: python -m loaders.sounds."""
    with EmbeddedStore(built / "liantu.lbug", read_only=True) as store:
        shipped = sounds.names(store)
    assert len(shipped) > 1_000
    assert {name: spoken(name) for name in shipped} == written()
