"""A tool: its name and words, its parameters as a model, what it answers as a model, and the function that does it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from api.assistant.answer import Answer, Draft
from api.assistant.desk import Ask
from graph.errors import InputError, Lang

A = TypeVar("A", bound="Given")
Work = Callable[[Ask, Any], Awaitable[Draft]]
SECONDS = 30.0
"""Time for one call."""
MOST = 100
"""Entries of one page at most."""
Kind = Literal["text", "picture"]
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_WORDS = {
    "missing": ("要给出", "is needed"),
    "extra_forbidden": ("没有这个参数", "is no parameter of it"),
    "int_type": ("要是整数", "must be a whole number"),
    "int_parsing": ("要是整数", "must be a whole number"),
    "int_parsing_size": ("太大", "is too large"),
    "int_from_float": ("要是整数", "must be a whole number"),
    "string_type": ("要是文字", "must be text"),
    "string_unicode": ("有读不懂的字", "holds broken characters"),
    "bool_type": ("要是 true 或 false", "must be true or false"),
    "list_type": ("要是列表", "must be a list"),
    "dict_type": ("要是对象", "must be an object"),
    "greater_than_equal": ("不能小于 {ge}", "must be {ge} or more"),
    "greater_than": ("要大于 {gt}", "must be above {gt}"),
    "less_than_equal": ("不能大于 {le}", "must be {le} or less"),
    "string_too_short": ("至少 {min_length} 个字", "needs {min_length} characters or more"),
    "string_too_long": ("最多 {max_length} 个字", "may have {max_length} characters"),
    "too_long": ("最多 {max_length} 项", "may have {max_length} entries"),
    "literal_error": ("可用：{expected}", "must be one of: {expected}"),
    "enum": ("可用：{expected}", "must be one of: {expected}"),
    "control": ("里有控制字符", "holds a control character"),
}
"""By the type of the finding: Chinese and English, with what its context says."""


class Given(BaseModel):
    """Parameters of a tool: unknown ones are refused, since a misspelt filter would silently filter nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _no_control(cls, values: Any) -> Any:  # noqa: ANN401 - whatever a client sends
        if isinstance(values, dict):
            for name, value in values.items():
                _refuse_control(str(name), value)
        return values


@dataclass(frozen=True, slots=True)
class Tool:
    """What is told of a tool, and what does it.

    ``title`` and ``about`` are Chinese and English. ``answer`` is the model of
    what is answered, see :class:`api.assistant.answer.Answer`.
    """

    name: str
    title: tuple[str, str]
    about: tuple[str, str]
    given: type[Given]
    answer: type[Answer]  # type: ignore[type-arg]
    work: Work
    seconds: float = SECONDS

    def description(self, lang: Lang) -> str:
        """What an assistant reads before it chooses a tool."""
        return f"{self.about[0]}\n{self.about[1]}" if lang == "zh" else f"{self.about[1]}\n{self.about[0]}"

    def read(self, arguments: object) -> Given:
        """Return the parameters of a call.

        Raises:
            InputError: naming the first that is wrong, and those there are.
        """
        try:
            return self.given.model_validate(arguments)
        except ValidationError as error:
            raise self._wrong(error) from error

    def _wrong(self, error: ValidationError) -> InputError:
        found = error.errors(include_url=False)
        # A misspelt name says more than the one that it leaves out.
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
        place = [str(part) for part in first["loc"] if not str(part).startswith("function-")]
        context: dict[str, Any] = dict(first.get("ctx") or {})
        name = ".".join(place)[:60] or str(context.get("name", ""))[:60] or "arguments"
        zh, en = _WORDS.get(first["type"], ("不对", first["msg"][:200]))
        said = {key: str(value) for key, value in context.items()}
        known = "、".join(self.given.model_fields) or "没有参数"
        return InputError(
            f"工具 {self.name} 的参数 {name} {zh.format_map(said)}",
            f"tool {self.name}: parameter {name} {en.format_map(said)}",
            do_zh=f"它的参数：{known}",
            do_en=f"Its parameters: {known}",
        )


TOOLS: dict[str, Tool] = {}
"""Every tool by name, in the order of the modules of :mod:`api.assistant.tools`."""


def tool(
    title: tuple[str, str],
    about: tuple[str, str],
    answers: type[BaseModel],
    *,
    name: str = "",
    seconds: float = SECONDS,
) -> Callable[[Callable[[Ask, A], Awaitable[Draft]]], Callable[[Ask, A], Awaitable[Draft]]]:
    """Declare a function as a tool; the type of its second parameter gives the tool's parameters.

    Args:
        title: Chinese and English.
        about: when to use it, and what its answer is not; Chinese and English.
        answers: the model of its answer.
        name: of the tool; the function's if not given.
        seconds: time for one call.
    """

    def declare(work: Callable[[Ask, A], Awaitable[Draft]]) -> Callable[[Ask, A], Awaitable[Draft]]:
        called = name or work.__name__.rstrip("_")
        given = _given(work)
        TOOLS[called] = Tool(called, title, about, given, Answer[answers], work, seconds)  # type: ignore[valid-type]
        return work

    return declare


def _given(work: Callable[..., object]) -> type[Given]:
    from typing import get_type_hints

    hints = get_type_hints(work)
    (found,) = [kind for name, kind in hints.items() if isinstance(kind, type) and issubclass(kind, Given)]
    return found


def _refuse_control(name: str, value: object) -> None:
    from pydantic_core import PydanticCustomError

    if isinstance(value, str) and _CONTROL.search(value):
        raise PydanticCustomError("control", "holds a control character", {"name": name})
    if isinstance(value, list | tuple):
        for item in value:
            _refuse_control(name, item)
