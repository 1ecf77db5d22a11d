"""Names end where their words end: what stands before and after them is no part of them."""

from __future__ import annotations

import pytest

from loaders.letters.extraction.extract import extract
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.reading.canonical import SourceText, canonicalise
from tests.loaders.letter_samples import HEAD, REPLY, read


def names(text: str, kind: str) -> set[str]:
    return {entity.name for entity in read(HEAD + text).entities if entity.kind == kind}


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("顺应汽车产业变革趋势。", "Industry", "汽车产业"),
        ("夯实广东储能产业基础。", "Industry", "储能产业"),
        ("上半年光伏产业保持增长。", "Industry", "光伏产业"),
        ("创新建立光伏、储能等两大主导产业链链长制。", "Industry", "光伏"),
        ("青禾科技正式落户惠东县。", "Firm", "青禾科技"),
        ("光伏电站项目和惠州青禾能源有限公司投资的项目签约。", "Firm", "惠州青禾能源有限公司"),
        ("记者从市工信局了解到，产业平稳。", "Organisation", "市工信局"),
    ],
)
def test_words_before_a_name_are_no_part_of_it(text: str, kind: str, name: str) -> None:
    assert name in names(text, kind) or any(
        name in entity.aliases for entity in read(HEAD + text).entities if entity.kind == kind
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全年完成固定资产投资519亿元。", "Firm"),
        ("应开尽开发热门诊38个。", "Firm"),
        ("以轻型商用车、专用车为代表的整车。", "Firm"),
        ("招引石墨烯涂料、高分子材料等下游项目。", "Firm"),
        ("农业生产下行压力较大。", "Product"),
        ("恢复正常生产生活秩序。", "Product"),
        ("获得生产批文后将应用于临床。", "Product"),
        ("每条产业链明确1名市领导担任链长、1个市级牵头部门、2至4个承载地等产业主体。", "Industry"),
        ("储能、光伏等59个产业类和基建类项目开工。", "Industry"),
        ("示范区（以下简称示范区）建成。", "Platform"),
        ("正朝着万亿级产业集群迈进。", "Cluster"),
        ("市级领导任帮包产业集群指挥长。", "Cluster"),
        ("形成以肉食、粮食、饮料三大行业为主体的产业集群。", "Cluster"),
        ("全面实施产业强镇战略。", "Town"),
    ],
)
def test_what_names_nothing_is_no_name(text: str, kind: str) -> None:
    known = {"储能", "光伏", "食品"}
    assert names(text, kind) - known == set()


def test_a_joint_name_that_the_proposal_has_is_one_industry() -> None:
    text = "惠州市工业和信息化局关于市政协第66号提案答复的函\n"
    text += "您提出的《关于推进我市半导体及控制器产业发展的提案》收悉。\n目前我市半导体及控制器产业相关企业31家。"
    (figure,) = [item for item in read(text).statements if item.figure]
    assert figure.subject.name == "半导体及控制器产业"


def _half(text: str) -> str:
    return text.translate(str.maketrans("，；：（）", ",;:()"))


def _broken(text: str) -> str:
    return "\n".join(line[at : at + 24] for line in text.split("\n") for at in range(0, len(line) or 1, 24))


def _paged(text: str) -> str:
    return "\n".join(f"{line}\n— {number} —" for number, line in enumerate(text.split("\n")))


@pytest.mark.parametrize(
    "form",
    [
        _half,
        _broken,
        _paged,
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: text.replace("1.", "①").replace("2.", "②"),
        lambda text: text.replace("，", "｜").replace("、", "\t"),
        lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda text: text.replace("\n", ""),
        lambda text: "".join(text[::-1]),
    ],
)
@pytest.mark.parametrize("hard", [True, False])
def test_every_quote_is_verbatim_in_whatever_form_a_text_comes(form: object, hard: bool) -> None:
    assert callable(form)
    text = canonicalise(SourceText(form(REPLY), hard_breaks=hard))
    extraction = extract("t", text, Gazetteer.shipped())
    for item in extraction.statements:
        assert text.text[item.start : item.end] == item.quote
    for mention in extraction.mentions:
        assert text.text[mention.start : mention.end] == mention.surface
