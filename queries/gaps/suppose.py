"""What is supposed for a moment: firms that come or go, lists that are complete. Chain graphs in, chain graphs out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import InputError, NotFound
from queries.gaps.answers import find_segment
from queries.gaps.ask import which_list
from queries.gaps.model import ChainGraph, FirmHere, SegmentNode, Source
from queries.gaps.supply import covering

SUPPOSED = "supposed"
"""Rule of a firm that is only supposed to be there, and key of the list that is only supposed to be complete."""


@dataclass(frozen=True, slots=True, order=True)
class Placing:
    """A firm in a segment; an empty segment stands for all in which it is. Both by key."""

    firm: str
    name: str
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is supposed: first firms go, then firms come, then lists are complete; the order within changes nothing.

    ``complete`` holds segment keys and GB/T 4754 codes; ``notes`` are Chinese
    sentences about what was understood.
    """

    add: tuple[Placing, ...] = ()
    remove: tuple[Placing, ...] = ()
    complete: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_changes(
    chains: Sequence[ChainGraph],
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    complete: Iterable[str] = (),
    known_firm: Callable[[str], tuple[str, str] | None] = lambda _: None,
) -> Changes:
    """Return what the words mean.

    Args:
        chains: all chains.
        add: ``firm@segment``; the firm may be a new one.
        remove: ``firm`` or ``firm@segment``.
        complete: a segment, a code of GB/T 4754, or the name of an annual list (规上工业企业名录).
        known_firm: key and name of a firm that is in the store though in no chain, None for a new one.

    Raises:
        InputError: a firm without a segment, a change that contradicts another, or nothing to change.
        NotFound: no such segment, or a firm to remove that no chain has.
    """
    firms, notes = _firms(chains), dict[str, None]()
    added, removed = set[Placing](), set[Placing]()
    for text in add:
        name, segment = _split(text, needed=True)
        added.add(Placing(*_firm_to_add(name, firms, known_firm, notes), find_segment(chains, segment).key))
    for text in remove:
        name, segment = _split(text, needed=False)
        found = _firm_to_remove(name, firms, known_firm)
        removed.add(Placing(*found, find_segment(chains, segment).key if segment else ""))
    both = added & removed
    if both:
        one = sorted(both)[0]
        raise InputError(
            f"{one.name}@{one.segment} 既要加又要去", f"{one.name}@{one.segment} is both added and removed",
            do_zh="请只留一个", do_en="Keep one of them",
        )  # fmt: skip
    covers = sorted({code for text in complete for code in _covers(chains, text.strip())})
    if not (added or removed or covers):
        raise InputError(
            "没有说假设什么", "nothing is supposed",
            do_zh="请给 --add 企业@环节、--remove 企业 或 --complete 环节", do_en="Give --add, --remove or --complete",
        )  # fmt: skip
    return Changes(tuple(sorted(added)), tuple(sorted(removed)), tuple(covers), tuple(notes))


def supposed(chains: Sequence[ChainGraph], changes: Changes) -> list[ChainGraph]:
    """Return the chains as they would be. What does not change is the same object as before."""
    settled = _settled(chains, changes.add)
    return [_chain(chain, changes, settled) for chain in chains]


def _split(text: str, *, needed: bool) -> tuple[str, str]:
    firm, at, segment = text.replace("＠", "@").rpartition("@")
    if not at:
        firm, segment = segment, ""
    firm, segment = firm.strip(), segment.strip()
    if not firm or (not segment and (at or needed)):
        raise InputError(
            f"“{text}”要写成 企业@环节", f"{text!r} has to be firm@segment",
            do_zh="例：--add 某某电子@驱动芯片；环节重名时写 企业@链/环节", do_en="For instance --add NAME@SEGMENT",
        )  # fmt: skip
    return firm, segment


def _firms(chains: Iterable[ChainGraph]) -> dict[str, str]:
    """Names of the firms that chains know in any way, by key."""
    found: dict[str, str] = {}
    for chain in chains:
        for node in chain.segments:
            found.update((firm.key, firm.name) for firm in (*node.firms, *node.elsewhere) if firm.is_firm)
        known = (*chain.leaders, *chain.members, *chain.known_leaders)
        found.update((firm.key, firm.name) for firm in known if firm.is_firm)
    return found


def _named(text: str, firms: Mapping[str, str]) -> tuple[str, str] | None:
    for key in sorted(firms):
        if text in (key, key.removeprefix("Firm:"), firms[key]):
            return key, firms[key]
    return None


def _firm_to_add(
    text: str,
    firms: Mapping[str, str],
    known_firm: Callable[[str], tuple[str, str] | None],
    notes: dict[str, None],
) -> tuple[str, str]:
    found = _named(text, firms) or known_firm(text)
    if found is None:
        near = [name for name in sorted(firms.values()) if text in name or name in text][:3]
        similar = f"（相近的有：{'、'.join(near)}）" if near else ""
        notes[f"库里没有叫“{text}”的企业{similar}，按新企业算。"] = None
        return f"Firm:{text.removeprefix('Firm:')}", text.removeprefix("Firm:")
    return found


def _firm_to_remove(
    text: str, firms: Mapping[str, str], known_firm: Callable[[str], tuple[str, str] | None]
) -> tuple[str, str]:
    found = _named(text, firms)
    if found is None:
        other = known_firm(text)
        found = _named(other[0], firms) if other else None
    if found is None:
        near = [name for name in sorted(firms.values()) if text and (text in name or name in text)][:5]
        raise NotFound(
            f"没有一条链上有“{text}”这家企业", f"no chain has a firm {text!r}",
            do_zh=f"相近的有：{'、'.join(near)}" if near else "请用 liantu find 找它的名称",
            do_en=f"Near ones: {', '.join(near)}" if near else "Look it up by liantu find",
        )  # fmt: skip
    return found


def _covers(chains: Sequence[ChainGraph], text: str) -> tuple[str, ...]:
    """The codes or the segment that a word for a complete list means."""
    codes = {code for chain in chains for node in chain.segments for code in node.gbt4754}
    listed = sorted(code for code in codes if which_list(code) == text)
    if listed:
        return tuple(listed)
    digits = text[1:] if text[:1].isascii() and text[:1].isalpha() else text
    if digits.isdigit():
        if not any(code.startswith(digits) for code in codes):
            raise NotFound(
                f"没有一个环节用到小类“{text}”", f"no segment has the class {text!r}",
                do_zh="小类见 liantu coverage", do_en="See liantu coverage for classes",
            )  # fmt: skip
        return (digits,)
    return (find_segment(chains, text).key,)


def _settled(chains: Sequence[ChainGraph], added: Iterable[Placing]) -> frozenset[tuple[str, str]]:
    """Firm and class of those that a shared class left open and that now stand in one of its segments."""
    placed = {(one.firm, one.segment) for one in added}
    return frozenset(
        (firm.key, firm.term)
        for chain in chains
        for node in chain.segments
        for firm in node.firms
        if (firm.key, node.key) in placed and _open(firm)
    )


def _open(firm: FirmHere) -> bool:
    return firm.rule == "code" and firm.review == "candidate"


def _chain(chain: ChainGraph, changes: Changes, settled: frozenset[tuple[str, str]]) -> ChainGraph:
    segments = tuple(_covered(_segment(node, changes, settled), chain, changes.complete) for node in chain.segments)
    if all(one is other for one, other in zip(segments, chain.segments, strict=True)):
        return chain
    came = {one.firm for one in changes.add} & {firm.key for node in segments for firm in node.firms}
    led = {firm.key for firm in chain.leaders if firm.counted}
    leaders = [firm for firm in chain.known_leaders if firm.key in came - led]
    kept = [firm for firm in chain.leaders if firm.key not in {new.key for new in leaders}]
    sources = (*chain.sources, _source(chain, changes.complete)) if changes.complete else chain.sources
    return replace(chain, segments=segments, sources=sources, leaders=(*kept, *leaders))


def _source(chain: ChainGraph, covers: Iterable[str]) -> Source:
    return Source(
        key=SUPPOSED,
        title="假设的完整名录",
        region=chain.home[0] if chain.home else "",
        completeness="complete",
        declared_by="假设",
        covers=tuple(covers),
    )


def _covered(node: SegmentNode, chain: ChainGraph, complete: Collection[str]) -> SegmentNode:
    """The segment with the supposed list among those that cover it, if it takes it in."""
    above = {code[:length] for code in node.gbt4754 for length in range(1, len(code) + 1)}
    touching = {node.key, *above}.intersection(complete)
    if not touching:
        return node
    sources = (*chain.sources, _source(chain, sorted(touching)))
    covered = covering(node, sources, frozenset(chain.home or ("",)))
    return replace(node, covered_by=tuple(sorted({*node.covered_by, *covered}))) if covered else node


def _segment(node: SegmentNode, changes: Changes, settled: frozenset[tuple[str, str]]) -> SegmentNode:
    gone = {one.firm for one in changes.remove if one.segment in ("", node.key)}
    come = {one.firm: one.name for one in changes.add if one.segment == node.key}
    left = _without(node, gone) if gone else node
    counted = {firm.key for firm in left.firms if firm.counted}
    new = {key: name for key, name in come.items() if key not in counted}
    firms = [
        firm
        for firm in left.firms
        if firm.key not in new and not (_open(firm) and (firm.key, firm.term) in settled and firm.key not in come)
    ]
    firms += [FirmHere(key, new[key], SUPPOSED, "", "done", "accepted") for key in sorted(new)]
    if len(firms) != len(left.firms) or new:
        elsewhere = tuple(firm for firm in left.elsewhere if firm.key not in new)
        left = replace(left, firms=tuple(firms), elsewhere=elsewhere)
    return left


def _without(node: SegmentNode, gone: set[str]) -> SegmentNode:
    """The segment without firms, and without what is said of them, of their products, or to place them there."""
    left = [firm for firm in node.firms if firm.key not in gone]
    said = {quote.statement for firm in node.firms if firm.key in gone for quote in firm.quotes}
    said -= {quote.statement for firm in left for quote in firm.quotes}
    silent = gone | _products(node, gone)
    mentions = [quote for quote in node.mentions if quote.subject not in silent and quote.statement not in said]
    if len(left) == len(node.firms) and len(mentions) == len(node.mentions):
        return node
    return replace(node, firms=tuple(left), mentions=tuple(mentions))


def _products(node: SegmentNode, gone: Collection[str]) -> set[str]:
    """Products and technologies that statements tie to these firms and to no other."""
    made: dict[bool, set[str]] = {True: set(), False: set()}
    for quote in node.mentions:
        if quote.subject.startswith("Firm:") and quote.object.startswith(("Product:", "Technology:")):
            made[quote.subject in gone].add(quote.object)
    return made[True] - made[False]
