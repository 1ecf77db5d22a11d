"""Whose figure it is and of what, in the sentences of bulletins, reports and towns."""

from __future__ import annotations

import pytest

from tests.loaders.letter_samples import numbers, read

HEAD = "惠州市统计局关于情况的通报\n"
Row = tuple[str, str, str, str]


def found(text: str, head: str = HEAD) -> list[Row]:
    return [
        (item.subject.name, item.figure.metric, item.figure.value, item.figure.unit)
        for item in numbers(read(head + text))
        if item.figure
    ]


def test_sectors_of_the_classification_are_one_name_each() -> None:
    rows = found(
        "重点行业中，计算机、通信和其他电子设备制造业增长9.7%，汽车制造业增长9.4%，电力、热力、燃气及水生产和供应业下降1.8%。"
    )
    assert [row[0] for row in rows] == [
        "计算机、通信和其他电子设备制造业",
        "汽车制造业",
        "电力、热力、燃气及水生产和供应业",
    ]


@pytest.mark.parametrize("mark", ["、", "，"])
def test_a_counted_list_of_sectors_hands_its_figures_out(mark: str) -> None:
    names = mark.join(("石油、煤炭及其他燃料加工业", "金属制品业", "电气机械和器材制造业"))
    rows = found(f"其中{mark if mark == '，' else ''}{names}3个行业增加值分别增长12.5%、21.3%、10.2%。")
    grown = [(row[0], row[2]) for row in rows if row[3] == "%"]
    assert grown == [("石油、煤炭及其他燃料加工业", "12.5"), ("金属制品业", "21.3"), ("电气机械和器材制造业", "10.2")]
    assert [row[0] for row in rows if row[3] == "个"] == ["惠州市"]


def test_goods_stand_before_their_amounts() -> None:
    rows = found("分产品看，多数产品保持增长。其中，液晶显示屏6312.7万片，增长91.0%；智能手机549.8万台，下降3%。")
    assert rows == [
        ("液晶显示屏", "产量", "6312.7", "万片"),
        ("液晶显示屏", "产量增长", "91.0", "%"),
        ("智能手机", "产量", "549.8", "万台"),
        ("智能手机", "产量下降", "3", "%"),
    ]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("储氢罐市场份额占全国15%。", "储氢罐"),
        ("青禾电池的储氢罐国内市场占有率超60%。", "储氢罐"),
        ("从产量看，储氢罐产量同比增长21.6%。", "储氢罐"),
    ],
)
def test_a_share_of_the_market_is_the_products(text: str, subject: str) -> None:
    assert found(text)[0][0] == subject


def test_each_comparison_is_with_its_own_whole() -> None:
    rows = found("全市工业增加值同比增长6.1%，分别高于全省、全国0.2个、3.1个百分点。")
    assert [(row[1], row[2]) for row in rows[1:]] == [
        ("工业增加值高于全省", "0.2"),
        ("工业增加值高于全国", "3.1"),
    ]


def test_a_contribution_is_of_what_grew() -> None:
    rows = found("光伏产业产值同比增长41%，对全市产值增长的贡献率为47.1%。")
    assert [row[0] for row in rows] == ["光伏产业", "光伏产业"]


def test_an_amount_is_no_share() -> None:
    rows = found("制造业增加值占GDP比重达到40%；汽车产业力争突破3500亿元。")
    assert "比重" not in rows[1][1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资10亿多元强化园区配套。", [("10", "亿元")]),
        ("工业投资连续3年实现两位数增长。", []),
        ("经信局等7部门印发实施。", []),
        ("前十名中有4家布局惠州。", [("4", "家")]),
    ],
)
def test_what_is_a_number_and_what_only_looks_like_one(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(row[2], row[3]) for row in found(text) if row[3] != "年"] == expected


def test_a_countrys_list_ranks_the_place() -> None:
    rows = found("中国工业百强区排名第38位，较2022年跃升11位。", "惠州市惠城区政府工作报告\n")
    assert [(row[0], row[2]) for row in rows] == [("惠城区", "38"), ("惠城区", "11")]
    assert rows[1][1].endswith("排名跃升")


def test_a_new_deed_after_a_semicolon_is_the_places() -> None:
    text = "云溪低空测试基地建成，吸引了青禾飞行、蓝鲸航空等74家企业；新增43个起降点。"
    assert [row[0] for row in found(text) if row[2] == "43"] == ["惠州市"]


def test_yet_another_firm_invests() -> None:
    rows = found("最近，又有惠州青禾科技有限公司斥资10亿元，前来建设20兆瓦光伏电站。")
    assert {row[0] for row in rows} == {"惠州青禾科技有限公司"}


def test_the_park_a_clause_names_again_has_the_projects() -> None:
    text = "云溪显示产业园加快建设。除青禾项目外，产业园已落地蓝鲸光电、远望科技等7个重点项目。"
    assert [row[0] for row in found(text) if row[2] == "7"] == ["云溪显示产业园"]


def test_a_towns_paper_speaks_of_the_town() -> None:
    rows = found("上半年该镇新开工项目3个。", "惠东县云溪镇招商引资情况\n")
    assert [row[0] for row in rows] == ["云溪镇"]


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("今年前8个月惠州市工业经济运行平稳\n", "惠州市"),
        ("稳中提质\n——2021年惠城区经济形势分析\n", "惠城区"),
        ("广东惠州获评名城\n", "惠州市"),
    ],
)
def test_a_headline_says_whose_paper_it_is(head: str, place: str) -> None:
    assert [row[0] for row in found("地区生产总值100亿元。", head)] == [place]


def test_where_no_place_is_known_no_figure_is_made_up() -> None:
    assert found("工业用电量、产值同比分别增长1.2%和2.3%。", "简讯\n") == []


def test_the_years_of_a_title_are_no_period() -> None:
    text = "印发《惠州市开发区规划（2023—2027年）》，园区总面积18.15平方公里。"
    (figure,) = numbers(read(HEAD + text))
    assert figure.period == ""
