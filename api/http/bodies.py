"""Bodies of requests: JSON, and nothing that a form of another site could send."""

from __future__ import annotations

import orjson
from fastapi import Request

from api.http.errors import BodyInvalid, MediaTypeUnknown


async def read_json(request: Request) -> object:
    """Return the body.

    Raises:
        MediaTypeUnknown: it is not said to be JSON.
        BodyInvalid: it is not JSON.
        BodyTooLarge: it is longer than the caller may send.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise MediaTypeUnknown("请求体要是 application/json", "the body has to be application/json")
    try:
        return orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise BodyInvalid("请求体不是 JSON", f"the body is not JSON: {error.msg[:100]}") from error
