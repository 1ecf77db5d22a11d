"""``ask``: the catalogue of ready questions, and how rows of an answer are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table
from graph.errors import InputError
from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from graph.store import Table, Value
from queries.gaps.model import RULE_ZH
from queries.questions import GROUPS, Parameter, Question

MAX_ROWS = 10_000
TIMEOUT_S = 10.0
SHORT = 8
"""Characters up to which a cell is kept on one line."""


@click.command(help=tr("现成的问题：不给名字则按组列出", "ready questions; lists them by group without a name"))
@click.argument("name", required=False)
@click.option("-p", "parameters", multiple=True, metavar="k=v", help=tr("参数", "a parameter"))
@click.option(
    "--about", is_flag=True, help=tr("说明这个问题：参数、列和例子", "explain it: parameters, columns, example")
)
@click.option("--details", is_flag=True, help=tr("连键、位置这些列也列出", "with the columns of keys and offsets"))
@click.option("--all", "everything", is_flag=True, help=tr("连内部的问题也列出", "list internal questions too"))
@click.option(
    "--limit", type=click.IntRange(1, MAX_ROWS), default=200, show_default=True, help=tr("最多几行", "rows at most")
)
@json_option
@guarded
def ask(
    name: str | None, parameters: tuple[str, ...], about: bool, details: bool, everything: bool, limit: int
) -> None:
    """Ask a question of the catalogue."""
    from queries.catalogue import Catalogue, run

    if name is None:
        _list_questions(Catalogue.shipped().by_group(internal=everything))
        return
    question = Catalogue.shipped().get(name)
    if about:
        _explain(question)
        return
    with open_for() as store:
        answer = run(store, name, pairs(parameters), max_rows=limit, timeout_s=TIMEOUT_S)
    if as_json():
        emit_table(answer)
    else:
        _print_answer(question, answer, details=details)


def _list_questions(groups: dict[str, tuple[Question, ...]]) -> None:
    if as_json():
        emit([asdict(question) for questions in groups.values() for question in questions])
        return
    for group, questions in groups.items():
        rows = [
            (
                q.name,
                tr(q.title_zh, q.title_en),
                " ".join(p.name if p.required else f"[{p.name}]" for p in q.parameters),
            )
            for q in questions
        ]
        heads = [tr("名字", "name"), tr("问题", "question"), tr("参数", "parameters")]
        table(heads, rows, title=tr(*GROUPS[group]), wrap=1)
    say(tr("说明和例子：liantu ask 名字 --about", "Explanation and example: liantu ask NAME --about"))


def _explain(question: Question) -> None:
    if as_json():
        emit(asdict(question))
        return
    say(f"{question.name}　{tr(question.title_zh, question.title_en)}（{tr(*GROUPS[question.group])}）")
    say(tr(question.about_zh, question.about_en))
    if question.parameters:
        rows = [(p.name, tr(p.zh, p.en), _default(p)) for p in question.parameters]
        table([tr("参数", "parameter"), tr("意思", "meaning"), tr("默认", "default")], rows, wrap=1)
    columns = [(c.name, tr(c.zh, c.en), tr("细节", "detail") if c.detail else "") for c in question.columns]
    table([tr("列", "column"), tr("意思", "meaning"), ""], columns)
    say(tr("例子：", "Example: ") + question.example_command)
    if question.empty_zh:
        say(tr(question.empty_zh, question.empty_en))


def _default(parameter: Parameter) -> str:
    if parameter.required:
        return tr("必须给", "must be given")
    if isinstance(parameter.default, list):
        return tr("、", ", ").join(map(str, parameter.default))
    return str(parameter.default) or tr("（空）", "(empty)")


def _print_answer(question: Question, answer: Table, *, details: bool) -> None:
    """Print an answer for people: without keys and offsets unless asked, and without columns that are empty."""
    say(tr(question.title_zh, question.title_en))
    wanted = [(at, c) for at, c in enumerate(question.columns) if details or not c.detail]
    filled = [(at, c) for at, c in wanted if any(row[at] not in (None, "", []) for row in answer.rows)]
    rows = [tuple(row[at] for at, _ in filled) for row in answer.rows]
    different = tuple({repr(row): row for row in rows}.values())
    kept = Table(tuple(c.name for _, c in filled), different, answer.truncated)
    print_table(kept, [tr(c.zh, c.en) for _, c in filled])
    if len(different) < len(rows):
        alike = len(rows) - len(different)
        say(tr(f"另有 {alike} 行只有依据的键不同，没有重复列出", f"{alike} more rows differ in their keys only"))
    empty = [tr(c.zh, c.en) for at, c in wanted if (at, c) not in filled]
    if not answer.rows:
        say(
            tr("没有答案。名称可先用 liantu find 查；", "No answer. Look names up with liantu find; ")
            + _why_empty(question)
        )
    elif empty:
        say(tr("没有内容的列：", "Columns without content: ") + tr("、", ", ").join(empty))


def _why_empty(question: Question) -> str:
    example = tr("例子：", "example: ") + question.example_command
    return tr(question.empty_zh, question.empty_en) if question.empty_zh else example


def pairs(parameters: tuple[str, ...]) -> dict[str, Value]:
    """Read ``name=value`` options.

    Raises:
        InputError: one is not written so.
    """
    given: dict[str, Value] = {}
    for parameter in parameters:
        name, mark, value = parameter.partition("=")
        if not mark or not re.fullmatch(r"\w+", name):
            raise InputError(f"参数要写成 名字=值，不是“{parameter}”", f"a parameter is name=value, not {parameter!r}")
        given[name] = value
    return given


def emit_table(answer: Table) -> None:
    """Print rows as JSON."""
    rows = [list(row) for row in answer.rows]
    cut = {"truncated": answer.truncated, "oversize": answer.oversize}
    emit({"columns": list(answer.columns), "rows": rows, **cut})


def print_table(answer: Table, heads: Sequence[str]) -> None:
    """Print rows for people, long columns wrapped, and how many there are."""
    rows = [[_cell(value, name) for value, name in zip(row, answer.columns, strict=True)] for row in answer.rows]
    table(heads, rows, wrap=[at for at in range(len(heads)) if any(len(row[at]) > SHORT for row in rows)])
    more = tr("（还有更多，--limit 可多列）", " (more were left; raise --limit)") if answer.truncated else ""
    if answer.oversize:
        more = tr("（还有更多，但结果太大；请少取几列）", " (more were left: too large; return fewer columns)")
    say(tr(f"{len(answer.rows)} 行{more}", f"{len(answer.rows)} rows{more}"))


def _cell(value: Value, column: str) -> str:
    """A value as people read it: lists joined, whole numbers without a point, codes in words."""
    if isinstance(value, list):
        return tr("、", ", ").join(_cell(item, column) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "" if value is None else str(value)
    return _WORDS.get(column.rpartition("_")[2], {}).get(text, text) if LANG == "zh" else text


_STATUS = {status.value: status.zh for status in Status} | {"lapsed": "已过", "running": "未到"}
_RELATION = {name: kind.zh for name, kind in EDGES.items()}
_WORDS = {
    "status": _STATUS,
    "stages": _STATUS,
    "review": {review.value: review.zh for review in Review},
    "kind": {name: kind.zh for name, kind in NODES.items()},
    "relation": _RELATION,
    "predicate": _RELATION,
    "rule": RULE_ZH,
    "basis": {"stated": "有出处", "engineering": "工程判断"},
    "completeness": {"complete": "完整", "partial": "部分"},
    "form": {"letter": "函件", "template": "模板", "table": "表格", "register": "名录"},
}
"""Words for codes, by the last part of the column's name."""
