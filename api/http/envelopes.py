"""What every answer is wrapped in, and the headers that it has, as schemas of the description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.http.schemas import REF, Ready, every_part, schema_of

_TEXT = {"type": "string"}
BASIS: Mapping[str, Any] = {
    "data_version": {**_TEXT, "description": "数据版本，变了答案才可能变 · changes whenever an answer may"},
    "as_of": {
        **_TEXT,
        "description": "最近一次载入的时刻，ISO 8601 带时区；空为不知道 · time of the last load with its offset, "
        "empty if unknown",
    },
    "query": {
        "type": "object",
        "additionalProperties": _TEXT,
        "description": "请求的参数，照原样 · parameters as they were given",
    },
}
_PAGE: Mapping[str, Any] = {
    "next": {
        "type": ["string", "null"],
        "description": "下一页的地址，照原样取；没有下一页是 null · where the next page is",
    },
    "truncated": {"type": "boolean", "description": "后面还有 · there is more"},
    "total": {
        "type": ["integer", "null"],
        "description": "整个列表几行，不知道是 null · rows of the whole list, null if not counted",
    },
    "limit": {"type": "integer", "description": "一页最多几行 · rows of a page at most"},
    **BASIS,
}
ENVELOPES: Mapping[str, Any] = {
    "Page": {
        "type": "object",
        "required": ["data", *_PAGE],
        "properties": {
            "data": {"type": "array", "items": {"type": "object"}, "description": "这一页的行 · rows of this page"},
            **_PAGE,
        },
    },
    "Item": {
        "type": "object",
        "required": ["data", *BASIS],
        "properties": {"data": {"type": "object", "description": "答案 · the answer"}, **BASIS},
    },
    "List": {"type": "array", "items": {"type": "object"}},
    "Data": {
        "type": "object",
        "required": ["data"],
        "properties": {"data": {"type": "object", "description": "答案 · the answer"}},
    },
}
_POSITION = {"type": "array", "minItems": 2, "items": {"type": "number"}}
_FEATURES: Mapping[str, Any] = {
    "Geometry": {
        "type": ["object", "null"],
        "description": "用户自己的边界给的图形（RFC 7946，WGS 84 经度在前）；没有边界就是 null · "
        "from the user's own boundaries, null without them",
        "required": ["type"],
        "properties": {
            "type": {
                "type": "string",
                "enum": [
                    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
                    "GeometryCollection",
                ],
                "description": "图形的种类 · kind of geometry",
            },
            "coordinates": {"type": "array", "description": "坐标 · coordinates"},
        },
    },
    "Feature": {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"], "description": "要素 · a feature"},
            "geometry": {"$ref": f"{REF}Geometry"},
            "properties": {"type": "object", "description": "属性，和 JSON 里的同名字段一样 · as the fields of JSON"},
        },
    },
    "FeatureCollection": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"], "description": "要素集合 · features"},
            "features": {
                "type": "array",
                "items": {"$ref": f"{REF}Feature"},
                "description": "地方和位于那里的东西 · places and what stands there",
            },
            "data_version": BASIS["data_version"],
        },
    },
}  # fmt: skip


def _header(about: str, schema: Mapping[str, Any] = _TEXT, *, always: bool = True) -> dict[str, Any]:
    return {"description": about, "required": always, "schema": dict(schema)}


HEADERS: Mapping[str, Any] = {
    "ETag": _header("没变就是这个，带着 If-None-Match 再来得 304 · for If-None-Match"),
    "Last-Modified": _header("最近一次载入之后的整秒 · second after the last load", always=False),
    "Cache-Control": _header("no-cache：每次来问一下；no-store：不要留 · how it may be kept"),
    "Vary": _header("答案随这些请求头而变 · request headers that it depends on"),
    "Content-Language": _header("说明文字的语言 · language of messages", {"type": "string", "enum": ["zh-CN", "en"]}),
    "Liantu-Data-Version": _header("数据版本 · data version"),
    "Liantu-Truncated": _header("后面还有 · there is more", {"type": "string", "enum": ["true", "false"]}),
    "Link": _header('<下一页>; rel="next" · the next page', always=False),
    "Content-Disposition": _header("文件名 · name of the file"),
    "WWW-Authenticate": _header("要什么样的密钥 · which key is needed", always=False),
    "Location": _header("在哪里看它 · where it is"),
    "Retry-After": _header("过几秒再来 · seconds after which to come back", {"type": "integer"}),
    "Allow": _header("可用的方法 · methods that are known"),
}


def headers_of(shape: str, *, keeps: bool, called: bool, stored: bool, attached: bool) -> dict[str, Any]:
    """Return the headers of an answer.

    Args:
        shape: of its JSON.
        keeps: it follows from a data version, and can be asked for again by its ETag.
        called: its language is chosen.
        stored: it rests on the store, and tells its data version.
        attached: it is a file to be kept.
    """
    names = ["Cache-Control"]
    names += ["ETag", "Last-Modified", "Vary"] if keeps else []
    names += ["Content-Language"] if called else []
    names += ["Liantu-Data-Version"] if stored else []
    if shape == "Page":
        names += ["Liantu-Truncated", "Link"]
    if attached:
        names.append("Content-Disposition")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def envelope(shape: str, of: object) -> str:
    """Return the name of the schema of an answer in JSON; empty where there is none."""
    if of is None:
        return shape if shape in ENVELOPES else ""
    return _name(of) if shape == "Plain" else f"{_name(of)}{shape}"


def _name(of: object) -> str:
    if isinstance(of, tuple):
        return "Or".join(_name(one) for one in of)
    return of.name if isinstance(of, Ready) else str(getattr(of, "__name__", ""))


def every_schema(answers: Iterable[tuple[str, object, object]]) -> dict[str, Any]:
    """Return the schemas of all answers (shape, type of a row or thing, what stands beside) and of their parts.

    Raises:
        ValueError: one name would stand for two schemas.
    """
    listed = [answer for answer in answers if answer[1] is not None]
    alone = [one for _, of, _ in listed for one in (of if isinstance(of, tuple) else (of,))]
    found = {**every_part(alone), **_FEATURES, **ENVELOPES}
    chosen: dict[str, list[str]] = {}
    for shape, of, _ in listed:
        if shape == "Page":
            chosen |= {_name(one): found[_name(one)].get("required", []) for one in _each(of)}
    for name in chosen:
        # Of a row only some fields come where a request names them: the page says when all have to be there.
        found[name] = {key: value for key, value in found[name].items() if key != "required"}
    for shape, of, about in listed:
        name = envelope(shape, of)
        made = _wrapped(shape, of, about, chosen, found)
        if shape != "Plain" and found.setdefault(name, made) != made:
            raise ValueError(f"two answers are called {name}")
    return found


def _each(of: object) -> tuple[object, ...]:
    return of if isinstance(of, tuple) else (of,)


def _wrapped(shape: str, of: object, about: object, chosen: Mapping[str, list[str]], parts: dict[str, Any]) -> Any:  # noqa: ANN401
    refs = [{"$ref": REF + _name(one)} for one in _each(of)]
    inner: dict[str, Any] = refs[0] if len(refs) == 1 else {"anyOf": refs}
    if shape == "List":
        return {"type": "array", "items": inner}
    if shape == "Plain":
        return inner
    beside: dict[str, Any] = {}
    if about is not None:
        ref, own = schema_of(about)
        beside = own.pop(ref["$ref"].removeprefix(REF))
        parts.update(own)
    whole = ENVELOPES[shape]
    required = [*whole["required"], *beside.get("required", [])]
    data = {**whole["properties"]["data"], **({"items": inner} if shape == "Page" else {"allOf": [inner]})}
    if shape != "Page":
        data = {"description": data["description"], **inner} if len(refs) > 1 else inner
    made = {
        "type": "object",
        "required": required,
        "properties": {**whole["properties"], "data": data, **beside.get("properties", {})},
    }
    return made | (_all_unless_chosen([chosen[_name(one)] for one in _each(of)]) if shape == "Page" else {})


def _all_unless_chosen(required: list[list[str]]) -> dict[str, Any]:
    """Say that rows are whole unless the request named fields."""
    needed = [{"required": names} for names in required if names]
    if not needed:
        return {}
    rows = needed[0] if len(needed) == 1 else {"anyOf": needed}
    return {
        "if": {"properties": {"query": {"required": ["fields"]}}},
        "then": True,
        "else": {"properties": {"data": {"items": rows}}},
    }
