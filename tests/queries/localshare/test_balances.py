"""Tables of balances: the identity holds, shares follow from it, and what does not fit is refused with its place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from graph.errors import FiguresRefused
from loaders.reference.tables import read_input_output
from queries.localshare import Balances, National, balances_of, national_of

Rows = list[dict[str, str]]


def rows(province: str = "广东") -> Rows:
    return [dict(row) for row in read_input_output("provinces-2017-42") if row["province"] == province]


def test_every_row_of_the_provinces_balances(provinces: Balances) -> None:
    assert provinces.output.shape == (31, 42)
    for row in read_input_output("provinces-2017-42"):
        made = sum(float(row[c]) for c in ("TIU", "TFU", "ERR")) - float(row["IM"]) - float(row["IF"])
        assert abs(made - float(row["GO"])) <= 2


def test_local_share_is_one_less_what_is_bought_outside(provinces: Balances) -> None:
    at = provinces.regions.index("广东")
    row = next(row for row in rows() if row["name"] == "电气机械和器材")
    bought = (float(row["IM"]) + float(row["IF"])) / (float(row["TIU"]) + float(row["TFU"]))
    assert provinces.share[at, 18] == pytest.approx(1 - bought)
    assert ((provinces.share >= 0) & (provinces.share <= 1)).all()


def test_if_nothing_is_sold_on_less_is_local(provinces: Balances) -> None:
    other = provinces.nothing_sold_on()
    assert (other.share <= provinces.share + 1e-12).all()
    assert (other.share < provinces.share - 0.1).sum() > 100


def test_provinces_through_which_much_passes_are_known(provinces: Balances) -> None:
    through = {name for name, one in zip(provinces.regions, provinces.transit, strict=True) if one}
    assert through == {"重庆", "海南"}


def test_the_whole_table_of_one_region_gives_the_same(national: National, provinces: Balances) -> None:
    whole = balances_of(read_input_output("guangdong-2017-42"), national, "guangdong-2017-42", "广东")
    assert whole.regions == ("广东",)
    np.testing.assert_allclose(whole.share[0], provinces.share[provinces.regions.index("广东")])


def test_rows_in_any_order_give_the_same(national: National) -> None:
    one, other = (balances_of(given, national, "t") for given in (rows(), rows()[::-1]))
    np.testing.assert_array_equal(one.share, other.share)


def without_column(given: Rows, column: str) -> Rows:
    return [{key: value for key, value in row.items() if key != column} for row in given]


def changed(at: int, column: str, value: str) -> Callable[[Rows], Rows]:
    return lambda given: [{**row, column: value} if i == at else row for i, row in enumerate(given)]


BAD: list[tuple[Callable[[Rows], Rows], str, str]] = [
    (lambda given: [], "没有行", ""),
    (lambda given: without_column(given, "TIU"), "缺少列：TIU", ""),
    (lambda given: given[:-2], "缺 2 个部门", "广东"),
    (lambda given: [*given, given[0]], "重复", "农林牧渔"),
    (changed(3, "name", "鱼竿"), "鱼竿", ":5"),
    (changed(3, "GO", "约 12"), "不是数", ":5"),
    (changed(3, "GO", ""), "缺数", ":5"),
    (changed(3, "GO", "inf"), "不是有限的数", ":5"),
    (changed(3, "IF", "-8"), "不应为负", ":5"),
    (changed(3, "TIU", "99999999"), "不平", ":5"),
    (lambda given: [{**row, **dict.fromkeys(("GO", "TIU", "TFU", "IM", "IF", "EX", "OF", "ERR"), "0")}
                    for row in given], "都是 0", "广东"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "said", "where"), BAD, ids=[said for _, said, _ in BAD])
def test_a_table_that_does_not_fit_is_refused_with_its_place(
    national: National, spoil: Callable[[Rows], Rows], said: str, where: str
) -> None:
    with pytest.raises(FiguresRefused, match=said) as refused:
        balances_of(spoil(rows()), national, "t")
    assert where in refused.value.where


def test_national_tables_of_every_shape_are_read() -> None:
    for name in ("china-2017-42", "china-2020-42", "china-2020-153"):
        table = national_of(read_input_output(name), name)
        sums = table.coefficients.sum(axis=0) + table.value_added / table.output
        np.testing.assert_allclose(sums, 1, atol=1e-4)


def test_a_table_that_is_not_national_is_refused() -> None:
    with pytest.raises(FiguresRefused, match="不像一张全国投入产出表"):
        national_of(rows(), "t")
    broken = [dict(row) for row in read_input_output("china-2017-42")]
    broken[0]["05"] = "?"
    with pytest.raises(FiguresRefused, match="不是数") as refused:
        national_of(broken, "t")
    assert "农林牧渔" in refused.value.where
    broken[0]["05"] = "999999999"
    with pytest.raises(FiguresRefused, match="不平") as refused:
        national_of(broken, "t")
    assert "非金属矿和其他矿采选产品" in refused.value.where
