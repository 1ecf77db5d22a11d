"""From a table of claims to the batch of one source: pages as documents, quotes as their text, rows as statements."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from graph.evidence import Document, Entity, Review, Statement, Status
from graph.facts import collection_batch
from graph.store import Batch, Store
from loaders.letters.review.decisions import read_figure
from loaders.reference.claims import MORE, PROPERTIES, Claim, read_claims

DATA = Path(__file__).parent.parent / "data"
PREFIX = "public-"
REVIEWER = "liantu"
FORM = "web notice"
LICENCE = "网页摘句，注明出处"
REGION = "中山市"
NEIGHBOURS = "neighbours"
_NAMED = frozenset({"Firm", "Platform", "Policy", "Project"})
"""Kinds whose short form in a quote is kept as another name."""
_REVIEWED = (
    "MATCH (s:Statement) WHERE s.document STARTS WITH $ours AND s.reviewer <> '' "
    "RETURN s.key AS key, s.review AS review, s.reviewer AS reviewer, s.reviewed_at AS reviewed_at, s.reason AS reason"
)


def source_of(path: Path) -> str:
    """Key of the source that a table of claims is."""
    return f"{PREFIX}{path.stem}"


def reference_batches(store: Store) -> Iterator[Batch]:
    """Yield the batch of each table of claims that ships; what was reviewed in the store stands."""
    reviewed = _reviewed(store)
    for path, claims in shipped_claims().items():
        region = "" if path.stem == NEIGHBOURS else REGION
        yield claims_batch(source_of(path), claims, reviewed, region)


@cache
def shipped_claims() -> Mapping[Path, Sequence[Claim]]:
    """Return the claims of each table that ships."""
    aliases = place_aliases(DATA / "places" / "zhongshan.csv")
    return {path: read_claims(path, aliases) for path in sorted((DATA / "claims").glob("*.csv"))}


def _reviewed(store: Store) -> dict[str, dict[str, object]]:
    """Verdicts that were given in the store, by statement; a verdict that ships has a day and no time."""
    rows = store.read(_REVIEWED, {"ours": PREFIX}).dicts()
    given = [row for row in rows if (row["reviewer"], len(str(row["reviewed_at"]))) != (REVIEWER, len("2026-01-01"))]
    return {str(row.pop("key")): {**row, "review": Review(str(row["review"]))} for row in given}


def place_aliases(path: Path) -> dict[str, str]:
    """Return the other names of places, by name."""
    with path.open(encoding="utf-8", newline="") as file:
        return {alias: row["name"] for row in csv.DictReader(file) for alias in row["aliases"].split("|") if alias}


def claims_batch(
    source: str,
    claims: Sequence[Claim],
    reviewed: Mapping[str, Mapping[str, object]] | None = None,
    region: str = REGION,
) -> Batch:
    """Build the batch of a table of claims.

    Args:
        source: its key.
        claims: its rows.
        reviewed: verdicts that a person gave later, by statement; they stand.
        region: what its pages speak of; they cover it in part.
    """
    documents = _documents(source, claims, region)
    statements = [_statement(claim, documents[_page(source, claim)]) for claim in claims]
    later = reviewed or {}
    statements = [s.model_copy(update=dict(later[s.key])) if s.key in later else s for s in statements]
    return collection_batch(source, documents.values(), _entities(claims), statements)


def _page(source: str, claim: Claim) -> str:
    """Key of the page that a row cites: stable whatever rows come and go."""
    cited = "\x1f".join((claim["title"], claim["issuer"], claim["url"]))
    return f"{source}-{hashlib.sha256(cited.encode()).hexdigest()[:8]}"


def _documents(source: str, claims: Sequence[Claim], region: str) -> dict[str, Document]:
    """Pages by key. The text of a page is what the table quotes of it, a quote a line."""
    pages: dict[str, list[Claim]] = {}
    for claim in claims:
        pages.setdefault(_page(source, claim), []).append(claim)
    documents = {}
    for key, rows in pages.items():
        quotes = dict.fromkeys(quote for row in rows for quote in (row["quote"], row[MORE]) if quote)
        text = "\n".join(quotes)
        documents[key] = Document(
            key=key,
            title=rows[0]["title"],
            form=FORM,
            issuer=rows[0]["issuer"],
            date=next((row["as_of"] for row in rows if row["as_of"]), ""),
            url=rows[0]["url"],
            grade=rows[0]["grade"],
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            licence=LICENCE,
            text=text,
            region=region,
            declared_by=REVIEWER,
            as_of=next((row["as_of"] for row in rows if row["as_of"]), ""),
        )
    return documents


def _statement(claim: Claim, page: Document) -> Statement:
    start = page.text.index(claim["quote"])
    figure = read_figure(claim["metric"], claim["value"], claim["unit"], claim["scope"]) if claim.is_figure else None
    return Statement(
        document=page.key,
        start=start,
        end=start + len(claim["quote"]),
        quote=claim["quote"],
        section=_whose(claim),
        subject=claim.subject,
        predicate=claim["predicate"],
        object=claim.object,
        figure=figure,
        status=Status(claim["status"]),
        period=claim["period"],
        as_of=claim["as_of"],
        qualifier=claim["qualifier"],
        review=claim.review,
        reviewer=REVIEWER,
        reviewed_at=claim["reviewed"],
        reason=claim["reason"],
    )


def _whose(claim: Claim) -> str:
    """Whose page it is and of when, which a reader needs more than a place on it; and why a candidate waits."""
    page = " ".join(part for part in (claim["issuer"] or claim["title"], claim["as_of"]) if part)
    return page if claim.review is Review.ACCEPTED else f"{page}；{claim['reason']}"


def _entities(claims: Sequence[Claim]) -> list[Entity]:
    """Things with their short forms, unless a short form is itself the name of another thing, and their properties."""
    names = {claim["subject"] for claim in claims}
    entities = []
    for claim in claims:
        written = claim["written"]
        other = claim["subject_kind"] in _NAMED and written and written not in names
        properties = tuple((name, claim[name]) for name in PROPERTIES if claim[name])
        if other or properties:
            kind, name = claim["subject_kind"], claim["subject"]
            entities.append(Entity(kind=kind, name=name, aliases=(written,) if other else (), properties=properties))
    return entities
