from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.letters.extraction.sections import outline

TEXT = """标题
一、总体情况
（一）产业基础。
1.做强主业。内容。
2.补齐短板。一是引进企业。二是建设园区。
（二）创新能力。
二、下一步
（1）细化措施。"""


def test_paths_are_written_as_readers_cite_them() -> None:
    assert [section.path for section in outline(TEXT).sections] == [
        "一", "一（一）", "一（一）1", "一（一）2", "一（一）2·一是", "一（一）2·二是", "一（二）", "二", "二（1）",
    ]  # fmt: skip


def test_a_heading_that_runs_into_its_paragraph_ends_at_the_first_full_stop() -> None:
    titles = {section.path: section.title for section in outline(TEXT).sections}
    assert titles["一（一）1"] == "做强主业"
    assert titles["一（一）2·一是"] == "引进企业"


def test_an_offset_belongs_to_the_innermost_section() -> None:
    plan = outline(TEXT)
    assert plan.path(TEXT.index("建设园区")) == "一（一）2·二是"
    assert plan.path(TEXT.index("创新能力")) == "一（二）"
    assert plan.path(0) == ""


def test_decimals_and_dates_at_the_head_of_a_line_are_no_headings() -> None:
    assert outline("3.5亿元投资\n2024年完成\n1.2万亩").sections == ()


@given(st.text(alphabet="一二三、（）1.2是。\n甲", max_size=200))
def test_sections_lie_inside_the_text_in_order(text: str) -> None:
    sections = outline(text).sections
    assert all(0 <= section.start < section.end <= len(text) for section in sections)
    assert [section.start for section in sections] == sorted(section.start for section in sections)
