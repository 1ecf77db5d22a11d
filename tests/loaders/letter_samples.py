"""Small invented letters in the form of the genre, shared by the extractor's tests."""

from __future__ import annotations

from graph.evidence import Statement
from loaders.letters.extraction.extract import extract
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.model import Extraction
from loaders.letters.reading.canonical import CanonicalText, SourceText, canonicalise

HEAD = "惠州市工业和信息化局关于工作的通报\n"
"""Title that starts a letter of an office that says nothing of its subject."""

REPLY = """惠州市工业和信息化局
惠市工信函〔2024〕77号
惠州市工业和信息化局关于市政协十二届三次会议第66号提案答复的函
民盟惠州市委：
贵委提出的《关于推动我市新能源产业提质的提案》（第66号）收悉。提案详述了我市存在链条不完整、创新能力不足等问题。我局会同市商务局、科技局等单位认真研究，现答复如下：
一、关于壮大新能源产业的建议
吸收采纳该意见。
（一）做强产业。
1.壮大新能源产业。依托蓝鲸集团形成完整产业链，汇聚青禾电池、远望储能等知名企业，2023年规上产值达320.5亿元。青禾电池入选国家级标杆案例。
2.发展机器人产业。培育了锐步智能、启航机器人等龙头企业，建设惠州智能制造产业园。
（二）开展合作。印发《惠州市氢能产业发展行动计划》，从资金、人才等方面予以支持；与深圳共建新能源汽车产业集群。
惠州市工业和信息化局
2024年6月3日
公开方式：主动公开。
抄送：市政协办公室、市商务局。"""


def read(text: str) -> Extraction:
    """Return the extraction of ``text`` with the shipped gazetteer."""
    return extract("t", canonical(text), Gazetteer.shipped())


def canonical(text: str) -> CanonicalText:
    """Return ``text`` as the reader of a docx would hand it over."""
    return canonicalise(SourceText(text, hard_breaks=True))


def claims(extraction: Extraction) -> set[tuple[str, str, str]]:
    """Return the relations as (subject, predicate, object) names."""
    return {(item.subject.name, item.predicate, item.object.name) for item in extraction.statements if item.object}


def numbers(extraction: Extraction) -> list[Statement]:
    """Return the statements of figures."""
    return [item for item in extraction.statements if item.figure]


def said(text: str, head: str = HEAD) -> set[tuple[str, str, str]]:
    """Return the relations that a letter of that title and text states."""
    return claims(read(head + text))
