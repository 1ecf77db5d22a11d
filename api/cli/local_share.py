"""``--local-share`` and ``--delta``: how the part of a need that is bought here is estimated, for every gap at T2."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

from api.cli.lang import tr
from queries.tiers.model import FLQ, MODEL, LocalShare

P = ParamSpec("P")
R = TypeVar("R")
_METHOD, _DELTA = "liantu.local-share", "liantu.delta"


def local_share_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add the options to a command; read them by :func:`chosen_share`."""
    method = click.option(
        "--local-share",
        type=click.Choice([MODEL, FLQ]),
        default=MODEL,
        show_default=True,
        expose_value=False,
        callback=_keep(_METHOD),
        help=tr("本地份额怎么估：校准模型，或 FLQ", "local shares by the calibrated model or by FLQ"),
    )
    delta = click.option(
        "--delta",
        type=click.FloatRange(0, 1, max_open=True),
        default=0.3,
        show_default=True,
        expose_value=False,
        callback=_keep(_DELTA),
        help=tr("FLQ 的 δ", "δ of FLQ"),
    )
    return method(delta(command))


def chosen_share() -> LocalShare:
    """Return the local share that the command names."""
    meta = click.get_current_context().meta
    return LocalShare(str(meta.get(_METHOD, MODEL)), float(meta.get(_DELTA, LocalShare().delta)))


def _keep(name: str) -> Callable[[click.Context, click.Parameter, object], object]:
    def keep(context: click.Context, _: click.Parameter, value: object) -> object:
        context.meta[name] = value
        return value

    return keep
