"""Chain templates: which links an industry has and which is a direct input of which.

A template is somebody's view: it names author, version and the sources of
each edge, and ``basis`` tells an input that a text states (``stated``) from
one that is engineering judgement (``engineering``). Segments that are the same
thing in several chains stand once in ``shared.yaml`` and are *used* by the
templates, so that a shared bottleneck can be seen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.errors import TemplateError
from loaders.yamlfile import LINE, explain, line_of, read_yaml

DATA = Path(__file__).parent / "data"
_Text = Annotated[str, Field(min_length=1, max_length=120)]
_Model = TypeVar("_Model", bound="_Entry")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    line: int = 0

    @field_validator("name", mode="after", check_fields=False)
    @classmethod
    def _readable(cls, name: str) -> str:
        if name != name.strip() or not name.isprintable():
            raise ValueError("名称里不能有首尾空格、换行和控制字符")
        return name


class Source(_Entry):
    """A text that supports segments or inputs."""

    id: _Text
    title: _Text
    url: str = ""
    publisher: str = ""
    date: str = ""


class SharedSegment(_Entry):
    """A segment that stands in several chains; ``why`` says why it is one thing."""

    key: _Text
    name: _Text
    products: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    gbt4754: tuple[str, ...] = ()
    why: str = ""
    kind_of: str | None = None


class TemplateSegment(_Entry):
    """A segment as one template places it; ``use`` names a shared one, ``key`` an own one."""

    key: str = ""
    use: str = ""
    name: _Text
    position: Literal["上游", "中游", "下游", "配套"]
    stage: str = ""
    parent: str | None = None
    products: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    gbt4754: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kind_of: str | None = None
    letter_quote: str = ""

    @property
    def id(self) -> str:
        """Key of the segment, whether its own or shared."""
        return self.use or self.key


class TemplateInput(_Entry):
    """``start`` is a direct input of ``end``."""

    start: Annotated[str, Field(alias="from")]
    end: Annotated[str, Field(alias="to")]
    kind: Literal["材料", "部件", "设备", "软件", "服务", "成品"]
    basis: Literal["stated", "engineering"]
    sources: tuple[str, ...] = ()
    letter_quote: str = ""


class Template(_Entry):
    """A chain template, checked.

    ``about`` lists what documents call the industry: a name, or ``Segment:name``
    where they speak of it as a link.
    """

    key: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    name: _Text
    about: tuple[str, ...] = ()
    version: _Text
    author: _Text
    scope: str = ""
    sources: tuple[Source, ...]
    segments: Annotated[tuple[TemplateSegment, ...], Field(min_length=1)]
    inputs: tuple[TemplateInput, ...]

    @field_validator("about", mode="before")
    @classmethod
    def _one_name(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


def read_shared(path: Path) -> dict[str, SharedSegment]:
    """Read the registry of shared segments, by key; refuse duplicates and unknown codes."""
    raw = _with_lines(read_yaml(path))
    shared: dict[str, SharedSegment] = {}
    for item in raw.get("segments") or []:
        segment = _parse(SharedSegment, item, path)
        if segment.key in shared:
            raise _error(path, segment.line, f"共享环节“{segment.key}”写了两次", f"shared segment {segment.key} twice")
        _check_codes(path, segment.line, segment.gbt4754)
        shared[segment.key] = segment
    for segment in shared.values():
        if segment.kind_of and segment.kind_of not in shared:
            raise _error(path, segment.line, f"没有共享环节“{segment.kind_of}”", f"no shared segment {segment.kind_of}")
    return shared


def read_template(path: Path, shared: Mapping[str, SharedSegment]) -> Template:
    """Read and check one template.

    Raises:
        TemplateError: with file, line and remedy: duplicate keys, dangling inputs or
            parents, unknown codes or sources, a stated input without a source, a cycle.
    """
    template = _parse(Template, _with_lines(read_yaml(path)), path)
    keys: dict[str, int] = {}
    sources = {source.id for source in template.sources}
    for segment in template.segments:
        _check_segment(path, segment, shared, keys)
        _check_sources(path, segment.line, segment.sources, sources)
        keys[segment.id] = segment.line
    for segment in template.segments:
        if segment.parent and (segment.parent not in keys or segment.parent == segment.id):
            raise _error(path, segment.line, f"上级环节“{segment.parent}”不在本链", f"no segment {segment.parent}")
    for edge in template.inputs:
        _check_input(path, edge, keys)
        _check_sources(path, edge.line, edge.sources, sources)
    _check_cycles(path, template)
    return template


def _check_segment(
    path: Path, segment: TemplateSegment, shared: Mapping[str, SharedSegment], keys: Mapping[str, int]
) -> None:
    if bool(segment.key) == bool(segment.use):
        raise _error(path, segment.line, f"“{segment.name}”要写 key 或 use 之一", "give either key or use")
    if segment.use and segment.use not in shared:
        raise _error(path, segment.line, f"shared.yaml 里没有“{segment.use}”", f"no shared segment {segment.use}")
    if segment.key and segment.key in shared:
        raise _error(path, segment.line, f"“{segment.key}”是共享环节，请用 use", f"{segment.key} is shared; say use")
    if segment.kind_of and segment.kind_of not in shared:
        raise _error(path, segment.line, f"shared.yaml 里没有“{segment.kind_of}”", f"no shared {segment.kind_of}")
    if segment.id in keys:
        raise _error(
            path, segment.line, f"环节“{segment.id}”在第 {keys[segment.id]} 行已有", f"segment {segment.id} twice"
        )
    _check_codes(path, segment.line, segment.gbt4754)


def _check_input(path: Path, edge: TemplateInput, keys: Mapping[str, int]) -> None:
    for end in (edge.start, edge.end):
        if end not in keys:
            raise _error(path, edge.line, f"投入关系里的“{end}”不在本链的环节里", f"input names no segment {end}")
    if edge.basis == "stated" and not set(edge.sources) - {"gbt"}:
        raise _error(path, edge.line, "basis: stated 要有来源", "a stated input needs a source")


def _check_sources(path: Path, line: int, used: Iterable[str], known: set[str]) -> None:
    for source in used:
        if source not in known:
            raise _error(path, line, f"来源“{source}”没有列在 sources 里", f"source {source} is not listed")


def _check_codes(path: Path, line: int, codes: Iterable[str]) -> None:
    for code in codes:
        if code not in gbt_classes():
            raise _error(path, line, f"GB/T 4754—2017 没有小类“{code}”", f"no class {code} in GB/T 4754-2017")


def _check_cycles(path: Path, template: Template) -> None:
    lines = {(edge.start, edge.end): edge.line for edge in template.inputs}
    if len(lines) != len(template.inputs):
        seen: set[tuple[str, str]] = set()
        for edge in template.inputs:
            if (edge.start, edge.end) in seen:
                raise _error(path, edge.line, f"投入“{edge.start} → {edge.end}”写了两次", "input given twice")
            seen.add((edge.start, edge.end))
    feeds: dict[str, set[str]] = {}
    for start, end in lines:
        feeds.setdefault(end, set()).add(start)
    try:
        TopologicalSorter(feeds).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        ring = " → ".join(cycle)
        raise _error(
            path, lines[cycle[0], cycle[1]], f"投入关系成了圈：{ring}", f"the inputs form a cycle: {ring}"
        ) from error


@lru_cache
def gbt_classes() -> dict[str, str]:
    """Four-digit classes of GB/T 4754—2017 by code."""
    with (DATA / "reference" / "gbt4754.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def _with_lines(value: Any) -> Any:  # noqa: ANN401
    """Rename the line marks of a read file to the ``line`` field of the models."""
    if isinstance(value, dict):
        return {("line" if k == LINE else k): _with_lines(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_lines(item) for item in value]
    return value


def _parse(model: type[_Model], item: Any, path: Path) -> _Model:  # noqa: ANN401
    try:
        return model.model_validate(item)
    except ValidationError as error:
        zh, en = explain(error)
        raise _error(path, line_of(item, error.errors()[0]["loc"], "line"), zh, en) from error


def _error(path: Path, line: int, zh: str, en: str) -> TemplateError:
    return TemplateError(
        zh,
        en,
        where=f"{path}:{line}",
        do_zh="请改正这一行后再载入，库没有变",
        do_en="Correct this line; nothing was loaded",
    )
