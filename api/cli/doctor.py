"""``doctor``: is everything in order."""

from __future__ import annotations

import platform
from importlib import metadata

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table
from graph.kinds import EDGES, NODES
from graph.store import StoreInfo


@click.command(help=tr("体检：版本、库、各类计数、证据是否对得上原文", "check versions, store, counts and evidence"))
@json_option
@guarded
def doctor() -> None:
    """Report versions and counts, and check every quote against its document."""
    from loaders.letters.review.state import read_states

    with open_for() as store:
        info = store.info()
        checked = 0
        for state in read_states(store):
            state.batch()  # refuses a quote that is not at its place
            checked += len(state.statements)
    facts = {
        "liantu": metadata.version("liantu"),
        "python": platform.python_version(),
        "engine": f"{info.engine} {info.engine_version}",
        "store": info.place,
        "schema": info.schema_version,
        "sources": list(info.sources),
        "nodes": dict(info.nodes),
        "edges": dict(info.edges),
        "quotes_checked": checked,
        "indexes": dict(info.indexes),
        "drift": list(info.drift),
        "changes": info.changes,
    }
    if as_json():
        emit(facts)
        return
    say(f"liantu {facts['liantu']} · Python {facts['python']} · {facts['engine']}")
    say(tr(f"库：{info.place}（格式 {info.schema_version}）", f"store: {info.place} (format {info.schema_version})"))
    _say_indexes(info)
    say(tr(f"来源 {len(info.sources)} 份：", f"{len(info.sources)} sources: ") + "、".join(info.sources))
    table([tr("节点", "nodes"), ""], [(f"{NODES[k].zh} {k}", n) for k, n in info.nodes.items()])
    table([tr("关系", "edges"), ""], [(f"{EDGES[k].zh} {k}", n) for k, n in info.edges.items()])
    say(tr(f"变动记录 {info.changes} 条（liantu changes）", f"{info.changes} rows of history (liantu changes)"))
    say(
        tr(
            f"引文逐条对过原文：{checked} 条，全部在原位",
            f"quotes checked against their documents: {checked}, all in place",
        )
    )


def _say_indexes(info: StoreInfo) -> None:
    """Say in what state the constraints and indexes are, where the engine has such, and what to do about it."""
    if info.indexes and not info.drift:
        say(
            tr(
                f"约束和索引 {len(info.indexes)} 个，全部可用",
                f"{len(info.indexes)} constraints and indexes, all online",
            )
        )
    if info.drift:
        which = "、".join(f"{name} {info.indexes.get(name, '')}".strip() for name in info.drift)
        say(
            tr(
                f"结构和声明的不一致：{which}。运行 liantu build 补上",
                f"the schema differs from the declared one: {which}. liantu build mends it",
            )
        )
