"""A page as one HTML file that stands alone: no script, no address, system fonts, prints on A4.

All text is escaped; a strict content policy stands in the head, so that even
a slip there could run nothing and fetch nothing.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from importlib import resources

from queries.gaps.model import GapClass
from viz.pages.blocks import Block, Bullets, Cite, Code, Entries, Entry, Grid, Heading, Page, Para, visible
from viz.palette import LOOKS

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_SMALL, _TIGHT = ' class="small"', ' class="tight"'


def as_html(page: Page) -> str:
    """Return the page as one HTML file."""
    look = LOOKS[GapClass(page.look)]
    head = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if page.lang == "zh" else "en"}" dir="ltr">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(page.title)}</title>",
        f"<style>{_style(look.colour)}</style>",
        "</head>",
        "<body>",
        "<header>",
        f'<h1><span class="mark">{escape(page.mark)}</span> {_isolated(page.title)}</h1>',
        "<dl>",
        *(f"<div><dt>{escape(label)}</dt><dd>{_isolated(text)}</dd></div>" for label, text in page.facts),
        "</dl>",
        "</header>",
        "<main>",
    ]
    body = [line for block in page.blocks for line in _lines(block)]
    foot = ["</main>", f"<footer>{escape(page.foot)}</footer>", "</body>", "</html>"]
    return "\n".join([*head, *body, *foot]) + "\n"


def escape(text: str) -> str:
    """Return text for HTML, hidden marks written out."""
    return html.escape(visible(text), quote=True)


def _isolated(text: str) -> str:
    """Text that keeps its direction to itself."""
    return f"<bdi>{escape(text)}</bdi>"


def _style(colour: str) -> str:
    css = resources.files("viz.pages").joinpath("page.css").read_text(encoding="utf-8")
    return css.replace("/*class*/", f"--class: {colour};")


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"<h2>{escape(text)}</h2>"
        case Para(text, small):
            yield f"<p{_SMALL if small else ''}>{_isolated(text)}</p>"
        case Bullets(lines):
            yield "<ul>"
            yield from (f"<li>{_isolated(line)}</li>" for line in lines)
            yield "</ul>"
        case Entries(items, start):
            yield f'<ol start="{start}">'
            for item in items:
                yield from _entry(item)
            yield "</ol>"
        case Grid(heads, rows, tight):
            yield "<table><thead><tr>"
            yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
            yield "</tr></thead><tbody>"
            yield from (_row(row, tight) for row in rows)
            yield "</tbody></table>"
        case Code(title, text):
            yield f"<h3>{escape(title)}</h3>"
            yield "<pre><code>" + "\n".join(escape(line) for line in text.strip().split("\n")) + "</code></pre>"


def _row(row: Sequence[str], tight: Sequence[int]) -> str:
    cells = (f"<td{_TIGHT if at in tight else ''}>{_isolated(cell)}</td>" for at, cell in enumerate(row))
    return f"<tr>{''.join(cells)}</tr>"


def _entry(item: Entry) -> Iterator[str]:
    yield f'<li><p class="lead">{_isolated(item.lead)}</p>'
    for label, text in item.lines:
        told = f'<span class="label">{escape(label)}</span> ' if label else ""
        yield f"<p>{told}{_isolated(text)}</p>"
    yield from (_cited(cite) for cite in item.cites)
    yield "</li>"


def _cited(cite: Cite) -> str:
    words = f"<q>{_isolated(cite.words)}</q> " if cite.words else ""
    return f'<blockquote class="{escape(cite.mark)}">{words}<cite>{_isolated(cite.where)}</cite></blockquote>'
