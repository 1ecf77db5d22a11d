"""New rows of a large load, written to files and copied into the engine whole.

The engine copies a file several times as fast as it creates rows. Its reader
takes any text in quotes back exactly; lists it splits at commas, so rows with
lists of other than plain words go the ordinary way.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from graph.loading.merge import Properties
from graph.loading.plan import Plan
from graph.store import Value

_PLAIN = re.compile(r"(?!null\b)[\w#!.:/-]+(,(?!null\b)[\w#!.:/-]+)*", re.IGNORECASE)
"""Lists that the engine's reader splits into the very items they are made of."""
_OPTIONS = "HEADER=false, PARALLEL=false, ESCAPE='\"'"
Table = tuple[str, ...]
"""(node kind) or (edge kind, start kind, end kind)."""


class CopyFiles:
    """Files of new rows, one a table; :meth:`copy` brings them in.

    Args:
        execute: runs a statement of the engine.
    """

    def __init__(self, execute: Callable[[str], object], folder: Path) -> None:
        self._execute, self._folder = execute, folder
        self._files: dict[tuple[Table, tuple[str, ...]], TextIO] = {}
        self._numbers = itertools.count()

    def take(self, plan: Plan) -> None:
        """Write the plan's new rows to the files, as far as they can be; what is left stays in the plan."""
        for kind, rows in list(plan.new_nodes.items()):
            plan.new_nodes[kind] = self._write((kind,), rows)
        for table, rows in list(plan.new_edges.items()):
            plan.new_edges[table] = self._write(table, rows)
        plan.new_nodes = {kind: rows for kind, rows in plan.new_nodes.items() if rows}
        plan.new_edges = {table: rows for table, rows in plan.new_edges.items() if rows}

    def copy(self, *, edges: bool = True) -> None:
        """Copy the files into the engine and drop them; nodes before edges, or nodes alone."""
        ready = sorted((file for file in self._files if edges or len(file[0]) == 1), key=lambda file: len(file[0]))
        if not ready:
            return
        self._execute(f"CALL threads={os.cpu_count() or 1}")
        for table, columns in ready:
            file = self._files.pop((table, columns))
            file.close()
            path = Path(file.name).as_posix().replace("'", "\\'")
            ends = f"FROM='{table[1]}', TO='{table[2]}', " if len(table) > 1 else ""
            # The first two cells of an edge are its ends, whatever the columns.
            names = ", ".join([*(name for name in columns if name not in ("a", "b")), "kind"])
            self._execute(f"COPY {table[0]}({names}) FROM '{path}' ({ends}{_OPTIONS})")
            Path(file.name).unlink()
        self._execute("CALL threads=1")

    def close(self) -> None:
        """Close the files that were not copied."""
        for file in self._files.values():
            file.close()

    def _write(self, table: Table, rows: Sequence[Properties]) -> list[Properties]:
        left: list[Properties] = []
        shapes: dict[tuple[str, ...], list[str]] = {}
        last = f'","{table[0]}"\n'
        for row in rows:
            line = _line(row)
            if line is None:
                left.append(row)
            else:
                shapes.setdefault(tuple(row), []).append(line + last)
        for columns, lines in shapes.items():
            self._file(table, columns).writelines(lines)
        return left

    def _file(self, table: Table, columns: tuple[str, ...]) -> TextIO:
        """Return the file of a table and of the columns that its rows fill."""
        if (table, columns) not in self._files:
            path = self._folder / f"{next(self._numbers)}.csv"
            self._files[table, columns] = path.open("w", encoding="utf-8", newline="")
        return self._files[table, columns]


@contextlib.contextmanager
def copy_files(execute: Callable[[str], object], beside: Path) -> Iterator[CopyFiles]:
    """Keep files for the time of a load, in a folder beside the store that goes with it."""
    with tempfile.TemporaryDirectory(prefix=beside.name + ".", suffix=".rows", dir=beside.parent) as folder:
        files = CopyFiles(execute, Path(folder))
        try:
            yield files
        finally:
            files.close()


def _line(row: Mapping[str, Value]) -> str | None:
    """Return a row as a line of the file, up to the last cell's closing quote; None if it cannot be one."""
    cells = []
    for value in row.values():
        if isinstance(value, str):
            cells.append(value.replace('"', '""') if '"' in value else value)
        elif isinstance(value, list):
            joined = str(value[0]) if len(value) == 1 else ",".join(map(str, value))
            if joined.count(",") != len(value) - 1 or not _PLAIN.fullmatch(joined):  # a comma within an item splits it
                return None
            cells.append(f"[{joined}]")
        elif value is None:
            return None
        else:
            cells.append(repr(value))
    return '"' + '","'.join(cells)
