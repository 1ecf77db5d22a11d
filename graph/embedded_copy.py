"""New rows of a large load, written to files and copied into the engine whole.

The engine copies a file several times as fast as it creates rows. Its reader
takes any text in quotes back exactly; lists it splits at commas, so rows with
lists of other than plain words go the ordinary way.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from graph.kinds import EDGES, NODES
from graph.loading import Plan
from graph.merge import Properties
from graph.store import Value

_PLAIN = re.compile(r"[\w#!.:/-]+")
"""List items that need no quotes."""
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
        self._files: dict[Table, TextIO] = {}
        self._columns: dict[Table, list[str]] = {}

    def take(self, plan: Plan) -> None:
        """Write the plan's new rows to the files, as far as they can be; what is left stays in the plan."""
        for kind, rows in list(plan.new_nodes.items()):
            plan.new_nodes[kind] = self._write((kind,), rows)
        for table, rows in list(plan.new_edges.items()):
            plan.new_edges[table] = self._write(table, rows)
        plan.new_nodes = {kind: rows for kind, rows in plan.new_nodes.items() if rows}
        plan.new_edges = {table: rows for table, rows in plan.new_edges.items() if rows}

    def copy(self) -> None:
        """Copy all files into the engine and empty them; nodes before edges."""
        for table in sorted(self._files, key=len):
            file = self._files.pop(table)
            file.close()
            ends = f"FROM='{table[1]}', TO='{table[2]}', " if len(table) > 1 else ""
            columns = [name for name in self._columns.pop(table) if name not in ("a", "b")]
            path = str(Path(file.name)).replace("\\", "/").replace("'", "\\'")
            self._execute(f"COPY {table[0]}({', '.join(columns)}) FROM '{path}' ({ends}{_OPTIONS})")
            Path(file.name).unlink()

    def close(self) -> None:
        """Close the files that were not copied."""
        for file in self._files.values():
            file.close()

    def _write(self, table: Table, rows: Sequence[Properties]) -> list[Properties]:
        if table not in self._files:
            name = f"{len(self._files)}-{'-'.join(table)}.csv"
            self._files[table] = (self._folder / name).open("w", encoding="utf-8", newline="")
            kinds = NODES[table[0]].columns if len(table) == 1 else EDGES[table[0]].columns
            first = [] if len(table) == 1 else ["a", "b"]
            self._columns[table] = [*first, *(column.name for column in kinds)]
        columns, kind, left, lines = self._columns[table], {"kind": table[0]}, [], []
        for row in rows:
            line = _line(row | kind, columns)
            if line is None:
                left.append(row)
            else:
                lines.append(line)
        self._files[table].writelines(lines)
        return left


@contextlib.contextmanager
def copy_files(execute: Callable[[str], object], beside: Path) -> Iterator[CopyFiles]:
    """Keep files for the time of a load, in a folder beside the store that goes with it."""
    with tempfile.TemporaryDirectory(prefix=beside.name + ".", suffix=".rows", dir=beside.parent) as folder:
        files = CopyFiles(execute, Path(folder))
        try:
            yield files
        finally:
            files.close()


def _line(row: Mapping[str, Value], columns: Sequence[str]) -> str | None:
    """Return a row as a line of the file; None if it cannot be one."""
    cells = []
    for name in columns:
        value = row.get(name)
        if value is None:
            cells.append("")
        elif isinstance(value, str):
            cells.append('"' + value.replace('"', '""') + '"')
        elif isinstance(value, list):
            if not all(isinstance(item, str) and _PLAIN.fullmatch(item) for item in value):
                return None
            cells.append('"[' + ",".join(map(str, value)) + ']"')
        else:
            cells.append(repr(value))
    return ",".join(cells) + "\n"
