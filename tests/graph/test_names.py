"""How names sound."""

from __future__ import annotations

import pytest

from graph.names import sounds


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("大洋电机", "dayangdianji", "dydj"),
        ("重庆长安", "chongqingchangan", "cqca"),
        ("中国银行", "zhongguoyinhang", "zgyh"),
        ("福昆大湾区（中山）低空经济产业园", "fukundawanquzhongshandikongjingjichanyeyuan", "fkdwqzsdkjjcyy"),
        ("5G基站天线", "5gjizhantianxian", "5gjztx"),
        ("eVTOL", "evtol", "evtol"),
        ("", "", ""),
    ],
)
def test_a_name_is_found_by_its_pinyin_and_initials(name: str, full: str, initials: str) -> None:
    assert sounds(name) == (full, initials)
