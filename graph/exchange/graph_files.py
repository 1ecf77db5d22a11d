"""GraphML and GEXF 1.3, written so that Gephi and networkx read back every property, and read again.

XML and these formats cannot say everything that a store holds:

- a list is JSON text (the columns that are lists are declared in :mod:`graph.kinds`);
- what a node or edge does not have is left out;
- a character that XML forbids is written ``_x0007_``, as Office files do, and a
  ``_`` that would look like such a mark is ``_x005F_``;
- identifiers are XML name tokens made of kind and key in the same way; the key
  itself is a property.

Nodes and edges carry ``label`` (name; Chinese word of the relation) for
pictures and ``kind`` to colour by; parallel edges differ in id and kind.
They are written one by one: the writer of networkx would hold the whole graph,
and it stops at lists and at characters that XML forbids.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import networkx as nx
from lxml import etree

from graph.errors import InputError
from graph.exchange.network import node_name
from graph.kinds import EDGES, NODES, ColumnType, EdgeKind, NodeKind, Property
from graph.loading.merge import Properties
from graph.loading.plan import EdgeId, NodeId
from graph.parts import Part
from graph.store import Value
from graph.walk import Rows

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4})")
_NO_TOKEN = re.compile(r"[^A-Za-z0-9.:_\u4e00-\u9fa5-]|_(?=x[0-9A-Fa-f]{4})")
_MARK = re.compile(r"_x([0-9A-F]{4,6})_")
_TYPES = {"STRING": "string", "STRING[]": "string", "DOUBLE": "double", "INT64": "long"}


@dataclass(frozen=True, slots=True)
class PartRows:
    """A part of the graph, to be written to a file."""

    part: Part

    def nodes(self) -> Iterator[Properties]:
        """Yield each node."""
        yield from self.part.nodes.values()

    def edges(self) -> Iterator[tuple[EdgeId, Properties]]:
        """Yield each edge."""
        yield from self.part.edges.items()


def escaped(text: str) -> str:
    """Return a text with what XML forbids as ``_xHHHH_``."""
    return _FORBIDDEN.sub(_as_mark, text)


def unescaped(text: str) -> str:
    """Undo :func:`escaped`."""
    return _MARK.sub(lambda match: chr(int(match[1], 16)), text)


def write_graphml(file: IO[bytes], rows: Rows) -> tuple[int, int]:
    """Write nodes and edges as GraphML; return how many."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        place = {f"{{{_XSI}}}schemaLocation": f"{GRAPHML} {GRAPHML}/1.0/graphml.xsd"}
        with xml.element(f"{{{GRAPHML}}}graphml", place, nsmap={None: GRAPHML, "xsi": _XSI}):
            for group, types in _GROUPS:
                for name, type_ in types.items():
                    _line(xml, f"{{{GRAPHML}}}key", {
                        "id": f"{group[0]}.{name}",
                        "for": group,
                        "attr.name": name,
                        "attr.type": _TYPES[type_],
                    })  # fmt: skip
            with xml.element(f"{{{GRAPHML}}}graph", {"id": "liantu", "edgedefault": "directed"}):
                xml.write("\n")
                nodes = _each(xml, f"{{{GRAPHML}}}node", _nodes(rows), _data)
                edges = _each(xml, f"{{{GRAPHML}}}edge", _edges(rows), _data)
    return nodes, edges


def write_gexf(file: IO[bytes], rows: Rows) -> tuple[int, int]:
    """Write nodes and edges as GEXF 1.3; return how many."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        place = {"version": "1.3", f"{{{_XSI}}}schemaLocation": f"{GEXF} {GEXF}/gexf.xsd"}
        with xml.element(f"{{{GEXF}}}gexf", place, nsmap={None: GEXF, "xsi": _XSI}):
            with xml.element(f"{{{GEXF}}}meta"), xml.element(f"{{{GEXF}}}creator"):
                xml.write("Liantu 链图")
            with xml.element(f"{{{GEXF}}}graph", {"defaultedgetype": "directed", "mode": "static"}):
                for group, types in _GROUPS:
                    with xml.element(f"{{{GEXF}}}attributes", {"class": group, "mode": "static"}):
                        for name, type_ in list(types.items())[1:]:  # the label is an attribute of its own
                            _line(xml, f"{{{GEXF}}}attribute", {
                                "id": f"{group[0]}.{name}",
                                "title": name,
                                "type": _TYPES[type_],
                            })  # fmt: skip
                with xml.element(f"{{{GEXF}}}nodes"):
                    xml.write("\n")
                    nodes = _each(xml, f"{{{GEXF}}}node", _nodes(rows), _attvalues)
                with xml.element(f"{{{GEXF}}}edges"):
                    xml.write("\n")
                    edges = _each(xml, f"{{{GEXF}}}edge", _edges(rows), _attvalues)
    return nodes, edges


FORMATS: dict[str, Callable[[IO[bytes], Rows], tuple[int, int]]] = {"graphml": write_graphml, "gexf": write_gexf}
"""How to write, by the ending of the file's name."""


def read_graph(path: Path) -> Part:
    """Read a file that :func:`write_graphml` or :func:`write_gexf` wrote, with every property as the store had it.

    Raises:
        InputError: it cannot be read, or was not written by Liantu.
    """
    try:
        if path.suffix.lower() == ".gexf":
            read: nx.MultiDiGraph[Any] = nx.MultiDiGraph(nx.read_gexf(path, version="1.3"))
        else:
            read = nx.MultiDiGraph(nx.read_graphml(path, force_multigraph=True))
        nodes = {name: _restored(data, NODES) for name, data in read.nodes(data=True)}
        ids = {name: (str(row["kind"]), str(row["key"])) for name, row in nodes.items()}
        edges: dict[EdgeId, Properties] = {}
        for start, end, data in read.edges(data=True):
            row = _restored(data, EDGES)
            edges[str(row["kind"]), ids[start], ids[end]] = row
    except (OSError, ParseError, UnicodeError, KeyError, ValueError, nx.NetworkXError) as error:
        raise InputError(
            "这不是链图导出的 GraphML 或 GEXF 文件",
            f"not a GraphML or GEXF file that Liantu wrote: {type(error).__name__}",
            where=str(path),
            do_zh="请用 liantu export graphml 或 gexf 写出的文件",
            do_en="Use a file written by liantu export graphml or gexf",
        ) from error
    return Part({ids[name]: row for name, row in nodes.items()}, edges)


_Fields = tuple[dict[str, str], list[tuple[str, str]]]
"""Attributes of an element, and the text of each property by its declared id."""


def _declared(kinds: Mapping[str, NodeKind] | Mapping[str, EdgeKind]) -> dict[str, ColumnType]:
    """Return the names that properties have in a file, with their types."""
    types: dict[str, ColumnType] = {"label": "STRING"}
    for kind in kinds.values():
        for column in kind.columns:
            types.setdefault(_name(column, types), column.type)
    return types


def _name(column: Property, types: Mapping[str, ColumnType]) -> str:
    """Return the name of a property in a file; one that has two types (a document's number, a figure's) has two."""
    same = types.get(column.name, column.type) == column.type
    return column.name if same else f"{column.name}.{_TYPES[column.type]}"


_NODE_TYPES, _EDGE_TYPES = _declared(NODES), _declared(EDGES)
_NODE_NAMES = {kind.name: {c.name: _name(c, _NODE_TYPES) for c in kind.columns} for kind in NODES.values()}
_EDGE_NAMES = {kind.name: {c.name: _name(c, _EDGE_TYPES) for c in kind.columns} for kind in EDGES.values()}
_GROUPS = (("node", _NODE_TYPES), ("edge", _EDGE_TYPES))


def _nodes(rows: Rows) -> Iterator[_Fields]:
    for row in rows.nodes():
        label = escaped(str(row.get("name") or row["key"]))
        node_id: NodeId = (str(row["kind"]), str(row["key"]))
        yield {"id": _token(node_name(node_id)), "label": label}, _texts("n", row, _NODE_NAMES[node_id[0]])


def _edges(rows: Rows) -> Iterator[_Fields]:
    for edge_id, row in rows.edges():
        kind, start, end = edge_id
        digest = hashlib.sha256(json.dumps(edge_id).encode()).hexdigest()[:16]
        yield (
            {
                "id": f"{kind}-{digest}",
                "source": _token(node_name(start)),
                "target": _token(node_name(end)),
                "kind": kind,
                "label": EDGES[kind].zh,
            },
            _texts("e", row, _EDGE_NAMES[kind]),
        )


def _texts(group: str, row: Properties, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the properties that a row has, in declared order, so that both engines give the same file."""
    return [(f"{group}.{names[name]}", _text(row[name])) for name in names if row.get(name) is not None]


def _text(value: Value) -> str:
    if isinstance(value, list):
        return escaped(json.dumps(value, ensure_ascii=False))
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"
    return escaped(value) if isinstance(value, str) else repr(value)


def _each(xml: Any, tag: str, found: Iterable[_Fields], write: Callable[..., None]) -> int:  # noqa: ANN401
    count = 0
    for attributes, texts in found:
        write(xml, tag, attributes, texts)
        xml.write("\n")
        count += 1
    return count


def _data(xml: Any, tag: str, attributes: dict[str, str], texts: list[tuple[str, str]]) -> None:  # noqa: ANN401
    own = {name: text for name, text in attributes.items() if name in ("id", "source", "target")}
    with xml.element(tag, own):
        for key, text in ((f"{texts[0][0][0]}.label", attributes["label"]), *texts):
            with xml.element(f"{{{GRAPHML}}}data", {"key": key}):
                xml.write(text)


def _attvalues(xml: Any, tag: str, attributes: dict[str, str], texts: list[tuple[str, str]]) -> None:  # noqa: ANN401
    with xml.element(tag, attributes), xml.element(f"{{{GEXF}}}attvalues"):
        for key, text in texts:
            with xml.element(f"{{{GEXF}}}attvalue", {"for": key, "value": text}):
                pass


def _line(xml: Any, tag: str, attributes: dict[str, str]) -> None:  # noqa: ANN401
    xml.write("\n")
    with xml.element(tag, attributes):
        pass


def _token(text: str) -> str:
    return _NO_TOKEN.sub(_as_mark, text)


def _as_mark(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _restored(data: dict[str, Any], declared: dict[str, Any]) -> Properties:
    """Return the properties of a node or edge as the store had them; what the formats added is left."""
    columns = {column.name: column.type for column in declared[data["kind"]].columns}
    row: Properties = {}
    for title, value in data.items():
        name = title.partition(".")[0]
        if name not in columns:
            continue
        text = unescaped(value) if isinstance(value, str) else value
        row[name] = json.loads(text) if columns[name] == "STRING[]" else text
    return row
