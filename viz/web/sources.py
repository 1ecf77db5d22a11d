"""What is loaded: each source with what it covers, to which day, by whose word, and what its last load changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store import Value
from queries.changes import Load

FORMS = {
    "register": ("名录", "register"),
    "table": ("表", "table"),
    "letter": ("函件", "letter"),
    "web notice": ("公开网页", "public pages"),
    "template": ("产业链模板", "chain template"),
    "decisions": ("决定", "decisions"),
    "derived": ("推导", "derived"),
    "": ("其他", "other"),
}
"""Forms of sources in Chinese and English, in the order in which they are listed."""
_FOLDED = ("template", "derived")
"""Forms whose sources stand in one row together."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source, or several of a form that are folded together.

    Args:
        key: of the source; empty for several.
        title: of its document; empty where it has none or several.
        form: as :data:`FORMS` names it.
        documents: how many it holds.
        document: key of its only document.
        complete: whether it declares to be.
        covers: segments that it declares.
        as_of: the day to which it holds.
        declared_by: who declares it complete.
        last: its latest load that changed something.
        sources: how many stand in this row.
    """

    key: str
    title: str
    form: str
    documents: int
    document: str
    complete: bool
    covers: int
    as_of: str
    declared_by: str
    last: Load | None
    sources: int = 1


def sources(names: Iterable[str], papers: Sequence[Mapping[str, Value]], history: Iterable[Load]) -> list[Source]:
    """Return the sources of a store, complete ones first.

    Args:
        names: of all sources.
        papers: rows of documents.
        history: loads, newest first.
    """
    last: dict[str, Load] = {}
    for load in history:
        last.setdefault(load.source, load)
    found = [_source(name, papers, last.get(name)) for name in names]
    kept = [one for one in found if one.form not in _FOLDED]
    for form in _FOLDED:
        if same := [one for one in found if one.form == form]:
            newest = max((one.last for one in same if one.last), key=lambda load: load.at, default=None)
            documents = sum(one.documents for one in same)
            kept.append(Source("", "", form, documents, "", False, 0, "", "", newest, len(same)))
    order = list(FORMS)
    return sorted(kept, key=lambda one: (not one.complete, order.index(one.form), one.title or one.key))


def _source(name: str, papers: Sequence[Mapping[str, Value]], last: Load | None) -> Source:
    own = [row for row in papers if row["document"] == name]
    mine = own or [row for row in papers if str(row["document"]).startswith(name + "-")]
    form = "derived" if name.startswith("derived-") else str(mine[0]["form"] or "") if mine else ""
    row = mine[0] if len(mine) == 1 else {}
    covers = row.get("covers")
    return Source(
        key=name,
        title=str(row.get("title") or ""),
        form=form if form in FORMS else "",
        documents=len(mine),
        document=str(row.get("document") or ""),
        complete=row.get("completeness") == "complete",
        covers=len(covers) if isinstance(covers, list) else 0,
        as_of=str(row.get("as_of") or row.get("date") or ""),
        declared_by=str(row.get("declared_by") or ""),
        last=last,
    )
