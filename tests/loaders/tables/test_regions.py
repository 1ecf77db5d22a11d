"""Figures of sectors by region are read with their reference; totals are checked, gaps and mixtures refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import FiguresRefused
from loaders.reference.tables import flows_of, regions_of
from loaders.tables.regions import read_regions


def file_of(folder: Path, text: str) -> Path:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_region_and_nation(tmp_path: Path) -> None:
    read = read_regions(file_of(tmp_path, "单位：亿元\n部门,代码,中山,全国\n灯具,C387,5,20\n家电,C385,7,80\n"))
    assert (read.sectors, read.regions, read.against, read.unit) == (("灯具", "家电"), ("中山",), "全国", "亿元")
    assert read.reference is not None
    assert (read.figures[:, 0].tolist(), read.reference.tolist()) == ([5, 7], [20, 80])


def test_several_regions_without_a_reference(tmp_path: Path) -> None:
    read = read_regions(file_of(tmp_path, "sector,A,B\nx,1,2\ny,3,4\n"))
    assert (read.regions, read.reference) == (("A", "B"), None)


def test_the_reference_may_be_named(tmp_path: Path) -> None:
    read = read_regions(file_of(tmp_path, "行业,中山,广东省\nx,1,20\ny,3,40\n"), reference="广东省")
    assert (read.regions, read.against) == (("中山",), "广东省")


def test_totals_are_checked_and_left_out(tmp_path: Path) -> None:
    read = read_regions(file_of(tmp_path, "行业,A,B,合计\nx,1,2,3\ny,3,4,7\n合计,4,6,10\n"))
    assert (read.sectors, read.regions) == (("x", "y"), ("A", "B"))
    assert len(read.notes) == 2


def test_the_shipped_province_is_held_against_the_country_of_its_year() -> None:
    read = regions_of("guangdong-2017-42")
    assert read.sectors == flows_of("china-2017-42").names
    assert (read.regions, read.unit) == (("广东",), "万元")
    with pytest.raises(FiguresRefused, match="没有可比的"):
        regions_of("china-2017-42")


REFUSED = {
    "an empty cell": ("部门,中山,全国\nx,1,2\ny,,4\n", "空格", "B3"),
    "a negative figure": ("部门,中山,全国\nx,1,2\ny,-3,4\n", "负数", "B3"),
    "a sector twice": ("部门,中山,全国\nx,1,2\nx,3,4\n", "两行", "A3"),
    "a region twice": ("部门,中山,中山\nx,1,2\ny,3,4\n", "两列", "C1"),
    "two units": ("部门,中山（亿元）,全国（万元）\nx,1,2\ny,3,4\n", "单位不一", ""),
    "years as regions": ("部门,2019,2020\nx,1,2\ny,3,4\n", "表头是年份", "B1"),
    "several years": ("年份,部门,中山,全国\n2019,x,1,2\n2020,y,3,4\n", "混了几年", "A1"),
    "parts below the total": ("部门,中山,全国\nx,1,2\ny,3,4\n合计,9,6\n", "合计写的是 9", "B4"),
    "regions below the total": ("部门,A,B,合计\nx,1,2,9\ny,3,4,7\n", "各地区相加", ""),
    "no region": ("部门,全国\nx,1\ny,2\n", "只有参照", "A1"),
    "two references": ("部门,中山,全国,参照\nx,1,2,2\ny,3,4,4\n", "--reference", "A1"),
    "no heading": ("1,2\n3,4\n", "没找到表头", ""),
    "a text cell": ("部门,中山,全国\nx,1,2\ny,多,4\n", "应是数", "B3"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_compared_is_refused_by_cell(tmp_path: Path, name: str) -> None:
    text, words, cell = REFUSED[name]
    with pytest.raises(FiguresRefused) as refused:
        read_regions(file_of(tmp_path, text))
    assert words in refused.value.message("zh")
    assert refused.value.where.endswith(cell)


def test_a_reference_that_is_not_there(tmp_path: Path) -> None:
    path = file_of(tmp_path, "部门,中山,全国\nx,1,2\ny,3,4\n")
    with pytest.raises(FiguresRefused, match="没有“广东”这一列"):
        read_regions(path, reference="广东")
