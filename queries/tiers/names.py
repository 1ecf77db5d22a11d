"""Sectors by the names that registers use: GB/T 4754 divisions, and the sectors and products of the national tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from queries.tiers.model import Sector

_CODE = re.compile(r"^[A-T]?\s*(\d{2,4})\s*[-—.、:：]?\s*(.*)$")
_SPACE = re.compile(r"[\s、，,；;（）()《》\"“”]+")
_TAIL = re.compile("(制造业|加工业|业|产品和服务|产品|制品)$")


class SectorNames:
    """Finds the sector of a name; of several declared names the first that is written alike counts.

    Args:
        entries: name, codes and the classes below them, the surest list first.
    """

    def __init__(self, entries: Iterable[tuple[str, tuple[str, ...], frozenset[str]]]) -> None:
        self._by_name: dict[str, Sector] = {}
        self._by_code: dict[str, Sector] = {}
        near: dict[str, list[Sector]] = {}
        for name, codes, members in entries:
            sector = self._by_name.setdefault(_plain(name), Sector(name, codes, members))
            if len(codes) == 1:
                self._by_code.setdefault(codes[0], sector)
            near.setdefault(_stem(name), []).append(sector)
        self._near = {stem: found[0] for stem, found in near.items() if len({s.members for s in found}) == 1}

    def find(self, text: str) -> Sector | None:
        """Return the sector that a register's cell names, by its code (C38 电气机械…), its name, or a variant of it.

        A code and a name that do not belong together are no sector; nor is a
        name whose variants mean several.
        """
        match = _CODE.match(unicodedata.normalize("NFKC", text).strip())
        code, name = (match[1], match[2]) if match else ("", text)
        named = self._by_name.get(_plain(name)) or self._near.get(_stem(name)) if name else None
        coded = self._by_code.get(code)
        if code and (not coded or (name and named and named.members != coded.members)):
            return None
        found = coded or named
        return Sector(text.strip(), found.codes, found.members) if found else None


def _plain(name: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


def _stem(name: str) -> str:
    """A name without 业, 制造业, 产品 and the like: 电力、热力的生产和供应 and 电力、热力生产和供应业 are one."""
    return _TAIL.sub("", _plain(name)).replace("的", "").replace("及", "和").replace("与", "和")
