"""Imports: what was sent is loaded, or it is told what would change; and mappings are guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from api import loading
from api.jobs.task import Task
from graph.errors import InputError
from graph.store import LoadReport
from loaders.build import build as build_all
from loaders.tables.mapping import shipped
from loaders.yamlfile import read_yaml

FORMS = ("table", "letter", "chain", "places", "decisions", "export")
"""What may be sent."""
SHOWN = 100
"""Rejections that stand in the job itself; all of them are in the account."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STEPS = 3


def load(task: Task) -> dict[str, Any]:
    """Load what was sent, all or nothing; a dry run opens the store for reading only."""
    dry_run = bool(task.parameters.get("dry_run"))
    task.say("读文件", "reading the file", 0, _STEPS)
    ready = _read(task)
    task.say("比较、试算" if dry_run else "载入", "comparing" if dry_run else "loading", 1, _STEPS)
    with task.reading() if dry_run else task.writing() as store:
        reports = loading.load(store, ready, dry_run=dry_run)
        task.say("写入生效", "making it visible", 2, _STEPS)
        _record(task, reports)
    return {"form": task.parameters["form"], "dry_run": dry_run, **_account(task, ready, reports)}


def guess(task: Task) -> dict[str, Any]:
    """Propose a mapping for what was sent; the store plays no part."""
    from loaders.tables.gazetteer import shipped_gazetteer
    from loaders.tables.guess import guess as propose
    from loaders.tables.reading.book import open_book

    task.say("看表头", "looking at the headers")
    found = propose(open_book(task.sent("file")), shipped_gazetteer())
    with task.make("mapping.yaml", "application/yaml", "猜的映射，供人改正", "a proposed mapping") as file:
        file.write(found.yaml.encode())
    return {
        "mapping": found.mapping,
        "sheet": found.sheet,
        "header": list(found.header),
        "placed": dict(found.placed),
        "unplaced": [list(pair) for pair in found.unplaced],
        "yaml": found.yaml,
    }


def build(task: Task) -> dict[str, Any]:
    """Load everything that ships."""
    done = 0

    def progress(source: str) -> None:
        nonlocal done
        task.say(f"载入 {source}", f"loading {source}", done)
        done += 1

    with task.writing() as store:
        reports = build_all(store, progress)
        _record(task, reports)
    return {"reports": loading.report_data(reports)}


def _record(task: Task, reports: list[LoadReport]) -> None:
    """Have what was loaded recorded, source by source; what follows from sources is nobody's doing."""
    for report in reports:
        counts = {name: getattr(report, name) for name in ("added", "changed", "withdrawn")}
        if not report.dry_run and any(counts.values()) and not report.source.startswith("derived-"):
            task.changed("import.load", report.source, None, counts)


def _read(task: Task) -> loading.Loading:
    given, file = task.parameters, task.sent("file")
    key, replace = given.get("key", ""), bool(given.get("replace"))
    match given["form"]:
        case "table":
            mapping = str(_own_mapping(task)) if task.has("mapping") else given["mapping"]
            declared = {name: given[name] for name in ("covers", "complete", "as_of", "declared_by") if name in given}
            return loading.table(file, mapping, key=key, replace=replace, **declared)
        case "letter":
            decisions = task.sent("decisions") if task.has("decisions") else None
            return loading.letter(file, key=key, decisions=decisions, replace=replace)
        case "chain":
            return loading.chain(file, replace=replace)
        case "places":
            return loading.places(file, replace=replace)
        case "decisions":
            return loading.decisions(file)
        case _:
            return loading.exported(file, replace=replace)


def _own_mapping(task: Task) -> Path:
    """Return the mapping that was sent; it may extend one that ships, and no other file of this machine."""
    found = task.sent("mapping")
    base = read_yaml(found).get("extends")
    if base is not None and base not in shipped():
        raise InputError(
            "extends 只能是自带的映射",
            "extends can only be a mapping that ships",
            where=found.name,
            do_zh=f"可用：{'、'.join(shipped())}",
            do_en=f"Known: {', '.join(shipped())}",
        )
    return found


def _account(task: Task, ready: loading.Loading, reports: list[LoadReport]) -> dict[str, Any]:
    if isinstance(ready, loading.LetterLoading):
        return {**loading.letter_data(ready.loaded[0]), "reports": loading.report_data(reports)}
    if not isinstance(ready, loading.TableLoading):
        return {"reports": loading.report_data(reports)}
    return _table_account(task, ready, reports)


def _table_account(task: Task, ready: loading.TableLoading, reports: list[LoadReport]) -> dict[str, Any]:
    """Return the account of a register, and leave it whole as a file, with the workbook of what was rejected."""
    loaded = ready.loaded
    assert loaded is not None  # noqa: S101 - it was just loaded
    account = loading.table_data(loaded, reports)
    account["notes"] = [{"zh": zh, "en": en} for zh, en in loaded.read.told]
    with task.make("account.json", "application/json", "每一行的去处", "what became of every row") as file:
        file.write(json.dumps(account, ensure_ascii=False, default=str).encode())
    if loaded.read.refused:
        from loaders.tables.errorbook import error_workbook

        with task.make("errors.xlsx", XLSX, "退回的行，标在原表里", "rejected rows, marked in their table") as file:
            file.write(error_workbook(loaded.read))
    cells = account["rejections"]
    account["rejections"] = cells[:SHOWN]
    account["rejections_total"] = len(cells)
    account["aside"] = account["aside"][:SHOWN]
    return account
