"""What a store of the graph can do, whatever engine keeps it.

A *source* (a letter, a template, a register) is loaded as one
:class:`Batch`, all or nothing: a reader sees the whole source or none of it.
Loading the same batch again changes nothing; loading a newer batch of the same
source withdraws what the source no longer says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

if TYPE_CHECKING:
    from graph.loading.journal import Change

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node as one source describes it; absent properties are not claimed."""

    kind: str
    key: str
    name: str
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """An edge as one source describes it; ends are (kind, key)."""

    kind: str
    start: tuple[str, str]
    end: tuple[str, str]
    properties: Mapping[str, Value] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, tuple[str, str], tuple[str, str]]:
        """At most one edge of a kind joins two nodes; sources share it."""
        return self.kind, self.start, self.end


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one source says; a node or edge that stands in it twice says both."""

    source: str
    nodes: Sequence[NodeRow]
    edges: Sequence[EdgeRow]


@dataclass(frozen=True, slots=True)
class NodeColumns:
    """Many nodes of a kind, column by column: what a large table says costs a tenth of what a row for each costs.

    A column has a value for each node, None where it claims nothing and never a list; ``shared`` is what all claim.
    """

    kind: str
    keys: Sequence[str]
    names: Sequence[str]
    columns: Mapping[str, Sequence[Scalar]]
    shared: Mapping[str, Value]

    def __len__(self) -> int:
        return len(self.keys)

    def rows(self) -> Iterator[NodeRow]:
        """Yield each node."""
        for at, (key, name) in enumerate(zip(self.keys, self.names, strict=True)):
            said = {column: values[at] for column, values in self.columns.items() if values[at] is not None}
            yield NodeRow(self.kind, key, name, {**said, **self.shared})


@dataclass(frozen=True, slots=True)
class EdgeColumns:
    """Many edges of a kind between nodes of two kinds, likewise; each rests on one statement."""

    kind: str
    start: str
    end: str
    starts: Sequence[str]
    ends: Sequence[str]
    statements: Sequence[str]
    columns: Mapping[str, Sequence[Scalar]]
    shared: Mapping[str, Value]

    def __len__(self) -> int:
        return len(self.starts)

    def rows(self) -> Iterator[EdgeRow]:
        """Yield each edge."""
        for at, (start, end, place) in enumerate(zip(self.starts, self.ends, self.statements, strict=True)):
            said = {column: values[at] for column, values in self.columns.items() if values[at] is not None}
            properties: dict[str, Value] = {"statements": [place], **said, **self.shared}
            yield EdgeRow(self.kind, (self.start, start), (self.end, end), properties)


@dataclass(frozen=True, slots=True)
class Stream:
    """All that a large source says, too much to hold: both iterators are read once, nodes first.

    No node and no edge may come twice. Unless it is the first load of the source, ``heard`` is told of each part what
    came or changed, and ``losing``, before anything is withdrawn, how many nodes and edges will be and how many the
    source had; what it raises stops the load.
    """

    source: str
    nodes: Iterable[NodeRow | NodeColumns]
    edges: Iterable[EdgeRow | EdgeColumns]
    heard: Callable[[Sequence[Change]], None] = lambda changes: None
    losing: Callable[[int, int], None] = lambda lost, held: None

    def node_rows(self) -> Iterator[NodeRow]:
        """Yield the nodes one by one."""
        for each in self.nodes:
            yield from (each,) if isinstance(each, NodeRow) else each.rows()

    def edge_rows(self) -> Iterator[EdgeRow]:
        """Yield the edges one by one."""
        for each in self.edges:
            yield from (each,) if isinstance(each, EdgeRow) else each.rows()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load changed, counted over nodes and edges.

    ``withdrawn`` counts what the source said before and no longer says.
    """

    source: str
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a read, with column names.

    ``truncated`` says that more rows were left, ``oversize`` that they were left because of their size.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: bool = False
    oversize: bool = False

    def dicts(self) -> Iterator[dict[str, Value]]:
        """Yield each row as a dict."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What ``doctor`` reports of a store.

    ``indexes`` is the state of each declared constraint and index, by name,
    where the engine has such; ``drift`` names what of the declared schema is
    missing or not usable. ``changes`` counts the rows of the history, which are
    no facts and stand in no other count.
    """

    engine: str
    engine_version: str
    place: str
    schema_version: int
    nodes: Mapping[str, int]
    edges: Mapping[str, int]
    sources: tuple[str, ...]
    drift: tuple[str, ...] = ()
    indexes: Mapping[str, str] = field(default_factory=dict)
    changes: int = 0


class Store(Protocol):
    """A graph store. Implementations are not thread-safe unless they say so."""

    def load(self, batch: Batch | Stream, *, dry_run: bool = False) -> LoadReport:
        """Make the store say of ``batch.source`` exactly what the batch says.

        Raises:
            StoreBusy, StoreReadOnly, StoreUnreadable: the store is unchanged.
        """
        ...

    def withdraw(self, source: str) -> LoadReport:
        """Remove all that a source says."""
        ...

    def remember(self, rows: Iterable[Mapping[str, Value]]) -> int:
        """Take in rows of another store's history; return how many were not there yet."""
        ...

    def staged(self) -> AbstractContextManager[None]:
        """Let several loads become visible together: all when the block ends, none when it raises."""
        ...

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        max_rows: int | None = None,
        max_size: int | None = None,
        timeout_s: float | None = None,
    ) -> Table:
        """Run a reading query inside the portable Cypher subset.

        Args:
            cypher: the query.
            parameters: values by name.
            max_rows: rows at most.
            max_size: characters at most, over all rows; rows that do not fit are left.
            timeout_s: seconds for the engine.

        Raises:
            QueryRefused: the query writes, is not understood, or one row of its answer is over ``max_size``.
            StoreTimeout: it ran out of time or memory.
        """
        ...

    def info(self) -> StoreInfo:
        """Count what is in the store."""
        ...

    def close(self) -> None:
        """Close the store; further calls fail."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
