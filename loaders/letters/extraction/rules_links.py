"""Rules about links that a clause says in passing: focus, reach, technology, standards, roles aimed at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import WIDE, Context, Reading
from loaders.letters.extraction.rules_chain import item_mentions, ref
from loaders.letters.extraction.rules_joint import joint

_FOCUS = re.compile(r"聚焦|瞄准|发力|谋划布局|做?(?:强|优|大)?壮大(?=战略|[“两三四五六七八九十])|做强做优|重点围绕")
_AIMED = re.compile(r"(?:大力发展|加快发展|抢占|布局发展|谋划布局|谋划发展|推动)$")
_BECOME = re.compile(r"成为(?P<role>[\u4e00-\u9fa5]{0,8}?(?:领军企业|龙头企业|链主企业|标杆企业|骨干企业))")
_TURN = re.compile(
    r"从“(?P<old>[^“”]{2,10}(?:之都|之乡|大市|大镇|基地|之城))”向“(?P<new>[^“”]{2,12})”(?:升级|跨越|转变|迈进)"
)
_AIM = re.compile(r"打造成为?(?P<what>[^，。；]{4,40})$")
_GOAL = re.compile(r"(?:策源地|标杆|高地|样板|示范区|增长极|主阵地)$")
_STANDARD = re.compile(r"(?P<of>.+?)(?:国家|行业|团体|地方|国际)标准$")
_ORGAN = re.compile(r"^(?:工信部|工业和信息化部|国家发展改革委|国家发改委|财政部|科技部|商务部|民政部)")
_CITY_RUN = re.compile(r"^(?:深中|广佛|广深|深莞|珠中江|深港)(?=[\u4e00-\u9fa5]{2})")


def link_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield the links of a clause."""
    yield from _focus(reading, context)
    yield from _aims(context)
    yield from _places(reading, context)
    yield from _among(context)
    yield from _technology(context)
    yield from _standards(context)
    yield from _roles(context)
    yield from _serves(reading, context)
    yield from _issuers(reading, context)
    yield from joint(reading, context)


def _focus(reading: Reading, context: Context) -> Iterator[Claim]:
    """``我市聚焦“四大引领产业”``, and headings such as 大力发展机器人产业."""
    there = re.match(r"\s*该([市县区])", context.text)
    if reading.city is None or (there and not reading.city.name.endswith(there.group(1))):
        # 该区 of a province's paper is the district that the sentence before names.
        return
    verb = _FOCUS.search(context.text)
    for item in context.of("IndustryGroup"):
        if verb and verb.start() < item.start - context.start + 12:
            yield Claim(reading.city, "FOCUSES_ON", ref(item), context.start, item.end, "focus", confidence=0.8)
    for item in context.of("Industry", "IndustryGroup")[:1]:
        lead = context.text[: item.start - context.start]
        if (
            len(lead) <= 12
            and not re.match(r"为(?!契机)", lead.strip())
            and item.name not in WIDE
            and _AIMED.search(lead)
            and re.match(r"赛道|赋能|$", context.text[item.end - context.start :])
        ):
            yield Claim(reading.city, "FOCUSES_ON", ref(item), context.start, item.end, "focus", confidence=0.8)


def _aims(context: Context) -> Iterator[Claim]:
    """``针对六大产业，通过“甲”“乙”推动…``; ``并打造成为全市创新策源地``."""
    before = context.previous
    if before is not None and context.text.startswith("通过“"):
        for group in before.of("IndustryGroup"):
            for item in context.of("Program"):
                yield Claim(ref(item), "TARGETS", ref(group), group.start, item.end, "aim", "done", 0.8)
    aim = _AIM.search(context.text)
    platform = context.agent or (context.subject if context.carried else None) or _built(before)
    if aim and platform is not None and platform.kind == "Platform":
        position = context.start + aim.start("what")
        for name in aim["what"].split("、"):
            goal = Ref(kind="Program", name=name)
            if _GOAL.search(name):
                yield Claim(ref(platform), "IS_A", goal, platform.start, position + len(name), "aim", "forecast", 0.8)
            position += len(name) + 1


def _built(context: Context | None) -> Mention | None:
    """The platform that an earlier clause of the sentence builds."""
    while context is not None:
        named = context.of("Platform")
        if named:
            return named[-1] if len(named) == 1 else None
        context = context.previous
    return None


def _places(reading: Reading, context: Context) -> Iterator[Claim]:
    """A place in a name is where the thing stands or whom it joins."""
    for item in context.of("Platform", "Project"):
        yield from _name_places(reading, item)
        run = _CITY_RUN.match(item.name)
        for place in reading.mentions.naming.cities(run.group()) if run else ():
            yield Claim(ref(item), "INVOLVES_REGION", place, item.start, item.end, "platform-name", "", 0.85)
    home = reading.city
    for item in context.of("Project"):
        if home and re.search(r"我[市县区]$", context.text[: item.start - context.start]):
            yield Claim(ref(item), "LOCATED_IN", home, item.start - 2, item.end, "place", "done", 0.85)


def _name_places(reading: Reading, item: Mention) -> Iterator[Claim]:
    county = re.match(r"[\u4e00-\u9fa5]{2,3}[县市区](?=[\u4e00-\u9fa5]{3})(?!域)", item.name)
    known = {place.name for place in reading.mentions.naming.inside(item.name)}
    if (
        county
        and county.group() not in known
        and not re.search(
            r"新区|高新|经开|开发|合作|市级|园区|小区|社区|地区|城市|自治区", county.group() + item.name[:5]
        )
    ):
        place = Ref(kind="Region", name=county.group())
        yield Claim(ref(item), "LOCATED_IN", place, item.start, item.end, "platform-name", "", 0.78)
    if re.search(r"(?:开发区|高新区|经开区)(?:$|[\u4e00-\u9fa5]{2,8}园区?$)", item.name):
        # A zone's name says where it lies; it is no plan that joins places.
        return
    home = reading.city
    short = home.name[:-1] if home and len(home.name) > 2 else ""
    here = bool(short) and short in item.name and home is not None and home.kind != "Platform"
    for place in reading.mentions.naming.inside(item.name):
        opens = item.name.startswith((place.name[:2], place.name[-3:]))
        # A university's name says where the university is, not its institute; Hong Kong and Macao are said on purpose.
        academy = "大学" in item.name and not place.name.endswith("特别行政区")
        if place.kind in {"Region", "Town"} and place != home and opens and place.name != "中国" and not academy:
            predicate = "INVOLVES_REGION" if here else "LOCATED_IN" if place.kind == "Town" else ""
            yield Claim(ref(item), predicate, place, item.start, item.end, "platform-name", "", 0.8)


def _among(context: Context) -> Iterator[Claim]:
    """``某公司开发多个新药，其中“甲”“乙”均为丙``: 甲 and 乙 are of both kinds and by the same maker."""
    before = context.previous
    for found in context.lists:
        items = item_mentions(context, found, "Product")
        if not items or not all(item.quoted for item in found.items):
            continue
        for kind in context.after(found.head_start - context.start, "Product")[:1]:
            for item in items:
                yield Claim(ref(item), "IS_A", ref(kind), item.start, kind.end, "among", "done", 0.88)
        if before is None or not context.text.startswith("其中") or before.subject is None:
            continue
        for whole in before.of("Product")[-1:]:
            for item in items:
                yield Claim(ref(item), "IS_A", ref(whole), whole.start, item.end, "among", "done", 0.85)
                if before.subject.kind == "Firm":
                    yield Claim(
                        ref(before.subject),
                        "DEVELOPED",
                        ref(item),
                        before.subject.start,
                        item.end,
                        "among",
                        "done",
                        0.85,
                    )


def _technology(context: Context) -> Iterator[Claim]:
    subject = context.subject or context.agent
    if subject is None or subject.kind != "Firm":
        return
    for item in context.of("Technology"):
        named = re.match(r"”?(?:技术|工艺)", context.text[item.end - context.start :])
        if named or re.match(r".{0,10}通过$", context.text[: item.start - context.start]):
            yield Claim(ref(subject), "HAS_TECHNOLOGY", ref(item), subject.start, item.end, "technology", "done", 0.85)
            if re.match(r"AI|人工智能", item.name):
                industry = (
                    Ref(kind="Industry", name="人工智能")
                    if context.topic is None or context.topic.kind != "Industry"
                    else context.topic
                )
                yield Claim(ref(subject), "ADOPTS", industry, subject.start, item.end, "technology", "done", 0.8)


def _standards(context: Context) -> Iterator[Claim]:
    for item in context.of("Policy"):
        match = _STANDARD.match(item.name)
        if not match or "《" in item.surface:
            continue
        product = Ref(kind="Product", name=match["of"])
        yield Claim(product, "HAS_STANDARD", ref(item), item.start, item.end, "standard", "done", 0.85)
        if context.topic is not None and context.topic.kind == "Industry":
            start = context.topic_start if item.end - context.topic_start <= 140 else context.start
            yield Claim(context.topic, "HAS_STANDARD", ref(item), start, item.end, "standard", "done", 0.8)
            yield Claim(context.topic, "HAS_PRODUCT", product, start, item.end, "standard", "done", 0.8)


def _roles(context: Context) -> Iterator[Claim]:
    match = _BECOME.search(context.text)
    firm = next(iter(context.before(match.start(), "Firm")), None) if match else None
    if match and firm:
        role = Ref(kind="Role", name=match["role"])
        end = context.start + match.end()
        aimed = "forecast" if re.search(r"支持|推动|力争|打造", context.text[: match.start()]) else "done"
        yield Claim(ref(firm), "HAS_ROLE", role, firm.start, end, "role", aimed, 0.85)
        for item in context.after(match.start(), "Industry")[:1]:
            if item.end <= end:
                yield Claim(ref(firm), "MEMBER_OF_CHAIN", ref(item), firm.start, end, "role", "done", 0.82)
    turn = _TURN.search(context.text)
    if turn and context.topic is not None and context.topic.kind == "Industry":
        for group, status in (("old", "done"), ("new", "forecast")):
            role = Ref(kind="Role", name=turn[group])
            yield Claim(
                context.topic,
                "HAS_ROLE",
                role,
                context.start + turn.start(),
                context.start + turn.end(),
                "role",
                status,
                0.8,
            )


def _serves(reading: Reading, context: Context) -> Iterator[Claim]:
    """What a platform in an industry's section, or with a need to meet, supports."""
    subject = context.subject or context.agent
    met = re.search(r"(?:可)?满足", context.text)
    if met and subject is not None and subject.kind == "Platform":
        for found in context.lists:
            for item in item_mentions(context, found, "Topic"):
                yield Claim(ref(subject), "SUPPORTS", ref(item), subject.start, item.end, "serve", "forecast", 0.85)
    topic = context.topic
    if topic is None or topic.kind != "Industry":
        return
    for item in context.of("Platform"):
        made = re.search(r"(?:平台|中心|院|室|基地|机场|枢纽|体系|联盟)$", item.name) and re.search(
            r"(?:搭建|建成|构建|建立|打造|设立)[^，、]{0,12}$", context.text[: item.start - context.start]
        )
        known = [place for place in reading.mentions.naming.inside(item.name) if place.kind == "Industry"]
        if (
            (made or (context.subject is item and not context.carried and "成为" in context.text))
            and not known
            and "产业园" not in item.name
        ):
            start = context.topic_start if item.end - context.topic_start <= 140 else context.start
            yield Claim(ref(item), "SUPPORTS", topic, start, item.end, "serve", "", 0.78)
    reach = re.search(r"辐射", context.text)
    if reach:
        for place in context.after(reach.end(), "Region")[:4]:
            if place.start - context.start - reach.end() <= 6:
                yield Claim(topic, "INVOLVES_REGION", ref(place), context.start, place.end, "reach", "done", 0.8)


def _issuers(reading: Reading, context: Context) -> Iterator[Claim]:
    for item in context.of("Program"):
        organ = _ORGAN.match(item.name)
        if organ:
            yield Claim(
                ref(item),
                "ISSUED_BY",
                Ref(kind="Organisation", name=organ.group()),
                item.start,
                item.end,
                "issuer",
                "done",
                0.85,
            )
        ours = re.search(r"我局(?:公布|发布|印发)的?", context.text[: item.start - context.start])
        if ours and reading.head.heading.issuer:
            issuer = Ref(kind="Organisation", name=reading.head.heading.issuer)
            yield Claim(ref(item), "ISSUED_BY", issuer, context.start + ours.start(), item.end, "issuer", "done", 0.85)
        plus = re.search(r"“([^“”+]{1,8})\+”", item.name)
        for target in reading.mentions.naming.inside(plus.group(1)) if plus else ():
            if target.kind == "Industry":
                yield Claim(ref(item), "TARGETS", target, item.start, item.end, "program-name", "done", 0.82)
    by_paper = re.match(r"以(?P<who>[省市县区]政府)(?:第?\d+号文)?(?:名义)?(?:出台|印发)", context.text)
    if by_paper:
        for item in context.of("Policy")[:1]:
            for office in context.of("Organisation")[:1]:
                yield Claim(ref(item), "ISSUED_BY", ref(office), office.start, item.end, "issuer", "done", 0.85)
