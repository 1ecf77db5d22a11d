"""From codes of GB/T 4754 to the products of a table, with the grain said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from queries.demand.model import Grain, IoTable, Placed, Product


def products_of(codes: Sequence[str], products: Iterable[Product]) -> tuple[Placed, ...]:
    """Return the products that codes lie in, in the table's order, each with the grain.

    Codes of several products leave each of them ``several``: nothing says how
    the thing is divided among them. A thing whose codes take in all classes
    of its one product equals it, otherwise it is finer. Empty: no code, or
    none that the table knows.

    Args:
        codes: two to four digits.
        products: no two of which cover a class.
    """
    wanted = [code for code in codes if code.isdigit()]
    found = [product for product in products if _touches(wanted, product)]
    if len(found) > 1:
        return tuple(Placed(product, Grain.SEVERAL) for product in found)
    whole = found and all(any(member.startswith(code) for code in wanted) for member in found[0].members)
    return tuple(Placed(product, Grain.EQUAL if whole else Grain.FINER) for product in found)


def _touches(codes: Iterable[str], product: Product) -> bool:
    """Whether a code lies in the product, or is so wide that the product lies in it (38 of 385)."""
    return any(code.startswith(known) or known.startswith(code) for code in codes for known in product.classes)


def for_table(products: Sequence[Product], sector_of: Mapping[str, str], table: IoTable) -> tuple[Product, ...]:
    """Return the products of a table: those given if it has them, else its sectors made up of them.

    Args:
        products: of the finest table.
        sector_of: product code → sector of the coarser table.
        table: the table that is asked.
    """
    if {product.code for product in products} == {*table.codes}:
        return tuple(products)
    inside: dict[str, list[Product]] = {code: [] for code in table.codes}
    for product in products:
        inside[sector_of[product.code]].append(product)
    return tuple(
        Product(
            code,
            table.names[code],
            tuple(known for product in parts for known in product.classes),
            frozenset(member for product in parts for member in product.members),
        )
        for code, parts in inside.items()
    )
