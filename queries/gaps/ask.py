"""Whom to ask about a segment: which list answers, which department, which names wait for review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from queries.gaps.model import ChainGraph, SegmentNode, Source
from queries.gaps.supply import counted_firms, uncounted

# The annual lists of enterprises follow the sections of GB/T 4754—2017; a list of industry
# holds no software house, so the code decides which list to ask for.
_LISTS = (
    (1, 5, "农业龙头企业与合作社名录"),
    (6, 46, "规上工业企业名录"),
    (47, 50, "资质内建筑业企业名录"),
    (51, 52, "限上批发零售企业名录"),
    (61, 62, "限上住宿餐饮企业名录"),
    (53, 60, "规上服务业企业名录"),
    (63, 97, "规上服务业企业名录"),
)
PRESS = "web notice"
"""Form of pages that are quoted for a fact; their publisher is no office."""
_BUYERS = 3
"""Most lines about those who buy it here."""
_NUMBER = {1: " ", 2: " 两", 3: " 三", 4: " 四", 5: " 五"}


def which_list(code: str) -> str:
    """Return the name of the list that holds firms of a GB/T 4754 code, empty for an unknown one."""
    division = int(code[:2]) if code[:2].isdigit() else 0
    return next((name for low, high, name in _LISTS if low <= division <= high), "")


def lists_for(codes: Sequence[str]) -> tuple[str, ...]:
    """Return one line a list: its name and the codes to take from it."""
    pairs = sorted({(which_list(code), code) for code in codes if which_list(code)})
    lines = []
    for name, group in groupby(pairs, key=lambda pair: pair[0]):
        wanted = [code for _, code in group]
        lines.append(f"{name}：取 {'、'.join(wanted)}{_NUMBER.get(len(wanted), f' {len(wanted)} ')}类")
    return tuple(lines)


SECTOR_OUTPUT = "liantu load table 分行业产值.xlsx --mapping sector-output"
"""The command that loads what tiers T1 (quotient) and T2 need."""


def commands_for(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the commands that load the lists for codes; the mapping declares completeness (docs/registers.md)."""
    names = sorted({which_list(code) for code in codes if which_list(code)})
    return tuple(f"liantu load table {name}.xlsx --mapping {name}.yaml" for name in names)


def whom_to_ask(segment: SegmentNode, chain: ChainGraph, takers: Sequence[SegmentNode] = ()) -> tuple[str, ...]:
    """Return Chinese lines, those who can answer first.

    Candidates that only wait for review cost nothing to settle, so they come
    first; then the offices and towns of which documents speak when they speak
    of the segment; then the lists that could cover it; then who buys it here:
    firms of the segments that take it, else the offices whose documents name
    those. A newspaper cannot be asked.

    Args:
        segment: asked about.
        chain: with the documents.
        takers: the segments made here that take it directly.
    """
    _, candidates, _ = uncounted(segment)
    lines = [f"先问 {firm.name}（{firm.rule_zh or '文中提到'}，是否做这一环节待核）" for firm in candidates]
    papers = _papers(segment, chain)
    lines.extend(f"{issuer}：它的文件写到本环节" for issuer in _issuers(papers))
    consulted = sorted({office for paper in papers for office in paper.consulted})
    if consulted:
        lines.append(f"{'、'.join(consulted)}：写到本环节的文件会同它们办理")
    lines.extend(f"{town}：本环节的企业或集群在那里" for town in segment.towns)
    lines.extend(lists_for(segment.gbt4754))
    if not segment.gbt4754:
        lines.append("本环节还没有对应的行业小类，先在模板里补上代码，才知道取哪份名录")
    return (*lines, *_buyers(takers, chain, known=bool(papers)))


def _papers(segment: SegmentNode, chain: ChainGraph) -> list[Source]:
    """The documents that speak of a segment and that somebody answers for."""
    quotes = [*(quote for firm in segment.firms for quote in firm.quotes), *segment.mentions]
    documents = {quote.document for quote in quotes}
    return [source for source in chain.sources if source.key in documents and source.form != PRESS]


def _issuers(papers: Iterable[Source]) -> list[str]:
    return sorted({paper.issuer for paper in papers if paper.issuer})


def _buyers(takers: Sequence[SegmentNode], chain: ChainGraph, *, known: bool) -> list[str]:
    """Who uses it here knows from whom it comes; where no firm is named, the offices and towns of the takers."""
    firms = sorted({(firm.name, node.name) for node in takers for firm in counted_firms(node)})
    lines = [f"问用它的企业 {firm}（{taker}）：从哪里买" for firm, taker in firms[:_BUYERS]]
    if lines or known:
        return lines
    for node in sorted(takers, key=lambda node: (node.name, node.key)):
        named = [*_issuers(_papers(node, chain)), *node.towns]
        if named:
            lines.append(f"{'、'.join(named)}：写到、或在做直接用它的「{node.name}」")
    return lines[:_BUYERS]
