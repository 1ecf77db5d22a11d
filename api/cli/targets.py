"""``targets``: who and what fits a segment, each with its evidence."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import click

from api.cli.lang import LANG, tr
from api.cli.pages import check_page, write_page
from api.cli.parameters import chosen_parameters, parameter_options
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, write_out

_FILE = click.Path(path_type=Path)


@click.command(
    help=tr(
        "谁能补上一个环节：外地企业、本地可延伸的企业、政策、平台和镇街，各带凭据",
        "who fits a segment: firms elsewhere, firms here, policies, platforms and towns, each with its evidence",
    )
)
@click.argument("segment")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help=tr("每部分最多几个", "at most"))
@click.option(
    "--shared",
    type=click.IntRange(1),
    default=None,
    help=tr("共用几项直接投入才算相近环节（默认两项且一半以上）", "direct inputs that make a sibling (two, and half)"),
)
@click.option("--csv", "csv_file", type=_FILE, help=tr("写成 CSV（Excel 可直接打开）", "write CSV that Excel opens"))
@click.option("-o", "--output", type=_FILE, help=tr("写成一页：.html、.md 或 .txt", "write a page: .html, .md, .txt"))
@parameter_options
@json_option
@guarded
def targets(segment: str, limit: int, shared: int | None, csv_file: Path | None, output: Path | None) -> None:
    """List who and what fits; leads only."""
    from api.answers import known
    from queries.fit.export import targets_csv, targets_dict
    from queries.targets import targets as find_targets
    from viz.pages.plain import as_text
    from viz.pages.targets_page import targets_page

    check_page(output)
    parameters = chosen_parameters()
    with open_for() as store:
        told = known(store, parameters)
        found = find_targets(
            store, segment, parameters, day=datetime.date.today().isoformat(), least=shared or 0,
            chains=told.chains, measures=told.measures,
        )  # fmt: skip
        needed = told.demand().by_segment().get(found.segment, ())
    found = replace(found, row=replace(found.row, demand=tuple(needed)))
    if csv_file is not None:
        write_out(targets_csv(found), csv_file)
    page = targets_page(found, LANG, limit)
    if output is not None:
        write_page(page, output)
    if as_json():
        emit(targets_dict(found, limit))
    elif output is None and csv_file is None:
        say(as_text(page))
    else:
        say("、".join(str(place) for place in (csv_file, output) if place is not None))
