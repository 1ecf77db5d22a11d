"""The mapping: a YAML file that says what the columns of a register mean. docs/registers.md shows it by example."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from graph.errors import NotFound, TemplateError
from graph.kinds import EDGES, NODES, allows
from loaders.tables.amounts import UNITS
from loaders.tables.persons import personal_header
from loaders.templates import gbt_classes
from loaders.yamlfile import LINE, explain, line_of, read_yaml

SHIPPED = Path(__file__).parent.parent / "data" / "mappings"
ColumnKind = Literal[
    "text",
    "name",
    "names",
    "credit_code",
    "town",
    "region",
    "gbt4754",
    "segments",
    "amount",
    "number",
    "date",
    "status",
]


def _unmarked(value: Any) -> Any:  # noqa: ANN401
    return {k: v for k, v in value.items() if k != LINE} if isinstance(value, dict) else value


_LINES = BeforeValidator(_unmarked)
_ONE = BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
Words = Annotated[dict[str, str], _LINES]
Names = Annotated[tuple[str, ...], _ONE]
EACH = re.compile(r"\{(年份|其他)\}")
"""In a header: ``{年份}`` stands for a year, ``{其他}`` for whatever no other column takes; one column a value."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    line: int = Field(default=0, alias="__line__")


class Column(_Model):
    """A column, named by its header; ``also`` are other headers for the same thing."""

    also: Names = ()
    kind: ColumnKind = Field(default="text", alias="as")
    required: bool = False
    unit: str = ""
    unit_from: str = ""
    default: str = ""
    words: Words = {}
    example: str = ""
    note: str = ""


class NodeSpec(_Model):
    """Nodes of a row: one for each name in column ``name``, or the one called ``const``."""

    kind: str
    name: str = ""
    const: str = ""
    default: str = ""
    aliases: str = ""
    set: Words = {}


class EdgeSpec(_Model):
    """An edge between nodes of a row: ``企业 LOCATED_IN 镇街``; ``status`` where it is not the row's."""

    edge: Annotated[str, Field(pattern=r"^\S+ [A-Z_]+ \S+$")]
    status: Literal["", "done", "signed", "applied", "planned", "proposed", "forecast"] = ""

    @cached_property
    def parts(self) -> tuple[str, str, str]:
        """Start, kind, end."""
        start, kind, end = self.edge.split(" ")
        return start, kind, end


class FigureSpec(_Model):
    """A figure of a row's node; ``period`` is a column or a text, else the year that the header or title names."""

    of: str
    metric: str
    value: str
    period: str = ""
    scope: str = ""


class Covers(_Model):
    """What the source covers, as somebody declares it. Only a complete one lets "no firm" mean anything."""

    region: str = ""
    completeness: Literal["complete", "partial"] = "partial"
    gbt4754: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    as_of: str = ""
    declared_by: str = ""

    @model_validator(mode="after")
    def _declared(self) -> Self:
        lacking = [name for name in ("region", "as_of", "declared_by") if not getattr(self, name)]
        if self.completeness == "complete" and (lacking or not (self.gbt4754 or self.segments)):
            what = "、".join([*lacking, *([] if self.gbt4754 or self.segments else ["gbt4754 或 segments"])])
            raise ValueError(f"声明完整（complete）要写明 {what}")
        for code in self.gbt4754:
            bare = code[1:] if code[:1].isalpha() else code
            if not bare.isdigit() or not any(known.startswith(bare) for known in gbt_classes()):
                raise ValueError(f"GB/T 4754—2017 里没有“{code}”")
        return self


class DocumentSpec(_Model):
    """What the register is called; ``{file}`` in the title is the file's name."""

    title: str = "{file}"
    issuer: str = ""
    number: str = ""
    date: str = ""


class Mapping(_Model):
    """A whole mapping."""

    mapping: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Annotated[str, Field(min_length=1)]
    about: str = ""
    document: DocumentSpec = DocumentSpec()
    covers: Covers = Covers()
    sheets: Names = ()
    header: Annotated[tuple[int, ...], BeforeValidator(lambda v: (v,) if isinstance(v, int) else v)] = ()
    columns: Annotated[dict[str, Column], _LINES]
    nodes: Annotated[dict[str, NodeSpec], _LINES]
    edges: tuple[Annotated[EdgeSpec, BeforeValidator(lambda v: {"edge": v} if isinstance(v, str) else v)], ...] = ()
    figures: tuple[FigureSpec, ...] = ()
    status: str = ""
    key: Names = ()
    coded: Annotated[dict[str, str], _LINES] = {}
    """Columns of codes and of the names they stand for: where headers ``{其他}`` are codes, the names are meant."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for problem in (*_column_problems(self), *_node_problems(self), *_edge_problems(self), *_figure_problems(self)):
            raise ValueError(problem)
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that every row has to fill."""
        return tuple(name for name, column in self.columns.items() if column.required)


def _column_problems(mapping: Mapping) -> list[str]:
    found = []
    headers: dict[str, str] = {}
    for name, column in mapping.columns.items():
        for header in (name, *column.also):
            if personal_header(header):
                found.append(f"列“{header}”是个人信息，不能载入")
            if headers.setdefault(header, name) != name:
                found.append(f"表头“{header}”同时属于“{headers[header]}”和“{name}”")
        if column.unit and column.unit not in UNITS:
            found.append(f"列“{name}”的单位“{column.unit}”不认识；可用：{'、'.join(UNITS)}")
        if column.unit_from and column.unit_from not in mapping.columns:
            found.append(f"列“{name}”的 unit_from“{column.unit_from}”不是列")
    if not mapping.needed:
        found.append("至少要有一列 required: true（认得出一行讲谁的那一列）")
    if mapping.status and mapping.columns.get(mapping.status, Column()).kind != "status":
        found.append(f"status“{mapping.status}”应是一个 as: status 的列")
    found += [f"key 里的“{name}”不是列" for name in mapping.key if name not in mapping.columns]
    coded = (*mapping.coded, *mapping.coded.values())
    found += [f"coded 里的“{name}”不是列" for name in coded if name not in mapping.columns]
    if len(mapping.header) > 2 or any(row < 1 for row in mapping.header):
        found.append("header 是一行或两行的行号，从 1 数起")
    return found


def _node_problems(mapping: Mapping) -> list[str]:
    found = []
    for label, node in mapping.nodes.items():
        if node.kind not in NODES:
            found.append(f"没有“{node.kind}”这种节点（docs/kinds.md）")
            continue
        if bool(node.name) == bool(node.const):
            found.append(f"节点“{label}”要有 name（列）或 const（固定名称）之一")
        known = {column.name for column in NODES[node.kind].columns}
        used = [node.name, node.aliases, *node.set.values()]
        found += [f"节点“{label}”用到的“{c}”不是列" for c in used if c and c not in mapping.columns]
        found += [f"{node.kind} 没有属性“{name}”" for name in node.set if name not in known]
        kind = mapping.columns[node.name].kind if node.name in mapping.columns else "name"
        wanted = {"town": "Town", "gbt4754": "IndustryClass", "segments": "Segment", "region": "Region"}.get(kind)
        if kind not in ("name", "names", "text", "gbt4754", "segments", "town", "region"):
            found.append(f"列“{node.name}”是 {kind}，不能作节点“{label}”的名称")
        if wanted and node.kind != wanted:
            found.append(f"列“{node.name}”是 {kind}，节点“{label}”应是 {wanted}")
    return found


def _edge_problems(mapping: Mapping) -> list[str]:
    found = []
    for spec in mapping.edges:
        start, kind, end = spec.parts
        lost = [label for label in (start, end) if label not in mapping.nodes]
        if lost:
            found.append(f"“{spec.edge}”里的“{lost[0]}”不是节点")
        elif kind not in EDGES or not allows(kind, mapping.nodes[start].kind, mapping.nodes[end].kind):
            kinds = mapping.nodes[start].kind, mapping.nodes[end].kind
            found.append(f"“{spec.edge}”：{kind} 不能从 {kinds[0]} 连到 {kinds[1]}（docs/kinds.md）")
    return found


def _figure_problems(mapping: Mapping) -> list[str]:
    found = []
    for figure in mapping.figures:
        if figure.of not in mapping.nodes:
            found.append(f"数字“{figure.metric}”的 of“{figure.of}”不是节点")
        elif not allows("HAS_STATISTIC", mapping.nodes[figure.of].kind, "Statistic"):
            found.append(f"{mapping.nodes[figure.of].kind} 不能有数字")
        if mapping.columns.get(figure.value, Column()).kind not in ("amount", "number"):
            found.append(f"数字“{figure.metric}”的 value“{figure.value}”应是 as: amount 或 number 的列")
    return found


def shipped() -> tuple[str, ...]:
    """Return the names of the mappings that ship."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def mapping_path(named: str) -> Path:
    """Return the file of a mapping: a shipped one by name, else a path.

    Raises:
        NotFound: neither.
    """
    path = Path(named)
    if re.fullmatch(r"[a-z0-9-]+", named) and (SHIPPED / f"{named}.yaml").exists():
        return SHIPPED / f"{named}.yaml"
    if not path.exists():
        raise NotFound(
            f"没有“{named}”这个映射",
            f"no mapping {named!r}",
            do_zh=f"自带的有：{'、'.join(shipped())}；或给一个 YAML 文件",
            do_en=f"Those that ship: {', '.join(shipped())}; or name a YAML file",
        )
    return path


def read_mapping(named: str) -> Mapping:
    """Read a mapping, with what it ``extends``.

    Raises:
        NotFound: no such mapping.
        TemplateError: it breaks its rules; with file and line.
        InputError: not a readable YAML file.
    """
    path = mapping_path(named)
    found = _extended(path, 0)
    try:
        return Mapping.model_validate(found)
    except ValidationError as error:
        zh, en = explain(error)
        raise _refused(path, line_of(found, error.errors()[0]["loc"]), zh, en) from error


def _extended(path: Path, depth: int) -> dict[str, Any]:
    found = read_yaml(path)
    base = found.pop("extends", None)
    if base is None:
        return found
    if not isinstance(base, str) or depth > 3:
        raise _refused(
            path, found[LINE], "extends 应是一个映射的名字或文件，不能绕圈", "extends is no mapping, or a circle"
        )
    beside = path.parent / base
    named = str(beside) if base.endswith((".yaml", ".yml")) and beside.exists() else base
    below = _extended(mapping_path(named), depth + 1)
    return _over(below, found)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Lay one mapping over another: entries are joined, lists replaced, but ``also`` adds."""
    joined = dict(below)
    for key, value in above.items():
        old = joined.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            joined[key] = _over(old, value)
        elif key == "also" and old is not None and value is not None:
            joined[key] = [*_listed(old), *_listed(value)]
        else:
            joined[key] = value
    return joined


def _listed(value: Any) -> list[Any]:  # noqa: ANN401
    return list(value) if isinstance(value, list) else [value]


def _refused(path: Path, line: int, zh: str, en: str) -> TemplateError:
    do_zh, do_en = "请改正映射后再试，库没有变", "Correct the mapping; nothing was loaded"
    return TemplateError(zh, en, where=f"{path}:{line}", do_zh=do_zh, do_en=do_en)
