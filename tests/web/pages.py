"""The pages that the tests look at: address, and what it has to say."""

from __future__ import annotations

PAGES = {
    "overview": "/",
    "chains": "/chains",
    "chain": "/chains/smart-appliance?segment=Segment:electric-motor",
    "chain-table": "/chains/new-it?show=table",
    "graph": "/graph?key=Firm:福昆航空",
    "gaps": "/gaps?chain=smart-appliance&stability=1",
    "checks": "/checks?chain=smart-appliance",
    "documents": "/documents",
    "document": "/documents/letter-2025-112",
    "conflicts": "/conflicts",
    "sources": "/sources",
    "review": "/review",
    "review-pairs": "/review?show=pairs",
    "coverage": "/coverage",
    "towns": "/kinds/Town",
    "towns-progress": "/kinds/Town?view=progress",
    "firms": "/kinds/Firm?text=示例电机",
    "segment": "/nodes/Segment:electric-motor",
    "firm": "/nodes/Firm:康方生物",
    "town": "/nodes/Town:东凤镇",
    "policy": "/nodes/Policy:关于加大力度促进中山市制造业企业高质量发展的政策措施",
    "relation": "/nodes/Town:东凤镇?relation=LOCATED_IN&direction=in",
    "questions": "/questions",
    "question": "/questions/chains",
    "ask": "/questions/downstream?segment=电机",
    "settings": "/settings?minimum_suppliers=3",
    "search": "/search?q=dj",
}
"""By name. Every one answers 200 over the data that ship, and over those with the invented register."""
