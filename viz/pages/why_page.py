"""The page of ``why``: the whole derivation of one row, to be attached to a paper. In Chinese, as its readers are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.evidence import Status
from queries.demand.model import LABEL, Demand
from queries.demand.wording import amount_words, grain_words, notes, source_words
from queries.fit.evidence import of_quote
from queries.gaps.export import firm_words, names_of
from queries.gaps.model import DONE, FirmHere, GapParameters, GapRow, Measures, Quote, Source, Tier
from queries.gaps.nearby import Neighbour
from queries.gaps.reach import short_area, who_words
from queries.why import Asked, Tie, Why
from viz.pages.blocks import Block, Bullets, Cite, Code, Entries, Entry, Grid, Heading, Page, Para
from viz.pages.cites import cite_neighbour, mark_of, standing

TIER_ZH = {Tier.T0: "只有结构，没有家数和产值", Tier.T1: "有完整名录的家数", Tier.T2: "有产出和投入系数"}
BASIS_ZH = {"stated": "有出处", "engineering": "工程判断"}


def why_page(answer: Why, day: str, demand: Sequence[Demand] = (), stable: Sequence[str] = ()) -> Page:
    """Return the page.

    Args:
        answer: all that stands behind the row.
        day: the day it is printed.
        demand: what stated outputs take of the segment.
        stable: how stable the row is, in lines, where that was asked.
    """
    row, chain = answer.row, answer.gaps.chain
    documents = _Documents(answer)
    blocks: list[Block] = [
        Para(row.sentence),
        *_standing(answer),
        *_ties(answer, documents),
        *_firms(row, documents),
        *_near(row),
        *_numbers(answer),
        *_measured(row.measures),
        *_demand(demand),
        *_stable(stable),
        Heading("六、什么会改变这个判断"),
        Bullets(row.would_change),
        *([Para(f"去哪里核：{'；'.join(row.ask)}")] if row.ask else []),
        *_quotes(answer.quotes, documents),
        *documents.block(),
        *_asked(answer.asked),
    ]
    facts = (
        ("产业链", f"{chain.name}（模板 {chain.version}，{chain.author}）"),
        ("层级", row.tier.value),
        ("地区", answer.parameters.region),
        ("日期", day),
        ("数据版本", answer.gaps.data_version),
    )
    foot = (
        "方法：有一份来源声明自己完整并覆盖这个环节，“没有企业”才算数；否则一律是数据不足。候选和规划列出，不计入。"
        f"由链图生成；同一数据版本（{answer.gaps.data_version}）得到同样的内容。"
    )
    return Page(f"{row.segment.name}：{row.gap_class.zh}，为什么", row.gap_class.mark, row.gap_class.value,
                facts, tuple(blocks), foot)  # fmt: skip


class _Documents:
    """The documents of a page, numbered in the order in which they are first cited."""

    def __init__(self, answer: Why) -> None:
        self._sources = {source.key: source for source in answer.gaps.chain.sources}
        self._numbers: dict[str, int] = {}
        for source in answer.coverage:
            self.number(source.key)

    def number(self, document: str) -> str:
        """Return the sign of a document, giving it the next one if it has none."""
        return f"[{self._numbers.setdefault(document, len(self._numbers) + 1)}]"

    def cite(self, quote: Quote) -> Cite:
        """Return a quote with its document's sign, place and standing."""
        found = of_quote(quote, self._sources)
        note = standing(quote.status, quote.review)
        parts = [self.number(quote.document), found.place, f"（{note}）" if note else ""]
        return Cite(quote.text, " ".join(part for part in parts if part), mark_of(quote.status, quote.review))

    def tie(self, statement: str) -> str:
        """Return where an input edge stands: its template and line."""
        document, _, line = statement.partition("#")
        return f"{self.number(document)} 第 {line} 行" if line else ""

    def block(self) -> list[Block]:
        """Return the table of documents."""
        rows = []
        for key, number in self._numbers.items():
            source = self._sources.get(key, Source(key, key))
            dated = source.date or (f"截至 {source.as_of}" if source.as_of else "")
            rows.append((f"[{number}]", source.title or key, source.issuer, dated, _cover(source), source.url))
        if not rows:
            return []
        heads = ("", "标题（文号）", "发布单位", "日期", "等级、覆盖", "网址")
        filled = [at for at in range(len(heads)) if any(row[at] for row in rows)]
        tight = tuple(at for at, column in enumerate(filled) if column in (0, 3))
        grid = Grid(tuple(heads[at] for at in filled), tuple(tuple(row[at] for at in filled) for row in rows), tight)
        return [Heading("八、所依据的文献"), grid]


def _cover(source: Source) -> str:
    grade = f"{source.grade} 级来源" if source.grade else ""
    whole = "声明完整" if source.completeness == "complete" else ""
    return "，".join(part for part in (grade, whole) if part)


def _standing(answer: Why) -> list[Block]:
    row = answer.row
    lines = [f"层级 {row.tier.value}（{TIER_ZH[row.tier]}）。{row.next_tier}".rstrip("。") + "。"]
    covers = "、".join(f"《{source.title}》" for source in answer.coverage)
    lines.append(f"完整覆盖它的来源：{covers or '没有'}。")
    lines.append(row.reach.sentence)
    if row.verify_why:
        lines.append(row.verify_why)
    if row.extension:
        lines.append(f"延链机会：直接投入 {len(row.inputs)} 项，本地在做 {len(row.inputs_local)} 项。")
    others = "、".join(f"{name}（{other.gap_class.zh}）" for name, other in answer.elsewhere)
    if others:
        lines.append(f"也在这些链里：{others}。")
    return [Heading("一、结论"), Bullets(tuple(lines))]


def _ties(answer: Why, documents: _Documents) -> list[Block]:
    row, names = answer.row, names_of(answer.gaps)
    local = [names.get(key, key) for key in (*row.local_direct, *row.local_indirect)]
    lead = f"直接用它的环节 {len(row.breaks_direct)} 个，间接靠它的 {len(row.breaks_indirect)} 个；其中已知本地在做的："
    blocks: list[Block] = [Heading("二、若没有它，影响谁"), Para(lead + ("、".join(local) or "没有") + "。")]
    if answer.leaders:
        blocks.append(Para(f"涉及链主、龙头：{'、'.join(leader.name for leader in answer.leaders)}。"))
    if row.cut_here:
        blocks.append(Para(f"断掉全部投入路径的本地环节：{'、'.join(names[key] for key in row.cut_here)}。"))
    if answer.outputs:
        blocks.append(_tie_grid("直接下游", answer.outputs, documents, far="end"))
    if answer.inputs:
        blocks += [Para("它自己要用到："), _tie_grid("直接投入", answer.inputs, documents, far="start")]
    return blocks


def _tie_grid(head: str, ties: Sequence[Tie], documents: _Documents, *, far: str) -> Grid:
    rows = tuple(
        (
            tie.end_name if far == "end" else tie.start_name,
            tie.edge.kind,
            _basis(tie),
            "在做" if tie.local else "不知道",
            documents.tie(tie.edge.statement),
        )
        for tie in ties
    )
    return Grid((head, "投入类别", "依据", "本地", "模板"), rows, tight=(1, 3, 4))


def _basis(tie: Tie) -> str:
    named = "；".join(tie.edge.cited[:2]) if tie.edge.basis == "stated" else ""
    return BASIS_ZH.get(tie.edge.basis, tie.edge.basis) + (f"：{named}" if named else "")


def _firms(row: GapRow, documents: _Documents) -> list[Block]:
    counted = [firm for firm in row.segment.firms if firm.counted]
    rest = [firm for firm in row.segment.firms if not firm.counted]
    blocks: list[Block] = [Heading("三、本地企业")]
    blocks += [Entries(tuple(_firm(firm, documents) for firm in counted))] if counted else []
    blocks += [] if counted else [Para("没有一家已采信、已实施的本地企业。")]
    if rest:
        blocks.append(Para("列出而不计入的（候选、规划、平台载体）："))
        blocks.append(Entries(tuple(_firm(firm, documents) for firm in rest), len(counted) + 1))
    return blocks


def _firm(firm: FirmHere, documents: _Documents) -> Entry:
    share = f"，份额 {firm.share:.0%}" if firm.share is not None else ""
    different = list({quote.text or quote.statement: quote for quote in reversed(firm.quotes)}.values())[::-1]
    quotes = tuple(documents.cite(quote) for quote in different[:3])
    return Entry(firm_words(firm), (("规则", f"{firm.rule_zh}“{firm.term}”{share}"),), quotes)


def _near(row: GapRow) -> list[Block]:
    found = row.reach
    blocks: list[Block] = [Heading(f"四、{short_area(found.area)}能否配套"), Para(found.sentence)]
    if found.who:
        blocks.append(Entries(tuple(map(_neighbour, found.who))))
    return blocks


def _neighbour(one: Neighbour) -> Entry:
    return Entry(who_words(one), cites=(cite_neighbour(one),))


def _numbers(answer: Why) -> list[Block]:
    row, p = answer.row, answer.parameters
    suppliers = "没有企业，不算" if row.suppliers is None else f"{row.suppliers:.2f}"
    shares = "份额未知，按均分" if row.equal_shares else "按来源的份额"
    lost = f"{row.lost_share:.0%}（{row.lost_in}）" if row.lost else "0"
    rows = (
        ("有效供应 N", suppliers, f"N = 1/Σs²，{shares}"),
        ("断供份额", lost, "没有它就没有一条投入路径的本地环节 ÷ 本链其余本地环节"),
        ("直接用它的本地环节", str(len(row.local_direct)), "排序第一项"),
        ("其中的链主、龙头", str(len(row.leaders_direct)), "排序第二项"),
        ("间接靠它的本地环节", str(len(row.local_indirect)), "排序第三项；逐项比较，不相加"),
        ("次序", str(row.rank), f"与它并列：{len(row.tied_with)} 个" if row.tied_with else "没有并列"),
    )
    return [Heading("五、数字和参数"), Grid(("量", "值", "怎么算"), rows), Para(_parameters(p), small=True)]


def _measured(known: Measures) -> list[Block]:
    """Quotient and gap with what they rest on, or why they are not known."""
    lines = []
    for figure in (known.quotient_figure, known.gap):
        if figure:
            lines += [figure.words, f"依据：{'、'.join(figure.statements)}", *figure.notes]
    lines += known.reasons
    return [Para("区位商与缺口："), Bullets(tuple(lines))] if lines else []


def _demand(rows: Sequence[Demand]) -> list[Block]:
    if not rows:
        return []
    entries = [
        Entry(amount_words(row), tuple((name, text) for name, text in (
            ("算式", row.arithmetic), ("粒度", grain_words(row)), ("依据", source_words(row)), ("说明", notes(row)),
        ) if text))
        for row in rows
    ]  # fmt: skip
    return [Para(f"{LABEL}；它是市场有多大，不是缺口："), Entries(tuple(entries))]


def _stable(lines: Sequence[str]) -> list[Block]:
    return [Para("稳不稳（参数、证据各变一点，重算）："), Bullets(tuple(lines))] if lines else []


def _parameters(p: GapParameters) -> str:
    suppliers = f"{p.minimum_suppliers:g}"
    return (
        f"参数（可改）：单点依赖 N 不到 {suppliers} 且断供份额居前 {p.single_share:.0%}；"
        f"弱链：缺口率 {p.weak_gap:.0%} 以上，或区位商低于 {p.weak_quotient:g}；"
        f"强链候选：区位商 {p.strong_quotient:g} 以上且 N 不少于 {suppliers}；"
        f"延链：直接投入本地占 {p.extension_share:.0%} 以上。"
    )


def _quotes(quotes: Iterable[Quote], documents: _Documents) -> list[Block]:
    sure = [quote for quote in quotes if quote.review == "accepted"]
    shown = [quote for quote in quotes if quote.review == "accepted" or not any(_overlap(quote, one) for one in sure)]
    entries = [Entry(_spoken(quote), cites=(documents.cite(quote),)) for quote in shown]
    if not entries:
        return [Heading("七、原文"), Para("没有一份文献的原文写到它。")]
    return [
        Heading("七、原文"),
        Para("先是写到本环节的，再是使下游环节算作本地在做的；线索不计入。", small=True),
        Entries(tuple(entries)),
    ]


def _overlap(lead: Quote, sure: Quote) -> bool:
    """Whether a lead is words of which an accepted quote has a part already."""
    return bool(lead.text) and lead.document == sure.document and lead.start < sure.end and sure.start < lead.end


def _spoken(quote: Quote) -> str:
    state = "已采信" if quote.review == "accepted" else "线索"
    done = "" if quote.status in DONE else f"，{Status(quote.status).zh}"
    return f"{state}{done}" + (f"：提到“{quote.term}”" if quote.term else "")


def _asked(asked: Iterable[Asked]) -> list[Block]:
    blocks: list[Block] = [Heading("九、所用的查询"), Para("在同一个库里照样运行，得到同样的行。", small=True)]
    for one in asked:
        given = "，".join(f"{name} = {value}" for name, value in one.parameters.items())
        blocks.append(Code(f"{one.title}（liantu ask {one.name}）{given}", one.cypher))
    return blocks
