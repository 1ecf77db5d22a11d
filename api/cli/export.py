"""``export``: hand out what the store holds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, stream_out, write_out
from graph.errors import InputError

if TYPE_CHECKING:
    from graph.walk import Walk


@click.group(help=tr("导出：facts、nodes、edges、csv、ndjson、graphml、gexf、geojson", "export what the store holds"))
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


@export.command(help=tr("导出节点（CSV，Excel 能开）", "nodes as CSV"))
@_output
@_review
@_kinds
@json_option
@guarded
def nodes(output: Path | None, review: str, kinds: str) -> None:
    """Export nodes as a CSV table."""
    from graph.exchange.plain_files import write_nodes

    _export("nodes", output, review, kinds, lambda file, walk: (write_nodes(file, walk.nodes()), 0))


@export.command(help=tr("导出关系（CSV，Excel 能开）", "edges as CSV"))
@_output
@_review
@_kinds
@json_option
@guarded
def edges(output: Path | None, review: str, kinds: str) -> None:
    """Export edges as a CSV table."""
    from graph.exchange.plain_files import write_edges

    def write(file: IO[bytes], walk: Walk) -> tuple[int, int]:
        passed = sum(1 for _ in walk.nodes())
        return (0, write_edges(file, walk.edges())) if passed else (0, write_edges(file, ()))

    _export("edges", output, review, kinds, write)


@export.command(help=tr("导出全部，一行一个 JSON，可用 load export 载回", "all as lines of JSON, to be loaded back"))
@_output
@json_option
@guarded
def ndjson(output: Path | None) -> None:
    """Export everything, candidates and who said what included, as NDJSON."""
    from graph.exchange.plain_files import write_ndjson

    _export("ndjson", output, "all", "", write_ndjson)


@export.command(name="csv", help=tr("导出全部，两张表在一个文件夹里，可用 load export 载回", "all as two tables"))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help=tr("写到这个文件夹", "folder to write to")
)
@json_option
@guarded
def both(output: Path) -> None:
    """Export everything as nodes.csv and edges.csv."""
    from graph.exchange.plain_files import write_edges, write_nodes
    from graph.exchange.read_back import EDGES_FILE, NODES_FILE
    from graph.walk import Walk

    with open_for() as store:
        walk = Walk(store, candidates=True)
        count = stream_out(lambda file: write_nodes(file, walk.nodes()), output / NODES_FILE)
        joined = stream_out(lambda file: write_edges(file, walk.edges()), output / EDGES_FILE)
    _report("csv", output, count, joined)


@export.command(help=tr("导出地方和位于那里的东西（GeoJSON）", "places and what stands there, as GeoJSON"))
@_output
@click.option(
    "--boundaries",
    type=click.Path(path_type=Path),
    help=tr("自己的边界 GeoJSON，按名称或代码对上", "your own boundaries, GeoJSON, joined by name or code"),
)
@json_option
@guarded
def geojson(output: Path | None, boundaries: Path | None) -> None:
    """Export places and things as GeoJSON; geometries come from the user's own boundaries."""
    from graph.exchange.geojson import read_boundaries, write_geojson

    _check_output(output)
    shapes = read_boundaries(boundaries) if boundaries else {}
    with open_for() as store:
        places, drawn, things = stream_out(lambda file: write_geojson(file, store, shapes), output)
    if as_json():
        emit({"file": str(output), "format": "geojson", "places": places, "drawn": drawn, "things": things})
    elif output is not None:
        say(
            tr(
                f"{output}：地方 {places}，其中有图形 {drawn}；位于那里的 {things}",
                f"{output}: {places} places, {drawn} with a geometry; {things} things in them",
            )
        )


def _check_output(output: Path | None) -> None:
    if as_json() and output is None:
        raise InputError(
            "带 --json 时要用 -o 指明文件", "with --json name a file by -o", do_zh="请加 -o 文件", do_en="Add -o FILE"
        )


def _export(
    form: str,
    output: Path | None,
    review: str,
    kinds: str,
    write: Callable[[IO[bytes], Walk], tuple[int, int]] | None = None,
) -> None:
    from graph.walk import Walk

    if write is None:
        from graph.exchange.graph_files import FORMATS

        write = FORMATS[form]
    wanted = [kind for kind in re.split(r"[,，、\s]+", kinds) if kind]
    _check_output(output)
    with open_for() as store:
        walk = Walk(store, wanted or None, candidates=review == "all")
        count, joined = stream_out(lambda file: write(file, walk), output)
    _report(form, output, count, joined)


def _report(form: str, output: Path | None, count: int, joined: int) -> None:
    if as_json():
        emit({"file": str(output), "format": form, "nodes": count, "edges": joined})
    elif output is not None:
        say(tr(f"{output}：节点 {count}，关系 {joined}", f"{output}: {count} nodes, {joined} edges"))
