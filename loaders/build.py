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
def _read_ahead() -> Iterator[Future[list[Batch]]]:
    """Read what ships in another thread: the engine makes and writes its tables without holding Python up."""
    with ThreadPoolExecutor(1) as pool:
        batches = pool.submit(lambda: list(shipped_batches()))
        rest = pool.submit(_read_evidence)
        yield batches
    rest.result()


def _read_evidence() -> None:
    """Read the claims and reviews that ship, in the order in which they are asked for."""
    from loaders.letters.review.load import key_of
    from loaders.letters.review.service import shipped_decisions
    from loaders.reference.batch import shipped_claims

    shipped_claims()
    for path in letters():
        shipped_decisions(key_of(path))


def letters() -> list[Path]:
    """Return the letters that ship."""
    return sorted((DATA / "letters").glob("*.txt"))


def build(store: Store, progress: Progress = lambda _: None) -> list[LoadReport]:
    """Load all that ships: places, templates, letters with their decisions, public facts; then derive the matches.

    Everything becomes visible together. Reviews that the store holds already stand.

    Args:
        store: where to.
        progress: is told the source that comes next.
    """
    reports = []

    def load(batch: Batch) -> None:
        progress(batch.source)
        reports.append(store.load(batch))

    with _read_ahead() as shipped, store.staged():
        for batch in shipped.result():
            load(batch)
        # Only a build or a letter load reads letters: the extractor's lexicons stay out of every other command.
        from loaders.letters.review.service import decided_letter
        from loaders.reference.batch import reference_batches

        # The first question makes the store write what it was given so far, while the other thread reads on.
        references = [*reference_batches(store)]
        decided = [decided_letter(store, path, shipped=True) for path in letters()]
        for batch in (*(letter.state.batch() for letter in decided), *references, shipped_decisions_batch()):
            load(batch)
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
