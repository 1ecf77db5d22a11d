"""Persons' data is found where it is, and numbers that are facts stay as they are."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.letters.reading.canonical import SourceText, canonicalise
from loaders.letters.reading.personal import PLACEHOLDER, find_personal, masked

LETTER = Path(__file__).parents[2] / "loaders/data/letters/letter-2025-112.txt"


def found(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find_personal(text)]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("（联系人：张三，联系电话：0760-88888888）", [("name", "张三"), ("phone", "0760-88888888")]),
        ("联系人：张三联系电话：0760-88888888转123", [("name", "张三"), ("phone", "0760-88888888转123")]),
        ("联系人张三，电话13800138000", [("name", "张三"), ("phone", "13800138000")]),
        ("联系人（电话）：张三（88881234）", [("name", "张三"), ("phone", "88881234")]),
        ("联系人：市投促局 张三", [("name", "张三")]),
        ("联系人：欧阳娜娜、王五；", [("name", "欧阳娜娜"), ("name", "王五")]),
        ("经办人：张先生 电话：（0760）88888888", [("name", "张先生"), ("phone", "（0760）88888888")]),
        ("项目负责人：王小明教授", [("name", "王小明")]),
        ("法定代表人：李四。", [("name", "李四")]),
        ("承办人：阿不都·热合曼", [("name", "阿不都·热合曼")]),
        ("联系人: John Smith, Tel: +86 760 8888 8888", [("name", "John Smith"), ("phone", "+86 760 8888 8888")]),
        ("联系人\t黄 伟\t电话\t88881234", [("name", "黄 伟"), ("phone", "88881234")]),
        ("手机：138 0013 8000", [("phone", "138 0013 8000")]),
        ("拨打138-0013-8000咨询", [("phone", "138-0013-8000")]),
        ("拨打+86 13800138000咨询", [("phone", "+86 13800138000")]),
        ("电话：0760－８８８８８８８８", [("phone", "0760－８８８８８８８８")]),
        ("拨打010-62345678或020 81234567", [("phone", "010-62345678"), ("phone", "020 81234567")]),
        ("拨打076088888888", [("phone", "076088888888")]),
        ("传真：88881234、88885678，邮编：528400", [("phone", "88881234、88885678")]),
        ("联系电话88881234", [("phone", "88881234")]),
        ("热线400-830-8888", [("phone", "400-830-8888")]),
        ("邮箱zs.gxj@zs.gov.cn。", [("email", "zs.gxj@zs.gov.cn")]),
        ("邮箱：gxj＠zs.gov.cn", [("email", "gxj＠zs.gov.cn")]),
        ("微信：zhang_san1，QQ：12345678", [("account", "zhang_san1"), ("account", "12345678")]),
        ("张某11010519491231002X，", [("id_card", "11010519491231002X")]),
        ("证件440524800101001，", [("id_card", "440524800101001")]),
        ("身份证号：440105199001011234", [("id_card", "440105199001011234")]),  # wrong check digit, but labelled
    ],
)
def test_persons_data_is_found(text: str, data: list[tuple[str, str]]) -> None:
    assert found(text) == data


@pytest.mark.parametrize(
    "text",
    [
        "中工信函〔2025〕112号",
        "第134001号提案（第134001号）",
        "改造后总建筑面积46440.46平方米，容积率达3.5，建筑面积5450.44",
        "1000Mbps及以上宽带接入用户",
        "2025—2027年、2021-2025年、2025-09-15、20250915、2025年1-7月",
        "总产值13800138000元，贷款18912345678.50元",
        "用户13800138000户",
        "累计138,0013,8000",
        "系数0.13800138000，编码A13800138000，12345,13800138000",
        "统一社会信用代码：91442000617980000X",
        "统一社会信用代码110105194912310026",
        "注册号440524800101001，账号13800138000",
        "项目代码2103-442000-04-01-123456",
        "440105199001011234",  # a check digit that is wrong, without a label
        "440524801301001",  # no thirteenth month
        "130 2023 2024",
        "固定电话12345678户，移动电话 13812345户",
        "负责人：市工业和信息化局",
        "责任人：各镇街",
        "联系人：高新区",
        "联系人：详见附件",
        "联系人：",
        "负责人高度重视，企业负责人参加",
        "项目\t负责人\t时间\t任务",
        "请将联系人和联系方式报送我局，便于与联系人沟通。",
        "12345热线、联系电话：12345",
        "容积率0.0760-88888888",
        "GB/T 4754-2017、C3825、ZL201310123456.7",
        "@all 关注 a@b",
        "邮编528400，传真机88台",
    ],
)
def test_facts_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_letter_that_ships_holds_no_persons_data() -> None:
    text = canonicalise(SourceText(LETTER.read_text(encoding="utf-8"))).text
    assert masked(text).text == text
    assert masked(text).count == 0


def test_masking_keeps_every_offset() -> None:
    text = "联系人：张三，电话：0760-88888888，邮箱a@b.cn。产值5450.44亿元"
    result = masked(text)
    assert result.text == "联系人：□□，电话：□□□□□□□□□□□□□，邮箱□□□□□□。产值5450.44亿元"
    assert result.count == 3
    assert result.text.index("产值") == text.index("产值")


def test_number_with_a_right_check_digit_but_no_birthday_is_no_identity() -> None:
    for first, kinds in (("44010519901301001", []), ("44010519900230001", []), ("44010519900228001", ["id_card"])):
        assert [kind for kind, _ in found(first + check_digit(first))] == kinds


def check_digit(first: str) -> str:
    """The check digit as GB 11643-1999 gives it: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(weights, first, strict=True)) % 11]


digits = st.integers(0, 10**8 - 1).map("{:08d}".format)
mobiles = st.builds("1{}{}{}".format, st.integers(3, 9), st.integers(0, 9), digits)
landlines = st.builds(
    "{}-{}{}".format,
    st.sampled_from(["010", "020", "0760", "0755"]),
    st.integers(2, 9),
    digits.map(lambda text: text[1:]),
)
emails = st.from_regex(r"[a-z][a-z0-9._]{0,8}[a-z0-9]@[a-z]{2,8}\.(com|gov\.cn)", fullmatch=True)
identities = (
    st.builds(
        "{}{:%Y%m%d}{:03d}".format, st.sampled_from(["440105", "110105", "442000"]), st.dates(), st.integers(0, 999)
    )
    .filter(lambda text: len(text) == 17 and "1900" <= text[6:10] <= "2024")
    .map(lambda text: text + check_digit(text))
)
given_names = st.text(st.sampled_from("伟芳娜敏静丽强磊军洋勇艳杰娟"), min_size=1, max_size=2)
names = st.builds("{}{}".format, st.sampled_from("张李王陈黄欧梁麦冼"), given_names)
around = st.sampled_from(["", "我局", "，产值5450.44亿元，", "（第134001号）", "\n", " ", "；", "〔2025〕112号，"])


@given(
    around,
    st.one_of(mobiles, landlines, emails, identities),
    st.sampled_from(["", "，", "。", "）", "\n", "或", " "]),
    around,
)
@settings(max_examples=500, deadline=None)
def test_data_is_found_in_any_surroundings(before: str, data: str, gap: str, after: str) -> None:
    text = f"{before}：{data}{gap or '，'}{after}"
    result = masked(text)
    assert len(result.text) == len(text)
    assert data not in result.text
    assert result.text.replace(PLACEHOLDER, "") == text.replace(data, "")
    assert result.count == 1


@given(
    around,
    st.sampled_from(["联系人", "经办人", "负责人", "联系人及电话"]),
    names,
    st.sampled_from(["，", "\n", "联系电话：12345", "（", "、", " 电话", ""]),
)
@settings(max_examples=300, deadline=None)
def test_name_behind_its_label_is_found(before: str, label: str, name: str, after: str) -> None:
    text = f"{before}{label}：{name}{after}"
    assert ("name", name) in found(text)


@given(st.text(st.sampled_from("0123456789-—.,、 年月日元亿号第电话联系人：张三局（）@a.\n\t□"), max_size=80))
@settings(max_examples=800, deadline=None)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = masked(text)
    spans = once.spans
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a == b or b == PLACEHOLDER for a, b in zip(text, once.text, strict=True))
    assert "\n" not in "".join(text[span.start : span.end] for span in spans)
    assert masked(once.text).text == once.text


@given(
    st.integers(0, 10**15),
    st.sampled_from(["元", "万元", "亿元", "户", "平方米", "人", "%", "台", "吨", "家", "个", "余家"]),
    st.sampled_from(["产值", "达", "约 ", "（", "、", ""]),
)
@settings(max_examples=400, deadline=None)
def test_amounts_are_never_taken_for_data(number: int, unit: str, before: str) -> None:
    for written in (f"{number}", f"{number:,}", f"{number / 100:.2f}", f"{number} "):
        assert found(f"{before}{written}{unit}") == []


@given(st.integers(1900, 2099), st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 31), st.integers(1, 999999))
@settings(max_examples=300, deadline=None)
def test_dates_ranges_and_document_numbers_are_never_taken_for_data(
    a: int, b: int, month: int, day: int, number: int
) -> None:
    for dash in "-—–至":
        dates = f"{a}{dash}{b}年，{a}-{month:02d}-{day:02d}，{a}{month:02d}{day:02d}，{a}年{month}月{day}日"
        text = f"{dates}，〔{a}〕{number}号，第{number:06d}号"
        assert found(text) == []


def test_time_grows_with_the_length_only() -> None:
    for unit in ("1", "1" * 12 + " ", "a@", "a.", "联系人：张", "电话：0760-8888", "-", "电话：1、"):
        start = time.process_time()
        find_personal(unit * (300_000 // len(unit)))
        assert time.process_time() - start < 5, unit
