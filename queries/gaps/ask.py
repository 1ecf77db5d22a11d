"""Whom to ask about a segment: which list answers, which department, which names wait for review."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from queries.gaps.model import ChainGraph, SegmentNode
from queries.gaps.supply import uncounted

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


def whom_to_ask(segment: SegmentNode, chain: ChainGraph) -> tuple[str, ...]:
    """Return Chinese lines, most useful first.

    Candidates that only wait for review cost nothing to settle, so they come
    first; then the lists that could cover the segment; then the offices that
    issued the documents that speak of it; a newspaper cannot be asked.
    """
    _, candidates, _ = uncounted(segment)
    lines = [f"先问 {firm.name}（{firm.rule_zh or '文中提到'}，是否做这一环节待核）" for firm in candidates]
    lines.extend(lists_for(segment.gbt4754))
    documents = {quote.document for firm in segment.firms for quote in firm.quotes}
    documents |= {quote.document for quote in segment.mentions}
    issuers = sorted({s.issuer for s in chain.sources if s.key in documents and s.issuer and s.form != PRESS})
    lines.extend(f"{issuer}：它的文件写到本环节" for issuer in issuers)
    if not segment.gbt4754:
        lines.append("本环节还没有对应的行业小类，先在模板里补上代码，才知道取哪份名录")
    return tuple(lines)
