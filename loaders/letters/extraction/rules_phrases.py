"""Rules that read set phrases with lists: who is on which link, which links make a chain, who leads it.

The phrase says what its items are, so an item counts even where no list of
names knows it: in ``制氢装备环节有甲、乙等企业`` 甲 and 乙 are firms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.evidence import Ref
from loaders.letters.extraction.boundary import is_leading_word
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.clauses import split_outside
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.rules_chain import AND_KINDS, industry, ref, whole_of

_HAN = "\u4e00-\u9fa5"
_HAS = re.compile(
    rf"^(?:其中|目前|当前|此外|在|我市|全市|\s)*(?P<link>[{_HAN}A-Za-z]{{2,12}}?)(?:(?:环节|领域|方面)(?:主要|已|现)*"
    rf"(?:有|集聚了?|汇聚了?|聚集了?|拥有|培育了?|培育出|引进了?|涌现出?了?|包括)|(?:企业|厂商)(?:主要)?(?:有|包括))"
    r"(?P<list>[^，。；]{2,120}?)(?:等(?P<head>[^、，。；]*))?$"
)
_LED = re.compile(
    rf"(?:^|[，])(?:其中|目前)?(?:(?P<link>[{_HAN}A-Za-z]{{2,12}}?)(?:环节|领域|集群|产业链?)?)?以(?P<list>[^，。；]{{2,60}}?)(?:等)?为(?P<role>龙头|链主)(?:企业)?(?=$|[，。；的])"
)
_NAMED_LEADER = re.compile(
    r"(?:由|确定|明确|遴选|推选)(?P<list>[^，。；]{2,80}?)(?:等企业|等)?(?:担任|作为|为)(?:产业链|产业)?(?P<role>链主|龙头)(?:企业)?"
)
_WHOLE_CHAIN = re.compile(
    r"(?P<verb>形成|构建|打造|建立|建起|覆盖|涵盖|贯通|打通|构筑|补齐)(?:了|起|出)?(?P<from>从|由|以|集)?(?P<list>[^，。；：]{4,110}?)(?P<all>(?:于|为)一体)?(?:等)?(?:各|全部|多个|关键|主要|核心)?(?:门类)?的?(?P<full>相?对?较?为?(?:完整|完善|完备|健全|齐全|全))?的?"
    r"(?P<of>(?<=[的整善备全体])[^的，、和与及到至]{2,16}?(?=产业链|全产业链|产业体系))?(?:产业)?(?P<tail>链条|环节|全链条|全产业链条?|产业链条?|产业体系)(?=$|[，。；（])"
)
# 打造甲、乙产业链 names two chains; links are what a chain runs from and to, covers, or is whole with.
_COVERS = frozenset(("覆盖", "涵盖", "贯通", "补齐"))
_STREAM = re.compile(
    r"^(?:其中|产业链)?(?:上游|中游|下游)(?:环节|领域)?(?:主要|重点)?(?:围绕|提升|发展|聚焦|突破|包括|涵盖|为|强化|布局|做强|补强|拓展|延伸至?)"
    r"(?P<list>[^，。；]{2,90}?)(?:等.*|供给能力|能力|环节|产业化)?$"
)
_RELIES = re.compile(
    r"依托(?P<list>[^，。；]{2,80}?)(?P<etc>等(?:[^，。；、]{0,8}企业)?)?，?(?:重点|大力|积极|加快|着力|培育|做强|壮大)*(?:发展|布局)(?P<links>[^，。；]{2,60})"
)
_VERB = re.compile(r"(?:我市|全市)?(?:建设|打造|培育|形成|构建|推动|支持|发展|引进|围绕|壮大|加快|着力)+")
NO_LINK = re.compile(
    r"(?:拥|设|建)有$|^(?:代表|重点|主要|骨干|龙头|现有|目前|本地|知名|全市|我市|相关|该)$|[的了在于对]|企业|产业链|\d|优势|能力|基础|机遇|资源|水平"
)
_COMMON = re.compile(r"(?:项目|产业|行业|企业|平台|园区|产业园|创新|市场|需求|汽车|装备制造|领域|产品|制造|服务)$")
_WORDS_AFTER = re.compile(r"等.*$|(?:产业|领域|环节|赛道)$")


@dataclass(frozen=True, slots=True)
class Thing:
    """An item of a list: what it is, and its half-open span."""

    ref: Ref
    start: int
    end: int


def phrase_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what set phrases with lists say of chains."""
    yield from _on_link(reading, context)
    yield from _led(reading, context)
    yield from _appointed(reading, context)
    yield from _whole_chain(reading, context)
    yield from _relies(reading, context)


def names_a_link(context: Context) -> bool:
    """Tell whether a clause says itself on which link its firms are."""
    found = _HAS.match(context.text)
    return bool(found and not NO_LINK.search(found["link"]))


def names_links(context: Context) -> bool:
    """Tell whether a clause says itself which links it relies on firms for."""
    return bool(re.search(r"依托.+(?:发展|布局)[^，。；]{2,}", context.text))


def things(reading: Reading, start: int, end: int, kind: str, *, make: bool) -> Iterator[Thing]:
    """Yield the items of a list: mentions of ``kind``; with ``make`` also names that only the phrase shows."""
    text = reading.text[start:end]
    for first, last in split_outside(text, "、"):
        position = first
        joints = (
            r"((?<=.)(?:以及|和|与|及)(?=.)|(?<=..)到(?=..))"
            if kind == "Segment"
            else r"((?<=.)(?:以及|和|与|及)(?=.))"
        )
        for piece in re.split(joints, text[first:last]):
            begin, position = start + position, position + len(piece)
            bare = re.sub(r"（[^（）]*）$", "", piece)
            bare = bare.strip("“”《》 ")
            side = re.match(r"[上中下]游(?=..)", bare) if kind == "Segment" else None
            bare = bare[side.end() :] if side else bare
            at = begin + piece.find(bare)
            if not bare or piece in {"和", "与", "及", "以及", "到"}:
                continue
            known = [m for m in reading.mentions.within(begin, begin + len(piece)) if m.kind == kind]
            short = 3 if kind == "Firm" else 0
            whole = [m for m in known if m.end - m.start >= len(bare) - short]
            if whole:
                yield Thing(ref(whole[0]), whole[0].start, whole[0].end)
            elif make and kind == "Firm" and _is_other(reading, begin, begin + len(piece), bare):
                continue
            elif make and 2 <= len(bare) <= (24 if kind == "Firm" else 10) and not re.search(r"[的了，。\s]", bare):
                named = Ref(kind=kind, name=reading.mentions.naming.name(kind, bare))
                yield Thing(named, at, at + len(bare))


def _is_other(reading: Reading, start: int, end: int, name: str) -> bool:
    """Tell whether an item where a firm may stand is known to be something else, or is a common noun."""
    other = [m for m in reading.mentions.within(start, end) if m.kind not in {"Firm", "Segment"}]
    known = any(m.end - m.start >= len(name) - 1 for m in other)
    return known or bool(_COMMON.search(name))


def _link(reading: Reading, name: str, start: int) -> Ref | None:
    """Return the link or industry of that name."""
    home = re.match(r"[我全本该][市县区省]", name)
    if home:
        name, start = name[home.end() :], start + home.end()
    if NO_LINK.search(name):
        return None
    known = [m for m in reading.mentions.within(start, start + len(name) + 2) if m.kind in AND_KINDS]
    if known and known[0].start == start and known[0].end - start >= len(name):
        return ref(known[0])
    return reading.link(name) or Ref(kind="Segment", name=name)


def _on_link(reading: Reading, context: Context) -> Iterator[Claim]:
    """``制氢装备环节有甲、乙等企业``."""
    found = _HAS.match(context.text)
    if not found:
        return
    link = _link(reading, found["link"], context.start + found.start("link"))
    sure = bool(re.search(r"企业|公司", found["head"] or "")) or "企业有" in context.text or "企业包括" in context.text
    counted = re.search(r"(?:[\d两三四五六七八九十]+\s*[家户])[^、]*$", found["list"])
    stop = found.start("list") + counted.start() if counted else found.end("list")
    span = context.start + found.start("list"), context.start + stop
    for firm in things(reading, *span, "Firm", make=sure) if link else ():
        if link:
            start = context.start + found.start("link")
            yield Claim(firm.ref, "MEMBER_OF_CHAIN", link, start, firm.end, "link", "done", 0.88)


_OWNS = re.compile(r"(?:现|已|共)?(?:拥有|有|形成(?:了)?)以")


def _led(reading: Reading, context: Context) -> Iterator[Claim]:
    """``整车环节以甲为龙头``, ``集群以甲为链主``."""
    found = _LED.search(context.text)
    if not found:
        return
    role = Ref(kind="Role", name=f"{found['role']}企业")
    begin = context.start + (found.start("link") if found["link"] else found.start("list"))
    span = context.start + found.start("list"), context.start + found.end("list")
    named = found["link"] or ""
    empty = named in {"", "集群", "产业", "产业链", "该集群"} or NO_LINK.search(named) or _VERB.fullmatch(named)
    vague = empty or is_leading_word(named) or any(m.start == begin for m in context.of("Region", "Town", "Platform"))
    link = None if vague else _link(reading, found["link"], context.start + found.start("link"))
    cluster = heading_cluster(reading, context)
    home = next(
        (m for m in context.of("Region", "Town", "Platform") if _OWNS.match(context.text, m.end - context.start)), None
    )
    for firm in things(reading, *span, "Firm", make=True):
        yield Claim(firm.ref, "HAS_ROLE", role, begin, context.start + found.end(), "role", "done", 0.88)
        if link:
            yield Claim(firm.ref, "MEMBER_OF_CHAIN", link, begin, context.start + found.end(), "link", "done", 0.85)
        if home:
            yield Claim(firm.ref, "LOCATED_IN", ref(home), home.start, firm.end, "led", "done", 0.84)
        if found["role"] == "链主" and cluster and not link:
            yield Claim(firm.ref, "CHAIN_LEADER_OF", cluster, begin, context.start + found.end(), "role", "done", 0.85)


def heading_cluster(reading: Reading, context: Context) -> Ref | None:
    """Return the cluster that opens the sentence or heads the paragraph."""
    named = context.subject if context.subject is not None and context.subject.kind == "Cluster" else None
    if named:
        return ref(named)
    section = reading.outline.at(context.start)
    begin = max(section.start if section else 0, context.start - 400)
    heads = [m for m in reading.mentions.within(begin, context.start) if m.kind == "Cluster"]
    return ref(heads[-1]) if heads and "集群" in context.text[:4] else None


def _appointed(reading: Reading, context: Context) -> Iterator[Claim]:
    """``由甲、乙担任链主企业``: they lead the industry of the section, or of the whole paper."""
    found = _NAMED_LEADER.search(context.text)
    if not found:
        return
    whole = industry(context) or reading.main
    role = Ref(kind="Role", name=f"{found['role']}企业")
    begin, end = context.start + found.start(), context.start + found.end()
    for firm in things(
        reading, context.start + found.start("list"), context.start + found.end("list"), "Firm", make=True
    ):
        yield Claim(firm.ref, "HAS_ROLE", role, begin, end, "role", "", 0.88)
        if whole and found["role"] == "链主":
            yield Claim(firm.ref, "CHAIN_LEADER_OF", whole, begin, end, "role", "", 0.82)


def _whole_chain(reading: Reading, context: Context) -> Iterator[Claim]:
    """``形成甲、乙、丙的完整链条``, ``上游围绕甲、乙``: links of the industry that the section is about."""
    whole = whole_of(reading, context)
    for pattern in (_WHOLE_CHAIN, _STREAM):
        found = pattern.search(context.text)
        if not found or ("、" not in found["list"] and "和" not in found["list"]):
            continue
        if pattern is _WHOLE_CHAIN:
            if not _is_whole(found):
                return
            whole = called_chain(reading, found["of"]) or whole
        if whole is None:
            continue
        span = context.start + found.start("list"), context.start + found.end("list")
        for link in things(reading, *span, "Segment", make=True):
            if not NO_LINK.search(link.ref.name) and link.ref.name != whole.name:
                yield Claim(link.ref, "SEGMENT_OF", whole, context.start + found.start(), link.end, "link", "", 0.85)
        return


def _is_whole(found: re.Match[str]) -> bool:
    """Tell whether a list before 产业链 is one of links, not of chains that each have their name."""
    if re.search(r"[两三四五六七八九十\d]+\s*[大条个]", found["list"]):
        return False
    said = found["verb"] in _COVERS or found["full"] or found["all"] or found["tail"] in {"环节", "全链条", "链条"}
    return bool(said or found["from"] in {"从", "由", "集"})


def called_chain(reading: Reading, name: str | None) -> Ref | None:
    """Return the industry that a chain is named after: 较完整的某某产业链."""
    return (
        reading.industry(re.sub(r"^的?(?:规模)?(?:超|过|近|达)?(?:[万千百五]+亿(?:元|级)?的?)?|全$", "", name))
        if name
        else None
    )


def _relies(reading: Reading, context: Context) -> Iterator[Claim]:
    """``依托甲、乙等企业，重点发展丙和丁``: each firm anchors each link."""
    at = context.text.find("依托")
    if at < 0:
        return
    stop = re.search(r"[。；\n]", reading.text[context.start : context.start + 240])
    text = reading.text[context.start + at : context.start + (stop.start() if stop else 240)]
    found = _RELIES.match(text)
    if not found:
        return
    base = context.start + at
    ends = base + found.start("links"), base + found.start("links") + len(_WORDS_AFTER.sub("", found["links"]))
    links = list(_links(reading, *ends))
    sure = bool(found["etc"] and "企业" in found["etc"])
    for firm in things(reading, base + found.start("list"), base + found.end("list"), "Firm", make=sure):
        for link in links:
            yield Claim(firm.ref, "ANCHORS", link.ref, base, link.end, "anchor", "", 0.85)


def _links(reading: Reading, start: int, end: int) -> Iterator[Thing]:
    for item in things(reading, start, end, "Segment", make=True):
        if not NO_LINK.search(item.ref.name):
            known = reading.link(item.ref.name)
            yield Thing(known, item.start, item.end) if known else item
