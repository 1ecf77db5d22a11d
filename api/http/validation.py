"""What is wrong with a parameter, in both languages, from what the framework found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError

from api.http.errors import ParameterInvalid
from api.http.problems import ROOT

_WORDS = {
    "missing": ("要给出", "is needed"),
    "int_parsing": ("要是整数", "must be a whole number"),
    "int_parsing_size": ("太大", "is too large"),
    "int_from_float": ("要是整数", "must be a whole number"),
    "greater_than_equal": ("不能小于 {ge}", "must be {ge} or more"),
    "less_than_equal": ("不能大于 {le}", "must be {le} or less"),
    "string_too_short": ("至少 {min_length} 个字", "needs {min_length} characters or more"),
    "string_too_long": ("最多 {max_length} 个字", "may have {max_length} characters"),
    "enum": ("可用：{expected}", "must be one of: {expected}"),
    "literal_error": ("可用：{expected}", "must be one of: {expected}"),
}
"""By the type of the finding: Chinese and English, with what its context says."""


def invalid_parameter(error: RequestValidationError) -> ParameterInvalid:
    """Name the first parameter that is wrong, and what it may be."""
    first: Mapping[str, Any] = error.errors()[0]
    name = str(first["loc"][-1])[:60]
    zh, en = _WORDS.get(str(first["type"]), ("不对", str(first["msg"])))
    said = {key: str(value) for key, value in (first.get("ctx") or {}).items()}
    return ParameterInvalid(
        f"参数 {name} {zh.format_map(said)}",
        f"parameter {name} {en.format_map(said)}",
        do_zh=f"参数见 {ROOT}/openapi.json",
        do_en=f"Parameters: {ROOT}/openapi.json",
    )
