"""The graph browser: who is tied to whom, and which sentence says so?"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from api.http.problems import ROOT
from api.web.page import Shown

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/graph")
async def graph(call: Shown) -> Response:
    """Show the browser; what it shows stands behind the ``#`` of its address, or is the node of ``key``."""
    key = call.query.get("key", "")
    data = f"{ROOT}/graph/picture?key={quote(key, safe='')}&review=all" if key else ""
    return await call.show("graph.html", title=call.page.t("图谱", "Graph"), here="graph", data=data)
