"""From a file to a document's state: read, extract, and let earlier decisions stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.evidence import Document, Entity, Statement
from loaders.letters.extraction.model import Extraction, Heading
from loaders.letters.extraction.people import personal_spans
from loaders.letters.reading.canonical import CanonicalText, canonicalise
from loaders.letters.reading.personal import blanked
from loaders.letters.reading.reader import read_document
from loaders.letters.review.decisions import Decisions, describe, digest, resolve, undecided
from loaders.letters.review.state import DocumentState

if TYPE_CHECKING:
    from loaders.letters.extraction.gazetteer import Gazetteer

_NOTHING = Extraction(Heading(), (), (), (), ())
RESERVED = ("chain-", "places-", "public-", "derived-", "decided-")
"""How the sources of templates, places, public facts, derived edges and decisions on firms begin."""
_NOT_IN_KEYS = re.compile(r"[#/\s:：]+")


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A document as read from its file, before any decision."""

    key: str
    document: Document
    text: CanonicalText
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class LetterLoad:
    """A document ready to be loaded, and the decisions that no longer fit its text.

    ``orphans`` are decided statements whose words the new text does not have;
    they are kept out of the state and given back so that nothing is lost.
    """

    state: DocumentState
    orphans: tuple[Statement, ...]
    dropped_personal: int


def key_of(path: Path) -> str:
    """Key of a document after its file: the stem without blanks, ``#``, ``/`` and colons."""
    return _NOT_IN_KEYS.sub("-", blanked_name(path.stem)).strip("-")[:80] or "document"


def read_letter(
    path: Path, *, key: str = "", gazetteer: Gazetteer | None = None, candidates: bool = True
) -> LetterFile:
    """Read a file and extract candidates; nothing is stored.

    Without ``candidates`` only the text is read, for a document whose review
    is complete.

    Raises:
        UnreadableFile: the file is not a text that can be read.
    """
    key = key or key_of(path)
    check_key(key)
    text = canonicalise(read_document(path))
    extraction = _extracted(key, text, gazetteer) if candidates else _NOTHING
    personal = personal_spans(text.text)
    heading = extraction.heading
    document = Document(
        key=key,
        title=blanked_name(heading.title or path.stem),
        issuer=blanked_name(heading.issuer),
        number=heading.number,
        date=heading.date,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        text=blanked(text.text, personal),
        dropped_personal=len(personal),
    )
    return LetterFile(key, document, text, extraction)


def decide(letter: LetterFile, decisions: Iterable[Decisions]) -> LetterLoad:
    """Join the candidates of a letter with decisions taken earlier; later ones in ``decisions`` win.

    A decision whose words moved is moved with them when they stand exactly
    once in the text.
    """
    document, text = letter.document, letter.document.text
    entities: dict[str, Entity] = {e.ref.key: e for e in letter.extraction.entities}
    decided: dict[str, Statement] = {}
    orphans: list[Statement] = []
    for given in decisions:
        document = describe(document, given.about)
        for entity in given.entities:
            entities[entity.ref.key] = entity
        for statement in given.statements:
            placed = statement if given.text_sha256 == digest(text) else _placed(statement, text)
            if placed is None:
                orphans.append(statement)
            else:
                decided[placed.key] = placed
    names = list(entities.values())
    candidates = [s for s in letter.extraction.statements if text[s.start : s.end] == s.quote]
    left = undecided(resolve(names, candidates), list(decided.values()))
    state = DocumentState(document, tuple(names), (*decided.values(), *left))
    return LetterLoad(state, tuple(orphans), document.dropped_personal)


def blanked_name(name: str) -> str:
    """Return a title or file name without persons' data."""
    return blanked(name, personal_spans(name))


def check_key(key: str) -> None:
    """Refuse a key that cannot stand in the key of a statement, is not readable, or is kept for other sources.

    Raises:
        InputError: with what a key may be.
    """
    if _NOT_IN_KEYS.search(key) or not key.isprintable() or len(key) > 100 or set(key) <= {"."}:
        raise InputError(
            f"文献的键“{key[:40]}”不能用",
            "this document key cannot be used",
            do_zh="键不超过 100 字，不含空格、#、/、冒号和看不见的字；可用 --key 另起一个",
            do_en="Give another one with --key",
        )
    if key.startswith(RESERVED):
        raise InputError(
            f"文献的键“{key}”留给了别的来源",
            f"the key {key!r} is kept for other sources",
            do_zh="请用 --key 另起一个",
            do_en="Give another one with --key",
        )


def _extracted(key: str, text: CanonicalText, gazetteer: Gazetteer | None) -> Extraction:
    # The extractor compiles many patterns: a document that is only read should not pay for them.
    from loaders.letters.extraction.extract import extract
    from loaders.letters.extraction.gazetteer import Gazetteer
    from loaders.letters.extraction.whole import whole_clauses

    found = extract(key, text, gazetteer or Gazetteer.shipped())
    return _without_persons(replace(found, statements=whole_clauses(text.text, found.statements)))


def _without_persons(found: Extraction) -> Extraction:
    """Leave out things whose names hold a person's data, as a title can, and what is said of them."""
    names = {
        entity.ref.key for entity in found.entities for name in (entity.name, *entity.aliases) if personal_spans(name)
    }
    refs = {ref for s in found.statements for ref in (s.subject, s.object) if ref is not None}
    names |= {ref.key for ref in refs if personal_spans(ref.name)}
    if not names:
        return found
    kept = tuple(s for s in found.statements if not {s.subject.key, s.object.key if s.object else ""} & names)
    entities = tuple(entity for entity in found.entities if entity.ref.key not in names)
    return replace(found, entities=entities, statements=kept)


def _placed(statement: Statement, text: str) -> Statement | None:
    """Return the statement where its words stand now, None where they stand nowhere or in several places."""
    if text[statement.start : statement.end] == statement.quote:
        return statement
    at = text.find(statement.quote)
    if at < 0 or text.find(statement.quote, at + 1) >= 0:
        return None
    return statement.model_copy(update={"start": at, "end": at + len(statement.quote)})
