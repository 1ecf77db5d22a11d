"""Names that no list holds, in the turns of phrase of the genre; all texts are invented."""

from __future__ import annotations

import pytest

from tests.loaders.letter_samples import HEAD, read


def found(text: str, head: str = HEAD) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for entity in read(head + text).entities:
        kinds.setdefault(entity.kind, set()).add(entity.name)
    return kinds


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("电芯环节有青禾能源、远岫电池等企业。", {"青禾能源", "远岫电池"}),
        ("整机制造企业有云溪、锐步智能、木棉等，零部件企业有星垂精密。", {"云溪", "锐步智能", "木棉"}),
        ("形成以云溪股份、木棉林为龙头的发展格局。", {"云溪股份", "木棉林"}),
        ("依托青禾能源、蓝鲸新材、星垂科技发展储能变流器。", {"青禾能源", "蓝鲸新材", "星垂科技"}),
        ("云溪食品、喜禾、百穗获评省重点农业龙头企业。", {"云溪食品", "喜禾", "百穗"}),
        ("新增专精特新企业2家，分别为锐步智能、云溪光电。", {"锐步智能", "云溪光电"}),
        ("深圳企业青禾厨卫投资8亿元建设生产基地。", {"青禾厨卫"}),
        ("星垂集团、青禾集团、木棉林等本土品牌快速成长。", {"星垂集团", "青禾集团", "木棉林"}),
        ("云溪智能、星垂智能、木棉保安三家企业营收均超5亿元。", {"云溪智能", "星垂智能", "木棉保安"}),
        ("支持青禾（惠州）新能源材料有限公司、星垂科技扩大产能。", {"青禾（惠州）新能源材料有限公司", "星垂科技"}),
    ],
)
def test_firms_are_told_by_the_words_around_their_list(text: str, firms: set[str]) -> None:
    assert firms <= found(text).get("Firm", set())


def test_a_short_name_that_the_text_explains_is_an_alias() -> None:
    text = "以惠州市青禾汽车科技有限公司（以下简称“青禾科技”）为龙头。青禾科技累计推广客车1200辆。"
    firms = {e.name: e.aliases for e in read(HEAD + text).entities if e.kind == "Firm"}
    assert set(firms) == {"惠州市青禾汽车科技有限公司"}
    assert "青禾科技" in firms["惠州市青禾汽车科技有限公司"]


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("南海区桂城街道集聚企业60家。", "Region", {"南海区"}),
        ("南海区桂城街道集聚企业60家。", "Town", {"桂城街道"}),
        ("支持江北区慈云镇、慈溪市周塘镇建设园区。", "Town", {"慈云镇", "周塘镇"}),
        ("赴永康、温州举办推介会。", "Region", {"永康市", "温州市"}),
        ("产品销往日本、新加坡等20个国家和地区。", "Region", {"日本", "新加坡"}),
    ],
)
def test_districts_and_towns_are_taken_apart(text: str, kind: str, names: set[str]) -> None:
    assert names <= found(text).get(kind, set())


def test_our_town_is_the_town_of_the_title() -> None:
    towns = found("全镇现有企业120家。", "云溪镇2024年工作总结\n").get("Town", set())
    assert towns == {"云溪镇"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("云溪镇建成仙岭氢谷，规划面积48平方公里。", "仙岭氢谷"),
        ("马坪食品加工园建有冷库5万立方米。", "马坪食品加工园"),
        ("推进太平生物港建设。", "太平生物港"),
        ("发挥云湖先进储能技术研究院作用。", "云湖先进储能技术研究院"),
        ("云溪智能家电产业园（大坪片区）拆除土地1230亩。", "云溪智能家电产业园（大坪片区）"),
    ],
)
def test_platforms_begin_and_end_where_their_name_does(text: str, name: str) -> None:
    assert name in found(text).get("Platform", set())


def test_what_is_applied_for_is_an_honour_and_no_place() -> None:
    kinds = found("仙岭实验室申报国家氢能技术创新中心。")
    assert "国家氢能技术创新中心" in kinds["Program"]
    assert "国家氢能技术创新中心" not in kinds.get("Platform", set())


def test_verbs_do_not_stick_to_fairs_and_editions_do() -> None:
    events = found("办好2025中国（惠州）国际氢能展览会，举办第十六届云溪腊味文化节。")["Event"]
    assert {"2025中国（惠州）国际氢能展览会", "第十六届云溪腊味文化节"} <= events


def test_links_of_a_chain_stand_after_upstream_and_before_the_chain() -> None:
    text = "形成减速器、伺服电机、控制器的完整链条。上游发展正极材料和隔膜，下游发展储能电站运营。"
    assert {"减速器", "伺服电机", "控制器", "正极材料", "隔膜", "储能电站运营"} <= found(text)["Segment"]


def test_rows_of_an_annex_have_firms_chains_and_towns() -> None:
    text = (
        "附件\n2025年惠州市链主企业名单\n序号 企业名称 所属产业链 所在镇街\n"
        "1 云溪照明股份有限公司 灯饰照明产业链 云溪镇\n2 星垂光学 光电光学产业链 周塘镇\n"
    )
    kinds = found(text)
    assert {"云溪照明股份有限公司", "星垂光学"} <= kinds["Firm"]


def test_the_header_of_a_table_says_what_its_cells_are() -> None:
    text = "基地名称｜运营单位｜所在镇街｜主导产业\n云溪五金智造园｜云溪产业运营有限公司｜云溪镇｜五金制品\n"
    kinds = found(text)
    assert "云溪五金智造园" in kinds["Platform"]
    assert "云溪产业运营有限公司" in kinds["Firm"]
    assert "五金制品" in kinds["Industry"]
    assert "云溪镇" in kinds["Town"]


def test_no_name_is_a_number_or_ends_in_a_mark() -> None:
    text = "（二）建强创新平台。产值增长300%）；占全镇规上工业总产值的63.3%，“中国家电产业基地”称号。"
    for name in {entity.name for entity in read(HEAD + text).entities}:
        assert name[0] not in "，。；、（）”%"
        assert name[-1] not in "，。；、（“"
        assert not name.replace("%", "").replace(".", "").isdigit()
