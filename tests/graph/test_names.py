"""How names sound."""

from __future__ import annotations

import random

import pytest
from pypinyin import Style, lazy_pinyin

from graph.names import READINGS, readings, sounds, spoken
from loaders.sounds import dictionary


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


def test_the_dictionary_is_the_one_it_was_written_from() -> None:
    """If this fails: python -m loaders.sounds."""
    assert READINGS.read_text(encoding="utf-8").splitlines() == dictionary()


def test_a_text_is_cut_and_read_as_by_the_dictionary_itself() -> None:
    chance = random.Random(4)  # noqa: S311 - the same texts each time
    words = [word for word in readings() if len(word) > 1]
    for _ in range(3_000):
        pieces = (chance.choice(words)[: chance.randint(1, 4)] for _ in range(chance.randint(1, 4)))
        text = chance.choice(("", "5G", "e", "　")).join(pieces)
        parts = lazy_pinyin(text, style=Style.NORMAL, errors=lambda other: "*" + other)
        full = "".join(part for part in parts).lower()
        first = "".join(part if part.startswith("*") else part[:1] for part in parts).lower()
        kept = tuple("".join(char for char in each if char.isascii() and char.isalnum()) for each in (full, first))
        assert spoken(text) == kept, text
