"""The tool for what the sources cover."""

from __future__ import annotations

from api.assistant.answer import Draft, Told, cut
from api.assistant.desk import Ask
from api.assistant.fields import AnyChain, Limit, Offset
from api.assistant.tool import Given, tool
from api.assistant.words import quoted, safe, say, some
from queries.coverage import ChainCoverage, Coverage, coverage


class CoverageGiven(Given):
    """Parameters of ``coverage``."""

    chain: AnyChain = ""
    limit: Limit = 10
    offset: Offset = 0


class Covering(Told):
    """What one source covers of a chain, in segments. ``counts``: complete and of this region."""

    document: str
    completeness: str
    as_of: str
    declared_by: str
    whole: int
    part: int
    named: int
    counts: bool


class ChainCover(Told):
    """A chain: how many segments complete sources cover, how many any source names."""

    chain: str
    name: str
    segments: int
    covered: int
    named: int
    sources: list[Covering]
    more_sources: int


class OpeningLine(Told):
    """A list that would give segments an answer if it were complete."""

    list_name: str
    codes: list[str]
    segments: int
    answered_at_once: int


class CoverAnswer(Told):
    """What the sources cover, and what one more complete list would open."""

    region: str
    chains: list[ChainCover]
    openings: list[OpeningLine]


@tool(
    ("来源覆盖到哪里", "what sources cover"),
    (
        "每条链有几个环节被声明完整的来源覆盖（只有这些能说有没有），再有一份什么名录能打开几个环节。"
        "解释为什么都是“数据不足”时用它。",
        "How many segments of each chain complete sources cover (only there may anybody say that there is none), and "
        "what one more complete list would open. Use it to explain 数据不足.",
    ),
    CoverAnswer,
)
async def coverage_(ask: Ask, given: CoverageGiven) -> Draft:
    """Tell what sources cover."""
    found: Coverage = await ask.kept(("coverage", given.chain), lambda store: coverage(store, given.chain or None))
    shown = found.chains[given.offset : given.offset + given.limit]
    chains = [_cover(one) for one in shown]
    openings = [OpeningLine(list_name=one.list_name, codes=list(one.codes[:20]), segments=len(one.segments),
                            answered_at_once=len(one.answered)) for one in found.openings[:10]]  # fmt: skip
    lines = []
    for one in chains:
        zh = f"{one.segments} 个环节，完整来源覆盖 {one.covered}，任一来源提到 {one.named}"
        en = f"{one.segments} segments, {one.covered} covered completely, {one.named} named by any source"
        lines.append(f"- {quoted(one.name)}：{say(ask.lang, zh, en)}")
        lines += [_covering_line(source) for source in one.sources if source.counts or source.whole]
    for opening in openings:
        zh = f"再有一份完整的{opening.list_name}，能打开 {opening.segments} 个环节；小类"
        en = f"one complete {opening.list_name} would open {opening.segments} segments; classes"
        lines.append(f"- {say(ask.lang, safe(zh), safe(en))} {some(opening.codes, 8)}")
    return Draft(
        data=CoverAnswer(region=found.region, chains=chains, openings=openings),
        lines=lines,
        documents=list(dict.fromkeys(source.document for one in chains for source in one.sources)),
        rest=cut(len(chains), len(found.chains), given.offset),
    )


def _cover(one: ChainCoverage) -> ChainCover:
    cells = one.cells[:15]
    sources = [Covering(document=cell.source.key, completeness=cell.source.completeness, as_of=cell.source.as_of,
                        declared_by=cell.source.declared_by, whole=cell.whole, part=cell.part, named=cell.named,
                        counts=cell.counts) for cell in cells]  # fmt: skip
    return ChainCover(chain=one.key, name=one.name, segments=one.segments, covered=one.covered, named=one.named,
                      sources=sources, more_sources=len(one.cells) - len(cells))  # fmt: skip


def _covering_line(one: Covering) -> str:
    told = "声明完整，能说有没有" if one.counts else "不能说没有"
    by = f"，{safe(one.declared_by)}声明" if one.declared_by else ""
    return f"   - {safe(one.document)}：覆盖 {one.whole} 个（{told}；截至 {safe(one.as_of) or '未写明'}{by}）"
