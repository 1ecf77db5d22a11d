"""The SVG is well formed, keeps to itself, and can be read without colour."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from queries.gaps.model import GapClass, GapRow
from tests.viz import chains
from viz.chain_map import chain_map_svg

SVG = "{http://www.w3.org/2000/svg}"
SIX = tuple(GapClass)


def _tree(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


@pytest.mark.parametrize("key", chains.keys())
def test_the_map_is_one_well_formed_a3_sheet_that_fetches_nothing(key: str) -> None:
    svg = chain_map_svg(chains.findings(key, 2, SIX), date="2026-11-23")
    root = _tree(svg)
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    assert svg.count("http") == 1, "the namespace is the only address"
    assert "href" not in svg
    assert not re.search(r"<(script|image|foreignObject|style)\b", svg)


@pytest.mark.parametrize("key", chains.keys())
def test_title_description_and_every_segment_and_input_are_named(key: str) -> None:
    gaps = chains.findings(key, 1, SIX)
    root = _tree(chain_map_svg(gaps, date="2026-11-23"))
    assert root.findtext(f"{SVG}title") == f"{gaps.chain.name}缺口图"
    assert str(len(gaps.chain.segments)) in (root.findtext(f"{SVG}desc") or "")
    segments = {g.get("data-key"): g for g in root.iter(f"{SVG}g") if g.get("data-key")}
    assert set(segments) == {node.key for node in gaps.chain.segments}
    for node in gaps.chain.segments:
        assert (segments[node.key].findtext(f"{SVG}title") or "").startswith(node.name)
    ends = [(g.get("data-from"), g.get("data-to")) for g in root.iter(f"{SVG}g") if g.get("data-from")]
    assert sorted(ends) == sorted((edge.start, edge.end) for edge in gaps.chain.inputs)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_each_class_has_its_character_in_every_box_and_in_the_legend() -> None:
    gaps = chains.findings("smart-appliance", 1, SIX)
    root = _tree(chain_map_svg(gaps, date=""))
    for row in gaps.rows:
        group = next(g for g in root.iter(f"{SVG}g") if g.get("data-key") == row.segment.key)
        assert row.gap_class.mark in [text.text for text in group.iter(f"{SVG}text")]
    legend = next(g for g in root.iter(f"{SVG}g") if g.get("id") == "sheet")
    written = [text.text for text in legend.iter(f"{SVG}text")]
    for gap_class in GapClass:
        assert gap_class.mark in written
        assert gap_class.zh in written


def test_a_gap_is_hatched_and_dashed_and_nothing_else_is_hatched() -> None:
    gaps = chains.findings("hydrogen", 1, SIX)
    root = _tree(chain_map_svg(gaps, date=""))
    for row in gaps.rows:
        group = next(g for g in root.iter(f"{SVG}g") if g.get("data-key") == row.segment.key)
        box = next(group.iter(f"{SVG}rect"))
        assert (box.get("fill") == "url(#hatch)") == (row.gap_class is GapClass.MISSING)
        assert (box.get("stroke-dasharray") is not None) == (row.gap_class is GapClass.MISSING)


def test_without_a_complete_source_the_sheet_says_that_nothing_is_called_a_gap() -> None:
    svg = chain_map_svg(chains.findings("low-altitude"), date="2026-11-23")
    assert "个环节都是「数据不足」。" in svg
    assert "没有一份来源完整覆盖" in svg
    assert "空白＝来源未点名企业，不等于没有" in svg
    assert "名录完整，本地 0 家" not in svg
    assert "2026-11-23" in svg


def test_engineering_judgement_is_dotted_and_what_the_text_states_is_not() -> None:
    root = _tree(chain_map_svg(chains.findings("wind"), date=""))
    for group in root.iter(f"{SVG}g"):
        if group.get("data-from"):
            dash = next(group.iter(f"{SVG}path")).get("stroke-dasharray")
            assert (dash is not None) == ("engineering" in (group.get("class") or ""))


def test_quotes_are_numbered_and_cited_with_their_place() -> None:
    gaps = chains.findings("food", 2, (GapClass.PRESENT,))
    texts = [text.text or "" for text in _tree(chain_map_svg(gaps, date="")).iter(f"{SVG}text")]
    assert "①" in texts
    cited = [text for text in texts if "字符" in text]
    assert 0 < len(cited) <= 8
    assert all("中工信函〔2025〕112号" in text for text in cited)


def test_words_from_the_data_cannot_break_out_of_the_drawing() -> None:
    gaps = chains.findings("food", 1, (GapClass.PRESENT,))
    evil = '<script>"&\x00\ud800]]>'
    named = chains.renamed(gaps, evil)
    root = _tree(chain_map_svg(named, date=evil))
    assert not list(root.iter(f"{SVG}script"))


def test_a_shared_segment_says_how_many_chains_use_it() -> None:
    gaps = chains.findings("smart-appliance")
    shared = next(row for row in gaps.rows if len(row.segment.shared_with) > 2)
    assert f"共 {len(shared.segment.shared_with) + 1}" in _words_of(gaps.rows, shared, chain_map_svg(gaps, date=""))


def _words_of(_: tuple[GapRow, ...], row: GapRow, svg: str) -> list[str | None]:
    group = next(g for g in _tree(svg).iter(f"{SVG}g") if g.get("data-key") == row.segment.key)
    return [text.text for text in group.iter(f"{SVG}text")]


def test_the_same_answer_gives_the_same_bytes() -> None:
    one, two = (chain_map_svg(chains.findings("ai", 3, SIX), date="2026-11-23") for _ in range(2))
    assert one == two
