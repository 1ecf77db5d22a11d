"""Bodies of requests that are JSON: read, checked against what the resource takes, refused by the first thing wrong."""

from __future__ import annotations

from typing import Any, TypeVar

import orjson
from fastapi import Request
from pydantic import BaseModel, ConfigDict, ValidationError

from api.http.errors import BodyInvalid, MediaTypeUnknown
from loaders.yamlfile import explain


class Body(BaseModel):
    """What a body may hold, and nothing else; texts are texts, numbers are numbers."""

    model_config = ConfigDict(extra="forbid", strict=True)


B = TypeVar("B", bound=Body)


async def json_object(request: Request, example: str = '{"query": "MATCH …"}') -> dict[str, Any]:
    """Return a body that is a JSON object.

    Raises:
        MediaTypeUnknown: it is not said to be JSON; a page of another site could send it so.
        BodyInvalid: it is none.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise MediaTypeUnknown(
            "请求体要是 application/json", "the body has to be application/json", do_zh=f"例如 {example}"
        )
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise BodyInvalid("请求体不是 JSON", f"the body is not JSON: {error.msg[:100]}") from error
    if not isinstance(body, dict):
        raise BodyInvalid("请求体要是一个对象", "the body has to be an object")
    return body


async def read_body(request: Request, kind: type[B], example: str) -> B:
    """Return a body that is what a resource takes.

    Raises:
        MediaTypeUnknown, BodyInvalid: see :func:`json_object`; or it is not as described.
    """
    try:
        return kind.model_validate(await json_object(request, example))
    except ValidationError as error:
        zh, en = explain(error)
        raise BodyInvalid(f"请求体不对：{zh[:300]}", f"invalid body: {en[:300]}", do_zh=f"例如 {example}") from error


def described(kind: type[Body], example: dict[str, Any]) -> dict[str, Any]:
    """Return how the description tells a body."""
    schema = kind.model_json_schema(ref_template="#/components/schemas/{model}")
    inside = schema.pop("$defs", {})
    content = {"application/json": {"schema": _inlined(schema, inside), "example": example}}
    return {"requestBody": {"required": True, "content": content}}


def _inlined(schema: Any, inside: dict[str, Any]) -> Any:  # noqa: ANN401 - any part of a schema
    """A schema with its definitions in place of what leads to them; none of ours leads to itself."""
    if isinstance(schema, list):
        return [_inlined(one, inside) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(inside[schema["$ref"].rpartition("/")[2]], inside)
    return {name: _inlined(value, inside) for name, value in schema.items()}
