"""Parameters that several tools have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.assistant.tool import MOST
from graph.kinds import EDGES, STATED

Limit = Annotated[int, Field(ge=1, le=MOST, description="最多几条 · entries at most")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="跳过前面几条，翻页用 · entries to pass over")]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Thing = Annotated[
    str, Field(min_length=1, max_length=300, description="键，或只有它有的名称、别名 · key, or a name that only it has")
]
Chain = Annotated[
    str, Field(min_length=1, max_length=100, description="产业链：键、名称或别名，如 低空经济 · chain, by key or name")
]
AnyChain = Annotated[str, Field(max_length=100, description="产业链，空为全部 · chain by key or name, all if empty")]
Segment = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="环节：键、名称或别名；重名写 链/环节 · segment by key or name, chain/segment where it is shared",
    ),
]
Text = Annotated[str, Field(max_length=200)]


def one_of(names: Iterable[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what holds a text to some names that are known when the program runs."""
    known = tuple(names)

    def check(text: str) -> str:
        if text not in known:
            raise PydanticCustomError("literal_error", "must be one of: {expected}", {"expected": "、".join(known)})
        return text

    return AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(known)})


Kind = Annotated[str, *one_of(STATED)]
Relation = Annotated[str, *one_of(("", *EDGES))]
