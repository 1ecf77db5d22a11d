"""The letter 中工信函〔2025〕112号, reviewed whole: what it says is there, exact, and nothing planned is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.extraction_quality import CORE_KINDS, quality, total
from graph.evidence import Review, Statement, Status, check_quotes
from loaders.letters.reading.canonical import SourceText, canonicalise
from loaders.letters.review.decisions import Decisions, read_decisions, write_decisions
from loaders.letters.review.load import decide, read_letter

DATA = Path(__file__).parent.parent.parent / "loaders" / "data"
LETTER = DATA / "letters" / "letter-2025-112.txt"
REVIEW = DATA / "decisions" / "letter-2025-112.yaml"


@pytest.fixture(scope="module")
def review() -> Decisions:
    return read_decisions(REVIEW)


@pytest.fixture(scope="module")
def accepted(review: Decisions) -> list[Statement]:
    return [s for s in review.statements if s.review is Review.ACCEPTED]


def names(review: Decisions) -> dict[str, set[str]]:
    return {entity.name: set(entity.aliases) for entity in review.entities}


def relation(statements: list[Statement], subject: str, predicate: str, target: str) -> Statement:
    found = [
        s
        for s in statements
        if s.object and (s.subject.name, s.predicate, s.object.name) == (subject, predicate, target)
    ]
    assert found, (subject, predicate, target)
    return found[0]


def test_it_is_about_as_large_as_a_careful_reader_expects(review: Decisions, accepted: list[Statement]) -> None:
    assert len(review.entities) >= 300
    assert len([s for s in accepted if s.object]) >= 300
    assert len([s for s in accepted if s.figure]) >= 110
    assert review.complete


def test_every_quote_stands_at_its_place(review: Decisions) -> None:
    text = canonicalise(SourceText(LETTER.read_text(encoding="utf-8"))).text
    assert review.fits(text)
    check_quotes(text, review.statements)


def test_no_person_no_telephone_no_mail(review: Decisions) -> None:
    assert "Person" not in {entity.kind for entity in review.entities}
    assert not any("@" in s.quote for s in review.statements)


def test_every_thing_is_spoken_of_and_no_alias_names_two(review: Decisions) -> None:
    spoken = {ref.key for s in review.statements for ref in (s.subject, s.object) if ref}
    assert {entity.ref.key for entity in review.entities} <= spoken
    owners: dict[tuple[str, str], str] = {}
    for entity in review.entities:
        for name in (entity.name, *entity.aliases):
            assert owners.setdefault((entity.kind, name), entity.name) == entity.name, name


def test_miswritten_and_short_names_lead_to_one_thing(review: Decisions) -> None:
    known = names(review)
    assert "东风镇" in known["东凤镇"]
    assert "东风镇" not in known
    assert "福昆" in known["福昆航空"]
    assert "药创院" in known["中科中山药物创新研究院"]
    assert "低温院" in known["中山先进低温技术研究院"]
    assert {"明阳集团", "明阳电气"} <= set(known)


@pytest.mark.parametrize(
    ("subject", "predicate", "target", "status"),
    [
        ("福昆航空", "DEVELOPED", "2吨级5座电动垂直起降飞行器（eVTOL）M1", Status.DONE),
        ("中科中山药物创新研究院", "APPLIES_FOR", "省重点实验室", Status.APPLIED),
        ("中山先进低温技术研究院", "APPLIES_FOR", "省重点实验室", Status.APPLIED),
        ("中山市", "BUILDS", "智能家电产业园", Status.PLANNED),
        ("中山市", "BUILDS", "福昆大湾区（中山）低空经济产业园", Status.PLANNED),
        ("中山市", "INTRODUCED", "非夕科技", Status.DONE),
        ("明阳集团", "ANCHORS", "风电", Status.DONE),
        ("康方生物", "DEVELOPED", "依达方", Status.DONE),
    ],
)
def test_who_does_what_and_how_far_it_is(
    accepted: list[Statement], subject: str, predicate: str, target: str, status: Status
) -> None:
    assert relation(accepted, subject, predicate, target).status is status


def test_the_runway_is_not_built_yet(accepted: list[Statement]) -> None:
    runway = [s for s in accepted if "即将建成" in s.quote and s.predicate != "LOCATED_IN"]
    assert len(runway) >= 3
    assert {s.status for s in runway} <= {Status.PLANNED, Status.FORECAST}


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("2485.1", "亿元", "智能家电集群（2485.1亿元）"),
        ("1752.1", "亿元", "高端装备集群（1752.1亿元）"),
        ("1048.4", "亿元", "新一代信息技术集群（1048.4亿元）"),
        ("1050", "亿元", "2024年规上产值达1050亿元"),
        ("5", "GW", "2025年产能预计突破5GW"),
        ("3.1", "万亩", "规划3.1万亩智能家电产业园"),
        ("20", "个", "20 个工业互联网标杆示范"),
        ("31", "个", "省级工业互联网标杆示范项目31个"),
        ("4581", "家", "累计推动 4581 家规上企业实施数字化改造"),
        ("88.1", "%", "转型率 88.1%"),
        ("5239", "家", "目前全市规上工业企业 5239 家"),
        ("1.81", "亿元", "知识产权质押贷款 1.81 亿元"),
        ("3-6", "个月", "缩短产品上市周期 3-6 个月"),
        ("六", "成", "民用灯饰销量占全国六成"),
    ],
)
def test_figures_are_exact(accepted: list[Statement], value: str, unit: str, words: str) -> None:
    found = [s for s in accepted if s.figure and s.figure.value == value and s.figure.unit.replace(" ", "") == unit]
    assert any(words in s.quote or s.quote in words for s in found), [s.quote for s in found]


@pytest.mark.parametrize(
    ("value", "words"), [("3.1", "规划3.1万亩"), ("5", "预计突破5GW"), ("500", "计划投资总额超 500")]
)
def test_planned_figures_are_planned(accepted: list[Statement], value: str, words: str) -> None:
    (figure,) = [s for s in accepted if s.figure and s.figure.value == value and words in s.quote]
    assert figure.status in (Status.PLANNED, Status.FORECAST)


def test_variant_characters_stay_as_written(accepted: list[Statement]) -> None:
    assert any("生產" in s.quote for s in accepted)


def test_the_review_survives_being_written_and_read(review: Decisions, tmp_path: Path) -> None:
    place = tmp_path / "again.yaml"
    place.write_text(write_decisions(review), encoding="utf-8")
    again = read_decisions(place)
    assert {s.key: s for s in again.statements} == {s.key: s for s in review.statements}
    assert set(again.entities) == set(review.entities)
    assert place.read_text(encoding="utf-8") == REVIEW.read_text(encoding="utf-8"), "the shipped file is in export form"


def test_a_review_holds_when_the_text_moves(review: Decisions, tmp_path: Path) -> None:
    moved = tmp_path / LETTER.name
    moved.write_text("转发件\n\n" + LETTER.read_text(encoding="utf-8"), encoding="utf-8")
    load = decide(read_letter(moved, candidates=False), [review])
    kept = [s for s in load.state.statements if s.review is not Review.CANDIDATE]
    assert len(kept) + len(load.orphans) == len(review.statements)
    assert len(load.orphans) <= len(review.statements) * 0.1
    check_quotes(load.state.document.text, kept)


def test_nothing_waits_after_the_review(review: Decisions) -> None:
    load = decide(read_letter(LETTER), [review])
    waiting = [s for s in load.state.statements if s.review is Review.CANDIDATE]
    assert [f"{s.subject.name} {s.predicate} {s.object.name if s.object else ''}" for s in waiting] == []


def test_the_extractor_alone_is_as_good_as_promised(review: Decisions, accepted: list[Statement]) -> None:
    found = read_letter(LETTER).extraction
    result = quality(found.entities, found.statements, review.entities, accepted)
    core, relations = total(result.entities, CORE_KINDS), total(result.relations)
    assert core.precision >= 0.9
    assert core.recall >= 0.9
    assert relations.precision >= 0.8
    figures = result.figures["value and unit"]
    assert min(figures.precision, figures.recall) >= 0.85
    assert result.figures["subject"].recall >= 0.85
