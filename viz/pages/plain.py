"""A page as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from viz.pages.blocks import Block, Bullets, Cite, Code, Entries, Entry, Grid, Heading, Page, Para, visible


def as_text(page: Page) -> str:
    """Return the page as plain lines."""
    colon = "：" if page.lang == "zh" else ": "
    lines = [f"{page.mark} {page.title}", *(f"{label}{colon}{text}" for label, text in page.facts)]
    for block in page.blocks:
        lines += _lines(block, colon)
    lines += ["", page.foot]
    return "\n".join(map(visible, lines))


def _lines(block: Block, colon: str) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from ("", text)
        case Para(text):
            yield f"  {text}"
        case Bullets(lines):
            yield from (f"  · {line}" for line in lines)
        case Entries(items, start):
            for number, item in enumerate(items, start):
                yield from _entry(number, item, colon)
        case Grid(heads, rows, _):
            yield f"  {' | '.join(heads)}"
            yield from (f"  {' | '.join(row)}" for row in rows)
        case Code(title, text):
            yield from ("", f"-- {title}", *text.strip().split("\n"))


def _entry(number: int, item: Entry, colon: str) -> Iterator[str]:
    yield f"{number:>3}. {item.lead}"
    for label, text in item.lines:
        yield f"     {label}{colon}{text}" if label else f"     {text}"
    for cite in item.cites:
        yield f"     {_cited(cite)}"


def _cited(cite: Cite) -> str:
    return f"“{cite.words}” {cite.where}" if cite.words else cite.where
