"""``demo``: the main job once through, from the letter to the answers, into a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from api.answers import answers as answers_of
from api.cli.gaps import draw, print_chain, print_check_list, print_overview
from api.cli.lang import tr
from api.cli.session import guarded, json_option, progress, progress_done, say, table, write_out
from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.kinds import EDGES, NODES
from queries.gaps.answers import find_chain
from queries.gaps.export import gaps_csv

SHOWN = ("低空经济", "智能家电")
ROWS = 8
PNG_WIDTH = 3508


@click.command(help=tr("演示：读函件、建库、给出补链答案和图", "the main job once through, into a folder"))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), show_default=True, help=tr("输出文件夹", "folder")
)
@json_option
@guarded
def demo(out: Path) -> None:
    """Build a store in ``out`` from what ships and write every answer there."""
    from loaders.build import build
    from loaders.letters.review.export import facts
    from loaders.letters.review.state import read_states

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            "输出文件夹建不了", "the folder cannot be made", where=str(out), do_zh="请换一个位置"
        ) from error
    place = out / "liantu.lbug"
    place.unlink(missing_ok=True)
    with EmbeddedStore(place) as store:
        build(store, progress)
        progress_done()
        info = store.info()
        answers = answers_of(store)
        states = [state for state in read_states(store) if not state.source]
    say(tr("一、载入了什么", "1. What was loaded"))
    _counts(info.nodes, info.edges)
    say(tr("\n二、18 条产业链的概况", "\n2. All chains"))
    print_overview(answers)
    for name in SHOWN:
        chain = find_chain([answer.chain for answer in answers], name)
        answer = next(a for a in answers if a.chain.key == chain.key)
        print_chain(answer, limit=ROWS)
        print_check_list(answer, 5)
    write_out(gaps_csv(answers), out / "gaps.csv")
    for state in states:
        found = facts(state.document, state.entities, state.statements, "accepted")
        write_out(json.dumps(found, ensure_ascii=False, indent=2), out / f"facts-{state.document.key}.json")
    for answer in answers:
        progress(answer.chain.name)
        stem = out / "maps" / answer.chain.key.removeprefix("Chain:")
        draw(answer, [stem.with_suffix(".svg"), stem.with_suffix(".png")], width=PNG_WIDTH)
    progress_done()
    say(tr("\n三、写出的文件", "\n3. Files"))
    say(f"  {out / 'maps'}/*.svg, *.png  {tr('每条链的缺口图', 'a map for every chain')}（{len(answers)}）")
    say(f"  {out / 'gaps.csv'}  {tr('全部环节的表，Excel 可直接打开', 'the table of all segments')}")
    say(f"  {out / 'facts-*.json'}  {tr('函件里的事实，带引文与位置', 'facts with quotes and places')}")
    say(f"  {place}  {tr('库；例如：', 'the store; try: ')}liantu --store {place} why eVTOL整机")


def _counts(nodes: Mapping[str, int], edges: Mapping[str, int]) -> None:
    kinds = dict(nodes)
    ties = dict(edges)
    listed = [f"{NODES[kind].zh} {number}" for kind, number in kinds.items()]
    say(tr("节点：", "nodes: ") + "，".join(listed))
    most = sorted(ties.items(), key=lambda item: -item[1])
    say(tr("关系：", "edges: ") + "，".join(f"{EDGES[kind].zh} {number}" for kind, number in most[:20]) + "……")
    table(
        [tr("合计", "total"), ""],
        [(tr("节点", "nodes"), sum(kinds.values())), (tr("关系", "edges"), sum(ties.values()))],
    )
