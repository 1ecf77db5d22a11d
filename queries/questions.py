"""A ready question and its parameters: what is declared, and binding what a user gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import InputError
from graph.store import Value
from queries.parameter_types import CONVERT, EXAMPLE, TYPE_EN, TYPE_ZH, ParameterType, known_words

INTERNAL = "internal"
GROUPS: dict[str, tuple[str, str]] = {
    "chains": ("产业链", "Chains"),
    "gaps": ("缺口", "Gaps"),
    "firms": ("企业", "Firms"),
    "policies": ("政策", "Policies"),
    "towns": ("镇街与地区", "Towns and regions"),
    "platforms": ("平台载体与活动", "Platforms and events"),
    "evidence": ("依据", "Evidence"),
    "change": ("变化", "Change"),
    INTERNAL: ("内部（别的命令用的）", "Internal (for other commands)"),
}
"""Groups of questions in the order of the list: Chinese and English heading."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name in the query, its headings; ``detail`` ones are for programs, not for tables."""

    name: str
    zh: str
    en: str
    detail: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; ``default`` is None where it must be given."""

    name: str
    type: ParameterType
    default: Value
    zh: str
    en: str

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
        except (TypeError, ValueError, OverflowError) as error:
            words = known_words(self.type)
            shown = str(value) if len(str(value)) <= 60 else str(value)[:60] + "…"
            raise InputError(
                f"参数 {self.name}（{self.zh}）要是{TYPE_ZH[self.type]}，不能是“{shown}”",
                f"parameter {self.name} ({self.en}) must be {TYPE_EN[self.type]}, not {shown!r}",
                do_zh=f"可用：{'、'.join(words)}" if words else f"例如 -p {self.name}={EXAMPLE[self.type]}",
                do_en=f"Known: {', '.join(words)}" if words else f"For example -p {self.name}={EXAMPLE[self.type]}",
            ) from error


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question.

    ``columns`` stand in the order of the answer; those named in ``sets`` hold
    lists that are sorted after reading. ``example`` are parameters that give an
    answer on the data that ships; where there is none, ``empty_zh`` says why.
    """

    name: str
    group: str
    title_zh: str
    title_en: str
    about_zh: str
    about_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    cypher: str
    sets: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)
    empty_zh: str = ""
    empty_en: str = ""

    @property
    def internal(self) -> bool:
        """Whether it serves other commands rather than people."""
        return self.group == INTERNAL

    @property
    def example_command(self) -> str:
        """The example as a command to type."""
        given = " ".join(f"-p {name}={_quoted(value)}" for name, value in self.example.items())
        return f"liantu ask {self.name} {given}".strip()

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
                    f"{self.name} needs parameter {name}: {parameter.en}",
                    do_zh=f"例如 {self.example_command}",
                    do_en=f"For example {self.example_command}",
                )
            found = parameter.default if value is None else parameter.convert(value)
            # The embedded engine cannot tell what an empty list holds, and fails on it.
            bound[name] = [""] if found == [] else found
        return bound


def _quoted(value: str) -> str:
    return f'"{value}"' if not value or any(char.isspace() or char in "#&;|()" for char in value) else value


def _unknown_parameter(question: Question, name: str) -> InputError:
    known = "、".join(f"{p.name}（{p.zh}）" for p in question.parameters) or "没有参数"
    return InputError(
        f"“{question.title_zh}”没有参数 {name}",
        f"{question.name} has no parameter {name}",
        do_zh=f"它的参数：{known}",
        do_en="Its parameters: " + (", ".join(p.name for p in question.parameters) or "none"),
    )
