"""Settings: what the analysis is set to and why, what another value would change, who may do what, where help is."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from api.access.bind import who_reads
from api.answers import known
from api.http.problems import ROOT
from api.http.version import program
from api.web.page import PageCall, Shown
from api.web.reading import KEY, read_answers
from graph.errors import InputError
from graph.store import Store, StoreInfo
from queries.gaps.model import GapParameters
from queries.gaps.parameters import with_settings
from viz.web.thresholds import ABOUT, Other, compared, thresholds

router = APIRouter(include_in_schema=False, default_response_class=Response)
_MOST = 60
"""Segments that are listed as changing."""


@router.get("/settings")
async def settings(call: Shown) -> Response:
    """Show the settings; with values in the address, what they would change."""
    asked = {name: call.query[name].strip()[:40] for name in ABOUT if call.query.get(name, "").strip()}
    base, other, error = GapParameters(), None, None
    try:
        changed = with_settings(base, asked)
        if changed != base:
            other = await _other(call, changed)
    except InputError as refused:
        error = refused
    chosen = ",".join(f"{name}={value}" for name, value in asked.items())
    info: StoreInfo = await call.cached("page-info", lambda store: store.info())
    place = f"{ROOT}/gaps?" + urlencode({"set": chosen}) if chosen and not error else f"{ROOT}/gaps"
    running = call.shared.settings
    return await call.show(
        "settings.html",
        title=call.page.t("设置", "Settings"),
        here="settings",
        data=place,
        thresholds=thresholds(base, asked),
        region=base.region,
        other=other,
        most=_MOST,
        error=error,
        asked=asked,
        csv=f"{ROOT}/gaps.csv?" + urlencode({"limit": 10_000, **({"set": chosen} if chosen else {})}),
        command="liantu gaps" + "".join(f" --set {name}={value}" for name, value in asked.items()),
        reads=call.page.t(*who_reads(running)),
        hours=f"{running.session_hours:g}",
        keep_days=f"{running.jobs_keep_s / 86_400:g}",
        upload_mb=running.upload // 1_000_000,
        version=program(),
        info=info,
        counts=(sum(info.nodes.values()), sum(info.edges.values())),
    )


async def _other(call: PageCall, changed: GapParameters) -> Other:
    answers = await call.cached(KEY, read_answers)

    def make(store: Store) -> Other:
        return compared(answers.city, known(store, changed).together())

    return await call.cached(("page-other", changed), make)
