"""Names told by their last word: 研究院, 产业园, 博览会, 产业集群, 局 ….

The right end of such a name is certain; where it begins is worked out from
the words before it. Names that say nothing but a kind (创新平台, 各类机构)
are not names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.lexicon import alternation, table, words

_STRETCH = re.compile(
    r"(?:[^，。；：！？、\n“”《》（）()\[\]；,;:｜|\t\u3000]|（[\u4e00-\u9fa5A-Za-z0-9]{1,6}）(?=[\u4e00-\u9fa5])|“[^“”，。]{1,8}”(?=[\u4e00-\u9fa5A-Z])){1,400}"
)
# What may not follow a suffix: 大学生 is no university, 研究院所 no institute, 海关总署 has its own suffix.
_NOT_AFTER = re.compile(r"^(?:生|所(?!属)|员|长|主任|化|型|城市(?!群))")
_WHOLE = frozenset(("广交会", "进博会", "高交会", "服贸会", "文博会", "消博会", "民航局", "海关总署"))
# 某某城成为全国最大综合体 describes, it does not name.
_BECOMES = re.compile(r"(?:成为|打造成为?|打造为|建成为)[^，]{0,12}$")
_AWARDED = re.compile(r"^(?:国家级?|省级?|市级).*(?:设计中心|技术中心|重点实验室|工程研究中心|工作站|孵化器|众创空间)$")
_TITLE_OF_HONOUR = re.compile(r"^中国[\u4e00-\u9fa5]{2,8}(?:产业基地|之都|之乡|名城|名镇|生产基地|基地)$")
_LEVELLED = re.compile(
    r"^(?:国家级?|省级?|全国|中国|世界级|国家和?省级?)(?:中小企业特色|先进制造业|百强|战略性新兴|创新型|特色|级)"
)
_OFFICE = re.compile(r"[市省县区][\u4e00-\u9fa5]{2,12}(?:服务中心|促进中心|管理中心|监测中心|保障中心)")
_LONGEST = 34


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention. Lower ``rank`` wins among candidates of the same length."""

    start: int
    end: int
    kind: str
    name: str
    rank: int


@cache
def _suffixes() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {suffix: kind for kind, suffixes in table("suffixes.yaml").items() for suffix in suffixes}
    return re.compile(alternation(tuple(kinds))), kinds


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('generic.txt'))}|[\d.\s个家批第一二三四五六七八九十两]+)*")


def generic(stem: str) -> bool:
    """Tell whether ``stem`` is made of general words alone."""
    return _generic().fullmatch(stem) is not None


_FAIR = re.compile(
    r"(?P<name>[\u4e00-\u9fa5A-Za-z0-9（）]{2,14}?(?:[建家机车农工灯锁渔茶酒药美食体旅消海航电五加珠医教园]博会|(?:五金|家具|照明|电子|家电|机床|消费|工业|建材|食品|汽车|门窗|纺织|服装|玩具|礼品|五交化|木工|石材|灯饰|光电|安防|储能|光伏)展(?![览示会现区厅销位馆开]|$)|[A-Z]{3,}展(?![览示会现]))"
    r")"
)


def fairs(text: str) -> Iterator[Candidate]:
    """Yield fairs under their short names: 某某建博会, 某某五金展."""
    for match in _FAIR.finditer(text):
        begin = match.start() + name_start(match["name"], 3)
        edition = re.search(r"第[一二三四五六七八九十百\d]{1,5}届$", text[max(0, begin - 8) : begin])
        if edition:
            begin -= len(edition.group())
        if match.end() - begin >= 4:
            yield Candidate(begin, match.end(), "Event", text[begin : match.end()], 4)


_GATHERING = re.compile(
    r"(?<=举行|举办|召开|承办|参加)(?:了)?(?P<name>(?:20\d\d年?)?“[^“”\n]{3,24}”[\u4e00-\u9fa5]{0,12}?(?:活动|大会|论坛|峰会|对接会|推介会|招商会|洽谈会|大赛))"
)


def suffix_names(text: str) -> Iterator[Candidate]:
    """Yield names that end in a known suffix. Each stretch between marks is read once."""
    for stretch in _STRETCH.finditer(text):
        yield from _in_stretch(stretch.group(), stretch.start())
    yield from fairs(text)
    for match in _GATHERING.finditer(text):
        yield Candidate(match.start("name"), match.end("name"), "Event", match["name"], 1)


_PLACE = re.compile(r"(?:(?![我全本该各定施])[\u4e00-\u9fa5]){2,4}[市省县区](?![内域级])")
_ISSUED = re.compile(r"(?:印发|发布|出台|制定|实施|落实)(?=[\u4e00-\u9fa5]{2,4}[市省县区])")
_COUNTED = re.compile(r"\d+\s*(?:余|多)?[个家所]\s*$")


def _in_stretch(stretch: str, offset: int) -> Iterator[Candidate]:
    pattern, kinds = _suffixes()
    begin, previous = 0, None
    for match in pattern.finditer(stretch):
        if _NOT_AFTER.match(stretch[match.end() : match.end() + 3]):
            continue
        left = max(begin, match.end() - _LONGEST)
        start = left + name_start(stretch[left : match.end()], len(match.group()))
        if kinds[match.group()] == "Policy" and (place := _PLACE.match(stretch, begin)) and place.end() < match.end():
            # A title that opens with a place runs from there: …市推动制造业高质量发展实施方案.
            start = begin
        issued = list(_ISSUED.finditer(stretch, begin, match.start())) if kinds[match.group()] == "Policy" else []
        start = issued[-1].end() if issued else start
        joined = kinds[match.group()] == "Project" and stretch[begin : begin + 1] == "及"
        both = (
            previous is not None
            and previous.kind == kinds[match.group()] == "Organisation"
            and match.start() - begin >= 2
        )
        if (
            previous is not None
            and not both
            and (start <= begin or joined)
            and match.end() - previous.start + offset <= _LONGEST
        ):
            # Nothing divides this name from the one before it: they are one name.
            start = previous.start - offset
        elif previous is not None:
            yield previous
        previous = _candidate(stretch, start, match.end(), match.group(), kinds[match.group()], offset)
        begin = match.end()
    if previous is not None:
        yield previous


def _candidate(stretch: str, start: int, end: int, suffix: str, kind: str, offset: int) -> Candidate | None:
    name = stretch[start:end]
    quoted = re.match(r"[“”]", name)
    if quoted:
        start += 1
        name = name[1:]
    start = _true_start(stretch, start, end, suffix, kind)
    name = stretch[start:end]
    stem = name[: len(name) - len(suffix)]
    if suffix in _WHOLE and not stem.strip():
        return Candidate(offset + start, offset + end, kind, name, 2)
    joined = re.search(r"[楼园院区所站会](?:和|及|与)", name)
    torn = joined is not None and generic(stem[joined.end() :])
    if torn or _describes(name, stem, kind, stretch[max(0, start - 24) : start]):
        return None
    if joined and kind in {"Platform", "Event"}:
        start, name, stem = start + joined.end(), name[joined.end() :], stem[joined.end() :]
    if kind == "Platform" and _OFFICE.fullmatch(name):
        kind = "Organisation"
    if (kind == "Cluster" and _LEVELLED.match(name)) or _TITLE_OF_HONOUR.match(name) or _AWARDED.match(name):
        kind = "Program"
    return Candidate(offset + start, offset + end, kind, name, 2)


def _true_start(stretch: str, start: int, end: int, suffix: str, kind: str) -> int:
    """Leave out the number of a section, or the words before an office; take in the edition of a fair (第十六届)."""
    name = stretch[start:end]
    marked = re.match(r"（[一二三四五六七八九十]+）|\d{1,2}[.．、](?=\D|20\d\d)|）", name)
    if marked:
        begin = marked.end() + name_start(name[marked.end() :], len(suffix))
        start, name = start + begin, name[begin:]
    if kind == "Organisation":
        start, name = _office(start, name, suffix)
    members = (
        re.match(r"(?:[\u4e00-\u9fa5]{0,8}(?:单位|企业)有|.{0,24}项目[和及与])(?=[\u4e00-\u9fa5（]{6,}$)", name)
        if kind == "Firm"
        else None
    )
    start += members.end() if members else 0
    launched = (
        re.search(r"^.*(?:推出|开发|发布|发行|设立|创新|发放|办理)", name) if kind == "FinancialProduct" else None
    )
    if launched and len(name) - launched.end() > len(suffix):
        return start + launched.end()
    praised = re.match(r"(?:国家|全国|全省|国内|我国|全球|世界|省内)?(?:唯一|首个|首家|首批|最大|规模最大)的?", name)
    if praised and kind == "Platform" and len(name) - praised.end() >= 6:
        # 国家唯一某某创新中心: what it is praised as is no part of its name.
        return start + praised.end()
    edition = re.search(r"第[一二三四五六七八九十百\d]{1,5}届$", stretch[:start]) if kind == "Event" else None
    return edition.start() if edition else start


def _office(start: int, name: str, suffix: str) -> tuple[int, str]:
    """Leave out the firm or verb before an office or university: 甲企业与某某大学, 经商市科技局."""
    joints = re.finditer(r"[与及由从]|和(?!浩特|林格尔)|经(?![开济贸信发])", name[: len(name) - len(suffix)])
    cut = max((joint.end() for joint in joints), default=0)
    told = re.search(r"^.*(?:复函|致函|批复|报请|提请|函询)(?=[\u4e00-\u9fa5]{4})", name[cut:])
    cut += told.end() if told else 0
    verb = re.match(r"综合|商|征求|会同(?=[市省县区])", name[cut:])
    if verb and re.match(r"[市省县区州]", name[cut + verb.end() :]):
        cut += verb.end()
    return start + cut, name[cut:]


def _no_platform(name: str) -> bool:
    """Tell whether a form that ends as platforms do names none: 百亿产业园区, 三个平台, 企业和园区."""
    size = re.match(r"[万千百十]+亿(?:级|元)?", name)
    if size and (generic(name[size.end() :]) or len(name) - size.end() <= 4):
        return True
    return bool(
        re.search(
            r"^）|各园区|^部分|\d万?吨.*[和与、]|^目前|^厂房|^一些|^下简称|^（[^）]*）[与和及]|20\d\d年|[两三四五六七八九十](?:个|大|类)|[市县区镇]将|企业[和及与、]|[和及与](?:产业)?(?:园区|基地|中心|平台)$",
            name,
        )
    )


_NO_CLUSTER = re.compile(
    r"(?:\d+|[两三四五六七八九十])[大个]|中小企业特色|[省市]级?特色产业集群$|\d年|年产业|企业和|将|加速|加快|(?:市|省|县|区)级(?:领导|部门)"
)


def _describes(name: str, stem: str, kind: str, before: str) -> bool:
    """Tell whether a form only describes (全国最大综合体), is cut in two, or says nothing but a kind."""
    if re.search(r"[为向以对在于入]$", stem) or "—" in name or re.search(r"最[大高]|唯一|首[个家]|第一[个家座]", name):
        # 以某镇为中心 names no centre.
        return True
    torn = name.count("“") != name.count("”") or name.count("（") != name.count("）")
    counted = kind == "Platform" and bool(_COUNTED.search(before))
    # Long names of general words may still be names (国家…产业基地, 国家级…特色产业集群); short ones are not.
    vague = generic(name) and len(name) <= 8 and not counted and kind != "Organisation"
    if torn or _BECOMES.search(before) or vague:
        return True
    if kind == "Event" and re.search(r"代表大会|动员大会|党员大会|职工大会|推进大会|表彰大会|人民大会", name):
        return True
    if (kind == "Cluster" and _NO_CLUSTER.search(name)) or (kind == "Organisation" and name.endswith("协商会")):
        return True
    if kind == "Platform" and _no_platform(name):
        return True
    if kind == "Organisation":
        if stem in {"市", "省", "县", "区", "州"} and name.endswith(("局", "委", "厅", "办公室")):
            return False
        if name.endswith("人民政府") and len(stem) >= 3:
            return False
        return not stem or "（" in name or (len(stem) <= 5 and generic(stem))
    if _OFFICE.fullmatch(name) and not generic(name[1:4]):
        return False
    return len(stem) < 2 or (len(stem) <= 5 and generic(stem) and not counted)
