"""``graph``: what stands around things, as one file that opens anywhere."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, write_out
from graph.errors import InputError

MOST_DRAWN = 1_000
"""Nodes in a file at most: more are not told apart by eye."""


@click.command(help=tr("图谱：一个或几个对象周围的关系，写成单独一个 HTML", "the graph around things as one HTML file"))
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help=tr("写到这个 .html 文件", "the .html file"))
@click.option("--hops", type=click.IntRange(0, 3), default=1, show_default=True, help=tr("走几步", "how far"))
@click.option(
    "--most",
    type=click.IntRange(1, MOST_DRAWN),
    default=300,
    show_default=True,
    help=tr("最多几个点，多的截断并写明", "nodes at most; told where cut"),
)
@click.option("--candidates", is_flag=True, help=tr("连候选关系一起（点线，不计入分析）", "with candidates, dotted"))
@click.option(
    "--relation", "relations", multiple=True, help=tr("只走这种关系，可多次", "only this relation; repeatable")
)
@json_option
@guarded
def graph(
    keys: tuple[str, ...], output: Path | None, hops: int, most: int, candidates: bool, relations: tuple[str, ...]
) -> None:
    """Write the graph around things, or print it as JSON."""
    from api.http.version import read_version
    from queries.surroundings import keys_of, surroundings
    from viz.graph.picture import picture

    if output is None and not as_json():
        raise InputError("要用 -o 指明文件", "name a file by -o", do_zh="请加 -o 文件.html", do_en="Add -o FILE.html")
    if output is not None and output.suffix.lower() not in (".html", ".htm"):
        raise InputError("只能写 .html", "only .html", where=str(output), do_zh="请改文件名的结尾")
    with open_for() as store:
        version = read_version(store)
        found = surroundings(store, keys_of(store, keys), hops, relations=relations, candidates=candidates, most=most)
    made = picture(found)
    if output is not None:
        from viz.graph.file import graph_file

        write_out(graph_file(made, hops=hops, data_version=version.token, as_of=version.at), output)
    if as_json():
        emit(made)
        return
    cut = tr(f"；截断：还有 {found.left_out} 个没有画", f"; cut: {found.left_out} left out") if found.left_out else ""
    counts = f"{len(made['nodes'])} 个点，{len(made['edges'])} 条关系"
    said = tr(counts, f"{len(made['nodes'])} nodes, {len(made['edges'])} relations")
    say(f"{output}：{said}{cut}")
