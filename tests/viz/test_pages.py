"""Pages of text: what a name holds never becomes markup, nothing is hidden, nothing leads outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.pages.blocks import Bullets, Cite, Code, Entries, Entry, Grid, Heading, Page, Para, visible
from viz.pages.html import as_html
from viz.pages.markdown import as_markdown, escape
from viz.pages.plain import as_text

HOSTILE = (
    "<script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", '" onload="x', "&lt;b&gt;", "甲\u202e厂\u202c",
    "\x1b[31m红", "两\n行", "长" * 200, "A" * 200, "`]|*_#<b>", "![x](http://a.example/x.png)", "[点](http://a.example)",
    "```\n# x", "- 1. + 列", "\u200b零宽",
)  # fmt: skip
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "span", "dl", "div", "dt", "dd",
    "main", "p", "bdi",
    "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "blockquote", "q", "cite",
    "footer",
}  # fmt: skip


def page(text: str) -> Page:
    """A page that holds a text everywhere."""
    entry = Entry(text, ((text, text), ("", text)), (Cite(text, text), Cite("", text, "candidate")))
    blocks = (
        Heading(text), Para(text), Para(text, small=True), Bullets((text,)), Entries((entry, entry), 3),
        Grid((text, text), ((text, text),), tight=(0,)), Code(text, text),
    )  # fmt: skip
    return Page(text, "？", "insufficient", ((text, text),), blocks, text)


class Reader(HTMLParser):
    """Collects tags, attributes and text, and whether tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.crossed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_a_name_as_text_and_reaches_nothing(text: str) -> None:
    html = as_html(page(text))
    reader = read(html)
    assert reader.tags <= KNOWN
    assert {name for name, _ in reader.attributes} <= {
        "lang", "dir", "charset", "http-equiv", "content", "name", "class", "scope", "start",
    }  # fmt: skip
    assert (reader.open, reader.crossed) == ([], [])
    assert reader.text.count(visible(text)) >= 15
    assert "default-src 'none'" in html
    assert "url(" not in html
    assert "@import" not in html


@given(st.text(max_size=60))
def test_html_of_any_text_is_whole(text: str) -> None:
    reader = read(as_html(page(text)))
    assert reader.tags <= KNOWN
    assert (reader.open, reader.crossed) == ([], [])


@given(st.text(max_size=60))
def test_nothing_is_hidden_and_a_line_stays_a_line(text: str) -> None:
    text = f"x{text}x"
    shown = visible(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", shown)
    code = len(text.strip().split("\n")) - 1
    assert len(as_text(page(text)).splitlines()) == len(as_text(page("x")).splitlines()) + code


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_a_name_as_text(text: str) -> None:
    lines = as_markdown(page(text)).split("\n")
    for line in lines:
        if line.startswith(("```", "````")) or visible(text) == line:
            continue
        bare = re.sub(r"\\.", "", line)
        assert not re.search(r"<\w|\]\(|!\[|://", bare), line
    table = [line for line in lines if line.startswith("|") and "---" not in line]
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 3 for line in table)


def test_markdown_keeps_what_is_harmless_readable() -> None:
    assert escape("中山市（2024—2027年），3.1 万亩") == "中山市（2024—2027年），3.1 万亩"
    assert [escape(text) for text in ("1. 甲", "- 乙", "3.1 万亩")] == ["1\\. 甲", "\\- 乙", "3.1 万亩"]


def test_a_query_with_fences_stays_inside_its_fence() -> None:
    text = as_markdown(Page("t", "？", "missing", (), (Code("q", "a\n````\nb"),), "f"))
    fences = [line for line in text.split("\n") if re.fullmatch("`{3,}", line)]
    assert fences == ["`````", "````", "`````"]


def test_the_text_numbers_on_and_cites() -> None:
    text = as_text(page("甲"))
    assert "  3. 甲" in text
    assert "  4. 甲" in text
    assert "“甲” 甲" in text
