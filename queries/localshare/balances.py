"""Regional balances of official tables: what is made, used and bought outside, and the local shares that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import BoolArray, FloatArray
from queries.formulas.inputoutput import requirement
from queries.localshare.national import National, Row, number
from queries.localshare.sectors import plain

COLUMNS = ("name", "GO", "TIU", "TFU", "IF")
"""What a table of balances must have; ``province``, IM, EX, OF and ERR too where it has them.

Tables before 2012 have one column for all that comes from outside: IF."""

ROW = "#"
"""Key of a row's number in its file, where whoever read it knows."""

_Cells = tuple[float, float, float, float, float]
_BALANCE = 0.01
"""Part of uses by which a row may miss its identity: tables are rounded, and some carry an error column."""


@dataclass(frozen=True)
class Balances:
    """Balances of K regions in the sectors of a national table.

    Attributes:
        label: which table, for people.
        regions: their names, K.
        output: X, K × n.
        uses: intermediate and final use, exports and outflows included (TIU + TFU), K × n.
        inflow: imports and inflows from the rest of the country (IM + IF), K × n.
        outflow: exports and outflows (EX + OF), K × n; zeros where the table has no such columns.
        from_country: the part of ``inflow`` that comes from the rest of the country (IF), K × n.
    """

    label: str
    regions: tuple[str, ...]
    output: FloatArray
    uses: FloatArray
    inflow: FloatArray
    outflow: FloatArray
    from_country: FloatArray

    @property
    def share(self) -> FloatArray:
        """Local share 1 − (IM + IF) / (TIU + TFU), clipped to [0, 1]; 0 where nothing is used.

        It takes every use of a product, exports too, to be met from outside in the same proportion.
        """
        return _local(self.inflow, self.uses)

    @property
    def transit(self) -> BoolArray:
        """Regions that take in more from the rest of the country than they make: much only passes through, K."""
        found: BoolArray = self.from_country.sum(axis=1) > self.output.sum(axis=1)
        return found

    def nothing_sold_on(self) -> Balances:
        """Return the same balances with exports and outflows taken off the uses.

        Their share is 1 − (IM + IF) / (TIU + TFU − EX − OF): the other extreme, where nothing that is bought
        outside is sold on.
        """
        return replace(self, uses=self.uses - self.outflow, outflow=np.zeros_like(self.outflow))

    def weight(self, national: National) -> FloatArray:
        """Return R_i / ΣR of each region, K × n: what an error is weighed by; 0 where nothing is used."""
        need = np.array([requirement(national.coefficients, x, names=national.names) for x in self.output])
        need = np.where(self.uses > 0, need, 0.0)
        total = need.sum(axis=1, keepdims=True)
        part: FloatArray = np.divide(need, total, out=np.zeros_like(need), where=total > 0)
        return part

    def seen(self, national: National) -> BoolArray:
        """Which cells say something: something is required, and the sector is there."""
        found: BoolArray = (self.weight(national) > 0) & (self.output > 0)
        return found


def _local(bought: FloatArray, used: FloatArray) -> FloatArray:
    part = np.divide(bought, used, out=np.ones_like(used), where=used > 0)
    share: FloatArray = np.clip(1 - part, 0.0, 1.0)
    return share


def balances_of(rows: Sequence[Row], national: National, label: str, region: str = "") -> Balances:
    """Return the balances whose rows are given as text.

    Args:
        rows: a row a sector and region: province, name, GO, TIU, TFU, IF, and IM, EX, OF, ERR where known.
            Rows of totals and of value added (codes TII, VA001–VA004, TVA, TI) are passed over.
        national: the table whose sectors they must have, by name, each once in each region.
        label: which table it is.
        region: the region's name if there is no column ``province``.

    Raises:
        FiguresRefused: a column is missing; a cell is no number or negative where none may be; a sector is
            unknown, missing or twice; a row does not balance (TIU + TFU − IM − IF + ERR = GO).
    """
    lacking = [column for column in COLUMNS if not rows or column not in rows[0]]
    if lacking:
        raise FiguresRefused(
            f"缺少列：{'、'.join(lacking)}" if rows else "表里没有行",
            f"columns missing: {', '.join(lacking)}" if rows else "the table has no rows",
            where=label,
            do_zh="表式见自带的 provinces-2017-42.csv：province,name,GO,TIU,TFU,EX,OF,IM,IF,ERR",
            do_en="Its shape is that of provinces-2017-42.csv: province,name,GO,TIU,TFU,EX,OF,IM,IF,ERR",
        )
    at = {plain(name): i for i, name in enumerate(national.names)}
    found: dict[str, dict[int, _Cells]] = {}
    for line, row in enumerate(rows, 2):
        if row.get("code", "").strip() in ("TII", "VA001", "VA002", "VA003", "VA004", "TVA", "TI"):
            continue
        place = row.get("province", "").strip() or region
        sector = plain(row["name"] or "")
        where = f"{label}:{row.get(ROW, line)} {place} {sector}".strip()
        if sector not in at:
            raise FiguresRefused(
                f"部门不在全国表（{national.label}）里：{sector}",
                f"the national table ({national.label}) has no sector {sector}",
                where=where,
                do_zh="请用 --national 给同一年、同样部门的全国表",
                do_en="Give the national table of the same year and sectors by --national",
            )
        cells = found.setdefault(place, {})
        if at[sector] in cells:
            raise FiguresRefused(f"部门重复：{sector}", f"the sector stands twice: {sector}", where=where)
        cells[at[sector]] = _cells(row, where)
    return _assembled(found, national, label)


def _cells(row: Row, where: str) -> _Cells:
    """Output, uses, inflow, outflow and inflow from the country of a row that balances."""
    go, tiu, tfu, inflow = (number(row, column, where) for column in COLUMNS[1:])
    im, ex, out, err = (number(row, column, where, missing=0.0) for column in ("IM", "EX", "OF", "ERR"))
    for column, value in (("GO", go), ("TIU", tiu), ("IM", im), ("IF", inflow), ("EX", ex), ("OF", out)):
        if value < 0:
            raise FiguresRefused(f"{column} 不应为负：{value:g}", f"{column} is negative: {value:g}", where=where)
    uses = tiu + tfu
    gap = uses - im - inflow + err - go
    if abs(gap) > _BALANCE * max(abs(uses), go) + 10:
        raise FiguresRefused(
            f"这一行不平：TIU+TFU−IM−IF+ERR 与 GO 差 {gap:.0f}",
            f"the row does not balance: TIU+TFU-IM-IF+ERR is {gap:.0f} off GO",
            where=where,
            do_zh="请核对列有没有放错、单位是否一致",
            do_en="See whether columns are swapped or units mixed",
        )
    return go, uses, im + inflow, ex + out, inflow


def _assembled(found: dict[str, dict[int, _Cells]], national: National, label: str) -> Balances:
    size = len(national.names)
    for place, cells in found.items():
        lacking = [name for i, name in enumerate(national.names) if i not in cells]
        if lacking:
            shown = "、".join(lacking[:3]) + ("…" if len(lacking) > 3 else "")
            raise FiguresRefused(
                f"缺 {len(lacking)} 个部门：{shown}",
                f"{len(lacking)} sectors are missing: {shown}",
                where=f"{label} {place}".strip(),
                do_zh="没有的部门请写 0，不要省掉行",
                do_en="Write 0 for a sector that is not there",
            )
        if not sum(cell[0] for cell in cells.values()):
            raise FiguresRefused("各部门的产出都是 0", "all outputs are 0", where=f"{label} {place}".strip())
    cube = np.array([[found[place][i] for i in range(size)] for place in found], dtype=float)
    return Balances(label, tuple(found), *(np.ascontiguousarray(cube[:, :, i]) for i in range(5)))
