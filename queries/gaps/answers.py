"""The gap analysis over a store: all chains, one chain, all chains as one; finding chains and segments by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph.errors import InputError, NotFound
from graph.store import Store
from queries.gaps.analyse import analyse, analyse_together
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGaps, ChainGraph, GapParameters, Measures


def analyse_all(
    store: Store, parameters: GapParameters | None = None, measures: Mapping[str, Measures] | None = None
) -> tuple[ChainGaps, ...]:
    """Return the gaps of every chain in the store, in key order; empty if there is no chain."""
    return analyse(load_chains(store, parameters), parameters, measures)


def analyse_city(
    store: Store, parameters: GapParameters | None = None, measures: Mapping[str, Measures] | None = None
) -> ChainGaps:
    """Return one answer over all chains, a shared segment being one row: the city's 补链 and 核查清单."""
    return analyse_together(load_chains(store, parameters), parameters, measures)


def analyse_chain(store: Store, key_or_name: str, parameters: GapParameters | None = None) -> ChainGaps:
    """Return the gaps of one chain.

    All chains are read all the same: a segment that they share has its firms and demand there too.

    Raises:
        NotFound: no such chain, naming near ones.
    """
    chains = load_chains(store, parameters)
    wanted = find_chain(chains, key_or_name)
    return next(gaps for gaps in analyse(chains, parameters) if gaps.chain.key == wanted.key)


def find_chain(chains: Sequence[ChainGraph], key_or_name: str) -> ChainGraph:
    """Return the chain of a key (``Chain:wind`` or ``wind``), a name, its beginning without 产业链, or an alias.

    A part of a name will do where only one chain has it (灯饰).

    Raises:
        NotFound: none, naming near ones.
    """
    text = key_or_name.strip()
    for chain in chains:
        short = chain.name.removesuffix("产业链")
        if text in {chain.key, chain.key.removeprefix("Chain:"), chain.name, short, *chain.aliases}:
            return chain
    holding = [chain for chain in chains if text and text in chain.name]
    if len(holding) == 1:
        return holding[0]
    raise _not_found("产业链", "chain", text, [chain.name for chain in chains])


@dataclass(frozen=True, slots=True)
class SegmentFound:
    """A segment and the chains that show it; ``names`` is what each of them calls it."""

    key: str
    names: tuple[str, ...]
    chains: tuple[str, ...]


def find_segment(chains: Sequence[ChainGraph], key_or_name: str) -> SegmentFound:
    """Return the segment of a key, a name, what a chain calls it, or an alias, the first of these that fits.

    ``链/环节`` asks for the segment of one chain, where several chains use a name for different things.

    Raises:
        NotFound: no such segment, naming near ones.
        InputError: the name means several segments, naming their keys.
    """
    text = key_or_name.strip()
    chain_name, slash, rest = text.partition("/")
    if slash:
        chains, text = [find_chain(chains, chain_name)], rest.strip()
    for names in _ways(chains):
        keys = sorted(key for key, known in names.items() if text in known)
        if len(keys) == 1:
            return _found(chains, keys[0])
        if keys:
            raise _ambiguous(text, [_found(chains, key) for key in keys])
    every = [segment.name for chain in chains for segment in chain.segments]
    aliases = [alias for chain in chains for segment in chain.segments for alias in segment.aliases]
    raise _not_found("环节", "segment", text, every + aliases)


def _ways(chains: Iterable[ChainGraph]) -> tuple[dict[str, set[str]], ...]:
    """Ways to call a segment, strictest first: segment key → what it is called."""
    keys: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    aliases: dict[str, set[str]] = {}
    for chain in chains:
        for segment in chain.segments:
            keys.setdefault(segment.key, set()).update({segment.key, segment.key.removeprefix("Segment:")})
            names.setdefault(segment.key, set()).update({segment.name, segment.canonical})
            aliases.setdefault(segment.key, set()).update(segment.aliases)
    return keys, names, aliases


def _found(chains: Iterable[ChainGraph], key: str) -> SegmentFound:
    here = [(chain, segment) for chain in chains for segment in chain.segments if segment.key == key]
    names = tuple(dict.fromkeys(segment.name for _, segment in here))
    return SegmentFound(key, names, tuple(chain.key for chain, _ in here))


def _ambiguous(text: str, found: Sequence[SegmentFound]) -> InputError:
    listed = "、".join(f"{one.key}（{'、'.join(one.chains)}）" for one in found)
    return InputError(
        f"“{text}”有 {len(found)} 个环节：{listed}",
        f"{text!r} means {len(found)} segments: {', '.join(one.key for one in found)}",
        do_zh="请写键，或写成 链/环节",
        do_en="Give the key, or chain/segment",
    )


def _not_found(zh: str, en: str, text: str, names: Iterable[str]) -> NotFound:
    known = sorted(set(names))
    near = [name for name in known if text and (text in name or name in text)][:5]
    near += [name for name in get_close_matches(text, known, n=5, cutoff=0.5) if name not in near]
    return NotFound(
        f"没有叫“{text}”的{zh}",
        f"no {en} named {text!r}",
        do_zh=f"相近的有：{'、'.join(near[:5])}" if near else "请用 liantu find 找",
        do_en=f"Near ones: {', '.join(near[:5])}" if near else "Try liantu find",
    )
