"""Tools for the gap answers: chains, the segments of one, why, what to verify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from api.assistant.answer import Draft, Rest, TierName, Told, cut
from api.assistant.cites import Cites, marks
from api.assistant.desk import Ask
from api.assistant.fields import AnyChain, Chain, Limit, Offset, Segment
from api.assistant.gap_lines import (
    GapLine,
    amount_lines,
    class_counts,
    count_words,
    gap_line,
    gap_text,
    open_note,
    tiers_of,
)
from api.assistant.tool import Given, tool
from api.assistant.words import class_words, quoted, safe, say, some
from graph.store import Store
from queries.gaps.model import ChainGaps, FirmHere, GapRow
from queries.why import Tie, Why, why

_CLASSES = Literal["", "insufficient", "missing", "single", "weak", "strong", "present"]


class ChainsGiven(Given):
    """``chains`` has no parameters."""


class ChainLine(Told):
    """A chain, its segments counted by class, and what to verify first."""

    chain: str
    name: str
    segments: int
    classes: dict[str, int]
    tiers: list[TierName]
    verify_first: str


class ChainList(Told):
    """All chains."""

    chains: list[ChainLine]


@tool(
    ("全部产业链", "all chains"),
    (
        "列出全部产业链：各类环节几个、层级、先核实哪个环节。问“哪条链缺什么”先用它，再用 gaps。",
        "All chains with their segments counted by class, tiers, and what to verify first. Then ask gaps.",
    ),
    ChainList,
)
async def chains(ask: Ask, given: ChainsGiven) -> Draft:
    """List the chains."""
    city = await ask.city()
    found, lines = [], []
    for gaps in city.answers:
        first = next((row.segment.name for row in gaps.check_list() if row.verify_gain), "")
        tiers = sorted(set(tiers_of(gaps.rows)))
        found.append(ChainLine(chain=gaps.chain.key, name=gaps.chain.name, segments=len(gaps.rows),
                               classes=class_counts(gaps), tiers=tiers, verify_first=first))  # fmt: skip
        told = f"；{say(ask.lang, '先核查', 'verify first')} {quoted(first)}" if first else ""
        lines.append(f"- {quoted(gaps.chain.name)} {safe(gaps.chain.key)} · {'/'.join(tiers)} · "
                     f"{len(gaps.rows)} {say(ask.lang, '个环节', 'segments')}：{count_words(gaps)}{told}")  # fmt: skip
    return Draft(
        data=ChainList(chains=found),
        lines=lines,
        documents=sorted({key for gaps in city.answers for key in gaps.documents}),
        tiers=[tier for line in found for tier in line.tiers],
        parameters=city.parameters,
        rest=cut(len(found), len(found), 0),
        notes=open_note(city.answers, ask.lang),
    )


class GapsGiven(Given):
    """Parameters of ``gaps``."""

    chain: Chain
    of_class: Annotated[_CLASSES, Field(description="只要这一类，空为全部 · only this class")] = ""
    limit: Limit = 20
    offset: Offset = 0


class GapTable(Told):
    """The segments of a chain in rank order: what would break most without it stands first."""

    chain: str
    name: str
    template: str = Field(description="模板的版本和作者 · version and author of the template")
    classes: dict[str, int]
    rows: list[GapLine]


@tool(
    ("补链：一条链的环节和类别", "gaps of a chain"),
    (
        "一条产业链的环节表：每个环节的类别（缺链、弱链、单点依赖、强链候选、有企业、数据不足）、层级、理由、企业、"
        "没有它影响什么、原文。“数据不足”不是缺链。",
        "The segments of a chain: class, tier, reason, firms, what would break without it, quotes. 数据不足 "
        "(not enough data) is not 缺链 (missing).",
    ),
    GapTable,
)
async def gaps_(ask: Ask, given: GapsGiven) -> Draft:
    """List the segments of a chain."""
    city, documents = await ask.city(), await ask.documents()
    found, cites = city.chain(given.chain), Cites(documents, 60)
    rows = [row for row in found.rows if given.of_class in ("", row.gap_class.value)]
    shown = rows[given.offset : given.offset + given.limit]
    listed = [gap_line(found, row, cites) for row in shown]
    author = f"{found.chain.version}（{found.chain.author}）"
    lines = [f"{quoted(found.chain.name)} {safe(found.chain.key)}：{count_words(found)}",
             f"{say(ask.lang, '模板', 'template')} {safe(author, 200)}"]  # fmt: skip
    for row, line in zip(shown, listed, strict=True):
        lines += gap_text(line, row, ask.lang)
    data = GapTable(
        chain=found.chain.key, name=found.chain.name, template=author, classes=class_counts(found), rows=listed
    )
    return _gap_draft(ask, data, lines, found, shown, cites, cut(len(shown), len(rows), given.offset))


class CheckGiven(Given):
    """Parameters of ``check_list``."""

    chain: AnyChain = ""
    limit: Limit = 10
    offset: Offset = 0


class CheckList(Told):
    """What to verify, that which would change the answers most first."""

    chain: str = Field(description="空为全市 · all chains if empty")
    rows: list[GapLine]


@tool(
    ("核查清单：先核实什么", "what to verify first"),
    (
        "核查清单：按“核实后会改变多少答案”排，写明为什么、去哪里核、原文。不给链就是全市的。",
        "What to verify first, by how much of the answer it would change: why, where to ask, quotes. All chains "
        "together without one.",
    ),
    CheckList,
)
async def check_list(ask: Ask, given: CheckGiven) -> Draft:
    """List what to verify first."""
    city, documents = await ask.city(), await ask.documents()
    found, cites = (city.chain(given.chain) if given.chain else city.together), Cites(documents)
    rows = found.check_list()
    shown = rows[given.offset : given.offset + given.limit]
    listed = [gap_line(found, row, cites) for row in shown]
    lines = []
    for row, line in zip(shown, listed, strict=True):
        head = f"{line.verify_rank}. {quoted(line.name)}（{class_words(row.gap_class)} · {line.tier}）"
        lines += [f"{head} {safe(line.segment)} {marks(line.cites)}".rstrip(), f"   {safe(line.verify_why)}"]
        if line.ask:
            lines.append(f"   {say(ask.lang, '去哪里核', 'where to ask')}：{'；'.join(map(safe, line.ask))}")
    none = say(ask.lang, "没有一项核实了会改变现有答案", "verifying nothing would change the present answers")
    data = CheckList(chain=found.chain.key if given.chain else "", rows=listed)
    return _gap_draft(ask, data, lines or [none], found, shown, cites, cut(len(shown), len(rows), given.offset))


class WhyGiven(Given):
    """Parameters of ``why``."""

    segment: Segment
    chain: AnyChain = ""


class Edge(Told):
    """An input of the template; ``basis`` is stated (a text says it) or engineering (an engineer judged it)."""

    name: str
    kind: str
    basis: str
    local: bool
    statement: str


class FirmLine(Told):
    """A firm or platform of the segment, by which rule, and whether it counts."""

    key: str
    name: str
    rule: str
    term: str
    status: str
    review: str
    counted: bool
    cites: list[int]


class WhyAnswer(Told):
    """All that stands behind the class of one segment."""

    chain: str
    row: GapLine
    elsewhere: list[str] = Field(description="在别的链里的类别 · its class in other chains")
    needs: list[Edge]
    used_by: list[Edge]
    firms: list[FirmLine]
    covered_by: list[str] = Field(description="完整覆盖它的来源；空则不能说没有 · without one nobody may say none")
    would_change: list[str]
    questions: list[str] = Field(description="ask 的问题名，可再问一遍 · questions to ask again")


@tool(
    ("为什么是这一类", "why a segment has its class"),
    (
        "一个环节为什么是这一类：理由、企业凭哪条规则归入、哪些来源覆盖它、上下游、原文和位置、什么会改变类别。",
        "Why a segment has its class: reason, firms and the rule that placed them, coverage, inputs, quotes with "
        "their places, and what would change it.",
    ),
    WhyAnswer,
)
async def why_(ask: Ask, given: WhyGiven) -> Draft:
    """Explain the class of a segment."""
    city, documents = await ask.city(), await ask.documents()

    def read(store: Store) -> Why:
        return why(store, given.segment, chain=given.chain, parameters=city.parameters, chains=city.chains,
                   measures=city.measures)  # fmt: skip

    found = await ask.read(read)
    cites, home = Cites(documents), city.chain(found.gaps.chain.key)
    row = home.row(found.row.segment.key)
    line = gap_line(home, row, cites)
    cites.quotes(found.quotes, 20)
    data = WhyAnswer(
        chain=home.chain.key,
        row=line,
        elsewhere=[f"{name}：{other.gap_class.zh} · {other.tier.value}" for name, other in found.elsewhere],
        needs=[_edge(tie, tie.start_name) for tie in found.inputs],
        used_by=[_edge(tie, tie.end_name) for tie in found.outputs],
        firms=[_firm(firm, cites) for firm in row.segment.firms[:50]],
        covered_by=[source.key for source in found.coverage],
        would_change=list(found.would_change),
        questions=[asked.name for asked in found.asked],
    )
    left = len(row.segment.firms) - len(data.firms)
    rest = cut(len(data.firms), len(row.segment.firms), 0, more=left > 0, how="neighbours(thing=环节, IN_SEGMENT, in)")
    return _gap_draft(ask, data, _why_lines(data, row, ask), home, [row], cites, rest)


def _gap_draft(
    ask: Ask, data: Told, lines: list[str], gaps: ChainGaps, rows: Sequence[GapRow], cites: Cites, rest: Rest
) -> Draft:  # fmt: skip
    covering = [key for row in rows for key in row.segment.covered_by]
    templates = [edge.statement.partition("#")[0] for edge in gaps.chain.inputs]
    return Draft(
        data=data,
        lines=lines,
        cites=cites.found,
        more_cites=cites.more,
        documents=list(dict.fromkeys([*covering, *templates])),
        tiers=tiers_of(rows) or tiers_of(gaps.rows),
        parameters=gaps.parameters,
        rest=rest,
        notes=open_note([gaps], ask.lang),
    )


def _edge(tie: Tie, name: str) -> Edge:
    return Edge(name=name, kind=tie.edge.kind, basis=tie.edge.basis, local=tie.local, statement=tie.edge.statement)


def _firm(firm: FirmHere, cites: Cites) -> FirmLine:
    return FirmLine(key=firm.key, name=firm.name, rule=firm.rule_zh, term=firm.term, status=firm.status,
                    review=firm.review, counted=firm.counted, cites=cites.quotes(firm.quotes, 2))  # fmt: skip


def _why_lines(data: WhyAnswer, row: GapRow, ask: Ask) -> list[str]:
    lang = ask.lang
    lines = [*gap_text(data.row, row, lang)]
    if data.elsewhere:
        lines.append(f"{say(lang, '在别的链里', 'in other chains')}：{some(data.elsewhere, 20)}")
    none = say(
        lang, "没有一份来源完整覆盖它，所以不能说没有", "no complete source, so nobody may say that there is none"
    )
    lines.append(f"{say(lang, '覆盖', 'covered by')}：{some(data.covered_by) if data.covered_by else none}")
    for title, edges in ((say(lang, "要用到", "needs"), data.needs), (say(lang, "用它的", "used by"), data.used_by)):
        told = [f"{safe(e.name)}（{safe(e.kind)}，{'有出处' if e.basis == 'stated' else '工程判断'}"
                f"{'，本地有' if e.local else ''}）" for e in edges]  # fmt: skip
        if told:
            lines.append(f"{title}：{'、'.join(told)}")
    for firm in data.firms:
        counts = say(lang, "计入", "counted") if firm.counted else say(lang, "不计", "not counted")
        lines.append(
            f"- {quoted(firm.name)}（{counts}；规则 {safe(firm.rule)}「{safe(firm.term, 60)}」）{marks(firm.cites)}"
        )
    lines += amount_lines(data.row, lang)
    lines.append(say(lang, "什么会改变类别：", "what would change the class:"))
    lines += [f"- {safe(words)}" for words in data.would_change]
    lines.append(f"{say(lang, '去哪里核', 'where to ask')}：{'；'.join(map(safe, data.row.ask)) or '—'}")
    lines.append(f"{say(lang, '升一层要什么', 'for the next tier')}：{safe(data.row.next_tier) or '—'}")
    lines.append(f"{say(lang, '周边', 'around')}：{safe(data.row.reach)}")
    return lines
