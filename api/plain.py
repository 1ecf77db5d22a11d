"""Answers of the analysis as plain data, as ``--json`` prints them and HTTP serves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from queries.demand.model import StatedDemand
from queries.gaps.bottlenecks import Bottleneck, Bottlenecks
from queries.gaps.runs import Family
from queries.gaps.stability import Kept, RowStability, Stability, total
from queries.gaps.what_if import RowChange, Standing, WhatIf


def what_if_data(found: WhatIf) -> dict[str, Any]:
    """What would change, before and after, chain by chain."""
    return {
        "stored": False,
        "changes": {
            "add": [asdict(one) for one in found.changes.add],
            "remove": [asdict(one) for one in found.changes.remove],
            "complete": list(found.changes.complete),
        },
        "notes": list(found.notes),
        "untouched": found.untouched,
        "chains": [
            {
                "chain": one.chain,
                "name": one.name,
                "counts_before": {kind.value: number for kind, number in one.before.items()},
                "counts_after": {kind.value: number for kind, number in one.after.items()},
                "rows": [_change_data(row) for row in one.rows],
            }
            for one in found.chains
        ],
        "parameters": asdict(found.parameters),
    }


def _change_data(row: RowChange) -> dict[str, Any]:
    return {
        "segment": row.segment,
        "name": row.name,
        "moved_only": row.moved_only,
        "why": row.why,
        "before": _standing_data(row.before),
        "after": _standing_data(row.after),
    }


def _standing_data(standing: Standing) -> dict[str, Any]:
    data = asdict(standing)
    data["class"] = data.pop("gap_class")
    return {**data, "class_zh": standing.gap_class.zh}


def stability_row_data(row: RowStability) -> dict[str, Any]:
    """One row as plain data, with shares beside counts."""
    data: dict[str, Any] = {
        "segment": row.segment,
        "name": row.name,
        "class": row.gap_class.value,
        "gap_place": row.gap_place,
        "check_place": row.check_place,
        "other_classes": {kind.value: number for kind, number in row.other_classes.items()},
        "upset_by": list(row.upset_by),
    }
    for name in ("class_kept", "in_gaps", "in_checks", "extension_kept"):
        kept: Mapping[Family, Kept] = getattr(row, name)
        counts = {"all": total(kept), **{family.value: one for family, one in kept.items()}}
        data[name] = {key: {"kept": one.kept, "runs": one.runs, "share": one.share} for key, one in counts.items()}
    return data


def stability_data(found: Stability) -> dict[str, Any]:
    """How stable an answer is: the runs that were made, and every row."""
    return {
        "chain": found.chain,
        "name": found.name,
        "top": found.top,
        "runs": {family.value: list(names) for family, names in found.made.items()},
        "rows": [stability_row_data(row) for row in found.rows],
        "parameters": asdict(found.parameters),
    }


def bottlenecks_data(found: Bottlenecks, limit: int) -> dict[str, Any]:
    """The first bottlenecks with counts and names, and how many there are."""

    def one(row: Bottleneck) -> dict[str, Any]:
        counts = {what: row.count(what) for what in ("cut", "leaders_cut", "direct", "indirect", "leaders")}
        data = {**asdict(row), "chains": len(row.hanging), "counts": counts, "class": row.gap_class.value}
        del data["gap_class"]
        return data

    return {
        "chain": found.chain,
        "total": len(found.rows),
        "idle": found.idle,
        "local": found.local,
        "rows": [one(row) for row in found.rows[:limit]],
        "names": dict(found.names),
        "parameters": asdict(found.parameters),
    }


def stated_data(one: StatedDemand) -> dict[str, object]:
    """One stated output as plain data; its products by code, name and the codes of GB/T 4754 they cover."""
    outputs = [{"code": product.code, "name": product.name, "gbt4754": product.classes} for product in one.outputs]
    return {**asdict(one), "outputs": outputs}
