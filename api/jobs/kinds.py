"""What a job can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


def _always(parameters: Mapping[str, Any]) -> bool:
    return True


def _never(parameters: Mapping[str, Any]) -> bool:
    return False


def _unless_dry(parameters: Mapping[str, Any]) -> bool:
    return not parameters.get("dry_run")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    Args:
        work: module and function that does it; imported by the process that does it alone.
        zh: what it is.
        en: the same in English.
        writes: whether one with such parameters writes to the store; of those one runs at a time.
        again: whether it may be taken up again after an interruption: doing it twice is doing it once.
    """

    work: str
    zh: str
    en: str
    writes: Callable[[Mapping[str, Any]], bool] = _never
    again: bool = True


KINDS: Mapping[str, Kind] = {
    "import": Kind("api.jobs.work.imports:load", "载入", "import", _unless_dry),
    "guess": Kind("api.jobs.work.imports:guess", "猜映射", "guess a mapping"),
    "review": Kind("api.jobs.work.reviews:judge", "审核陈述", "review statements", _always, again=False),
    "pair": Kind("api.jobs.work.reviews:pair", "审核同名企业", "decide on two firms", _always, again=False),
    "export": Kind("api.jobs.work.exports:export", "导出", "export"),
    "stability": Kind("api.jobs.work.analyses:stability", "稳不稳", "stability"),
    "build": Kind("api.jobs.work.imports:build", "载入自带的", "load what ships", _always),
}
"""By name. A review is bound to what its reviewer saw, so it is never done a second time by itself."""
