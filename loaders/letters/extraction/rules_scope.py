"""Rules about scope: what policies, events, platforms and products are for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.industries import names_industry
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.names import generic
from loaders.letters.extraction.reading import WIDE, Context, Reading
from loaders.letters.extraction.rules_chain import item_mentions, ref
from loaders.letters.extraction.sections import is_run_in

_COVER = re.compile(r"(?:从|围绕|覆盖|涵盖|聚焦|包括|涉及)")
_SCENES = re.compile(r"(?:重点)?(?:领域|场景|方面)")
_TITLE_VERB = re.compile(
    r"^(?:(?:大力|积极|全面|深入|持续|进一步|着力|加快|加大|强化|深化|优化|完善|推动|推进|促进|提升|增强|激活|实施|建设|发展|培育|壮大|构建|健全|创新|抢占|谋划|布局|开展|做强|做优|做大|做细|加强|打造|探索|建强|拓展|夯实|提高|扩大|畅通|营造|抓好|统筹|突出|用好|办好|引导|激发|依托\w{2}|落实)+)(?=[\u4e00-\u9fa5])"
)
_WHERE = re.compile(r"在([^，在]{2,10}?)(?:规划|建设|建成|设立|打造|布局)")
_TITLE_TAIL = re.compile(r"(?:(?:扶持)?力度|赛道|产业生态)$")


def scope_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what the things of a clause are for."""
    yield from _policy_targets(reading, context)
    yield from _covers(reading, context)
    yield from _events(context)
    yield from _platforms(reading, context)
    yield from _finance(context)
    yield from _funds(reading, context)
    yield from _kinds(context)
    yield from _products(context)


def _policy_targets(reading: Reading, context: Context) -> Iterator[Claim]:
    """A policy is for the industries, platforms and regions that its title names."""
    for item in context.of("Policy"):
        if item.name.endswith("标准"):
            continue
        for target in _aims_of(reading, item.name):
            yield Claim(ref(item), "TARGETS", target, item.start, item.end, "title", "done", 0.85)
        if re.search(r"“?链主”?企业", item.name):
            role = Ref(kind="Role", name="链主企业")
            yield Claim(ref(item), "TARGETS", role, item.start, item.end, "title", "done", 0.8)
        for name in reading.platforms:
            if name in item.name:
                yield Claim(
                    ref(item), "TARGETS", Ref(kind="Platform", name=name), item.start, item.end, "title", "done", 0.85
                )


_IN_TITLE = re.compile(r"[\u4e00-\u9fa5]{2,14}?(?:制造业|产业(?!化|园|政策|布局|规划|发展|引导|基金|科技|一体)|行业(?!协会))")
_AFTER_AIM = re.compile(
    r"产业|行业|经济|领域|制造业|集群|企业|链|高质量|加快|创新|发展|提质|升级|转型|培育|建设|振兴|[一二三四五]年|行动|专项|规划|实施|若干|工作|推广|应用|示范|试点|招商|标准|政策|的|[、和与及“”（）\d]|$"
)


def _aims_of(reading: Reading, title: str) -> Iterator[Ref]:
    """Yield the industries in a title: those it calls so (某某产业), else the known ones that stand free in it."""
    called = {ref.name: ref for ref in _called_in(reading, title)}
    yield from called.values()
    for target in _known_in(reading, title):
        stem = _stem(target.name)
        free = any(_AFTER_AIM.match(title, match.end()) for match in re.finditer(re.escape(stem), title))
        if free and not any(stem in name for name in called):
            yield target


def _called_in(reading: Reading, title: str) -> Iterator[Ref]:
    for match in _IN_TITLE.finditer(title):
        name = match.group()[name_start(match.group(), 3 if match.group().endswith("制造业") else 4) :]
        for place in (reading.head.city, reading.head.city[:-1]):
            name = name.removeprefix(place) if len(place) >= 2 else name
        stem = re.sub(r"(?:产业|行业)$", "", name)
        known = reading.industry(name)
        if names_industry(stem) and len(stem) >= 3 and name not in WIDE and not re.search(r"战略性|未来|优势|[的了“”、]", name):
            yield known or Ref(kind="Industry", name=name)


def _known_in(reading: Reading, title: str) -> Iterator[Ref]:
    """Yield the known industries in a title: the widest name of each, by the name that the text gives it."""
    found = [target for target in reading.mentions.naming.inside(title) if target.kind in {"Industry", "Segment"}]
    named = [reading.industry(target.name) or target for target in found]
    for target in dict.fromkeys(named):
        inner = any(
            other != target and _stem(target.name) in other.name and other.name in title for other in named
        ) or (target.name in WIDE and any(other != target for other in named))
        if target.kind == "Industry" and not inner:
            yield target


def _stem(name: str) -> str:
    return re.sub(r"产业$", "", name)


def _covers(reading: Reading, context: Context) -> Iterator[Claim]:
    """``《…》，从甲、乙等方面``; ``…清单，覆盖甲、乙等领域``."""
    for found in context.lists:
        if found.kind != "Topic" or not _COVER.search(found.lead):
            continue
        source = _document(context, found.start)
        own = reading.letter if source is None and reading.letter and _RULES.search(reading.letter.name) else None
        if own is not None and _SCENES.match(found.head):
            # A plan that 围绕甲、乙等领域打造示范场景 covers them.
            for item in item_mentions(context, found, "Topic"):
                yield Claim(own, "COVERS", ref(item), context.start, item.end, "cover", "planned", 0.8)
        if source is None:
            continue
        for item in item_mentions(context, found):
            yield Claim(ref(source), "COVERS", ref(item), source.start, item.end, "cover", "done", 0.88)


def _document(context: Context, at: int) -> Mention | None:
    here = [m for m in context.of("Policy", "Program") if m.end <= at]
    if here:
        return here[-1]
    before = context.previous
    if before is not None and not context.of("Firm", "Platform", "Event"):
        named = before.of("Policy")
        return named[-1] if named else None
    return None


def _events(context: Context) -> Iterator[Claim]:
    """What an event focuses on; its name alone says nothing of that."""
    events = context.of("Event")
    before = context.previous
    held = before.of("Event") if before is not None and not events else ()
    for focus in re.finditer(r"聚焦|围绕|推介", context.text):
        for item in context.after(focus.end(), "Industry", "Segment"):
            for event in held:
                yield Claim(ref(event), "PROMOTES", ref(item), event.start, item.end, "event-focus", "done", 0.85)
        break


def _platforms(reading: Reading, context: Context) -> Iterator[Claim]:
    """A town in a platform's name is where it stands; an industry in it is only a name."""
    for firm in context.of("Firm"):
        yield from _stands_in(context, firm)
    for item in context.of("Platform"):
        for target in reading.mentions.naming.inside(item.name):
            predicate = _of_name(item, target)
            if predicate:
                yield Claim(ref(item), predicate, target, item.start, item.end, "platform-name", confidence=0.78)
        yield from _stands_in(context, item)


def _of_name(item: Mention, target: Ref) -> str:
    """Return how a platform is related to what its name contains; empty if the name does not say."""
    if target.kind == "Town" and item.name.startswith(target.name[:2]):
        return "LOCATED_IN"
    home = re.search(r"[（(]([\u4e00-\u9fa5]{2,4})[）)]", item.name)
    named = home is not None and home.group(1) in {target.name, target.name[:-1]}
    return "LOCATED_IN" if named and target.kind == "Region" else ""


def _stands_in(context: Context, item: Mention) -> Iterator[Claim]:
    """``在某镇规划…产业园``."""
    for place in context.of("Town", "Region", "Platform"):
        # 位于某区的某基地
        lead, gap = context.text[: place.start - context.start], context.text[place.end - context.start :]
        if re.search(r"(?:位于|坐落于|坐落在|地处|定址|选址于|选址)$", lead) and gap.startswith("的") and item.start == place.end + 1:
            yield Claim(ref(item), "LOCATED_IN", ref(place), place.start - 2, item.end, "place", "done", 0.88)
    where = _WHERE.search(context.text[: item.start - context.start])
    for place in context.of("Town", "Region") if where else ():
        if where and place.start - context.start == where.start(1):
            status = "planned" if "规划" in where.group() else ""
            start = context.start + where.start()
            yield Claim(ref(item), "LOCATED_IN", ref(place), start, item.end, "place", status, 0.88)


def _finance(context: Context) -> Iterator[Claim]:
    """``推出甲贷、乙险，为科技型企业…``: the products are for whom the next clause names."""
    before = context.previous
    match = re.match(r"为(?P<who>[\u4e00-\u9fa5]{3,8}?企业)(?:打造|提供|量身)", context.text)
    if match and before is not None:
        for item in before.of("FinancialProduct"):
            target = Ref(kind="Topic", name=match["who"])
            yield Claim(
                ref(item), "SUPPORTS", target, item.start, context.start + match.end("who"), "finance", "done", 0.85
            )


def _funds(reading: Reading, context: Context) -> Iterator[Claim]:
    """``设立某某产业基金``: the fund is for the industry of its name."""
    found = re.search(r"(?:设立|组建|成立|发起)[^，。]{0,20}?(?P<name>[^，。；、的\d]{4,20}?基金)", context.text)
    for target in reading.mentions.naming.inside(found["name"]) if found else ():
        known = reading.industry(target.name) if target.kind in {"Industry", "Segment"} else None
        if found and known:
            fund = Ref(kind="FinancialProduct", name=found["name"])
            end = context.start + found.end("name")
            yield Claim(fund, "SUPPORTS", known, context.start + found.start(), end, "fund", "", 0.82)
            return


def _kinds(context: Context) -> Iterator[Claim]:
    """``甲、乙等丙``: each is a 丙, where 丙 is a named industry or product."""
    for found in context.lists:
        head = next(
            (m for m in context.after(found.head_start - context.start) if m.start - found.head_start <= 1), None
        )
        if head is None or not found.etc:
            continue
        for item in item_mentions(context, found):
            if (item.kind, head.kind) in {
                ("Industry", "Industry"),
                ("Product", "Product"),
                ("Segment", "Industry"),
            } and item.name != head.name:
                yield Claim(ref(item), "IS_A", ref(head), item.start, head.end, "kind", "done", 0.88)


def _products(context: Context) -> Iterator[Claim]:
    """Products named in an industry's section are that industry's, where no firm makes them."""
    topic = context.topic
    if (
        topic is None
        or topic.kind not in {"Industry", "Segment"}
        or context.of("Firm")
        or (context.agent and context.agent.kind == "Firm")
    ):
        return
    brand = re.search(r"培育(?:出|了)|打造", context.text)
    for found in context.lists:
        for item in item_mentions(context, found, "Product"):
            owner = next((m for m in context.before(item.start - context.start, "Industry")), None)
            subject = ref(owner) if owner and brand else topic
            start = (
                owner.start
                if owner and brand
                else (context.topic_start if 0 < item.end - context.topic_start <= 140 else context.start)
            )
            yield Claim(subject, "HAS_PRODUCT", ref(item), start, item.end, "product", "done", 0.82)
    for item in context.of("Product"):
        sold = re.match(r"(?:产量|销量|出口|市场占有率|已实现|销售额|出货量)", context.text[item.end - context.start :])
        if (
            sold
            and not re.search(r"全[市县省国]", context.text)
            and (context.subject is None or context.subject is item or context.subject.kind in {"Region", "Product"})
        ):
            start = context.topic_start if 0 < item.end - context.topic_start <= 140 else context.start
            yield Claim(topic, "HAS_PRODUCT", ref(item), start, item.end, "product", "done", 0.8)


_RULES = re.compile(r"(?:方案|计划|规划|意见|办法|措施|政策|细则|纲要|条例)(?:（[^（）]*）)?$")


def own_targets(reading: Reading) -> Iterator[Claim]:
    """A plan is for the industries that its own title names."""
    start, end = reading.head.title_span
    if reading.letter is None or start == end or not _RULES.search(reading.letter.name):
        return
    for target in _aims_of(reading, reading.letter.name):
        yield Claim(reading.letter, "TARGETS", target, start, end, "title", "done", 0.85)


def heading_topics(reading: Reading) -> Iterator[Claim]:
    """A letter covers the topics of its headings below the first level, freed of their verbs."""
    if reading.letter is None or ("的函" not in reading.letter.name and "答复" not in reading.letter.name):
        return
    for section in reading.outline.sections:
        if (
            not section.title
            or len(section.path) < 2
            or is_run_in(section)
            or re.match(r"关于.*(?:建议|意见|问题)$", section.title)
        ):
            continue
        start = reading.text.find(section.title, section.start)
        verb = _TITLE_VERB.match(section.title)
        stated = re.search(r"(?:较为|明显|加快|完整|持续|不断|稳步|有力|初步)[\u4e00-\u9fa5]{0,4}$", section.title)
        if stated:
            continue
        name = section.title[verb.end() :] if verb else section.title
        name = _TITLE_TAIL.sub("", name)
        if (
            (generic(name) and not (verb and len(name) == 4))
            or start < 0
            or not 3 <= len(name) <= 16
            or re.search(r"[，。“”的]|壮大|跃升|加快|集群$|(?:园|基地|中心|平台|实验室|研究院)$", name)
        ):
            continue
        at = reading.text.find(name, start)
        known = [
            m
            for m in reading.mentions.within(at, at + len(name))
            if m.kind in {"Industry", "Segment", "Topic"} and m.surface == name
        ]
        target = ref(known[0]) if known else Ref(kind="Topic", name=name)
        yield Claim(reading.letter, "COVERS", target, start, start + len(section.title), "heading", "done", 0.75)
