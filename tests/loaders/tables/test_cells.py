"""What single cells mean."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.tables.amounts import amount, known_unit
from loaders.tables.credit_code import check_digit, credit_code
from loaders.tables.model import BadCell, Cell, letters
from loaders.tables.persons import personal_header
from loaders.tables.words import name, names, nothing, status, when

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("cell", "unit", "value", "written", "yuan"),
    [
        (12000, "万元", "12000", "万元", 1.2e8),
        (1.5, "亿元", "1.5", "亿元", 1.5e8),
        ("1.2亿", "万元", "1.2", "亿元", 1.2e8),
        ("1.2亿元", "万元", "1.2", "亿元", 1.2e8),
        ("3,000", "万元", "3,000", "万元", 3e7),
        ("约 3,000万元", "元", "3,000", "万元", 3e7),
        ("￥500", "万元", "500", "万元", 5e6),
        ("3-5亿元", "万元", "3-5", "亿元", 3e8),
        ("10亿元以上", "万元", "10", "亿元", 1e9),
        ("-20.5", "万元", "-20.5", "万元", -205000.0),
    ],
)
def test_amounts_keep_their_unit_as_written_and_compare_in_yuan(
    cell: Cell, unit: str, value: str, written: str, yuan: float
) -> None:
    found = amount(cell, unit)
    assert (found.value, found.unit, found.normal_unit) == (value, written, "元")
    assert found.normal == pytest.approx(yuan)


def test_an_amount_keeps_what_stands_around_the_number() -> None:
    assert amount("超3亿元", "万元").qualifier == "超"
    assert amount("3亿元以上", "万元").qualifier == "以上"
    span = amount("3—5亿元", "万元")
    assert (span.number, span.high) == (3, 5)
    assert amount("1.2亿", "人").unit == "亿人"
    assert amount(200, "平方米").normal == 200


@pytest.mark.parametrize(
    "cell",
    ["很多", "1.2.3", "12万套路", float("nan"), float("inf"), 1e300, True, "5-3亿元", "1e999", "nan", date(2024, 1, 1)],
)
def test_what_is_no_number_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        amount(cell, "万元")


@given(st.floats(-1e14, 1e14, allow_nan=False))
def test_a_number_in_a_cell_stays_that_number(number: float) -> None:
    assert amount(number, "万元").number == pytest.approx(number)


@pytest.mark.parametrize(
    ("text", "unit"), [("㎡", "平方米"), ("（万元）", ""), ("万元", "万元"), ("单位：亿元", "亿元"), ("个人", "")]
)
def test_units_are_known_or_none(text: str, unit: str) -> None:
    assert known_unit(text) == unit


@pytest.mark.parametrize(
    "known", ["91350100M000100Y43", "911100001922038216"[:17] + check_digit("911100001922038216"[:17])]
)
def test_a_right_code_is_taken_as_it_is(known: str) -> None:
    assert credit_code(known) == known
    assert credit_code(f" {known[:8]} {known[8:].lower()}") == known


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (9.14420001234567e17, "丢失"),
        ("9.1442E+17", "丢失"),
        ("9.14420001234567E+017", "丢失"),
        ("914420001234567000", "丢失"),
        (914420001234567000, "丢失"),
        ("91350100M000100Y4", "17 位"),
        ("91350100M000100Y44", "校验位"),
        ("91350100O000100Y43", "18 位"),
        ("442000000012345", "旧的注册号"),
        ("12345678-9", "旧的注册号"),
    ],
)
def test_a_destroyed_or_wrong_code_is_said_to_be_so(cell: Cell, said: str) -> None:
    with pytest.raises(BadCell, match=said):
        credit_code(cell)


@given(st.text("0123456789", min_size=6, max_size=6), st.text(ALPHABET, min_size=9, max_size=9), st.integers(0, 16))
def test_one_wrong_character_is_always_noticed(area: str, organisation: str, at: int) -> None:
    code = f"91{area}{organisation}"
    code += check_digit(code)
    other = next(char for char in "0123456789" if char != code[at])
    wrong = code[:at] + other + code[at + 1 :]
    with pytest.raises(BadCell):
        credit_code(wrong)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        (date(2024, 5, 1), "2024-05-01"),
        (datetime(2024, 5, 1, 8), "2024-05-01"),
        ("2024年5月", "2024-05"),
        ("2024.5.1", "2024-05-01"),
        ("2024/05/01", "2024-05-01"),
        ("20240501", "2024-05-01"),
        (20240501.0, "2024-05-01"),
        (2024.0, "2024"),
        ("2024年", "2024"),
        ("2024年度", "2024"),
    ],
)
def test_dates_are_as_exact_as_written(cell: Cell, iso: str) -> None:
    assert when(cell) == iso


@pytest.mark.parametrize(
    "cell",
    [
        "1899-12-31",
        date(1899, 1, 1),
        "2024-13-01",
        "2024-02-30",
        45321.0,
        -5.0,
        0.0,
        time(0),
        "三年",
        "自发布之日起三年",
    ],
)
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(BadCell):
        when(cell)


@pytest.mark.parametrize(
    ("word", "means"),
    [
        *((word, "done") for word in ("已投产", "竣工", "建成投产")),
        *((word, "signed") for word in ("在建", "正在建设", "已签约")),
        *((word, "planned") for word in ("拟建", "未开工", "洽谈中", "planned")),
        ("公示", "applied"),
    ],
)
def test_only_what_runs_is_done(word: str, means: str) -> None:
    assert status(word, {}) == (means, word)


def test_an_unknown_status_is_not_guessed() -> None:
    with pytest.raises(BadCell, match="不认识"):
        status("差不多了", {})
    assert status("差不多了", {"差不多了": "planned"}) == ("planned", "差不多了")


def test_names_are_split_and_cleaned() -> None:
    assert names("电饭煲、电压力锅（3L、5L）；电磁炉 等") == ["电饭煲", "电压力锅（3L、5L）", "电磁炉"]
    assert names("无、/、—") == []
    assert name("中山市 甲\n电器有限公司") == "中山市甲电器有限公司"
    assert name("Liantu Co. Ltd") == "Liantu Co. Ltd"


@pytest.mark.parametrize(
    "cell", ["一、东凤镇", "（二）小榄镇", "12345", "x" * 200, "=cmd|' /C calc'!A0", "@SUM(1)", "甲\x07公司"]
)
def test_what_is_no_name_is_refused(cell: str) -> None:
    with pytest.raises(BadCell):
        name(cell)


def test_dashes_and_words_for_nothing_are_nothing() -> None:
    assert all(nothing(cell) for cell in (None, "-", "——", "无", "暂无", "N/A", " / "))
    assert not any(nothing(cell) for cell in (0, 0.0, "0", "无锡某公司", False))


def test_columns_of_persons_are_known_by_their_header() -> None:
    for header in (
        "联系人/电话",
        "联系人及手机",
        "联系人",
        "联系电话",
        "手机号码",
        "法定代表人",
        "企业负责人",
        "电子邮箱",
        "身份证号",
        "项目联系人及电话",
        "法人",
        "Email",
    ):
        assert personal_header(header), header
    for header in ("企业名称", "法人单位名称", "代表产品", "电话机产量", "手机壳", "备注", "负责部门"):
        assert not personal_header(header), header


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
