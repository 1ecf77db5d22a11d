"""From the text of an official letter to candidate statements with their quotes.

Nothing here is learnt from one letter: gazetteers say what is known, patterns
of the genre find what is not. Every statement is a candidate; confidence is
fixed for the family of the rule (0.7 where only the section's heading ties a
firm to an industry, 0.95 where the form of the letter says it).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.evidence import Entity, Ref, Statement, Status
from graph.kinds import allows
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.clauses import clauses as split_clauses
from loaders.letters.extraction.contexts import contexts
from loaders.letters.extraction.enumerations import enumerations
from loaders.letters.extraction.figures import figures
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.heading import Head, read_head
from loaders.letters.extraction.marks import full_width
from loaders.letters.extraction.mentions import find_mentions
from loaders.letters.extraction.model import Extraction
from loaders.letters.extraction.papertrail import paper_trail
from loaders.letters.extraction.people import personal_spans
from loaders.letters.extraction.quantities import quantities
from loaders.letters.extraction.reading import Reading
from loaders.letters.extraction.rules_annexes import annex_figures, annex_rules
from loaders.letters.extraction.rules_chain import chain_rules
from loaders.letters.extraction.rules_city import city_rules
from loaders.letters.extraction.rules_deals import deal_rules
from loaders.letters.extraction.rules_deeds import deed_rules
from loaders.letters.extraction.rules_firms import firm_rules
from loaders.letters.extraction.rules_links import link_rules
from loaders.letters.extraction.rules_outcomes import outcome_rules
from loaders.letters.extraction.rules_phrases import phrase_rules
from loaders.letters.extraction.rules_scope import scope_rules
from loaders.letters.extraction.rules_spans import span_rules
from loaders.letters.extraction.rules_titles import asked_targets, heading_topics, own_targets
from loaders.letters.extraction.sections import outline
from loaders.letters.extraction.status import status_of
from loaders.letters.reading.canonical import CanonicalText

EXTRACTOR = "rules/1"
_LONGEST_QUOTE = 260
_BUILT = re.compile(
    r"(?P<site>.{2,24}?(?:产业园|工业园|科技园|园区|基地|中心|平台|实验室))(?:及|和|配套|一期|二期|三期|改造|建设)"
)
_NAMED_AFTER_PLACES = frozenset({"Industry", "Platform", "Project", "Event"})


def extract(document_key: str, text: CanonicalText, gazetteer: Gazetteer) -> Extraction:
    """Return what ``text`` states: heading, sections, entities, mentions, candidate statements.

    The same text and gazetteer give the same extraction. Time grows linearly
    with the length of the text.
    """
    original = text.text
    body = full_width(original)
    personal = personal_spans(body)
    head = read_head(body, gazetteer)
    if head.addressee_span != (0, 0) and _touches(personal, *head.addressee_span):
        # A letter to one member of the conference is addressed to a person: the name stays out.
        head = replace(head, heading=replace(head.heading, addressee=""), addressee_span=(0, 0))
    reading = replace(_read(document_key, body, gazetteer, head, personal), gaps=_gaps(text))
    relations = _statements(reading, _claims(reading))
    numbers = figures(reading, quantities(body), EXTRACTOR)
    kept = _without_personal((*relations, *numbers, *annex_figures(reading, EXTRACTOR)), personal)
    return Extraction(
        heading=head.heading,
        sections=reading.outline.sections,
        entities=_entities(reading, kept),
        mentions=tuple(replace(item, surface=original[item.start : item.end]) for item in reading.mentions.items),
        statements=tuple(_as_written(original, item) for item in kept),
        dropped_personal=len(personal),
    )


def _gaps(text: CanonicalText) -> tuple[int, ...]:
    """Return the offsets before which the source has blanks inside a line that the canonical text has not."""
    source, origin = text.source.text, text.origin
    return tuple(
        at
        for at in range(1, len(origin))
        if 1 < origin[at] - origin[at - 1] <= 40
        and re.fullmatch(r"[ \t\u3000]+", source[origin[at - 1] + 1 : origin[at]])
    )


def _as_written(original: str, statement: Statement) -> Statement:
    """Cut the quote from the text as it was, before marks were made full-width."""
    quote = original[statement.start : statement.end]
    return statement if quote == statement.quote else statement.model_copy(update={"quote": quote})


def _read(key: str, body: str, gazetteer: Gazetteer, head: Head, personal: tuple[tuple[int, int], ...]) -> Reading:
    parts = tuple(split_clauses(body))
    lists = tuple(found for clause in parts for found in enumerations(clause))
    mentions = find_mentions(body, parts, lists, gazetteer, head.city, personal, head.title_span)
    sections = outline(body)
    city = Ref(kind="Region", name=head.city) if head.city else None
    if head.zone:
        city = Ref(kind="Platform", name=mentions.naming.name("Platform", head.zone))
    if head.town:
        city = Ref(kind="Town", name=mentions.naming.name("Town", head.town))
    title = head.heading.title
    letter = Ref(kind="Policy", name=title) if title else None
    if letter:
        for alias in head.aliases:
            mentions.naming.alias("Policy", title, alias)
    return Reading(
        key, body, head, sections, mentions, tuple(contexts(body, parts, lists, mentions, sections)), letter, city
    )


def _claims(reading: Reading) -> Iterator[Claim]:
    for claim in paper_trail(reading):
        yield claim
        if claim.predicate == "REPLIES_TO":
            yield from asked_targets(reading, claim)
    yield from heading_topics(reading)
    yield from own_targets(reading)
    yield from annex_rules(reading)
    for context in reading.contexts:
        yield from phrase_rules(reading, context)
        yield from span_rules(reading, context)
        if not context.mentions and (context.previous is None or not context.previous.mentions):
            continue
        yield from deal_rules(reading, context)
        yield from chain_rules(reading, context)
        yield from firm_rules(reading, context)
        yield from deed_rules(reading, context)
        yield from city_rules(reading, context)
        yield from scope_rules(reading, context)
        yield from link_rules(reading, context)
        yield from outcome_rules(reading, context)


def _statements(reading: Reading, claims: Iterable[Claim]) -> Iterator[Statement]:
    """Turn claims into statements: allowed ends only, one of each claim and place, quotes inside a paragraph."""
    seen: set[tuple[str, str, str]] = set()
    for claim in claims:
        if claim.subject.name == claim.object.name or not allows(
            claim.predicate, claim.subject.kind, claim.object.kind
        ):
            continue
        mark = (claim.subject.key, claim.predicate, claim.object.key)
        if mark in seen:
            continue
        start, end = _span(reading.text, claim)
        if end <= start:
            continue
        seen.add(mark)
        quote = reading.text[start:end]
        yield Statement(
            document=reading.document,
            start=start,
            end=end,
            quote=quote,
            section=reading.outline.path(claim.end - 1),
            subject=claim.subject,
            predicate=claim.predicate,
            object=claim.object,
            status=Status(claim.status) if claim.status else _status(claim, quote),
            extractor=EXTRACTOR,
            confidence=claim.confidence,
        )


def _status(claim: Claim, quote: str) -> Status:
    """The paper trail is done, whatever words the titles in it contain."""
    return Status.DONE if claim.family == "paper" else status_of(quote)


def _span(text: str, claim: Claim) -> tuple[int, int]:
    """Keep the quote inside one paragraph and within reach of a reader's eye."""
    start, end = claim.start, claim.end
    newline = text.rfind("\n", start, end)
    if newline >= 0:
        start = newline + 1
    if end - start > _LONGEST_QUOTE:
        start = max(start, text.rfind("。", start, end - 1) + 1)
    return start, end


def _without_personal(statements: Iterable[Statement], personal: tuple[tuple[int, int], ...]) -> tuple[Statement, ...]:
    """Leave out statements that quote personal data."""
    return tuple(item for item in statements if not _touches(personal, item.start, item.end))


def _touches(personal: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    """Tell whether a half-open span overlaps personal data."""
    index = bisect_left(personal, end, key=lambda span: span[0]) - 1
    return index >= 0 and personal[index][1] > start


def _entities(reading: Reading, statements: Iterable[Statement]) -> tuple[Entity, ...]:
    """Return everything mentioned or stated, once, with the other forms it has in the text.

    A place in the name of an industry, platform, project or event is named by the text too, and
    so is what a project builds: ``某某产业园及配套设施建设项目`` names the park.
    """
    letter = reading.letter
    refs: dict[tuple[str, str], None] = {(letter.kind, letter.name): None} if letter else {}
    for mention in reading.mentions.items:
        refs[mention.kind, mention.name] = None
        if mention.kind in _NAMED_AFTER_PLACES:
            inside = reading.mentions.naming.inside(mention.name)
            refs.update(dict.fromkeys((ref.kind, ref.name) for ref in inside if ref.kind in {"Region", "Town"}))
        built = _BUILT.match(mention.name) if mention.kind == "Project" else None
        if built:
            refs["Platform", built["site"]] = None
    for statement in statements:
        refs[statement.subject.kind, statement.subject.name] = None
        if statement.object:
            refs[statement.object.kind, statement.object.name] = None
    naming = reading.mentions.naming
    return tuple(Entity(kind=kind, name=name, aliases=naming.aliases(kind, name)) for kind, name in refs)
