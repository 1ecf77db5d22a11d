"""Analyses that take their time."""

from __future__ import annotations

from typing import Any

from api.answers import known
from api.jobs.task import Task
from api.jobs.work.exports import write_json
from api.plain import stability_data
from queries.gaps.answers import find_chain
from queries.gaps.model import GapParameters
from queries.gaps.parameters import with_settings


def stability(task: Task) -> dict[str, Any]:
    """Tell how stable the answer of a chain is, or that of all together."""
    given = task.parameters
    task.say("读库", "reading the store")
    with task.reading() as store:
        told = known(store, with_settings(GapParameters(), given.get("set") or {}))
        chain = find_chain(told.chains, given["chain"]).key if given.get("chain") else ""
        task.say("重算", "making the runs")
        found = told.stability(chain, given["top"])
    with task.make("stability.json", "application/json", "每一行稳不稳", "how stable each row is") as file:
        write_json(file, stability_data(found))
    return {"chain": found.chain, "top": found.top, "rows": len(found.rows)}
