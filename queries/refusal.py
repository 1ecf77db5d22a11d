"""How a question is refused: what, at which line and column, and what to write instead."""

from __future__ import annotations

from graph.errors import QueryRefused

DO_ZH, DO_EN = "可以先用 liantu ask 列出的现成问题", "See the ready questions that liantu ask lists"


def refused(
    zh: str, en: str, cypher: str = "", start: int | None = None, *, do_zh: str = DO_ZH, do_en: str = DO_EN
) -> QueryRefused:
    """Return a refusal of ``cypher``; ``start`` is the character it is about."""
    return QueryRefused(zh, en, where="" if start is None else place(cypher, start), do_zh=do_zh, do_en=do_en)


def place(cypher: str, start: int) -> str:
    """Return line and column of a character, counted from 1."""
    before = cypher[:start].replace("\r\n", "\n").replace("\r", "\n")
    return f"第 {before.count(chr(10)) + 1} 行第 {len(before) - (before.rfind(chr(10)) + 1) + 1} 列"
