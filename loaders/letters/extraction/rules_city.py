"""Rules about what the place does whose office speaks: it issues, builds, holds, attracts, supports, cooperates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref, Status
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.rules_chain import ref
from loaders.letters.extraction.rules_deals import builder
from loaders.letters.extraction.rules_wants import attracts, courts, schemes
from loaders.letters.extraction.sections import is_run_in

_ISSUE = re.compile(
    r"(?:制定实施|印发实施|修订印发|修订出台|出台实施|修订完善|制定出台|研究制定|印发|出台|制定|修订|实施|落实|贯彻|执行|发布|编制|谋划|起草)"
)
_BUILD = re.compile(
    r"(?:规划建设|建设|建成|搭建|打造|构建|设立|成立|新建|共建|组建|创建|建立|规划|启用|布局建设|筹建)(?:了|有)?"
)
_HOLD = re.compile(r"(?:连续举办|举行|召开|办好|举办|承办|主办|参加|组织参加|开展|利用|参展|组织|亮相)(?:了)?")
_GOVERNMENT = re.compile(r"^(?!省).*(?:[市区县](?:人民)?政府|[市区县]委)(?:办公[室厅])?$")
_REVISED = re.compile(r"^(?:修订|编制|制定)")
_DONE = re.compile(r"建成|搭建|设立|成立|组建|获|已|累计|完成|揭牌|挂牌|启用|新增|认定")
_OTHERS = re.compile(
    r"部委|国务院|省级|省政府|省委|国家(?!级)|中央|(?:省|自治区)[\u4e00-\u9fa5]{0,8}厅|[\u4e00-\u9fa5]部(?:等|联合)"
)


def city_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield the deeds of a clause that names nobody else as their doer."""
    yield from _issued_by(context)
    yield from _own_office(reading, context)
    actor = _actor(reading, context)
    office = context.subject
    if reading.city and office is not None and office.kind == "Organisation" and _GOVERNMENT.search(office.name):
        yield from _issues(context, reading.city, reading.head.city)
    if actor is None or _is_heading(reading, context):
        return
    yield from _issues(context, actor, reading.head.city)
    yield from _builds(context, actor)
    yield from _holds(context, actor)
    yield from attracts(context, actor)
    yield from courts(context, actor)
    yield from schemes(context, actor)
    yield from _supports(context, actor)
    yield from _cooperates(context, actor)


def _is_heading(reading: Reading, context: Context) -> bool:
    """Tell whether a clause is the title of the paper or of one of its parts: a title does nothing."""
    start, end = reading.head.title_span
    if start <= context.start < end:
        return True
    section = reading.outline.at(context.start)
    return section is not None and not is_run_in(section) and context.text.strip().endswith(section.title or "\0")


def _own_office(reading: Reading, context: Context) -> Iterator[Claim]:
    """``我局修订《…》``: the office that speaks issues it."""
    issuer = reading.head.heading.issuer
    who = re.match(r"\s*(?:目前|近期|下一步|同时|此外)?(?:我[局委厅办]|本[局委厅])", context.text)
    for item in context.of("Policy") if issuer and who else ():
        at = _issuing(context, item)
        if at is not None and re.match(r"修订|印发|出台|制定|编制|起草|发布", context.text[at:]):
            status = "planned" if re.search(r"正|拟|将|起草", context.text[: at + 2]) else _policy_status(context, item)
            office = Ref(kind="Organisation", name=issuer)
            yield Claim(ref(item), "ISSUED_BY", office, context.start, item.end, "issue", status, 0.9)


def _actor(reading: Reading, context: Context) -> Ref | None:
    """Who acts when the clause names nobody: in a letter of a city's office, the city."""
    subject = context.subject
    if subject is not None and subject.kind in {
        "Firm",
        "Platform",
        "Organisation",
        "Cluster",
        "Town",
        "Event",
        "Project",
    }:
        if ref(subject) == reading.city:
            return reading.city
        if subject.kind == "Town":
            # 某镇灯饰搭建…: a town acts only where the verb follows its name.
            follows = subject.end <= context.clause.end and re.match(
                r"[建搭打举引新规布成设印出]", context.text[max(0, subject.end - context.start) :]
            )
            return ref(subject) if follows and not context.carried else None
        return ref(subject) if subject.kind in {"Platform", "Firm"} else None
    if subject is not None and subject.kind == "Region" and ref(subject) != reading.city:
        # 支持某市建设某基地: what another place does is not done by the office that tells of it.
        return ref(subject) if subject.name != "中国" and not subject.name.endswith("省") else None
    return reading.city


def _of_others(home: str, item: Mention, verb: str) -> bool:
    """Tell whether a policy is named after a wider or other place, and the verb is to make it, not to carry it out."""
    place = re.match(r"[\u4e00-\u9fa5]{2,7}?(?:自治区|[省市县区])", item.name)
    other = (
        place is not None and place.group() != home and not home.endswith(place.group()) and home[:2] != item.name[:2]
    )
    return other and not re.match(r"落实|贯彻|执行|实施", verb)


def _issues(context: Context, actor: Ref, reading_home: str) -> Iterator[Claim]:
    if actor.kind not in {"Region", "Town", "Platform"}:
        return
    for item in context.of("Policy"):
        at = _issuing(context, item)
        office = re.match(r"\s*(?:目前|近期|下一步)?(?:我[局委厅办]|本[局委厅])", context.text)
        if (
            at is not None
            and not office
            and not _of_others(reading_home, item, context.text[at : at + 6])
            and not re.search(r"牵头|参与|主导|起草单位", context.text[: item.start - context.start])
        ):
            start = context.start + at
            status = _policy_status(context, item)
            yield Claim(actor, "IMPLEMENTS", ref(item), start, item.end, "issue", status, 0.9)


def _issuing(context: Context, item: Mention) -> int | None:
    """Return where the verb stands that issues a policy, None if others issued it or something else stands between."""
    offset = item.start - context.start
    verbs = list(_ISSUE.finditer(context.text, 0, offset))
    verb = verbs[-1] if verbs else None
    if verb is None and _REVISED.match(context.text[item.end - context.start :]):
        verb = re.search(r"启动|开展|加快", context.text[:offset])
    if verb is None:
        return None
    gap = context.text[verb.end() : offset]
    chained = all(m.kind == "Policy" for m in context.after(verb.end()) if m.end <= item.start)
    words = re.sub(r"《[^《》]*》|[、和与及了我市的]|进一步", "", gap).strip()
    # 四部委印发的《…》 is the deed of others.
    others = gap.startswith("的") or _OTHERS.search(context.text[: verb.start()])
    if re.match(r"为?(?:贯彻)?落实", context.text.strip()) and verb.group() in {"落实", "贯彻"}:
        # What a paper carries out is mostly the paper of others.
        return verb.start()
    return None if others or (gap.strip("了") and not chained) or len(words) > 30 else verb.start()


def _issued_by(context: Context) -> Iterator[Claim]:
    """``省政府办公厅出台《…》``: the office that opens the clause issued it."""
    office = context.subject
    if office is None or office.kind != "Organisation" or context.carried:
        return
    verb = re.search(r"印发|出台|发布|颁布", context.text[office.end - context.start :])
    item = next(iter(context.of("Policy")), None)
    if verb and item is not None and item.start > office.end and verb.start() <= 20:
        yield Claim(ref(item), "ISSUED_BY", ref(office), office.start, item.end, "issue", "done", 0.88)


def _policy_status(context: Context, item: Mention) -> str:
    rest = context.text[item.end - context.start :]
    if re.search(r"谋划|起草|拟|抓紧制定|研究制定", context.text) or re.match(r"》?修订|》?编制", rest):
        return "planned"
    return "done"


def _builds(context: Context, actor: Ref) -> Iterator[Claim]:
    for item in context.of("Platform", "Cluster", "Project"):
        offset = item.start - context.start
        verb = next(iter(reversed(list(_BUILD.finditer(context.text, 0, offset)))), None)
        trailing = re.match(r"”?(?:揭牌|挂牌|建设|成立|建成)", context.text[item.end - context.start :])
        if actor.kind in {"Region", "Town"} and builder(context, item):
            continue
        aim = re.search(r"以[^，]*$", context.text[:offset])
        if re.match(rf"”?的(?!建设){'|[^，]{0,6}为目标' if aim else ''}", context.text[item.end - context.start :]):
            # 打造某某集群的重要一极, 以建成某园为目标 build nothing.
            continue
        if re.match(r"(?:等)?(?:共建|共同建设|合作共建|联合)", context.text[item.end - context.start :]):
            # 与某所共建的某院: the institute is the partner.
            continue
        if actor.kind == "Firm" and re.search(r"^[^，]{0,2}为", context.text[:offset]):
            # 某项目落地，为某市打造某集群: the firm does not build it.
            continue
        if re.search(r"(?:关于|针对)“[^”]*$|(?:创建|争创)\d+\s*[个家处]$", context.text[:offset]):
            # 关于“建设某园”的建议 quotes what was asked for; 创建5个国家级示范基地 counts a kind of thing.
            continue
        listed = context.listed(item)
        pushed = listed and re.match(r"[^，]{0,10}?(?:项目|平台|园区|载体)?(?:加快|提速)?建设", listed.head)
        if pushed and re.search(r"(?:推进|推动|加快)$", listed.lead if listed else ""):
            yield Claim(actor, "BUILDS", ref(item), context.start, item.end, "build", "planned", 0.72)
        elif verb and _reaches(context, verb.end(), item):
            status = Status.DONE.value if _DONE.search(verb.group()) else _build_status(context)
            yield Claim(actor, "BUILDS", ref(item), context.start + verb.start(), item.end, "build", status, 0.75)
        elif trailing and re.search(r"推进|加快|投身|推动|积极参与", context.text[:offset][-8:]):
            end = item.end + trailing.end()
            yield Claim(actor, "BUILDS", ref(item), max(context.start, item.start - 8), end, "build", "planned", 0.72)


def _reaches(context: Context, at: int, item: Mention) -> bool:
    """Tell whether only attributes, counts and list items stand between a verb and its object."""
    between = context.text[at : item.start - context.start]
    if len(between) > 40 and "、" not in between and "的" not in between:
        return False
    other = [m for m in context.mentions if at <= m.start - context.start and m.end <= item.start]
    if any(m.kind in {"Firm", "Policy", "Event"} for m in other if not re.search("为链主", between)):
        return False
    return not re.search(
        r"(?:认定|申报|入驻|入选|推动|开展|支持|提供|带动|实现|引进|服务)",
        re.sub(r"[^、]*(?:的)(?=[^的]*$)", "", between),
    )


def _build_status(context: Context) -> str:
    return (
        "done"
        if re.search(r"吸引.{0,8}\d", context.text)
        or (_DONE.search(context.text) and not re.search(r"即将|正在|谋划|拟", context.text))
        else "planned"
    )


def _holds(context: Context, actor: Ref) -> Iterator[Claim]:
    for item in context.of("Event"):
        verbs = list(_HOLD.finditer(context.text, 0, item.start - context.start))
        told = re.match(r"的", context.text[verbs[-1].end() :]) if verbs else None
        if told:
            continue
        if (verbs and actor.kind in {"Region", "Town", "Platform"}) or re.match(r"设立", context.text):
            start = verbs[-1].start() if verbs else 0
            status = "planned" if re.search(r"将|拟|计划|筹备", context.text[: item.start - context.start]) else "done"
            yield Claim(actor, "PARTICIPATES_IN", ref(item), context.start + start, item.end, "event", status, 0.88)


def _supports(context: Context, actor: Ref) -> Iterator[Claim]:
    verb = re.search(r"(?:重点|大力|积极|全力)?支持(?!下|力度|企业)", context.text)
    if not verb or actor.kind != "Region" or context.of("Policy"):
        return
    for item in context.after(verb.end(), "Industry", "Segment")[:12]:
        gap = context.text[verb.end() : item.start - context.start]
        direct = len(gap) <= 2 or (
            re.search(r"[、和与及]$", gap) and context.of("Industry", "Segment")[0].start < item.start
        )
        if (
            not direct
            or re.search(r"[的]|成为|申报|建设|争创|创建|打造|国家级|省级|开展", gap)
            or re.match(
                r"(?:产业)?链?(?:链主|龙头|骨干|头部|领军|重点)?(?:企业|头部)|行业协会|领域",
                context.text[item.end - context.start :],
            )
        ):
            break
        yield Claim(actor, "SUPPORTS", ref(item), context.start + verb.start(), item.end, "support", "done", 0.82)


def _cooperates(context: Context, actor: Ref) -> Iterator[Claim]:
    if actor.kind != "Region":
        return
    match = re.search(
        r"(?:与|联合|携手)(?P<who>[^，]{1,24}?)(?:等城市|等市|等地)?(?P<what>[^，]{0,6}?(?:合作|共建|对接|联动|协作|组建|签订|共同(?!研究|办理|商|答复)|协同))",
        context.text,
    )
    if not match or context.before(match.start(), "Firm", "Platform"):
        return
    places = [m for m in context.of("Region", "Town") if m.end - m.start >= 2]
    # 与潮州陶瓷产业合作: with that industry, wherever it is.
    named = (*places, *context.of("Industry", "Segment"))
    outer = {m.start for m in places if any(other.start == m.end for other in named)}
    for item in context.of("Region", "Organisation"):
        if (
            item.start not in outer
            and match.start("who") <= item.start - context.start < match.end()
            and ref(item) != actor
            and item.name not in {"中国"}
        ):
            yield Claim(
                actor,
                "COOPERATES_WITH",
                ref(item),
                context.start + match.start(),
                context.start + match.end(),
                "cooperate",
                "done",
                0.85,
            )
