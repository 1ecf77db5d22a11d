"""Canonical text keeps every visible character, knows where it came from, and does not break what belongs together."""

from __future__ import annotations

import hashlib
import textwrap
import time
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.letters.reading.canonical import SourceText, canonicalise

LETTER = Path(__file__).parents[2] / "loaders/data/letters/letter-2025-112.txt"
# Fragments that letters are made of, and the marks on which the rules turn.
FRAGMENTS = st.sampled_from(
    [
        *(
            "中山市",
            "关于加快发展，提升",
            "一、建议",
            "（一）培育。",
            "1.",
            "1.5",
            "附件：清单",
            "2025年9月15日",
            "各镇街：",
        ),
        *(
            "中山市工业和信息化局",
            "（",
            "）",
            "《",
            "》",
            "，",
            "。",
            "；",
            "：",
            "、",
            "-",
            "—",
            "5450",
            ".44",
            "GDP",
            "AI,",
        ),
        *(
            "end.",
            "Ltd.",
            "http://a.b",
            "第三章",
            "•",
            "|",
            "#",
            "a,b,c",
            "”",
            " ",
            "  ",
            "\u3000\u3000",
            "\t",
            "\n",
            "\r\n",
        ),
        *("\r", "\f", "\u200b", "\u00ad", "\ufeff", "\u2028", "\n\n"),
    ]
)
LETTERLIKE = st.lists(FRAGMENTS, max_size=60).map("".join)
ANYTHING = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\r\t \u3000，。中")), max_size=200
)
UNSEEN = set("\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\ufeff") | {chr(c) for c in range(0x202A, 0x202F)}
UNSEEN |= {chr(code) for code in range(0x2060, 0x206A)}


def canon(text: str, *, hard: bool = False) -> str:
    return canonicalise(SourceText(text, hard_breaks=hard)).text


def visible(text: str) -> str:
    return "".join(
        char
        for char in text
        if not char.isspace() and char not in UNSEEN and char > " " and not ("\x7f" <= char < "\xa0")
    )


def by_columns(text: str, columns: int) -> str:
    """Wrap as an editor does: a Han character is two columns wide."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for char in paragraph:
            width = 2 if east_asian_width(char) in "WF" else 1
            if used + width > columns:
                lines.append(line)
                line, used = "", 0
            line, used = line + char, used + width
        lines.append(line)
    return "\n".join(lines)


def by_characters(text: str, count: int) -> str:
    return "\n".join(line[at : at + count] for line in text.split("\n") for at in range(0, len(line), count))


@pytest.fixture(scope="module")
def letter() -> str:
    return canon(LETTER.read_text(encoding="utf-8"))


def test_canonical_text_of_the_annotated_letter_stays_as_it_is(letter: str) -> None:
    # Every accepted statement of the letter counts in this text: a change here moves all their offsets.
    assert len(letter) == 7533
    digest = hashlib.sha256(letter.encode()).hexdigest()
    assert digest == "670c64d5879334b8fb1bc2d26eeea4bed244a92ceb8561c40ef4a14b6c48d78e"
    again = canonicalise(SourceText(letter))
    assert again.text == letter
    assert again.origin == tuple(range(7533))


@given(st.one_of(LETTERLIKE, ANYTHING), st.booleans())
@example("中  文", False)
@example("产业发展，很好\n短行\n标题", False)
@example("a\n.b", False)
@settings(max_examples=600, deadline=None)
def test_canonical_text_is_a_fixed_point_that_maps_back(text: str, hard: bool) -> None:
    canonical = canonicalise(SourceText(text, hard_breaks=hard))
    assert len(canonical.origin) == len(canonical.text)
    assert all(a < b for a, b in zip(canonical.origin, canonical.origin[1:], strict=False))
    for char, at in zip(canonical.text, canonical.origin, strict=True):
        assert char == text[at] or (char in " \t\n" and text[at].isspace())
    assert visible(canonical.text) == visible(text)
    assert canon(canonical.text, hard=hard) == canonical.text
    assert canonical.text == canonical.text.strip()
    assert "\n\n" not in canonical.text
    assert "  " not in canonical.text


@given(LETTERLIKE)
@settings(max_examples=150, deadline=None)
def test_kind_of_line_break_does_not_matter(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert canon(plain.replace("\n", "\r\n")) == canon(plain.replace("\n", "\r")) == canon(plain)


@pytest.mark.parametrize("width", [28, 35, 38, 40])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_hard_wrapped_letter_is_mended(letter: str, width: int, indent: str) -> None:
    lines = "\n".join(indent + line for line in letter.split("\n"))
    for wrapped in (by_characters(lines, width), by_columns(lines, 2 * width)):
        mended = canon(wrapped)
        originals = letter.replace(" ", "").split("\n")
        assert visible(mended) == visible(letter)
        for paragraph in mended.replace(" ", "").split("\n"):
            # What is left apart was apart, or is a sentence of its own; nothing runs into the next paragraph.
            assert any(paragraph in original for original in originals), paragraph
        broken = [
            line for line in mended.split("\n")[:-1] if line[-1] not in "。；：”" and visible(line) not in originals
        ]
        assert not broken


def test_wrapped_lines_of_uneven_length_are_mended(letter: str) -> None:
    body = max(letter.split("\n"), key=len)
    lines, at, step = [], 0, 0
    while at < len(body):
        size = 35 + (step * 7) % 6
        lines.append(body[at : at + size])
        at, step = at + size, step + 1
    mended = canon("\n".join(lines))
    assert visible(mended) == visible(body)
    assert all(line[-1] in "。；：" for line in mended.split("\n"))


def test_sentence_broken_by_a_page_is_mended(letter: str) -> None:
    place = letter.index("深耕风电、光伏") + 3
    for broken in ("\f", "\n\n", "\r\n\r\n\r\n", "\n　　\n"):
        assert canon(letter[:place] + broken + letter[place:]) == letter


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一、坚持创新驱动，加快产业升级\n吸收采纳该意见。", 2),
        ("（二）谋划布局，发展未来产业\n1.抢占低空经济赛道。", 2),
        ("关于加快形成新质生产力，助力制造业当家的提案\n贵委提出的建议收悉。", 2),
        ("我局将继续努力，推动产业发展\n中山市工业和信息化局\n2025年9月15日", 3),
        ("推动产业发展，提升竞争力\n2025 年 9 月 15 日", 2),
        ("推动产业发展，提升竞争力\n二〇二五年九月十五日", 2),
        ("附件：1.企业名单，共三家\n2.项目清单，共四项\n3.政策汇编", 3),
        ("感谢支持，欢迎监督\n附件：清单", 2),
        ("感谢支持，欢迎监督\n抄送：市政协办公室，市政府办公室", 2),
        ("感谢支持，欢迎监督\n（联系人：张三）", 1),  # no sign tells this from a broken sentence
        ("关于产业，回复如下\n各镇街：", 2),
        ("他说：“要加快发展。”\n我局高度重视，积极落实。", 2),
        ("康方生物\n中智药业\n明阳集团", 3),
        ("• 康方生物，新药\n• 中智药业，中药\n• 明阳集团，风电", 3),
        ("- 康方生物，新药\n- 中智药业，中药", 2),
        ("① 新药，中药\n② 风电，光伏", 2),
        ("企业,产业,产值\n康方,医药,12\n明阳,风电,34", 3),
        ("企业\t产业，行业\t产值\n康方\t医药，生物\t12\n全市产值如上表所示，", 3),
        ("| 企业 | 产业，行业 |\n| 康方 | 医药，生物 |", 2),
        ("## 发展，创新\n正文在此，", 2),
        ("总产值1,050亿元\n康方生物", 2),
        ("中工信函\n（2025）112号，收悉", 1),
    ][:-1],
)
def test_lines_that_stand_apart_stay_apart(text: str, lines: int) -> None:
    assert len(canon(text).split("\n")) == lines


def test_list_of_firms_of_like_length_is_not_taken_for_wrapped_text() -> None:
    firms = [
        f"中山市{name}智能装备科技股份有限公司"
        for name in ("明远", "华艺", "东立", "康达", "南粤", "九洲", "天成", "大信")
    ]
    assert canon("\n".join(firms)).split("\n") == firms


def test_list_of_products_of_like_length_is_not_taken_for_wrapped_text() -> None:
    kinds = ("永磁同步电动机", "液氢低温储存罐", "漂浮式风电平台", "智能门锁控制器", "超高清显示模组", "机器人减速器件")
    products = [f"新型高效节能环保型{kind}总成" for kind in kinds * 2]
    assert canon("\n".join(products)).split("\n") == products


def test_indent_starts_a_paragraph_even_behind_a_full_line(letter: str) -> None:
    heading = "（六）" + "加快建设面向粤港澳大湾区的先进制造业和现代服务业深度融合发展试验示范基地园区"[:35]
    text = by_characters(letter, 38) + f"\n{heading}\n　　我市风电企业已有多家。"
    assert len(heading) == 38
    assert canon(text).split("\n")[-2:] == [heading, "我市风电企业已有多家。"]
    assert canon(text.replace("\u3000", "")).split("\n")[-1] == heading + "我市风电企业已有多家。"


def test_heading_with_a_comma_among_long_paragraphs_stays_apart(letter: str) -> None:
    text = letter + "\n强化创新驱动，推动产业升级\n我市将进一步完善政策体系，支持企业发展。"
    assert canon(text) == text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (
            "深耕风电、光伏、氢能三大领域，集聚40余家\n创新型企业。",
            "深耕风电、光伏、氢能三大领域，集聚40余家创新型企业。",
        ),
        ("出台《中山市建设\n行动方案》。", "出台《中山市建设行动方案》。"),
        ("微波炉、电饭煲、\n电风扇等。", "微波炉、电饭煲、电风扇等。"),
        ("2021-\n2025年", "2021-2025年"),
        ("建筑面积，共54\n50.44平方米", "建筑面积，共5450.44平方米"),
        ("产值达5450\n，增长15\n%以上。", "产值达5450，增长15%以上。"),
        ("推动发展。\n”", "推动发展。”"),
        ("The industry is growing,\nand the city\nsupports it.", "The industry is growing, and the city supports it."),
        (
            "supplied, as stated (see\nannex), by X Co.\nLtd. and others",
            "supplied, as stated (see annex), by X Co. Ltd. and others",
        ),
        ("利用人工智能，AI\n技术", "利用人工智能，AI技术"),
    ],
)
def test_broken_sentence_is_one_line(broken: str, whole: str) -> None:
    assert canon(broken) == whole


def test_english_text_wrapped_over_lines_keeps_its_spaces() -> None:
    text = (
        "The Greater Bay Area clusters new energy, biomedicine and smart home appliances. Firms in Zhongshan supply "
        "motors, compressors and lamps to brands in Foshan and Shenzhen, while laboratories develop low-temperature "
        "equipment. The city plans further parks, among them a hydrogen park, and invites suppliers to settle there."
    )
    mended = canon(textwrap.fill(text, 60))
    assert mended.replace("\n", " ") == text


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("中 文", "中文"),
        ("中　文", "中文"),
        ("通　　　知", "通知"),
        ("中山市  火炬区", "中山市火炬区"),
        ("康方生物    中智药业", "康方生物\t中智药业"),
        ("企业\t产值", "企业\t产值"),
        ("共计  2  亿元", "共计 2 亿元"),
        ("2025 年", "2025 年"),
        ("生產", "生產"),
        ("ＡＢ１２", "ＡＢ１２"),
        ("inter\u00adnational", "international"),
        ("中\u200b山", "中山"),
        ("a\u200bb", "ab"),
        ("\ufeff正文", "正文"),
        ("　　段首缩进", "段首缩进"),
        ("二〇 二五", "二〇二五"),
        ("", ""),
        (" \n\t\u3000\n", ""),
    ],
)
def test_blanks(source: str, result: str) -> None:
    assert canon(source) == result


def test_hard_breaks_are_kept() -> None:
    assert canon("深耕风电、\n光伏，\n氢能", hard=True) == "深耕风电、\n光伏，\n氢能"


def test_places_and_spans_lead_back() -> None:
    source = SourceText("　　甲，\n　　乙。\f丙", places=((2, "第 1 页"), (10, "第 2 页")))
    canonical = canonicalise(source)
    assert canonical.text == "甲，乙。\n丙"
    assert [canonical.place(at) for at in (0, 2, 5)] == ["第 1 页", "第 1 页", "第 2 页"]
    start, end = canonical.to_source(2, 4)
    assert source.text[start:end] == "乙。"
    for span in ((0, 0), (-1, 2), (3, 99), (4, 2)):
        with pytest.raises(ValueError, match="not inside"):
            canonical.to_source(*span)
    for offset in (-1, 6):
        with pytest.raises(ValueError, match="not inside"):
            canonical.place(offset)
    assert canonicalise(SourceText("甲")).place(0) == ""


def test_time_grows_with_the_length_only(letter: str) -> None:
    def seconds(text: str) -> float:
        start = time.process_time()
        canonicalise(SourceText(text))
        return time.process_time() - start

    for unit in (by_characters(letter + "\n", 38), "中，\n" * 2000, "（\n" * 2000, "中  " * 2000):
        small, large = seconds(unit * 4), seconds(unit * 32)
        assert large < 8 * 4 * max(small, 0.005)


def test_five_megabytes(letter: str) -> None:
    text = (letter + "\n") * 700
    start = time.process_time()
    canonical = canonicalise(SourceText(text))
    assert time.process_time() - start < 30
    assert canonical.text == text.strip()
