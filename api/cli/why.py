"""``why``: all that stands behind the class of one segment."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from api.answers import known
from api.cli.demand import print_demand
from api.cli.gaps import breaks, quote_words
from api.cli.lang import tr
from api.cli.local_share import chosen_share, local_share_options
from api.cli.pages import check_page, write_page
from api.cli.parameters import chosen_parameters, parameter_options, parameter_words
from api.cli.session import as_json, emit, guarded, json_option, open_for, say
from api.cli.stability import row_words
from api.plain import stability_row_data as stability_dict
from queries.demand.model import Demand
from queries.gaps.export import firm_words, names_of
from queries.gaps.model import Measures
from queries.gaps.reach import source_words, who_words
from queries.gaps.stability import TOP, RowStability
from queries.why import Why

_FILE = click.Path(path_type=Path)


@click.command(help=tr("为什么：一个环节的类别、影响什么、引文、参数、查询语句", "why a segment has its class"))
@click.argument("segment")
@click.option("--chain", default="", help=tr("在哪条链里看", "in which chain"))
@click.option("-o", "--output", type=_FILE, help=tr("写成可附的一页：.html、.md 或 .txt", "a page: .html, .md, .txt"))
@click.option("--stability", is_flag=True, help=tr("连同稳不稳（见 stability）", "with how stable it is"))
@parameter_options
@local_share_options
@json_option
@guarded
def why(segment: str, chain: str, output: Path | None, stability: bool) -> None:
    """Explain the class of one segment."""
    from queries.why import why as explain

    check_page(output)
    parameters = chosen_parameters()
    with open_for() as store:
        told = known(store, parameters, chosen_share())
        answer = explain(store, segment, chain=chain, chains=told.chains, parameters=parameters, measures=told.measures)
        needed = told.demand().by_segment().get(answer.row.segment.key, ())
    held = told.stability(answer.gaps.chain.key, TOP).row(answer.row.segment.key) if stability else None
    if output is not None:
        from viz.pages.why_page import why_page

        stable = row_words(held, TOP) if held else ()
        write_page(why_page(answer, datetime.date.today().isoformat(), needed, stable), output)
    if as_json():
        data = {key: value for key, value in asdict(answer).items() if key != "gaps"}
        del data["row"]["segment"]["nearby"]  # it stands in reach
        data["row"]["demand"] = [asdict(row) for row in needed]
        data |= {"stability": stability_dict(held)} if held else {}
        emit({**data, "chain": answer.gaps.chain.key, "class": answer.row.gap_class.value})
    elif output is not None:
        say(str(output))
    else:
        print_why(answer, needed, held)


def print_why(answer: Why, needed: Sequence[Demand] = (), held: RowStability | None = None) -> None:
    """Print the derivation for people, with the demand for it, and how stable it is where that was asked."""
    row, names = answer.row, names_of(answer.gaps)
    say(f"{row.gap_class.mark} {row.segment.name} · {answer.gaps.chain.name} · {row.tier.value}")
    say(row.sentence)
    say(f"\n{tr('若没有，影响', 'would break')}：{breaks(row, names)}")
    if row.cut_here:
        cut = "、".join(names[key] for key in row.cut_here)
        led = "、".join(names[key] for key in row.leaders_cut)
        say(f"{tr('断掉全部投入路径的', 'cut off')}：{cut}" + (f"（{tr('链主', 'leaders')} {led}）" if led else ""))
    for tie in answer.outputs:
        say(f"  → {tie.end_name}（{tie.edge.kind}，{'有出处' if tie.edge.basis == 'stated' else '工程判断'}"
            f"{'，本地有' if tie.local else ''}）{tie.edge.statement}")  # fmt: skip
    say(tr("\n要用到", "\nneeds"))
    for tie in answer.inputs:
        say(f"  ← {tie.start_name}（{tie.edge.kind}，{'有出处' if tie.edge.basis == 'stated' else '工程判断'}"
            f"{'，本地有' if tie.local else ''}）{tie.edge.statement}")  # fmt: skip
    print_measures(row.measures)
    if needed:
        say(tr("\n需求", "\ndemand"))
        print_demand(needed)
    _print_words(answer)
    say(tr("\n什么会改变类别", "\nwhat would change the class"))
    for line in answer.would_change:
        say(f"  · {line}")
    say(f"{tr('去哪里核', 'where to ask')}：{'；'.join(row.ask)}")
    say(row.reach.sentence)
    for one in row.reach.who[:8]:
        say(f"  {who_words(one)}" + (f"：“{one.quote}”" if one.quote else "") + f" {source_words(one)}")
    if held:
        say(tr("\n稳不稳", "\nstability"))
        for line in row_words(held, TOP):
            say(f"  {line}")
    say(f"\n{tr('参数', 'parameters')}：{parameter_words(answer.parameters)}")
    for asked in answer.asked:
        say(f"\n-- {asked.title}（liantu ask {asked.name}）{asked.parameters}\n{asked.cypher.strip()}")


def _print_words(answer: Why) -> None:
    """Firms with their rules, then the words behind them, then the other chains."""
    say(tr("\n企业", "\nfirms"))
    for firm in answer.row.segment.firms:
        say(f"  {firm_words(firm)} — {tr('规则', 'rule')}：{firm.rule_zh}「{firm.term}」")
    say(tr("\n原文", "\nquotes"))
    for quote in answer.quotes[:20]:
        say(f"  {quote_words(quote)} {quote.document}")
    if answer.elsewhere:
        say(
            tr("\n也在这些链里：", "\nalso in: ")
            + "、".join(f"{name}（{r.gap_class.zh}）" for name, r in answer.elsewhere)
        )


def print_measures(measures: Measures) -> None:
    """Print a quotient and a gap with what they rest on, or why they are not known."""
    figures = [figure for figure in (measures.quotient_figure, measures.gap) if figure]
    if figures or measures.reasons:
        say(tr("\n区位商与缺口", "\nquotient and gap"))
    for figure in figures:
        say(f"  {figure.words}")
        say(f"    {tr('依据', 'from')}：{'、'.join(figure.statements)}")
        for note in figure.notes:
            say(f"    · {note}")
    for reason in measures.reasons:
        say(f"  · {reason}")
