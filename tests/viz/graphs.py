"""Surroundings made by hand: every standing a relation may have, and names that try to break out."""

from __future__ import annotations

from graph.loading.plan import EdgeId, NodeId
from graph.parts import Part
from graph.store import Value
from queries.gaps.model import Quote
from queries.surroundings import Paper, Surroundings, Words

HOSTILE = (
    "<script>window.broken=1</script>", "</script><script>window.broken=1</script>", "<!--<script>",
    '"><img src=x onerror="window.broken=1">', "</style><svg onload=window.broken=1>", "甲\u202e厂\u202c乙", "长" * 200,
    "A" * 200, "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467", "行\u2028分\u2029隔\n断", "{{ 7*7 }}",
    "javascript:window.broken=1", "&lt;b&gt;", "半\ud800截",
    "http://outside.example/x.png", "`${window.broken=1}`", "\\u003cscript>", "\u200b零宽",
)  # fmt: skip
STANDINGS = (("done", "accepted"), ("planned", "accepted"), ("done", "candidate"), ("", ""), ("forecast", "accepted"))


def made(names: tuple[str, ...], extra: int = 0, **given: int) -> Surroundings:
    """The firm 甲 joined to a product of each name, each relation said by a quote that holds the name."""
    start: NodeId = ("Firm", "Firm:甲")
    nodes: dict[NodeId, dict[str, Value]] = {
        start: {"name": "甲", "pinyin": "jia", "initials": "j", "aliases": ["甲厂"]}
    }
    edges: dict[EdgeId, dict[str, Value]] = {}
    words: dict[str, Words] = {}
    for at, name in enumerate((*names, *(f"产品{n}" for n in range(extra)))):
        end: NodeId = ("Product", f"Product:{at}:{name}")
        status, review = STANDINGS[at % len(STANDINGS)]
        nodes[end] = {"name": name, "pinyin": f"chanpin{at}", "initials": f"cp{at}", "aliases": [f"{name}又名"]}
        statements: list[Value] = [f"doc#{at}-{at + 9}/h{at}"] if review else [f"list#{at + 2}"]
        edges["PRODUCES", start, end] = {
            "statements": statements, "status": status, "review": review, "sources": ["doc"],
        }  # fmt: skip
        if review:
            quote = Quote(str(statements[0]), "doc", "示例函", "一（一）", at, at + 9, f"甲生产{name}", status, review)
            words[quote.statement] = Words(quote, "前文", "后文", exact=at % 2 == 0)
    papers = {"doc": Paper("doc", f"示例函{names[0] if names else ''}", "示函〔2026〕1号", "示例局", "2026-01-02", "A")}
    steps = {id_: int(id_ != start) for id_ in nodes}
    return Surroundings((start,), Part(nodes, edges), steps, words=words, papers=papers, **given)
