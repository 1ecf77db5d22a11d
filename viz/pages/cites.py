"""How evidence is cited on a page: whose document, its date, the place of the words, and what became of it."""

from __future__ import annotations

from graph.errors import Lang
from graph.evidence import Review, Status
from queries.fit.model import Evidence
from queries.gaps.model import DONE
from queries.gaps.nearby import Neighbour
from queries.gaps.reach import source_words
from queries.gaps.rows import row_place
from viz.pages.blocks import Cite


def mark_of(status: str, review: str) -> str:
    """Candidate wins over status, status over accepted."""
    if review != "accepted":
        return "candidate"
    return "accepted" if status in DONE else "planned"


def standing(status: str, review: str, lang: Lang = "zh") -> str:
    """What is not an accepted, done fact says so: 候选，规划."""
    if lang == "en":
        told = ["candidate" if review != "accepted" else "", "" if status in DONE else status]
        return ", ".join(word for word in told if word)
    told = [Review.CANDIDATE.zh if review != "accepted" else "", "" if status in DONE else Status(status).zh]
    return "，".join(word for word in told if word)


def cite(found: Evidence, lang: Lang = "zh") -> Cite:
    """Return the words and where they stand: title with number, issuer, date, grade, place, standing."""
    notes = [found.issuer, found.date]
    if found.grade:
        notes.append(f"{found.grade} 级来源" if lang == "zh" else f"grade {found.grade}")
    notes.append(standing(found.status, found.review, lang))
    inner = [note for note in notes if note]
    whose = f"（{'，'.join(inner)}）" if inner else ""
    return Cite(found.quote, f"《{found.title}》{whose} {found.place}".strip(), mark_of(found.status, found.review))


def cite_neighbour(one: Neighbour) -> Cite:
    """Return the words and the source that put a neighbour there; only accepted, done facts are neighbours."""
    place = "" if one.quote else f" {row_place(one.statement.partition('#')[2])}"
    return Cite(one.quote, source_words(one) + place)
