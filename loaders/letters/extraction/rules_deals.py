"""Rules on who builds, invests, moves, joins and applies where: the doer is the name nearest before the verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.figure_cases import CUT
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.rules_chain import ref

_RAISES = re.compile(r"规划建设|建成|建设|打造|共建|兴建|新建|扩建|设立|组建|搭建")
_CARRIER = re.compile(r"以(?P<what>[^，。；]{2,60}?)(?:等)?为(?:主要|重要)?(?:载体|核心区|承载地)")
_SETTLES = re.compile(r"(?:先后|相继|均|已|正式|成功)*(?:落户|落地|入驻|布局|选址)(?:于|在|到)?")
_INVESTS = re.compile(r"投资|增资|扩产|扩建|投建|设立(?=[^，。；]{0,6}(?:总部|基地|工厂|生产线))")
_JOINS = re.compile(
    r"(?:与|和|联合|携手|会同)(?P<who>[^，。；]{2,30}?)(?:等(?:高校|院校|单位|企业)?)?(?:共建|合作|联合(?:共建|研发|成立)|签订|签约|共同|成立|组建|建立|开发(?!区)|研发)"
)
_TO_PLACES = re.compile(
    r"(?:联合|携手|赴|对接|加强与|深化与)(?P<who>[^，。；]{2,30}?)(?:等(?:地|市|城市)?)?(?:的|产业)*(?:开通|开展|共建|打造|建立|组建|合作|对接|协同|考察|招商|交流|举办)"
)
_MERGES = re.compile(
    r"(?:推动|促进|加快|推进|深化|引导)?(?P<one>[^，。；、与和]{2,12}?)(?:与|和|同)(?P<rest>[^，。；]{2,40}?)(?:等)?(?:传统)?(?:产业|行业)?(?:深度|跨界|协同)*融合"
)
_ORIGIN = re.compile(r"^(?:的|籍)?(?:企业)?$")


def deal_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield what a clause says of places, partners and investments."""
    yield from _raised_in(context)
    yield from _carried_by(context)
    yield from _settled(reading, context)
    yield from _invested(reading, context)
    yield from _origins(reading, context)
    yield from _partners(context)
    yield from _cities(reading, context)
    yield from _merged(reading, context)
    yield from _applies(reading, context)
    yield from _made(reading, context)


def doers(context: Context, at: int, *kinds: str) -> tuple[Mention, ...]:
    """Return the names of ``kinds`` right before the verb at ``at``, a whole list of them if it is one."""
    before = context.before(at, *kinds)
    if not before or not re.fullmatch(r"[^，、的]{0,14}", context.text[before[-1].end - context.start : at]):
        return ()
    chosen = [before[-1]]
    for item in reversed(before[:-1]):
        gap = context.text[item.end - context.start : chosen[-1].start - context.start]
        if not re.fullmatch(r"[、和与及](?:[\u4e00-\u9fa5]{2,4}[区县市])?", gap):
            break
        chosen.append(item)
    return tuple(reversed(chosen))


def _raised_in(context: Context) -> Iterator[Claim]:
    """``某区某镇建成某园``: the town builds it, and there it stands; ``某公司建设某基地``: the firm does."""
    for item in context.of("Platform", "Project"):
        verbs = list(_RAISES.finditer(context.text, 0, item.start - context.start))
        if not verbs or "，" in context.text[verbs[-1].end() : item.start - context.start]:
            continue
        verb = verbs[-1]
        if _counts(context, item):
            continue
        if len(context.text[verb.end() : item.start - context.start]) > 12:
            continue
        makers = _places_before(context, verb.start()) or _firms_before(context, verb.start())
        for maker in makers:
            done = re.search(r"建成|设立|组建|搭建", verb.group())
            status = "" if done or re.search(r"已|投产|竣工", context.text) else "planned"
            yield Claim(ref(maker), "BUILDS", ref(item), maker.start, item.end, "raise", status, 0.75)
            if maker.kind in {"Town", "Region"} and done and len(makers) == 1:
                yield Claim(ref(item), "LOCATED_IN", ref(maker), maker.start, item.end, "raise", "", 0.85)


def _counts(context: Context, item: Mention) -> bool:
    """Tell whether a number follows: 产业基地3个 counts a class and names no place."""
    return bool(re.match(r"(?:（[^（）]*）)?\s*(?:达|超|约|近|共)?\s*\d", context.text[item.end - context.start :]))


def _places_before(context: Context, at: int) -> tuple[Mention, ...]:
    """The towns or districts right before the verb; 我市 and cities are no districts."""
    towns = doers(context, at, "Town")
    districts = [
        m
        for m in doers(context, at, "Region")
        if (re.search(r"[区县市]$", m.surface) and m.end - m.start >= 3)
        or (
            m.end - context.start == at
            and re.search(r"(?:支持|指导|鼓励|帮助)$", context.text[: m.start - context.start])
        )
    ]
    found = towns or tuple(districts)
    # 在某区规划建设 says where, 与某区共建 with whom: neither says who builds.
    lead = context.text[: found[0].start - context.start] if found else ""
    wider = [m for m in context.of("Region") if found and m.end == found[0].start]
    lead = context.text[: wider[0].start - context.start] if wider else lead
    return () if re.search(r"(?:[在于与和]|联合|携手|位于)$", lead) else found


def _firms_before(context: Context, at: int) -> tuple[Mention, ...]:
    before = context.before(at, "Firm")
    if not before or (context.subject is not None and context.subject.kind == "Platform"):
        return ()
    row = context.listed(before[0])
    # 甲、乙等8家企业共同出资建设的某院: each of them.
    joint = row is not None and row.etc and re.match(r"[^，。；]{0,12}企业(?:共同|联合|合作)", row.head)
    return tuple(m for m in before if row and row.start <= m.start < row.end) if joint else before[:1]


def builder(context: Context, item: Mention) -> bool:
    """Tell whether a firm or a town is said to build ``item``, or nobody one thing: the city does not."""
    if _counts(context, item):
        return True
    verbs = list(_RAISES.finditer(context.text, 0, item.start - context.start))
    at = verbs[-1].start() if verbs else 0
    return bool(verbs and (_places_before(context, at) or context.before(at, "Firm")))


def _carried_by(context: Context) -> Iterator[Claim]:
    """``某镇以甲园、乙城为载体``."""
    found = _CARRIER.search(context.text)
    place = next(iter(reversed(context.before(found.start(), "Town", "Region"))), None) if found else None
    if found and place and found.start() - (place.end - context.start) <= 1:
        for item in context.of("Platform"):
            if found.start() <= item.start - context.start < found.end():
                yield Claim(ref(item), "LOCATED_IN", ref(place), place.start, item.end, "place", "done", 0.85)


def _settled(reading: Reading, context: Context) -> Iterator[Claim]:
    """``甲、乙先后落户``: in the town that follows, else in the one that the sentence is about."""
    found = _SETTLES.search(context.text)
    if not found:
        return
    after = [
        m
        for m in context.after(found.end(), "Town", "Region", "Platform")
        if m.start - context.start - found.end() <= 3
    ]
    carried = context.subject if context.subject is not None and context.subject.kind == "Town" else None
    place = after[-1] if after else carried if found.end() >= len(context.text.rstrip()) else None
    if place is None and found.end() >= len(context.text.rstrip()):
        place = _town_before(context)
    home = reading.city if reading.city is not None and reading.city.kind in {"Region", "Town"} else None
    if place is None and home is not None and found.end() >= len(context.text.rstrip()):
        # 甲、乙等一批企业已相继入驻, of a paper on its own place: there they are.
        settlers = doers(context, found.start(), "Firm") if context.carried or context.several else ()
        last = max((item.end for item in settlers), default=context.start) - context.start
        for item in settlers if "项目" not in context.text[last : found.start()] else ():
            yield Claim(ref(item), "LOCATED_IN", home, item.start, context.start + found.end(), "place", "", 0.8)
    movers = doers(context, found.start(), "Platform", "Firm", "Project")
    if not movers and found.start() == 0 and after and context.carried and not context.several:
        # 某中心由甲与乙共建，落户某区: the subject of the sentence goes on.
        movers = (context.subject,) if context.subject and context.subject.kind in {"Platform", "Project"} else ()
    for item in movers if place else ():
        if place and item is not place and (item.kind != "Firm" or after):
            predicate = "INVESTS_IN" if item.kind == "Firm" and place.kind == "Region" else "LOCATED_IN"
            start, end = min(item.start, place.start), max(place.end, context.start + found.end())
            aimed = re.search(r"推动|争取|力争|拟|计划|促成|加快", context.text[: found.start()])
            status = "planned" if aimed else ""
            yield Claim(ref(item), predicate, ref(place), start, end, "place", status, 0.85)


def _town_before(context: Context) -> Mention | None:
    before = context.previous
    while before is not None:
        towns = before.of("Town")
        if towns:
            return towns[-1] if len(towns) == 1 else None
        before = before.previous
    return None


def _invested(reading: Reading, context: Context) -> Iterator[Claim]:
    """``甲在某区投资…``; ``深圳企业甲投资8亿元建设…`` is an investment in the place that tells of it."""
    verb = _INVESTS.search(context.text)
    firms = doers(context, verb.start(), "Firm") if verb else ()
    firms = tuple(firm for firm in firms if not CUT.search(firm.name))
    if verb is None:
        return
    inside = re.search(r"在(?P<where>[^，。；在]{2,12}?)(?=投资|增资|投建|扩建|建设|新建|设立|布局)", context.text)
    if inside:
        for place in context.of("Town", "Region"):
            if place.end - context.start == inside.end("where"):
                for firm in context.before(inside.start() + 1, "Firm")[-1:]:
                    yield Claim(
                        ref(firm), "INVESTS_IN", ref(place), firm.start, context.start + verb.end(), "invest", "", 0.88
                    )
        return
    if reading.city and re.match(r"(?:投资|增资)(?:约|超|近)?\s*[\d.]+\s*[亿万]元", context.text[verb.start() :]):
        # A project that is only agreed upon is no investment yet.
        status = "planned" if re.search(r"意向|洽谈|拟", context.text) else ""
        for firm in firms:
            yield Claim(
                ref(firm), "INVESTS_IN", reading.city, firm.start, context.start + verb.end(), "invest", status, 0.8
            )


def _origins(reading: Reading, context: Context) -> Iterator[Claim]:
    """``顺德企业甲``, ``佛山的甲``; one's own place is where the firm stands."""
    for firm in context.of("Firm"):
        for place in context.before(firm.start - context.start, "Region")[-1:]:
            gap = context.text[place.end - context.start : firm.start - context.start]
            if gap and _ORIGIN.match(gap) and ref(place) == reading.city:
                yield from _own_firms(context, place, firm)
            elif gap and _ORIGIN.match(gap) and not re.match(r"[我全]", place.surface):
                yield Claim(ref(firm), "ORIGINATES_FROM", ref(place), place.start, firm.end, "origin", "done", 0.85)


def _own_firms(context: Context, place: Mention, first: Mention) -> Iterator[Claim]:
    """The firms of a list that one's own place opens."""
    listed = context.listed(first)
    firms = [m for m in context.of("Firm") if listed and listed.start <= m.start < listed.end] or [first]
    for firm in firms:
        yield Claim(ref(firm), "LOCATED_IN", ref(place), place.start, firm.end, "origin", "done", 0.84)


def _partners(context: Context) -> Iterator[Claim]:
    """``甲与某大学共建联合实验室``."""
    for found in _JOINS.finditer(context.text):
        ones = context.before(found.start(), "Firm", "Platform")[-1:]
        if not ones or not re.fullmatch(
            r"(?!.*[及和]$)[^，、]{0,6}", context.text[ones[0].end - context.start : found.start()]
        ):
            continue
        kinds = ("Town", "Region") if ones[0].kind == "Platform" and "共建" in found.group() else ()
        for other in context.of("Firm", "Organisation", "Platform", *kinds):
            if found.start("who") <= other.start - context.start < found.end("who"):
                start, end = ones[0].start, context.start + found.end()
                yield Claim(ref(ones[0]), "COOPERATES_WITH", ref(other), start, end, "partner", "", 0.86)


def _cities(reading: Reading, context: Context) -> Iterator[Claim]:
    """``联合广州、东莞开通…``, ``组织企业赴深圳开展对接``."""
    home = reading.city
    found = _TO_PLACES.search(context.text)
    if not found or home is None or context.before(found.start(), "Firm", "Platform"):
        return
    for place in context.of("Region", *(("Town",) if home.kind == "Town" else ())):
        inside = found.start("who") <= place.start - context.start < found.end("who")
        if inside and ref(place) != home and place.name not in {"中国", reading.head.city}:
            start = context.start + found.start()
            yield Claim(home, "COOPERATES_WITH", ref(place), start, context.start + found.end(), "cooperate", "", 0.84)


def _merged(reading: Reading, context: Context) -> Iterator[Claim]:
    """``推动甲与乙、丙等传统产业融合``."""
    found = _MERGES.search(context.text)
    if not found:
        return
    one = [m for m in context.of("Industry") if m.end - context.start == found.end("one")]
    for other in context.of("Industry"):
        inside = found.start("rest") <= other.start - context.start < found.end("rest")
        if one and inside and ref(other) != ref(one[0]):
            yield Claim(
                ref(one[0]), "COOPERATES_WITH", ref(other), one[0].start, context.start + found.end(), "merge", "", 0.82
            )


def _applies(reading: Reading, context: Context) -> Iterator[Claim]:
    """``支持甲申报乙``, ``积极申报乙``: who is named before the verb applies, else the place itself."""
    verb = re.search(r"(?<!成功)(?:申报|争创|申建|创建)(?!成功)", context.text)
    if not verb:
        return
    for item in context.after(verb.end(), "Program", "Platform")[:1]:
        between = context.text[verb.end() : item.start - context.start]
        if len(between) > 4 or re.search(r"\d", between):
            continue
        goal = Ref(kind="Program", name=item.name)
        owners = [ref(m) for m in doers(context, verb.start(), "Platform", "Firm", "Town", "Cluster")]
        own = re.fullmatch(
            r"(?:积极|全力|大力|正在|加快|组织|并|推动|下一步|将)*", context.text[: verb.start()].strip()
        )
        home = context.subject is None or ref(context.subject) == reading.city
        if not owners and own and reading.city and home:
            owners = [reading.city]
        for owner in owners:
            start = context.start + max(0, verb.start() - 30)
            yield Claim(owner, "APPLIES_FOR", goal, max(context.start, start), item.end, "apply", "applied", 0.84)


def _made(reading: Reading, context: Context) -> Iterator[Claim]:
    """``甲的乙产品``, ``主要生产甲、乙``: the firm's, else the industry's that the section is about."""
    for firm in context.of("Firm"):
        for item in context.after(firm.end - context.start, "Product")[:1]:
            if context.text[firm.end - context.start : item.start - context.start] == "的":
                yield Claim(ref(firm), "PRODUCES", ref(item), firm.start, item.end, "made", "done", 0.85)
    for item in context.of("Product"):
        owner_name = re.search(r"(?:^|[，、；])([^，。；的、]{2,10})的“?$", context.text[: item.start - context.start])
        known = reading.firms.get(owner_name.group(1)) if owner_name else None
        if known:
            yield Claim(known, "PRODUCES", ref(item), context.start, item.end, "made", "done", 0.84)
    listed = re.search(r"主要(?:生产|产品有|产品包括|产品为)", context.text)
    topic = context.topic
    owner = context.subject if context.subject is not None and context.subject.kind == "Firm" else None
    if listed is None or owner is not None or topic is None or topic.kind != "Industry":
        return
    for item in context.after(listed.end(), "Product"):
        yield Claim(topic, "HAS_PRODUCT", ref(item), context.start + listed.start(), item.end, "made", "done", 0.82)
