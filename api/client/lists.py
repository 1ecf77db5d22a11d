"""Lists that page by themselves, and answers that are files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from api.client.transport import Given, Transport, with_query

R = TypeVar("R")
P = TypeVar("P")
_CHUNK = 64 * 1024


class Rows(Generic[R, P]):
    """A list: going through it fetches one page after the other; ``P`` is the type of a page, ``R`` of a row.

    Nothing is asked before it is needed. Where the data change meanwhile, the
    next page is refused with the code ``CursorOutdated``: begin again then.
    """

    def __init__(self, transport: Transport, path: str, given: Given) -> None:
        self._transport, self._path, self._given = transport, path, dict(given)

    def __iter__(self) -> Iterator[R]:
        """Yield every row."""
        for page in self.pages():
            yield from cast("dict[str, Any]", page)["data"]

    def page(self) -> P:
        """Return the first page with what stands beside its rows: parameters, data version, tiers."""
        found: P = self._transport.read(self._path, self._given)
        return found

    def pages(self) -> Iterator[P]:
        """Yield page after page."""
        following: str | None = with_query(self._path, self._given)
        while following:
            page: P = self._transport.read(following)
            yield page
            following = cast("dict[str, Any]", page)["next"]

    def as_file(self, media: str) -> Download:
        """Return the first page in another format: ``text/csv``, ``application/x-ndjson``, ``application/geo+json``."""
        return Download(self._transport, self._path, self._given, media)


class Download:
    """An answer that is a file; nothing is asked before it is read."""

    def __init__(self, transport: Transport, path: str, given: Given, media: str) -> None:
        self._transport, self._where, self._media = transport, with_query(path, given), media

    def read(self) -> bytes:
        """Return the whole file; what has not changed comes from the cache."""
        return self._transport.fetch(self._where, accept=self._media)

    def json(self) -> Any:  # noqa: ANN401 - what the file holds
        """Return the file as JSON."""
        return json.loads(self.read())

    def save(self, path: str | Path) -> Path:
        """Write the file piece by piece, however large; it stands there only once it is whole."""
        wanted = Path(path)
        begun = wanted.with_name(wanted.name + ".part")
        with self._open() as answer, begun.open("wb") as file:
            shutil.copyfileobj(answer, file, _CHUNK)
        return begun.replace(wanted)

    def lines(self) -> Iterator[Any]:
        """Yield the objects of an NDJSON file, one by one as they come."""
        with self._open() as answer:
            for line in answer:
                yield json.loads(line)

    def _open(self) -> Any:  # noqa: ANN401 - as urllib returns it
        opened: Callable[..., Any] = self._transport.open
        return opened("GET", self._where, {"Accept": self._media})
