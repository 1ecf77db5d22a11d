"""``export``: hand out what the store holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, stream_out, write_out
from graph.errors import InputError


@click.group(help=tr("导出：facts、graphml、gexf", "export: facts, graphml, gexf"))
def export() -> None:
    """Export what the store holds."""


@export.command(help=tr("导出文献里的事实：实体、关系、统计，各带引文与位置（JSON）", "facts of documents as JSON"))
@click.option("-o", "--output", type=click.Path(path_type=Path), help=tr("写到文件", "write to a file"))
@click.option("--document", default="", help=tr("文献的键；不给则全部", "key of the document; all when absent"))
@click.option(
    "--review",
    type=click.Choice(["accepted", "candidate", "rejected", "all"]),
    default="accepted",
    show_default=True,
    help=tr("审核状态", "review state"),
)
@click.option("--format", "form", type=click.Choice(["json"]), default="json", help=tr("格式", "format"))
@json_option
@guarded
def facts(output: Path | None, document: str, review: str, form: str) -> None:
    """Export facts with quotes and offsets; one object, or a list where several documents are exported.

    Without a document it is every letter; pages that a table of public facts cites are asked for.
    """
    from loaders.letters.review.export import facts as facts_of
    from loaders.letters.review.state import read_state, read_states

    del form
    with open_for() as store:
        states = [state for state in read_states(store) if state.source == document]
        if not states:
            states = [read_state(store, document)] if document else []
    found = [facts_of(s.document, s.entities, s.statements, review) for s in states]  # type: ignore[arg-type]
    chosen: object = found[0] if len(found) == 1 else found
    write_out(json.dumps(chosen, ensure_ascii=False, indent=2), output)


_output = click.option("-o", "--output", type=click.Path(path_type=Path), help=tr("写到文件", "write to a file"))
_review = click.option(
    "--review",
    type=click.Choice(["accepted", "all"]),
    default="accepted",
    show_default=True,
    help=tr("只要已采信的，或连候选一起", "accepted only, or candidates too"),
)
_kinds = click.option(
    "--kinds", default="", help=tr("只要这些节点、关系类型，逗号分开", "only these node and edge kinds, by commas")
)


@export.command(help=tr("导出整张图（GraphML），Gephi、networkx 能读", "the graph as GraphML for Gephi and networkx"))
@_output
@_review
@_kinds
@json_option
@guarded
def graphml(output: Path | None, review: str, kinds: str) -> None:
    """Export the graph as GraphML."""
    _export("graphml", output, review, kinds)


@export.command(help=tr("导出整张图（GEXF 1.3），Gephi、networkx 能读", "the graph as GEXF 1.3 for Gephi and networkx"))
@_output
@_review
@_kinds
@json_option
@guarded
def gexf(output: Path | None, review: str, kinds: str) -> None:
    """Export the graph as GEXF 1.3."""
    _export("gexf", output, review, kinds)


def _export(form: str, output: Path | None, review: str, kinds: str) -> None:
    from graph.exchange.graph_files import FORMATS
    from graph.walk import Walk

    wanted = [kind for kind in re.split(r"[,，、\s]+", kinds) if kind]
    if as_json() and output is None:
        raise InputError(
            "带 --json 时要用 -o 指明文件", "with --json name a file by -o", do_zh="请加 -o 文件", do_en="Add -o FILE"
        )
    with open_for() as store:
        walk = Walk(store, wanted or None, candidates=review == "all")
        nodes, edges = stream_out(lambda file: FORMATS[form](file, walk), output)
    if as_json():
        emit({"file": str(output), "format": form, "nodes": nodes, "edges": edges})
    elif output is not None:
        say(tr(f"{output}：节点 {nodes}，关系 {edges}", f"{output}: {nodes} nodes, {edges} edges"))
