from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.evidence import check_quotes
from loaders.letters.extraction.extract import EXTRACTOR, extract
from loaders.letters.extraction.gazetteer import Gazetteer
from tests.loaders.letter_samples import REPLY, canonical, claims, read


def test_the_heading_is_read() -> None:
    heading = read(REPLY).heading
    assert heading.number == "惠市工信函〔2024〕77号"
    assert heading.issuer == "惠州市工业和信息化局"
    assert heading.addressee == "民盟惠州市委"
    assert heading.date == "2024年6月3日"


def test_every_quote_stands_at_its_place_inside_one_paragraph() -> None:
    text = canonical(REPLY)
    statements = extract("t", text, Gazetteer.shipped()).statements
    check_quotes(text.text, statements)
    assert statements
    assert not any("\n" in item.quote for item in statements)
    assert {item.extractor for item in statements} == {EXTRACTOR}


def test_the_same_letter_gives_the_same_statements() -> None:
    assert [item.key for item in read(REPLY).statements] == [item.key for item in read(REPLY).statements]


def test_mentions_name_what_stands_at_their_offsets() -> None:
    text = canonical(REPLY).text
    assert all(text[item.start : item.end] == item.surface for item in read(REPLY).mentions)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "一、",
        "一、二、三、",
        "The quick brown fox.",
        "1\t2\t3\n企业\t产值\n甲公司\t3亿元",
        "3.5亿元",
        "“《（",
        "。" * 50,
        "\U0001f600中",
    ],
)
def test_odd_texts_are_read_without_complaint(text: str) -> None:
    check_quotes(canonical(text).text, read(text).statements)


def test_a_text_without_headings_still_yields_facts() -> None:
    found = claims(read("惠州市发展改革局关于情况的通报\n培育了锐步智能、启航机器人等龙头企业。"))
    assert ("锐步智能", "HAS_ROLE", "龙头企业") in found


@pytest.mark.parametrize("unit", [REPLY + "\n", "中山市建设研发平台产业园企业", "12,345.6亿元、", "产业", "“", "1"])
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = canonical((unit * (size // len(unit) + 1))[:size])
        begin = time.perf_counter()
        extract("t", text, Gazetteer.shipped())
        return time.perf_counter() - begin

    seconds(1000)
    # Four times the text may take eight times as long, not sixteen: a quadratic rule fails this.
    assert seconds(80_000) < 8 * seconds(20_000) + 0.5


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="中山市建成了研究院、等企业，。；（）《》“”12.5亿元%第一是\n获评入选产业集群与深圳共", max_size=300
    )
)
def test_any_text_gives_statements_with_true_quotes(text: str) -> None:
    body = canonical(text)
    check_quotes(body.text, extract("t", body, Gazetteer.shipped()).statements)
