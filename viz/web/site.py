"""What every page shares: two languages, links that keep the language, the navigation, and how templates are filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph.errors import Lang
from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from queries.gaps.model import GapClass
from viz.pages.blocks import visible
from viz.web.assets import assets
from viz.words import Words

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation: its name for templates, its address, and its words; ``more`` ones are folded in."""

    name: str
    path: str
    zh: str
    en: str
    more: bool = False


NAV = (
    Entry("overview", "/", "总览", "Overview"),
    Entry("chains", "/chains", "产业链", "Chains"),
    Entry("graph", "/graph", "图谱", "Graph"),
    Entry("gaps", "/gaps", "补链清单", "Gaps"),
    Entry("checks", "/checks", "核查清单", "To verify"),
    Entry("towns", "/kinds/Town", "镇街", "Towns"),
    Entry("documents", "/documents", "文献", "Documents"),
    Entry("review", "/review", "审核", "Review"),
    Entry("sources", "/sources", "数据源", "Sources"),
    Entry("coverage", "/coverage", "覆盖", "Coverage"),
    Entry("conflicts", "/conflicts", "冲突", "Conflicts", more=True),
    Entry("questions", "/questions", "问答库", "Questions", more=True),
    Entry("settings", "/settings", "设置", "Settings", more=True),
)
"""The pages that the head of every page leads to, in the order in which staff need them."""

COLOURS = {
    "Firm": "firm",
    **dict.fromkeys(("Platform", "Cluster"), "platform"),
    **dict.fromkeys(("Industry", "IndustryGroup", "Segment", "Chain", "Topic", "IndustryClass"), "industry"),
    **dict.fromkeys(("Product", "Technology"), "product"),
    **dict.fromkeys(("Region", "Town"), "place"),
    **dict.fromkeys(("Project", "Program", "Policy", "FinancialProduct", "Event"), "project"),
}
"""Colours of kinds of things by their name in the style sheet; all others are those of 机构、资质、角色."""


class Page:
    """One page being made in one language: words and links for its template.

    Args:
        lang: of what is not data.
        path: the address of the page, without its query.
        query: of the page, for the switch of languages.
        home: the language of an address that names none.
        data_version: of the store, "" where there is none.
        as_of: when the last load was made.
    """

    def __init__(
        self,
        lang: Lang,
        path: str,
        query: Mapping[str, str],
        *,
        home: Lang = "zh",
        data_version: str = "",
        as_of: str = "",
    ) -> None:
        self.lang, self.path, self.query, self.home = lang, path, dict(query), home
        self.data_version, self.as_of = data_version, as_of
        self.words = Words(lang)

    def t(self, zh: str, en: str) -> str:
        """Return the text in the page's language."""
        return en if self.lang == "en" else zh

    def url(self, path: str, /, **query: object) -> str:
        """Return an address of these pages in the page's language; parameters that are empty are left out."""
        given = {name.rstrip("_"): str(value) for name, value in query.items() if value not in ("", None, False)}
        if self.lang != self.home and not path.startswith(API):
            given["lang"] = self.lang
        return quote(path, safe="/") + (f"?{urlencode(given)}" if given else "")

    def node(self, key: str) -> str:
        """Return the address of the page of a node."""
        return self.url(f"/nodes/{key}") if key.partition(":")[0] in NODES else self.url("/nodes/" + key)

    def other(self) -> str:
        """Return this page in the other language."""
        query = {name: value for name, value in self.query.items() if name != "lang"}
        if self.lang == self.home:
            query["lang"] = "zh" if self.lang == "en" else "en"
        return quote(self.path, safe="/") + (f"?{urlencode(query)}" if query else "")

    def with_(self, **changed: object) -> str:
        """Return this page with some parameters changed; empty ones go."""
        query: dict[str, object] = {name: value for name, value in self.query.items() if name != "lang"}
        return self.url(self.path, **(query | changed))

    def fill(self, template: str, **given: Any) -> str:  # noqa: ANN401 - whatever a template shows
        """Return a template filled in."""
        about = {"page": self, "t": self.t, "url": self.url, "static": static, "api": API, "nav": NAV}
        return _environment().get_template(template).render(**about, **given)


def static(path: str) -> str:
    """Return the address of a file.

    Raises:
        KeyError: no such file ships.
    """
    known = assets()
    if path not in known.files:
        raise KeyError(path)
    return f"/static/{known.token}/{path}"


def sign_of(kind: str) -> tuple[str, str]:
    """Return the character of a kind and the name of its colour."""
    return NODES[kind].mark if kind in NODES else "？", COLOURS.get(kind, "other")


def statement_look(status: str | None, review: str) -> str:
    """Return how a statement is marked: candidate wins over status, status over accepted; None where none is given."""
    if review in ("candidate", "rejected"):
        return review
    return "done" if status in ("done", "", None) else "planned"


def status_zh(status: str) -> str:
    """Return the Chinese name of a status; one that is not known as it is."""
    return Status(status).zh if status in set(Status) else status


def review_zh(review: str) -> str:
    """Return the Chinese name of a review; one that is not known as it is."""
    return Review(review).zh if review in set(Review) else review


def is_example(*words: object) -> bool:
    """Tell whether what a source says of itself declares it to be a sample: its figures then carry a mark."""
    return any("示例" in str(word) for word in words)


def _shown(value: object) -> object:
    """Nothing hidden reaches a page: control and direction marks are written out."""
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable():
        return visible(value)
    return "" if value is None else value


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("viz.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.globals |= {
        "classes": tuple(GapClass),
        "is_example": is_example,
        "sign_of": sign_of,
        "look": statement_look,
        "status_zh": status_zh,
        "review_zh": review_zh,
        "kinds": NODES,
        "relations": EDGES,
    }
    return made
