"""What ``load py2neo`` says of an import."""

from __future__ import annotations

from api.cli.lang import LANG, tr
from api.cli.load_reports import report_rows
from api.cli.session import as_json, emit, say
from graph.store import LoadReport
from loaders.imported.convert import Imported, describe


def report_import(imported: Imported, reports: list[LoadReport]) -> None:
    """Print what an import did or would do, with what does not fit."""
    if as_json():
        fields = ("nodes", "links", "left_out", "kept_as_text", "dropped_personal")
        problems = [{f: getattr(problem, f) for f in problem.__slots__} for problem in imported.problems]
        loads = [{f: getattr(r, f) for f in r.__slots__} for r in reports]
        emit({"reports": loads, "problems": problems, **{field: getattr(imported, field) for field in fields}})
        return
    for problem in imported.problems:
        say(f"  {describe(problem)}" if LANG == "zh" else f"  {problem.en} ({problem.count})")
    if reports:
        report_rows(reports)
    say(
        tr(
            f"节点 {imported.nodes}，关系 {imported.links}；不要的 {sum(imported.left_out.values())}；"
            f"只留在原件里的属性 {sum(imported.kept_as_text.values())}；剔除个人信息 {imported.dropped_personal} 处",
            f"{imported.nodes} nodes, {imported.links} relationships; {sum(imported.left_out.values())} left out; "
            f"{sum(imported.kept_as_text.values())} properties kept as text only; "
            f"{imported.dropped_personal} personal items dropped",
        )
    )
