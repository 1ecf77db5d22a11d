"""What commands that load say of it."""

from __future__ import annotations

from api.cli.lang import tr
from api.cli.session import as_json, emit, say
from api.cli.session import table as print_table
from api.loading import report_data
from graph.store import LoadReport


def report_rows(reports: list[LoadReport]) -> None:
    """Print load reports as a table or as JSON."""
    if as_json():
        emit(report_data(reports))
        return
    heads = [tr(zh, en) for zh, en in (("来源", "source"), ("新增", "added"), ("改动", "changed"))]
    heads += [tr(zh, en) for zh, en in (("未变", "unchanged"), ("撤回", "withdrawn"))]
    print_table(heads, [(r.source, r.added, r.changed, r.unchanged, r.withdrawn) for r in reports])
    if any(r.dry_run for r in reports):
        say(tr("（试运行：没有写入）", "(dry run: nothing was written)"))
