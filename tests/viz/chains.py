"""Chains as the shipped templates state them, with invented findings: material to draw, no claims."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from queries.gaps.model import (
    ChainGaps,
    ChainGraph,
    FirmHere,
    GapClass,
    GapParameters,
    GapRow,
    InputEdge,
    Quote,
    SegmentNode,
    Tier,
)

TEMPLATES = Path(__file__).parents[2] / "loaders" / "data" / "chains"
LETTER = "中山市工业和信息化局关于市政协十三届四次会议第134001号提案答复的函（中工信函〔2025〕112号）"
LONG_FIRMS = (
    "中山火炬高技术产业开发区精密光电器件研究院有限公司",
    "华帝股份",
    "广东长虹日电科技有限公司",
    "TCL空调器（中山）有限公司",
    "大洋电机",
    "明阳智慧能源集团股份公司",
)
_STATUSES = ("done", "planned", "forecast", "applied", "done", "signed")


def keys() -> list[str]:
    """Keys of the shipped chains."""
    return sorted(path.stem for path in TEMPLATES.glob("*.yaml") if path.stem != "shared")


@cache
def _shared() -> dict[str, dict[str, Any]]:
    loaded = yaml.safe_load((TEMPLATES / "shared.yaml").read_text(encoding="utf-8"))
    return {segment["key"]: segment for segment in loaded["segments"]}


@cache
def _users() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for key in keys():
        loaded = yaml.safe_load((TEMPLATES / f"{key}.yaml").read_text(encoding="utf-8"))
        for segment in loaded["segments"]:
            if "use" in segment:
                out[segment["use"]] = (*out.get(segment["use"], ()), key)
    return out


@cache
def graph(key: str) -> ChainGraph:
    """Return a shipped chain without any finding."""
    loaded = yaml.safe_load((TEMPLATES / f"{key}.yaml").read_text(encoding="utf-8"))
    segments = tuple(_segment(entry, key) for entry in loaded["segments"])
    inputs = tuple(InputEdge(e["from"], e["to"], e["kind"], e["basis"]) for e in loaded["inputs"])
    return ChainGraph(
        loaded["key"], loaded["name"], loaded["version"], loaded["author"], loaded["scope"], segments, inputs
    )


def _segment(entry: dict[str, Any], chain: str) -> SegmentNode:
    base = _shared()[entry["use"]] if "use" in entry else {}
    key = entry.get("use") or entry["key"]
    return SegmentNode(
        key,
        entry.get("name") or base["name"],
        entry["position"],
        entry["stage"],
        parent=entry.get("parent") or "",
        shared_with=tuple(other for other in _users().get(key, ()) if other != chain),
        gbt4754=tuple(dict.fromkeys([*base.get("gbt4754", []), *(entry.get("gbt4754") or [])])),
    )


def findings(key: str, firms: int = 0, classes: tuple[GapClass, ...] = (GapClass.INSUFFICIENT,)) -> ChainGaps:
    """Return a shipped chain with ``firms`` invented firms a segment and the classes in turn."""
    chain = graph(key)
    rows = []
    for at, node in enumerate(chain.segments):
        gap_class = classes[at % len(classes)]
        here = (
            () if gap_class is GapClass.MISSING else tuple(_firm(at, n) for n in range(firms + at % 2 if firms else 0))
        )
        segment = SegmentNode(
            node.key,
            node.name,
            node.position,
            node.stage,
            node.parent,
            at,
            node.shared_with,
            (),
            here,
            (),
            node.gbt4754,
        )
        rows.append(_row(chain, segment, gap_class, firms))
    counts = Counter(row.gap_class for row in rows)
    return ChainGaps(
        chain,
        tuple(sorted(rows, key=lambda row: row.gap_class is not GapClass.MISSING)),
        GapParameters(),
        (LETTER, "示例名录.xlsx") if firms else (),
        "sha256:0123456789ab",
        {gap_class: counts[gap_class] for gap_class in GapClass},
    )


def _firm(at: int, number: int) -> FirmHere:
    name = LONG_FIRMS[(at + number) % len(LONG_FIRMS)]
    status = _STATUSES[(at + number) % len(_STATUSES)]
    review = "candidate" if (at + number) % 4 == 3 else "accepted"
    start = 100 * at + number
    quote = Quote(
        f"s{at}-{number}", "letter", LETTER, "一（一）4", start, start + 22, f"{name}在本地投产", status, review
    )
    return FirmHere(f"Firm:{name}{number}", name, "named", name, status, review, (quote,))


def _row(chain: ChainGraph, segment: SegmentNode, gap_class: GapClass, firms: int) -> GapRow:
    direct = tuple(edge.end for edge in chain.inputs if edge.start == segment.key)
    onward = {edge.end for edge in chain.inputs if edge.start in direct} - set(direct)
    local = bool(firms)
    return GapRow(
        segment,
        gap_class,
        tuple(Tier)[len(segment.name) % 3],
        f"{gap_class.zh}。示例。",
        direct,
        tuple(sorted(onward)),
        direct if local else (),
        tuple(sorted(onward)) if local else (),
        (),
        gap_class is GapClass.MISSING and len(direct) > 2,
        "",
        len(direct),
        "",
    )


def with_inputs(gaps: ChainGaps, inputs: tuple[InputEdge, ...]) -> ChainGaps:
    """Return the same findings over other inputs."""
    return replace(gaps, chain=replace(gaps.chain, inputs=inputs))


def invented(segments: int, inputs: int, seed: int) -> ChainGaps:
    """Return a chain made at random: names of any length, nesting, inputs in every direction."""
    chance = random.Random(seed)  # noqa: S311
    nodes: list[SegmentNode] = []
    for at in range(segments):
        position = chance.choice(("上游", "中游", "下游", "配套"))
        wholes = [node.key for node in nodes if node.position == position]
        parent = chance.choice(wholes) if wholes and chance.random() < 0.25 else ""
        name = "高端装备与关键零部件、"[: chance.randint(2, 11)] * chance.randint(1, 3) + str(at)
        nodes.append(SegmentNode(f"s{at}", name, position, f"{position}{chance.randint(1, 3)}", parent, at))
    pairs = {(chance.choice(nodes).key, chance.choice(nodes).key) for _ in range(inputs if nodes else 0)}
    edges = tuple(InputEdge(a, b, "材料", chance.choice(("stated", "engineering"))) for a, b in sorted(pairs) if a != b)
    chain = ChainGraph("invented", "测试产业链", "1", "test", "", tuple(nodes), edges)
    classes = tuple(GapClass)
    rows = []
    for at, node in enumerate(nodes):
        firms = tuple(_firm(at, number) for number in range(at % 5))
        rows.append(_row(chain, replace(node, firms=firms), classes[at % 6], 1))
    return ChainGaps(chain, tuple(rows), GapParameters(), (LETTER,), "v1")


def renamed(gaps: ChainGaps, name: str) -> ChainGaps:
    """Return the same findings with every firm and segment called ``name``."""
    rows = tuple(
        replace(
            row,
            sentence=name,
            segment=replace(
                row.segment, name=name, firms=tuple(replace(firm, name=name) for firm in row.segment.firms)
            ),
        )
        for row in gaps.rows
    )
    segments = tuple(replace(node, name=name) for node in gaps.chain.segments)
    return replace(gaps, rows=rows, chain=replace(gaps.chain, name=name, segments=segments))


def with_mention(gaps: ChainGaps, said: str) -> ChainGaps:
    """Return findings whose first segment has one accepted mention and one candidate firm."""
    mention = Quote("m", "letter", LETTER, "一（一）4", 10, 10 + len(said), said, "done", "accepted")
    waiting = Quote("c", "letter", LETTER, "一（一）4", 40, 44, "大洋电机", "done", "candidate")
    firm = FirmHere("Firm:大洋电机", "大洋电机", "named", "大洋电机", "done", "candidate", (waiting,))
    first = gaps.rows[0]
    segment = replace(first.segment, mentions=(mention,), firms=(firm,), shared_with=())
    return replace(gaps, rows=(replace(first, segment=segment), *gaps.rows[1:]))
