"""Coverage that is declared with a load, in place of what the mapping says; it is checked as the mapping's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import ValidationError

from graph.errors import InputError
from loaders.tables.mapping import Covers, Mapping
from loaders.tables.model import BadCell
from loaders.tables.persons import clean
from loaders.tables.words import when
from loaders.yamlfile import explain

_CODE = re.compile(r"[A-T]?\d{2,4}")
_RANGE = re.compile(r"(\d{2})[-–—~～至](\d{2})")
_SPLIT = re.compile(r"[,，、;；\s]+")
_OPTIONS = {"as_of": "--as-of", "declared_by": "--declared-by"}


def declared(
    mapping: Mapping, covers: Iterable[str] = (), *, complete: bool = False, as_of: str = "", declared_by: str = ""
) -> Mapping:
    """Return the mapping with a coverage declared by whoever loads the register.

    Args:
        mapping: as it ships or as the user wrote it.
        covers: codes of GB/T 4754—2017 (34, 3854, C38; 06-46 is every division from 06 to 46)
            and segments (``链/环节``, names or keys), several in one text or
            several texts; those of the mapping stand if there are none.
        complete: the list names all there are.
        as_of: the day of which the list speaks.
        declared_by: the office that says so.

    Raises:
        InputError: an unknown code, a date that is none, a person's data, or a complete list
            without codes, region, date or who says so.
    """
    parts = [code for text in covers for part in _SPLIT.split(text) if part for code in _divisions(part)]
    if not (parts or complete or as_of or declared_by):
        return mapping
    if clean(declared_by).count:
        raise InputError(
            "--declared-by 里有个人信息",
            "--declared-by holds a person's data",
            do_zh="请写单位",
            do_en="Name an office",
        )
    said = mapping.covers.model_dump(exclude={"line"})
    if parts:
        said["gbt4754"] = tuple(part for part in parts if _CODE.fullmatch(part))
        said["segments"] = tuple(part for part in parts if not _CODE.fullmatch(part))
    said |= {"completeness": "complete"} if complete else {}
    said |= {"as_of": _day(as_of)} if as_of else {}
    said |= {"declared_by": declared_by} if declared_by else {}
    try:
        made = Covers.model_validate(said)
    except ValidationError as error:
        zh, en = explain(error)
        for name, option in _OPTIONS.items():
            zh, en = zh.replace(name, option), en.replace(name, option)
        do_zh = "请用 --covers 写行业代码或环节，--as-of 写日期，--declared-by 写声明的单位；库没有变"
        do_en = "Give --covers, --as-of and --declared-by; nothing was loaded"
        raise InputError(zh, en, do_zh=do_zh, do_en=do_en) from error
    return mapping.model_copy(update={"covers": made})


def _divisions(part: str) -> list[str]:
    """Return every division of a range of them, and anything else as it is."""
    ends = _RANGE.fullmatch(part)
    if ends is None or ends[1] > ends[2]:
        return [part]
    return [f"{number:02d}" for number in range(int(ends[1]), int(ends[2]) + 1)]


def _day(text: str) -> str:
    try:
        return when(text)
    except BadCell as bad:
        raise InputError(f"--as-of：{bad.zh}", f"--as-of: {bad.en}", do_zh=bad.do_zh, do_en=bad.do_en) from bad
