"""The page of the towns: what each has, on a schematic map or in the user's own boundaries, and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.http.problems import ROOT
from api.web.page import PageCall
from graph.store import Store
from queries.catalogue import run
from queries.nodes import filters, nodes
from queries.standing import Standing, standing
from viz.web.outlines import Outlines, outlines
from viz.web.towns import VIEWS, TownMap, town_map

_MOST = 2_000
"""Towns that the page shows."""


async def towns(call: PageCall) -> Response:
    """Show the towns."""
    found = await call.cached("page-town-map", _read)
    drawn = await _drawn(call)
    view = call.query.get("view", "")
    return await call.show(
        "towns.html",
        title=call.page.t("镇街", "Towns"),
        here="towns",
        data=f"{ROOT}/nodes?kind=Town",
        towns=found,
        drawn=drawn,
        tiled=drawn is None or call.query.get("map") == "tiles",
        view=view if view in VIEWS else VIEWS[0],
        done=Standing.DONE,
        planned=Standing.PLANNED,
        candidate=Standing.CANDIDATE,
    )


def _read(store: Store) -> TownMap:
    rows = nodes(store, "Town", filters("Town", {}), sort="name", skip=0, limit=_MOST)
    return town_map(rows, standing(store), list(run(store, "town-breadth").dicts()))


async def _drawn(call: PageCall) -> Outlines | None:
    """The shapes of towns, where boundaries are set and know any of them."""
    shapes: Mapping[str, Any] = call.shared.shapes
    if not shapes:
        return None

    def make(store: Store) -> Outlines | None:
        rows = nodes(store, "Town", filters("Town", {}), sort="name", skip=0, limit=_MOST)
        named = {str(row["name"]): (str(row.get("code") or ""), str(row["name"])) for row in rows}
        known = {name: next((one for one in either if one in shapes), "") for name, either in named.items()}
        return outlines({name: shapes[one] for name, one in known.items() if one})

    return await call.cached("page-town-shapes", make)
