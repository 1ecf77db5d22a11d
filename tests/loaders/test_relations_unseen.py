"""Relations in genres beside the reply: plans, reports, news of awards; and what must not be read from them."""

from __future__ import annotations

import pytest

from tests.loaders.letter_samples import HEAD, claims, read

PLAN = "惠州市氢能产业发展行动计划\n"


@pytest.mark.parametrize(
    ("head", "text", "claim"),
    [
        (PLAN, "一、总则。", ("惠州市氢能产业发展行动计划", "TARGETS", "氢能产业")),
        (PLAN, "围绕甲醇制氢、港口物流等领域打造示范场景。", ("惠州市氢能产业发展行动计划", "COVERS", "港口物流")),
        (HEAD, "依托青禾电池、蓝鲸新能等企业，形成动力电池产业集群。", ("青禾电池", "ANCHORS", "动力电池产业集群")),
        (HEAD, "围绕氢能产业，构建从制氢装备、储氢罐到加氢机的完整产业链。", ("加氢机", "SEGMENT_OF", "氢能产业")),
        (HEAD, "云溪科创园已集聚青禾电池、蓝鲸新能等企业。", ("青禾电池", "LOCATED_IN", "云溪科创园")),
        (HEAD, "支持云溪科创园内青禾电池、蓝鲸新能等企业开展攻关。", ("蓝鲸新能", "LOCATED_IN", "云溪科创园")),
        (HEAD, "云溪科创园位于惠城区。", ("云溪科创园", "LOCATED_IN", "惠城区")),
        (HEAD, "云溪科创园、星垂会展中心建成投用。", ("惠州市", "BUILDS", "星垂会展中心")),
        (HEAD, "实施“头雁培育”“链条补强”两大工程。", ("惠州市", "IMPLEMENTS", "链条补强")),
        (HEAD, "氢能产业是我市六大特色产业之一。", ("氢能产业", "MEMBER_OF_GROUP", "六大特色产业")),
        (HEAD, "云溪食品公司是当地的龙头企业。", ("云溪食品公司", "HAS_ROLE", "龙头企业")),
        (HEAD, "青禾研究院研发的“青鸾”动力舱投入应用。", ("青禾研究院", "DEVELOPED", "“青鸾”动力舱")),
        (
            "惠州市青禾照明产业发展情况\n",
            "青禾照明产业走在前列。该产业聚集蓝鲸新材、云溪光电等一批龙头企业、上市公司。",
            ("蓝鲸新材", "MEMBER_OF_CHAIN", "青禾照明产业"),
        ),
        (
            HEAD,
            "有研新能、蓝鲸新材等8家领军企业共同出资建设云溪照明研究院。",
            ("蓝鲸新材", "BUILDS", "云溪照明研究院"),
        ),
        (HEAD, "云湖高新区的惠州青禾材料有限公司是外来企业。", ("惠州青禾材料有限公司", "LOCATED_IN", "云湖高新区")),
        (HEAD, "惠东县的云溪氢能产业园，占地1500亩。", ("云溪氢能产业园", "LOCATED_IN", "惠东县")),
        (
            HEAD,
            "形成了以青禾药业、蓝鲸制药等为代表的南药饮片集群。",
            ("蓝鲸制药", "ANCHORS", "南药饮片产业集群"),
        ),
        (
            HEAD,
            "集中力量培育以青禾为链主的肉食品加工、以蓝鲸为链主的特种钢等优势产业。",
            ("蓝鲸", "CHAIN_LEADER_OF", "特种钢"),
        ),
        (
            "惠州市新型显示产业链工作方案\n",
            "上游发展玻璃基板和偏光片。",
            ("偏光片", "SEGMENT_OF", "新型显示产业"),
        ),
    ],
)
def test_other_genres_say_it_in_their_own_phrases(head: str, text: str, claim: tuple[str, str, str]) -> None:
    assert claim in claims(read(head + text))


def test_winners_are_on_the_list_and_stand_in_the_place_that_counts_them() -> None:
    text = "2023年度全国储能百强企业名单发布，惠州2家企业上榜，分别是惠州青禾电池股份有限公司、惠州蓝鲸新能有限公司。"
    said = claims(read(HEAD + text + "\n青禾位列榜单前列。"))
    assert ("惠州青禾电池股份有限公司", "HONOURED_BY", "2023年度全国储能百强企业") in said
    assert ("惠州蓝鲸新能有限公司", "LOCATED_IN", "惠州市") in said
    assert not any(subject == "惠州市" and predicate == "HONOURED_BY" for subject, predicate, _ in said)


def test_the_heart_of_a_legal_name_is_its_short_name() -> None:
    text = "惠州青禾电池股份有限公司扩产。今年，青禾继续领跑。"
    (firm,) = [entity for entity in read(HEAD + text).entities if entity.kind == "Firm"]
    assert "青禾" in firm.aliases


@pytest.mark.parametrize(
    "text",
    ["重点招引青禾电池、蓝鲸新能。", "重点对接青禾电池、蓝鲸新能等企业。"],
)
def test_who_is_courted_is_planned_and_not_there(text: str) -> None:
    said = claims(read(PLAN + text))
    assert ("惠州市", "PLANS_TO_INTRODUCE", "青禾电池") in said
    assert not {claim for claim in said if claim[1] in {"INTRODUCED", "MEMBER_OF_CHAIN"}}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("新建加氢示范站（含油氢合建站）5个、通用机场（运营中心）3个。", "BUILDS"),
        ("打造珠三角新型储能产业集群的重要一极。", "BUILDS"),
        ("创建12家市级企业技术中心。", "APPLIES_FOR"),
        ("支持云湖实验室联合云韬氢能攻关。", "SUPPORTS"),
        ("为加快发展氢能产业，制定本方案。", "FOCUSES_ON"),
        ("惠州云漫、远岫获评国家级绿色园区。", "HONOURED_BY惠州市"),
        ("省政府制定《广东省氢能产业发展规划》。", "IMPLEMENTS"),
        ("创建5个数字领域国家新型工业化产业示范基地。", "BUILDS"),
        ("以惠阳区、云湖高新区等为核心，形成氢能产业链。", "SEGMENT_OF"),
        ("集中力量培育以青禾为链主的肉食品加工等优势产业。", "MEMBER_OF_CHAIN"),
        ("装备制造、绿色食品两个产业加快成长。", "MEMBER_OF_GROUP"),
        ("惠州高新区按照集群化、高端化方向发展。", "IN_INDUSTRY"),
    ],
)
def test_what_only_looks_like_a_relation_is_none(text: str, predicate: str) -> None:
    said = {f"{claim[1]}{claim[0]}" for claim in claims(read(HEAD + text))}
    assert not {claim for claim in said if claim.startswith(predicate)}


def test_the_firms_of_a_later_paragraph_are_not_in_the_industry_of_a_run_in() -> None:
    text = "一是生物医药产业继续领跑。\n青禾新亚、蓝鲸宏辉集团等知名企业均有意来投资。"
    assert not {claim for claim in claims(read(HEAD + text)) if claim[1] == "MEMBER_OF_CHAIN"}


def test_one_cluster_of_several_industries_is_one_cluster() -> None:
    text = "打造集成电路、新型显示等“芯屏”智能产业集群。"
    clusters = {entity.name for entity in read(HEAD + text).entities if entity.kind == "Cluster"}
    assert not clusters & {"集成电路产业集群", "新型显示产业集群"}


def test_a_counted_list_of_clusters_names_every_one() -> None:
    text = "磷酸铁锂、稀土磁材等2个千亿级产业集群加快成长。"
    clusters = {entity.name for entity in read(HEAD + text).entities if entity.kind == "Cluster"}
    assert {"磷酸铁锂产业集群", "稀土磁材产业集群"} <= clusters


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("某单位建成起重机械检验检测中心。", "Platform", "起重机械检验检测中心"),
        ("全市拥有新能源专用车及零部件产业基础。", "Industry", "新能源专用车及零部件产业"),
        ("国家唯一云海融合创新中心落户我市。", "Platform", "云海融合创新中心"),
        ("工业和信息化部复函广东省人民政府。", "Organisation", "广东省人民政府"),
        ("举行“云海听涛”产业对接活动。", "Event", "“云海听涛”产业对接活动"),
        ("锐步岛、云漫入选国家级专精特新“小巨人”企业。", "Firm", "锐步岛"),
        ("全省电子信息制造业增加值增长。", "Industry", "电子信息制造业"),
        ("惠州新型云屏器件集群列入名单。", "Cluster", "惠州新型云屏器件产业集群"),
        ("成员单位有惠州青禾新材料有限公司、蓝鲸科技有限公司等27家企业。", "Firm", "惠州青禾新材料有限公司"),
        ("世界500强企业青禾空气集团落户惠州。", "Firm", "青禾空气集团"),
        ("除云溪重工、蓝鲸机电等本土龙头企业外，还有外企。", "Firm", "云溪重工"),
        ("确定皮具箱包、橡胶轮胎等15条重点产业链。", "Industry", "皮具箱包"),
        ("全市集聚青禾谐波、星垂科技等产业链企业700余家。", "Firm", "星垂科技"),
        ("包装、物流等企业18家入驻，云溪食品公司投资建厂。", "Firm", "云溪食品公司"),
    ],
)
def test_names_that_open_like_a_verb_or_a_number_are_whole(text: str, kind: str, name: str) -> None:
    assert name in {entity.name for entity in read(HEAD + text).entities if entity.kind == kind}


@pytest.mark.parametrize(
    "text", ["强化产业链招商。", "抓实产业链链长制。", "拉长产业链条。", "第一大支柱产业增势良好。", "集聚产业人才。"]
)
def test_a_verb_before_the_word_names_no_industry(text: str) -> None:
    assert not {entity.name for entity in read(HEAD + text).entities if entity.kind == "Industry"}


@pytest.mark.parametrize(
    "text",
    [
        "惠州市将工业园区作为重要载体。",
        "青禾集团建成惠州、海丰、长乐三大一体化化工工业园。",
        "惠州一跃成为世界重要的生产基地。",
    ],
)
def test_words_that_only_end_like_a_park_are_none(text: str) -> None:
    assert not {entity.name for entity in read(HEAD + text).entities if entity.kind == "Platform"}


@pytest.mark.parametrize("text", ["2023年固镇县工作加快。", "江苏省镇江新区揭牌。"])
def test_a_town_is_not_cut_out_of_a_longer_name(text: str) -> None:
    assert not {entity.name for entity in read(HEAD + text).entities if entity.kind == "Town"}


def test_projects_that_are_introduced_are_no_links() -> None:
    text = "引进了青禾、蓝鲸、云漫等一批10亿级产业链项目。"
    assert not {entity.name for entity in read(HEAD + text).entities if entity.kind == "Segment"}
