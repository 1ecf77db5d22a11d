"""New rows of a large load, written to files and copied into the engine whole.

The engine copies a file several times as fast as it creates rows. Its reader
takes any text in quotes back exactly, and plain text without them in half the
time; lists it splits at commas, so rows with lists of other than plain words go
the ordinary way.
"""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO, TypeAlias

from graph.embedded.lines import column_lines, line
from graph.loading.merge import Properties
from graph.loading.plan import Plan
from graph.store import EdgeColumns, NodeColumns

_OPTIONS = """HEADER=false, PARALLEL=false, AUTO_DETECT=false, DELIM=',', QUOTE='"', ESCAPE='"'"""
MOST_NODES = 131_072
"""Nodes in a file: as many as the engine keeps together; of a file that ends within such a group it holds two."""
MOST_EDGES = 200_000
"""Edges in a file: the engine holds all of a file in memory, some 700 bytes each."""
FEW = 10_000
"""Rows of a table that cost little to copy."""
Table = tuple[str, ...]
"""(node kind) or (edge kind, start kind, end kind)."""
_File: TypeAlias = tuple[Table, tuple[str, ...], TextIO]


class CopyFiles:
    """Files of new rows, one a table; :meth:`copy` brings them in.

    Args:
        execute: runs a statement of the engine.
        folder: where the files are made.
        copied: is told after each file how many rows it had, and after the last of nodes how many all had.
    """

    def __init__(
        self, execute: Callable[[str], object], folder: Path, copied: Callable[[int], None] = lambda _: None
    ) -> None:
        self._execute, self._folder, self._copied = execute, folder, copied
        self._files: dict[tuple[Table, tuple[str, ...]], TextIO] = {}
        self._full: list[_File] = []
        self._rows: dict[TextIO, int] = {}
        self._numbers = itertools.count()

    def take(self, plan: Plan) -> None:
        """Write the plan's new rows to the files, as far as they can be; what is left stays in the plan."""
        for new in plan.columns:
            if not self._write_columns(new):
                _unroll(plan, new)
        plan.columns = []
        for kind, rows in list(plan.new_nodes.items()):
            plan.new_nodes[kind] = self._write((kind,), rows)
        for table, rows in list(plan.new_edges.items()):
            plan.new_edges[table] = self._write(table, rows)
        plan.new_nodes = {kind: rows for kind, rows in plan.new_nodes.items() if rows}
        plan.new_edges = {table: rows for table, rows in plan.new_edges.items() if rows}

    def copy(self, *, edges: bool = True) -> None:
        """Copy the files into the engine and drop them; nodes before edges, or nodes alone."""
        files = [*self._full, *((table, columns, file) for (table, columns), file in self._files.items())]
        ready = self._in_turn(file for file in files if edges or len(file[0]) == 1)
        if not ready:
            return
        self._full = [] if edges else [file for file in self._full if len(file[0]) > 1]
        self._files = {} if edges else {named: file for named, file in self._files.items() if len(named[0]) > 1}
        copied = 0
        for at, (table, columns, file) in enumerate(ready):
            file.close()
            path = Path(file.name).as_posix().replace("'", "\\'")
            ends = f"FROM='{table[1]}', TO='{table[2]}', " if len(table) > 1 else ""
            # The first two cells of an edge are its ends, whatever the columns.
            names = ", ".join([*(name for name in columns if name not in ("a", "b")), "kind"])
            self._execute("CALL threads=1")  # two take half as much memory again, and save a tenth of the time
            self._execute(f"COPY {table[0]}({names}) FROM '{path}' ({ends}{_OPTIONS})")
            Path(file.name).unlink()
            rows = self._rows.pop(file)
            copied += rows
            turning = len(table) == 1 and any(len(later[0]) > 1 for later in ready[at + 1 : at + 2])
            self._copied(copied if turning else rows)

    def _in_turn(self, files: Iterable[_File]) -> list[_File]:
        """Nodes come before edges; tables of few rows last, when memory is given back anyway; full files first."""
        sizes: Counter[Table] = Counter()
        for table, _, file in (files := list(files)):
            sizes[table] += self._rows[file]
        return sorted(files, key=lambda f: (len(f[0]), sizes[f[0]] < FEW, sizes[f[0]], -self._rows[f[2]]))

    def close(self) -> None:
        """Close the files that were not copied."""
        for file in [*self._files.values(), *(file for _, _, file in self._full)]:
            file.close()

    def _write(self, table: Table, rows: Sequence[Properties]) -> list[Properties]:
        left: list[Properties] = []
        shapes: dict[tuple[str, ...], list[str]] = {}
        for row in rows:
            made = line(row, table[0])
            if made is None:
                left.append(row)
            else:
                shapes.setdefault(tuple(row), []).append(made)
        for columns, lines in shapes.items():
            self._put(table, columns, lines)
        return left

    def _write_columns(self, rows: NodeColumns | EdgeColumns) -> bool:
        """Write columns to a file; tell whether they can be."""
        made = column_lines(rows)
        if made is None:
            return False
        table = (rows.kind,) if isinstance(rows, NodeColumns) else (rows.kind, rows.start, rows.end)
        self._put(table, *made)
        return True

    def _put(self, table: Table, columns: tuple[str, ...], lines: list[str]) -> None:
        most = MOST_EDGES if len(table) > 1 else MOST_NODES
        while lines:
            file = self._file(table, columns)
            part = lines[: most - self._rows.get(file, 0)]
            file.write("".join(part))
            self._rows[file] = self._rows.get(file, 0) + len(part)
            if self._rows[file] == most:
                self._full.append((table, columns, self._files.pop((table, columns))))
            lines = lines[len(part) :]

    def _file(self, table: Table, columns: tuple[str, ...]) -> TextIO:
        """Return the file of a table and of the columns that its rows fill."""
        if (table, columns) not in self._files:
            path = self._folder / f"{next(self._numbers)}.csv"
            self._files[table, columns] = path.open("w", encoding="utf-8", newline="")
        return self._files[table, columns]


@contextlib.contextmanager
def copy_files(execute: Callable[[str], object], beside: Path, copied: Callable[[int], None]) -> Iterator[CopyFiles]:
    """Keep files for the time of a load, in a folder beside the store that goes with it."""
    with tempfile.TemporaryDirectory(prefix=beside.name + ".", suffix=".rows", dir=beside.parent) as folder:
        files = CopyFiles(execute, Path(folder), copied)
        try:
            yield files
        finally:
            files.close()


def _unroll(plan: Plan, new: NodeColumns | EdgeColumns) -> None:
    """Make columns rows of the plan."""
    if isinstance(new, NodeColumns):
        rows = plan.new_nodes.setdefault(new.kind, [])
        rows += ({"key": node.key, "name": node.name, **node.properties} for node in new.rows())
    else:
        rows = plan.new_edges.setdefault((new.kind, new.start, new.end), [])
        rows += ({"a": edge.start[1], "b": edge.end[1], **edge.properties} for edge in new.rows())
