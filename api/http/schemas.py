"""From the types of rows to the schemas of the description, with what every field means.

A row's type is a dataclass of the analysis or a TypedDict that stands beside
the code that makes the row; :mod:`pydantic` reads it, nothing checks answers
against it while they are given. What a field means, in which unit, and which
words it may hold stands once in ``fields.csv``, the data dictionary: a line
without a type holds for the field wherever it occurs.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from queries.gaps.model import GapClass, Tier

REF = "#/components/schemas/"
WORDS: Mapping[str, Mapping[str, str]] = {
    "status": {one.value: one.zh for one in Status},
    "review": {one.value: one.zh for one in Review},
    "class": {one.value: one.zh for one in GapClass},
    "tier": {one.value: one.value for one in Tier},
    "kind": {name: kind.zh for name, kind in NODES.items()},
    "relation": {name: kind.zh for name, kind in EDGES.items()},
    "direction": {"out": "从它出去", "in": "指向它"},
    "completeness": {"complete": "完整", "partial": "不完整"},
}
"""Words that a field may hold, by the name that ``fields.csv`` gives them, with the Chinese for each."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field is: in both languages, its unit, the name of its words (``?`` behind it: or empty)."""

    zh: str
    en: str
    unit: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """The meaning as the description tells it."""
        unit = f"（{self.unit}）" if self.unit and self.unit != "date-time" else ""
        return f"{self.zh}{unit} · {self.en}"


@dataclass(frozen=True, slots=True)
class Ready:
    """A schema that follows from something else than a type: its name, and what makes it and its parts by name."""

    name: str
    parts: Callable[[], Mapping[str, Any]]


@cache
def meanings() -> Mapping[tuple[str, str], Meaning]:
    """Return the data dictionary by type (empty for all) and field."""
    with (Path(__file__).parent / "fields.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["type"], row["field"]): Meaning(row["zh"], row["en"], row["unit"], row["words"])
            for row in csv.DictReader(file)
        }


class _Schemas(GenerateJsonSchema):
    """Schemas of what is written: a field of a dataclass is always there, whatever its default."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        """Tell whether a field is always there."""
        return field["type"] == "dataclass-field" or super().field_is_required(field, total)


def schema_of(of: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401 - any type that pydantic reads
    """Return the schema of one type, and those of the types that it is made of, by name."""
    if isinstance(of, Ready):
        return {"$ref": REF + of.name}, {name: told(name, part) for name, part in of.parts().items()}
    adapter: TypeAdapter[Any] = TypeAdapter(of)
    made = adapter.json_schema(mode="serialization", ref_template=REF + "{model}", schema_generator=_Schemas)
    parts = made.pop("$defs", {})
    if "title" in made and made.get("type") == "object":
        parts[made["title"]] = made
        made = {"$ref": REF + made["title"]}
    return made, {name: told(name, part) for name, part in parts.items()}


def told(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with its fields described, or of words with the Chinese for each."""
    found = {key: value for key, value in _plain(schema).items() if key not in ("title", "default")}
    if "enum" in found:
        known = next((one for one in WORDS.values() if set(found["enum"]) <= set(one)), {})
        found["description"] = "、".join(f"{word} {known.get(word, '')}".strip() for word in found["enum"])
        return found
    about = " ".join(str(found.pop("description", "")).split())
    found["properties"] = {field: _field(name, field, one) for field, one in found.get("properties", {}).items()}
    return {"type": "object", **({"description": about} if about else {}), **found}


def meaning_of(name: str, field: str) -> Meaning | None:
    """Return what a field of a type means; None where the dictionary does not say."""
    known = meanings()
    return known.get((name, field)) or known.get(("", field))


def _field(name: str, field: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    meaning = meaning_of(name, field)
    if meaning is None:
        return dict(schema)
    found = {**schema, "description": meaning.text}
    if meaning.unit == "date-time":
        found["format"] = "date-time"
    words = meaning.words.removesuffix("?")
    if words:
        listed: list[str | None] = [*WORDS[words], *([""] if meaning.words.endswith("?") else [])]
        if found.get("type") == ["string", "null"]:
            listed.append(None)
        if found.get("type") == "array":
            found["items"] = found["items"] if "$ref" in found["items"] else {**found["items"], "enum": listed}
        elif "enum" not in found and "$ref" not in found:
            found["enum"] = listed
    return found


def _plain(schema: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a schema without titles and defaults, and with ``type: [x, null]`` for what may be missing."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "properties" in schema:
        fields = {field: _plain(one) for field, one in schema["properties"].items()}
        schema = {**{key: _plain(one) for key, one in schema.items() if key != "properties"}, "properties": fields}
        return {key: one for key, one in schema.items() if key != "additionalProperties" or one is not False}
    found = {key: _plain(one) for key, one in schema.items() if key not in ("title", "default")}
    both = found.get("anyOf", ())
    if len(both) == 2 and both[1] == {"type": "null"} and isinstance(both[0].get("type"), str):
        return {**both[0], "type": [both[0]["type"], "null"], **{k: v for k, v in found.items() if k != "anyOf"}}
    if "prefixItems" in found:
        found["minItems"] = found["maxItems"] = len(found["prefixItems"])
    return found


def every_part(types: Iterable[object]) -> dict[str, Any]:
    """Return the schemas of all parts of types by name, each once.

    Raises:
        ValueError: two types of one name are not the same.
    """
    found: dict[str, Any] = {}
    for one in types:
        for name, part in schema_of(one)[1].items():
            if found.setdefault(name, part) != part:
                raise ValueError(f"two types are called {name}")
    return dict(sorted(found.items()))
