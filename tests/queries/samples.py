"""Small chains by hand, for the pure tests, and a small synthetic graph for the stored ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.evidence import Document, Entity, Figure, Ref, Review, Statement, Status
from graph.facts import document_batch, thing_node
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from queries.gaps.model import ChainGaps, ChainGraph, FirmHere, GapClass, InputEdge, Quote, SegmentNode, Source

REGISTER = Source("register", "示例名录", region="中山市", completeness="complete", as_of="2026-06-30")
PARTIAL = Source("letter", "示例函", issuer="示例局", region="中山市", completeness="partial")


def firm(name: str, *, review: str = "accepted", status: str = "done", share: float | None = None) -> FirmHere:
    return FirmHere(f"Firm:{name}", name, "文中写明", name, status, review, share=share)


def said(segment: str, *, review: str = "accepted", status: str = "done", at: int = 0) -> Quote:
    return Quote(
        f"letter#{at}-{at + 9}/{segment}", "letter", "示例函", "一", at, at + 9, f"写到{segment}", status, review
    )


def chain(
    arrows: str,
    *,
    key: str = "Chain:t",
    firms: Mapping[str, Iterable[FirmHere]] | None = None,
    told: Iterable[str] = (),
    covered: Iterable[str] = (),
    leaders: Iterable[str] = (),
    mentions: Mapping[str, Iterable[Quote]] | None = None,
) -> ChainGraph:
    """Make a chain from ``"a>b b>c d"``; ``told`` segments have an accepted mention, ``covered`` a complete source."""
    parts = [part.partition(">") for part in arrows.split()]
    names = sorted({name for start, _, end in parts for name in (start, end) if name})
    told, covered, named = set(told), set(covered), dict(firms or {})
    quotes = dict(mentions or {})
    return ChainGraph(
        key=key,
        name=f"{key.removeprefix('Chain:')}链",
        version="1",
        author="test",
        scope="",
        segments=tuple(
            SegmentNode(
                key=f"Segment:{name}",
                name=name,
                position="中游",
                stage="",
                rank=rank,
                firms=tuple(named.get(name, ())),
                mentions=(*((said(name),) if name in told else ()), *quotes.get(name, ())),
                covered_by=("register",) if name in covered else (),
                gbt4754=("3813",),
                canonical=name,
            )
            for rank, name in enumerate(names)
        ),
        inputs=tuple(InputEdge(f"Segment:{a}", f"Segment:{b}", "部件", "stated") for a, arrow, b in parts if arrow),
        leaders=tuple(FirmHere(f"Firm:{name}", name, "链主", "链主企业", "done", "accepted") for name in leaders),
        sources=(REGISTER, PARTIAL),
    )


def classes(gaps: ChainGaps) -> dict[str, GapClass]:
    return {row.segment.name: row.gap_class for row in gaps.rows}


# --- a small graph in a store ---

TEXT = (
    "甲电机厂生产电机，乙整机厂是链主企业，生产整机。计划引进丙控制器厂。整机产值达100亿元，整机产值约120亿元。"
    "乙整机厂位于南头镇。控制器依赖外购。以乙整机厂为链主。"
)


def _statement(quote: str, subject: Ref, predicate: str, target: Ref | Figure, **more: object) -> Statement:
    start = TEXT.index(quote)
    end_kind = {"object": target} if isinstance(target, Ref) else {"figure": target}
    return Statement.model_validate(
        {
            "document": "doc",
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "section": "一",
            "subject": subject,
            "predicate": predicate,
            "review": Review.ACCEPTED,
            **end_kind,
            **more,
        }
    )


MOTOR, MAKER, CONTROL = (Ref(kind="Firm", name=name) for name in ("甲电机厂", "乙整机厂", "丙控制器厂"))
INDUSTRY = Ref(kind="Industry", name="整机产业")
STATEMENTS = (
    _statement("甲电机厂生产电机", MOTOR, "PRODUCES", Ref(kind="Product", name="电机")),
    _statement("乙整机厂是链主企业", MAKER, "HAS_ROLE", Ref(kind="Role", name="链主企业")),
    _statement("生产整机", MAKER, "PRODUCES", Ref(kind="Product", name="整机")),
    _statement(
        "计划引进丙控制器厂", Ref(kind="Region", name="中山市"), "PLANS_TO_INTRODUCE", CONTROL, status=Status.PLANNED
    ),
    _statement(
        "整机产值达100亿元", INDUSTRY, "HAS_STATISTIC",
        Figure(metric="产值", value="100", unit="亿元", number=100, normal=1e10, normal_unit="元"),
    ),
    _statement(
        "整机产值约120亿元", INDUSTRY, "HAS_STATISTIC",
        Figure(metric="产值", value="120", unit="亿元", number=120, normal=1.2e10, normal_unit="元"),
        qualifier="约",
    ),
    _statement("乙整机厂位于南头镇", MAKER, "LOCATED_IN", Ref(kind="Town", name="南头镇")),
    _statement(
        "控制器依赖外购", Ref(kind="Policy", name="示例函"), "IDENTIFIES_GAP", Ref(kind="Gap", name="控制器外购")
    ),
    _statement("以乙整机厂为链主", MAKER, "CHAIN_LEADER_OF", INDUSTRY, review=Review.CANDIDATE),
)  # fmt: skip


def fill(store: Store) -> None:
    """Load a letter, two chains that share the motor, and which firm works where."""
    document = Document(key="doc", title="示例函", issuer="示例局", text=TEXT, region="中山市")
    entities = [Entity(kind="Firm", name="乙整机厂", aliases=("乙厂",))]
    store.load(document_batch(document, entities, STATEMENTS))
    store.load(_chains())
    store.load(_placements())


def register(key: str, covers: Iterable[str], completeness: str = "complete", region: str = "中山市") -> Batch:
    """Make the batch of a register that declares what it covers and names nobody."""
    properties = {"title": f"名录{key}", "region": region, "completeness": completeness, "as_of": "2026-06-30"}
    node = thing_node("Document", f"Document:{key}", key, [], covers=list(covers), **properties)
    return Batch(key, [node], [])


def placement(source: str, firm_name: str, segment: str, **properties: str) -> Batch:
    """Make the batch of one row that puts a firm into a segment."""
    ends = ("Firm", f"Firm:{firm_name}"), ("Segment", f"Segment:{segment}")
    said: dict[str, Value] = {
        "statements": [f"{source}#2"],
        "rule": "名录代码",
        "term": "3813",
        "review": "accepted",
        "status": "done",
    }
    nodes = [thing_node("Firm", ends[0][1], firm_name), NodeRow("Segment", ends[1][1], _NAMES[segment], {})]
    return Batch(source, nodes, [EdgeRow("IN_SEGMENT", *ends, {**said, **properties})])


_NAMES = {
    "steel": "硅钢片",
    "motor": "电机",
    "control": "控制器",
    "maker": "整机",
    "sale": "销售渠道",
    "pump": "水泵",
}
_CODES = {"steel": ["3130"], "motor": ["3812", "3813"], "control": ["3857"], "maker": ["3853"], "pump": ["3441"]}
_MADE = {
    "appliance": ("家电产业链", "steel>motor motor>maker control>maker maker>sale"),
    "water": ("水务产业链", "motor>pump control>pump"),
}


def _chains() -> Batch:
    nodes: dict[str, NodeRow] = {}
    edges: dict[tuple[str, ...], EdgeRow] = {}
    taken: dict[tuple[str, str], list[str]] = {}
    basis: dict[str, Value] = {"statements": ["chains#1"], "review": "accepted", "status": "done"}
    for short, (name, arrows) in _MADE.items():
        nodes[short] = thing_node("Chain", f"Chain:{short}", name, [name[:2]], version="1", author="test")
        pairs = [tuple(arrow.split(">")) for arrow in arrows.split()]
        for rank, key in enumerate(dict.fromkeys(key for pair in pairs for key in pair)):
            codes = {"gbt4754": _CODES[key]} if key in _CODES else {}
            nodes[key] = thing_node("Segment", f"Segment:{key}", _NAMES[key], [], **codes)
            place: dict[str, Value] = {
                **basis,
                "position": "中游",
                "rank": rank,
                "local_name": f"{name[:2]}{_NAMES[key]}",
            }
            edges[key, short] = EdgeRow("IN_CHAIN", ("Segment", f"Segment:{key}"), ("Chain", f"Chain:{short}"), place)
        for start, end in pairs:
            taken.setdefault((start, end), []).append(short)
    for (start, end), shorts in taken.items():
        ends = ("Segment", f"Segment:{start}"), ("Segment", f"Segment:{end}")
        edges[start, end, "in"] = EdgeRow(
            "INPUT_OF", *ends, {**basis, "input_kind": "部件", "basis": "stated", "chains": [*shorts]}
        )
    return Batch("chains", list(nodes.values()), list(edges.values()))


def _placements() -> Batch:
    keys = {statement.quote: statement.key for statement in STATEMENTS}
    rows = [
        (MOTOR, "motor", "甲电机厂生产电机", "accepted", "done"),
        (MAKER, "maker", "生产整机", "accepted", "done"),
        (CONTROL, "control", "计划引进丙控制器厂", "accepted", "planned"),
    ]
    edges = [
        EdgeRow(
            "IN_SEGMENT",
            ("Firm", who.key),
            ("Segment", f"Segment:{segment}"),
            {"statements": [keys[quote]], "rule": "文中写明", "term": quote, "review": review, "status": status},
        )
        for who, segment, quote, review, status in rows
    ]
    edges += [
        EdgeRow(
            "MENTIONS",
            ("Statement", keys[quote]),
            ("Segment", f"Segment:{segment}"),
            {"statements": [keys[quote]], "rule": "环节名称", "term": term, "review": "accepted", "status": "done"},
        )
        for quote, segment, term in (("生产整机", "maker", "整机"), ("控制器依赖外购", "control", "控制器"))
    ]
    kinds = {edge.start for edge in edges} | {edge.end for edge in edges}
    names = {
        **{f"Segment:{key}": name for key, name in _NAMES.items()},
        **{who.key: who.name for who in (MOTOR, MAKER, CONTROL)},
        **{s.key: s.key for s in STATEMENTS},
    }
    return Batch("placements", [NodeRow(kind, key, names[key], {}) for kind, key in sorted(kinds)], edges)


def other_names() -> tuple[Batch, Batch]:
    """Make a register that has two of the firms under other names, and the edges that say they are one."""
    said: dict[str, Value] = {"statements": ["list#2"], "review": "accepted", "status": "done"}
    maker, motor = ("Firm", "Firm:乙整机有限公司"), ("Firm", "Firm:甲电机有限公司")
    town, pump, role = ("Town", "Town:小榄镇"), ("Segment", "Segment:pump"), ("Role", "Role:龙头企业")
    nodes = [thing_node("Firm", maker[1], "乙整机有限公司"), thing_node("Firm", motor[1], "甲电机有限公司")]
    nodes += [
        NodeRow("Town", town[1], "小榄镇"),
        NodeRow("Segment", pump[1], "水泵"),
        NodeRow("Role", role[1], "龙头企业"),
    ]
    placed: dict[str, Value] = {**said, "rule": "code", "term": "3441"}
    edges = [
        EdgeRow("LOCATED_IN", maker, town, said),
        EdgeRow("HAS_ROLE", maker, role, said),
        EdgeRow("IN_SEGMENT", motor, pump, placed),
        EdgeRow("COOPERATES_WITH", motor, maker, said),
    ]
    one: dict[str, Value] = {**said, "rule": "same-writing", "term": "整机"}
    old = ("Firm", "Firm:乙整机厂"), ("Firm", "Firm:甲电机厂")
    joined = [EdgeRow("SAME_AS", old[0], maker, one), EdgeRow("SAME_AS", old[1], motor, one)]
    ends = [NodeRow(kind, key, key.partition(":")[2]) for kind, key in (*old, maker, motor)]
    return Batch("list", nodes, edges), Batch("derived-firms", ends, joined)
