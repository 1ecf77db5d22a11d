"""A letter as the rules see it: clauses with their mentions, lists, subject and topic."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from graph.evidence import Ref, Status
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.heading import Head
from loaders.letters.extraction.mentions import Mentions
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.sections import Outline, is_run_in
from loaders.letters.extraction.status import status_of

_LEAD = re.compile(
    r"^(?:其中|此外|另外|同时|例如|比如|如|目前|当前|今年|去年|近年来|一方面|另一方面|\s|“|"
    r"20\d\d\s*年(?:\s*\d{1,2}(?:\s*[-—至]\s*\d{1,2})?\s*月(?:份)?)?|今年(?:以来|\s*\d{1,2}(?:\s*[-—至]\s*\d{1,2})?\s*月(?:份)?)?|[一二三四五六七八九十]是|"
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、])+"
)
SUBJECT_KINDS = frozenset(
    (
        "Firm",
        "Platform",
        "Cluster",
        "Industry",
        "Segment",
        "Event",
        "Project",
        "Product",
        "Town",
        "Region",
        "Organisation",
    )
)
TOPIC_KINDS = ("Industry", "Segment", "IndustryGroup")


# Too wide to be what a paragraph is about, or only an attribute of it.
WIDE = frozenset(
    (
        "制造业",
        "服务业",
        "现代服务业",
        "生产性服务业",
        "现代都市工业",
        "都市工业",
        "数字经济",
        "工业设计",
        "传统制造业",
        "先进制造业",
    )
)


@dataclass(frozen=True)
class Context:
    """A clause with what it mentions and what it is about."""

    clause: Clause
    mentions: tuple[Mention, ...]
    lists: tuple[Enumeration, ...]
    subject: Mention | None
    carried: bool
    topic: Ref | None
    topic_start: int
    path: str
    previous: Context | None = field(repr=False, default=None)
    agent: Mention | None = None
    several: bool = False

    @property
    def text(self) -> str:
        """The words of the clause."""
        return self.clause.text

    @property
    def start(self) -> int:
        """Offset of the clause."""
        return self.clause.start

    @cached_property
    def status(self) -> Status:
        """Status by the cues of the clause."""
        return status_of(self.text)

    def after(self, offset: int, *kinds: str) -> tuple[Mention, ...]:
        """Return the mentions of ``kinds`` that begin at or after ``offset`` (relative to the clause)."""
        at = self.start + offset
        return tuple(item for item in self.mentions if item.start >= at and (not kinds or item.kind in kinds))

    def before(self, offset: int, *kinds: str) -> tuple[Mention, ...]:
        """Return the mentions of ``kinds`` that end at or before ``offset`` (relative to the clause)."""
        at = self.start + offset
        return tuple(item for item in self.mentions if item.end <= at and (not kinds or item.kind in kinds))

    def of(self, *kinds: str) -> tuple[Mention, ...]:
        """Return the mentions of ``kinds`` in the clause."""
        return tuple(item for item in self.mentions if item.kind in kinds)

    def listed(self, mention: Mention) -> Enumeration | None:
        """Return the list that ``mention`` is an item of."""
        return next((found for found in self.lists if any(item.start == mention.start for item in found.items)), None)


@dataclass(frozen=True)
class Reading:
    """The whole letter as the rules see it."""

    document: str
    text: str
    head: Head
    outline: Outline
    mentions: Mentions
    contexts: tuple[Context, ...]
    letter: Ref | None
    city: Ref | None
    gaps: tuple[int, ...] = ()

    @cached_property
    def platforms(self) -> tuple[str, ...]:
        """Names of the platforms of the letter that are long enough to be known inside a title."""
        names = {item.name for item in self.mentions.items if item.kind == "Platform" and len(item.name) >= 6}
        return tuple(sorted(names))

    @cached_property
    def _industries(self) -> dict[str, Ref]:
        found: dict[str, Ref] = {}
        for item in self.mentions.items:
            if item.kind == "Industry":
                found[re.sub(r"(?:产业链?|行业)$", "", item.name)] = Ref(kind=item.kind, name=item.name)
        return found

    def industry(self, name: str) -> Ref | None:
        """Return the industry that the text names ``name``, with or without 产业."""
        return self._industries.get(re.sub(r"(?:产业链?|行业)$", "", name))

    @cached_property
    def firms(self) -> dict[str, Ref]:
        """Firms of the letter by the forms of their names that it uses."""
        found = (item for item in self.mentions.items if item.kind == "Firm")
        return {item.surface: Ref(kind="Firm", name=item.name) for item in found}

    @cached_property
    def _links(self) -> dict[str, Ref]:
        return {
            item.name: Ref(kind=item.kind, name=item.name) for item in self.mentions.items if item.kind == "Segment"
        }

    def link(self, name: str) -> Ref | None:
        """Return the link or the industry that the text names ``name``."""
        return self._links.get(name) or self._industries.get(re.sub(r"(?:产业链?|行业)$", "", name))

    @cached_property
    def main(self) -> Ref | None:
        """The one industry that the title is about."""
        names = self.mentions.naming.inside(self.letter.name) if self.letter else ()
        found = [ref for ref in names if ref.kind == "Industry"]
        found = [ref for ref in found if not any(ref.name in other.name and ref != other for other in found)]
        found = [ref for ref in found if ref.name not in WIDE]
        titled = self._titled
        if titled and all(re.sub(r"产业$", "", ref.name) in titled.name for ref in found):
            # 某某新能源产业 of a title is not 新能源.
            return titled
        if len(found) == 1:
            return self.industry(found[0].name) or found[0]
        return None if found else self._asked

    @cached_property
    def _asked(self) -> Ref | None:
        """The one industry of the proposal that a reply answers."""
        asked = re.search(r"提出的?[^。\n]{4,90}?收悉", self.text[:2000])
        names = self.mentions.naming.inside(asked.group()) if asked else ()
        found = {self.industry(ref.name) or ref for ref in names if ref.kind == "Industry" and ref.name not in WIDE}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def _titled(self) -> Ref | None:
        """The one industry that the title names or that its cluster is of, where no list knows it."""
        start, end = self.head.title_span
        named = self.mentions.within(start, end)
        found = {Ref(kind=item.kind, name=item.name) for item in named if item.kind == "Industry"}
        for cluster in (item for item in named if item.kind == "Cluster"):
            name = self.mentions.naming.parts(re.sub(r"(?:产业)?集群圈?$", "", cluster.name))[1]
            found |= {Ref(kind="Industry", name=name)} if name else set()
        # 先进轨道交通装备 of a title is the 轨道交通装备 of the text.
        plain = {ref: re.sub(r"^(?:先进|高端|现代|智能|新型)", "", ref.name) for ref in found}
        found = {self.industry(ref.name) or self.industry(plain[ref]) or ref for ref in found}
        found = {ref for ref in found if ref.name not in WIDE}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def cluster(self) -> Ref | None:
        """The one cluster that the title is about."""
        found = {item.name for item in self.mentions.within(*self.head.title_span) if item.kind == "Cluster"}
        return Ref(kind="Cluster", name=found.pop()) if len(found) == 1 else None


def contexts(
    text: str, clauses: tuple[Clause, ...], lists: tuple[Enumeration, ...], mentions: Mentions, outline: Outline
) -> Iterator[Context]:
    """Yield each clause with its subject (carried over within a sentence) and topic."""
    at = [found.start for found in lists]
    sentence, part, subject, local = -1, -1, None, None
    local_start, previous = 0, None
    agent: Mention | None = None
    several = False
    run: Ref | None = None
    run_start = 0
    for clause in clauses:
        if clause.sentence != sentence:
            sentence, subject, local, previous, agent, several = clause.sentence, None, None, None, None, False
            run, run_start = None, 0
        if clause.part != part:
            part = clause.part
            # A topic such as 风电领域 holds up to the semicolon.
            local = None
            subject = None
        inside = mentions.within(clause.start, clause.end)
        own = lists[bisect_left(at, clause.start) : bisect_left(at, clause.end)]
        found = _subject(clause, inside)
        field_topic = _field(clause, inside)
        opened = None if field_topic or local else _opened(clause, inside)
        if opened:
            run, run_start = Ref(kind=opened.kind, name=opened.name), opened.start
        if field_topic:
            local, local_start = Ref(kind=field_topic.kind, name=field_topic.name), field_topic.start
        topic, topic_start = (local, local_start) if local else _section_topic(text, clause.start, mentions, outline)
        if topic is None and run is not None:
            topic, topic_start = run, run_start
        if found is None and previous is not None and re.match(r"其(?!中|余|他|次)", clause.text):
            # 支持某公司…，其研发的…: the firm named last is meant.
            named = previous.of("Firm", "Platform")
            subject = named[-1] if named else subject
        carried = found is None
        if found:
            several = any(len(each.items) > 1 and each.start <= found.start < each.end for each in own)
        if found and found.kind in {"Firm", "Platform", "Cluster"}:
            agent = found
        subject = found or subject
        context = Context(
            clause,
            inside,
            own,
            subject,
            carried,
            topic,
            topic_start,
            outline.path(clause.start),
            previous,
            agent,
            several,
        )
        yield context
        previous = context


_OPENS = re.compile(
    r"(?:[一二三四五六七八九十]是|加快|大力|着力|重点|积极|持续|进一步|围绕|聚焦|立足|培育|做大|做强|做优|壮大|发展|推动|打造|提升|建设|、)+"
)


def _opened(clause: Clause, inside: tuple[Mention, ...]) -> Mention | None:
    """The industry that a clause is all about: 围绕某某产业, 做大做强某某产业."""
    named = [item for item in inside if item.kind == "Industry" and item.name not in WIDE]
    if not named or (named[0] is not inside[0] and len(inside) > 2):
        return None
    lead = _LEAD.sub("", clause.text[: named[0].start - clause.start])
    rest = clause.text[named[0].end - clause.start :]
    # 我市某某产业已形成…: the industry is what the sentence is of.
    subject = not re.sub(r"^[我全][市县区]", "", lead) or (inside[0].kind == "Region" and inside[0].end == named[0].start)
    told = len(named) == 1 and len(inside) <= 2 and _OPENS.fullmatch(lead) and re.fullmatch(r"(?:产业|产业链|发展|领域|集群|建设|方向|布局|高质量)*", rest)
    return named[0] if told or (subject and re.match(r"(?:产业|产业链)?(?:已|初步|基本)?(?:形成|构建|拥有|集聚|汇聚|涵盖|覆盖)", rest)) else None


def _subject(clause: Clause, inside: tuple[Mention, ...]) -> Mention | None:
    """Return the mention that opens the clause, if it can be a subject."""
    lead = _LEAD.match(clause.text)
    opening = clause.start + (lead.end() if lead else 0)
    for item in inside:
        gap = clause.text[max(0, opening - clause.start) : item.start - clause.start]
        if gap.strip("“《 "):
            return None
        following = next((other for other in inside if other.start == item.end and other.kind in SUBJECT_KINDS), None)
        if item.kind in {"Region", "Town"} and following:
            # 我市汽配产业集群: the cluster is the subject, the city says whose.
            return following
        if item.kind in SUBJECT_KINDS and item.end < clause.end:
            return item
        opening = max(opening, item.end)
    return None


def _field(clause: Clause, inside: tuple[Mention, ...]) -> Mention | None:
    for item in inside:
        if (
            item.start - clause.start <= 3
            and item.kind in TOPIC_KINDS
            and re.match(r"领域(?:方面)?$|方面$|环节$", clause.text[item.end - clause.start :])
        ):
            return item
    return None


# A heading such as 完善产业链条 names no industry.
_VERBAL = re.compile(
    r"完善|做强|做大|做优|壮大|培育|推动|推进|加快|优化|提升|发展|打造|强化|支持|构建|建强|聚焦|实施|促进|补齐|延伸|健全|特色|主导|现代化?产业"
)
_ATTRIBUTE = re.compile(r"综合试验区|试验区|示范区|先导区|产业园|基地|中心|平台|能力|企业|质量|人才|科技创新|标准|监管|招商|项目")


def _section_topic(text: str, offset: int, mentions: Mentions, outline: Outline) -> tuple[Ref | None, int]:
    """Return the industry or segment in the title of the innermost section, or of the one that a run-in is part of."""
    for section in reversed(outline.chain(offset)):
        begin = text.find(section.title, section.start) if section.title else -1
        end = begin + len(section.title)
        named = [m for m in mentions.within(begin, end) if m.kind in TOPIC_KINDS] if begin >= 0 else []
        named = [m for m in named if not _VERBAL.match(m.name)]
        named = [m for m in named if m.name not in WIDE and not _ATTRIBUTE.match(text, m.end, end)]
        if not named:
            clusters = [m for m in mentions.within(begin, end) if m.kind == "Cluster"] if begin >= 0 else []
            inner = mentions.naming.parts(re.sub(r"(?:产业)?集群圈?$", "", clusters[0].name))[1] if clusters else ""
            if inner and not re.search(r"\d", inner):
                return Ref(kind="Industry", name=inner), clusters[0].start
        if named and not re.match(r"关于|针对", section.title) and len(section.title) <= 32:
            return Ref(kind=named[0].kind, name=named[0].name), named[0].start
        if not is_run_in(section):
            break
    return None, 0
