"""Short names that a text gives its firms without saying so: 某某 of 某省某某电子有限公司."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from loaders.letters.extraction.firms import common
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.names import Candidate, generic

_LEGAL = re.compile(r"(?:有限公司|有限责任公司|集团公司|股份公司)$")
# What stands around a short name that is one: a mark, a list or a few words before, a verb or a mark after.
_BEFORE = r"(?:(?<=[，。；、：\n（和与及由])|^)"
_AFTER = r"(?=[，。；、）和与及等的将已在为位排继获入成]|集团|公司|股份|投资|计划|项目|生产|实现|作为|牵头|研发)"


def short_names(text: str, found: Iterable[Candidate], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield further places of firms whose legal names the text has, where it uses the heart of the name alone.

    The heart is what follows the place at the head of a legal name: two to
    four characters that no other firm of the text begins with and that are no
    word of official writing.
    """
    legal = sorted({item.name for item in found if item.kind == "Firm" and _LEGAL.search(item.name)})
    owners: dict[str, list[str]] = {}
    for name in legal:
        heart = _heart(name, gazetteer)
        for size in (2, 3, 4):
            short = heart[:size]
            if len(short) == size and not common(short) and not generic(short) and short not in gazetteer.entries:
                owners.setdefault(short, []).append(name)
    single = {short: names[0] for short, names in owners.items() if len(names) == 1}
    if not single:
        return
    words = "|".join(re.escape(short) for short in sorted(single, key=len, reverse=True))
    for match in re.finditer(rf"{_BEFORE}(?:{words}){_AFTER}", text, re.MULTILINE):
        yield Candidate(match.start(), match.end(), "Firm", single[match.group()], 1)


def _heart(name: str, gazetteer: Gazetteer) -> str:
    """Return a legal name without the places at its head and the brackets in it."""
    plain = re.sub(r"（[^（）]*）", "", name)
    while True:
        place = next((size for size in (5, 4, 3, 2) if _is_place(plain[:size], gazetteer)), 0)
        if not place or len(plain) - place < 6:
            return re.sub(r"^[省市区县镇]", "", plain)
        plain = re.sub(r"^[省市区县镇]", "", plain[place:])


def _is_place(word: str, gazetteer: Gazetteer) -> bool:
    entry = gazetteer.entries.get(word)
    return bool(entry and entry.kind in {"Region", "Town"})
