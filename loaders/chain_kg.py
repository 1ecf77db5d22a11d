"""A national product graph in the form of ChainKnowledgeGraph: products, what goes into them, who makes them.

It has no licence, so it never ships; a user who may use a copy points at it.
Files are gzipped, one JSON object a line: ``product``, ``product_product``,
``company``, ``company_product``, ``industry``, ``industry_industry``,
``company_industry``. ``industry_up`` and the weights of products are not read:
nothing says how they were made.

Names that differ only by width or by blanks at their ends are one thing. A
listed firm is known by its stock code, since short names change and one short
name may be two firms'; where one code has several legal names (a firm was
renamed) its rows are left out: which of them is meant is not said. All that is
left out is counted by its reason.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

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
RELATIONS = {"company_product": "主营产品", "company_industry": "所属行业", "industry_industry": "上级行业"}
"""The one relation that each of the other files of relations holds."""
LEFT_OUT = {
    "same": ("重复的行", "rows that come again"),
    "width": ("只差全半角、首尾空格的名称（并作一个）", "names that differ only by width or blanks (made one)"),
    "self": ("自己到自己的关系", "relations of a thing with itself"),
    "end": ("一端不在名单里的关系", "relations with an end that is in no list"),
    "relation": ("不认识的关系", "unknown relations"),
    "renamed": ("一个代码有几个法定名称、说不清是哪家的关系", "relations of a code with several legal names"),
}
"""Why a row is left out, in Chinese and English."""
FILES = (
    "product",
    "product_product",
    "company",
    "company_product",
    "industry",
    "industry_industry",
    "company_industry",
)


def chain_kg(folder: Path, *, firms: bool = True, left_out: Counter[str] | None = None) -> Stream:
    """Return all that the graph says as one source.

    Args:
        folder: with the gzipped files.
        firms: firms and industries too; else only products and what joins them.
        left_out: counts, by the keys of :data:`LEFT_OUT`, what is left out while the stream is read.

    Raises:
        UnreadableFile: a file is missing, damaged, or a line is not what it should be; the last two while it is read.
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
    reader = _Reader(folder, firms=firms, left_out=Counter() if left_out is None else left_out)
    return Stream(SOURCE, reader.nodes(), reader.edges())


class _Reader:
    """Reads the files once each; only names, codes and the ends of relations are kept."""

    def __init__(self, folder: Path, *, firms: bool, left_out: Counter[str]) -> None:
        self._folder, self._with_firms, self._left_out = folder, firms, left_out
        self._said: dict[str, str] = {}
        """Key of a node → its name as it stands first."""
        self._coded: dict[str, dict[str, set[str]]] = {}
        """Stock code → key of the firm → its short names."""
        self._joined: set[tuple[str, str, str]] = set()

    def nodes(self) -> Iterator[NodeRow]:
        yield self._document()
        for _, (name,) in self._rows("product", "name"):
            yield from self._node("Product", name)
        if not self._with_firms:
            return
        for _, (name, short, code) in self._rows("company", "fullname", "name", "code"):
            yield from self._node("Firm", name, {"aliases": [short]})
            self._coded.setdefault(_digits(code), {}).setdefault(node_key("Firm", name), set()).add(short)
        for _, (name,) in self._rows("industry", "name"):
            yield from self._node("Industry", name)

    def edges(self) -> Iterator[EdgeRow]:
        for number, (first, second, said) in self._rows("product_product", "from_entity", "to_entity", "rel"):
            kind, turned = CODED.get(said, ("", False))
            start, end = node_key("Product", first), node_key("Product", second)
            yield from self._edge(kind, *((end, start) if turned else (start, end)), f"product_product!{number}")
        if not self._with_firms:
            return
        for file, kind, thing in (
            ("company_product", "PRODUCES", "Product"),
            ("company_industry", "IN_INDUSTRY", "Industry"),
        ):
            fields = "company_name", "company_code", f"{thing.lower()}_name", "rel"
            for number, (short, code, name, said) in self._rows(file, *fields):
                firms = self._firms(short, code)
                if len(firms) > 1:
                    self._left_out["renamed"] += 1
                    continue
                known = kind if said == RELATIONS[file] else ""
                yield from self._edge(known, "".join(firms), node_key(thing, name), f"{file}!{number}")
        for number, (first, second, said) in self._rows("industry_industry", "from_industry", "to_industry", "rel"):
            kind = "IS_A" if said == RELATIONS["industry_industry"] else ""
            ends = node_key("Industry", first), node_key("Industry", second)
            yield from self._edge(kind, *ends, f"industry_industry!{number}")

    def _document(self) -> NodeRow:
        fields: dict[str, Value] = {
            "title": "全国产品与企业图谱（ChainKnowledgeGraph）",
            "form": "register",
            "region": "全国",
            "completeness": "partial",
            "licence": "无许可，只供自用",
        }
        return NodeRow("Document", node_key("Document", SOURCE), SOURCE, fields)

    def _node(self, kind: str, name: str, more: dict[str, Value] | None = None) -> Iterator[NodeRow]:
        """Yield a node when its name comes first."""
        key = node_key(kind, name)
        if key in self._said:
            self._left_out["same" if self._said[key] == name else "width"] += 1
            return
        self._said[key] = name
        yield NodeRow(kind, key, name.strip(), more or {})

    def _firms(self, short: str, code: str) -> list[str]:
        """Return the firms that a row may mean: those of its code, of several the one with its short name."""
        coded = self._coded.get(_digits(code), {})
        named = [key for key, shorts in coded.items() if short in shorts]
        return named if len(named) == 1 else list(coded)

    def _edge(self, kind: str, start: str, end: str, place: str) -> Iterator[EdgeRow]:
        """Yield an edge when it comes first, its relation and both ends are known and not the same."""
        reason = self._refused(kind, start, end)
        if reason:
            self._left_out[reason] += 1
            return
        self._joined.add((kind, start, end))
        said: dict[str, Value] = {"statements": [f"{SOURCE}#{place}"], "review": "candidate", "status": "done"}
        yield EdgeRow(kind, (start.partition(":")[0], start), (end.partition(":")[0], end), said)

    def _refused(self, kind: str, start: str, end: str) -> str:
        if not kind:
            return "relation"
        if start not in self._said or end not in self._said:
            return "end"
        if start == end:
            return "self"
        return "same" if (kind, start, end) in self._joined else ""

    def _rows(self, name: str, *fields: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the number of each line of a file and its fields."""
        path = self._folder / f"{name}.json.gz"
        number = 1
        try:
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for line in file:
                    if line.strip():
                        yield number, _fields(json.loads(line), fields)
                    number += 1
        except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
            raise UnreadableFile(
                "文件读不下去：损坏，或不是一行一个 JSON",
                "the file cannot be read on: damaged, or not one JSON object a line",
                where=f"{path}:{number}",
            ) from error


def _fields(row: object, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of a row, each a text that is not blank.

    Raises:
        ValueError: it has not all of them.
    """
    values = [row.get(field) for field in fields] if isinstance(row, dict) else []
    texts = tuple(value for value in values if isinstance(value, str) and value.strip())
    if len(texts) < len(fields):
        raise ValueError(fields)
    return texts


def _digits(code: str) -> str:
    """Return a stock code without its exchange (002076.SZ and 002076 are one firm's)."""
    return code.partition(".")[0]
