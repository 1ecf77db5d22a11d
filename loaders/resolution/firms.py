"""Many firms at once: which are one, which a person should look at, and under whose name they stand.

What follows depends on the firms and the decisions alone, not on the order in
which they came: links are tried in the order of their rules, then of their keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from loaders.resolution.codes import valid_code
from loaders.resolution.naming import FirmName, read_name
from loaders.resolution.rules import Rule, Verdict, compare, same_form
from loaders.resolution.writing import written

_ORDER = {rule: at for at, rule in enumerate(Rule)}


@dataclass(frozen=True)
class Firm:
    """A firm as a store holds it; ``aliases`` are other names with the sources that state them."""

    key: str
    name: str
    aliases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    code: str = ""

    @cached_property
    def parts(self) -> FirmName:
        """Its name part by part."""
        return read_name(self.name)


@dataclass(frozen=True, slots=True)
class Link:
    """Two firms (keys in order) that a rule ties together, and the words it rests on."""

    first: str
    second: str
    verdict: Verdict

    @property
    def pair(self) -> tuple[str, str]:
        """The two keys."""
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of two firms: one firm or two. ``at`` is the line it stands on, as a statement's key."""

    same: bool
    at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The outcome.

    ``heads`` maps each merged firm to the one that stands for it (never to
    itself), ``links`` are the certain links that made that, ``pairs`` what waits for a person.
    """

    heads: Mapping[str, str]
    links: tuple[Link, ...]
    pairs: tuple[Link, ...]


def resolve_firms(
    firms: Iterable[Firm], decisions: Mapping[tuple[str, str], Decision], *, ask: bool = True
) -> Resolved:
    """Return which firms are one.

    Args:
        firms: all firms, keys told apart.
        decisions: by the two keys in order; each stands against every rule.
        ask: whether to look for the pairs that wait for a person, which takes longer than the merging.
    """
    known = {firm.key: firm for firm in sorted(firms, key=lambda firm: firm.key)}
    links = _unique([*_certain(known.values()), *_stated(known.values())])
    certain = [link for link in links if link.verdict.rule.certain and link.pair not in decisions]
    joins = [
        Link(pair[0], pair[1], Verdict(Rule.DECIDED, said.reason))
        for pair, said in decisions.items()
        if said.same and set(pair) <= known.keys()
    ]
    apart = {pair for pair, said in decisions.items() if not said.same}
    classes = _Classes(known, apart)
    used: list[Link] = []
    refused: list[Link] = []
    for link in sorted([*joins, *certain], key=_order):
        (used if classes.join(link) else refused).append(link)
    heads = classes.heads()
    if not ask:
        return Resolved(heads, tuple(used), ())
    waiting = [Link(link.first, link.second, Verdict(Rule.CONFLICT, link.verdict.rule.zh)) for link in refused]
    likely = [link for link in links if not link.verdict.rule.certain]
    pairs = _open(_unique([*waiting, *likely, *_likely(known.values())]), heads, decisions)
    return Resolved(heads, tuple(used), tuple(pairs))


def _order(link: Link) -> tuple[int, str, str]:
    return _ORDER[link.verdict.rule], link.first, link.second


def _link(left: str, right: str, verdict: Verdict) -> Link:
    first, second = sorted((left, right))
    return Link(first, second, verdict)


def _unique(links: Iterable[Link]) -> list[Link]:
    """One link a pair, that of the first rule."""
    found: dict[tuple[str, str], Link] = {}
    for link in sorted(links, key=_order):
        found.setdefault(link.pair, link)
    return sorted(found.values(), key=_order)


def _certain(firms: Iterable[Firm]) -> Iterator[Link]:
    """Links of firms with one code, one writing, or one name but for the form's; each to the first of its group."""
    groups: dict[tuple[Rule, object], list[Firm]] = defaultdict(list)
    for firm in firms:
        form = same_form(firm.parts)
        if valid_code(firm.code):
            groups[Rule.CODE, firm.code].append(firm)
        groups[Rule.WRITING, firm.parts.plain].append(firm)
        if form is not None:
            groups[Rule.FORM, form].append(firm)
    for (rule, shared), members in groups.items():
        term = shared if isinstance(shared, str) else members[0].parts.stem
        # A name that two codes go by says nothing of a third firm of that name.
        several = len({firm.code for firm in members if valid_code(firm.code)}) > 1
        for other in members[1:]:
            yield _link(members[0].key, other.key, Verdict(Rule.CONFLICT if several else rule, term))


def _stated(firms: Iterable[Firm]) -> Iterator[Link]:
    """Links of a firm with those whose name is one of its other names."""
    named: dict[str, list[Firm]] = defaultdict(list)
    owners: dict[str, dict[str, Firm]] = defaultdict(dict)
    for firm in firms:
        named[firm.parts.plain].append(firm)
        for alias in (*firm.aliases, *firm.parts.former, *firm.parts.called):
            owners[read_name(alias).plain][firm.key] = firm
    for alias, holders in owners.items():
        for firm in holders.values():
            for other in named.get(alias, ()):
                if other.key != firm.key and firm.parts.plain != alias:
                    yield _link(firm.key, other.key, _alias_verdict(firm, other, len(holders)))
        first, *others = holders.values()
        for other in others:
            yield _link(first.key, other.key, Verdict(Rule.SHARED, alias))


def _alias_verdict(firm: Firm, other: Firm, holders: int) -> Verdict:
    """How sure an alias is: of one firm only, and telling more than a trade name or stated by a source of both."""
    plain, parts = other.parts.plain, firm.parts
    if plain in map(written, parts.former):
        return Verdict(Rule.FORMER, plain)
    if plain in map(written, parts.called):
        return Verdict(Rule.CALLED if holders == 1 else Rule.CONFLICT, plain)
    stating = frozenset().union(*(said for alias, said in firm.aliases.items() if read_name(alias).plain == plain))
    apart = parts.group != other.parts.group or parts.branch != other.parts.branch
    telling = other.parts.telling or bool(stating & other.sources)
    if holders > 1 or apart or not telling:
        return Verdict(Rule.CONFLICT if holders > 1 else Rule.SHORT, plain)
    return Verdict(Rule.ALIAS, plain)


def _likely(firms: Iterable[Firm]) -> Iterator[Link]:
    """Links of the likely rules, looked for among firms that share a trade name or a head office."""
    firms = list(firms)
    for one, other in _candidates(firms):
        verdict = compare(one.name, other.name)
        if verdict is not None:
            # What is certain of two names and has not merged them stands against something else.
            kept = Verdict(Rule.CONFLICT, verdict.rule.zh) if verdict.rule.certain else verdict
            yield _link(one.key, other.key, kept)


def _candidates(firms: Sequence[Firm]) -> Iterator[tuple[Firm, Firm]]:
    blocks: dict[str, list[Firm]] = defaultdict(list)
    shortened: dict[str, list[Firm]] = defaultdict(list)
    for firm in firms:
        blocks[firm.parts.trade].append(firm)
        blocks[firm.parts.core].append(firm)
        if not firm.parts.registered and len(firm.parts.core) >= 2:
            shortened[firm.parts.core].append(firm)
    seen: set[tuple[str, str]] = set()
    for members in blocks.values():
        for at, one in enumerate(members):
            yield from _fresh(((one, other) for other in members[at + 1 :]), seen)
    sizes = sorted({len(core) for core in shortened})
    for long in firms:
        core = long.parts.core
        for size in sizes:
            for at in range(len(core) - size + 1 if size >= 3 else min(1, len(core) - size + 1)):
                yield from _fresh(((short, long) for short in shortened.get(core[at : at + size], ())), seen)


def _fresh(pairs: Iterable[tuple[Firm, Firm]], seen: set[tuple[str, str]]) -> Iterator[tuple[Firm, Firm]]:
    for one, other in pairs:
        pair = (min(one.key, other.key), max(one.key, other.key))
        if one.key != other.key and pair not in seen:
            seen.add(pair)
            yield one, other


def _open(links: Iterable[Link], heads: Mapping[str, str], decided: Mapping[tuple[str, str], Decision]) -> list[Link]:
    """Links that still wait: not inside one merged firm, not decided, one for two merged firms."""
    settled = {_pair(heads.get(a, a), heads.get(b, b)) for a, b in decided}
    found: dict[tuple[str, str], Link] = {}
    for link in links:
        pair = _pair(heads.get(link.first, link.first), heads.get(link.second, link.second))
        if pair[0] != pair[1] and pair not in settled:
            found.setdefault(pair, link)
    return list(found.values())


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left <= right else (right, left)


class _Classes:
    """Firms that are one, joined step by step; firms that are known to be two never come together."""

    def __init__(self, firms: Mapping[str, Firm], apart: Iterable[tuple[str, str]]) -> None:
        self._firms = firms
        self._of = {key: key for key in firms}
        self._members: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def join(self, link: Link) -> bool:
        """Join two classes; False if they hold firms that are two: by a decision, or by their codes."""
        left, right = self._of[link.first], self._of[link.second]
        if left == right:
            return True
        ours, theirs = self._members.get(left, {left}), self._members.get(right, {right})
        if any(self._apart[key] & theirs for key in ours if key in self._apart):
            return False
        codes = {code for key in (*ours, *theirs) if valid_code(code := self._firms[key].code)}
        if len(codes) > 1 and link.verdict.rule is not Rule.DECIDED:
            return False
        self._members[left] = ours | theirs
        for key in theirs:
            self._of[key] = left
        self._members.pop(right, None)
        return True

    def heads(self) -> dict[str, str]:
        """Each merged firm's head: the one with a code, else the fullest registered name, else the first by key."""
        heads = {}
        for members in self._members.values():
            head = min(members, key=lambda key: _rank(self._firms[key]))
            heads.update({key: head for key in members if key != head})
        return dict(sorted(heads.items()))


def _rank(firm: Firm) -> tuple[object, ...]:
    parts = firm.parts
    plain = firm.name == parts.plain
    return not valid_code(firm.code), not parts.registered, bool(parts.former), not plain, -len(parts.plain), firm.key
