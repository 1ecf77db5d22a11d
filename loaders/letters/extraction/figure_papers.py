"""Figures that belong to a paper: what it counts, lists, grants or holds."""

from __future__ import annotations

import re

from graph.evidence import Ref
from loaders.letters.extraction.figure_cases import Case, ref_of
from loaders.letters.extraction.reading import Context

_GRANTS = re.compile(r"给予|奖励|补贴|补助|资助")


def announced(case: Case) -> tuple[Ref, int] | None:
    """``现将甲企业（8家）名单予以公布``: the paper counts them."""
    letter = case.reading.letter
    counted = case.left.endswith(("（", "(")) or re.match(r"有效期", case.context.text)
    listed = re.search(r"现将.*(?:名单|公布|公示)", case.context.text) or re.match(r"有效期", case.context.text)
    return (letter, case.context.start) if letter and counted and listed else None


def catalogue(case: Case) -> tuple[Ref, int] | None:
    """``某某清单共108个案例``: the list holds them."""
    for item in case.context.of("Program"):
        beside = item.name.endswith(("清单", "名单", "榜单")) and -1 <= item.start - case.quantity.end <= 1
        if beside or (item.end <= case.quantity.start and item.name.endswith("清单")):
            return ref_of(item), item.start
    return None


def granted(case: Case) -> tuple[Ref, int] | None:
    """Money that a policy grants is the policy's; where none is named, that of what it is granted to."""
    text = case.context.text
    granted = _GRANTS.search(text) or (case.left.strip("，、 ") in {"最高", ""} and case.context.carried)
    if not granted:
        return None
    context: Context | None = case.context
    given = False
    while context is not None:
        given = given or bool(_GRANTS.search(context.text))
        named = [item for item in context.of("Policy") if item.end <= case.quantity.start]
        if named and given:
            return ref_of(named[-1]), named[-1].start
        context = context.previous
    receiver = re.match(r"对(?:新?(?:获批|认定|入选|评)?(?:为|的)?)?", text)
    for item in case.context.of("Program", "Platform", "Product")[:1] if receiver else ():
        if receiver and item.start - case.context.start <= receiver.end() + 1:
            return ref_of(item), item.start
    return None


def document(case: Case) -> tuple[Ref, int] | None:
    """Clauses and measures that the policy or list named before is said to hold."""
    context: Context | None = case.context
    if not re.match(r"(?:明确|提出|推出|从|共(?=\s*\d)|包含|包括|列出|制定|聚焦|围绕)", case.context.text.lstrip()):
        return None
    while context is not None and context.clause.part == case.context.clause.part:
        named = [item for item in context.of("Policy") if item.end <= case.quantity.start]
        if named:
            return ref_of(named[-1]), named[-1].start
        if context.of("Firm", "Cluster", "Platform", "Project"):
            return None
        context = context.previous
    return None


def park(case: Case) -> tuple[Ref, int] | None:
    """``入园项目``, ``园区产值`` in a paper on one park are of that park, unless the clause names another."""
    named = case.context.of("Platform") or (case.context.subject and case.context.subject.kind == "Platform")
    if named or not re.search(r"入园|(?:^|年|底|末|，)园区(?:[^内]|$)", case.left):
        return None
    found = {
        ref_of(item) for item in case.reading.mentions.within(*case.reading.head.title_span) if item.kind == "Platform"
    }
    return (found.pop(), case.context.start) if len(found) == 1 else None


_SIGNED = re.compile(
    r"(?:会上|大会|现场|此次|共|其中|，|\s)*(?:共)?\s*(?:\d+\s*[家个]企业)?(?:现场|集中)?(?:签约|达成|成交)"
)


def fair(case: Case) -> tuple[Ref, int] | None:
    """What is signed in the sentence after a fair was signed at the fair."""
    context: Context = case.context
    while context.previous is not None:
        context = context.previous
    text = case.reading.text
    if not _SIGNED.match(text, context.start) or case.context.of("Firm", "Project", "Platform", "Region", "Town"):
        return None
    line = text.rfind("\n", 0, context.start) + 1
    begin = text.rfind("。", line, max(line, context.start - 1)) + 1 or line
    named = [item for item in case.reading.mentions.within(begin, context.start) if item.kind == "Event"]
    return (ref_of(named[-1]), named[-1].start) if named else None


_OF_CHAIN = re.compile(
    r"(?:力争|到20\d\d年|20\d\d年|目前|其中|现|已|共)*(?:(?:集聚|聚集|汇聚)(?!产业链)[^，]{0,90}企业|产值规模|产业规模|产业产值|(?:聚集|集聚|汇聚|引育|培育|拥有)?(?:产业链|链上|集群内?|上下游)(?:相关|上下游|现有|拥有|规上|共有)?(?:企业|规模|产值|营收|总产值|总规模|从业))"
)


def titled(case: Case) -> tuple[Ref, int] | None:
    """``集群规模达…``, ``产业链相关企业…`` in a paper on one cluster or industry are of that."""
    text = case.context.text.strip()
    if case.context.topic is not None or not _OF_CHAIN.match(text):
        return None
    whole = case.reading.cluster or case.reading.main
    if re.match(r"(?:目前|其中|20\d\d年)*集群", text):
        # What 集群 alone means is the one cluster that a paper speaks of, whatever its headline.
        whole = case.reading.only_cluster or whole
    return (whole, case.context.start) if whole else None
