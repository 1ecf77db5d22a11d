"""Everything that ships, loaded into a store in one step; and what is derived after any load."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from graph.errors import InputError
from graph.store import Batch, LoadReport, Store
from loaders.chains import chain_batch
from loaders.matching import matching_batch
from loaders.places import places_batch
from loaders.product_links import product_links
from loaders.resolution.decided import shipped_decisions_batch
from loaders.resolution.derive import same_firms_batch
from loaders.templates import SharedSegment, read_shared, read_template

DATA = Path(__file__).parent / "data"
SHARED = "shared.yaml"
Progress = Callable[[str], None]


def shipped_batches() -> Iterator[Batch]:
    """Yield the batches of places and chain templates that ship."""
    for path in sorted((DATA / "places").glob("*.csv")):
        yield places_batch(path, f"places-{path.stem}")
    yield from template_batches(sorted(p for p in (DATA / "chains").glob("*.yaml") if p.name != SHARED))


def template_batches(paths: list[Path]) -> Iterator[Batch]:
    """Yield each template's batch; shared segments come from the ``shared.yaml`` beside it, else the shipped one."""
    registries: dict[Path, dict[str, SharedSegment]] = {}
    for path in paths:
        beside = path.parent / SHARED
        registry = beside if beside.exists() else DATA / "chains" / SHARED
        if registry not in registries:
            registries[registry] = read_shared(registry)
        shared = registries[registry]
        yield chain_batch(read_template(path, shared), shared)


@contextlib.contextmanager
def read_ahead() -> Iterator[Future[list[Batch]]]:
    """Read places and templates in another thread: the engine makes its tables without holding Python up."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(_read)


def _read() -> list[Batch]:
    # What the letters and the public facts need takes as long to import as the tables take to make.
    import loaders.letters.review.service
    import loaders.reference.batch  # noqa: F401

    return list(shipped_batches())


def build(
    store: Store, progress: Progress = lambda _: None, shipped: Future[list[Batch]] | None = None
) -> list[LoadReport]:
    """Load all that ships: places, templates, letters with their decisions, public facts; then derive the matches.

    Everything becomes visible together. Reviews that the store holds already stand.

    Args:
        store: where to.
        progress: is told the source that comes next.
        shipped: places and templates, if they are being read ahead.
    """
    # Only a build or a letter load reads letters: the extractor's lexicons stay out of every other command.
    from loaders.letters.review.service import decided_letter
    from loaders.reference.batch import reference_batches

    reports = []
    with store.staged():
        # Asked before the first load: a question between two loads makes the store write the first by itself.
        paths = sorted((DATA / "letters").glob("*.txt"))
        letters = [decided_letter(store, path, shipped=True) for path in paths]
        references = list(reference_batches(store))
        for batch in shipped.result() if shipped else shipped_batches():
            progress(batch.source)
            reports.append(store.load(batch))
        for letter in letters:
            progress(letter.state.document.key)
            reports.append(store.load(letter.state.batch()))
        for batch in (*references, shipped_decisions_batch()):
            progress(batch.source)
            reports.append(store.load(batch))
        reports += refresh(store)
    return reports


def refuse_other_chain(store: Store, batch: Batch) -> None:
    """Refuse a template whose key or name is another chain's.

    Raises:
        InputError: naming the chain that has it.
    """
    for node in batch.nodes:
        if node.kind != "Chain":
            continue
        rows = store.read("MATCH (c:Chain) RETURN c.key AS key, c.name AS name").rows
        for key, name in rows:
            if (key == node.key) != (name == node.name):
                raise InputError(
                    f"键“{node.key.removeprefix('Chain:')}”和名称“{node.name}”对不上：库里的“{name}”用了其中之一",
                    f"key {node.key!r} and name {node.name!r} disagree with chain {name!r} in the store",
                    do_zh="请改模板的 key 或 name；确要替换请加 --replace",
                    do_en="Change key or name, or add --replace",
                )


def refresh(store: Store) -> list[LoadReport]:
    """Derive anew what follows from the sources.

    Firms and products in segments, statements that mention them, firms that are one.
    """
    # All are derived before the first is loaded: a question in between makes the store write it by itself.
    derived = (matching_batch(store), product_links(store), same_firms_batch(store))
    return [store.load(batch) for batch in derived]
