"""The 补链, 延链 and 强链 lists, for ``gaps --list``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from api.answers import known
from api.cli.coverage import load_command
from api.cli.lang import tr
from api.cli.local_share import chosen_share
from api.cli.parameters import chosen_parameters, parameter_words
from api.cli.session import as_json, emit, no_chains, open_for, say, table, write_out
from queries.gaps.answers import find_chain
from queries.gaps.export import gaps_csv, names_of, row_dict
from queries.gaps.model import GapRow
from queries.lists import ListKind, WorkList, make_list

_CODES = 8
"""Codes that a line shows; all of them stand in the JSON and in ``coverage``."""


def show_list(name: str, chain: str, csv_file: Path | None) -> None:
    """Read, print, and write as CSV where that was asked.

    Raises:
        InputError: the store holds no chain at all.
    """
    parameters = chosen_parameters()
    with open_for() as store:
        told = known(store, parameters, chosen_share())
    if not told.chains:
        raise no_chains()
    key = find_chain(told.chains, chain).key if chain else ""
    found = make_list(told.chains, ListKind(name), key, parameters, told.measures)
    if csv_file is not None:
        write_out(gaps_csv([replace(found.answer, rows=tuple(one.row for one in found.rows))]), csv_file)
    if as_json():
        emit(_dict(found))
    else:
        _print(found)


def _print(found: WorkList) -> None:
    answer = found.answer
    say(f"\n{answer.chain.name} · {found.kind.value}{tr('清单', ' list')} {len(found.rows)}（{found.kind.meaning}）")
    names = names_of(answer)
    heads = [tr(zh, en) for zh, en in (("环节", "segment"), ("类", "class"), ("若没有，影响", "would break"))]
    heads.append(tr("凭什么", "why"))
    rows = [
        [one.row.segment.name, f"{one.row.gap_class.mark} {one.row.gap_class.zh}", _breaks(one.row, names), one.why]
        for one in found.rows
    ]
    table(heads, rows, wrap=(0, 2, 3))
    if found.why_empty:
        say(found.why_empty)
    elif found.open:
        say(tr(f"另有 {found.open} 个环节没有完整覆盖，没有判。", f"{found.open} more are not covered, not judged."))
    if found.open:
        _print_openings(found)
    say(f"{tr('参数', 'parameters')}：{parameter_words(answer.parameters)}")


def _breaks(row: GapRow, names: dict[str, str]) -> str:
    local = [names.get(key, key) for key in (*row.local_direct, *row.local_indirect)]
    return f"{len(local)}：{'、'.join(local[:3])}{'……' if len(local) > 3 else ''}" if local else "—"


def _print_openings(found: WorkList) -> None:
    say(tr("要判得更多，先要这些名录（完整的）：", "to judge more, load these lists (complete):"))
    for one in found.openings:
        codes = "、".join(one.codes[:_CODES]) + (f"等 {len(one.codes)} 个" if len(one.codes) > _CODES else "")
        say(
            tr(
                f"  {one.list_name}（小类 {codes}）：{len(one.segments)} 个环节",
                f"  {one.list_name} ({codes}): {len(one.segments)} segments",
            )
        )
        say(f"    {load_command(one)}")


def _dict(found: WorkList) -> dict[str, Any]:
    return {
        "list": found.kind.value,
        "meaning": found.kind.meaning,
        "chain": found.answer.chain.key,
        "name": found.answer.chain.name,
        "rows": [{**row_dict(found.answer, one.row), "why": one.why} for one in found.rows],
        "not_covered": found.open,
        "why_empty": found.why_empty,
        "openings": [{**asdict(one), "command": load_command(one)} for one in found.openings],
        "parameters": asdict(found.answer.parameters),
    }
