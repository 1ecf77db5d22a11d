"""Exports as files, however large: written as they are read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from typing import IO, Any

from api.http.formats import MEDIA
from api.jobs.task import Task
from graph.exchange.graph_files import write_graphml
from graph.exchange.plain_files import write_edges, write_ndjson, write_nodes
from graph.loading.merge import Properties
from graph.loading.plan import EdgeId
from graph.walk import Walk

FORMATS = {"all": ("ndjson", "graphml"), "nodes": ("csv",), "edges": ("csv",)}
"""What can be exported, and as what, the plainest first."""
_EVERY = 5_000
"""Rows between two words about how far it is."""


class _Counted:
    """A walk that tells how far it is."""

    def __init__(self, walk: Walk, tell: Callable[[int], None]) -> None:
        self._walk, self._tell, self._done = walk, tell, 0

    def nodes(self) -> Iterator[Properties]:
        for row in self._walk.nodes():
            self._count()
            yield row

    def edges(self) -> Iterator[tuple[EdgeId, Properties]]:
        for row in self._walk.edges():
            self._count()
            yield row

    def _count(self) -> None:
        self._done += 1
        if self._done % _EVERY == 0:
            self._tell(self._done)


def export(task: Task) -> dict[str, Any]:
    """Write an export into a file; ``gzip`` compresses it."""
    given = task.parameters
    what, form, packed = given["what"], given["format"], bool(given.get("gzip"))
    candidates = given.get("review") == "all"
    name = f"{what}.{form}" + (".gz" if packed else "")
    media = "application/gzip" if packed else MEDIA[form].partition(";")[0]
    with task.reading() as store:
        info = store.info()
        total = sum(info.nodes.values()) + sum(info.edges.values())
        task.say("导出", "exporting", 0, total)
        walk = Walk(store, None, candidates=candidates)
        counted = _Counted(walk, lambda done: task.say("导出", "exporting", done, total))
        with task.make(name, media, "导出的文件", "the export") as file:
            if packed:
                with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as inside:
                    _write(what, form, inside, counted)
            else:
                _write(what, form, file, counted)
    return {"what": what, "format": form, "review": given.get("review", "accepted")}


def _write(what: str, form: str, file: Any, walk: _Counted) -> None:  # noqa: ANN401 - whatever bytes go into
    if what == "nodes":
        write_nodes(file, walk.nodes())
    elif what == "edges":
        for _ in walk.nodes():
            pass
        write_edges(file, walk.edges())
    elif form == "graphml":
        write_graphml(file, walk)
    else:
        write_ndjson(file, walk)


def write_json(file: IO[bytes], value: object) -> None:
    """Write a value as JSON, Chinese unescaped."""
    file.write(json.dumps(value, ensure_ascii=False, default=str).encode())
