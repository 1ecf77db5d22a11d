"""Whatever stands in a table of figures: a refusal in words or finite figures, never a crash, a NaN or a warning."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LiantuError
from loaders.tables.flows import read_flows
from loaders.tables.regions import read_regions
from queries.formulas.inputoutput import coefficients
from queries.formulas.multipliers import multipliers
from queries.formulas.regions import compare

FLOWS = [
    ["部门", "代码", "甲", "乙", "中间使用", "总产出"],
    ["甲", "01", "150", "500", "650", "1000"],
    ["乙", "02", "200", "100", "300", "2000"],
    ["中间投入合计", "", "350", "600", "", ""],
    ["增加值", "", "650", "1400", "", ""],
    ["总投入", "", "1000", "2000", "", ""],
]
REGIONS = [
    ["部门", "代码", "中山", "全国"],
    ["灯具", "C387", "5", "20"],
    ["家电", "C385", "7", "80"],
    ["合计", "", "12", "100"],
]
ODD = st.sampled_from(
    [
        *("", "-", "0", "-1", "1e400", "nan", "inf", "1e15", "1e-300", "3亿元", "5万元", "12%", "约3", "3-5", "1,234"),
        *(
            "甲",
            "乙",
            "合计",
            "总产出",
            "全国",
            "进口",
            "国内",
            "单位：万元",
            "2020年",
            "2020",
            "x",
            "=1+1",
            "\x1b[31m",
            "（亿元）",
        ),
        *("总产出（亿元）", "丙", "\u3000", "部门", "1" * 400, "TRUE", "代码"),
    ]
)
CHANGES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), ODD), max_size=4)


def tried(rows: list[list[str]], changes: list[tuple[int, int, str]], compute: Callable[[Path], None]) -> None:
    cells = [list(row) for row in rows]
    for row, column, text in changes:
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(cells)
        refused: LiantuError | None = None
        try:
            compute(path)
        except LiantuError as error:
            refused = error
        assert refused is None or (changes and refused.zh and refused.en and "nan" not in refused.where)


@settings(max_examples=300, deadline=None)
@given(CHANGES)
def test_a_spoilt_table_of_flows(changes: list[tuple[int, int, str]]) -> None:
    def compute(path: Path) -> None:
        read = read_flows(path)
        assert len(read.names) == len(set(read.names)) >= 2
        if read.added is not None:
            coefficients(read.flows, read.output, value_added=read.added, rounding=read.rounding, names=read.names)
        found = multipliers(read.flows, read.output, names=read.names)
        assert np.isfinite([found.backward, found.sensitivity, found.forward, found.extraction]).all()
        assert (found.backward >= 1).all()

    tried(FLOWS, changes, compute)


@settings(max_examples=300, deadline=None)
@given(CHANGES, st.sampled_from([None, 0.1]))
def test_a_spoilt_table_of_regions(changes: list[tuple[int, int, str]], delta: float | None) -> None:
    def compute(path: Path) -> None:
        read = read_regions(path)
        for one in compare(read.figures, read.reference, delta=delta, sectors=read.sectors, regions=read.regions):
            assert np.isfinite(one.quotients).all()
            assert one.flegg is None or ((one.flegg.shares >= 0) & (one.flegg.shares <= 1)).all()

    tried(REGIONS, changes, compute)
