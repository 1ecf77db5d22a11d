"""On the printed map nothing covers anything else, whatever stands in the chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.gaps.model import GapClass
from tests.viz import chains
from viz.layout import MapLayout, layout
from viz.shapes import EdgePath, Rect

SIX = tuple(GapClass)
CASES = {
    "no firm": (0, (GapClass.INSUFFICIENT,)),
    "many firms": (6, (GapClass.INSUFFICIENT, GapClass.PRESENT)),
    "six classes": (2, SIX),
}


def _sheet(key: str, case: str) -> MapLayout:
    firms, classes = CASES[case]
    return layout(chains.findings(key, firms, classes), date="2026-11-23")


def _overlaps(rects: Sequence[tuple[str, Rect]]) -> list[tuple[str, str]]:
    """Return the pairs that share area (sweep from top to bottom)."""
    found: list[tuple[str, str]] = []
    open_: list[tuple[str, Rect]] = []
    for name, rect in sorted(rects, key=lambda pair: pair[1].y):
        open_ = [(other, there) for other, there in open_ if there.bottom > rect.y]
        found += [(other, name) for other, there in open_ if there.meets(rect)]
        open_.append((name, rect))
    return found


def _strokes(edge: EdgePath) -> Iterable[Rect]:
    """Return the area that each straight part of a line covers, 1 px wide, its ends on the boxes left out."""
    for (x1, y1), (x2, y2) in pairwise(edge.points):
        assert abs(x1 - x2) < 0.02 or abs(y1 - y2) < 0.02, "lines run level or upright"
        level = abs(y1 - y2) < 0.02
        yield Rect(
            min(x1, x2) - (0 if level else 0.5),
            min(y1, y2) - (0.5 if level else 0),
            abs(x1 - x2) + (0 if level else 1),
            abs(y1 - y2) + (1 if level else 0),
        )


def _check(sheet: MapLayout) -> None:
    boxes = {box.key: box.rect for box in sheet.boxes}
    assert _overlaps(list(boxes.items())) == []
    assert _overlaps([(text.text, text.rect) for text in sheet.texts]) == []
    for text in sheet.texts:
        home = boxes[text.owner] if text.owner else sheet.page
        assert home.holds(text.rect), f"{text.text} leaves {text.owner or 'the sheet'}"
        assert text.owner or not any(text.rect.meets(box) for box in boxes.values()), text.text
        assert text.size * 0.75 >= 6.5, f"{text.text} is smaller than 6.5 pt on A3"
    parts = [(tag.owner, tag.rect) for tag in sheet.tags] + [(mark.owner, mark.rect) for mark in sheet.marks]
    for owner, rect in parts:
        assert (boxes[owner] if owner else sheet.page).holds(rect)
    for tag in sheet.tags:
        assert not any(tag.rect.meets(text.rect) and not tag.rect.holds(text.rect) for text in sheet.texts)
    obstacles = [*boxes.values(), *(text.rect for text in sheet.texts if not text.owner)]
    for edge in sheet.edges:
        for stroke in _strokes(edge):
            assert not any(stroke.meets(rect) for rect in obstacles), f"{edge.start} → {edge.end} crosses something"


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("key", chains.keys())
def test_nothing_covers_anything_on_the_map_of_a_shipped_chain(key: str, case: str) -> None:
    sheet = _sheet(key, case)
    assert len(sheet.boxes) == len(chains.graph(key).segments)
    assert len(sheet.edges) == len(chains.graph(key).inputs)
    assert (sheet.page.w, sheet.page.h) == (1588, 1123)
    _check(sheet)


@pytest.mark.parametrize("key", chains.keys())
def test_a_line_leaves_its_source_and_reaches_its_target(key: str) -> None:
    sheet = _sheet(key, "six classes")
    boxes = {box.key: box.rect for box in sheet.boxes}
    for edge in sheet.edges:
        for end, (x, y) in ((edge.start, edge.points[0]), (edge.end, edge.points[-1])):
            box = boxes[end]
            assert min(abs(x - box.x), abs(x - box.right)) < 0.02
            assert box.y + 2 < y < box.bottom - 2
        forward = boxes[edge.end].x > boxes[edge.start].right
        assert edge.arrow or forward, "a line without an arrowhead runs from left to right"


@pytest.mark.parametrize("key", chains.keys())
def test_lines_of_different_sources_hardly_ever_share_a_track(key: str) -> None:
    tracks: dict[tuple[int, bool], list[tuple[float, float, str]]] = {}
    for edge in _sheet(key, "no firm").edges:
        for stroke in _strokes(edge):
            level = stroke.w > stroke.h
            low, high, at = (stroke.x, stroke.right, stroke.y) if level else (stroke.y, stroke.bottom, stroke.x)
            tracks.setdefault((round(at), level), []).append((low, high, edge.start))
    shared = {
        (one[2], other[2])
        for runs in tracks.values()
        for at, one in enumerate(runs)
        for other in runs[at + 1 :]
        if one[2] < other[2] and min(one[1], other[1]) - max(one[0], other[0]) > 2
    }
    assert len(shared) <= 1, shared


@pytest.mark.parametrize("key", chains.keys())
def test_a_part_stands_indented_below_its_whole(key: str) -> None:
    chain = chains.graph(key)
    boxes = {box.key: box for box in _sheet(key, "no firm").boxes}
    positions = {node.key: node.position for node in chain.segments}
    for node in chain.segments:
        if node.parent in boxes and positions[node.parent] == node.position:
            whole, part = boxes[node.parent], boxes[node.key]
            assert part.rect.y > whole.rect.y
            assert part.rect.x > whole.rect.x
            assert part.rect.right == pytest.approx(whole.rect.right)
            assert part.depth == whole.depth + 1


@pytest.mark.parametrize("key", chains.keys())
def test_positions_run_from_left_to_right_and_support_stands_below(key: str) -> None:
    sheet, chain = _sheet(key, "no firm"), chains.graph(key)
    boxes = {box.key: box.rect for box in sheet.boxes}
    at = {
        position: [boxes[node.key] for node in chain.segments if node.position == position]
        for position in ("上游", "中游", "下游", "配套")
    }
    assert max(rect.right for rect in at["上游"]) < min(rect.x for rect in at["中游"])
    assert max(rect.right for rect in at["中游"]) < min(rect.x for rect in at["下游"])
    main = max(rect.bottom for name in ("上游", "中游", "下游") for rect in at[name])
    assert all(rect.y > main for rect in at["配套"])
    words = {text.text for text in sheet.texts if not text.owner}
    assert {node.stage for node in chain.segments if node.position != "配套"} <= words
    assert {name for name, rects in at.items() if rects} <= words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_english_and_chinese_fit_the_same_sheet(lang: str) -> None:
    findings = chains.findings("new-it", 3, SIX)
    _check(layout(findings, lang="en" if lang == "en" else "zh", date="2026-11-23"))


def test_the_same_chain_is_laid_out_the_same_way_twice() -> None:
    assert _sheet("robotics", "six classes") == _sheet("robotics", "six classes")


def test_candidates_are_listed_apart_and_never_counted() -> None:
    gaps = chains.findings("food", 1, (GapClass.PRESENT,))
    sheet = layout(gaps, date="")
    for row in gaps.rows:
        waiting = [firm for firm in row.segment.firms if firm.review == "candidate"]
        written = [text.text for text in sheet.texts if text.owner == row.segment.key]
        assert any(text.startswith("待审") for text in written) == bool(waiting)
        accepted = len(row.segment.firms) - len(waiting)
        counted = [text for text in written if text.startswith("等 ") and "待审" not in text]
        assert all(text == f"等 {accepted} 家" for text in counted)


def test_what_is_said_of_a_segment_stands_beside_its_candidates() -> None:
    gaps = chains.with_mention(chains.findings("smart-appliance"), "产量占全国15%以上")
    key = gaps.rows[0].segment.key
    written = [text.text for text in layout(gaps, date="").texts if text.owner == key]
    assert any(text.startswith("产量占全国") for text in written)
    assert any(text.startswith("待审") for text in written)
    assert {"①", "②"} <= set(written)


def test_an_empty_chain_still_gives_a_sheet() -> None:
    _check(layout(chains.invented(0, 0, 1), date="2026-11-23"))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 36), st.integers(0, 90), st.integers(0, 10_000))
def test_nothing_covers_anything_in_chains_nobody_has_drawn(segments: int, inputs: int, seed: int) -> None:
    _check(layout(chains.invented(segments, inputs, seed), date="2026-11-23"))


def test_a_very_large_chain_gets_a_larger_sheet_of_the_same_ratio() -> None:
    sheet = layout(chains.invented(110, 160, 7), date="2026-11-23")
    assert sheet.page.w > 1588
    assert sheet.page.w / sheet.page.h == pytest.approx(1588 / 1123)
    _check(sheet)


def test_the_order_of_inputs_does_not_move_a_box() -> None:
    gaps = chains.findings("wind", 1, SIX)
    inputs = list(gaps.chain.inputs)
    inputs.reverse()
    other = chains.with_inputs(gaps, tuple(inputs))
    assert layout(gaps, date="").boxes == layout(other, date="").boxes
