"""A national product graph in the form of ChainKnowledgeGraph: products, what goes into them, who makes them.

It has no licence, so it never ships; a user who may use a copy points at it.
Files are gzipped, one JSON object a line: ``product``, ``product_product``,
``company``, ``company_product``, ``industry``, ``industry_industry``,
``company_industry``.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import UnreadableFile
from graph.evidence import node_key
from graph.store import EdgeRow, NodeRow, Stream, Value

SOURCE = "chain-kg"
CODED: dict[str, tuple[str, bool]] = {
    "上游材料": ("INPUT_OF", True),
    "下游产品": ("INPUT_OF", False),
    "产品小类": ("IS_A", True),
}
"""Relation of two products → (edge kind, whether it runs from the second to the first)."""
FILES = (
    "product",
    "product_product",
    "company",
    "company_product",
    "industry",
    "industry_industry",
    "company_industry",
)


def chain_kg(folder: Path, *, firms: bool = True) -> Stream:
    """Return all that the graph says as one source.

    Args:
        folder: with the gzipped files.
        firms: firms and industries too; else only products and what joins them.

    Raises:
        UnreadableFile: a file is missing, damaged, or a line is not what it should be.
    """
    for name in FILES if firms else FILES[:2]:
        if not (folder / f"{name}.json.gz").is_file():
            raise UnreadableFile(
                f"缺少文件 {name}.json.gz",
                f"{name}.json.gz is missing",
                where=str(folder),
                do_zh=f"文件夹里要有：{'、'.join(FILES)}（.json.gz）",
                do_en=f"The folder holds {', '.join(FILES)} as .json.gz",
            )
    reader = _Reader(folder, firms=firms)
    return Stream(SOURCE, reader.nodes(), reader.edges())


class _Reader:
    """Reads the files once each; only the names of products, firms and industries are kept."""

    def __init__(self, folder: Path, *, firms: bool) -> None:
        self._folder, self._with_firms = folder, firms
        self._keys: dict[str, dict[str, str]] = {"Product": {}, "Firm": {}, "Industry": {}}
        self._said: set[str] = set()

    def nodes(self) -> Iterator[NodeRow]:
        yield self._document()
        for _, row in self._rows("product"):
            yield from self._node("Product", row["name"], row["name"])
        if not self._with_firms:
            return
        for _, row in self._rows("company"):
            yield from self._node("Firm", row["fullname"], row["name"], {"aliases": [row["name"]]})
        for _, row in self._rows("industry"):
            yield from self._node("Industry", row["name"], row["name"])

    def edges(self) -> Iterator[EdgeRow]:
        seen: set[tuple[str, str, str]] = set()
        for number, row in self._rows("product_product"):
            kind, turned = CODED.get(row["rel"], ("", False))
            ends = (row["from_entity"], row["to_entity"])
            start, end = ends[::-1] if turned else ends
            yield from self._edge(kind, ("Product", start), ("Product", end), f"product_product!{number}", seen)
        if not self._with_firms:
            return
        for number, row in self._rows("company_product"):
            ends = ("Firm", row["company_name"]), ("Product", row["product_name"])
            yield from self._edge("PRODUCES", *ends, f"company_product!{number}", seen)
        for number, row in self._rows("company_industry"):
            ends = ("Firm", row["company_name"]), ("Industry", row["industry_name"])
            yield from self._edge("IN_INDUSTRY", *ends, f"company_industry!{number}", seen)
        for number, row in self._rows("industry_industry"):
            ends = ("Industry", row["from_industry"]), ("Industry", row["to_industry"])
            yield from self._edge("IS_A", *ends, f"industry_industry!{number}", seen)

    def _document(self) -> NodeRow:
        fields: dict[str, Value] = {
            "title": "全国产品与企业图谱（ChainKnowledgeGraph）",
            "form": "register",
            "region": "全国",
            "completeness": "partial",
            "licence": "无许可，只供自用",
        }
        return NodeRow("Document", node_key("Document", SOURCE), SOURCE, fields)

    def _node(self, kind: str, name: str, called: str, more: dict[str, Value] | None = None) -> Iterator[NodeRow]:
        """Yield a node when its name comes first; the edges will call it ``called``."""
        key = node_key(kind, name)
        self._keys[kind].setdefault(called, key)
        if key not in self._said:
            self._said.add(key)
            yield NodeRow(kind, key, name, more or {})

    def _edge(
        self, kind: str, start: tuple[str, str], end: tuple[str, str], place: str, seen: set[tuple[str, str, str]]
    ) -> Iterator[EdgeRow]:
        """Yield an edge when it comes first and both ends are known."""
        first, second = self._keys[start[0]].get(start[1]), self._keys[end[0]].get(end[1])
        if not kind or first is None or second is None or first == second or (kind, first, second) in seen:
            return
        seen.add((kind, first, second))
        said: dict[str, Value] = {"statements": [f"{SOURCE}#{place}"], "review": "candidate", "status": "done"}
        yield EdgeRow(kind, (start[0], first), (end[0], second), said)

    def _rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        path = self._folder / f"{name}.json.gz"
        number = 0
        try:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    yield number, json.loads(line)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise UnreadableFile(
                "文件读不下去：损坏，或不是一行一个 JSON",
                "the file cannot be read on: damaged, or not one JSON object a line",
                where=f"{path}:{number + 1}",
            ) from error
