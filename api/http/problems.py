"""Refusals as ``application/problem+json`` (RFC 9457): one table of stable codes.

The code of a problem is the class of the error, from :mod:`graph.errors` or
:mod:`api.http.errors`. A class that has no row of its own has that of its
parent, so that a new error of the graph is never an unexplained 500.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.responses import Response

from api.http import errors as own
from graph import errors
from graph.errors import Lang, LiantuError

MEDIA_TYPE = "application/problem+json"
AGAIN = frozenset({503})
"""Statuses that say when to come back."""
ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: its status, and what it is called."""

    name: str
    status: int
    zh: str
    en: str


Row = tuple[type[LiantuError], int, str, str]


def _of_requests() -> tuple[Row, ...]:
    """What is wrong with what was asked."""
    return (
        (own.ParameterUnknown, 400, "没有这个参数", "Unknown parameter"),
        (own.ParameterInvalid, 400, "参数不对", "Invalid parameter"),
        (own.BodyInvalid, 400, "请求体不对", "Invalid body"),
        (own.CursorInvalid, 400, "游标不能用", "Invalid cursor"),
        (errors.QueryRefused, 400, "这个查询不能问", "Query refused"),
        (errors.UnreadableFile, 400, "文件读不了", "Unreadable file"),
        (errors.TemplateError, 400, "模板不合规则", "Template breaks its rules"),
        (errors.QuoteNotFound, 400, "引文不在原位", "Quote not found"),
        (errors.FiguresRefused, 400, "数字算不了", "Figures cannot be computed with"),
        (own.KeyInUrl, 400, "地址里有密钥", "Key in the address"),
        (errors.InputError, 400, "输入不能用", "Unusable input"),
        (own.KeyMissing, 401, "要密钥", "Key needed"),
        (own.KeyInvalid, 401, "密钥不对", "Invalid key"),
        (own.KeyExpired, 401, "密钥过期", "Key expired"),
        (own.KeyRevoked, 401, "密钥已收回", "Key revoked"),
        (own.SessionEnded, 401, "登录已结束", "Session ended"),
        (own.ScopeMissing, 403, "权限不够", "Scope missing"),
        (own.CsrfRefused, 403, "不是本服务的网页发来的", "Not sent by a page of this service"),
        (own.RemoteRefused, 403, "只对本机开放", "This machine only"),
        (own.ResourceUnknown, 404, "没有这个地址", "No such resource"),
        (errors.NotFound, 404, "没有找到", "Not found"),
        (own.MethodNotAllowed, 405, "不支持这个方法", "Method not allowed"),
        (own.NotAcceptable, 406, "没有这种格式", "Not acceptable"),
        (own.JobOver, 409, "任务不在这一步", "The job is not at that stage"),
        (own.DecidedMeanwhile, 409, "已有人定过", "Decided already"),
        (own.ResultExpired, 410, "结果已过期", "The result expired"),
        (own.StateChanged, 412, "已被别人改过", "Changed meanwhile"),
        (own.CursorOutdated, 410, "数据已更新", "The data changed"),
        (own.BodyTooLarge, 413, "请求体太大", "Body too large"),
        (own.QuotaExceeded, 413, "超过配额", "Quota exceeded"),
        (own.UrlTooLong, 414, "地址太长", "URL too long"),
        (own.MediaTypeUnknown, 415, "请求体的类型不对", "Unsupported media type"),
        (own.HostRefused, 421, "不是发给这里的", "Misdirected request"),
        (own.HeadersTooLarge, 431, "请求头太大", "Headers too large"),
        (own.TooManyRequests, 429, "问得太勤", "Asked too often"),
    )


def _of_the_service() -> tuple[Row, ...]:
    """What is wrong here, and may be over when it is asked again."""
    return (
        (own.Unexpected, 500, "没有料到的错误", "Unexpected error"),
        (errors.LiantuError, 500, "出错了", "Error"),
        (own.QueueFull, 503, "排队的任务太多", "Too many jobs wait"),
        (own.JobInterrupted, 503, "任务被中断", "The job was interrupted"),
        (own.LedgerUnusable, 503, "任务台账不能用", "The ledger of jobs is unusable"),
        (own.SpaceFull, 507, "任务的文件太多", "No room for more files"),
        (own.Overloaded, 503, "请求太多", "Too many requests"),
        (own.StoreMissing, 503, "还没有库", "No store"),
        (errors.StoreUnreadable, 503, "库读不出来", "Store unreadable"),
        (errors.StoreTooNew, 503, "库的版本更新", "Store too new"),
        (errors.StoreReadOnly, 503, "库只能读", "Store read-only"),
        (errors.StoreBusy, 503, "库正忙", "Store busy"),
        (errors.StoreFull, 503, "磁盘满了", "Disk full"),
        (errors.StoreUnreachable, 503, "服务器没有应答", "Server unreachable"),
        (errors.StoreDenied, 503, "服务器拒绝登录", "Server denies access"),
        (errors.StoreTooOld, 503, "服务器太旧", "Server too old"),
        (own.AccessUnusable, 503, "密钥文件不能用", "File of keys unusable"),
        (errors.StoreError, 503, "库不能用", "Store unusable"),
        (errors.StoreTimeout, 504, "超时或内存不够", "Out of time or memory"),
    )


def _table() -> dict[type[LiantuError], Code]:
    rows = (*_of_requests(), *_of_the_service())
    return {kind: Code(kind.__name__, status, zh, en) for kind, status, zh, en in rows}


CODES: Mapping[type[LiantuError], Code] = _table()
"""Every code, by the error that it stands for."""


def code_of(error: LiantuError) -> Code:
    """Return the code of an error: of its class, else of the nearest one above."""
    return next(CODES[kind] for kind in type(error).__mro__ if kind in CODES)


def every_error() -> Iterator[type[LiantuError]]:
    """Yield every class of error there is, the general ones first."""
    waiting: list[type[LiantuError]] = [LiantuError]
    while waiting:
        kind = waiting.pop(0)
        yield kind
        waiting += kind.__subclasses__()


def problem_body(error: LiantuError, lang: Lang) -> dict[str, Any]:
    """Return an error as the document of a problem."""
    code = code_of(error)
    return {
        "type": f"{ROOT}/problems/{code.name}",
        "title": code.en if lang == "en" else code.zh,
        "status": code.status,
        "code": code.name,
        "detail": error.message(lang),
    }


def problem(error: LiantuError, lang: Lang, *, instance: str = "", retry_after: int = 0) -> Response:
    """Return an error as an answer.

    Args:
        error: what was refused.
        lang: of title and detail.
        instance: the request, as the log names it.
        retry_after: seconds, told with the statuses that may pass.
    """
    code, body = code_of(error), problem_body(error, lang)
    if instance:
        body["instance"] = f"urn:liantu:request:{instance}"
    headers = {"Content-Language": "en" if lang == "en" else "zh-CN", "Cache-Control": "no-store"}
    if code.status in AGAIN:
        headers["Retry-After"] = str(retry_after)
    if isinstance(error, own.MethodNotAllowed):
        headers["Allow"] = error.allow
    if isinstance(error, own.AccessRefused):
        headers |= error.headers
    return Response(dumps(body), code.status, headers, MEDIA_TYPE)


def dumps(value: object) -> bytes:
    """Return a value as JSON; text that no UTF-8 can hold is written with its broken letters replaced."""
    try:
        return orjson.dumps(value, default=_plain)
    except TypeError:
        return orjson.dumps(_clean(value), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(value)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {str(_clean(str(name))): _clean(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return str(value)
    return value


def language(accept: str, otherwise: Lang) -> Lang:
    """Return the language that ``Accept-Language`` prefers of Chinese and English."""
    best: tuple[float, Lang] = (0.0, otherwise)
    for part in accept.lower().split(","):
        name, _, rest = part.strip().partition(";")
        lang = name.partition("-")[0].strip()
        quality = quality_of(rest)
        if lang in ("zh", "en") and quality > best[0]:
            best = quality, "en" if lang == "en" else "zh"
        elif lang == "*" and quality > best[0]:
            best = quality, otherwise
    return best[1]


def quality_of(parameters: str) -> float:
    """Return the q of a header's part, 0 where it is not a number between 0 and 1."""
    for one in parameters.split(";"):
        name, equals, value = one.strip().partition("=")
        if name == "q":
            text = value.strip()
            usable = equals and len(text) <= 5 and text.replace(".", "", 1).isdigit() and text.isascii()
            return float(text) if usable and float(text) <= 1 else 0.0
    return 1.0
