"""Loads of every kind as steps that the command line and jobs share: check the file first, then load all or nothing.

Each function here reads a file, refusing it before a store is touched, and
returns what is to be done with the store. :func:`load` does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.store import LoadReport, Store
from loaders.build import refresh, refuse_other_chain, template_batches

if TYPE_CHECKING:
    from loaders.letters.review.service import Loaded as LoadedLetter
    from loaders.tables.load import Loaded as LoadedTable
    from loaders.tables.mapping import Mapping
    from loaders.tables.model import Book

Loading = Callable[[Store, bool], list[LoadReport]]
"""Loads into a store, or only says what would change where the second is true."""


def load(store: Store, loading: Loading, *, dry_run: bool) -> list[LoadReport]:
    """Load, and derive anew what follows; all becomes visible together. A dry run writes nothing."""
    if dry_run:
        return loading(store, True)
    with store.staged():
        return [*loading(store, False), *refresh(store)]


@dataclass
class TableLoading:
    """A register that is read; ``loaded`` holds the account of its rows once it is loaded."""

    file: Path
    mapping: Mapping
    book: Book
    key: str
    replace: bool
    loaded: LoadedTable | None = None

    def __call__(self, store: Store, dry_run: bool) -> list[LoadReport]:
        """Load it."""
        from loaders.tables.load import load_table

        self.loaded = load_table(
            store, self.file, self.mapping, self.book, key=self.key, replace=self.replace, dry_run=dry_run
        )
        return [self.loaded.report]


def table(
    file: Path,
    mapping: str,
    *,
    key: str = "",
    replace: bool = False,
    covers: Iterable[str] = (),
    complete: bool = False,
    as_of: str = "",
    declared_by: str = "",
) -> TableLoading:
    """Read a register by a mapping, with the coverage that is declared with it. See ``loaders.tables``."""
    from loaders.tables.declared import declared
    from loaders.tables.mapping import read_mapping
    from loaders.tables.reading.book import open_book

    book = open_book(file)
    wanted = declared(read_mapping(mapping), covers, complete=complete, as_of=as_of, declared_by=declared_by)
    return TableLoading(file, wanted, book, key, replace)


@dataclass
class LetterLoading:
    """A letter that can be read; ``loaded`` holds what became of its statements once it is loaded."""

    file: Path
    key: str
    decisions: Path | None
    replace: bool
    loaded: list[LoadedLetter] = field(default_factory=list)

    def __call__(self, store: Store, dry_run: bool) -> list[LoadReport]:
        """Load it."""
        from loaders.letters.review.service import load_letter

        found = load_letter(
            store, self.file, key=self.key, decisions=self.decisions, replace=self.replace, dry_run=dry_run
        )
        self.loaded.append(found)
        return [found.report]


def letter(file: Path, *, key: str = "", decisions: Path | None = None, replace: bool = False) -> LetterLoading:
    """Read a letter."""
    from loaders.letters.reading.reader import read_document

    read_document(file)
    return LetterLoading(file, key, decisions, replace)


def chain(file: Path, *, replace: bool = False) -> Loading:
    """Read a chain template."""
    batches = list(template_batches([file]))

    def run(store: Store, dry_run: bool) -> list[LoadReport]:
        if not replace:
            for batch in batches:
                refuse_other_chain(store, batch)
        return [store.load(batch, dry_run=dry_run) for batch in batches]

    return run


def places(file: Path, *, replace: bool = False) -> Loading:
    """Read a table of places."""
    from loaders.places import places_batch

    batch = places_batch(file, f"places-{file.stem}")

    def run(store: Store, dry_run: bool) -> list[LoadReport]:
        lost = store.load(batch, dry_run=True).withdrawn
        if lost and not replace:
            raise InputError(
                f"库里已有同名的地名表，载入它会撤回 {lost} 条",
                f"a table of this name is in the store; {lost} of its rows and edges would be withdrawn",
                where=str(file),
                do_zh="是另一张表就换个文件名；确要替换请加 --replace",
                do_en="Rename the file, or add --replace",
            )
        return [store.load(batch, dry_run=dry_run)]

    return run


def decisions(file: Path) -> Loading:
    """Read decisions on the statements of a document, or on firms."""
    from loaders.letters.review.service import load_decisions
    from loaders.resolution.decided import add_decisions, is_firm_decisions, read_firm_decisions

    if is_firm_decisions(file):
        made = read_firm_decisions(file)
        return lambda store, dry_run: [add_decisions(store, made, dry_run=dry_run)]
    return lambda store, dry_run: [load_decisions(store, file, dry_run=dry_run)]


def exported(file: Path, *, replace: bool = False) -> Loading:
    """Read what ``liantu export`` wrote."""
    from graph.exchange.quotes import check_quotes
    from graph.exchange.read_back import batches, open_export, sources

    opened = open_export(file)
    counts = sources(opened)
    check_quotes(opened)

    def run(store: Store, dry_run: bool) -> list[LoadReport]:
        there = {name: pair for name, pair in counts.items() if name in store.info().sources}
        lost = [r.source for r in (store.load(b, dry_run=True) for b in batches(opened, there)) if r.withdrawn]
        if lost and not replace:
            raise InputError(
                f"库里已有这些来源，载入会撤回它们的一些内容：{'、'.join(lost)}",
                f"the store has these sources, and some of what they say would be withdrawn: {', '.join(lost)}",
                where=str(file),
                do_zh="先用 liantu diff 比一比；确要替换请加 --replace",
                do_en="Compare with liantu diff first, or add --replace",
            )
        return [store.load(batch, dry_run=dry_run) for batch in batches(opened, counts)]

    return run


def report_data(reports: Iterable[LoadReport]) -> list[dict[str, Any]]:
    """Return load reports as plain data."""
    return [{name: getattr(report, name) for name in report.__slots__} for report in reports]


def table_data(loaded: LoadedTable, reports: Iterable[LoadReport]) -> dict[str, Any]:
    """Return the account of a register as plain data: every row, every rejected cell, what was left out."""
    read, rows = loaded.read, loaded.rows
    return {
        "source": read.source,
        "title": read.title,
        "mapping": read.mapping.mapping,
        "dry_run": loaded.report.dry_run,
        "rows": {
            **{name: getattr(rows, name) for name in ("loaded", "unchanged", "merged", "rejected", "aside", "total")}
        },
        "reports": report_data(reports),
        "rejections": [
            {name: getattr(r, name) for name in r.__slots__ if name != "at"} | {"place": r.place}
            for refused in read.refused
            for r in refused.rejections
        ],
        "aside": [{"sheet": a.sheet, "row": a.row, "why": a.why, "text": a.text} for a in read.aside],
        "personal": read.personal,
        "renamed": [{"written": w, "name": n, "rows": count} for (w, n), count in read.renamed.items()],
        "unread": [
            {"sheet": layout.sheet, "header": layout.header_of(at)} for layout in read.layouts for at in layout.unread
        ],
        "coverage": {
            "completeness": read.coverage.completeness,
            "covers": list(read.coverage.covers),
            "region": read.mapping.covers.region,
        },
    }


def letter_data(loaded: LoadedLetter) -> dict[str, Any]:
    """Return what became of a letter's statements as plain data."""
    state = loaded.load.state
    reviews = [statement.review.value for statement in state.statements]
    return {
        "document": state.document.key,
        "title": state.document.title,
        "statements": {name: reviews.count(name) for name in ("accepted", "candidate", "rejected")},
        "personal": state.document.dropped_personal,
        "orphans": [orphan.quote for orphan in loaded.load.orphans],
    }
