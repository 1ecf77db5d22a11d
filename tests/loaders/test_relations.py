from __future__ import annotations

import pytest

from tests.loaders.letter_samples import REPLY, claims, read

HEAD = "惠州市工业和信息化局关于工作的通报\n"
LETTER = "关于市政协十二届三次会议第66号提案答复的函"
PROPOSAL = "关于推动我市新能源产业提质的提案"


@pytest.mark.parametrize(
    "claim",
    [
        (LETTER, "ISSUED_BY", "惠州市工业和信息化局"),
        (LETTER, "ADDRESSED_TO", "民盟惠州市委"),
        (LETTER, "REPLIES_TO", PROPOSAL),
        (PROPOSAL, "SUBMITTED_BY", "民盟惠州市委"),
        (PROPOSAL, "IDENTIFIES_GAP", "创新能力不足"),
        (LETTER, "CONSULTED_WITH", "市科技局"),
        (LETTER, "CC_TO", "市商务局"),
        (LETTER, "ADOPTS_RECOMMENDATION", "壮大新能源产业"),
        ("青禾电池", "MEMBER_OF_CHAIN", "新能源产业"),
        ("蓝鲸集团", "ANCHORS", "新能源产业"),
        ("青禾电池", "HONOURED_BY", "国家级标杆案例"),
        ("锐步智能", "HAS_ROLE", "龙头企业"),
        ("惠州市", "BUILDS", "惠州智能制造产业园"),
        ("惠州市", "IMPLEMENTS", "惠州市氢能产业发展行动计划"),
        ("惠州市氢能产业发展行动计划", "COVERS", "人才"),
        ("惠州市", "COOPERATES_WITH", "深圳市"),
    ],
)
def test_a_reply_yields_its_paper_trail_and_its_facts(claim: tuple[str, str, str]) -> None:
    assert claim in claims(read(REPLY))


@pytest.mark.parametrize(
    ("text", "claim", "status"),
    [
        ("建设惠州氢能产业园。", ("惠州市", "BUILDS", "惠州氢能产业园"), "planned"),
        ("建成惠州氢能产业园。", ("惠州市", "BUILDS", "惠州氢能产业园"), "done"),
        ("推荐惠州激光研究院申报省重点实验室。", ("惠州激光研究院", "APPLIES_FOR", "省重点实验室"), "applied"),
        ("在惠州激光研究院实施科研经费“包干制”管理。", ("惠州激光研究院", "PILOTS", "科研经费“包干制”管理"), "done"),
        ("正谋划《惠州市氢能管理办法》。", ("惠州市", "IMPLEMENTS", "惠州市氢能管理办法"), "planned"),
        ("支持飞隼航空成为低空行业领军企业。", ("飞隼航空", "HAS_ROLE", "低空行业领军企业"), "forecast"),
    ],
)
def test_planned_is_not_done(text: str, claim: tuple[str, str, str], status: str) -> None:
    found = {
        (item.subject.name, item.predicate, item.object.name): item.status.value
        for item in read(HEAD + text).statements
        if item.object
    }
    assert found.get(claim) == status


def test_links_written_with_dashes_stand_one_before_the_other() -> None:
    text = "1.壮大氢能产业。构建“制氢—储运—加氢”完整链条。"
    found = claims(read(HEAD + text))
    assert {
        ("制氢", "UPSTREAM_OF", "储运"),
        ("储运", "UPSTREAM_OF", "加氢"),
        ("加氢", "SEGMENT_OF", "氢能产业"),
    } <= found


def test_the_deed_of_another_government_is_not_the_citys() -> None:
    text = "四部委联合印发的《通用航空实施方案》明确提出要求。"
    assert not {claim for claim in claims(read(HEAD + text)) if claim[1] == "IMPLEMENTS"}


def test_a_topic_holds_only_within_its_clause_group() -> None:
    text = "1.壮大新能源产业。风电领域，依托蓝鲸集团形成完整产业链；光伏领域，依托赤霄能源形成完整产业链。"
    found = claims(read(HEAD + text))
    assert ("蓝鲸集团", "ANCHORS", "风电") in found
    assert ("赤霄能源", "ANCHORS", "光伏") in found
    assert ("蓝鲸集团", "ANCHORS", "光伏") not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "电芯环节有青禾电池、蓝鲸新能等企业。",
            {("青禾电池", "MEMBER_OF_CHAIN", "电芯"), ("蓝鲸新能", "MEMBER_OF_CHAIN", "电芯")},
        ),
        (
            "一、氢能产业\n我市形成制氢、储运、加注的完整链条。",
            {("制氢", "SEGMENT_OF", "氢能产业"), ("储运", "SEGMENT_OF", "氢能产业")},
        ),
        (
            "依托青禾电池、蓝鲸新能等企业，重点发展电芯和隔膜。",
            {
                ("青禾电池", "ANCHORS", "电芯"),
                ("青禾电池", "ANCHORS", "隔膜"),
                ("蓝鲸新能", "ANCHORS", "电芯"),
                ("蓝鲸新能", "ANCHORS", "隔膜"),
            },
        ),
        ("整车环节以青禾汽车有限公司为龙头。", {("青禾汽车有限公司", "HAS_ROLE", "龙头企业")}),
        (
            "青禾电池有限公司、蓝鲸新能有限公司获评国家级绿色工厂。",
            {
                ("青禾电池有限公司", "HONOURED_BY", "国家级绿色工厂"),
                ("蓝鲸新能有限公司", "HONOURED_BY", "国家级绿色工厂"),
            },
        ),
        (
            "联合广州、东莞开通氢能物流专线。",
            {("惠州市", "COOPERATES_WITH", "广州市"), ("惠州市", "COOPERATES_WITH", "东莞市")},
        ),
        ("深圳企业青禾电池投资8亿元建设生产基地。", {("青禾电池", "ORIGINATES_FROM", "深圳市")}),
    ],
)
def test_set_phrases_say_who_is_where_on_a_chain(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= set(claims(read(HEAD + text)))


def test_a_name_alone_says_neither_industry_nor_fair_topic() -> None:
    found = set(claims(read(HEAD + "建成惠州智能家电产业园，办好中国惠州新能源博览会。")))
    assert not {claim for claim in found if claim[1] in {"IN_INDUSTRY", "PROMOTES"}}


def test_our_office_issues_what_it_drafts() -> None:
    found = set(claims(read(HEAD + "我局正修订《惠州市氢能管理办法》。")))
    assert ("惠州市氢能管理办法", "ISSUED_BY", "惠州市工业和信息化局") in found
    assert not any(claim[1] == "IMPLEMENTS" for claim in found)


LIST = """惠州市工业和信息化局关于公布2025年惠州市产业链链主企业名单的通知
现将名单予以公布。
附件
2025年惠州市产业链链主企业名单
序号｜企业名称｜所属产业链｜所在镇街
1｜青禾电池有限公司｜新型储能产业链｜陈江街道
惠城区（1家）：蓝鲸新能有限公司
"""


@pytest.mark.parametrize(
    "claim",
    [
        ("青禾电池有限公司", "HONOURED_BY", "2025年惠州市产业链链主企业"),
        ("青禾电池有限公司", "CHAIN_LEADER_OF", "新型储能产业链"),
        ("青禾电池有限公司", "LOCATED_IN", "陈江街道"),
        ("蓝鲸新能有限公司", "LOCATED_IN", "惠城区"),
        ("2025年惠州市产业链链主企业", "ISSUED_BY", "惠州市工业和信息化局"),
    ],
)
def test_rows_of_an_annex_are_read_by_their_columns_and_groups(claim: tuple[str, str, str]) -> None:
    assert claim in set(claims(read(LIST)))
