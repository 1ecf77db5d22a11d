from __future__ import annotations

import pytest

from graph.evidence import Status
from loaders.letters.extraction.quantities import quantities
from tests.loaders.letter_samples import numbers, read

HEAD = "惠州市统计局关于情况的通报\n我市情况如下。"


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("投入近 30 亿元", "30", "亿元", "近"),
        ("获得 2 亿 元支持", "2", "亿元", ""),
        ("占全国六成", "六", "成", ""),
        ("集聚40余家企业", "40", "家", "余"),
        ("带动 1 万多家企业", "1", "万家", "多"),
        ("缩短周期 3-6 个月", "3-6", "个月", ""),
        ("认定了两个示范区", "两", "个", ""),
        ("推动近百个项目", "百", "个", "近"),
        ("产能预计突破5GW", "5", "GW", "预计突破"),
        ("占比15%以上", "15", "%", "以上"),
        ("提高0.6个百分点", "0.6", "个百分点", ""),
    ],
)
def test_value_unit_and_qualifier_are_as_written(text: str, value: str, unit: str, qualifier: str) -> None:
    found = quantities(text)
    assert [(item.value, item.unit, item.qualifier) for item in found] == [(value, unit, qualifier)]


@pytest.mark.parametrize(
    "text",
    [
        "2024年6月3日",
        "第134001号提案",
        "十三届四次会议",
        "六大特色产业",
        "4K电视",
        "第一、二批项目",
        "一批企业",
        "“十四五”规划",
        "1000Mbps宽带",
        "5G基站",
    ],
)
def test_dates_ordinals_and_names_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize("text", ["排名全省第 6", "排全省 6", "居全省第6", "全省第6位"])
def test_a_rank_is_a_rank_however_it_is_said(text: str) -> None:
    (found,) = quantities(text)
    assert (found.kind, found.value, found.scope) == ("rank", "6", "全省")


def test_a_change_of_a_ratio_gives_both_values() -> None:
    found = numbers(read(f"{HEAD}项目容积率从0.6提升至3.0以上。"))
    assert [(item.figure.metric, item.figure.value, item.qualifier) for item in found if item.figure] == [
        ("容积率（改造前）", "0.6", ""),
        ("容积率（改造后）", "3.0", "以上"),
    ]


def test_a_figure_in_brackets_belongs_to_the_name_before_it() -> None:
    (found,) = numbers(read(f"{HEAD}培育了智能家电集群（2485.1亿元）。"))
    assert found.subject.name == "智能家电产业集群"
    assert found.figure is not None
    assert found.figure.normal == pytest.approx(2485.1e8)


def test_what_the_city_counts_is_the_citys_and_the_rank_follows_the_count() -> None:
    found = numbers(read(f"{HEAD}目前，全市共有单项冠军企业 6 家、排名全省第 2。"))
    assert [
        (item.subject.name, item.figure.metric, item.figure.value, item.period) for item in found if item.figure
    ] == [
        ("惠州市", "单项冠军企业数", "6", "目前"),
        ("惠州市", "单项冠军企业数全省排名", "2", "目前"),
    ]


def test_an_aim_is_a_forecast_and_a_result_is_done() -> None:
    found = numbers(read(f"{HEAD}2023年产值达80亿元。到2027年，产值突破100亿元。"))
    assert [item.status for item in found] == [Status.DONE, Status.FORECAST]


def test_periods_are_as_written_and_a_running_total_has_none() -> None:
    found = numbers(read(f"{HEAD}2025 年 1-7 月新推动 770 家企业转型，累计推动 4581 家企业改造。"))
    assert [item.period for item in found] == ["2025 年 1-7 月", ""]


@pytest.mark.parametrize(
    ("text", "subject", "metric"),
    [
        ("全市已建成加氢站36座。", "惠州市", "加氢站"),
        ("青禾电池有限公司投资8亿元建设生产线。", "青禾电池有限公司", "投资"),
        ("总投资15亿元的青禾三期项目竣工。", "青禾三期项目", "总投资"),
        ("推进惠州氢能产业园建设，项目总投资50亿元。", "惠州氢能产业园", "总投资"),
        ("惠州氢能产业园规划面积48平方公里，引进项目60个。", "惠州氢能产业园", "项目"),
        ("建设银行推出“科创贷”，已投放9亿元。", "科创贷", "投放"),
    ],
)
def test_the_subject_is_what_the_clause_or_the_one_before_is_about(text: str, subject: str, metric: str) -> None:
    last = numbers(read(HEAD + text))[-1]
    assert last.figure
    assert last.subject.name == subject
    assert metric in last.figure.metric


def test_the_figures_of_a_towns_paper_are_the_towns() -> None:
    text = "黄圃镇2024年工作总结\n2024年，我镇加快发展。全镇高新技术企业达168家，净增21家。"
    assert {item.subject.name for item in numbers(read(text))} == {"黄圃镇"}
