"""A relation that a rule has read, before it becomes a statement."""

from __future__ import annotations

from dataclasses import dataclass

from graph.evidence import Ref


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject, predicate, object and the half-open span that shows them.

    ``family`` names the rule; ``status`` overrides what the clause says where
    the rule knows better; ``confidence`` is fixed for the rule.
    """

    subject: Ref
    predicate: str
    object: Ref
    start: int
    end: int
    family: str
    status: str = ""
    confidence: float = 0.8
