"""Figures as bulletins, reports and plans hand them out; all texts are invented."""

from __future__ import annotations

import pytest

from graph.evidence import Statement
from tests.loaders.letter_samples import numbers, read

HEAD = "惠州市统计局关于情况的通报\n"


def found(text: str, head: str = HEAD) -> list[tuple[str, str, str, str]]:
    return [_row(item) for item in numbers(read(head + text))]


def _row(item: Statement) -> tuple[str, str, str, str]:
    assert item.figure
    return item.subject.name, item.figure.metric, item.figure.value, item.figure.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全市出口额、利润总额和税收总额分别达30.5亿元、12亿元、4.2亿元，比2020年增长8%、6%、3%。",
            [
                ("惠州市", "出口额", "30.5", "亿元"),
                ("惠州市", "利润总额", "12", "亿元"),
                ("惠州市", "税收总额", "4.2", "亿元"),
                ("惠州市", "出口额增长", "8", "%"),
                ("惠州市", "利润总额增长", "6", "%"),
                ("惠州市", "税收总额增长", "3", "%"),
            ],
        ),
        (
            "其中，蓝莓酿造、电子信息产业产值分别增长12%、7.5%。",
            [("蓝莓酿造", "产值增长", "12", "%"), ("电子信息产业", "产值增长", "7.5", "%")],
        ),
        (
            "青禾电池和蓝鲸新能产值均突破50亿元。",
            [("青禾电池", "产值", "50", "亿元"), ("蓝鲸新能", "产值", "50", "亿元")],
        ),
    ],
)
def test_what_is_handed_out_in_turn_goes_to_each_name(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    rows = found(text)
    assert len(rows) == len(expected)
    for row, (subject, metric, value, unit) in zip(rows, expected, strict=True):
        assert (row[0], row[2], row[3]) == (subject, value, unit)
        assert metric in row[1]


@pytest.mark.parametrize(
    ("text", "metric", "value", "unit"),
    [
        ("全市规上工业增加值增长9.6%，比2019年提高1.5个百分点。", "规上工业增加值提高", "1.5", "个百分点"),
        ("全市工业投资增长20%，高于全省3个百分点。", "工业投资高于全省", "3", "个百分点"),
        ("全市工业投资增长20%，高于全国0.4、全省0.1个百分点。", "工业投资高于全省", "0.1", "个百分点"),
        ("全市进出口额负增长4.2%。", "进出口额负增长", "4.2", "%"),
        ("占比分别提高1个和2.8个百分点。", "占比提高", "1", "个百分点"),
        ("新增高新技术企业50家、总数达400家。", "高新技术企业总数", "400", "家"),
        ("全市36个大类行业保持增长。", "大类行业", "36", "个"),
        ("全市出栏生猪20.8万头。", "出栏", "20.8", "万头"),
    ],
)
def test_what_is_compared_or_counted_keeps_its_metric(text: str, metric: str, value: str, unit: str) -> None:
    rows = [row for row in found(text) if (row[2], row[3]) == (value, unit)]
    assert len(rows) == 1
    assert metric in rows[0][1]
    assert rows[0][0] == "惠州市"


@pytest.mark.parametrize(
    ("text", "subject", "value"),
    [
        ("青禾集团有限公司入围榜单，列第353位。", "青禾集团有限公司", "353"),
        ("惠州经开区在综合考评中跃升至第56位。", "惠州经开区", "56"),
        ("全市综合实力稳居全国百强城市第四。", "惠州市", "四"),
    ],
)
def test_a_place_in_any_list_is_a_rank(text: str, subject: str, value: str) -> None:
    (row,) = found(text)
    assert (row[0], row[2]) == (subject, value)
    assert row[1].endswith("排名")


@pytest.mark.parametrize(
    "text",
    [
        "今年前7个月平稳运行。",
        "成为全市首个300亿元园区。",
        "围绕这两个龙头招商。",
        "全球1/3笔记本由此出货。",
        "列入第三批名单。",
    ],
)
def test_times_and_descriptions_are_no_figures(text: str) -> None:
    assert found(text) == []


def test_the_park_of_the_sentence_before_has_the_area() -> None:
    rows = found("加快建设惠州氢能产业园。园区规划占地1200亩，总投资20亿元。")
    assert [(row[0], row[2]) for row in rows] == [("惠州氢能产业园", "1200"), ("惠州氢能产业园", "20")]


def test_money_before_a_name_makes_it_a_project() -> None:
    rows = found("总投资15亿元的青禾二期、总投资8亿元的蓝鲸西区等项目开工。")
    assert [(row[0], row[2]) for row in rows] == [("青禾二期", "15"), ("蓝鲸西区", "8")]


def test_the_chains_figures_in_its_own_plan_are_the_chains() -> None:
    rows = found("力争集聚产业链相关企业100家，产业规模达90亿元。", "惠州市低空经济发展行动方案\n")
    assert {row[0] for row in rows} == {"低空经济"}


@pytest.mark.parametrize(
    "title",
    ["2025年一季度惠州市经济运行情况\n", "2024年惠州市惠城区政府工作报告\n", "惠州市惠城区人民政府工作报告\n"],
)
def test_a_title_says_whose_figures_they_are(title: str) -> None:
    (row,) = found("工业投资增长8%。", title)
    assert row[0] in {"惠州市", "惠城区"}
    assert row[0] == ("惠城区" if "惠城区" in title else "惠州市")


def test_a_paper_on_one_park_speaks_of_that_park() -> None:
    rows = found(
        "近年来招商加快，三年后入园项目将达50个以上，2026年园区产值将达80亿元。", "惠州市云溪工业园区建设情况\n"
    )
    assert [(row[0], row[2]) for row in rows] == [("惠州市云溪工业园区", "50"), ("惠州市云溪工业园区", "80")]
    assert "将" not in rows[0][1] + rows[1][1]


def test_the_industry_that_was_asked_about_has_the_scale() -> None:
    head = "惠州市工业和信息化局关于第36号提案的答复\n您提出的《关于做强云雾与青禾产业的提案》收悉。\n"
    text = "惠州市将云雾与青禾产业作为主导。产业规模突破90亿元。云雾与青禾产业加快成长。"
    rows = found(text, head)
    assert [(row[0], row[2]) for row in rows] == [("云雾与青禾产业", "90")]


def test_the_second_phase_is_of_the_firm_that_builds_it() -> None:
    rows = found("云溪纺织有限公司投资建厂。二期工程计划投资2500万元。")
    assert [(row[0], row[2]) for row in rows] == [("云溪纺织有限公司", "2500")]


def test_the_count_of_the_500_largest_keeps_its_noun() -> None:
    (row,) = found("吸引7家世界500强企业。")
    assert row[1] == "吸引世界500强企业数"


def test_what_is_signed_after_a_fair_is_the_fairs() -> None:
    rows = found("惠州氢能产业博览会在市内举行。共21家企业签约项目17个，总金额59亿元。")
    assert {row[0] for row in rows} == {"惠州氢能产业博览会"}
    assert [row[2] for row in rows] == ["21", "17", "59"]


def test_the_park_of_a_county_is_the_subject() -> None:
    rows = found("惠东县的云溪氢能产业园，占地1500亩，计划总投资60亿元。")
    assert {row[0] for row in rows} == {"云溪氢能产业园"}


def test_a_paper_without_a_city_speaks_of_the_park_in_its_title() -> None:
    rows = found("培育超百亿元企业2家，新增专利80项以上。", "两岸（云溪）新材料产业合作示范区建设情况\n")
    assert {row[0] for row in rows} == {"两岸（云溪）新材料产业合作示范区"}


def test_the_company_of_a_zone_has_the_turnover() -> None:
    rows = found("大云湖高新区的惠州青禾材料有限公司是外来企业，今年营收17亿元。")
    assert [(row[0], row[2]) for row in rows] == [("惠州青禾材料有限公司", "17")]


def test_the_state_of_one_industry_is_that_industrys() -> None:
    rows = found("营业收入增长25.2%；利润总额增长42%。", "惠州市青禾制造业发展情况\n惠州市青禾制造业平稳。\n")
    assert {row[0] for row in rows} == {"惠州市"}
    rows = found("营业收入增长25.2%；利润总额增长42%。", "惠州市电子信息制造业发展情况\n")
    assert {row[0] for row in rows} == {"电子信息制造业"}
