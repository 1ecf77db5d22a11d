"""``targets``: firms elsewhere that make what a segment needs."""

from __future__ import annotations

from dataclasses import asdict

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table
from graph.evidence import Status
from queries.targets import Made, Target, Targets


@click.command(help=tr("可以去谈的企业：市外、产品属于这个环节的", "firms elsewhere that make a product of a segment"))
@click.argument("segment")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help=tr("最多几家", "at most"))
@json_option
@guarded
def targets(segment: str, limit: int) -> None:
    """List firms by what they make; leads only."""
    from queries.targets import targets as find_targets

    with open_for() as store:
        found = find_targets(store, segment)
    if as_json():
        emit(_dict(found, limit))
        return
    title = tr("市外或不知在哪、做这个环节产品的企业", "firms elsewhere, or nobody knows where, that make its products")
    say(f"\n{found.name} · {title} {len(found.firms)}")
    heads = [tr(zh, en) for zh, en in (("企业", "firm"), ("所在地", "place"), ("相符的产品", "products"))]
    heads += [tr("规则", "rule"), tr("出处", "source")]
    table(heads, [_line(firm) for firm in found.firms[:limit]], wrap=(2, 3, 4))
    if len(found.firms) > limit:
        say(tr(f"……共 {len(found.firms)} 家，--limit 可多列", f"… {len(found.firms)} in all"))
    if found.here:
        names = "、".join(firm.name for firm in found.here[:10])
        say(tr(f"已知在本地、不列入：{names}", f"known to be here, not listed: {names}"))
    say(_note(found))


def _line(firm: Target) -> list[str]:
    rules = dict.fromkeys(f"{made.rule_zh}“{made.term}”" for made in firm.made)
    place = firm.place + (tr("（名称里有本市，可能就在本地）", " (may be here by its name)") if firm.named_here else "")
    return [firm.name, place, "、".join(firm.products), "；".join(rules), "；".join(map(_source, firm.made[:3]))]


def _source(made: Made) -> str:
    notes = tr("候选", "candidate") if made.review == "candidate" else ""
    if made.status not in ("", "done"):
        notes = f"{notes} {Status(made.status).zh}".strip()
    document, _, place = made.statement.partition("#")
    file, _, row = place.rpartition("!")
    where = f"“{made.quote}”" if made.quote else tr(f"{document} {file} 第 {row} 行", f"{document} {file} row {row}")
    return f"{where}（{notes}）" if notes else where


def _note(found: Targets) -> str:
    if not found.firms:
        return tr(
            "库里没有市外企业的产品与这个环节相符。全国的企业产品数据可用 liantu load chain-kg 文件夹 载入",
            "no firm elsewhere makes one of its products; national data are loaded by liantu load chain-kg FOLDER",
        )
    return tr(
        "次序：相符的产品数，再按名称；没有打分。都是线索：不算本地企业，也不改变任何类别。所在地未知的，先问清在哪里",
        "Ordered by the number of products that fit, then by name; no score. Leads: never local, they change no class. "
        "Where the place is unknown, ask first",
    )


def _dict(found: Targets, limit: int) -> dict[str, object]:
    def one(firm: Target) -> dict[str, object]:
        return {**asdict(firm), "products": list(firm.products)}

    return {
        "segment": found.segment,
        "name": found.name,
        "chains": list(found.chains),
        "order": "products, name",
        "total": len(found.firms),
        "firms": [one(firm) for firm in found.firms[:limit]],
        "here": [one(firm) for firm in found.here],
    }
