"""``load chain-kg``: a national product graph, with an account of what was left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from api.cli.lang import tr
from api.cli.load_reports import report_rows
from api.cli.session import as_json, emit, guarded, json_option, open_for, progress, progress_done, say, table
from graph.store import LoadReport


@click.command(
    "chain-kg", help=tr("全国产品与企业图谱（ChainKnowledgeGraph 的文件夹）", "a national graph of products and firms")
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=tr("只看会变什么，不写入", "show what would change; write nothing"))
@json_option
@guarded
def load_chain_kg(folder: Path, dry_run: bool) -> None:
    """Load the graph, all of it or nothing, and link its products to segments."""
    from loaders.build import refresh
    from loaders.chain_kg import chain_kg

    left_out: Counter[str] = Counter()
    stream = chain_kg(folder, left_out=left_out)
    with open_for(write=True) as store:
        progress(str(folder))
        if dry_run:
            reports = [store.load(stream, dry_run=True)]
        else:
            with store.staged():
                reports = [store.load(stream), *refresh(store)]
        progress_done()
    _report(reports, left_out)


def _report(reports: list[LoadReport], left_out: Counter[str]) -> None:
    from loaders.chain_kg import LEFT_OUT

    if as_json():
        loads = [{field: getattr(r, field) for field in r.__slots__} for r in reports]
        emit({"reports": loads, "left_out": {reason: left_out[reason] for reason in LEFT_OUT}})
        return
    report_rows(reports)
    heads = [tr("没有载入", "left out"), tr("条", "rows")]
    table(heads, [(tr(*LEFT_OUT[reason]), left_out[reason]) for reason in LEFT_OUT if left_out[reason]])
    say(
        tr(
            "全国的企业没有所在地，都是候选，不算本地企业；按产品找企业：liantu targets 环节",
            "Its firms have no place: candidates, never local. Firms by product: liantu targets SEGMENT",
        )
    )
