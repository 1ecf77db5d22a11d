"""``stability``: in how many runs a row keeps its class and its place among the first of its list."""

from __future__ import annotations

from collections.abc import Mapping

import click

from api.answers import known
from api.cli.lang import tr
from api.cli.local_share import chosen_share, local_share_options
from api.cli.parameters import chosen_parameters, parameter_options, parameter_words
from api.cli.session import as_json, emit, guarded, json_option, no_chains, open_for, say, table
from api.plain import stability_data
from queries.gaps.answers import find_chain
from queries.gaps.runs import Family
from queries.gaps.stability import TOP, Kept, RowStability, Stability, total

_UPSETS = 2
"""Runs that upset a row, shown in the table; all of them stand in the JSON."""


@click.command(
    help=tr(
        "稳不稳：参数上下一档、少一处原文、多一家企业，类别和前几名留住几次",
        "in how many runs with other thresholds and evidence each row keeps its class and place",
    )
)
@click.argument("chain", required=False)
@click.option("--top", type=click.IntRange(1), default=TOP, show_default=True, help=tr("前几名", "the first k"))
@parameter_options
@local_share_options
@json_option
@guarded
def stability(chain: str | None, top: int) -> None:
    """Print how stable the answer of a chain is, or that of all chains together."""
    parameters = chosen_parameters()
    with open_for() as store:
        told = known(store, parameters, chosen_share())
    if not told.chains:
        raise no_chains()
    found = told.stability(find_chain(told.chains, chain).key if chain else "", top)
    if as_json():
        emit(stability_data(found))
        return
    _print_runs(found)
    heads = [tr("环节", "segment"), tr("类别（留住）", "class (kept)")]
    heads += [tr(f"补链清单前 {top}", f"gap list, first {top}"), tr(f"核查清单前 {top}", f"check list, first {top}")]
    heads.append(tr("什么会动摇它", "what upsets it"))
    shown = [row for row in found.rows if _worth(row, top)]
    shown.sort(key=lambda row: (row.gap_place or len(found.rows) + 1, row.check_place or len(found.rows) + 1))
    if found.made:
        table(heads, [_line(row) for row in shown], wrap=(0, 4))
        rest = len(found.rows) - len(shown)
        say(
            tr(
                f"其余 {rest} 个环节一次也没有进过前 {top}，类别也没有变过。",
                f"the other {rest} rows never move there.",
            )
        )
    say(f"{tr('参数', 'parameters')}：{parameter_words(found.parameters)}")


def _print_runs(found: Stability) -> None:
    made = "；".join(f"{family.zh} {len(names)} 次" for family, names in found.made.items())
    number = sum(map(len, found.made.values()))
    say(f"\n{found.name} · " + tr(f"重算 {number} 次：{made}", f"{number} runs: {made}"))
    if Family.PARAMETERS not in found.made:
        say(
            tr(
                "参数没有试：还没有一个环节判到用得上它们的一步（没有完整名录），换了也不会变。",
                "no threshold was tried: no segment has come so far that one is compared with anything.",
            )
        )
    if Family.MEASURES not in found.made:
        say(tr("缺口率没有换算法：库里还没有。", "no other gap ratios were tried: the store has none."))


def _worth(row: RowStability, top: int) -> bool:
    """Rows that stand among the first of a list now or in some run, or whose class changes in some run."""
    return 0 < row.gap_place <= top or 0 < row.check_place <= top or bool(row.upset_by)


def _line(row: RowStability) -> list[object]:
    upset = "；".join(row.upset_by[:_UPSETS])
    if len(row.upset_by) > _UPSETS:
        upset += tr(f"；等 {len(row.upset_by)} 次", f"; {len(row.upset_by)} in all")
    kind = f"{row.gap_class.mark} {row.gap_class.zh} {_words(row.class_kept)}"
    return [row.name, kind, _place(row.gap_place, row.in_gaps), _place(row.check_place, row.in_checks), upset]


def _place(place: int, kept: Mapping[Family, Kept]) -> str:
    now = tr(f"第 {place}", f"#{place}") if place else "—"
    return f"{now} · {_words(kept)}" if place or total(kept).kept else now


def _words(kept: Mapping[Family, Kept]) -> str:
    whole = total(kept)
    return f"{whole.kept}/{whole.runs}"


def row_words(row: RowStability, top: int) -> list[str]:
    """One row in lines: class and places, by kind of run, then what upsets it."""
    lines = []
    for label, kept in (
        (f"{row.gap_class.zh}不变", row.class_kept),
        (f"在补链清单前 {top}", row.in_gaps),
        (f"在核查清单前 {top}", row.in_checks),
    ):
        parts = [f"{family.zh} {one.kept}/{one.runs}" for family, one in kept.items()]
        lines.append(f"{label}：{_words(kept)}（{'，'.join(parts)}）")
    return lines + [f"动摇它的：{name}" for name in row.upset_by]
