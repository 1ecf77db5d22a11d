"""Reference tables that ship, as the questions about demand and local shares want them."""

from __future__ import annotations

from queries.demand.grain import for_table
from queries.demand.model import IoTable, Product
from queries.demand.outputs import IndustryClasses
from queries.demand.read import Reference

DEFAULT = "china-2020-153"
"""The finest national table."""


def reference(table: str = DEFAULT) -> Reference:
    """Return a national table with its products and the declared codes of industries.

    Raises:
        InputError: there is no such table.
    """
    from loaders.reference.concordance import members, read_industries, read_products
    from loaders.reference.national import national_table

    flows = national_table(table)
    rows = read_products()
    io = IoTable(
        flows.name, flows.title, flows.office, flows.year, flows.grain, flows.codes, flows.names, flows.flows,
        flows.output,
    )  # fmt: skip
    products = [Product(row.code, row.name, row.classes, members(row.classes)) for row in rows]
    declared = {row.industry: IndustryClasses(row.industry, row.classes, row.why) for row in read_industries()}
    return Reference(io, for_table(products, {row.code: row.sector42 for row in rows}, io), declared)
