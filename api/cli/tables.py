"""Registers: the account of a loaded table, empty forms, and guessed mappings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, say, table, write_out
from api.loading import table_data
from graph.errors import InputError
from graph.store import LoadReport

if TYPE_CHECKING:
    from loaders.tables.check import Rejection
    from loaders.tables.load import Loaded

_FILE = click.Path(path_type=Path)
_SHOWN = 20


@click.command(help=tr("空表：某种名录的填报表（xlsx，带下拉和说明）", "an empty form of a register, xlsx"))
@click.argument("name")
@click.option("-o", "--output", type=_FILE, required=True, help=tr("写到 .xlsx 文件", "the .xlsx file to write"))
@json_option
@guarded
def form(name: str, output: Path) -> None:
    """Write an empty form of a mapping."""
    from loaders.tables.form import form_workbook
    from loaders.tables.gazetteer import shipped_gazetteer
    from loaders.tables.mapping import read_mapping

    check_output(output)
    mapping = read_mapping(name)
    write_out(form_workbook(mapping, shipped_gazetteer()), output)
    if as_json():
        emit({"mapping": mapping.mapping, "title": mapping.title, "file": str(output)})
        return
    say(tr(f"《{mapping.title}》填报表：{output}", f"form of {mapping.mapping}: {output}"))
    say(
        tr(f"填好后：liantu load table {output} --mapping {name}", f"then: liantu load table {output} --mapping {name}")
    )


@click.command(
    name="table-guess",
    help=tr("看表头猜一份映射（YAML），供人改正", "propose a mapping from a table's headers, for a person to correct"),
)
@click.argument("file", type=_FILE)
@click.option("-o", "--output", type=_FILE, help=tr("写到文件", "write to a file"))
@json_option
@guarded
def table_guess(file: Path, output: Path | None) -> None:
    """Propose a mapping; the store plays no part."""
    from loaders.tables.gazetteer import shipped_gazetteer
    from loaders.tables.guess import guess
    from loaders.tables.reading.book import open_book

    found = guess(open_book(file), shipped_gazetteer())
    if as_json():
        emit({
            "mapping": found.mapping, "sheet": found.sheet, "header": list(found.header), "placed": dict(found.placed),
            "unplaced": [list(pair) for pair in found.unplaced], "yaml": found.yaml,
        })  # fmt: skip
        return
    write_out(found.yaml, output)


def check_output(output: Path, source: Path | None = None) -> None:
    """Refuse a workbook to write that is no xlsx by name, or the very file that was read.

    Raises:
        InputError: either.
    """
    if output.suffix.lower() != ".xlsx":
        raise InputError("要写的是 .xlsx 文件", "the file to write is an .xlsx", where=str(output), do_zh="请改后缀")
    if source is not None and output.resolve() == source.resolve():
        raise InputError("不能盖掉原来的文件", "it would replace the file that is read", where=str(output))


def write_errors(loaded: Loaded, output: Path) -> None:
    """Write the error workbook if rows were rejected."""
    from loaders.tables.errorbook import error_workbook

    if loaded.read.refused:
        write_out(error_workbook(loaded.read), output)


def account(loaded: Loaded, reports: list[LoadReport], errors: Path | None) -> None:
    """Print what became of every row."""
    if as_json():
        emit(_plain(loaded, reports, errors))
        return
    read, rows = loaded.read, loaded.rows
    heads = [tr(zh, en) for zh, en in (("载入", "loaded"), ("未变", "unchanged"), ("并入同名行", "merged"))]
    heads += [tr(zh, en) for zh, en in (("退回", "rejected"), ("不是数据", "put aside"), ("合计", "all rows"))]
    table(heads, [(rows.loaded, rows.unchanged, rows.merged, rows.rejected, rows.aside, rows.total)], title=read.title)
    heads = [tr(zh, en) for zh, en in (("来源", "source"), ("新增", "added"), ("改动", "changed"))]
    heads += [tr(zh, en) for zh, en in (("未变", "unchanged"), ("撤回", "withdrawn"))]
    table(heads, [(r.source, r.added, r.changed, r.unchanged, r.withdrawn) for r in reports])
    for line in _remarks(loaded):
        say(line)
    _say_rejections([r for refused in read.refused for r in refused.rejections])
    if errors:
        key = "" if read.source == errors.stem else f" --key {read.source}"
        name = read.mapping.mapping
        say(
            tr(
                f"退回的行已标在 {errors}，改好后：liantu load table {errors} --mapping {name}{key}",
                f"rejected rows are marked in {errors}; once corrected: "
                f"liantu load table {errors} --mapping {name}{key}",
            )
        )
    if loaded.report.dry_run:
        say(tr("（试运行：没有写入）", "(dry run: nothing was written)"))


def _remarks(loaded: Loaded) -> list[str]:
    """One line each: persons' data dropped, words understood as other names, columns not read, coverage, the rest."""
    read = loaded.read
    lines = []
    if read.personal:
        lines.append(tr(f"剔除个人信息 {read.personal} 处", f"{read.personal} personal items dropped"))
    for (written, name), count in sorted(read.renamed.items(), key=lambda item: -item[1])[:8]:
        lines.append(tr(f"“{written}”按“{name}”记，{count} 行", f"{written!r} taken as {name!r} in {count} rows"))
    unread = {layout.header_of(at): None for layout in read.layouts for at in layout.unread}
    if unread:
        lines.append(tr(f"没有读的列：{'、'.join(unread)}", f"columns not read: {', '.join(unread)}"))
    asides = Counter(row.why for row in read.aside)
    if asides:
        zh = {"total": "合计行", "note": "说明", "heading": "小标题", "header": "重复表头", "example": "示例"}
        lines.append(
            tr(
                "不是数据的行：" + "、".join(f"{zh[why]} {count}" for why, count in asides.items()),
                "rows put aside: " + ", ".join(f"{why} {count}" for why, count in asides.items()),
            )
        )
    listed = read.coverage.covers
    covers = "、".join(listed[:8]) + (f"等 {len(listed)} 个" if len(listed) > 8 else "")
    if read.coverage.completeness == "complete":
        lines.append(tr(f"声明完整：{read.mapping.covers.region}，{covers}", f"declared complete: {covers}"))
    else:
        lines.append(
            tr("部分名录：没有列出的企业，不等于没有", "a partial list: what it does not name may still be there")
        )
    return lines + [zh if LANG == "zh" else en for zh, en in read.told]


def _say_rejections(rejections: list[Rejection]) -> None:
    if not rejections:
        return
    heads = [tr(zh, en) for zh, en in (("位置", "place"), ("列", "column"), ("值", "value"), ("原因", "reason"))]
    heads.append(tr("怎么办", "remedy"))
    zh = LANG == "zh"
    table(
        heads,
        [
            (r.place, r.header, r.value, r.reason if zh else r.reason_en, r.remedy if zh else r.remedy_en)
            for r in rejections[:_SHOWN]
        ],
        title=tr(f"退回（共 {len(rejections)} 处）", f"rejected ({len(rejections)} cells)"),
    )
    if len(rejections) > _SHOWN:
        say(
            tr(
                f"另有 {len(rejections) - _SHOWN} 处没有列出：加 --errors 退回.xlsx 得到标好的表，或加 --json",
                f"{len(rejections) - _SHOWN} more: add --errors OUT.xlsx or --json",
            )
        )


def _plain(loaded: Loaded, reports: list[LoadReport], errors: Path | None) -> dict[str, Any]:
    return {
        **table_data(loaded, reports),
        "notes": [zh if LANG == "zh" else en for zh, en in loaded.read.told],
        "errors": str(errors) if errors else None,
    }
