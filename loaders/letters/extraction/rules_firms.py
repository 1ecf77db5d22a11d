"""Rules about firms on a chain: who anchors it, works in it, leads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import WIDE, Context, Reading
from loaders.letters.extraction.rules_chain import AND_KINDS, industry, item_mentions, ref, topic_from
from loaders.letters.extraction.rules_phrases import names_a_link, names_links

_ROLE = re.compile(r"链主企业|龙头骨干企业|龙头企业|独角兽企业|领军企业|骨干企业|头部企业|单打冠军|隐形冠军|领头雁")
_FORM = re.compile(r"形成|构建|打造|发展")
_GOES_ON = re.compile(
    r"，?(?:重点|大力|加快|着力|积极|初步|基本|已|逐步)*(?:形成|构建|打造|发展|建设|做强|做大|培育|布局|壮大)"
)
_SORT = re.compile(
    r"(?:领域)?(?:“[^“”]{2,6}”|龙头|骨干|重点|领军|优质|规上|链主|头部|知名|代表性?|专精特新)*(?:企业|公司)"
)
_IN_IT = re.compile(
    r"(?:拥有|(?<!还)有|集聚|汇聚|聚集|涌现)(?:了|出)?(?:包括|以)?｜[^，。；]{0,30}(?:企业|公司|厂商|$)|｜[^，。；]{0,10}?(?:龙头|骨干|领军|链主|头部)[^，。；]{0,4}企业"
)
_OTHER_DEED = re.compile(r"建成|入选|入围|获评|获批|通过|上市(?!公司)|投资|参加|参展|签约|有意|洽谈")
_COURTED = re.compile(r"(?:对接|招引|瞄准|洽谈|接洽|拟引进|谋划引进|争取引进|力争引进|盯紧|跟踪)[^，]{0,6}$")
_GATHER = re.compile(r"(?:集聚|汇聚|聚集|培育|引进|拥有|涌现|依托)")


def firm_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what a clause says of firms and the chains they are on."""
    yield from _anchors(reading, context)
    yield from _formed(context)
    yield from _stand_for(context)
    yield from _members(reading, context)
    yield from _leaders(context)
    yield from _is_role(context)
    yield from _as_role(context)


def _anchors(reading: Reading, context: Context) -> Iterator[Claim]:
    """``风电领域，依托甲形成…链``: 甲 anchors 风电."""
    if context.topic is None or context.topic.kind not in AND_KINDS or not context.text.lstrip().startswith("依托"):
        return
    if names_links(context):
        return
    stop = re.search(r"[。；\n]", reading.text[context.start : context.start + 200])
    following = reading.text[context.clause.end : context.start + (stop.start() if stop else 200)]
    if not (_FORM.search(context.text) or _GOES_ON.match(following)):
        return
    for item in context.of("Firm", "Platform"):
        lead = context.text[: item.start - context.start]
        if "形成" in lead or "构建" in lead or "搭建" in lead:
            break
        yield Claim(ref(item), "ANCHORS", context.topic, topic_from(context, item), item.end, "anchor", confidence=0.85)


_FORMED = re.compile(r"(?:形成|构建|打造|培育壮大|培育|壮大|做大做强|建设|建成|做强)(?:了|起|出)?")


def _formed(context: Context) -> Iterator[Claim]:
    """``依托甲、乙等企业，形成某某产业集群``: they anchor the cluster or chain that is formed."""
    here = "依托" in context.text and bool(context.of("Firm"))
    told = context if here else context.previous
    if told is None or "依托" not in told.text or told.clause.part != context.clause.part:
        return
    at = told.text.index("依托")
    for found in told.lists:
        firms = [m for m in told.of("Firm") if found.start <= m.start < found.end]
        if not firms or not 2 <= firms[0].start - told.start - at <= 4:
            continue
        begin = found.end - context.start if here else 0
        verb = _FORMED.search(context.text, max(begin, 0))
        goal = next(iter(context.after(verb.end(), "Cluster", "Industry")), None) if verb else None
        if verb is None or goal is None or len(context.text[verb.end() : goal.start - context.start]) > 14:
            continue
        whole = goal.kind == "Cluster" or re.match(r"产业链|完整|链条", context.text[goal.end - context.start :])
        for firm in firms if whole or goal.name.endswith("产业") else ():
            yield Claim(ref(firm), "ANCHORS", ref(goal), told.start, goal.end, "anchor", "", 0.84)


def _stand_for(context: Context) -> Iterator[Claim]:
    """``以甲、乙等为代表的某某集群``: they anchor it."""
    for cluster in context.of("Cluster"):
        led = re.search(
            r"以(?P<list>[^，。；]+?)为(?:代表|龙头|核心|引领)的$", context.text[: cluster.start - context.start]
        )
        for firm in context.of("Firm") if led else ():
            if led and led.start("list") <= firm.start - context.start < led.end("list"):
                yield Claim(ref(firm), "ANCHORS", ref(cluster), firm.start, cluster.end, "anchor", "", 0.86)


def _members(reading: Reading, context: Context) -> Iterator[Claim]:
    """A firm named in the section of an industry works in it, when the clause names no other industry for it."""
    if names_a_link(context) or names_links(context) or re.search(r"担任|作为链主|为链主", context.text):
        return
    own = context.of("Industry")
    for found in context.lists:
        firms = item_mentions(context, found, "Firm")
        if not firms or _COURTED.search(context.text[: firms[0].start - context.start]):
            # Who is courted is not there yet.
            continue
        owner = next(
            (
                m
                for m in reversed(own)
                if m.end <= firms[0].start
                and _GATHER.search(context.text[m.end - context.start : firms[0].start - context.start])
            ),
            None,
        )
        driven = next(
            (
                m
                for m in own
                if m.start > firms[-1].end
                and re.search(r"带动|推动|助力", context.text[firms[-1].end - context.start : m.start - context.start])
            ),
            None,
        )
        head = next((m for m in own if _heads(context, found.head_start, m)), None)
        head = head if head and _SORT.match(context.text[head.end - context.start :]) else None
        # 甲、乙等康养企业: the head of the list says the industry.
        after = head or driven or _stood_for(context, own, found.head_start, found.etc)
        led = None if owner or after else _sentence_industry(reading, context, firms[0])
        if led is not None:
            for firm in firms:
                yield Claim(ref(firm), "MEMBER_OF_CHAIN", led[0], led[1], firm.end, "member", confidence=0.84)
            continue
        target = ref(owner) if owner else ref(after) if after else industry(context)
        guessed = target is None
        if target is None and _IN_IT.search(found.lead + "｜" + found.head) and not _OTHER_DEED.search(found.head):
            # In a paper on one industry the firms that a place has are that industry's; those at a fair need not be.
            told = reading.text[reading.text.rfind("。", 0, firms[0].start) + 1 : firms[0].start]
            other = re.match(r"[^，。；]{0,6}项目|(?:企业|公司)?为(?:代表|龙头|核心)的[^，。；]{2,20}", found.head)
            target = None if other or re.search(r"参展", told) or not _on_main(reading, context, told) else reading.main
        if target is None or re.search(r"依托", found.lead[-4:]):
            continue
        for firm in firms:
            start = owner.start if owner else firm.start if after else topic_from(context, firm)
            end = (after or firm).end if not owner else firm.end
            sure = 0.72 if guessed else 0.85
            yield Claim(ref(firm), "MEMBER_OF_CHAIN", target, start, end, "member", confidence=sure)


_PRAISE = re.compile(r"(?:一?大?批|一系列|多家|众多|重点|知名|优质|骨干|龙头|领军|国内外|本土|的)*")


def _heads(context: Context, at: int, item: Mention) -> bool:
    """Tell whether an industry opens the head of a list, after words that only praise: 等一大批重点某某企业."""
    if not -1 <= item.start - at <= 10:
        return False
    return item.start - at <= 4 or bool(_PRAISE.fullmatch(context.text, at - context.start, item.start - context.start))


def _on_main(reading: Reading, context: Context, told: str) -> bool:
    """Tell whether a sentence speaks of the one industry of its paper, and of no park or other industry."""
    here: Context | None = context
    clear = True
    while here is not None:
        if any(ref(m) == reading.main for m in here.of("Industry")) or re.search(r"该产业|集群内", told):
            return True
        others = any(m.name not in WIDE for m in here.of("Industry", "Segment"))
        clear = clear and not others and not here.of("Platform", "Town")
        here = here.previous
    return clear


def _stood_for(context: Context, own: tuple[Mention, ...], at: int, listed: bool) -> Mention | None:
    """``以甲、乙等企业为代表的某某产业``: the industry that they stand for."""
    for item in (*own, *context.of("Segment")) if listed else ():
        between = context.text[at - context.start : item.start - context.start]
        rest = context.text[item.end - context.start :]
        if re.fullmatch(r"(?:[^，。；、]{0,6}企业|公司)?为(?:代表|龙头|引领|主)的", between) and re.match(
            r"(?:产业链?|行业|领域)?(?:企业|公司|集群)?(?=$|[，。；])", rest
        ):
            return item
    return None


def _sentence_industry(reading: Reading, context: Context, firm: Mention) -> tuple[Ref, int] | None:
    """``某产业产值…，甲、乙等龙头企业满产``: the industry, or its cluster, that opens the sentence."""
    if re.search(r"依托|支持|推动|引进", context.text[: firm.start - context.start]):
        return None
    before = context.previous
    while before is not None and before.clause.part == context.clause.part:
        subject = before.subject
        if subject is not None and not before.carried:
            joined = re.match(r"[和与及、]", before.text[subject.end - before.start :])
            if subject.kind == "Industry" and joined:
                # 甲和乙产业增长，某某、某某等企业满产: of which of the two nobody can say.
                return None
            if subject.kind == "Industry" and subject.name not in WIDE:
                return ref(subject), subject.start
            if subject.kind == "Cluster":
                name = reading.mentions.naming.parts(re.sub(r"(?:产业)?集群圈?$", "", subject.name))[1]
                return (reading.industry(name) or Ref(kind="Industry", name=name), subject.start) if name else None
            return None
        before = before.previous
    return None


def _leaders(context: Context) -> Iterator[Claim]:
    """``以甲为链主企业的乙``, ``甲、乙等龙头企业``, ``独角兽企业甲``."""
    yield from _chain_leader(context)
    for found in context.lists:
        # 认定甲、乙等18家企业为…链主企业 names the role further on.
        role = _ROLE.search(found.head[: 44 if re.match(r"[^，]{0,8}企业为", found.head) else 20])
        if role and "专精特新" not in found.head[: role.start()]:
            end = found.head_start + role.end()
            for firm in item_mentions(context, found, "Firm"):
                yield Claim(ref(firm), "HAS_ROLE", _role(role.group()), firm.start, end, "role", "", 0.9)
                yield from _origin(context, firm, found.head[: role.start()], end)
    for match in _ROLE.finditer(context.text):
        yield from _after_role(context, match)


_IS_ROLE = re.compile(
    r"(?:是|系|为|作为|已成为)[^，。；]{0,24}?(?P<role>链主企业|龙头骨干企业|龙头企业|领军企业|骨干企业|独角兽企业|隐形冠军|单项冠军)(?=$|[，、])"
)


def _is_role(context: Context) -> Iterator[Claim]:
    """``某公司是某园的龙头企业``."""
    firm = context.subject
    if firm is None or firm.kind != "Firm" or context.carried:
        return
    found = _IS_ROLE.match(context.text, firm.end - context.start)
    if found:
        end = context.start + found.end()
        yield Claim(ref(firm), "HAS_ROLE", _role(found["role"]), firm.start, end, "role", "done", 0.86)


def _chain_leader(context: Context) -> Iterator[Claim]:
    for led in re.finditer(r"以([^，、为]{2,12})为链主(?:企业)?的?", context.text):
        yield from _led_by(context, led)


def _led_by(context: Context, led: re.Match[str]) -> Iterator[Claim]:
    """``以甲为链主的某某产业``: 甲 leads it; else it leads the industry of the section."""
    firm = next((m for m in context.of("Firm") if m.start - context.start == led.start(1)), None)
    if firm is None:
        return
    end = context.start + led.end()
    yield Claim(ref(firm), "HAS_ROLE", _role("链主企业"), firm.start, end, "role", "done", 0.9)
    for whole in context.after(led.end(), "Platform", "Industry", "Segment")[:1]:
        yield Claim(ref(firm), "CHAIN_LEADER_OF", ref(whole), firm.start, whole.end, "role", "done", 0.9)
        return
    target = None if re.match(r"(?:该)?集群", context.text.lstrip()) else industry(context)
    if target is not None:
        start = topic_from(context, firm)
        yield Claim(ref(firm), "CHAIN_LEADER_OF", target, start, end, "role", "done", 0.85)


def _after_role(context: Context, match: re.Match[str]) -> Iterator[Claim]:
    """``人工智能领域独角兽企业甲``: the firm stands right after its role."""
    firm = next(iter(context.after(match.end(), "Firm")), None)
    if firm is None or firm.start - context.start - match.end() > 1:
        return
    if context.text[: match.start()].endswith(("原", "前")):
        return
    start = context.start + match.start()
    yield Claim(ref(firm), "HAS_ROLE", _role(match.group()), start, firm.end, "role", "done", 0.9)
    before = context.before(match.start(), "Industry", "Segment")
    if before and context.text[before[-1].end - context.start : match.start()] in {"领域", "行业", "产业", ""}:
        for item in before[-2:]:
            yield Claim(ref(firm), "MEMBER_OF_CHAIN", ref(item), item.start, firm.end, "role", "done", 0.85)


def _role(name: str) -> Ref:
    return Ref(kind="Role", name=name)


def _origin(context: Context, firm: Mention, words: str, end: int) -> Iterator[Claim]:
    for region in context.after(firm.end - context.start, "Region"):
        if region.end <= end and words.endswith(region.surface) and not re.match(r"我|全", region.surface):
            yield Claim(ref(firm), "ORIGINATES_FROM", ref(region), firm.start, end, "origin", "done", 0.85)


def _as_role(context: Context) -> Iterator[Claim]:
    """``以甲、乙为“领头雁”``."""
    match = re.search(r"^以.*为“?(领头雁|主力军|排头兵|先导|主引擎)”?$", context.text)
    if match:
        for item in context.of("Industry", "Segment"):
            role = Ref(kind="Role", name=match.group(1))
            yield Claim(ref(item), "HAS_ROLE", role, item.start, context.clause.end, "role", confidence=0.9)
