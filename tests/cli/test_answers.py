"""What the officer asks of the letter, through the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from graph.embedded.store import EmbeddedStore
from tests.cli.conftest import LETTER, run_liantu


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def test_with_what_ships_nothing_is_called_missing(built: Path) -> None:
    chains = answer("gaps", home=built)
    assert len(chains) == 18
    for chain in chains:
        assert set(chain["counts"]) >= {"missing", "insufficient"}
        assert {row["class"] for row in chain["rows"]} == {"insufficient"}
        assert all(row["verify_rank"] > 0 or row["segment"]["firms"] for row in chain["rows"])


def test_the_low_altitude_chain_has_its_leader_with_the_words_that_say_so(built: Path) -> None:
    chain = answer("gaps", "低空经济", home=built)
    rows = {row["segment"]["name"]: row for row in chain["rows"]}
    (firm,) = [firm for firm in rows["eVTOL整机"]["segment"]["firms"] if firm["review"] == "accepted"]
    assert (firm["name"], firm["rule"], firm["status"]) == ("福昆航空", "product", "done")
    assert "M1" in firm["quotes"][0]["text"]
    runway = rows["起降场与通用机场"]["segment"]["mentions"]
    assert any("阜沙直升机场" in quote["text"] for quote in runway)


def test_every_quote_of_an_answer_stands_in_its_document_at_its_place(built: Path) -> None:
    with EmbeddedStore(built / "liantu.lbug", read_only=True) as store:
        texts = {name: str(text) for name, text in store.read("MATCH (d:Document) RETURN d.name, d.text").rows}
    seen = 0
    for chain in answer("gaps", home=built):
        for row in chain["rows"]:
            quotes = row["segment"]["mentions"] + [q for firm in row["segment"]["firms"] for q in firm["quotes"]]
            for quote in quotes:
                text = texts[quote["document"]]
                assert text[quote["start"] : quote["end"]] == quote["text"]
                seen += 1
    assert seen > 100


def test_the_check_list_ranks_and_says_why_and_where(built: Path) -> None:
    rows = answer("check-list", "低空经济", home=built)
    assert [row["verify_rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert "eVTOL整机" in rows[0]["verify_why"]
    assert "福昆航空" in rows[0]["verify_why"]
    assert any("规上工业企业名录" in line for line in rows[0]["ask"])


def test_why_gives_edges_words_parameters_and_the_queries(built: Path) -> None:
    found = answer("why", "eVTOL整机", home=built)
    assert found["class"] == "insufficient"
    assert found["parameters"]["single_share"] == 0.1
    assert {tie["edge"]["basis"] for tie in found["inputs"]} <= {"stated", "engineering"}
    assert len(found["inputs"]) >= 5
    assert all("RETURN" in asked["cypher"] for asked in found["asked"])
    assert found["would_change"]
    text = run_liantu("why", "eVTOL整机", home=built).stdout
    for words in ("数据不足", "福昆航空", "去哪里核", "MATCH"):
        assert words in text


def test_the_table_opens_in_a_spreadsheet(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "gaps.csv"
    run_liantu("gaps", "--csv", place, home=built)
    raw = place.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert len(rows) == sum(len(chain["rows"]) for chain in answer("gaps", home=built))
    assert {row["类别"] for row in rows} == {"数据不足"}


@pytest.mark.parametrize(
    ("text", "name"),
    [("明阳集团", "明阳集团"), ("mingyang", "明阳集团"), ("myjt", "明阳集团"), ("药创院", "中科中山药物创新研究院"),
     ("东风镇", "东凤镇"), ("dfz", "东凤镇"), ("福昆", "福昆航空"), ("eVTOL", "eVTOL整机")],
)  # fmt: skip
def test_things_are_found_by_characters_pinyin_initials_and_other_names(built: Path, text: str, name: str) -> None:
    assert name in [hit["name"] for hit in answer("find", text, home=built)]


def test_what_is_not_there_is_not_found(built: Path) -> None:
    assert answer("find", "没有这样的东西", home=built) == []
    assert "没有" in run_liantu("find", "没有这样的东西", home=built).stdout


def test_show_gives_relations_with_their_words(built: Path) -> None:
    shown = answer("show", "福昆航空", home=built)
    relations = {group["relation"]: group for group in shown["groups"]}
    (developed,) = relations["DEVELOPED"]["edges"]
    assert "自主研发" in developed["quotes"][0]["text"]


def test_the_two_figures_of_electronics_and_of_benchmarks_stand_side_by_side(built: Path) -> None:
    pairs = answer("conflicts", home=built)
    values = [{pair["first"]["value"], pair["second"]["value"]} for pair in pairs]
    assert {"20", "31"} in values
    assert {"1048.4", "1050"} in values


def test_questions_are_listed_by_group_and_the_internal_ones_only_when_asked(built: Path) -> None:
    listed = answer("ask", home=built)
    assert len(listed) >= 30
    assert {question["group"] for question in listed} >= {"chains", "gaps", "firms", "policies", "towns", "platforms"}
    assert "node" not in {question["name"] for question in listed}
    assert "node" in {question["name"] for question in answer("ask", "--all", home=built)}
    shown = run_liantu("ask", home=built).stdout
    assert shown.index("产业链") < shown.index("chain-segments") < shown.index("缺口") < shown.index("stated-gaps")


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("必须给", "环节的键", "例子：")), ("en", ("must be given", "Segment, by key", "Example: "))],
)
def test_a_question_explains_itself(built: Path, language: str, words: tuple[str, ...]) -> None:
    shown = run_liantu("--lang", language, "ask", "segment-policies", "--about", home=built).stdout
    assert all(word in shown for word in words), shown
    command = next(line for line in shown.splitlines() if "liantu ask" in line).partition("liantu ")[2].split()
    assert "人工智能" in run_liantu(*command, home=built).stdout


def test_an_answer_shows_keys_only_when_asked_and_names_empty_columns(built: Path) -> None:
    plain = run_liantu("ask", "segment-policies", "-psegment=大模型", home=built).stdout
    assert "Policy:" not in plain
    assert "没有内容的列" in plain
    assert "Policy:" in run_liantu("ask", "segment-policies", "-psegment=大模型", "--details", home=built).stdout
    nothing = run_liantu("ask", "segment-policies", "-psegment=没有这个", home=built).stdout
    assert "没有答案" in nothing
    assert "大模型" in nothing, "the example shows how to ask"


def test_no_word_of_a_long_answer_is_cut_off(built: Path) -> None:
    shown = run_liantu("ask", "clusters", home=built).stdout
    assert "万亿级产业集群" in shown
    assert "能级和荣誉" in shown


def test_questions_of_the_catalogue_can_be_asked(built: Path) -> None:
    for question in answer("ask", "--all", home=built)[::6]:
        given = [f"-p{name}={value}" for name, value in question["example"].items()]
        rows = answer("ask", question["name"], *given, home=built)
        assert rows["columns"] == [column["name"] for column in question["columns"]]
        assert bool(rows["rows"]) != bool(question["empty_zh"])


def test_read_only_cypher_reads_and_does_not_write(built: Path) -> None:
    rows = answer("cypher", "MATCH (c:Chain) RETURN count(c) AS n", home=built)
    assert rows == {"columns": ["n"], "rows": [[18]], "truncated": False, "oversize": False}
    assert answer("cypher", "MATCH (s:Segment) RETURN s.name", "--limit", "3", home=built)["truncated"] is True
    shown = run_liantu("cypher", "MATCH (c:Chain) RETURN c.name AS 链名", home=built).stdout
    assert "链名" in shown
    assert "18 行" in shown
    writing = ["MATCH (n) DETACH DELETE n", "CREATE (n:Firm {key: 'x'})", "MATCH (n) SET n.name = 'x' RETURN n"]
    writing += ["MATCH (n) RETURN n; MATCH (m) DELETE m", "CALL show_tables() RETURN *", "COPY Firm TO 'x.csv'"]
    for query in writing:
        refused = run_liantu("cypher", query, home=built, code=2)
        assert "错误" in refused.stderr
    assert answer("cypher", "MATCH (c:Chain) RETURN count(c) AS n", home=built)["rows"] == [[18]]


def test_a_map_is_drawn_as_svg_and_png(built: Path, tmp_path: Path) -> None:
    run_liantu("map", "低空经济", "-o", tmp_path / "a.svg", home=built)
    run_liantu("map", "低空经济", "-o", tmp_path / "a.png", "--width", "1200", home=built)
    assert "福昆航空" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_extraction_touches_no_store(tmp_path: Path) -> None:
    found = json.loads(run_liantu("extract", LETTER, home=tmp_path / "none").stdout)
    assert {"entities", "relations", "statistics"} <= set(found)
    assert all(item["review"] == "candidate" for item in found["relations"] + found["statistics"])
    assert not (tmp_path / "none").exists()


def test_doctor_checks_every_quote(built: Path) -> None:
    found = answer("doctor", home=built)
    assert found["quotes_checked"] > 700
    assert found["nodes"]["Chain"] == 18


def test_help_is_chinese_and_can_be_english(built: Path) -> None:
    assert "补链" in run_liantu("--help", home=built).stdout
    assert "industrial chain" in run_liantu("--lang", "en", "--help", home=built).stdout
    assert "verify" in run_liantu("--lang", "en", "check-list", "--help", home=built).stdout
