"""补链, 延链 and 强链: the three lists by which staff work, and what is missing where one is empty.

补链 fills what the chain lacks (缺链、单点依赖、弱链), 延链 goes on from what is
made here to what it could become (延链机会), 强链 builds on what stands strong
(强链候选). A row stands on a list by its class or flag; the order is that of
the ranking, by what would break.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph.store import Store
from queries.coverage import Opening, declared_coverage
from queries.gaps.analyse import analyse, analyse_together
from queries.gaps.answers import find_chain
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGaps, ChainGraph, GapClass, GapParameters, GapRow, Measures
from queries.gaps.rank import GAPS
from queries.gaps.supply import counted_firms
from queries.gaps.wording import some


class ListKind(StrEnum):
    """The lists, as staff call them."""

    FILL = "补链"
    EXTEND = "延链"
    STRENGTHEN = "强链"

    def holds(self, row: GapRow) -> bool:
        """Tell whether a row stands on the list."""
        if self is ListKind.FILL:
            return row.gap_class in GAPS
        return row.extension if self is ListKind.EXTEND else row.gap_class is GapClass.STRONG

    @property
    def meaning(self) -> str:
        """What stands on it, in one Chinese sentence."""
        return _MEANING[self]


_MEANING = {
    ListKind.FILL: "缺链、单点依赖、弱链的环节：本链缺的、只靠一家的、不够的",
    ListKind.EXTEND: "完整来源说本地没有、而它的直接投入多半本地在做的环节：可以从现有的往下延",
    ListKind.STRENGTHEN: "区位商达到界限、有效供应不止一家的环节：已有优势、可以做强的",
}


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row on a list; ``why`` says in Chinese what puts it there and what supports it."""

    row: GapRow
    why: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """A list of a chain, or of all together.

    ``open`` is the number of segments that no complete source covers: nothing
    is said of those. ``why_empty`` says what is missing where no row stands on
    the list; ``openings`` are the lists to load, those that cover most first.
    """

    kind: ListKind
    answer: ChainGaps
    rows: tuple[ListedRow, ...]
    open: int
    why_empty: str
    openings: tuple[Opening, ...]


def work_list(
    store: Store,
    kind: ListKind,
    chain: str = "",
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
) -> WorkList:
    """Return a list of one chain, or of all chains together.

    Raises:
        NotFound: no such chain.
    """
    chains = load_chains(store, parameters)
    key = find_chain(chains, chain).key if chain else ""
    return make_list(chains, kind, key, parameters, measures)


def make_list(
    chains: Sequence[ChainGraph],
    kind: ListKind,
    chain: str = "",
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
) -> WorkList:
    """Return the same from chain graphs; ``chain`` is a key, empty for all."""
    if chain:
        answer = next(gaps for gaps in analyse(chains, parameters, measures) if gaps.chain.key == chain)
    else:
        answer = analyse_together(chains, parameters, measures)
    rows = tuple(ListedRow(row, _why(row, kind, answer)) for row in answer.rows if kind.holds(row))
    uncovered = sum(1 for row in answer.rows if not row.segment.covered_by)
    home = frozenset(name for one in chains for name in one.home)
    wanted = [chain] if chain else [one.key for one in chains]
    return WorkList(
        kind=kind,
        answer=answer,
        rows=rows,
        open=uncovered,
        why_empty="" if rows else _why_empty(answer, kind, measured=any(m.quotient for m in (measures or {}).values())),
        openings=declared_coverage(chains, home, answer.parameters, wanted).openings,
    )


def _why(row: GapRow, kind: ListKind, answer: ChainGaps) -> str:
    if kind is ListKind.EXTEND:
        names = {segment.key: segment.name for segment in answer.chain.segments}
        made = [names[key] for key in row.inputs_local]
        share = f"直接投入 {len(row.inputs)} 个，本地在做 {len(made)} 个（{some(made)}）"
        feeding = [node for node in answer.chain.segments if node.key in row.inputs_local]
        firms = [firm.name for node in feeding for firm in counted_firms(node)]
        return f"{share}，界限 {answer.parameters.extension_share * 100:g}%。" + (
            f"这些环节的企业：{some(list(dict.fromkeys(firms)))}。" if firms else "这些环节还没有点名的企业。"
        )
    if kind is ListKind.STRENGTHEN:
        return row.sentence + _ties(row, answer)
    return row.sentence


def _ties(row: GapRow, answer: ChainGaps) -> str:
    """What it feeds here and is fed by here."""
    names = {segment.key: segment.name for segment in answer.chain.segments}
    parts = []
    if row.inputs_local:
        parts.append(f"上游本地在做：{some([names[key] for key in row.inputs_local])}")
    if row.local_direct:
        parts.append(f"直接用它的本地环节：{some([names[key] for key in row.local_direct])}")
    return "，".join(parts) + "。" if parts else ""


def _why_empty(answer: ChainGaps, kind: ListKind, *, measured: bool) -> str:
    covered = [row for row in answer.rows if row.segment.covered_by]
    total = len(answer.rows)
    if not covered:
        return f"{total} 个环节没有一个有完整来源覆盖，都是数据不足：说不了缺，也说不了强。不是没有，是还判不了。"
    state = f"{total} 个环节里 {len(covered)} 个有完整来源覆盖"
    if kind is ListKind.STRENGTHEN:
        missing = "其中没有一个区位商达到界限而又不止一家的" if measured else "但还没有区位商，没有区位商不判强链"
        return f"{state}，{missing}。"
    if kind is ListKind.EXTEND:
        return f"{state}，其中没有一个是“本地没有、而直接投入本地占到界限”的。"
    return f"{state}，其中没有缺链、单点依赖或弱链。"
