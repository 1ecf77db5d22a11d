"""One call of each tool on the data that ship, and on the small store of the tests."""

from __future__ import annotations

from typing import Any

Call = tuple[str, dict[str, Any]]
BUILT: tuple[Call, ...] = (
    ("chains", {}),
    ("gaps", {"chain": "低空经济"}),
    ("check_list", {"chain": "低空经济"}),
    ("check_list", {}),
    ("why", {"segment": "eVTOL整机"}),
    ("targets", {"segment": "eVTOL整机"}),
    ("what_if", {"chain": "低空经济", "remove": ["福昆航空"]}),
    ("chain_map", {"chain": "低空经济", "width": 800}),
    ("chain_map", {"chain": "低空经济", "form": "svg"}),
    ("coverage", {}),
    ("find", {"text": "福昆"}),
    ("show", {"thing": "福昆航空"}),
    ("neighbours", {"thing": "福昆航空"}),
    ("neighbours", {"thing": "福昆航空", "relation": "PRODUCES"}),
    ("paths", {"start": "福昆航空", "end": "eVTOL整机"}),
    ("statements", {"text": "2485.1亿元"}),
    ("document", {"document": "letter-2025-112", "start": 2_000, "length": 500}),
    ("conflicts", {}),
    ("questions", {}),
    ("ask", {"name": "policies", "parameters": {"text": "低空"}}),
    ("ask", {"name": "figures"}),
    ("cypher", {"query": "MATCH (f:Firm)-[r:PRODUCES]->(p:Product) RETURN f.name, p.name, r.status, r.review, "
                "r.statements AS statements ORDER BY f.name, p.name"}),
)  # fmt: skip
SMALL: tuple[Call, ...] = (
    ("chains", {}),
    ("gaps", {"chain": "家电"}),
    ("check_list", {}),
    ("why", {"segment": "Segment:maker"}),
    ("targets", {"segment": "Segment:motor"}),
    ("what_if", {"add": ["丁厂@Segment:pump"]}),
    ("chain_map", {"chain": "家电", "form": "svg"}),
    ("coverage", {}),
    ("find", {"text": "yzjc"}),
    ("show", {"thing": "乙厂"}),
    ("neighbours", {"thing": "Segment:motor", "relation": "INPUT_OF", "direction": "out"}),
    ("paths", {"start": "甲电机厂", "end": "乙整机厂"}),
    ("statements", {"review": "candidate"}),
    ("document", {"document": "doc"}),
    ("conflicts", {}),
    ("questions", {"group": "firms"}),
    ("ask", {"name": "figures", "parameters": {"subject": "整机产业"}}),
    ("cypher", {"query": "MATCH (t:Statement) RETURN t.key AS statement, t.review AS review ORDER BY statement"}),
)


def name(call: Call) -> str:
    """How a test of a call is called."""
    return f"{call[0]}-{'-'.join(map(str, call[1].values()))[:30]}"
