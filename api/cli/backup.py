"""``backup`` and ``restore``: the store's file, copied while it is closed."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, say, store_named
from graph.errors import InputError
from graph.store import StoreInfo

_FILE = click.Path(path_type=Path)
_replace = click.option("--replace", is_flag=True, help=tr("换掉已有的", "replace what is there"))


@click.command(help=tr("备份库文件；副本读得出来才算数", "copy the store's file, and check the copy"))
@click.argument("file", type=_FILE)
@_replace
@json_option
@guarded
def backup(file: Path, replace: bool) -> None:
    """Copy the store's file to another."""
    from graph.embedded.backup import backup as make

    _check(file, _place(), replace=replace)
    _report(make(_place(), file))


@click.command(help=tr("用备份换下现在的库", "put a backup in the place of the store"))
@click.argument("file", type=_FILE)
@_replace
@json_option
@guarded
def restore(file: Path, replace: bool) -> None:
    """Put a backup in the place of the store."""
    from graph.embedded.backup import restore as put

    _check(_place(), file, replace=replace)
    _report(put(file, _place()))


def _place() -> Path:
    place = store_named()
    if "://" in place:
        raise InputError(
            "备份和恢复只管文件库",
            "backup and restore are for store files",
            where=place,
            do_zh="服务器用它自己的备份，或 liantu copy 到一个文件",
            do_en="Use the server's own backup, or liantu copy into a file",
        )
    return Path(place).expanduser()


def _check(target: Path, source: Path, *, replace: bool) -> None:
    if target.resolve() == source.resolve():
        raise InputError("来去是同一个文件", "both are the same file", where=str(target))
    if target.exists() and not replace:
        raise InputError(
            "那里已有文件", "a file is there already", where=str(target), do_zh="加 --replace", do_en="Add --replace"
        )


def _report(info: StoreInfo) -> None:
    nodes, edges = sum(info.nodes.values()), sum(info.edges.values())
    if as_json():
        emit({"file": info.place, "nodes": nodes, "edges": edges, "sources": len(info.sources)})
        return
    say(
        tr(
            f"{info.place}：来源 {len(info.sources)}，节点 {nodes}，关系 {edges}",
            f"{info.place}: {len(info.sources)} sources, {nodes} nodes, {edges} edges",
        )
    )
