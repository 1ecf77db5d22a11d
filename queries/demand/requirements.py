"""R_i = a_ij · X_j for stated outputs X_j, with a_ij of an official table: pure, from values to values.

Source of the formula: the technical coefficients of Leontief's open model
(Miller & Blair, *Input-Output Analysis*, ch. 2), of a competitive table, so
that imports are within the requirement. Where an output may consist of
several products nothing says how it is split; any split is a weighted mean of
their coefficients, so the requirement lies between the least and the greatest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from queries.demand.grain import products_of
from queries.demand.model import YI, Demand, Grain, IoTable, Line, Product, Stated, StatedDemand
from queries.demand.outputs import Made
from queries.demand.stated import cautions_of
from queries.gaps.model import ChainGraph, SegmentNode

EQUIPMENT, SOFTWARE = "设备", "软件"
NOT_INTERMEDIATE = "设备是固定资产投资，投入产出表的中间投入不含它，不能用系数测算"
INVESTED = "软件多计入固定资产，系数只含中间投入的部分"
WITHIN = "含同一产品部门内部的投入（零部件）"


def line(table: IoTable, product: str, output: Product, figure: Stated) -> Line:
    """Return what one product of the output takes of a product.

    A cell that is missing or negative, or a total output that is not positive, refuses the line with its reason.
    """
    flow = table.flows.get((product, output.code))
    total = table.output.get(output.code)
    refused = ""
    if flow is None or total is None:
        refused = f"{table.name} 没有这个产品部门"
    elif not total > 0:
        refused = "表里这个部门总产出为零，系数没有意义"
    elif not flow >= 0:
        refused = "表里这一格是负数，不能当系数"
    if refused or flow is None or total is None:
        return Line(output.code, output.name, flow or 0.0, total or 0.0, None, None, None, refused)
    share = flow / total
    return Line(output.code, output.name, flow, total, share, share * figure.yuan / YI, share * figure.yuan_high / YI)


def product_demand(table: IoTable, product: str, outputs: Sequence[Product], figure: Stated) -> Demand:
    """Return what a stated output takes of one product of the table."""
    lines = tuple(line(table, product, output, figure) for output in outputs)
    lows = [one.low for one in lines if one.low is not None]
    highs = [one.high for one in lines if one.high is not None]
    whole = bool(lines) and len(lows) == len(lines)
    return Demand(
        figure=figure,
        product=product,
        product_name=table.names.get(product, ""),
        lines=lines,
        low=min(lows) if whole else None,
        high=max(highs) if whole else None,
        table=table.label,
        table_year=table.year,
        cautions=(WITHIN,) if any(output.code == product for output in outputs) else (),
        refused="" if whole else "；".join(f"{one.output_name}：{one.refused}" for one in lines if one.refused),
    )


def stated_demand(
    figure: Stated, made: Made, table: IoTable, products: Sequence[Product], chains: Mapping[str, ChainGraph]
) -> StatedDemand:
    """Return all that follows from one stated output.

    Args:
        figure: the output.
        made: the products that it may consist of, and the finished goods of chains that it stands for.
        table: gives the coefficients.
        products: of the table, with their codes.
        chains: by key; their inputs say which segments lie below.
    """
    cautions = (*cautions_of(figure, table), *made.cautions)
    base = StatedDemand(figure, made.outputs, made.mapping, made.chains, made.names, (), (), cautions, made.refused)
    if made.refused:
        return base
    rows = {code: product_demand(table, code, made.outputs, figure) for code in table.codes}
    rows = {code: replace(row, cautions=(*cautions, *row.cautions)) for code, row in rows.items()}
    taken = (row for row in rows.values() if row.high is None or row.high > 0)
    return replace(
        base,
        rows=tuple(sorted(taken, key=lambda row: (-(row.high or 0.0), row.product))),
        below=tuple(_below(made, rows, products, chains)),
    )


def _below(
    made: Made, rows: Mapping[str, Demand], products: Sequence[Product], chains: Mapping[str, ChainGraph]
) -> Iterable[Demand]:
    """The segments that the output's finished goods take directly, each at the grain of its products."""
    for key in made.chains:
        chain = chains[key]
        names = {segment.key: segment.name for segment in chain.segments}
        makers = {*made.makers} & {*names}
        for segment in chain.segments:
            edges = [edge for edge in chain.inputs if edge.start == segment.key and edge.end in makers]
            if edges:
                takers = tuple(sorted({names[edge.end] for edge in edges}))
                kinds = tuple(sorted({edge.kind for edge in edges}))
                yield from _segment(segment, takers, kinds, rows, products)


def _segment(
    segment: SegmentNode,
    takers: tuple[str, ...],
    kinds: tuple[str, ...],
    rows: Mapping[str, Demand],
    products: Sequence[Product],
) -> Iterable[Demand]:
    some = replace(
        next(iter(rows.values())), segment=segment.key, segment_name=segment.name, takers=takers, kinds=kinds
    )
    nothing = replace(some, product="", product_name="", lines=(), low=None, high=None)
    placed = products_of(segment.gbt4754, products)
    if kinds == (EQUIPMENT,):
        yield replace(nothing, refused=NOT_INTERMEDIATE)
        return
    if not placed:
        yield replace(nothing, grain=Grain.NONE, refused=Grain.NONE.zh)
    for one in placed:
        row = rows[one.product.code]
        more = (INVESTED,) if SOFTWARE in kinds else ()
        yield replace(
            row,
            segment=segment.key,
            segment_name=segment.name,
            grain=one.grain,
            takers=takers,
            kinds=kinds,
            cautions=(*row.cautions, *more),
        )
