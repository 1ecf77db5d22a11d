"""A page as Markdown that reads well without being rendered; nothing in a name becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from viz.pages.blocks import Block, Bullets, Cite, Code, Entries, Entry, Grid, Heading, Page, Para, visible

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_START = re.compile(r"^(\d+(?=[.)])|)([-+=.)])(?=\s|$)")
_FENCE = re.compile(r"`{3,}")


def as_markdown(page: Page) -> str:
    """Return the page as Markdown."""
    colon = "：" if page.lang == "zh" else ": "
    lines = [f"# {escape(page.mark)} {escape(page.title)}", ""]
    lines += [f"- **{escape(label)}**{colon}{escape(text)}" for label, text in page.facts]
    for block in page.blocks:
        lines += ["", *_lines(block, colon)]
    return "\n".join([*lines, "", "---", "", escape(page.foot), ""])


def escape(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line."""
    plain = _MARKUP.sub(r"\\\1", visible(text).strip()).replace("://", ":\\//")
    return _START.sub(r"\1\\\2", plain)


def _lines(block: Block, colon: str) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {escape(text)}"
        case Para(text):
            yield escape(text)
        case Bullets(lines):
            yield from (f"- {escape(line)}" for line in lines)
        case Entries(items, start):
            for number, item in enumerate(items, start):
                yield from _entry(number, item, colon)
        case Grid(heads, rows, _):
            yield f"| {' | '.join(map(escape, heads))} |"
            yield f"|{'---|' * len(heads)}"
            yield from (f"| {' | '.join(map(escape, row))} |" for row in rows)
        case Code(title, text):
            yield escape(title)
            yield ""
            fence = max((found.group() for found in _FENCE.finditer(text)), key=len, default="``") + "`"
            yield from (fence, *(visible(line) for line in text.strip().split("\n")), fence)


def _entry(number: int, item: Entry, colon: str) -> Iterator[str]:
    yield f"{number}. **{escape(item.lead)}**"
    for label, text in item.lines:
        yield f"   - {escape(label)}{colon}{escape(text)}" if label else f"   - {escape(text)}"
    for cite in item.cites:
        yield f"   - {_cited(cite)}"


def _cited(cite: Cite) -> str:
    return f"“{escape(cite.words)}” {escape(cite.where)}" if cite.words else escape(cite.where)
