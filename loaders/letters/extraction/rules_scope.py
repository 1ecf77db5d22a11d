"""Rules about scope: what policies, events, platforms and products are for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.rules_chain import item_mentions, ref
from loaders.letters.extraction.rules_titles import RULES, policy_targets

_COVER = re.compile(r"(?:从|围绕|覆盖|涵盖|聚焦|包括|涉及)")
_SCENES = re.compile(r"(?:重点)?(?:领域|场景|方面)")
_WHERE = re.compile(r"在([^，在]{2,10}?)(?:规划|建设|建成|设立|打造|布局)")


def scope_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what the things of a clause are for."""
    yield from policy_targets(reading, context)
    yield from _covers(reading, context)
    yield from _events(context)
    yield from _platforms(reading, context)
    yield from _finance(context)
    yield from _funds(reading, context)
    yield from _kinds(context)
    yield from _products(context)


def _covers(reading: Reading, context: Context) -> Iterator[Claim]:
    """``《…》，从甲、乙等方面``; ``…清单，覆盖甲、乙等领域``."""
    for found in context.lists:
        if found.kind != "Topic" or not _COVER.search(found.lead):
            continue
        source = _document(context, found.start)
        own = reading.letter if source is None and reading.letter and RULES.search(reading.letter.name) else None
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
    for event in events:
        held_in = re.search(
            r"在[^，。在]{2,12}?(?:举办|举行|召开|开幕)的?$", context.text[: event.start - context.start]
        )
        for place in context.before(held_in.end(), "Region", "Town")[-1:] if held_in else ():
            if held_in and place.start - context.start > held_in.start():
                yield Claim(ref(event), "LOCATED_IN", ref(place), place.start, event.end, "event", "", 0.86)
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
        if (
            re.search(r"(?:位于|坐落于|坐落在|地处|定址|选址于|选址)$", lead)
            and gap.startswith("的")
            and item.start == place.end + 1
        ):
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
        if re.match(r"产?业?(?:全?链|全产业链)", context.text[head.end - context.start :]):
            # 涵盖甲、乙等某产业全链条: they are on its chain, and no kind of it.
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
