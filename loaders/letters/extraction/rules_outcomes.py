"""Rules on what came about: built, opened, listed, settled, with the thing before its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.rules_chain import ref, whole_of
from loaders.letters.extraction.rules_phrases import things

_STANDS = re.compile(
    r"(?:等[^，。；]{0,12}?(?:平台|项目|园区|载体|基地|设施))?(?:已|全面|正式|顺利|相继|先后|基本|均|整体|提前|一期|\d{1,2}月)*"
    r"(?P<deed>建成(?!后)|竣工|开园|投用|落成|揭牌|投入(?:使用|运营)|启用|开工|动工|落地成势|加快建设)"
    r"(?=$|[，。；、和及与并且（]|投|运营|开园|使用|揭牌|启用)"
)
_WON = re.compile(
    r"(?P<count>\d+|[一两三四五六七八九十]+)\s*[家户个](?:企业|单位|园区|平台)?(?:成功)?(?:上榜|入选|入围|获评|跻身|荣获)"
)
_NAMES = re.compile(r"\s*(?:分别(?:为|是)|即|包括|其中)")
_AT = re.compile(r"(?:的)?(?:总部)?(?:位于|坐落于|坐落在|地处|选址于|选址在|落址)")
_GATHERS = re.compile(
    r"(?:目前)?(?:已|现)?(?:先后|累计|成功)?(?:集聚|汇聚|聚集|入驻|引进|吸引|落户|拥有|现有)(?:了|有)?"
)
_BODY = re.compile(
    r"以(?P<list>[^，。；]{2,60}?)(?:等(?P<whole>[\u4e00-\u9fa5]{2,8}?)?)?为(?:主体|支撑|核心|主导)(?=，|$|的)"
)
_SYSTEM = re.compile(r"产业(?:发展)?(?:格局|体系|结构|生态|链)|全产业链|产业集群")


def outcome_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what a clause says came about."""
    yield from _stands(reading, context)
    yield from _winners(context)
    yield from _chosen(context)
    yield from _at(context)
    yield from _owned(context)
    yield from _body(reading, context)
    yield from _gathered(context)
    yield from _within(context)


def _stands(reading: Reading, context: Context) -> Iterator[Claim]:
    """``某园、某中心建成投用``: the place built them, unless the clause names a firm."""
    home = reading.city
    if home is None or context.of("Firm", "Organisation"):
        return
    row = _row(context)
    if not row:
        return
    found = _STANDS.match(context.text, row[-1].end - context.start)
    if found is None:
        return
    status = "planned" if found["deed"] in {"开工", "动工", "加快建设"} else "done"
    aimed = re.search(r"力争|到20\d\d年|将|计划", context.text) or _aimed(context)
    for item in row:
        end = context.start + found.end()
        predicate = "HOSTS" if found["deed"] == "揭牌" else "BUILDS"
        yield Claim(home, predicate, ref(item), item.start, end, "stands", "forecast" if aimed else status, 0.82)


def _aimed(context: Context) -> bool:
    """Tell whether the sentence opens with an aim."""
    first = context
    while first.previous is not None:
        first = first.previous
    return bool(re.match(r"\s*(?:力争|到20\d\d年|到“十)", first.text))


def _row(context: Context) -> tuple[Mention, ...]:
    """The platforms that open a clause, joined by 、; places and times may stand before them."""
    row: list[Mention] = []
    for item in context.of("Platform"):
        at = row[-1].end if row else context.start
        gap = context.text[at - context.start : item.start - context.start]
        lead = re.fullmatch(r"(?:其中|目前|同时|今年|去年|20\d\d\s*年|[一-龥]{0,6}等)?", gap)
        if (row and not re.fullmatch(r"[、和与及](?:[^，、]{0,8}的)?", gap)) or (not row and not lead):
            break
        row.append(item)
    return tuple(row)


def _winners(context: Context) -> Iterator[Claim]:
    """``某榜单发布，某市3家企业上榜，分别是甲、乙``: each is on the list and stands in that place."""
    if not _NAMES.match(context.text):
        return
    told: Context | None = context.previous
    won = _WON.search(told.text) if told is not None else None
    if told is None or won is None:
        return
    programs: tuple[Mention, ...] = ()
    seen: Context | None = told
    while seen is not None and not programs:
        programs, seen = seen.of("Program"), seen.previous
    place = next((m for m in told.of("Region", "Town") if m.end - told.start <= won.start()), None)
    for firm in context.of("Firm"):
        if programs:
            start = programs[-1].start
            yield Claim(ref(firm), "HONOURED_BY", ref(programs[-1]), start, firm.end, "winner", "done", 0.86)
        if place is not None:
            yield Claim(ref(firm), "LOCATED_IN", ref(place), told.start, firm.end, "winner", "done", 0.82)


_CHOSEN = re.compile(
    r"(?:等?\s*\d+\s*[家个户](?:企业|单位|园区|集群|平台|产品)?|等(?:企业|单位|集群|产品)?)?(?:成功|均|也|双双|全部)?(?:上榜|入选|入围|名列其中|位列其中|榜上有名)$"
)


def _chosen(context: Context) -> Iterator[Claim]:
    """``公布某某名单，甲、乙等7家企业入选``: they are on the list that the clause before names."""
    before = context.previous
    named = before.of("Program") if before is not None else ()
    if (
        before is None
        or len(named) != 1
        or context.of("Program")
        or not re.search(r"名单|榜单|公布|发布|公示", before.text)
    ):
        return
    chosen = context.of("Firm", "Cluster", "Platform")
    gaps = {context.text[a.end - context.start : b.start - context.start] for a, b in pairwise(chosen)}
    joined = gaps <= {"、", "和", "及", "与"}
    for item in chosen:
        row = None if joined else context.listed(item)
        end = chosen[-1].end if joined else max(row.end, item.end) if row is not None else item.end
        first = chosen[0].start if joined else row.start if row is not None else item.start
        if first - context.start <= 6 and _CHOSEN.match(context.text, end - context.start):
            yield Claim(
                ref(item), "HONOURED_BY", ref(named[0]), named[0].start, context.clause.end, "winner", "done", 0.84
            )


def _gathered(context: Context) -> Iterator[Claim]:
    """``某园已集聚甲、乙等企业``: there they are."""
    park = context.subject
    if park is None or park.kind != "Platform" or context.carried:
        return
    verb = _GATHERS.match(context.text, park.end - context.start)
    for found in context.lists if verb else ():
        if verb and 0 <= found.start - context.start - verb.end() <= 6:
            for firm in context.of("Firm"):
                if found.start <= firm.start < found.end:
                    yield Claim(ref(firm), "LOCATED_IN", ref(park), park.start, firm.end, "gather", "done", 0.84)


def _within(context: Context) -> Iterator[Claim]:
    """``支持某园内甲、乙等企业``: they are in that park."""
    for park in context.of("Platform"):
        at = re.match(r"内的?", context.text[park.end - context.start :])
        for found in context.lists if at else ():
            if at and found.start <= park.end + at.end() <= found.end:
                for firm in context.of("Firm"):
                    if park.end < firm.start < found.end:
                        yield Claim(ref(firm), "LOCATED_IN", ref(park), park.start, firm.end, "gather", "done", 0.84)


def _at(context: Context) -> Iterator[Claim]:
    """``甲位于某区``, ``甲总部位于某区``."""
    for item in context.of("Platform", "Firm", "Project"):
        found = _AT.match(context.text, item.end - context.start)
        if found is None:
            continue
        after = context.after(found.end(), "Town", "Region")
        near = [m for m in after if m.start - context.start - found.end() <= 8]
        if near:
            last = near[0]
            for other in near[1:]:
                last = other if other.start == last.end else last
            yield Claim(ref(item), "LOCATED_IN", ref(last), item.start, last.end, "place", "", 0.87)


def _owned(context: Context) -> Iterator[Claim]:
    """``某县的某园，占地1500亩``: there it stands."""
    park = context.subject
    if park is None or context.carried:
        return
    whole = park.kind == "Platform" and park.end - context.start >= len(context.text)
    firm = park.kind == "Firm" and park.surface.endswith("公司")
    for place in context.of("Region", "Town", "Platform"):
        stands = whole or (firm and place.kind == "Platform")
        if stands and place.end == park.start - 1 and context.text[: park.start - context.start].endswith("的"):
            yield Claim(ref(park), "LOCATED_IN", ref(place), place.start, park.end, "owned", "", 0.84)


def _body(reading: Reading, context: Context) -> Iterator[Claim]:
    """``以甲、乙等整车制造为主体的产业格局``: 甲 and 乙 are part of 整车制造, that of the industry."""
    found = _BODY.search(context.text)
    whole = whole_of(reading, context)
    stop = re.search(r"[。；\n]", reading.text[context.start : context.start + 160])
    sentence = reading.text[context.start : context.start + (stop.start() if stop else 160)]
    if found is None or whole is None or not _SYSTEM.search(sentence) or "、" not in found["list"]:
        return
    owner = Ref(kind="Segment", name=found["whole"]) if found["whole"] else whole
    span = context.start + found.start("list"), context.start + found.end("list")
    end = context.start + found.end()
    for link in things(reading, *span, "Segment", make=True):
        if not re.search(r"(?:产业|行业|经济|企业|公司|集团|[区县市镇园城谷])$", link.ref.name):
            yield Claim(link.ref, "SEGMENT_OF", owner, context.start + found.start(), end, "body", "", 0.84)
    if owner != whole:
        yield Claim(owner, "SEGMENT_OF", whole, context.start + found.start(), end, "body", "", 0.84)
