"""The clauses of a letter with what they mention, whom they speak of and which industry they stand under."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from graph.evidence import Ref
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.mentions import Mentions
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import WIDE, Context
from loaders.letters.extraction.sections import Outline, is_run_in

_LEAD = re.compile(
    r"^(?:其中|此外|最近|又有|还有|已有|另外|同时|例如|比如|如|目前|当前|今年|去年|近年来|一方面|另一方面|\s|“|"
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


@dataclass(slots=True)
class _Run:
    """What is carried from clause to clause: within a sentence, and within its part up to the semicolon."""

    sentence: int = -1
    part: int = -1
    subject: Mention | None = None
    agent: Mention | None = None
    several: bool = False
    previous: Context | None = None
    field: Mention | None = None
    opened: Mention | None = None

    def enter(self, clause: Clause) -> None:
        """Forget what the clause does not carry on."""
        if clause.sentence != self.sentence:
            self.sentence, self.previous, self.agent, self.several = clause.sentence, None, None, False
            self.subject = self.field = self.opened = None
        if clause.part != self.part:
            # A topic such as 风电领域 holds up to the semicolon.
            self.part = clause.part
            self.subject = self.field = None

    def speak_of(self, clause: Clause, found: Mention | None, own: tuple[Enumeration, ...]) -> None:
        """Take in whom the clause speaks of."""
        if found is None and self.previous is not None and re.match(r"其(?!中|余|他|次)", clause.text):
            # 支持某公司…，其研发的…: the firm named last is meant.
            named = self.previous.of("Firm", "Platform")
            self.subject = named[-1] if named else self.subject
        if found:
            rows = [
                each
                for each in own
                if len(each.items) > 1
                and not any(re.search(r"\d", item.text) for item in each.items)
                # 某集群有甲、乙等产品: who has them opens the list and is none of it.
                and not re.match(
                    r"(?:主要|现|共|已)*(?:拥?有|生产|形成|包括|涵盖)", clause.text[found.end - clause.start :]
                )
            ]
            self.several = any(each.start <= found.start < each.end for each in rows)
            self.subject = found
        if found and found.kind in {"Firm", "Platform", "Cluster"}:
            self.agent = found

    def topic(self, text: str, clause: Clause, mentions: Mentions, outline: Outline) -> tuple[Ref | None, int]:
        """Return the industry of the part, the section or the sentence, and where it is named."""
        if self.field:
            return Ref(kind=self.field.kind, name=self.field.name), self.field.start
        topic, start = _section_topic(text, clause.start, mentions, outline)
        if topic is None and self.opened is not None:
            return Ref(kind=self.opened.kind, name=self.opened.name), self.opened.start
        return topic, start


def contexts(
    text: str, clauses: tuple[Clause, ...], lists: tuple[Enumeration, ...], mentions: Mentions, outline: Outline
) -> Iterator[Context]:
    """Yield each clause with its subject (carried over within a sentence) and topic."""
    at = [found.start for found in lists]
    run = _Run()
    for clause in clauses:
        run.enter(clause)
        inside = mentions.within(clause.start, clause.end)
        own = lists[bisect_left(at, clause.start) : bisect_left(at, clause.end)]
        found = _subject(clause, inside)
        field = _field(clause, inside)
        if field is None and run.field is None:
            run.opened = _opened(clause, inside) or run.opened
        run.field = field or run.field
        topic, start = run.topic(text, clause, mentions, outline)
        run.speak_of(clause, found, own)
        path = outline.path(clause.start)
        carried = found is None
        context = Context(
            clause, inside, own, run.subject, carried, topic, start, path, run.previous, run.agent, run.several
        )  # fmt: skip
        yield context
        run.previous = context


_OPENS = re.compile(
    r"(?:[一二三四五六七八九十]是|加快|大力|着力|重点|积极|持续|进一步|围绕|聚焦|立足|培育|做大|做强|做优|壮大|发展|推动|打造|提升|建设|、)+"
)


_HAS = re.compile(r"(?:产业|产业链)?(?:已|初步|基本)?(?:形成|构建|拥有|集聚|汇聚|涵盖|覆盖)")


def _opened(clause: Clause, inside: tuple[Mention, ...]) -> Mention | None:
    """The industry that a clause is all about: 围绕某某产业, 做大做强某某产业."""
    named = [item for item in inside if item.kind == "Industry" and item.name not in WIDE]
    if not named or (named[0] is not inside[0] and len(inside) > 2):
        return None
    lead = _LEAD.sub("", clause.text[: named[0].start - clause.start])
    rest = clause.text[named[0].end - clause.start :]
    # 我市某某产业已形成…: the industry is what the sentence is of.
    subject = not re.sub(r"^[我全][市县区]", "", lead) or (
        inside[0].kind == "Region" and inside[0].end == named[0].start
    )
    told = (
        len(named) == 1
        and len(inside) <= 2
        and _OPENS.fullmatch(lead)
        and re.fullmatch(r"(?:产业|产业链|发展|领域|集群|建设|方向|布局|高质量)*", rest)
    )
    return named[0] if told or (subject and _HAS.match(rest)) else None


_HELPED = re.compile(r"(?:大力|积极|全力|明确)?(?:支持|指导|鼓励|帮助|推动)$")


def _subject(clause: Clause, inside: tuple[Mention, ...]) -> Mention | None:
    """Return the mention that opens the clause, if it can be a subject."""
    first = inside[0] if inside else None
    if first is not None and first.kind == "Region" and not re.match("[我全本]", first.surface):
        led = _LEAD.sub("", clause.text[: first.start - clause.start])
        if _HELPED.fullmatch(led) and re.match(
            r"依托|举办|建设|打造|创建|申报", clause.text[first.end - clause.start :]
        ):
            # 支持某市依托甲打造乙: whoever supports it, that place does it.
            return first
    lead = _LEAD.match(clause.text)
    opening = clause.start + (lead.end() if lead else 0)
    for item in inside:
        gap = clause.text[max(0, opening - clause.start) : item.start - clause.start]
        if gap.strip("“《 "):
            return None
        following = next((other for other in inside if other.start == item.end and other.kind in SUBJECT_KINDS), None)
        owned = next((o for o in inside if o.start == item.end + 1 and _can_be_owned(o)), None)
        if owned and item.kind in {"Region", "Town", "Platform"} and clause.text[item.end - clause.start] == "的":
            # 某县的某园: the park is the subject, the county says where it is.
            return owned
        if item.kind in {"Region", "Town"} and following:
            # 我市汽配产业集群: the cluster is the subject, the city says whose.
            return following
        if re.match(r"领域\s*\d", clause.text[item.end - clause.start :]):
            # 45个集群中，甲领域13个、乙领域7个: they are counted for whoever has the 45.
            return None
        if item.kind in SUBJECT_KINDS and item.end < clause.end:
            return item
        opening = max(opening, item.end)
    return None


def _can_be_owned(item: Mention) -> bool:
    return item.kind in {"Platform", "Cluster"} or (item.kind == "Firm" and item.surface.endswith("公司"))


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


_ATTRIBUTE = re.compile(
    r"综合试验区|试验区|示范区|先导区|产业园|基地|中心|平台|能力|企业|质量|人才|科技创新|标准|监管|招商|项目"
)


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
