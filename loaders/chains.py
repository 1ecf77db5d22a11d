"""Chain templates as rows of the graph: chains, segments, inputs, each edge with its line in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.evidence import node_key
from graph.facts import thing_node
from graph.loading.merge import Properties
from graph.store import Batch, EdgeRow, NodeRow, Value
from loaders.templates import SharedSegment, Template, TemplateInput, TemplateSegment


def chain_batch(template: Template, shared: Mapping[str, SharedSegment]) -> Batch:
    """Build the batch of one template; each edge names its line."""
    source = f"chain-{template.key}"
    chain = ("Chain", f"Chain:{template.key}")
    nodes = [
        thing_node(
            "Document",
            node_key("Document", source),
            source,
            [template.name],
            title=template.name + "模板",
            form="template",
            issuer=template.author,
        ),
        thing_node(
            "Chain",
            chain[1],
            template.name,
            [template.name.removesuffix("产业链")],
            version=template.version,
            author=template.author,
            scope=template.scope,
        ),
    ]
    edges: list[EdgeRow] = []
    titles = {s.id: s.title + (f"（{s.publisher}）" if s.publisher else "") for s in template.sources}
    for rank, segment in enumerate(template.segments):
        nodes += _segment_nodes(segment, shared)
        edges += _segment_edges(template, segment, rank, titles, shared)
    edges += [_input_edge(template, edge, titles) for edge in template.inputs]
    for name in template.about:
        kind = "Segment" if name.startswith("Segment:") else "Industry"
        key = node_key(kind, name.removeprefix("Segment:"))
        nodes.append(thing_node(kind, key, name.removeprefix("Segment:")))
        edges.append(EdgeRow("ABOUT", chain, (kind, key), _said(source, template.line)))
    return Batch(source, nodes, edges)


def _segment_nodes(segment: TemplateSegment, shared: Mapping[str, SharedSegment]) -> list[NodeRow]:
    common = shared.get(segment.use)
    name = common.name if common else segment.name
    own = [segment.name] if segment.name != name else []
    properties: Properties = {
        "products": _list(common.products if common else (), segment.products),
        "gbt4754": _list(common.gbt4754 if common else (), segment.gbt4754),
        "why": common.why if common else "",
    }
    aliases = _list(common.aliases if common else (), (*own, *segment.aliases))
    nodes = [thing_node("Segment", f"Segment:{segment.id}", name, [str(a) for a in aliases], **properties)]
    broader = _broader(segment, shared)
    if broader:
        wide = shared[broader]
        wide_properties: Properties = {"products": list(wide.products), "gbt4754": list(wide.gbt4754), "why": wide.why}
        nodes.append(thing_node("Segment", f"Segment:{broader}", wide.name, list(wide.aliases), **wide_properties))
    return nodes


def _segment_edges(
    template: Template,
    segment: TemplateSegment,
    rank: int,
    titles: Mapping[str, str],
    shared: Mapping[str, SharedSegment],
) -> list[EdgeRow]:
    source, here = f"chain-{template.key}", ("Segment", f"Segment:{segment.id}")
    placed: Properties = {
        "local_name": segment.name,
        "position": segment.position,
        "stage": segment.stage,
        "parent": f"Segment:{segment.parent}" if segment.parent else "",
        "rank": rank,
        "basis_sources": _cited(segment, titles),
    }
    said = _said(source, segment.line)
    edges = [EdgeRow("IN_CHAIN", here, ("Chain", f"Chain:{template.key}"), {**said, **placed})]
    broader = _broader(segment, shared)
    if broader:
        edges.append(EdgeRow("KIND_OF", here, ("Segment", f"Segment:{broader}"), said))
    return edges


def _broader(segment: TemplateSegment, shared: Mapping[str, SharedSegment]) -> str | None:
    return segment.kind_of or (shared[segment.use].kind_of if segment.use else None)


def _input_edge(template: Template, edge: TemplateInput, titles: Mapping[str, str]) -> EdgeRow:
    properties: Properties = {
        "input_kind": edge.kind,
        "basis": edge.basis,
        "basis_sources": _cited(edge, titles),
        "chains": [template.key],
    }
    ends = ("Segment", f"Segment:{edge.start}"), ("Segment", f"Segment:{edge.end}")
    return EdgeRow("INPUT_OF", *ends, {**_said(f"chain-{template.key}", edge.line), **properties})


def _cited(entry: TemplateSegment | TemplateInput, titles: Mapping[str, str]) -> list[Value]:
    """Titles of the sources of a row, the letter's with the words that it is cited for."""
    cited: list[Value] = []
    for source in entry.sources:
        quoted = source == "letter" and entry.letter_quote
        cited.append(f"{titles[source]}：“{entry.letter_quote}”" if quoted else titles[source])
    return cited


def _said(source: str, line: int) -> Properties:
    return {"statements": [f"{source}#{line}"], "review": "accepted", "status": "done"}


def _list(*parts: Iterable[str]) -> list[Any]:
    return list(dict.fromkeys(item for part in parts for item in part))
