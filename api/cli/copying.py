"""``copy``: from one store into another."""

from __future__ import annotations

import click

from api.cli.lang import tr
from api.cli.load_reports import report_rows
from api.cli.session import as_json, emit, guarded, json_option, say
from graph.errors import InputError
from graph.opening import open_store


@click.command(
    help=tr("把一个库复制到另一个库（文件或 neo4j://…），末了核对数目", "copy a store into another, and compare counts")
)
@click.option("--from", "source", required=True, metavar="STORE", help=tr("从哪里", "from where"))
@click.option("--to", "target", required=True, metavar="STORE", help=tr("到哪里", "to where"))
@click.option("--dry-run", is_flag=True, help=tr("只看会变什么，不写入", "show what would change; write nothing"))
@json_option
@guarded
def copy(source: str, target: str, dry_run: bool) -> None:
    """Copy every source of a store into another store."""
    from graph.copying import copy as copy_store

    if source == target:
        raise InputError("来去是同一个库", "both are the same store", where=source)
    with open_store(source, read_only=True) as old, open_store(target) as new:
        done = copy_store(old, new, dry_run=dry_run)
    if as_json():
        rows = [{field: getattr(r, field) for field in r.__slots__} for r in done.reports]
        emit({"reports": rows, "counts": {name: list(pair) for name, pair in done.counts.items()}})
        return
    report_rows(list(done.reports))
    if not dry_run:
        nodes, edges = (sum(pair[at] for pair in done.counts.values()) for at in (0, 1))
        say(
            tr(
                f"{len(done.counts)} 份来源，逐份核对：节点 {nodes}、关系 {edges} 处，两边相同",
                f"{len(done.counts)} sources compared one by one: {nodes} nodes and {edges} edges claimed in both",
            )
        )
