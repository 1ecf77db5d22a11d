"""Rules about deeds: what the city, firms and institutes build, hold, issue, win, develop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.programs import HONOUR_VERB
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.rules_chain import item_mentions, ref
from loaders.letters.extraction.rules_phrases import heading_cluster

_DEVELOP = re.compile(r"(?:自主研发|研发|研制|开发)(?:的|了|出)?")
_RELEASE = re.compile(r"(?:推出|发布|构建|打造|上线)(?:了)?")
_PRODUCE = re.compile(r"(?:生产|建成的|制造)(?:的|了)?")
_SECOND = re.compile(r"应用于|运用于|服务于|用于")
_COOP = re.compile(r"(?:与|和|同|联合|携手|深化与|加强与)")
_AREA = re.compile(r"(?:示范区|试验区|先导区|先行区|示范县|示范市|集聚区)$")
_BARE_LEAD = r"(?:成功|先后|已|并|再次|首次|连续|均|[我全][市县区]|20\d\d\s*年|今年|去年|\s)*"


def deed_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what a clause says somebody did or will do."""
    yield from _honours(reading, context)
    yield from _develops(context)
    yield from _applied(context)
    yield from _institute(context)
    yield from _invests(context)


def _honours(reading: Reading, context: Context) -> Iterator[Claim]:
    """``甲入选某名单``: the subject is the mention before the verb, else the one carried over, else the city."""
    yield from _named_after(context)
    programs = context.of("Program")
    if not programs:
        return
    for verb in HONOUR_VERB.finditer(context.text):
        objects = [m for m in programs if 0 <= m.start - context.start - verb.end() <= 14]
        objects += [
            m
            for m in programs
            if objects
            and objects[0].end <= m.start
            and re.fullmatch(
                r".{0,2}[、和”“]+.{0,2}", context.text[objects[0].end - context.start : m.start - context.start]
            )
        ]
        owners = _owners(reading, context, verb.start())
        if re.search(r"申报$", context.text[: verb.start()]) or not owners:
            continue
        start = min((owner.start for owner in owners if isinstance(owner, Mention)), default=context.start)
        for item in objects:
            for owner in owners:
                subject = ref(owner) if isinstance(owner, Mention) else owner
                if reading.city and (
                    (re.search(r"(?:城市|示范市)$", item.name) and subject.kind not in {"Region", "Town"})
                    or (_AREA.search(item.name) and subject.kind in {"Industry", "Segment"})
                ):
                    # Only a city becomes a model city, whatever the clause spoke of before.
                    subject = reading.city
                begin = owner.start if isinstance(owner, Mention) else context.start
                begin = begin if item.end - begin <= 160 else start
                yield Claim(subject, "HONOURED_BY", ref(item), begin, item.end, "honour", confidence=0.88)
    yield from _titles(reading, context)
    yield from _listed_honour(context)
    yield from _cluster_honour(reading, context)


def _owners(reading: Reading, context: Context, at: int) -> list[Mention | Ref]:
    before = context.before(at, "Firm", "Cluster", "Product", "Platform", "Region", "Town", "Project")
    for found in context.lists:
        listed = item_mentions(context, found, "Firm", "Cluster", "Product", "Platform")
        if listed and found.end - context.start <= at and (found.etc or found.items[-1].end - context.start >= at - 3):
            return list(listed)
    row = _row(context, before, at)
    if len(row) >= 2:
        return list(row)
    tail = re.search(r"其“[^“”]+”(?:实践|案例|项目)$", context.text[:at])
    if before and not tail:
        return _owner_here(reading, context, before, at)
    if tail and context.agent is not None:
        return [context.agent]
    return _owner_before(reading, context, context.text[:at].strip())


def _owner_here(reading: Reading, context: Context, before: tuple[Mention, ...], at: int) -> list[Mention | Ref]:
    """The name right before the verb, if nothing says that another is meant."""
    last = before[-1]
    between = context.text[last.end - context.start : at]
    if re.search(r"\d+\s*[家个户]", between):
        # 某市3家企业上榜: the firms are honoured, not the city.
        return []
    place = last.kind in {"Region", "Town"}
    if place and not re.fullmatch(_BARE_LEAD + r"(?:被|也|还|正式|一并|同步|成为)*", between):
        # 某市甲、乙入选: whose names no rule knows are not the city.
        return []
    if re.search(r"被$", context.text[: last.start - context.start]) and last.kind in {"Organisation", "Platform"}:
        return [before[-2]] if len(before) > 1 else [reading.city] if reading.city else []
    if len(between) <= 10 and not re.search(r"[的]", between):
        return [last]
    if not context.carried and context.subject is not None and len(between) <= 24:
        return [context.subject]
    return []


def _owner_before(reading: Reading, context: Context, lead: str) -> list[Mention | Ref]:
    """Whom the sentence is about, where the verb opens its clause; else the place itself."""
    formed = context.previous.of("Cluster", "Platform") if context.previous is not None else ()
    if (
        formed
        and context.previous is not None
        and context.previous.clause.end - formed[-1].end <= 1
        and context.carried
        and (context.subject is None or context.subject.kind == "Region")
    ):
        return [formed[-1]]
    if context.subject is not None:
        opens = re.fullmatch(_BARE_LEAD + r"(?:被(?:[\u4e00-\u9fa5]{2,14})?|也|还|则|正式|同时|其)*", lead)
        return [context.subject] if opens else []
    # After a clause whose subject no rule knows, nobody can say who was honoured.
    unknown = context.previous is not None and not re.search(r"[我全][市县区镇]", lead)
    return [reading.city] if reading.city and re.fullmatch(_BARE_LEAD, lead) and not unknown else []


def _row(context: Context, before: tuple[Mention, ...], at: int) -> tuple[Mention, ...]:
    """The names joined by 、 right before the verb: 甲、乙、丙获评…."""
    if not before or len(context.text[before[-1].end - context.start : at]) > 6:
        return ()
    chosen = [before[-1]]
    for item in reversed(before[:-1]):
        gap = context.text[item.end - context.start : chosen[-1].start - context.start]
        if item.kind != chosen[-1].kind or gap not in {"、", "和", "及", "与", "”“", "”、“"}:
            break
        chosen.append(item)
    return tuple(reversed(chosen)) if before[-1].kind != "Region" else ()


def _cluster_honour(reading: Reading, context: Context) -> Iterator[Claim]:
    """``集群获评…``: the cluster that heads the paragraph."""
    if not re.match(r"(?:该|产业)?集群(?:成功|先后)?(?:获|入选|被)", context.text.lstrip()):
        return
    cluster = heading_cluster(reading, context)
    for item in context.of("Program")[:1] if cluster else ():
        if cluster:
            yield Claim(cluster, "HONOURED_BY", ref(item), context.start, item.end, "honour", "", 0.84)


def _named_after(context: Context) -> Iterator[Claim]:
    """``新增某某企业2家，分别为甲、乙``."""
    before = context.previous
    if before is None or not re.match(r"(?:分别(?:为|是)|即|包括)", context.text.lstrip()):
        return
    programs = before.of("Program")
    counted = programs and re.match(
        r"”?\s*(?:达|共)?\s*[\d一二两三四五六七八九十]+\s*[家个户]", before.text[programs[-1].end - before.start :]
    )
    for firm in context.of("Firm", "Platform") if counted else ():
        yield Claim(ref(firm), "HONOURED_BY", ref(programs[-1]), programs[-1].start, firm.end, "honour", "done", 0.86)


def _listed_honour(context: Context) -> Iterator[Claim]:
    """``甲等一批国家级专精特新“小巨人”企业``: the head of the list is the honour."""
    for found in context.lists:
        for program in context.after(found.head_start - context.start, "Program")[:1]:
            if program.start - found.head_start > 40 or re.search(
                r"[入获列]", context.text[found.head_start - context.start : program.start - context.start]
            ):
                continue
            for firm in item_mentions(context, found, "Firm"):
                yield Claim(ref(firm), "HONOURED_BY", ref(program), firm.start, program.end, "honour", "done", 0.85)


def _titles(reading: Reading, context: Context) -> Iterator[Claim]:
    """``拥有甲、乙等称号`` belongs to the industry of the section, else to the city."""
    for found in context.lists:
        if found.kind == "Program" and re.search(r"拥有|荣获|获", found.lead[-6:]):
            owner = context.topic if context.topic and context.topic.kind == "Industry" else reading.city
            for item in item_mentions(context, found, "Program"):
                if owner:
                    start = (
                        context.topic_start
                        if owner == context.topic and item.end - context.topic_start <= 140
                        else context.start
                    )
                    yield Claim(owner, "HONOURED_BY", ref(item), start, item.end, "honour", "done", 0.8)


def _develops(context: Context) -> Iterator[Claim]:
    subject = context.subject
    remark = re.search(r"（(?:研制|研发|开发)", context.text)
    for pattern, predicate in ((_DEVELOP, "DEVELOPED"), (_RELEASE, "DEVELOPED"), (_PRODUCE, "PRODUCES")):
        for verb in pattern.finditer(context.text):
            item = next(iter(context.after(verb.end(), "Product", "Technology")), None)
            if (
                item is None
                or item.start - context.start - verb.end() > 24
                or re.search(r"[、\d]", context.text[verb.end() : item.start - context.start])
            ):
                continue
            makers = context.before(verb.start() + (1 if remark else 0), "Firm", "Platform")
            maker = makers[-1] if makers else subject or _only_firm(context)
            if maker is not None and maker.kind in {"Firm", "Platform"}:
                yield Claim(ref(maker), predicate, ref(item), maker.start, item.end, "develop", "done", 0.88)
                break
    made = re.search(r"专注于|主营|主要生产", context.text)
    if made and subject is not None and subject.kind == "Firm":
        for item in context.after(made.end(), "Product")[:1]:
            yield Claim(ref(subject), "PRODUCES", ref(item), subject.start, item.end, "develop", "done", 0.85)
            if re.search(r"设计|研发", context.text[item.end - context.start :]):
                yield Claim(ref(subject), "DEVELOPED", ref(item), subject.start, item.end, "develop", "done", 0.82)
    if subject is not None and subject.kind == "Firm" and not context.carried:
        item = next(iter(context.after(subject.end - context.start, "Product")), None)
        if item is not None and item.start - subject.end <= 1:
            yield Claim(ref(subject), "PRODUCES", ref(item), subject.start, item.end, "develop", "done", 0.85)


def _only_firm(context: Context) -> Mention | None:
    """The one firm of the clause before, where this clause goes on with 研发的…."""
    before = context.previous.of("Firm") if context.previous is not None else ()
    return before[0] if len(before) == 1 and re.match(r"(?:自主)?研发|研制", context.text) else None


def _applied(context: Context) -> Iterator[Claim]:
    """``产品应用于甲、乙等领域``: the product is the one named last before."""
    match = _SECOND.search(context.text)
    if not match:
        return
    product = next(iter(reversed(context.before(match.start(), "Product", "Technology"))), None)
    before = context.previous
    if product is None and before is not None:
        product = next(iter(reversed(before.of("Product"))), None)
    if product is None:
        return
    for item in context.after(match.end(), "Topic", "Industry", "Segment"):
        yield Claim(ref(product), "APPLIED_IN", ref(item), product.start, item.end, "applied", "done", 0.88)


def _institute(context: Context) -> Iterator[Claim]:
    """What institutes host, apply for and try out."""
    subject = context.subject
    plates = re.search(r"挂牌(?:成立)?", context.text)
    if plates and subject is not None and subject.kind == "Platform":
        for item in context.after(plates.end(), "Platform", "Program")[:1]:
            yield Claim(ref(subject), "HOSTS", ref(item), subject.start, item.end, "host", "done", 0.85)
    applies = re.search(r"(?<!成功)申报", context.text)
    if applies:
        for item in context.after(applies.end(), "Program", "Platform")[:2]:
            for owner in context.before(applies.start(), "Platform", "Firm"):
                yield Claim(
                    ref(owner),
                    "APPLIES_FOR",
                    Ref(kind="Program", name=item.name),
                    owner.start,
                    item.end,
                    "apply",
                    "applied",
                    0.88,
                )
    tried = re.search(r"在(?P<where>[^，]{2,30})(?:实施|试行|开展|推行)", context.text)
    if tried:
        for item in context.after(tried.end(), "Program")[:1]:
            for where in context.before(tried.end(), "Platform", "Town"):
                yield Claim(ref(where), "PILOTS", ref(item), where.start, item.end, "pilot", "done", 0.88)


def _invests(context: Context) -> Iterator[Claim]:
    verb = re.search(r"落户|落地|增资扩产|投资建设", context.text)
    if not verb:
        return
    region = next(iter(context.after(verb.start(), "Region", "Town")), None)
    if region is None or region.start - context.start - verb.end() > 3:
        return
    for firm in context.before(verb.start(), "Firm"):
        yield Claim(ref(firm), "INVESTS_IN", ref(region), firm.start, region.end, "invest", "done", 0.85)
