"""A letter as the rules see it: clauses with their mentions, lists, subject and topic."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from graph.evidence import Ref, Status
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.heading import Head
from loaders.letters.extraction.mentions import Mentions
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.sections import Outline
from loaders.letters.extraction.status import status_of

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

    @cached_property
    def text(self) -> str:
        """The words of the clause."""
        return self.clause.text

    @cached_property
    def start(self) -> int:
        """Offset of the clause."""
        return self.clause.start

    @cached_property
    def status(self) -> Status:
        """Status by the cues of the clause."""
        return status_of(self.text)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(item.kind for item in self.mentions)

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
        if self._kinds.isdisjoint(kinds):
            return ()
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
        return None if found else self._asked or self._said(self.text[slice(*self.head.title_span)])

    def _said(self, words: str) -> Ref | None:
        """Return the one industry of the text that ``words`` name whole, 某某产业."""
        refs = [ref for ref in set(self._industries.values()) if ref.name.endswith("产业") and ref.name in words]
        refs = [ref for ref in refs if not any(ref.name in other.name for other in refs if other != ref)]
        return refs[0] if len(refs) == 1 and refs[0].name not in WIDE else None

    @cached_property
    def _asked(self) -> Ref | None:
        """The one industry of the proposal that a reply answers."""
        asked = re.search(r"提出的?[^。\n]{4,90}?收悉", self.text[:2000])
        whole = self._said(asked.group()) if asked else None
        if whole:
            return whole
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
    def only_cluster(self) -> Ref | None:
        """The cluster of a text that names one."""
        found = {item.name for item in self.mentions.items if item.kind == "Cluster"}
        return Ref(kind="Cluster", name=found.pop()) if len(found) == 1 else None

    @cached_property
    def cluster(self) -> Ref | None:
        """The one cluster that the title is about."""
        found = {item.name for item in self.mentions.within(*self.head.title_span) if item.kind == "Cluster"}
        return Ref(kind="Cluster", name=found.pop()) if len(found) == 1 else None
