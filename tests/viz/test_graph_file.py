"""The graph as one file: names stay text, nothing is fetched, nothing overlaps, the same data make the same bytes."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import combinations

import pytest

from tests.viz.graphs import HOSTILE, made
from viz.graph.file import graph_file
from viz.graph.layout import HEIGHT, box_width, places
from viz.graph.picture import picture

SCRIPTS = re.compile(r"<script[^>]*>.*?</script>", re.DOTALL)


class Elements(HTMLParser):
    """All elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def file(**given: int) -> str:
    return graph_file(picture(made(HOSTILE, **given)), hops=1, data_version="v", as_of="2026-01-02T03:04:05")


def test_names_that_try_to_break_out_stay_in_the_data() -> None:
    reader = Elements()
    reader.feed(file())
    tags = [tag for tag, _ in reader.found]
    assert tags.count("script") == 3
    assert not {"img", "svg", "iframe", "object", "link"} & set(tags)
    assert not any(name.startswith("on") for _, attributes in reader.found for name in attributes)


def test_what_the_file_holds_is_what_the_graph_holds() -> None:
    text = file()
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert held is not None
    given = json.loads(held[1])
    assert {node["name"] for node in given["picture"]["nodes"]} == {"甲", *(n.replace("\ud800", "?") for n in HOSTILE)}
    assert len(given["edges"]) == len(given["picture"]["edges"]) == len(HOSTILE)


def test_nothing_in_the_file_leads_outside() -> None:
    text = file()
    reader = Elements()
    reader.feed(text)
    fetching = {"src", "href", "action", "data", "poster", "srcset", "formaction", "ping", "manifest", "background"}
    addresses = [v for _, attributes in reader.found for n, v in attributes.items() if n in fetching]
    assert addresses == ["#card"]
    page = SCRIPTS.sub("", text)
    assert not re.search(r"url\(|@import|//[\w-]+\.", page)
    assert "sourceMappingURL" not in text
    policy = next(a["content"] for t, a in reader.found if t == "meta" and a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_it_says_how_many_were_left_out() -> None:
    assert "截断" not in file()
    text = file(left_out=238, not_gone=1)
    assert "截断：还有 238 个点没有画" in text
    assert "再往外 1 步没有走" in text


def test_the_same_graph_makes_the_same_bytes() -> None:
    assert file() == file()


def test_three_hundred_nodes_stay_below_two_megabytes() -> None:
    text = graph_file(picture(made(HOSTILE, extra=300 - 1 - len(HOSTILE))), hops=1)
    assert len(text.encode()) <= 2_000_000


@pytest.mark.parametrize("count", [1, 2, 30, 300])
def test_no_two_boxes_overlap(count: int) -> None:
    names = [f"{'某某科技' * (1 + n % 4)}{n}" for n in range(count)]
    widths = [box_width(name) for name in names]
    edges = [(names[0], name) for name in names[1 : count // 2]] + [(names[n], names[n - 1]) for n in range(1, count)]
    at = places(names, widths, edges, names[:1])
    assert at[names[0]] == (0, 0)
    for (a, wide), (b, wider) in combinations(zip(names, widths, strict=True), 2):
        (x, y), (u, v) = at[a], at[b]
        assert abs(x - u) >= (wide + wider) / 2 or abs(y - v) >= HEIGHT, (a, b)
