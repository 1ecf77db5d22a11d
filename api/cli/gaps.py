"""``gaps``, ``check-list`` and ``map``: where a chain breaks, what to verify, and the picture."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import click

from api.answers import answers as answers_of
from api.answers import known
from api.cli.lang import LANG, tr
from api.cli.local_share import chosen_share, local_share_options
from api.cli.parameters import chosen_parameters, parameter_options, parameter_words
from api.cli.session import as_json, emit, guarded, json_option, no_chains, open_for, say, table, write_out
from graph.errors import InputError
from graph.evidence import Status
from graph.store import Store
from queries.demand.model import LABEL
from queries.gaps.export import chain_dict, firm_words, gaps_csv, names_of, quotes_of, row_dict
from queries.gaps.model import ChainGaps, GapClass, GapParameters, GapRow, Quote
from queries.gaps.nearby import Verdict
from queries.tiers.model import LocalShare

_FILE = click.Path(path_type=Path)
FIRMS = 4
"""Firms of a segment that a row of the table names; ``why`` names all."""


@click.command(
    help=tr("补链答案：不给产业链则列出全部链的概况", "the gap table; an overview of all chains without one")
)
@click.argument("chain", required=False)
@click.option("--csv", "csv_file", type=_FILE, help=tr("写成 CSV（Excel 可直接打开）", "write CSV that Excel opens"))
@click.option(
    "--list",
    "listed",
    type=click.Choice(["补链", "延链", "强链"]),
    help=tr("只要这张清单", "one of the work lists only"),
)
@parameter_options
@local_share_options
@json_option
@guarded
def gaps(chain: str | None, csv_file: Path | None, listed: str | None) -> None:
    """Print the gap table of a chain, or an overview of all, or one of the work lists."""
    if listed:
        from api.cli.lists import show_list

        show_list(listed, chain or "", csv_file)
        return
    parameters = chosen_parameters()
    with open_for() as store:
        answers = answers_for(store, chain, parameters, chosen_share(), demand=bool(chain or csv_file or as_json()))
    if csv_file is not None:
        write_out(gaps_csv(answers), csv_file)
    if as_json():
        emit(chain_dict(answers[0]) if chain else [chain_dict(answer) for answer in answers])
    elif chain:
        print_chain(answers[0])
    else:
        print_overview(answers)


def answers_for(
    store: Store,
    chain: str | None,
    parameters: GapParameters | None = None,
    share: LocalShare | None = None,
    *,
    demand: bool = True,
) -> list[ChainGaps]:
    """Return the answer of one chain, or of all; ``demand`` adds what stated outputs take of each segment.

    Raises:
        InputError: the store holds no chain at all.
    """
    answers = answers_of(store, chain, parameters, share, demand=demand)
    if not answers:
        raise no_chains()
    return answers


def print_overview(answers: Iterable[ChainGaps]) -> None:
    """Print one line a chain: counts by class, what is known locally, and the first thing to verify."""
    answers = list(answers)
    kinds = [kind for kind in GapClass if any(answer.counts.get(kind) for answer in answers)]
    heads = [tr("产业链", "chain"), tr("环节", "segments"), *(f"{kind.mark} {kind.zh}" for kind in kinds)]
    heads += [tr("写到（采信）", "spoken of"), tr("线索", "leads"), tr("点名企业", "firms")]
    heads.append(tr("先核查", "verify first"))
    rows = []
    for answer in answers:
        first = [row for row in answer.check_list()[:1] if row.verify_gain]
        sure = sum(1 for row in answer.rows if any(quote.review == "accepted" for quote in quotes_of(row)))
        leads = sum(1 for row in answer.rows if quotes_of(row)) - sure
        counts = [answer.counts.get(kind, 0) or "" for kind in kinds]
        verify = first[0].segment.name if first else tr("先问链上企业：还没有已知的本地环节", "")
        rows.append([answer.chain.name, len(answer.rows), *counts, sure, leads, len(named_firms(answer)), verify])
    table(heads, rows, wrap=len(heads) - 1)
    say(honest_note(answers))


def named_firms(answer: ChainGaps) -> set[str]:
    """Keys of the firms that documents name in a chain or in one of its segments, candidates included."""
    chain = answer.chain
    firms = [*chain.leaders, *chain.members, *(firm for segment in chain.segments for firm in segment.firms)]
    return {firm.key for firm in firms if firm.is_firm}


def print_chain(answer: ChainGaps, *, limit: int | None = None) -> None:
    """Print a chain's table, what it rests on and its parameters.

    ``limit`` keeps the first rows, and all that a document speaks of.
    """
    chain, names = answer.chain, names_of(answer)
    counts = "  ".join(f"{kind.mark} {kind.zh} {n}" for kind, n in answer.counts.items() if n)
    say(f"\n{chain.name} · {tr('模板', 'template')} {chain.version}（{chain.author}）· {counts}")
    for label, firms in (
        (tr("链主", "leaders"), chain.leaders),
        (tr("文献说在这条链上、环节未定", "in the chain"), chain.members),
    ):
        for firm in firms:
            words = f"：{quote_words(firm.quotes[0], short=True)}" if firm.quotes else ""
            say(f"  {label}：{firm_words(firm)}（{firm.rule} {firm.term}）{words}")
    heads = [tr(zh, en) for zh, en in (("次", "#"), ("环节", "segment"), ("类", "class"), ("层", "tier"))]
    heads += [tr("若没有，影响", "would break"), tr("企业（状态）", "firms (status)"), tr("原文", "quote")]
    shown = [row for row in answer.rows if limit is None or row.rank <= limit or quotes_of(row)]
    table(heads, [_line(row, names) for row in shown], wrap=(1, 4, 5, 6))
    _print_reach(answer)
    left = len(answer.rows) - len(shown)
    if left > 0:
        say(tr(f"……另有 {left} 个环节：liantu gaps {chain.name}", f"… {left} more: liantu gaps {chain.name}"))
    needed = [row for row in answer.rows if any(one.amount for one in row.demand)]
    if needed:
        say(
            tr(
                f"{LABEL}：{len(needed)} 个环节有，见 liantu demand {chain.name}。它是市场有多大，不是缺口",
                f"demand is known for {len(needed)} segments: liantu demand {chain.name}; it is no gap",
            )
        )
    say(honest_note([answer]))


def _print_reach(answer: ChainGaps) -> None:
    """Print, of the gaps, which the area around can supply or lacks too; the unknown ones in one line."""
    listed = answer.gap_list()
    for row in listed:
        if row.reach.verdict is not Verdict.UNKNOWN:
            say(f"  {row.gap_class.mark} {row.segment.name}：{row.reach.sentence}")
    unknown = [row.segment.name for row in listed if row.reach.verdict is Verdict.UNKNOWN]
    if unknown:
        say(f"  {tr('周边能否配套未知', 'whether the area around has it is unknown')}：{'、'.join(unknown)}")


def _line(row: GapRow, names: dict[str, str]) -> list[object]:
    quotes = quotes_of(row)
    return [
        row.rank, row.segment.name, f"{row.gap_class.mark} {row.gap_class.zh}", row.tier.value,
        breaks(row, names), _firms(row) or "—", quote_words(quotes[0], short=True) if quotes else "",
    ]  # fmt: skip


def _firms(row: GapRow) -> str:
    """The first few firms, those that count before the others, and how many there are."""
    firms = sorted(row.segment.firms, key=lambda firm: not firm.counted)
    shown = "、".join(firm_words(firm) for firm in firms[:FIRMS])
    return shown + (tr(f"等 {len(firms)} 家", f" and others, {len(firms)} in all") if len(firms) > FIRMS else "")


def breaks(row: GapRow, names: dict[str, str]) -> str:
    """What would break, in short: local ones by name, then counts."""
    local = [names.get(key, key) for key in (*row.local_direct, *row.local_indirect)]
    total = f"直接 {len(row.breaks_direct)} 间接 {len(row.breaks_indirect)}"
    return f"{total}；本地 {'、'.join(local[:2])}{f' 等 {len(local)}' if len(local) > 2 else ''}" if local else total


def quote_words(quote: Quote, *, short: bool = False) -> str:
    """A quote with its place; ``short`` cuts a long one and says so by an ellipsis."""
    text = quote.text if not short or len(quote.text) <= 40 else quote.text[:39] + "…"
    notes = [] if quote.status in ("", "done") else [Status(quote.status).zh]
    notes += [] if quote.review == "accepted" else [tr("线索", "a lead")]
    if not text:
        return f"{quote.document_title or quote.document}（{'，'.join([quote.section, *notes])}）"
    return f"“{text}”（{'，'.join([f'{quote.section or quote.document} {quote.start}-{quote.end}', *notes])}）"


def honest_note(answers: Iterable[ChainGaps]) -> str:
    """Say what the classes rest on, so that nobody takes silence for absence."""
    answers = list(answers)
    insufficient = sum(answer.counts.get(GapClass.INSUFFICIENT, 0) for answer in answers)
    total = sum(len(answer.rows) for answer in answers)
    parameters = parameter_words(answers[0].parameters)
    if insufficient == total:
        note = tr(
            "目前没有一个环节可以叫缺链：还没有完整覆盖的来源。来源未点名，不等于本地没有。"
            "下一步看核查清单（liantu check-list）。",
            "No row may be called missing yet: no source covers any segment completely. See liantu check-list.",
        )
    else:
        note = tr(f"{total} 个环节中 {insufficient} 个数据不足", f"{insufficient} of {total} segments lack data")
    return f"{note}\n{tr('参数', 'parameters')}：{parameters}"


@click.command("check-list", help=tr("核查清单：先核实什么，为什么", "what to verify first, and why"))
@click.argument("chain", required=False)
@click.option("--limit", type=click.IntRange(1), default=15, show_default=True, help=tr("最多几条", "at most"))
@parameter_options
@local_share_options
@json_option
@guarded
def check_list(chain: str | None, limit: int) -> None:
    """Print what to verify first, in a chain or over all chains."""
    parameters = chosen_parameters()
    with open_for() as store:
        told = known(store, parameters, chosen_share())
    answer = told.chain(chain) if chain else told.together()
    if as_json():
        emit([row_dict(answer, row) for row in answer.check_list()[:limit]])
        return
    print_check_list(answer, limit)


def print_check_list(answer: ChainGaps, limit: int) -> None:
    """Print the 核查清单 with reasons, whom to ask and a quote."""
    rows = answer.check_list()
    title = tr("核查清单（先核实什么，答案会怎么变）", "what to verify first, and how the answer would change")
    say(f"\n{answer.chain.name} · {title}")
    for row in rows[:limit]:
        say(f"{row.verify_rank:>3}. {row.segment.name}（{row.segment.position}）")
        say(f"     {tr('为什么', 'why')}：{row.verify_why}")
        if row.ask:
            say(f"     {tr('去哪里核', 'where')}：{'；'.join(row.ask)}")
        own, down = quotes_of(row), _downstream_quotes(answer, row)
        if own:
            say(f"     {tr('原文', 'quote')}：{quote_words(own[0])}")
        elif down:
            say(f"     {tr('凭据（下游在本地）', 'ground (local segment downstream)')}：{quote_words(down[0])}")
    if len(rows) > limit:
        say(tr(f"……共 {len(rows)} 条，--limit 可多列", f"… {len(rows)} in all"))
    say(f"{tr('参数', 'parameters')}：{parameter_words(answer.parameters)}")


def _downstream_quotes(answer: ChainGaps, row: GapRow) -> list[Quote]:
    """Quotes of the local segments that hang on a row: the words by which verifying it matters."""
    found: list[Quote] = []
    for key in (*row.local_direct, *row.local_indirect):
        found += [quote for quote in quotes_of(answer.row(key)) if quote.review == "accepted"]
    return found


@click.command("map", help=tr("画缺口图：SVG 或 PNG", "draw the chain-gap map: SVG or PNG"))
@click.argument("chain")
@click.option(
    "-o", "--output", type=_FILE, required=True, help=tr("文件名以 .svg 或 .png 结尾", "a name ending in .svg or .png")
)
@click.option(
    "--width", type=click.IntRange(400, 10_000), default=3508, show_default=True, help=tr("PNG 宽度（像素）", "pixels")
)
@parameter_options
@local_share_options
@json_option
@guarded
def chain_map(chain: str, output: Path, width: int) -> None:
    """Draw a chain-gap map."""
    if output.suffix not in (".svg", ".png"):
        raise InputError("只能写 .svg 或 .png", "only .svg or .png", where=str(output), do_zh="请改文件名的结尾")
    parameters = chosen_parameters()
    with open_for() as store:
        answer = known(store, parameters, chosen_share()).chain(chain)
    draw(answer, [output], width=width)
    if as_json():
        emit({"chain": answer.chain.key, "file": str(output)})
    else:
        say(str(output))


def draw(answer: ChainGaps, outputs: Iterable[Path], *, width: int) -> None:
    """Draw one chain into files by their endings."""
    from viz.chain_map import chain_map_svg

    svg = chain_map_svg(answer, lang=LANG, date=datetime.date.today().isoformat())
    for output in outputs:
        if output.suffix == ".svg":
            write_out(svg, output)
        else:
            from viz.picture import svg_to_png

            write_out(svg_to_png(svg, width=width), output)
