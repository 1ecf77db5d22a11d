"""Nodes: the page of one, whatever its kind; the nodes of a kind; searching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.responses import Response

from api.http.guards import FORMAT
from api.http.problems import ROOT
from api.web.page import PageCall, Shown, today
from api.web.reading import KEY, read_answers
from api.web.towns import towns
from graph.kinds import NODES, STATED
from graph.store import Store, Value
from queries.catalogue import run
from queries.gaps.answers import find_segment
from queries.nodes import columns_of, count, filters, joined, neighbours, node, nodes
from queries.papers import documents
from queries.search import MAX_TEXT, find
from queries.show import Group, ShownEdge
from queries.targets import targets
from queries.why import why
from viz.web.node import Cite, brief_of, facts_of, ordered_groups, rule_zh, spoken
from viz.web.panel import panel_of

router = APIRouter(include_in_schema=False, default_response_class=Response)
PER_GROUP, PER_PAGE, MOST_HERE = 12, 100, 1_000
_LISTS = {"Segment": "chains", "Chain": "chains", "Town": "towns", "Document": "documents"}


@dataclass(frozen=True, slots=True)
class _Node:
    """A node as its page shows it."""

    row: Mapping[str, Value]
    groups: Sequence[Group]
    here: Mapping[str, Sequence[ShownEdge]]
    breadth: Sequence[Mapping[str, Value]]


@router.get("/nodes/{key:path}")
async def one(call: Shown, key: str) -> Response:
    """Show a node."""
    key = _whole(call, key)
    if call.query.get("relation"):
        return await _relation(call, key)
    found: _Node = await call.cached(("page-node", key), lambda store: _read(store, key))
    kind, name = str(found.row["kind"]), str(found.row["name"])
    papers = await _papers(call)
    panel, homes = await _segment(call, key) if kind == "Segment" else (None, [])
    return await call.show(
        "node.html",
        title=name,
        here=_LISTS.get(kind, ""),
        data=f"{ROOT}/nodes/{quote(key, safe='')}",
        row=found.row,
        kind=kind,
        facts=facts_of(found.row),
        brief=brief_of(kind, found.groups),
        groups=ordered_groups(found.groups),
        in_town=found.here,
        breadth=found.breadth,
        panel=panel,
        homes=homes,
        gaps=panel.why.gaps if panel else None,
        papers=papers,
        short=Cite(papers),
        rule_zh=rule_zh,
        spoken=spoken,
    )


async def _papers(call: PageCall) -> Mapping[str, Mapping[str, Value]]:
    found = await call.cached(("documents", "", ""), lambda store: documents(store, form="", text=""))
    return {str(row["document"]): row for row in found}


def _whole(call: PageCall, key: str) -> str:
    """A key may end as a format does; it is a name all the same."""
    if FORMAT not in call.request.scope:
        return key
    return str(call.request.scope["liantu.path"]).removeprefix("/nodes/")


def _read(store: Store, key: str) -> _Node:
    row = node(store, key)
    kind = str(row["kind"])
    here: dict[str, list[ShownEdge]] = {}
    breadth: Sequence[Mapping[str, Value]] = ()
    if kind in ("Town", "Region"):
        for edge in joined(store, row, "LOCATED_IN", "in", limit=MOST_HERE):
            here.setdefault(edge.other_kind, []).append(edge)
    if kind == "Town":
        breadth = [one for one in run(store, "town-breadth").dicts() if one["town"] == row["key"]]
    return _Node(row, neighbours(store, key, per_group=PER_GROUP), here, breadth)


async def _segment(call: PageCall, key: str) -> tuple[Any, list[tuple[str, str, Any]]]:
    """The derivation of a segment's class in the chain asked for, and the chains that have it."""
    answers = await call.cached(KEY, read_answers)
    if not any(node_.key == key for one in answers.chains for node_ in one.segments):
        return None, []
    homes = [(one.chain.key, one.chain.name, one.row(key)) for one in answers.every if _has(one.rows, key)]
    asked = call.query.get("chain", "")
    home = answers.chain(asked).chain.key if asked else find_segment(answers.chains, key).chains[0]

    def make(store: Store) -> Any:  # noqa: ANN401 - what the panel shows
        told = why(store, key, chain=home, chains=answers.chains, measures=answers.measures)
        fits = targets(store, key, chains=answers.chains, measures=answers.measures)
        return panel_of(told, fits, answers.demand.get(key, ()))

    return await call.cached(("panel", home, key, today()), make), homes


def _has(rows: Sequence[Any], key: str) -> bool:
    return any(row.segment.key == key for row in rows)


async def _relation(call: PageCall, key: str) -> Response:
    """Show all edges of one relation, a page at a time."""
    relation, direction = call.query["relation"], "in" if call.query.get("direction") == "in" else "out"
    skip = _page_of(call) * PER_PAGE
    row, found, groups = await call.read(
        lambda store: (
            node(store, key),
            joined(store, node(store, key), relation, direction, skip=skip, limit=PER_PAGE + 1),
            neighbours(store, key, per_group=0),
        )
    )
    group = next((one for one in groups if (one.relation, one.direction) == (relation, direction)), None)
    asked = urlencode({"relation": relation, "direction": direction})
    return await call.show(
        "relation.html",
        title=str(row["name"]),
        here=_LISTS.get(str(row["kind"]), ""),
        data=f"{ROOT}/nodes/{quote(key, safe='')}/neighbours?{asked}",
        row=row,
        kind=str(row["kind"]),
        group=group,
        edges=found[:PER_PAGE],
        skip=skip,
        more=len(found) > PER_PAGE,
        at=skip // PER_PAGE,
        short=Cite(await _papers(call)),
        rule_zh=rule_zh,
        spoken=spoken,
    )


@router.get("/kinds/{kind}")
async def of_kind(call: Shown, kind: str) -> Response:
    """List the nodes of a kind; towns have a page of their own."""
    if kind == "Town":
        return await towns(call)
    text, at = call.query.get("text", "")[:MAX_TEXT], _page_of(call)

    def read(store: Store) -> tuple[list[dict[str, Value]], int]:
        conditions = filters(kind, {"name.contains": text} if text else {})
        found = nodes(store, kind, conditions, sort="name", skip=at * PER_PAGE, limit=PER_PAGE)
        return found, count(store, kind, conditions)

    rows, total = await call.cached(("page-kind", kind, text, at), read)
    shown = [column for column in columns_of(kind) if column.name not in _TECHNICAL]
    return await call.show(
        "kind.html",
        title=NODES[kind].zh if call.lang == "zh" else kind,
        here=_LISTS.get(kind, ""),
        data=f"{ROOT}/nodes?kind={kind}",
        kind=kind,
        rows=rows,
        total=total,
        at=at,
        per_page=PER_PAGE,
        text=text,
        columns=[column for column in shown if any(row.get(column.name) for row in rows)],
        about=STATED[kind].about,
    )


_TECHNICAL = frozenset({"key", "name", "pinyin", "initials", "sources"})


def _page_of(call: PageCall) -> int:
    text = call.query.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@router.get("/search")
async def search(call: Shown) -> Response:
    """Show what is found by name, pinyin or initials."""
    text = call.query.get("q", "").strip()[:MAX_TEXT]
    hits = await call.read(lambda store: find(store, text, limit=200)) if text else ()
    return await call.show(
        "search.html",
        title=call.page.t("搜索", "Search"),
        here="",
        data=f"{ROOT}/search?{urlencode({'q': text})}" if text else f"{ROOT}/queries",
        text=text,
        hits=hits,
    )
