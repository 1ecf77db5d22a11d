"""Rules about chains: segments, groups, clusters, firms on a chain and their roles."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import Context, Reading

_ANCHOR = re.compile(r"(?:依托|依靠|以)")
_CORE = re.compile(r"以[^，]{2,24}为核心")
_CENTRE = re.compile(r"以[^，]{2,12}为中心")
_LEVEL = re.compile(r"(千亿级|百亿级|万亿级|五百亿级)")
_EXPAND = re.compile(r"(?:拓展|布局|延伸|进军)[^，]{0,8}?(?=[\u4e00-\u9fa5]*领域)")
# A head that says its items are links: 等缺失环节, 等关键零部件.
_LINKS = re.compile(
    r"[^，。；、]{0,6}?(?:环节|零部件|部件|元器件)|(?:[两三四五六七八九十\d]+\s*[个大])?(?:重点|细分|核心)*(?:领域|赛道|方向)(?=$|发展)|[^，。；、的]{0,6}材料$"
)
AND_KINDS = {"Segment", "Industry"}


def chain_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what a clause says of chains, clusters and the firms on them."""
    yield from _groups(context)
    yield from _one_of(context)
    yield from _segments(reading, context)
    yield from _cluster_names(reading, context)
    yield from _cluster_levels(reading, context)
    yield from _core(context)
    yield from _expansion(context)


def ref(mention: Mention) -> Ref:
    """Return the reference of what a mention names."""
    return Ref(kind=mention.kind, name=mention.name)


def item_mentions(context: Context, found: Enumeration, *kinds: str) -> tuple[Mention, ...]:
    """Return the mentions that are items of a list."""
    starts = {item.start for item in found.items}
    if found.items:
        # 某产业研发、制造: the first item may begin after the industry in it.
        first = found.items[0]
        starts |= {m.start for m in context.mentions if first.start < m.start < first.end and m.end == first.end}
    return tuple(m for m in context.mentions if m.start in starts and (not kinds or m.kind in kinds))


def _groups(context: Context) -> Iterator[Claim]:
    """``甲、乙等六大特色产业``: each belongs to the group."""
    for found in context.lists:
        for group in context.of("IndustryGroup"):
            if 0 <= group.start - found.end <= 3:
                if any(re.search(r"[两三四五六七八九十\d][大个]", each.text) for each in found.items):
                    # 甲、乙两大传统产业及丙、丁两大新兴产业 reads as one list and is of two groups.
                    continue
                for item in item_mentions(context, found, "Industry", "Segment"):
                    yield Claim(
                        ref(item), "MEMBER_OF_GROUP", ref(group), item.start, group.end, "group", confidence=0.9
                    )


def _one_of(context: Context) -> Iterator[Claim]:
    """``某产业是我市六大特色产业之一``."""
    named = context.of("Industry")
    lead = context.text[: named[0].start - context.start] if named else ""
    if not named or re.sub(r"^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）|^\d+[.．]", "", lead).strip(
        "“ "
    ) not in {"", "其中"}:
        return
    for group in context.of("IndustryGroup"):
        between = context.text[named[0].end - context.start : group.start - context.start]
        if re.match(r"(?:产业)?(?:作为|是|属于|为)[^，]{0,16}$", between):
            start, end = named[0].start, group.end
            yield Claim(ref(named[0]), "MEMBER_OF_GROUP", ref(group), start, end, "group", "done", 0.86)


def _segments(reading: Reading, context: Context) -> Iterator[Claim]:
    """Items of a list of fields or links belong to the industry the section is about."""
    topic = context.topic
    lacking = reading.main if topic is None else None
    for found in context.lists:
        segments = item_mentions(context, found, "Segment")
        for technology in item_mentions(context, found, "Technology"):
            for whole in context.after(found.head_start - context.start, "Segment")[:1]:
                yield Claim(ref(technology), "TECHNOLOGY_OF", ref(whole), technology.start, whole.end, "segment")
        owner = _owner(context, found) or topic or (lacking if re.match(_LINKS, found.head) else None)
        if owner is None or len(segments) < 2 or owner.kind not in AND_KINDS:
            continue
        for item in segments:
            if ref(item) != owner:
                yield Claim(
                    ref(item),
                    "SEGMENT_OF",
                    owner,
                    min(topic_from(context, item), found.start),
                    item.end,
                    "segment",
                    confidence=0.85,
                )
    yield from _linked(reading, context)


def _owner(context: Context, found: Enumeration) -> Ref | None:
    """The industry just before the list in the sentence: 拓展某某领域，布局甲、乙等环节."""
    ahead = context.before(found.start + 10 - context.start, "Industry")
    if ahead and found.start <= ahead[-1].end <= found.start + 10 and ahead[-1].start == found.start:
        return ref(ahead[-1])
    before = context.previous
    if before is None or before.clause.part != context.clause.part:
        return None
    named = [
        m for m in before.of("Industry", "Segment") if re.match(r"领域|赛道|产业", before.text[m.end - before.start :])
    ]
    return ref(named[-1]) if named else None


def whole_of(reading: Reading, context: Context) -> Ref | None:
    """The industry that links named in a clause belong to: of the section or sentence, else of the paper."""
    topic = context.topic
    return topic if topic is not None and topic.kind in AND_KINDS else reading.main


def _linked(reading: Reading, context: Context) -> Iterator[Claim]:
    """Links written as 甲—乙—丙 stand one before the other; so do those in 集甲、乙于一体."""
    chain = [
        m
        for m in context.of("Segment")
        if context.text[m.end - context.start : m.end - context.start + 1] in {"—", "－", "-"}
        or context.text[m.start - context.start - 1 : m.start - context.start] in {"—", "－", "-"}
    ]
    for first, second in itertools.pairwise(chain):
        if 1 <= second.start - first.end <= 2:
            yield Claim(ref(first), "UPSTREAM_OF", ref(second), first.start, second.end, "chain", confidence=0.9)
    series = re.search(r"集.{4,60}?(?:于|为)一体", context.text)
    if series:
        chain = [m for m in context.of("Segment") if series.start() <= m.start - context.start < series.end()]
    topic = whole_of(reading, context)
    if topic is not None and len(chain) >= 2:
        for item in chain:
            yield Claim(ref(item), "SEGMENT_OF", topic, topic_from(context, item), item.end, "chain", confidence=0.85)


def topic_from(context: Context, item: Mention) -> int:
    """Where a quote that shows the topic begins: at the topic if near, else at the clause."""
    return context.topic_start if 0 < item.end - context.topic_start <= 120 else context.start


def _cluster_names(reading: Reading, context: Context) -> Iterator[Claim]:
    """A cluster's own name says its town and its industry."""
    for item in context.of("Cluster"):
        base = re.sub(r"(?:产业)?集群圈?$", "", item.name)
        if re.search(r"\d", base):
            continue
        inner = reading.mentions.naming
        town, industry = inner.parts(base)
        if town is not None:
            yield Claim(ref(item), "LOCATED_IN", town, item.start, item.end, "cluster-name", confidence=0.9)
        for region in inner.run(base):
            yield Claim(ref(item), "INVOLVES_REGION", region, item.start, item.end, "cluster-name", confidence=0.9)
        if industry:
            plain = reading.industry(industry.removeprefix("创新型")) if industry.startswith("创新型") else None
            industry = plain.name if plain else industry
            status = "planned" if re.search(r"共建|打造|规划", context.text) and context.status.value != "done" else ""
            yield Claim(
                ref(item),
                "IN_INDUSTRY",
                Ref(kind="Industry", name=industry),
                item.start,
                item.end,
                "cluster-name",
                status,
                0.85,
            )


def _cluster_levels(reading: Reading, context: Context) -> Iterator[Claim]:
    clusters = context.of("Cluster")
    head = (
        context.previous.text
        if context.previous is not None and context.text.startswith(("分别", "即", "包括"))
        else ""
    )
    level = _LEVEL.search(head)
    if level and clusters and context.previous is not None:
        program = Ref(kind="Program", name=f"{level.group(1)}产业集群")
        for item in clusters:
            yield Claim(ref(item), "HAS_LEVEL", program, context.previous.start, item.end, "level", confidence=0.9)
            if reading.city:
                yield Claim(
                    ref(item), "LOCATED_IN", reading.city, context.previous.start, item.end, "level", confidence=0.8
                )
    for item in clusters:
        own = _LEVEL.match(item.surface)
        if own:
            program = Ref(kind="Program", name=f"{own.group(1)}产业集群")
            yield Claim(ref(item), "HAS_LEVEL", program, item.start, item.end, "level", "forecast", 0.85)
        if re.search(r"我[市县]$", context.text[: item.start - context.start]) and reading.city:
            yield Claim(ref(item), "LOCATED_IN", reading.city, item.start - 2, item.end, "level", confidence=0.9)
        ours = re.search(r"我[市县](?=首个|唯一|第)", context.text[item.end - context.start :])
        if ours and reading.city:
            end = item.end + ours.end()
            yield Claim(ref(item), "LOCATED_IN", reading.city, item.start, end, "level", "done", 0.85)
        joined = re.match(r"纳入|融入|属于", context.text[item.end - context.start :])
        if joined:
            for whole in context.after(item.end - context.start, "Cluster")[:1]:
                yield Claim(ref(item), "PART_OF_CLUSTER", ref(whole), item.start, whole.end, "cluster", confidence=0.9)


def industry(context: Context) -> Ref | None:
    """Return the industry or segment that a clause is about."""
    return context.topic if context.topic is not None and context.topic.kind in AND_KINDS else None


def _core(context: Context) -> Iterator[Claim]:
    core = _CORE.search(context.text)
    target = industry(context)
    if core and target:
        for item in context.of("Platform"):
            if core.start() <= item.start - context.start < core.end():
                yield Claim(
                    ref(item),
                    "CORE_OF",
                    target,
                    topic_from(context, item),
                    context.start + core.end(),
                    "core",
                    confidence=0.9,
                )
    centre = _CENTRE.search(context.text)
    if centre and target and target.kind == "Industry":
        for item in context.of("Town"):
            if centre.start() <= item.start - context.start < centre.end():
                yield Claim(
                    target,
                    "CENTERED_ON",
                    ref(item),
                    topic_from(context, item),
                    context.start + centre.end(),
                    "core",
                    confidence=0.9,
                )


def _expansion(context: Context) -> Iterator[Claim]:
    match = _EXPAND.search(context.text)
    target = industry(context)
    if match and target and target.kind == "Industry":
        for item in context.after(match.start(), "Industry"):
            if ref(item) != target and re.match(r"领域", context.text[item.end - context.start :]):
                yield Claim(
                    target, "EXPANDS_INTO", ref(item), context.start + match.start(), item.end, "expand", "planned", 0.8
                )
    before = context.previous
    if (
        before is not None
        and _EXPAND.search(before.text)
        and context.text.lstrip().startswith("布局")
        and context.topic
        and context.topic.kind == "Industry"
    ):
        for found in context.lists:
            for item in item_mentions(context, found, "Segment"):
                yield Claim(context.topic, "EXPANDS_INTO", ref(item), before.start, item.end, "expand", "planned", 0.78)
