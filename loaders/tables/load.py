"""Load a register into a store, and say of every row what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.store import LoadReport, Store
from loaders.tables.before import Before, News, before
from loaders.tables.gazetteer import gazetteer_of
from loaders.tables.mapping import Mapping
from loaders.tables.model import Book
from loaders.tables.read import TableRead, digest, read_table, source_key

_MOST_LOST = 0.5
"""Share of what a source said that a newer list may withdraw without being asked."""


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of the rows below the headers; the five add up to all filled rows."""

    loaded: int
    unchanged: int
    merged: int
    rejected: int
    aside: int

    @property
    def total(self) -> int:
        """All filled rows."""
        return self.loaded + self.unchanged + self.merged + self.rejected + self.aside


@dataclass(frozen=True, slots=True)
class Loaded:
    """A load with the account of its rows."""

    report: LoadReport
    read: TableRead
    rows: RowCounts


def load_table(
    store: Store,
    path: Path,
    mapping: Mapping,
    book: Book,
    *,
    key: str = "",
    replace: bool = False,
    dry_run: bool = False,
) -> Loaded:
    """Load a register.

    Args:
        store: where to.
        path: the file.
        mapping: what its columns mean.
        book: the file, opened.
        key: key of the source; the file's name if not given. The same key again replaces what it said.
        replace: let it take the place of another document of this key, or of a much longer list.
        dry_run: only say what would change.

    Raises:
        InputError: a bad header, a source of this key that is another; the store is unchanged.
    """
    source = _checked_key(key) if key else source_key(path)
    held = before(store, source)
    if held.form and not replace:
        _refuse_other(held, source, mapping.mapping)
    read = read_table(book, mapping, gazetteer_of(store), source, sha256=digest(path))
    news = News(lambda lost, had: None if replace or dry_run else _refuse_loss(lost, had, source))
    if read.count:
        report = store.load(read.stream(news.heard, news.losing), dry_run=dry_run)
    else:
        report = LoadReport(source, 0, 0, 0, 0, dry_run)
        read.told.append(("没有一行能载入，库没有变", "no row could be loaded; the store is unchanged"))
    unchanged = news.unchanged(read) - read.merged
    counts = RowCounts(
        loaded=read.count - len(unchanged) - len(read.merged),
        unchanged=len(unchanged),
        merged=len(read.merged),
        rejected=len(read.refused),
        aside=len(read.aside),
    )
    return Loaded(report, read, counts)


def _checked_key(key: str) -> str:
    if source_key(Path(key + ".x")) != key:
        raise InputError(
            f"来源的键不能有空白和 # / ! \\：{key}",
            f"a key holds no blanks and none of # / ! \\: {key}",
            do_zh="请换一个键",
        )
    return key


def _refuse_other(held: Before, source: str, mapping: str) -> None:
    if held.form != "register":
        raise InputError(
            f"库里的“{source}”是另一种来源（{held.form}），不是名录",
            f"{source!r} in the store is no register but a {held.form}",
            do_zh="请用 --key 另取一个键；确要替换请加 --replace",
            do_en="Name another --key, or add --replace",
        )
    if held.mapping != mapping:
        raise InputError(
            f"库里的“{source}”是按映射 {held.mapping} 载入的，这次是 {mapping}",
            f"{source!r} was loaded by mapping {held.mapping}, not {mapping}",
            do_zh="是另一份名录就用 --key 另取一个键；确要替换请加 --replace",
            do_en="Name another --key, or add --replace",
        )


def _refuse_loss(lost: int, held: int, source: str) -> None:
    if lost > _MOST_LOST * max(held - 1, 0):  # the register itself is never lost
        raise InputError(
            f"载入它会撤回这份来源原来所说的 {lost} 条（共 {held} 条），过半了",
            f"{lost} of the {held} nodes and edges of this source would be withdrawn",
            where=source,
            do_zh="请载入整份名录；若是另一份，请用 --key 另取一个键；确要替换请加 --replace",
            do_en="Load the whole list; or name another --key; or add --replace",
        )
