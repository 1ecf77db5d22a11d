"""One call of a tool from its arguments to its result: read, timed, framed; refusals are answers, never tracebacks."""

from __future__ import annotations

import base64
import importlib
import os
import pkgutil
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import anyio
from mcp.types import CallToolResult, ContentBlock, ImageContent, TextContent, ToolAnnotations
from mcp.types import Tool as ToolTold

from api.assistant import tools
from api.assistant.answer import Draft
from api.assistant.desk import Ask
from api.assistant.tool import TOOLS, Tool
from api.assistant.words import framed, safe
from api.http.errors import Unexpected
from api.http.observing import Log
from graph.errors import Lang, LiantuError, StoreTimeout


def every_tool() -> dict[str, Tool]:
    """Return every tool by name: a module of :mod:`api.assistant.tools` is found by itself."""
    for module in pkgutil.iter_modules(tools.__path__):
        importlib.import_module(f"{tools.__name__}.{module.name}")
    return TOOLS


@lru_cache
def told(tool: Tool, lang: Lang) -> ToolTold:
    """Return what a client is told of a tool."""
    title = tool.title[1] if lang == "en" else tool.title[0]
    return ToolTold(
        name=tool.name,
        title=title,
        description=tool.description(lang),
        input_schema=tool.given.model_json_schema(),
        output_schema=tool.answer.model_json_schema(by_alias=True, mode="serialization"),
        annotations=ToolAnnotations(
            title=title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )


async def call(begin: Begin, tool: Tool, arguments: dict[str, Any], log: Log) -> CallToolResult:
    """Call a tool. A line of the log tells its name, time and outcome, never what it was asked for.

    Args:
        begin: begins the call: which data, which language, which limits.
        tool: which.
        arguments: as a client gave them.
        log: takes the line.
    """
    begun, outcome = time.perf_counter(), "cancelled"
    try:
        found = await _result(begin, tool, arguments)
        outcome = "done"
        return found
    except LiantuError as error:
        outcome = error.code
        return refusal(error)
    except Exception as error:
        outcome = fault(error)
        return refusal(unexpected())
    finally:
        took = round((time.perf_counter() - begun) * 1000, 2)
        log({"at": now(), "tool": tool.name, "ms": took, "outcome": outcome})


Begin = Callable[[], Awaitable[Ask]]


async def timed(seconds: float, work: Any) -> Any:  # noqa: ANN401 - whatever the work gives
    """Wait for something, for so long.

    Raises:
        StoreTimeout: it took longer.
    """
    try:
        with anyio.fail_after(seconds):
            return await work
    except TimeoutError as error:
        raise StoreTimeout(
            f"超过 {seconds:g} 秒没有答完",
            f"no answer within {seconds:g} seconds",
            do_zh="请缩小范围再问：limit 小一些，或指定一条链、一个环节",
            do_en="Ask for less: a smaller limit, one chain, one segment",
        ) from error


def refusal(error: LiantuError) -> CallToolResult:
    """Return a refusal as an answer, in both languages: what, where, what to do."""
    return CallToolResult(content=[TextContent(text=refusal_words(error))], is_error=True)


def refusal_words(error: LiantuError) -> str:
    """A refusal in both languages, harmless: it may name what was given or stored."""
    return f"错误（{error.code}）：{safe(error.message('zh'), 1_000)}\nError: {safe(error.message('en'), 1_000)}"


def unexpected() -> Unexpected:
    """Return the refusal that stands for a fault of the program."""
    return Unexpected("没有料到的错误", "unexpected", do_zh="请把这句话告诉管理员", do_en="Tell whoever runs this")


def fault(error: Exception) -> str:
    """What failed and where in the program, without what it was working on."""
    if os.environ.get("LIANTU_DEBUG"):
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


def now() -> str:
    """The time, for the log."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


async def _result(begin: Begin, tool: Tool, arguments: dict[str, Any]) -> CallToolResult:
    given = tool.read(arguments)

    async def work() -> CallToolResult:
        ask = await begin()
        wanted = getattr(given, "limit", 0)
        # What is cut says so, and how to have the rest.
        fitting = given.model_copy(update={"limit": ask.rows}) if wanted > ask.rows else given
        return await result(ask, tool, await tool.work(ask, fitting))

    found: CallToolResult = await timed(tool.seconds, work())
    return found


async def result(ask: Ask, tool: Tool, draft: Draft) -> CallToolResult:
    """Return a draft as a result: text with its frame, pictures, and the same as structured data."""
    answer = await ask.finished(draft, tool.answer)
    content: list[ContentBlock] = [TextContent(text=framed(answer, draft.lines, ask.lang))]
    content += [
        ImageContent(data=base64.b64encode(one.data).decode("ascii"), mime_type=one.media) for one in draft.pictures
    ]
    structured = answer.model_dump(mode="json", by_alias=True)
    return CallToolResult(content=content, structured_content=structured)
