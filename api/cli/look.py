"""``find``, ``show``, ``ask``, ``cypher`` and ``conflicts``: looking things up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict

import click

from api.cli.deadline import within
from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table
from graph.errors import InputError
from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from graph.store import Table, Value

MAX_ROWS = 10_000
TIMEOUT_S = 10.0
GRACE_S = 2.0
"""Seconds that the engine gets past the time limit to stop by itself."""


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


@click.command(help=tr("现成的问题：不给名字则列出全部", "ready questions; lists them without a name"))
@click.argument("name", required=False)
@click.option("-p", "parameters", multiple=True, metavar="k=v", help=tr("参数", "a parameter"))
@click.option(
    "--limit", type=click.IntRange(1, MAX_ROWS), default=200, show_default=True, help=tr("最多几行", "rows at most")
)
@json_option
@guarded
def ask(name: str | None, parameters: tuple[str, ...], limit: int) -> None:
    """Ask a question of the catalogue."""
    from queries.catalogue import Catalogue, run

    if name is None:
        _list_questions()
        return
    question = Catalogue.shipped().get(name)
    with open_for() as store:
        answer = run(store, name, _pairs(parameters), max_rows=limit, timeout_s=TIMEOUT_S)
    if as_json():
        _emit_table(answer)
        return
    say(question.title_zh if LANG == "zh" else question.title_en)
    _print_table(answer, [zh if LANG == "zh" else column for column, zh in question.columns])


def _list_questions() -> None:
    from queries.catalogue import Catalogue

    questions = list(Catalogue.shipped())
    if as_json():
        emit([asdict(question) for question in questions])
        return
    rows = [
        (
            q.name,
            q.title_zh if LANG == "zh" else q.title_en,
            " ".join(p.name if p.required else f"[{p.name}]" for p in q.parameters),
        )
        for q in questions
    ]
    table([tr("名字", "name"), tr("问题", "question"), tr("参数", "parameters")], rows)


def _pairs(parameters: tuple[str, ...]) -> dict[str, Value]:
    given: dict[str, Value] = {}
    for parameter in parameters:
        name, mark, value = parameter.partition("=")
        if not mark or not re.fullmatch(r"\w+", name):
            raise InputError(f"参数要写成 名字=值，不是“{parameter}”", f"a parameter is name=value, not {parameter!r}")
        given[name] = value
    return given


@click.command(help=tr("只读 Cypher（限时、限行、限长）", "read-only Cypher, limited in time, rows and length"))
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
    from queries.guard import check
    from queries.tokens import parameters as named_in
    from queries.tokens import tokenise

    check(query)
    given = _pairs(parameters)
    wanted = set(named_in(tokenise(query)))
    if wanted != set(given):
        missing, extra = "、".join(sorted(wanted - set(given))), "、".join(sorted(set(given) - wanted))
        raise InputError(
            f"参数对不上：缺 {missing or '无'}，多 {extra or '无'}",
            f"parameters missing: {missing or 'none'}; unknown: {extra or 'none'}",
            do_zh="每个 $名字 用 -p 名字=值 给出",
            do_en="Give each $name by -p name=value",
        )

    def answer() -> None:
        with open_for() as store:
            found = store.read(query, given, max_rows=limit, timeout_s=timeout)
        if as_json():
            _emit_table(found)
        else:
            _print_table(found, list(found.columns))

    within(timeout + GRACE_S, answer)


def _emit_table(answer: Table) -> None:
    emit({"columns": list(answer.columns), "rows": [list(row) for row in answer.rows], "truncated": answer.truncated})


def _print_table(answer: Table, heads: list[str]) -> None:
    rows = [[_cell(value, name) for value, name in zip(row, answer.columns, strict=True)] for row in answer.rows]
    table(heads, rows, wrap=len(heads) - 1 if len(heads) > 1 else None)
    more = tr("（还有更多，--limit 可多列）", " (more were left; raise --limit)") if answer.truncated else ""
    say(tr(f"{len(answer.rows)} 行{more}", f"{len(answer.rows)} rows{more}"))


def _cell(value: Value, column: str) -> str:
    """A value as people read it: lists joined, codes of status, review, kind and relation in words."""
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    text = "" if value is None else str(value)
    if LANG == "zh" and column.rpartition("_")[2] in ("status", "review", "kind", "relation", "predicate"):
        return _WORDS.get(text, text)
    return text


_WORDS = {status.value: status.zh for status in Status} | {review.value: review.zh for review in Review}
_WORDS |= {name: kind.zh for name, kind in NODES.items()} | {name: kind.zh for name, kind in EDGES.items()}


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
