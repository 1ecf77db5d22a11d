"""Nodes and links as another program wrote them, before they are mapped to declared kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Original:
    """A node: the other program's identifier, its labels and properties (values of any type)."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A directed relationship; ``start`` and ``end`` are identifiers of nodes."""

    id: str
    type: str
    start: str
    end: str
    properties: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Originals:
    """All that is to be imported from one place."""

    nodes: tuple[Original, ...]
    links: tuple[Link, ...]
