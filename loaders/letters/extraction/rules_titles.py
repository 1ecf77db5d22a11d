"""Rules on what titles say: the industries a policy is for, the topics a letter's headings cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.industries import names_industry
from loaders.letters.extraction.names import generic
from loaders.letters.extraction.reading import WIDE, Context, Reading
from loaders.letters.extraction.rules_chain import ref
from loaders.letters.extraction.sections import is_run_in

_TITLE_VERB = re.compile(
    r"^(?:(?:大力|积极|全面|深入|持续|进一步|着力|加快|加大|强化|深化|优化|完善|推动|推进|促进|提升|增强|激活|实施|建设|发展|培育|壮大|构建|健全|创新|抢占|谋划|布局|开展|做强|做优|做大|做细|加强|打造|探索|建强|拓展|夯实|提高|扩大|畅通|营造|抓好|统筹|突出|用好|办好|引导|激发|依托\w{2}|落实)+)(?=[\u4e00-\u9fa5])"
)


_TITLE_TAIL = re.compile(r"(?:(?:扶持)?力度|赛道|产业生态)$")


def policy_targets(reading: Reading, context: Context) -> Iterator[Claim]:
    """A policy is for the industries, platforms and regions that its title names."""
    for item in context.of("Policy"):
        if item.name.endswith("标准"):
            continue
        for target in _aims_of(reading, item.name):
            yield Claim(ref(item), "TARGETS", target, item.start, item.end, "title", "done", 0.85)
        if re.search(r"“?链主”?企业", item.name):
            role = Ref(kind="Role", name="链主企业")
            yield Claim(ref(item), "TARGETS", role, item.start, item.end, "title", "done", 0.8)
        named = [name for name in reading.platforms if name in item.name]
        for name in named:
            # 在某园加挂“某园”牌子 says where, and what it is to be called.
            placed = re.search(rf"在{re.escape(name)}|“{re.escape(name)}”", item.name)
            if not placed and not any(name in other and name != other for other in named):
                yield Claim(
                    ref(item), "TARGETS", Ref(kind="Platform", name=name), item.start, item.end, "title", "done", 0.85
                )


_IN_TITLE = re.compile(
    r"[\u4e00-\u9fa5]{2,14}?(?:制造业(?!基地|示范区)|产业(?!化|园|政策|布局|引导|基金|科技|一体|基地|带)|行业(?!协会))"
)


_AFTER_AIM = re.compile(
    r"产业(?!园|基地)|行业|经济|领域|制造业|集群|企业|链|高质量|加快|创新|发展|提质|升级|转型|培育|建设|振兴|[一二三四五]年|行动|专项|规划|实施|若干|工作|推广|应用|示范|试点|招商|标准|政策|的|[、和与及“”（）\d]|$"
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
        said = len(stem) >= 3 or bool(reading.mentions.naming.inside(stem))
        if (
            names_industry(stem)
            and said
            and name not in WIDE
            and not re.search(r"战略性|未来|优势|[的了“”、]|^(?:世界|国家|全国)", name)
        ):
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


RULES = re.compile(r"(?:方案|计划|规划|意见|办法|措施|政策|细则|纲要|条例)(?:（[^（）]*）)?$")


def own_targets(reading: Reading) -> Iterator[Claim]:
    """A plan is for the industries that its own title names."""
    start, end = reading.head.title_span
    if reading.letter is None or start == end or not RULES.search(reading.letter.name):
        return
    for target in _aims_of(reading, reading.letter.name):
        yield Claim(reading.letter, "TARGETS", target, start, end, "title", "done", 0.85)


def asked_targets(reading: Reading, asked: Claim) -> Iterator[Claim]:
    """The proposal that a reply answers is for the industries that its title names, also where “” stand for 《》."""
    for target in _aims_of(reading, asked.object.name):
        yield Claim(asked.object, "TARGETS", target, asked.start, asked.end, "title", "done", 0.85)


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
        if stated or re.search(r"(?:情况|现状|概况|成效|问题|方向|打算)$", section.title):
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
