"""The classes of all segments in many cities at once: the rules of :mod:`queries.gaps.classify` over arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse

from queries.formulas.checks import BoolArray, FloatArray, Masked, fit
from queries.gaps.model import ChainGraph, GapClass, GapParameters
from queries.gaps.network import Network

CLASSES = tuple(GapClass)
"""A code is a place in this tuple."""

Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Structure:
    """What chains say of their segments, the same in every city.

    Attributes:
        keys: the segments' keys, n, in order.
        takes: n × n, sparse; (i, j) is 1 where j takes i directly in some chain.
        cuts: of each chain the places of its m segments in ``keys``, and m × m, dense and small;
            (i, k) is true where k loses every path of inputs without i.
    """

    keys: tuple[str, ...]
    takes: scipy.sparse.csr_array
    cuts: tuple[tuple[npt.NDArray[np.int64], BoolArray], ...]


def structure(chains: Iterable[ChainGraph]) -> Structure:
    """Return the structure of chains; a segment that several share is one."""
    networks = [Network(chain) for chain in sorted(chains, key=lambda chain: chain.key)]
    keys = tuple(sorted({key for network in networks for key in network.segments}))
    place = {key: at for at, key in enumerate(keys)}
    pairs = {(place[i], place[j]) for network in networks for i in network.segments for j in network.direct(i)}
    rows, columns = (np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)).T
    takes = scipy.sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(keys), len(keys)))
    return Structure(keys, takes, tuple(_cuts(network, place) for network in networks))


def _cuts(network: Network, place: dict[str, int]) -> tuple[npt.NDArray[np.int64], BoolArray]:
    own = sorted(network.segments, key=place.__getitem__)
    at = {key: number for number, key in enumerate(own)}
    cut = np.zeros((len(own), len(own)), dtype=np.bool_)
    for key in own:
        cut[at[key], [at[other] for other in network.loses_every_path(key)]] = True
    return np.array([place[key] for key in own], dtype=np.int64), cut


def classes(
    known: Structure,
    suppliers: Masked,
    covered: BoolArray,
    *,
    quotients: Masked | None = None,
    told: BoolArray | None = None,
    unsettled: BoolArray | None = None,
    parameters: GapParameters | None = None,
) -> Codes:
    """Return the class of each segment in each city, tier T0 or T1, as places in :data:`CLASSES`.

    Args:
        known: the chains' structure, n segments.
        suppliers: N, cities × n; defined where there is a counted firm.
        covered: cities × n, or n for all cities alike: a complete source covers it.
        quotients: cities × n; ``None`` where none are known.
        told: cities × n, made there by the words of a document, though no firm is named.
        unsettled: cities × n, firms of a class that several segments share may make it.
        parameters: thresholds; the defaults if not given.

    Raises:
        FiguresRefused: arrays whose shapes disagree.
    """
    limits = parameters or GapParameters()
    here, shape = suppliers.defined, suppliers.defined.shape
    fit(suppliers.values, (shape[0], len(known.keys)), "N")
    sure = np.broadcast_to(covered, shape)
    nothing = np.zeros(shape, dtype=np.bool_)
    local, open_ = here | (nothing if told is None else told), nothing if unsettled is None else unsettled
    fit(local, shape, "told")
    fit(open_, shape, "unsettled")
    wanted: BoolArray = (known.takes @ local.T.astype(np.float64)).T > 0
    few = suppliers.values < limits.minimum_suppliers
    rules: list[tuple[GapClass, BoolArray]] = [
        (GapClass.INSUFFICIENT, ~sure | (~here & (~wanted | open_))),
        (GapClass.MISSING, ~here),
        (GapClass.SINGLE, few & top_anywhere(known, local, limits.single_share) & ~open_),
    ]
    if quotients is not None:
        fit(quotients.values, shape, "LQ")
        rules += [
            (GapClass.WEAK, quotients.defined & (quotients.values < limits.weak_quotient)),
            (GapClass.STRONG, quotients.defined & (quotients.values >= limits.strong_quotient) & ~few),
        ]
    codes = np.full(shape, CLASSES.index(GapClass.PRESENT), dtype=np.int8)
    for kind, fits in reversed(rules):  # the first that fits stands, so it is written last
        codes[fits] = CLASSES.index(kind)
    return codes


def top_anywhere(known: Structure, local: BoolArray, part: float) -> BoolArray:
    """Return where a segment cuts off a top share of the local segments in one of its chains.

    The share is of the chain's local segments but itself; "top" are positive shares with fewer than
    ``part`` of the chain's segments strictly above, equals together.

    Args:
        known: the chains' structure, n segments.
        local: cities × n, made in the city.
        part: the part of a chain's segments that is "the top".
    """
    found = np.zeros(local.shape, dtype=np.bool_)
    for places, cut in known.cuts:
        here = local[:, places].astype(np.float64)
        lost = here @ cut.T
        shares = lost / np.maximum(1.0, here.sum(axis=1, keepdims=True) - here)
        found[:, places] |= (shares > 0) & (_above(shares) < part * len(places))
    return found


def _above(shares: FloatArray) -> npt.NDArray[np.int64]:
    """Return for each figure how many of its row are strictly greater."""
    width = shares.shape[1]
    rows = zip(np.sort(shares, axis=1), shares, strict=True)
    return np.stack([width - np.searchsorted(ordered, own, side="right") for ordered, own in rows])
