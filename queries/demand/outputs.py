"""What a stated output consists of: products by declared codes, else by the finished goods of its chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.demand.grain import products_of
from queries.demand.model import Grain, Product, Stated
from queries.gaps.model import ChainGraph, SegmentNode

FINISHED = "成品"


@dataclass(frozen=True, slots=True)
class IndustryClasses:
    """What an industry, as documents call it, covers of GB/T 4754: declared, with a reason."""

    industry: str
    codes: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Ties:
    """Which industries clusters belong to, and which chains are about which industries, by key; names of industries."""

    of_cluster: Mapping[str, tuple[str, ...]]
    of_chain: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """The products that an output may consist of, and the segments (``makers``) whose goods it stands for.

    ``mapping`` says how we know, ``chains`` are keys; ``refused`` says why nothing is known.
    """

    outputs: tuple[Product, ...] = ()
    mapping: str = ""
    chains: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    refused: str = ""


def finished_goods(chain: ChainGraph) -> tuple[SegmentNode, ...]:
    """Return the segments whose goods leave the chain: 中游, and sold as 成品 or taken by nobody in the chain.

    Parts that a maker of the chain takes are not its output a second time.
    """
    kinds: dict[str, set[str]] = {}
    for edge in chain.inputs:
        kinds.setdefault(edge.start, set()).add(edge.kind)
    return tuple(
        segment
        for segment in chain.segments
        if segment.position == "中游" and (segment.key not in kinds or FINISHED in kinds[segment.key])
    )


def what_it_makes(
    figure: Stated,
    chains: Sequence[ChainGraph],
    ties: Ties,
    products: Sequence[Product],
    declared: Mapping[str, IndustryClasses],
) -> Made:
    """Return what a stated output consists of.

    A segment is what its own codes say. An industry, or that of a cluster, is
    what its declared codes say; without these, the finished goods of a chain
    that is about nothing else.
    """
    own = [(chain, node) for chain in chains for node in chain.segments if node.key == figure.subject]
    if own:
        codes = own[0][1].gbt4754
        keys = tuple(dict.fromkeys(chain.key for chain, _ in own))
        return _made(codes, products, "本环节的行业代码", keys, [node for _, node in own])
    industries = _industries(figure, ties)
    about = [chain for chain in chains if chain.key in chains_about(figure, ties)]
    keys = tuple(chain.key for chain in about)
    names = [ties.names.get(key, key.partition(":")[2]) for key in industries]
    stated = [declared[name] for name in dict.fromkeys((*names, figure.subject_name)) if name in declared]
    if stated:
        codes = tuple(dict.fromkeys(code for one in stated for code in one.codes))
        mapping = "声明的行业代码：" + "；".join(
            f"{one.industry} = {'、'.join(one.codes)}（{one.why}）" for one in stated
        )
        goods = [node for chain in about for node in finished_goods(chain) if _within(node, codes)]
        return _made(codes, products, mapping, keys, goods)
    if not about:
        return Made(refused="没有产业链讲这个产业，也没有声明它的行业代码")
    several = [chain for chain in about if not {*ties.of_chain[chain.key]} <= {*industries}]
    if several:
        listed = "、".join(ties.names.get(key, key) for key in ties.of_chain[several[0].key])
        said = f"{several[0].name}讲几个产业（{listed}），哪些环节属于它没有声明，不知道产出是什么"
        return Made(chains=keys, refused=said)
    goods = [node for chain in about for node in finished_goods(chain)]
    codes = tuple(dict.fromkeys(code for node in goods for code in node.gbt4754))
    mapping = f"链上成品环节的行业代码（{'、'.join(dict.fromkeys(node.name for node in goods))}）"
    made = _made(codes, products, mapping, keys, goods)
    return made if made.refused else _derived(made)


def chains_about(figure: Stated, ties: Ties) -> tuple[str, ...]:
    """Return the keys of the chains that are about an industry of the figure's subject."""
    industries = {*_industries(figure, ties)}
    return tuple(chain for chain, about in ties.of_chain.items() if industries & {*about})


def _industries(figure: Stated, ties: Ties) -> tuple[str, ...]:
    return ties.of_cluster.get(figure.subject, ()) or (figure.subject,)


def _within(node: SegmentNode, codes: Iterable[str]) -> bool:
    return any(mine.startswith(code) for mine in node.gbt4754 for code in codes)


def _made(
    codes: Sequence[str], products: Sequence[Product], mapping: str, chains: tuple[str, ...], goods: list[SegmentNode]
) -> Made:
    placed = products_of(codes, products)
    if not placed:
        return Made(chains=chains, refused="没有行业代码，或代码不在表里，不知道产出是什么产品")
    outputs = tuple(one.product for one in placed)
    cautions: tuple[str, ...] = ()
    if placed[0].grain is Grain.FINER:
        cautions = (f"产出比产品部门细：系数是整个“{outputs[0].name}”部门的",)
    if len(outputs) > 1:
        listed = "、".join(product.name for product in outputs)
        cautions = (f"产出分属 {len(outputs)} 个产品部门（{listed}），没有说怎样分：逐个列出，合计落在最小和最大之间",)
    keys, names = (tuple(dict.fromkeys(values)) for values in ([n.key for n in goods], [n.name for n in goods]))
    return Made(outputs, mapping, chains, keys, names, cautions)


def _derived(made: Made) -> Made:
    said = "产出由哪些产品组成是按产业链模板推的，没有人声明；还有别的产品，就不一定在这个范围里"
    return Made(made.outputs, made.mapping, made.chains, made.makers, made.names, (*made.cautions, said))
