"""``--set`` and ``--parameters``: thresholds of the gap analysis, for every command that uses them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from api.cli.lang import LANG, tr
from queries.gaps.model import GapParameters

P = ParamSpec("P")
R = TypeVar("R")
_SET, _FILE = "liantu.set", "liantu.parameters"


def parameter_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add ``--set`` and ``--parameters`` to a command; read them by :func:`chosen_parameters`."""
    one = click.option(
        "--set",
        "set_",
        multiple=True,
        metavar="NAME=VALUE",
        expose_value=False,
        callback=_keep(_SET),
        help=tr("改一个参数，如 weak_gap=0.4；可多次", "set a parameter, such as weak_gap=0.4; repeatable"),
    )
    file = click.option(
        "--parameters",
        "parameters_",
        type=click.Path(path_type=Path),
        metavar="FILE",
        expose_value=False,
        callback=_keep(_FILE),
        help=tr("从 YAML 文件读参数（名称: 值）", "read parameters from a YAML file"),
    )
    return one(file(command))


def _keep(name: str) -> Callable[[click.Context, click.Parameter, object], object]:
    def keep(context: click.Context, _: click.Parameter, value: object) -> object:
        context.meta[name] = value
        return value

    return keep


def chosen_parameters() -> GapParameters:
    """Return the parameters of the command: the defaults, then the file's, then those set one by one.

    Raises:
        InputError: the file cannot be read, or a parameter is unknown or out of range.
    """
    from queries.gaps.parameters import read_settings, with_settings

    meta = click.get_current_context().meta
    path, one_by_one = meta.get(_FILE), read_settings(meta.get(_SET) or ())
    if path is None:
        return with_settings(GapParameters(), one_by_one)
    from loaders.yamlfile import LINE, read_yaml

    found = {str(name): value for name, value in read_yaml(path).items() if name != LINE}
    where = {name: str(path) for name in found if name not in one_by_one}
    return with_settings(GapParameters(), {**found, **one_by_one}, where)


def parameter_words(p: GapParameters) -> str:
    """The thresholds as people read them, with what was set differently from the defaults."""
    if LANG == "en":
        return ", ".join(f"{name}={value}" for name, value in asdict(p).items())
    text = (
        f"地区 {p.region}；单点依赖：有效供应不到 {p.minimum_suppliers:g} 家且断供份额居前 {_percent(p.single_share)}；"
        f"弱链：缺口率 {_percent(p.weak_gap)} 以上或区位商低于 {p.weak_quotient:g}；"
        f"强链候选：区位商 {p.strong_quotient:g} 以上；"
        f"延链：直接投入本地占 {_percent(p.extension_share)} 以上。T0＝只有结构，还没有家数和产值"
    )
    usual = asdict(GapParameters())
    set_here = [f"{name}={value}" for name, value in asdict(p).items() if value != usual[name]]
    return f"{text}\n改过的参数：{'，'.join(set_here)}" if set_here else text


def _percent(share: float) -> str:
    return f"{share * 100:g}%"
