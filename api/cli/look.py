"""``find``, ``show``, ``cypher`` and ``conflicts``: looking things up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict

import click

from api.cli.ask import MAX_ROWS, TIMEOUT_S, emit_table, pairs, print_table
from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, store_named, table
from graph.errors import InputError
from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES


@click.command(help=tr("查找：汉字、全拼或首字母", "find things by Chinese, pinyin or initials"))
@click.argument("text")
@click.option("--kind", "kinds", multiple=True, help=tr("只找这类（Firm、Segment……）", "only this kind"))
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help=tr("最多几条", "at most"))
@json_option
@guarded
def find(text: str, kinds: tuple[str, ...], limit: int) -> None:
    """Find things by name, alias, pinyin or initials."""
    from queries.search import find as search

    _known(kinds, NODES, tr("类型", "kind"))
    with open_for() as store:
        hits = search(store, text, kinds=kinds, limit=limit)
    if as_json():
        emit([asdict(hit) for hit in hits])
        return
    if not hits:
        say(tr(f"没有“{text}”。试试简称或拼音首字母。", f"Nothing found for {text!r}."))
        return
    heads = [tr("类", "kind"), tr("名称", "name"), tr("命中", "matched"), tr("键", "key")]
    table(heads, [(h.kind_zh, h.name, f"{h.how} {h.matched}", h.key) for h in hits])


@click.command(help=tr("看一个对象：属性、关系、每条关系的原文", "show a thing with its relations and quotes"))
@click.argument("key")
@click.option("--relation", default="", help=tr("只看这种关系", "only this relation"))
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help=tr("每种关系最多几条", "a relation")
)
@json_option
@guarded
def show(key: str, relation: str, limit: int) -> None:
    """Show a thing by key, name or alias."""
    from queries.show import show as look

    _known([relation] if relation else [], EDGES, tr("关系", "relation"))
    with open_for() as store:
        shown = look(store, key, per_group=limit, relation=relation)
    if as_json():
        emit(asdict(shown))
        return
    say(f"{shown.name}（{shown.kind_zh}）{shown.key}")
    if shown.aliases:
        say(tr("又称：", "also: ") + "、".join(shown.aliases))
    for label, value in shown.properties:
        say(f"{label}：{'、'.join(map(str, value)) if isinstance(value, list) else value}")
    for group in shown.groups:
        arrow = "→" if group.direction == "out" else "←"
        counts = f"{tr('共', 'in all')} {group.total}，{tr('已采信', 'accepted')} {group.accepted}"
        say(f"\n{arrow} {group.zh}（{group.relation}）{counts}")
        for edge in group.edges:
            notes = "，".join(filter(None, (_status(edge.status), _review(edge.review))))
            words = f" “{edge.quotes[0].text}” {edge.quotes[0].start}-{edge.quotes[0].end}" if edge.quotes else ""
            say(f"  {edge.other_name}（{notes}）{words or ' ' + '、'.join(edge.statements[:2])}")
        if group.total > len(group.edges):
            say(tr(f"  ……还有 {group.total - len(group.edges)} 条", f"  … {group.total - len(group.edges)} more"))


def _known(names: Iterable[str], declared: Collection[str], what: str) -> None:
    """Refuse a kind or relation that is not declared."""
    for name in names:
        if name not in declared:
            raise InputError(
                f"没有“{name}”这种{what}",
                f"no {what} {name!r}",
                do_zh=f"可用：{'、'.join(declared)}",
                do_en=f"Known: {', '.join(declared)}",
            )


def _status(status: str) -> str:
    return Status(status).zh if status in {s.value for s in Status} else status


def _review(review: str) -> str:
    return Review(review).zh if review in {r.value for r in Review} else review


@click.command(help=tr("只读 Cypher（限时、限行、限大小）", "read-only Cypher, limited in time, rows and size"))
@click.argument("query")
@click.option("-p", "parameters", multiple=True, metavar="k=v", help=tr("参数（文字）", "a parameter (text)"))
@click.option(
    "--limit", type=click.IntRange(1, MAX_ROWS), default=100, show_default=True, help=tr("最多几行", "rows at most")
)
@click.option(
    "--timeout", type=click.FloatRange(0.1, 60), default=TIMEOUT_S, show_default=True, help=tr("秒", "seconds")
)
@json_option
@guarded
def cypher(query: str, parameters: tuple[str, ...], limit: int, timeout: float) -> None:
    """Run a reading query."""
    from queries.ask_cypher import Limits, ask

    answer = ask(store_named(), query, pairs(parameters), Limits(rows=limit, seconds=timeout))
    if as_json():
        emit_table(answer)
    else:
        print_table(answer, list(answer.columns))


@click.command(help=tr("对不上的数字，并排列出", "figures that do not agree, side by side"))
@click.argument("subject", default="")
@json_option
@guarded
def conflicts(subject: str) -> None:
    """List conflicting figures."""
    from queries.conflicts import conflicts as find_conflicts

    with open_for() as store:
        found = find_conflicts(store, subject)
    if as_json():
        emit([asdict(pair) for pair in found])
        return
    if not found:
        say(tr("没有对不上的数字", "no conflicting figures"))
    for at, pair in enumerate(found, 1):
        say(f"{at}. {pair.kind}：{pair.why}")
        for figure in (pair.first, pair.second):
            scope = f"，口径：{figure.scope}" if figure.scope else ""
            said = f"{figure.metric} {figure.qualifier}{figure.value}{figure.unit}"
            say(f"   {figure.subject_name} · {said} {figure.period}{scope}")
            place = f"{figure.document} {figure.section}"
            say(f"     “{figure.quote}”（{place} {figure.start}-{figure.end}）" if figure.quote else f"     {place}")
