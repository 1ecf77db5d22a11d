"""The catalogue of ready questions: one ``.cypher`` file each (:mod:`queries.question_file`), found and run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from graph.errors import NotFound
from graph.store import Store, Table, Value
from queries.question_file import parse
from queries.questions import GROUPS, Parameter, Question

__all__ = ["Catalogue", "Parameter", "Question", "parse", "run"]


class Catalogue:
    """Questions by name. A file is read when its question is first asked for: most commands need a few."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = dict(sorted(paths.items()))
        self._read: dict[str, Question] = {}

    @staticmethod
    def shipped() -> Catalogue:
        """Return the questions that ship with Liantu."""
        return _shipped()

    @staticmethod
    def read(folder: Path) -> Catalogue:
        """Find every ``.cypher`` file of a folder."""
        return Catalogue({path.stem: path for path in folder.glob("*.cypher")})

    def __iter__(self) -> Iterator[Question]:
        """Yield every question.

        Raises:
            InputError: naming the file and line of the first thing that is wrong.
        """
        return (self.get(name) for name in self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def by_group(self, *, internal: bool = False) -> dict[str, tuple[Question, ...]]:
        """Return the questions of each group that has some, in the order of the list.

        Args:
            internal: with those that serve other commands.
        """
        groups = {group: tuple(q for q in self if q.group == group) for group in GROUPS}
        return {group: found for group, found in groups.items() if found and (internal or not found[0].internal)}

    def get(self, name: str) -> Question:
        """Return a question by name.

        Raises:
            NotFound: naming similar ones.
            InputError: its file is wrong, naming the line.
        """
        if name in self._paths and name not in self._read:
            path = self._paths[name]
            self._read[name] = parse(path.read_text("utf-8"), name, str(path))
        if name in self._read:
            return self._read[name]
        near = get_close_matches(name, [q.name for q in self if not q.internal], n=3, cutoff=0.4)
        raise NotFound(
            f"没有叫“{name}”的现成问题",
            f"no question named {name!r}",
            do_zh=f"是不是：{'、'.join(near)}" if near else "liantu ask 列出全部",
            do_en=f"Did you mean {', '.join(near)}?" if near else "liantu ask lists them all",
        )


def run(
    store: Store,
    name: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    catalogue: Catalogue | None = None,
    max_rows: int | None = None,
    timeout_s: float | None = None,
) -> Table:
    """Ask a question of the catalogue.

    Args:
        store: where to ask.
        name: of the question.
        parameters: by name; text is converted to each parameter's type.
        catalogue: the shipped one if not given.
        max_rows: see :meth:`graph.store.Store.read`.
        timeout_s: see :meth:`graph.store.Store.read`.

    Raises:
        NotFound: no such question.
        InputError: a parameter is unknown, missing or not of its type.
    """
    question = (catalogue or Catalogue.shipped()).get(name)
    table = store.read(question.cypher, question.bind(parameters or {}), max_rows=max_rows, timeout_s=timeout_s)
    return _sorted_sets(table, question.sets) if question.sets else table


def _sorted_sets(table: Table, sets: tuple[str, ...]) -> Table:
    rows = (
        tuple(
            sorted(value, key=str) if name in sets and isinstance(value, list) else value
            for name, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    return Catalogue.read(Path(str(files("queries"))) / "cypher")
