"""Reference tables that ship, as the questions about demand, quotients and local shares want them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.demand.grain import for_table
from queries.demand.model import IoTable, Product
from queries.demand.outputs import IndustryClasses
from queries.demand.read import Reference
from queries.tiers.model import FLQ, JOBS, OUTPUT, Economy, Gaps, LocalShare, SectorSet
from queries.tiers.names import SectorNames

if TYPE_CHECKING:
    from queries.localshare import Shares

DEFAULT, COARSE = "china-2020-153", "china-2020-42"
"""The finest national table; that of the sectors in which local shares are estimated."""
_CENSUS = ("中国", "就业人口（长表）", "大类")


@lru_cache
def reference(table: str = DEFAULT) -> Reference:
    """Return a national table with its products and the declared codes of industries.

    Raises:
        InputError: there is no such table.
    """
    from loaders.reference.concordance import read_industries, read_products
    from loaders.reference.national import national_table

    flows = national_table(table)
    io = IoTable(
        flows.name, flows.title, flows.office, flows.year, flows.grain, flows.codes, flows.names, flows.flows,
        flows.output,
    )  # fmt: skip
    products = [Product(row.code, row.name, row.classes, row.members) for row in read_products()]
    declared = {row.industry: IndustryClasses(row.industry, row.classes, row.why) for row in read_industries()}
    sectors = {row.code: row.sector42 for row in read_products()}
    return Reference(io, for_table(products, sectors, io), declared)


def sector_names() -> SectorNames:
    """Return the names of sectors: divisions of GB/T 4754, then those of the 42 and of the 153."""
    from loaders.reference.concordance import members, read_divisions, read_products
    from loaders.reference.tables import read_input_output

    entries: list[tuple[str, tuple[str, ...], frozenset[str]]]
    entries = [(name, (code,), members([code])) for code, name in read_divisions()]
    products = read_products()
    for code, name in {row["code"]: row["name"] for row in read_input_output(COARSE)}.items():
        codes = tuple(known for row in products if row.sector42 == code for known in row.classes)
        if codes:
            entries.append((name, codes, members(codes)))
    return SectorNames([*entries, *((row.name, row.classes, row.members) for row in products)])


def economies() -> dict[str, Economy]:
    """Return the country to compare with, by unit: output of the input-output table, jobs of the census."""
    from loaders.reference.concordance import members, read_divisions
    from loaders.reference.tables import read_sectors

    known = reference()
    parts = tuple((product.members, known.table.output[product.code] * 1e4) for product in known.products)
    made = f"全国（{known.table.office}《{known.table.title}》总产出）"
    scope = "参照是全部单位的总产出，名录可能只含规上企业：只比份额"
    jobs = {
        one.sector: one.value
        for one in read_sectors()
        if (one.entity, one.indicator, one.scope) == _CENSUS and one.review == "accepted"
    }
    people = tuple((members([code]), jobs[name]) for code, name in read_divisions() if name in jobs)
    counted = "参照是 2020 年普查长表抽样的就业人口，只比份额"
    return {
        OUTPUT: Economy(made, known.table.year, OUTPUT, parts, (scope,)),
        JOBS: Economy("全国（第七次人口普查长表就业人口）", "2020", JOBS, people, (counted,)),
    }


def gaps_by(share: LocalShare, chosen: SectorSet) -> Gaps:
    """Return the gaps of a set of outputs by the local share that is asked for."""
    from loaders.reference.tables import read_input_output
    from queries.localshare import estimate, national_of
    from queries.tiers.gaps import by_flegg, by_model

    if share.method == FLQ:
        return by_flegg(chosen, reference().products, reference().table, share.delta)
    known = reference(COARSE)
    national = national_of(read_input_output(COARSE), known.table.label)

    def estimated(outputs: Sequence[float], region: str, level: float) -> Shares:
        return estimate(outputs, national, region, level=level)

    return by_model(chosen, known.products, known.table, estimated, share.level)
