"""``build``, ``load …`` and ``extract``: what brings things into a store, or shows what would come."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from api import loading as loading_
from api.cli.chain_kg import load_chain_kg
from api.cli.lang import tr
from api.cli.load_reports import report_rows
from api.cli.session import (
    as_json,
    guarded,
    json_option,
    open_for,
    progress,
    progress_done,
    say,
    store_named,
    write_out,
)
from api.loading import Loading
from graph.errors import InputError
from graph.store import LoadReport
from loaders.build import build as build_all
from loaders.build import refresh

_FILE = click.Path(path_type=Path)
_dry = click.option("--dry-run", is_flag=True, help=tr("只看会变什么，不写入", "show what would change; write nothing"))
_replace = click.option(
    "--replace", is_flag=True, help=tr("确要替换同名来源", "let it take the place of a source of the same name")
)


@click.command(help=tr("载入自带的地名、产业链模板和已审核的函件", "load everything that ships"))
@json_option
@guarded
def build() -> None:
    """Load everything that ships."""
    with open_for(write=True) as store:
        reports = build_all(store, progress)
        progress_done()
        report_rows(reports)


@click.group(
    help=tr("载入一份来源：letter、table、chain、chain-kg、places、decisions、export、py2neo", "load one source")
)
def load() -> None:
    """Load one source."""


def _run(loading: Loading, *, dry_run: bool) -> list[LoadReport]:
    with open_for(write=True) as store:
        return loading_.load(store, loading, dry_run=dry_run)


@load.command(help=tr("函件、规划、公报：txt、docx、html、带文字层的 pdf", "a letter: txt, docx, html, pdf with text"))
@click.argument("file", type=_FILE)
@click.option(
    "--key", default="", help=tr("文献的键（默认用文件名）", "key of the document (default: the file's name)")
)
@click.option("--decisions", type=_FILE, help=tr("审核结果 YAML", "decisions YAML"))
@_replace
@_dry
@json_option
@guarded
def letter(file: Path, key: str, decisions: Path | None, replace: bool, dry_run: bool) -> None:
    """Load a letter with its candidates and decisions."""
    ready = loading_.letter(file, key=key, decisions=decisions, replace=replace)
    report_rows(_run(ready, dry_run=dry_run))
    (done,) = ready.loaded
    if as_json():
        return
    state = done.load.state
    reviews = [s.review.value for s in state.statements]
    say(
        tr(
            f"《{state.document.title}》：已采信 {reviews.count('accepted')} 条，"
            f"候选 {reviews.count('candidate')} 条，已驳回 {reviews.count('rejected')} 条；"
            f"剔除个人信息 {state.document.dropped_personal} 处",
            f"{state.document.title}: {reviews.count('accepted')} accepted, {reviews.count('candidate')} candidates, "
            f"{reviews.count('rejected')} rejected; {state.document.dropped_personal} personal items dropped",
        )
    )
    for orphan in done.load.orphans:
        say(
            tr(
                f"  审核过的这句话在新文本里找不到：“{orphan.quote}”",
                f"  decided words not in the new text: {orphan.quote!r}",
            )
        )


@load.command(
    help=tr(
        "名录、台账、统计表：xlsx、xlsm、xls、ods、csv、tsv，按映射载入",
        "a register: xlsx, xlsm, xls, ods, csv, tsv, by a mapping",
    )
)
@click.argument("file", type=_FILE)
@click.option(
    "--mapping", required=True, help=tr("自带映射的名字，或一个 YAML 文件", "a mapping that ships, or a YAML file")
)
@click.option("--key", default="", help=tr("来源的键（默认用文件名）", "key of the source (default: the file's name)"))
@click.option(
    "--covers",
    multiple=True,
    metavar="CODES",
    help=tr("名录覆盖的行业代码或环节，逗号隔开", "codes of GB/T 4754 or segments that the list covers"),
)
@click.option("--complete", is_flag=True, help=tr("声明名录完整：没有列出就是没有", "declare the list complete"))
@click.option("--as-of", default="", metavar="DATE", help=tr("名录截至哪一天", "the day of which the list speaks"))
@click.option("--declared-by", default="", metavar="OFFICE", help=tr("谁声明的（单位）", "the office that declares it"))
@click.option("--errors", type=_FILE, help=tr("退回的行写到这个 .xlsx", "write rejected rows to this .xlsx"))
@_replace
@_dry
@json_option
@guarded
def table(
    file: Path,
    mapping: str,
    key: str,
    errors: Path | None,
    replace: bool,
    dry_run: bool,
    **coverage: Any,  # noqa: ANN401
) -> None:
    """Load a register and account for every row."""
    from api.cli.tables import account, check_output, write_errors

    if errors is not None:
        check_output(errors, file)
    ready = loading_.table(file, mapping, key=key, replace=replace, **coverage)
    reports = _run(ready, dry_run=dry_run)
    loaded = ready.loaded
    assert loaded is not None  # noqa: S101 - it was just loaded
    account(loaded, reports, errors if loaded.read.refused else None)
    if errors is not None:
        write_errors(loaded, errors)
    if not loaded.read.count:
        raise SystemExit(InputError.exit_code)


@load.command(help=tr("产业链模板 YAML", "a chain template, YAML"))
@click.argument("file", type=_FILE)
@_replace
@_dry
@json_option
@guarded
def chain(file: Path, replace: bool, dry_run: bool) -> None:
    """Load a chain template."""
    report_rows(_run(loading_.chain(file, replace=replace), dry_run=dry_run))


@load.command(help=tr("地名表 CSV", "a table of places, CSV"))
@click.argument("file", type=_FILE)
@_replace
@_dry
@json_option
@guarded
def places(file: Path, replace: bool, dry_run: bool) -> None:
    """Load a table of places."""
    report_rows(_run(loading_.places(file, replace=replace), dry_run=dry_run))


@load.command(
    help=tr("审核结果 YAML（liantu review export 写出的）", "decisions YAML as liantu review export writes it")
)
@click.argument("file", type=_FILE)
@_dry
@json_option
@guarded
def decisions(file: Path, dry_run: bool) -> None:
    """Load review decisions for a document in the store, or decisions on firms."""
    report_rows(_run(loading_.decisions(file), dry_run=dry_run))


@load.command(name="export", help=tr("liantu export ndjson、csv、graphml 写出的", "what liantu export wrote"))
@click.argument("file", type=_FILE)
@_replace
@_dry
@json_option
@guarded
def exported(file: Path, replace: bool, dry_run: bool) -> None:
    """Load an export back: every source of it, as the other store had it."""
    report_rows(_run(loading_.exported(file, replace=replace), dry_run=dry_run))


@load.command(help=tr("py2neo 脚本写在 Neo4j 里的节点和关系，按对照表导入", "what a py2neo script wrote, mapped"))
@click.option("--mapping", type=_FILE, required=True, help=tr("对照表 YAML", "the mapping, YAML"))
@click.option(
    "--from", "place", default="", metavar="ADDRESS", help=tr("脚本写的库（默认就是本库）", "where the script wrote")
)
@click.option(
    "--review",
    type=click.Choice(["candidate", "accepted"]),
    help=tr("审核状态（默认照对照表，再默认候选）", "review state (default: the mapping's, else candidate)"),
)
@_dry
@json_option
@guarded
def py2neo(mapping: Path, place: str, review: str | None, dry_run: bool) -> None:
    """Import what a py2neo script wrote: all of it or nothing."""
    from api.cli.imports import report_import
    from graph.evidence import Review
    from loaders.imported.convert import checked, convert
    from loaders.imported.mapping import read_mapping

    into = read_mapping(mapping)
    if review:
        into = into.model_copy(update={"review": Review(review)})
    from graph.exchange.py2neo_bridge import open_graph, read_originals

    with open_graph(place or store_named()) as graph:
        imported = convert(read_originals(graph), into)
    if dry_run and imported.problems:
        report_import(imported, [])
        raise SystemExit(InputError.exit_code)
    batch = checked(imported)
    done: list[LoadReport] = []
    with open_for(write=True) as store, nullcontext() if dry_run else store.staged():
        done = [store.load(batch, dry_run=dry_run)]
        done += [] if dry_run else refresh(store)
    report_import(imported, done)


@click.command(
    help=tr("冷抽取一份文献，不碰库；输出 JSON", "extract a document without touching any store; prints JSON")
)
@click.argument("file", type=_FILE)
@click.option("-o", "--output", type=_FILE, help=tr("写到文件", "write to a file"))
@json_option
@guarded
def extract(file: Path, output: Path | None) -> None:
    """Extract a document; decisions and stores play no part."""
    from loaders.letters.review.export import facts
    from loaders.letters.review.load import read_letter

    read = read_letter(file)
    found = facts(read.document, read.extraction.entities, read.extraction.statements)
    write_out(json.dumps(found, ensure_ascii=False, indent=2), output)
    if not found["relations"] and not found["statistics"]:
        note = tr(
            "这份文献里没有抽出任何陈述；请看它是不是公文一类的文字", "nothing was extracted; is it a letter or plan?"
        )
        click.echo(note, err=True)


load.add_command(load_chain_kg)
