"""``calibrate``: fit and check the estimator of local shares, or check it on a table of one's own."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, say, table, write_out
from graph.errors import InputError

if TYPE_CHECKING:
    from queries.localshare import Balances, National
    from queries.localshare.calibration import Calibration
    from queries.localshare.check import Check
    from queries.localshare.report import Report

NATIONAL, PROVINCES = "china-2017-42", "provinces-2017-42"
NATIONALS = (NATIONAL, "china-2020-42")
"""National tables that ship in the 42 sectors."""

_GROUPS = {
    "agriculture": "农业", "mining": "采矿", "manufacturing": "制造", "utilities-construction": "水电气和建筑",
    "market-services": "市场服务", "public-services": "公共服务",
}  # fmt: skip
_FILE = click.Path(path_type=Path)
_BALANCES = ("name", "GO", "TIU", "TFU", "IF")
_NATIONAL = ("code", "name", "TFU", "EX", "GO")


@click.command(
    help=tr(
        "本地份额的校准：用 31 省 2017 年投入产出表拟合、逐省留出核对；--table 用自己的表核对自带的估计",
        "fit the estimator of local shares to 31 provincial tables and check it on provinces left out; "
        "--table checks what ships on a table of your own",
    )
)
@click.option("--table", "table_", type=_FILE, help=tr("自己的地区平衡表（xlsx、csv…）", "your own regional balances"))
@click.option(
    "--national",
    default=NATIONAL,
    show_default=True,
    help=tr("全国表：自带的名字或文件", "the national table: a name that ships, or a file"),
)
@click.option(
    "--write", is_flag=True, help=tr("把系数写到 queries/localshare/coefficients.json", "write the coefficients")
)
@json_option
@guarded
def calibrate(table_: Path | None, national: str, write: bool) -> None:
    """Print methods, sizes, coverage and coefficients; no store is opened."""
    if write and (table_ is not None or national != NATIONAL):
        raise InputError(
            "--write 只用自带的两张表",
            "--write takes the tables that ship only",
            where="--write",
            do_zh="请去掉其他选项",
        )
    if table_ is not None:
        check_table(table_, national)
        return
    from queries.localshare.calibration import calibrate as fit
    from queries.localshare.model import SHIPPED
    from queries.localshare.report import report

    nation = national_table(national)
    balances = provinces(nation)
    found = fit(balances, nation)
    if write:
        write_out(found.model.text(), SHIPPED)
    made = report(found, balances, nation)
    if as_json():
        emit(as_data(found, made, balances))
        return
    print_report(found, made, balances)
    if write:
        say(tr(f"\n系数已写到 {SHIPPED}", f"\ncoefficients written to {SHIPPED}"))


def national_table(name: str) -> National:
    """Return a national table by the name of one that ships, or from a file.

    Raises:
        InputError: neither, or a file that is no such table.
    """
    from loaders.reference.balances import table_rows
    from loaders.reference.tables import read_input_output
    from queries.localshare import national_of

    if name in NATIONALS:
        return national_of(read_input_output(name), name)
    path = Path(name)
    if not path.is_file():
        raise InputError(
            f"没有这张全国表：{name}",
            f"no such national table: {name}",
            where="--national",
            do_zh=f"自带的是 {'、'.join(NATIONALS)}，或给一个文件",
            do_en=f"{' and '.join(NATIONALS)} ship; or name a file",
        )
    return national_of(table_rows(path, _NATIONAL), path.stem)


def provinces(nation: National) -> Balances:
    """Return the provincial balances that ship, in the sectors of a national table."""
    from loaders.reference.tables import read_input_output
    from queries.localshare import balances_of

    return balances_of(read_input_output(PROVINCES), nation, PROVINCES)


def check_table(path: Path, national: str) -> None:
    """Check the estimator that ships on a user's balances and print how it does."""
    from loaders.reference.balances import table_rows
    from queries.localshare import balances_of
    from queries.localshare.check import check

    nation = national_table(national)
    balances = balances_of(table_rows(path, _BALANCES), nation, path.name, path.stem)
    found = check(balances, nation, provinces(national_table(NATIONAL)))
    if as_json():
        emit(asdict(found))
        return
    print_check(found, balances, nation)


def as_data(found: Calibration, made: Report, balances: Balances) -> dict[str, Any]:
    """Return a calibration as plain data."""
    tried = [{**asdict(form), "error": error} for form, error in found.tried]
    return {
        "national": found.model.national,
        "regional": found.model.regional,
        "regions": len(balances.regions),
        "sectors": balances.output.shape[1],
        "transit": [name for name, through in zip(balances.regions, balances.transit, strict=True) if through],
        **asdict(made),
        "forms": tried,
        "model": found.model.as_dict(),
    }


def print_report(found: Calibration, made: Report, balances: Balances) -> None:
    """Print a calibration for people."""
    k, n = balances.output.shape
    through = "、".join(name for name, one in zip(balances.regions, balances.transit, strict=True) if one)
    say(
        tr(
            f"{k} 个地区 × {n} 个部门（{found.model.regional}；全国表 {found.model.national}）。\n"
            "真值：本地份额 = 1 −（进口 + 省外流入）÷（中间使用 + 最终使用），"
            "假定各种用途（含出口、流出）按同一比例从外面买。\n"
            "误差：平均绝对误差，省内按需求加权，再各省平均；凡是拟合的，都在留出的省上量",
            f"{k} regions × {n} sectors ({found.model.regional}; {found.model.national}).\n"
            "True share: 1 - (imports + inflows) / (intermediate + final use), as if all uses, exports too, were "
            "bought outside alike.\nError: mean absolute error weighted by requirement within each region; whatever "
            "is fitted is measured on regions left out",
        )
    )
    heads = [tr("方法", "method"), tr("误差", "error"), tr("相关", "correlation"), tr("最小 5 个", "smallest 5")]
    heads.append(tr(f"除去 {through}", f"without {through}") if through else tr("全部", "all"))
    rows = [
        (tr(row.zh, row.en), *(f"{v:.3f}" for v in (row.error, row.correlation, row.smallest, row.no_transit)))
        for row in made.methods
    ]
    table(heads, rows, title=tr("各种方法", "methods"))
    _print_bands(made)
    _print_coverage(made)
    _print_reach(made)
    _print_coefficients(found, made)
    say(
        tr(
            f"\n真值本身是假定：若从外面买的一点不转卖，平均份额是 {made.mean_share_other:.2f} 而不是 "
            f"{made.mean_share:.2f}，对它拟合的误差是 {made.other_truth:.3f}。"
            "系数和误差都是省的；没有市的表，市的份额只能当作量级，区间另放宽",
            f"\nThe truth is itself assumed: were nothing sold on, the mean share would be "
            f"{made.mean_share_other:.2f}, not {made.mean_share:.2f}, and the error of a fit to it "
            f"{made.other_truth:.3f}. All of it is of provinces; for a city the intervals are wider",
        )
    )


def _print_bands(made: Report) -> None:
    heads = [
        tr("规模（小到大）", "size, smallest first"),
        tr("占全国至多", "part of nation, at most"),
        tr("误差", "error"),
    ]
    heads += [tr("偏", "bias"), "min(1, SLQ)", *(f"{level:.0%}" for level in made.bands[0].covered)]
    rows = [
        (
            "、".join(band.regions), f"{band.most:.3f}",
            f"{band.error:.3f}", f"{band.bias:+.3f}", f"{band.quotient:.3f}",
            *(f"{part:.2f}" for part in band.covered.values()),
        )
        for band in made.bands
    ]  # fmt: skip
    title = tr("按规模（末两列：区间覆盖）", "by size; the last columns: coverage of intervals")
    table(heads, rows, title=title, wrap=0)


def _print_coverage(made: Report) -> None:
    heads = [tr("区间", "interval"), tr("覆盖（各省平均）", "covered"), tr("按需求加权", "weighted")]
    heads += [tr("最小 5 个", "smallest 5"), tr("覆盖最少的省", "least"), tr("平均半宽", "mean half width")]
    rows = [
        (
            f"{row.level:.0%}", f"{row.cells:.3f}", f"{row.weighted:.3f}", f"{row.smallest:.3f}",
            f"{row.least[0]} {row.least[1]:.2f}", f"±{row.half:.2f}",
        )
        for row in made.coverage
    ]  # fmt: skip
    table(heads, rows, title=tr("区间在留出的省上", "intervals on provinces left out"))


def _print_reach(made: Report) -> None:
    heads = [tr("整组留出", "a group left out together"), tr("误差", "error")]
    heads += [*(f"{level:.0%}" for level in made.reach[0].covered), tr("不看服务业", "without hub")]
    heads.append(tr("加上规模", "with size"))
    rows = [
        (
            tr(row.zh, row.en), f"{row.error:.3f}", *(f"{part:.2f}" for part in row.covered.values()),
            f"{row.plain:.3f}", f"{row.with_size:.3f}",
        )
        for row in made.reach
    ]  # fmt: skip
    table(heads, rows, title=tr("推到没见过的一类", "put to regions of a kind it never saw"))


def _print_coefficients(found: Calibration, made: Report) -> None:
    model = found.model
    names = {
        "traded": tr("供给比用量（扣除交叉运输）", "supply over use, cross-hauled"),
        "hub": tr("市场服务业高出全国的程度", "market services above the nation's"),
        "size": tr("占全国产出的比重（对数）", "ln part of national output"),
    }
    say(tr("系数（logit 份额）", "coefficients (logit of the share)"))
    say(f"  {tr('常数', 'constant')} {model.intercept:+.3f}，h {model.heterogeneity:g}")
    for slope in made.slopes:
        span = f"{slope.least:+.2f} … {slope.most:+.2f}"
        say(f"  {names[slope.name]} {slope.value:+.3f}（{tr('逐省留出时', 'each region left out')} {span}）")
    groups = "，".join(f"{tr(_GROUPS[name], name)} {value:+.2f}" for name, value in model.groups.items())
    say(f"  {tr('部门组：', 'groups: ')}{groups}")
    worst = sorted(model.errors, key=lambda name: -model.errors[name])[:5]
    shown = "，".join(f"{name} {model.errors[name]:.2f}" for name in worst)
    say("  " + tr("误差最大的部门：", "largest errors: ") + shown)


def print_check(found: Check, balances: Balances, nation: National) -> None:
    """Print how the estimator that ships does on a user's table."""
    say(
        tr(
            f"自带的系数（{found.made_from}）用在 {balances.label} 上，全国表 {nation.label}",
            f"the coefficients that ship ({found.made_from}) on {balances.label}, national table {nation.label}",
        )
    )
    heads = [tr("地区", "region"), tr("误差", "error"), tr("偏", "bias"), "min(1, SLQ)", "FLQ δ=0.3"]
    heads += [*(f"{level:.0%}" for level in found.rows[0].covered), tr("说明", "notes")]
    rows = [
        (
            row.region, f"{row.error:.3f}", f"{row.bias:+.3f}", f"{row.quotient:.3f}", f"{row.flegg:.3f}",
            *(f"{part:.2f}" for part in row.covered.values()),
            tr("校准用过这张表，不是留出的", "used in the calibration: not left out") if row.seen_before else "",
        )
        for row in found.rows
    ]  # fmt: skip
    table(heads, rows, wrap=len(heads) - 1)
    if len(found.rows) > 1:
        parts = "，".join(f"{level:.0%} → {part:.2f}" for level, part in found.covered.items())
        say(
            tr(
                f"平均误差 {found.error:.3f}，相关 {found.correlation:.2f}，区间覆盖 {parts}",
                f"mean error {found.error:.3f}, correlation {found.correlation:.2f}, coverage {parts}",
            )
        )
