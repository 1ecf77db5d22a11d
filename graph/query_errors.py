"""Refusals of a query that every engine says in the same words."""

from __future__ import annotations

from graph.errors import QueryRefused, StoreTimeout


def shortened(query: str) -> str:
    """Return a query as one line of 120 characters at most, for a message."""
    line = " ".join(query.split())
    return line if len(line) <= 120 else line[:117] + "…"


def cannot_run(text: str, query: str) -> QueryRefused:
    """Return the refusal of a query that the engine does not understand; ``text`` is what the engine says."""
    reason = text.splitlines()[0][:300] if text else "?"
    return QueryRefused(
        f"这个查询不能执行：{reason}",
        f"the query cannot be run: {reason}",
        where=shortened(query),
        do_zh="请对照 liantu ask 列出的问题改写",
        do_en="Compare it with the questions that liantu ask lists",
    )


def out_of_time(where: str) -> StoreTimeout:
    """Return the refusal of a query that ran out of time."""
    return StoreTimeout(
        "这个查询超过了时限",
        "the query ran out of time",
        where=where,
        do_zh="请加条件或 LIMIT 缩小范围",
        do_en="Narrow it with a condition or LIMIT",
    )
