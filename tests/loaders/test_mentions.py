from __future__ import annotations

import pytest

from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.people import personal_spans
from tests.loaders.letter_samples import REPLY, read

HEAD = "惠州市工业和信息化局关于工作的通报\n"


def kinds(text: str) -> dict[str, str]:
    return {entity.name: entity.kind for entity in read(HEAD + text).entities}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("培育了锐步智能、启航机器人等龙头企业。", "启航机器人", "Firm"),
        ("汇聚青禾生物、木棉林等知名企业。", "木棉林", "Firm"),
        ("云溪光电研发车载镜头。", "云溪光电", "Firm"),
        ("成功引进星垂科技。", "星垂科技", "Firm"),
        ("建设以飞隼为链主企业的低空经济产业园。", "飞隼", "Firm"),
        ("蓝鲸新材料股份有限公司落户惠州。", "蓝鲸新材料股份有限公司", "Firm"),
        ("搭建家居工业互联网平台。", "家居工业互联网平台", "Platform"),
        ("举办惠州国际家具博览会。", "惠州国际家具博览会", "Event"),
        ("印发《惠州市氢能行动计划》。", "惠州市氢能行动计划", "Policy"),
        ("青禾生物荣获国家科技进步奖二等奖。", "国家科技进步奖二等奖", "Program"),
        ("拥有中国女鞋之都、中国陶瓷名镇等称号。", "中国女鞋之都", "Program"),
        ("小河电子产业集群入选省中小企业特色产业集群名单。", "省中小企业特色产业集群", "Program"),
        ("推出科创贷、“稳岗险”等金融产品。", "稳岗险", "FinancialProduct"),
        ("重点支持检测服务、现代物流等生产性服务业。", "检测服务", "Industry"),
        ("深耕风电、潮流能两大领域。", "潮流能", "Segment"),
    ],
)
def test_names_never_seen_before_are_told_by_the_words_around_them(text: str, name: str, kind: str) -> None:
    assert kinds(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "建设一批创新平台。",
        "支持各类机构发展。",
        "推动产业升级。",
        "加快产业集群培育。",
        "面临人才短缺、资金不足等问题。",
    ],
)
def test_words_that_say_only_a_kind_are_no_names(text: str) -> None:
    assert {name for name, kind in kinds(text).items() if kind in {"Platform", "Firm", "Industry", "Cluster"}} == set()


def test_one_thing_has_one_name_and_its_other_forms_are_aliases() -> None:
    entities = {entity.name: entity for entity in read(f"{REPLY}\n加快新能源、新材料等产业发展。").entities}
    assert "新能源" in entities["新能源产业"].aliases
    assert "我市" in entities["惠州市"].aliases


def test_an_institutes_short_form_is_resolved_where_only_one_fits() -> None:
    text = "建成惠州先进激光技术研究院、惠州海洋生物研究院。在激光院试行改革。"
    entities = {entity.name: entity for entity in read(HEAD + text).entities}
    assert "激光院" in entities["惠州先进激光技术研究院"].aliases


def test_a_miswritten_town_goes_to_its_official_name() -> None:
    gazetteer = Gazetteer.from_triples([("Town", "东凤镇", ("东风镇",))])
    assert gazetteer.entries["东风镇"].name == "东凤镇"


def test_what_a_store_knows_extends_the_gazetteer() -> None:
    gazetteer = Gazetteer.shipped().extended([("Firm", "木棉林", ("木棉",))])
    assert gazetteer.entries["木棉"].name == "木棉林"
    assert gazetteer.entries["惠州"].name == "惠州市"


def test_half_width_marks_are_read_like_full_width_ones() -> None:
    assert (
        kinds("培育了锐步智能、启航机器人等龙头企业,建设惠州(仲恺)氢能产业园;").get("惠州（仲恺）氢能产业园")
        == "Platform"
    )


@pytest.mark.parametrize("text", ["市长王建国出席", "尊敬的李小明委员：", "张三丰同志", "联系人：赵小明"])
def test_names_of_persons_are_found(text: str) -> None:
    assert personal_spans(text)


def test_persons_never_appear_and_are_counted() -> None:
    text = f"{HEAD}王建国委员：\n局长李卫东，带队引进星垂科技。联系电话：0752-2881234。"
    extraction = read(text)
    said = "".join(entity.name + "".join(entity.aliases) for entity in extraction.entities)
    said += "".join(item.quote for item in extraction.statements)
    assert extraction.dropped_personal >= 3
    assert extraction.heading.addressee == ""
    assert not any(word in said for word in ("王建国", "李卫东", "2881234"))
