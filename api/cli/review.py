"""``review``: see what waits, accept it, reject it with a reason, join and split firms, hand decisions over."""

from __future__ import annotations

import datetime
import getpass
from pathlib import Path

import click

from api.cli import firms
from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table, write_out
from graph.evidence import Review, Statement

_keys = click.argument("keys", nargs=-1, required=True, metavar="KEY…")
_reviewer = click.option(
    "--reviewer", default="", help=tr("审核人（默认当前用户名）", "reviewer (default: your user name)")
)


@click.group(help=tr("审核陈述，并合、分开企业", "review statements; join and split firms"))
def review() -> None:
    """Review statements."""


@review.command("list", help=tr("列出等待审核的陈述", "list statements waiting for review"))
@click.option("--document", default="", help=tr("文献的键", "key of the document"))
@click.option(
    "--review",
    "state",
    type=click.Choice([r.value for r in Review]),
    default="candidate",
    show_default=True,
    help=tr("审核状态", "review state"),
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help=tr("最多几条", "at most"))
@json_option
@guarded
def list_(document: str, state: str, limit: int) -> None:
    """List statements by review state."""
    from loaders.letters.review.state import read_state, read_states

    with open_for() as store:
        states = [read_state(store, document)] if document else read_states(store)
        found = [s for one in states for s in one.statements if s.review.value == state]
    if as_json():
        emit([s.model_dump(mode="json") | {"key": s.key} for s in found[:limit]])
        return
    heads = [tr("键", "key"), tr("陈述", "statement"), tr("状态", "status"), tr("原文", "quote")]
    table(heads, [(_short(s), _said(s), s.status.zh, s.quote) for s in found[:limit]], wrap=3)
    say(
        tr(
            f"共 {len(found)} 条，列出 {min(limit, len(found))} 条",
            f"{len(found)} in all, {min(limit, len(found))} listed",
        )
    )


def _short(statement: Statement) -> str:
    return statement.key.rpartition("/")[2]


def _said(statement: Statement) -> str:
    from graph.kinds import EDGES

    if statement.figure:
        figure = statement.figure
        return f"{statement.subject.name} {figure.metric}＝{statement.qualifier}{figure.value}{figure.unit}"
    target = statement.object.name if statement.object else ""
    return f"{statement.subject.name} —{EDGES[statement.predicate].zh}→ {target}"


def _judge(keys: tuple[str, ...], verdict: Review, reviewer: str, reason: str) -> None:
    from loaders.build import refresh
    from loaders.letters.review.service import judge

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    with open_for(write=True) as store, store.staged():
        done = judge(store, list(keys), verdict, reviewer=reviewer or getpass.getuser(), when=now, reason=reason)
        refresh(store)
    if as_json():
        emit([{"key": s.key, "review": verdict.value} for s, _ in done])
        return
    for statement, _ in done:
        say(f"{verdict.zh}：{_said(statement)}  “{statement.quote}”")


@review.command(help=tr("采信", "accept"))
@_keys
@_reviewer
@json_option
@guarded
def accept(keys: tuple[str, ...], reviewer: str) -> None:
    """Accept statements."""
    _judge(keys, Review.ACCEPTED, reviewer, "")


@review.command(help=tr("驳回，要写理由", "reject, with a reason"))
@_keys
@click.option("--reason", default="", help=tr("理由", "reason"))
@_reviewer
@json_option
@guarded
def reject(keys: tuple[str, ...], reason: str, reviewer: str) -> None:
    """Reject statements."""
    _judge(keys, Review.REJECTED, reviewer, reason)


@review.command("export", help=tr("把审核结果写成 YAML，一份文献一个文件", "write decisions as YAML"))
@click.argument("document")
@click.option("-o", "--output", type=click.Path(path_type=Path), help=tr("写到文件", "write to a file"))
@json_option
@guarded
def export_(document: str, output: Path | None) -> None:
    """Export decisions; ``liantu load decisions`` reads them back. The document ``firms`` is the decisions on firms."""
    from loaders.letters.review.decisions import write_decisions
    from loaders.letters.review.state import read_state
    from loaders.resolution.decided import OWN, decisions_in, write_firm_decisions

    if document in ("firms", OWN):
        with open_for() as store:
            own = decisions_in(store)
        if as_json():
            emit([one.model_dump() for one in own])
            return
        write_out(write_firm_decisions(own), output)
        return
    with open_for() as store:
        decided = read_state(store, document).decisions()
    if as_json():
        emit([s.model_dump(mode="json") | {"key": s.key} for s in decided.statements])
        return
    write_out(write_decisions(decided), output)


for _command in (firms.pairs, firms.join, firms.split):
    review.add_command(_command)
