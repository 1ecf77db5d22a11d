"""Places of the city."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import InputError
from loaders.places import places_batch, read_places

SHIPPED = Path(__file__).parent.parent.parent / "loaders" / "data" / "places" / "zhongshan.csv"
HEAD = "code,name,kind,form,aliases,within,note,source\n"
GOOD = HEAD + "1,某市,Region,地级市,某,,,s\n2,甲镇,Town,镇,甲|旧甲镇,某市,,s\n"


def test_the_city_has_its_twenty_three_towns_and_two_zones() -> None:
    rows = read_places(SHIPPED)
    towns = [row for row in rows if row["kind"] == "Town"]
    assert len([row for row in towns if row["code"]]) == 23
    assert {row["name"] for row in towns if not row["code"]} == {"火炬高新区", "翠亨新区"}


def test_a_miswritten_and_a_former_name_lead_to_the_town() -> None:
    aliases = {row["name"]: row["aliases"].split("|") for row in read_places(SHIPPED)}
    assert "东风镇" in aliases["东凤镇"]
    assert "东升镇" in aliases["小榄镇"]


def test_each_place_lies_in_its_city_and_names_its_row() -> None:
    batch = places_batch(SHIPPED, "places-x")
    assert len(batch.edges) == 26
    assert all(str(edge.properties["statements"]).startswith("['places-x#") for edge in batch.edges)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "缺少列"),
        ("name,code\n甲镇,1\n", "缺少列"),
        (GOOD.replace("Town", "Person"), "类别"),
        (GOOD + "3,甲镇,Town,镇,,某市,,s\n", "已有"),
        (GOOD + "2,乙镇,Town,镇,,某市,,s\n", "已有"),
        (GOOD.replace(",某市,,s", ",某省,,s"), "上级"),
        (GOOD.replace("甲镇", ""), "类别"),
    ],
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_places(path)
    assert said in caught.value.message()
    assert "p.csv" in caught.value.message()


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(GOOD.encode("gbk"))
    with pytest.raises(InputError, match="UTF-8"):
        read_places(path)
