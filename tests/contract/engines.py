"""The engines that the contract suite runs through. A new engine adds itself here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.embedded import EmbeddedStore
from graph.store import Store


@dataclass(frozen=True)
class Engine:
    """How the contract suite opens a store of an engine.

    ``open`` takes a folder of the test's own and returns the store in it,
    creating it on first use; opening it again must show what was committed.
    """

    name: str
    open: Callable[[Path], Store]


ENGINES = [
    Engine("ladybug", lambda folder: EmbeddedStore(folder / "store.lbug")),
]
