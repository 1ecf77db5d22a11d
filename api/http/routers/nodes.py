"""Nodes: by kind, one by one, and what is joined to them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.call import Single
from api.http.node_rows import node_dict
from api.http.openapi import item
from api.http.problems import ROOT
from queries.nodes import node

router = APIRouter(prefix=ROOT, tags=["nodes"])


@router.get("/nodes/{key:path}", responses=item(), summary="一个节点 · one node")
async def one(call: Single, key: str) -> Response:
    """Return a node with all its properties, who said what of it, and where its relations are."""
    return call.one(node_dict(await call.read(lambda store: node(store, key))))
