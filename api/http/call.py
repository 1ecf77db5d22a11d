"""What a route is given of its request, and how it answers: :class:`Call`."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Depends, Query, Request
from starlette.responses import Response

from api.access.caller import Limits, caller_of
from api.http.cache import Cache
from api.http.conditional import NotModified, etag, headers_of, unchanged
from api.http.errors import ParameterInvalid, ParameterUnknown
from api.http.formats import MEDIA, TABLE, choose, table_csv, table_ndjson
from api.http.guards import FORMAT
from api.http.openapi import parameters_of
from api.http.paging import Place, list_name, read_cursor, write_cursor
from api.http.problems import dumps, language
from api.http.reading import ReadingStore
from api.http.stores import Stores
from api.http.version import Version
from api.settings import MOST_ROWS, Settings
from graph.errors import Lang
from graph.store import Store

T = TypeVar("T")
Row = Mapping[str, Any]
_SMALL = 50
"""Rows that are written without a thread of their own."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all requests of an application share."""

    settings: Settings
    stores: Stores
    cache: Cache
    shapes: Mapping[str, Any] = field(default_factory=dict)
    names: dict[str, frozenset[str] | None] = field(default_factory=dict)
    """Query parameters of each path; None where they are checked elsewhere."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list, and which fields of its rows."""

    limit: int | None
    cursor: str
    fields: str


def paging(
    limit: Annotated[int | None, Query(ge=1, le=MOST_ROWS, description="一页最多几行 · rows of a page at most")] = None,
    cursor: Annotated[str, Query(max_length=2_000, description="上一页的 next 里的游标 · from next")] = "",
    fields: Annotated[str, Query(max_length=2_000, description="只要这些字段，逗号分开 · only these fields")] = "",
) -> Paging:
    """Read the parameters of a page."""
    return Paging(limit, cursor, fields)


Paged = Annotated[Paging, Depends(paging)]


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what it asks for, on which data, and the ways to answer it."""

    request: Request
    shared: Shared
    version: Version
    lang: Lang
    form: str
    headers: dict[str, str]

    async def read(self, work: Callable[[Store], T]) -> T:
        """Read in a thread, for no longer than the caller may. See :meth:`api.http.stores.Stores.use`."""
        seconds = self.limits.seconds
        if seconds >= self.shared.settings.seconds:
            return await self.shared.stores.use(work)
        return await self.shared.stores.use(lambda store: work(ReadingStore(store, seconds)))

    async def quick(self, work: Callable[[Store], T]) -> T:
        """Read by a key, at once. See :meth:`api.http.stores.Stores.quick`."""
        return await self.shared.stores.quick(work)

    async def cached(self, key: Hashable, make: Callable[[Store], T]) -> T:
        """Return what is computed once a data version. See :meth:`api.http.cache.Cache.get`."""
        return await self.shared.cache.get(self.version.token, key, make)

    def limit(self, page: Paging) -> int:
        """Rows of the page.

        Raises:
            ParameterInvalid: more than this service gives.
        """
        most = min(self.shared.settings.rows, self.limits.rows)
        wanted = min(self.shared.settings.page, most) if page.limit is None else page.limit
        if wanted > most:
            raise ParameterInvalid(f"limit 最多 {most}", f"limit is {most} at most")
        return wanted

    @property
    def limits(self) -> Limits:
        """What the caller may take."""
        return caller_of(self.request.scope).limits

    def place(self, page: Paging, kind: type[T]) -> T | None:
        """Where the list goes on; None at its beginning.

        Raises:
            CursorInvalid, CursorOutdated: see :func:`api.http.paging.read_cursor`.
        """
        if not page.cursor:
            return None
        place = read_cursor(self.shared.settings.cursor_key, self._list, self.version.token, page.cursor)
        return place if isinstance(place, kind) else None

    async def listed(
        self, rows: Sequence[Row], columns: Sequence[str], page: Paging, about: Mapping[str, object] | None = None
    ) -> Response:
        """Answer with a page of rows that are all at hand."""
        start, limit = self.place(page, int) or 0, self.limit(page)
        end = start + limit
        after = end if end < len(rows) else None
        return await self.page(rows[start:end], columns, page, after=after, total=len(rows), about=about)

    async def page(
        self,
        rows: Sequence[Row],
        columns: Sequence[str],
        page: Paging,
        *,
        after: Place | None,
        total: int | None = None,
        about: Mapping[str, object] | None = None,
    ) -> Response:
        """Answer with one page.

        Args:
            rows: of this page.
            columns: names of the fields that a row may have, in the order of a table.
            page: as it was asked for.
            after: where the list goes on; None at its end.
            total: rows of the whole list, if that is known.
            about: what else to say in JSON.
        """
        chosen = choose_fields(page.fields, columns)
        if page.fields:
            rows = [{name: row.get(name) for name in chosen} for row in rows]
        said = {"next": self._next(after), "truncated": after is not None, "total": total, "limit": self.limit(page)}
        return await self._rows(rows, chosen, said | dict(about or {}))

    async def whole(
        self, rows: Sequence[Row], columns: Sequence[str], about: Mapping[str, object], *, limit: int, truncated: bool
    ) -> Response:
        """Answer with rows that have no further page."""
        return await self._rows(
            rows, columns, {"next": None, "truncated": truncated, "total": None, "limit": limit, **about}
        )

    async def _rows(self, rows: Sequence[Row], columns: Sequence[str], said: Mapping[str, object]) -> Response:
        def write() -> bytes:
            if self.form == "csv":
                return table_csv(columns, rows)
            return table_ndjson(rows) if self.form == "ndjson" else dumps({"data": rows, **said, **self._basis()})

        body = write() if len(rows) <= _SMALL else await self.shared.stores.compute(write)
        headers = dict(self.headers)
        headers["Liantu-Truncated"] = str(said["truncated"]).lower()
        if said["next"]:
            headers["Link"] = f'<{said["next"]}>; rel="next"'
        return Response(body, 200, headers, MEDIA[self.form])

    def one(self, data: object, about: Mapping[str, object] | None = None) -> Response:
        """Answer with one thing."""
        return self.raw(dumps({"data": data, **self._basis(), **(about or {})}))

    def raw(self, body: bytes) -> Response:
        """Answer with bytes of the format asked for."""
        return Response(body, 200, self.headers, MEDIA[self.form])

    def _basis(self) -> dict[str, object]:
        """What every answer says of the data it rests on, and of what was asked."""
        return {"data_version": self.version.token, "as_of": self.version.at, "query": self._asked}

    @property
    def _asked(self) -> dict[str, str]:
        return {name: value for name, value in self.request.query_params.multi_items() if name != "cursor"}

    @property
    def _list(self) -> str:
        return list_name(self.request.scope["path"], self.request.query_params.multi_items())

    def _next(self, after: Place | None) -> str | None:
        if after is None:
            return None
        cursor = write_cursor(self.shared.settings.cursor_key, self._list, self.version.token, after)
        path = quote(self.request.scope.get("liantu.path", self.request.scope["path"]))
        return f"{path}?{urlencode({**self._asked, 'cursor': cursor})}"


class Caller:
    """Makes the :class:`Call` of a request: parameters known, a format chosen, the data version looked up.

    Args:
        formats: what the resource comes as, the plainest first.
        fresh: the answer is made anew each time, as that to a POST is.
        stored: it rests on the store; otherwise it is made anew and the store need not be there.
    """

    def __init__(self, *formats: str, fresh: bool = False, stored: bool = True) -> None:
        self.formats, self.fresh, self.stored = formats, fresh or not stored, stored

    async def __call__(self, request: Request) -> Call:
        """Return the call.

        Raises:
            ParameterUnknown, NotAcceptable: the request cannot be answered.
            NotModified: the client has the answer.
            StoreError: the store cannot be used.
        """
        shared: Shared = request.app.state.liantu
        scope, headers = request.scope, request.headers
        query = request.query_params.multi_items()
        check_names(request, shared, query)
        form = choose(headers.get("accept", ""), self.formats, scope.get(FORMAT, ""))
        lang = language(headers.get("accept-language", ""), shared.settings.language)
        version = await shared.stores.version() if self.stored else Version("", "")
        given = {"Cache-Control": "no-store"}
        if not self.fresh:
            given = headers_of(version, etag(version, scope["path"], query, form, lang), time.time())
            if not request.app.state.access.reading_open:
                given["Cache-Control"] = "private, no-cache"
        given |= {"Content-Language": "en" if lang == "en" else "zh-CN"}
        given |= {"Liantu-Data-Version": version.token} if version.token else {}
        if not self.fresh and unchanged(given, headers.get("if-none-match", ""), headers.get("if-modified-since", "")):
            raise NotModified(given)
        return Call(request, shared, version, lang, form, given)


async def names_known(request: Request) -> None:
    """Let a route without a call take no parameters but its own.

    Raises:
        ParameterUnknown: there are others.
    """
    check_names(request, request.app.state.liantu, request.query_params.multi_items())


Listed = Annotated[Call, Depends(Caller(*TABLE))]
"""A call that is answered with rows."""
Single = Annotated[Call, Depends(Caller("json"))]
"""A call that is answered with one thing, as JSON."""


def choose_fields(wanted: str, columns: Sequence[str]) -> Sequence[str]:
    """Return the columns that are asked for, all when none is named.

    Raises:
        ParameterInvalid: there is no such field.
    """
    if not wanted:
        return columns
    names = list(dict.fromkeys(name.strip() for name in wanted.split(",") if name.strip()))
    unknown = [name for name in names if name not in columns]
    if unknown or not names:
        raise _unknown_field("fields", unknown[:3], columns)
    return names


def ordered(rows: Iterable[Row], sort: str, columns: Sequence[str]) -> list[Row]:
    """Return rows sorted by columns, separated by commas, ``-`` before one that goes down; what is missing is last.

    Raises:
        ParameterInvalid: a column is not there or cannot be sorted by.
    """
    listed = list(rows)
    for part in reversed([part.strip() for part in sort.split(",") if part.strip()]):
        name, down = part.removeprefix("-"), part.startswith("-")
        if name not in columns:
            raise _unknown_field("sort", [name], columns)
        there = [row for row in listed if row.get(name) is not None]
        there.sort(key=lambda row: row[name], reverse=down)
        listed = there + [row for row in listed if row.get(name) is None]
    return listed


def _unknown_field(parameter: str, unknown: Sequence[str], columns: Sequence[str]) -> ParameterInvalid:
    return ParameterInvalid(
        f"{parameter} 里没有这些字段：{'、'.join(unknown) or '（空）'}",
        f"{parameter}: no such field: {', '.join(unknown) or '(empty)'}",
        do_zh=f"可用：{'、'.join(columns)}",
        do_en=f"Known: {', '.join(columns)}",
    )


def check_names(request: Request, shared: Shared, query: Sequence[tuple[str, str]]) -> None:
    """Refuse parameters that the resource is not said to have: a misspelt filter would silently filter nothing."""
    if not query:
        return
    if not shared.names:
        shared.names.update(parameters_of(request.app))
    known = shared.names[request.scope["route"].path_format]
    names = [name for name, _ in query]
    twice = [name for name in names if names.count(name) > 1]
    odd = twice or ([] if known is None else [name for name in names if name not in known])
    if odd:
        listed = "、".join(sorted(known or ()))
        raise ParameterUnknown(
            f"参数给了两次：{odd[0]}" if twice else f"没有参数 {odd[0][:60]}",
            f"given twice: {odd[0]}" if twice else f"unknown parameter {odd[0][:60]}",
            do_zh=f"可用：{listed or '没有参数'}",
            do_en=f"Known: {listed or 'none'}",
        )
