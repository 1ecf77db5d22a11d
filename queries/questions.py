"""A ready question and its parameters: what is declared, and binding what a user gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from graph.errors import InputError
from graph.store import Value

ParameterType = Literal["string", "integer", "number", "strings"]

TYPE_ZH = {"string": "文字", "integer": "整数", "number": "数字", "strings": "用逗号分开的文字"}
"""Types of parameters as users read them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; ``default`` is None where it must be given."""

    name: str
    type: ParameterType
    default: Value
    zh: str

    @property
    def required(self) -> bool:
        """Whether the question cannot be asked without it."""
        return self.default is None

    def convert(self, value: Value) -> Value:
        """Return the value as its type; text is read as a user types it.

        Raises:
            InputError: it is not of the type.
        """
        try:
            return CONVERT[self.type](value)
        except (TypeError, ValueError) as error:
            raise InputError(
                f"参数 {self.name}（{self.zh}）要是{TYPE_ZH[self.type]}，不能是“{value}”",
                f"parameter {self.name} must be a {self.type}, not {value!r}",
                do_zh=f"例如 -p {self.name}={_EXAMPLE[self.type]}",
                do_en=f"For example -p {self.name}={_EXAMPLE[self.type]}",
            ) from error


def _string(value: Value) -> Value:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    raise TypeError(value)


def _integer(value: Value) -> Value:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return int(value)
    raise TypeError(value)


def _number(value: Value) -> Value:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return float(value)
    raise TypeError(value)


def _strings(value: Value) -> Value:
    if isinstance(value, str):
        value = list(re.split(r"[,，、]", value))
    if isinstance(value, list):
        return [str(item).strip() for item in value if str(item).strip()]
    raise TypeError(value)


CONVERT: dict[ParameterType, Callable[[Value], Value]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "strings": _strings,
}
"""How a value becomes one of a type; TypeError or ValueError if it cannot."""
_EXAMPLE = {"string": "文字", "integer": "10", "number": "0.5", "strings": "甲,乙"}


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question. ``columns`` are (name, Chinese heading) in the order of the answer; ``sets`` are sorted."""

    name: str
    title_zh: str
    title_en: str
    about_zh: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    cypher: str
    sets: frozenset[str] = frozenset()

    def bind(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """Return every parameter with its value: given and converted, or its default.

        All are bound: the embedded engine reads an unbound one as NULL and answers nothing.

        Raises:
            InputError: a parameter is unknown, missing or not of its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise _unknown_parameter(self, name)
        bound: dict[str, Value] = {}
        for name, parameter in known.items():
            value = given.get(name)
            if value is None and parameter.required:
                raise InputError(
                    f"“{self.title_zh}”要给出参数 {name}：{parameter.zh}",
                    f"{self.name} needs parameter {name}",
                    do_zh=f"例如 liantu ask {self.name} -p {name}=…",
                    do_en=f"For example liantu ask {self.name} -p {name}=…",
                )
            bound[name] = parameter.default if value is None else parameter.convert(value)
        return bound


def _unknown_parameter(question: Question, name: str) -> InputError:
    known = "、".join(f"{p.name}（{p.zh}）" for p in question.parameters) or "没有参数"
    return InputError(
        f"“{question.title_zh}”没有参数 {name}",
        f"{question.name} has no parameter {name}",
        do_zh=f"它的参数：{known}",
        do_en="Its parameters: " + (", ".join(p.name for p in question.parameters) or "none"),
    )
