"""The MCP server: tools, resources, prompts and completions over one desk, whatever carries it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    Completion,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
)

from api.access.caller import caller_of
from api.assistant import prompts, resources
from api.assistant.calling import call, every_tool, fault, now, refusal_words, timed, told, unexpected
from api.assistant.completing import complete
from api.assistant.desk import Ask, Desk
from api.assistant.tool import SECONDS
from api.http.observing import Log
from api.http.problems import language
from api.http.version import program
from graph.errors import InputError, Lang, LiantuError, NotFound

T = TypeVar("T")
Context = Any
"""What the SDK gives to a handler: over HTTP the request is in it."""


def create_server(desk: Desk, log: Log) -> Server[Any]:
    """Return the server.

    Args:
        desk: where it reads.
        log: takes a line for each call of a tool, and for each fault.
    """
    # The SDK's own log may hold what was asked for; ours tells what went wrong without it.
    logging.getLogger("mcp").setLevel(logging.CRITICAL + 1)
    handlers = _Handlers(desk, log)
    return Server(
        "liantu",
        version=program(),
        title="链图 Liantu",
        get_tool_input_schema=handlers.input_schema,
        instructions=resources.rules(desk.settings.language),
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
        on_completion=handlers.complete,
    )


class _Handlers:
    """What the server does for each kind of request."""

    def __init__(self, desk: Desk, log: Log) -> None:
        self._desk, self._log = desk, log
        self._tools = every_tool()

    def input_schema(self, name: str) -> dict[str, Any] | None:
        tool = self._tools.get(name)
        return told(tool, self._desk.settings.language).input_schema if tool else None

    async def list_tools(self, context: Context, params: PaginatedRequestParams | None) -> ListToolsResult:
        lang = self._lang(context)
        return ListToolsResult(tools=[told(tool, lang) for tool in self._tools.values()])

    async def call_tool(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            raise refused(_no_tool(params.name[:60], "、".join(self._tools)))
        return await call(lambda: self._begin(context), tool, params.arguments or {}, self._noting(context))

    async def list_resources(self, context: Context, params: PaginatedRequestParams | None) -> ListResourcesResult:
        cursor = params.cursor if params else None

        async def work() -> ListResourcesResult:
            found, following = await resources.listed(await self._begin(context), cursor or "")
            return ListResourcesResult(resources=found, next_cursor=following)

        return await self._guarded(context, work)

    async def list_templates(
        self, context: Context, params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(resource_templates=resources.templates(self._lang(context)))

    async def read_resource(self, context: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        async def work() -> ReadResourceResult:
            found = await resources.read(await self._begin(context), str(params.uri))
            return ReadResourceResult(contents=[found])

        return await self._guarded(context, work)

    async def list_prompts(self, context: Context, params: PaginatedRequestParams | None) -> ListPromptsResult:
        lang = self._lang(context)
        return ListPromptsResult(prompts=[prompts.told(task, lang) for task in prompts.TASKS])

    async def get_prompt(self, context: Context, params: GetPromptRequestParams) -> GetPromptResult:
        async def work() -> GetPromptResult:
            return prompts.get(params.name, params.arguments or {}, self._lang(context))

        return await self._guarded(context, work)

    async def complete(self, context: Context, params: CompleteRequestParams) -> CompleteResult:
        async def work() -> CompleteResult:
            found, total = await complete(await self._begin(context), params)
            return CompleteResult(completion=Completion(values=found, total=total, has_more=total > len(found)))

        return await self._guarded(context, work)

    def _noting(self, context: Context) -> Log:
        """The log, with the number that a request has in it over HTTP."""
        scope = getattr(getattr(context, "request", None), "scope", None) or {}
        number = scope.get("liantu.request")
        return self._log if number is None else lambda line: self._log({"request": number, **line})

    async def _begin(self, context: Context) -> Ask:
        """Begin a call: over HTTP with what the caller may take."""
        scope = getattr(getattr(context, "request", None), "scope", None)
        return await self._desk.at(self._lang(context), caller_of(scope).limits if scope is not None else None)

    def _lang(self, context: Context) -> Lang:
        """The language that a request prefers; over stdio that of the process."""
        headers = getattr(getattr(context, "request", None), "headers", None)
        wanted = headers.get("accept-language", "") if headers is not None else ""
        return language(wanted, self._desk.settings.language)

    async def _guarded(self, context: Context, work: Callable[[], Awaitable[T]]) -> T:
        """Do it in time; a refusal is an error of the protocol with our words, a fault tells nothing of itself."""
        try:
            found: T = await timed(SECONDS, work())
        except MCPError:
            raise
        except LiantuError as error:
            raise refused(error) from error
        except Exception as error:
            self._noting(context)({"at": now(), "fault": fault(error)})
            raise refused(unexpected()) from error
        return found


def refused(error: LiantuError) -> MCPError:
    """Return a refusal as an error of the protocol."""
    code = INVALID_PARAMS if isinstance(error, InputError | NotFound) else INTERNAL_ERROR
    return MCPError(code=code, message=refusal_words(error), data={"code": error.code})


def _no_tool(name: str, known: str) -> NotFound:
    return NotFound(f"没有工具“{name}”", f"no tool {name!r}", do_zh=f"有 {known}", do_en=f"There are {known}")
