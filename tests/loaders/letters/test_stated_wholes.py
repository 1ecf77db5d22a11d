"""What a name or a figure is a part of: a district of its city, a firm of its chain, a number of its project."""

from __future__ import annotations

import pytest

from tests.loaders.letter_samples import HEAD, numbers, read, said

Row = tuple[str, str, str]


def found(text: str, head: str = HEAD) -> list[Row]:
    return [
        (item.subject.name, item.figure.metric, item.figure.value) for item in numbers(read(head + text)) if item.figure
    ]


@pytest.mark.parametrize(
    ("head", "text", "claim"),
    [
        # An industry of a joint name is that industry where the word 产业 is left out.
        (
            "惠州市储罐与阀门装备产业发展情况\n",
            "储罐与阀门装备产业是支柱，储罐与阀门装备产业链完整。全市现有储罐与阀门装备企业95家，汇聚了青禾电池有限公司、蓝鲸新能有限公司等知名企业。",
            ("青禾电池有限公司", "MEMBER_OF_CHAIN", "储罐与阀门装备产业"),
        ),
        # How large a chain is does not belong to the name of its industry.
        (
            HEAD,
            "智能水表产业壮大，形成注塑、传感、检验等较为完善的规模超百亿智能水表产业链。",
            ("注塑", "SEGMENT_OF", "智能水表产业"),
        ),
        # The district is part of where a cluster is, not of its industry.
        (
            HEAD,
            "信阳市云溪区精密水泵产业集群入选名单。",
            ("信阳市云溪区精密水泵产业集群", "IN_INDUSTRY", "精密水泵"),
        ),
        # The side of a chain is where a link stands, not its name.
        (
            "惠州市氢能产业发展情况\n",
            "氢能产业加快成长，已初步形成上游储罐制造、中游加氢站建设、下游整车应用的完整产业链。",
            ("储罐制造", "SEGMENT_OF", "氢能产业"),
        ),
        (
            HEAD,
            "惠东县拥有以青禾食品有限公司、蓝鲸粮油有限公司等为龙头的企业。",
            ("蓝鲸粮油有限公司", "LOCATED_IN", "惠东县"),
        ),
        (
            HEAD,
            "省经信委公布了全省储能百强企业名单，青禾电池有限公司、蓝鲸新能有限公司名列其中。",
            ("青禾电池有限公司", "HONOURED_BY", "全省储能百强企业"),
        ),
    ],
)
def test_the_whole_is_told(head: str, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in said(text, head)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        # 某县拥有 is a place and a verb, and no link of a chain.
        ("惠东县拥有以青禾食品有限公司、蓝鲸粮油有限公司等为龙头的企业。", "MEMBER_OF_CHAIN"),
        # One list of two groups: which name is of which the marks do not tell.
        ("园区形成储能、光伏、钢铁三大传统产业及氢能、医药两大新兴产业为主的格局。", "两大新兴产业"),
        # A title that any county may be given is no cluster.
        ("惠州市首个广东省中小企业特色产业集群诞生。", "IN_INDUSTRY"),
        ("本园区以建成千亿级高新园区为目标。", "BUILDS"),
        # 该区 is the district of the sentence before, not the city.
        ("以云溪区为例，该区聚焦六大产业链。", "FOCUSES_ON"),
        ("储能产业集群入围该公示名单。", "HONOURED_BY"),
        # Where something is to be, and what it is to be called, is not what a proposal is for.
        ("云溪科技产业园平稳。您提出的《关于在云溪科技产业园加挂“云溪储能产业园”牌子的议案》收悉。", "TARGETS"),
        # What is on a chain is no kind of its industry.
        ("整车产量增长，涵盖储罐、阀门等氢能产业全链条。", "IS_A"),
        ("云湖经开区已形成以青禾电池、蓝鲸新能为龙头的两大产业。", "MEMBER_OF_CHAIN"),
    ],
)
def test_what_is_not_told_is_not_said(text: str, part: str) -> None:
    assert not [claim for claim in said(text) if part in claim]


def test_a_cluster_has_its_own_figures() -> None:
    head = "惠东县水泵新材料产业集群入选省级名单\n"
    rows = found(
        "惠东县水泵新材料产业集群有叶轮、泵壳、密封圈等产品，2022年，集群总产值165亿元，集群内共有企业65家，其中投产企业46家。",
        head,
    )
    assert {row[0] for row in rows} == {"惠东县水泵新材料产业集群"}
    assert [row[2] for row in rows] == ["165", "65", "46"]


def test_growth_that_an_industry_adds_to_the_whole_is_its_own() -> None:
    rows = found(
        "全市规模以上工业中，汽车制造业增加值同比增长11.6%，拉动全市规模以上工业1.3个百分点；医药制造业同比增长8.6%。"
    )
    assert [(row[0], row[2]) for row in rows] == [("汽车制造业", "11.6"), ("汽车制造业", "1.3"), ("医药制造业", "8.6")]
    assert "规模以上工业" not in rows[2][1]


def test_names_of_the_clause_before_share_its_figures_out() -> None:
    rows = found("储能产业、光伏产业、氢能产业保持增长，增速分别为4.6%、2.2%和0.5%。")
    assert [(row[0], row[2]) for row in rows] == [("储能产业", "4.6"), ("光伏产业", "2.2"), ("氢能产业", "0.5")]


def test_output_of_goods_grows() -> None:
    rows = found("全市规模以上工业企业生产水表整机同比增长47.8%，服务水泵增长21.8%。石化产品中，丙烯增长46.9%。")
    assert rows == [
        ("水表整机", "产量增长", "47.8"),
        ("服务水泵", "产量增长", "21.8"),
        ("丙烯", "产量增长", "46.9"),
    ]


def test_a_project_named_by_its_output_is_meant_by_what_follows() -> None:
    rows = found("青禾铝业年产20万吨铝板带项目竣工投产。\n项目总投资达2.5亿元。2025年该项目预计产量可达5万吨。")
    assert {row[0] for row in rows} == {"年产20万吨铝板带项目"}
    assert rows[0][1:] == ("年产能", "20")


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("云溪储能产业园是由青禾电池有限公司投资建设。该项目总投资32亿元。", "云溪储能产业园"),
        ("占地60亩、总投资5亿元的蓝鲸平台项目开工。", "蓝鲸平台项目"),
    ],
)
def test_figures_are_of_what_is_built(text: str, owner: str) -> None:
    assert {row[0] for row in found(text)} == {owner}


def test_a_list_as_long_as_its_count_says_is_split_no_further() -> None:
    text = "打造储罐及阀门、水泵、叶轮及泵壳等三大产业集群。"
    clusters = {entity.name for entity in read(HEAD + text).entities if entity.kind == "Cluster"}
    assert clusters == {"储罐及阀门产业集群", "水泵产业集群", "叶轮及泵壳产业集群"}


@pytest.mark.parametrize(
    "text",
    [
        # Nobody can say which project.
        "该项目总投资6000万元。",
        # Fields of a whole that is not named.
        "45个集群中，储能领域13个、光伏领域7个。",
    ],
)
def test_figures_of_nobody_are_left_out(text: str) -> None:
    assert not [row for row in found(text, "") if row[2] != "45"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("据惠州市统计局数据，增长平稳。", "Organisation", "惠州市统计局"),
        ("调研组来到青禾电池有限公司调研。", "Firm", "青禾电池有限公司"),
        ("呼和浩特市人民政府印发方案。", "Organisation", "呼和浩特市人民政府"),
        ("云湖经济开发区升级为国家级开发区。", "Platform", "云湖经济开发区"),
    ],
)
def test_a_name_begins_where_it_begins(text: str, kind: str, name: str) -> None:
    assert name in {entity.name for entity in read(HEAD + text).entities if entity.kind == kind}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("惠州两个开发区上榜。", "Platform"),
        ("推动制造业单项冠军、隐形冠军等企业领先。", "Firm"),
        ("会上，与会人员参加督办协商会。", "Organisation"),
        ("建成150万吨电解铝和500万吨铝材基地。", "Platform"),
    ],
)
def test_what_only_describes_is_no_name(text: str, kind: str) -> None:
    kept = {entity.name for entity in read(HEAD + text).entities if entity.kind == kind}
    assert not {name for name in kept if any(word in name for word in ("两个", "冠军", "协商会", "150万吨"))}
