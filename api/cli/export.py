"""``export``: hand out what the store holds."""

from __future__ import annotations

import json
from pathlib import Path

import click

from api.cli.lang import tr
from api.cli.session import guarded, json_option, open_for, write_out


@click.group(help=tr("导出：facts", "export: facts"))
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
