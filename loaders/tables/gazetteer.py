"""What words of a register mean: towns, regions, classes of GB/T 4754, segments; unknown ones with their near names."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from graph.evidence import node_key
from graph.store import Store
from loaders.places import read_places
from loaders.tables.model import BadCell, Cell, as_text
from loaders.templates import gbt_classes

_PLACES = Path(__file__).parent.parent / "data" / "places"
_ENDING = re.compile(r"(?:街道办事处|办事处|街道办|街道|镇政府|镇|区)$")
_SECTION = re.compile(r"^[A-T](?=\d)")
_CODE_AND_NAME = re.compile(r"(\d{4})[-—_:：(（]*(?=[\u3400-\u9fff])")
_CODE = re.compile(r"\d{2,4}")


@dataclass(frozen=True, slots=True)
class Thing:
    """A node that a word means: kind, key, name, and the word as written where it is another."""

    kind: str
    key: str
    name: str
    written: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """Known names; ``towns`` and ``segments`` by every name they have."""

    towns: Mapping[str, frozenset[str]]
    regions: Mapping[str, str]
    within: Mapping[str, str]
    segments: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    _towns: dict[str, Thing] = field(default_factory=dict)
    _asked: dict[str, list[str]] = field(default_factory=dict)

    def _near(self, text: str, names: Iterable[str], least: float) -> list[str]:
        """Return near names; of a whole column of unknown words only the first few hundred are compared."""
        if text not in self._asked:
            self._asked[text] = difflib.get_close_matches(text, [*names], 3, least) if len(self._asked) < 300 else []
        return self._asked[text]

    def town(self, cell: Cell) -> Thing:
        """Return the town of a cell: its official or other name, code, with the city before it, or an address.

        Raises:
            BadCell: no known town, or one of several; with near names.
        """
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", as_text(cell)))
        if text not in self._towns:
            self._towns[text] = self._find_town(text)
        return self._towns[text]

    def _find_town(self, text: str) -> Thing:
        bare = self._without_city(text)
        for form in self._forms(text, bare):
            found = self.towns.get(form, frozenset())
            if len(found) == 1:
                (name,) = found
                return Thing("Town", node_key("Town", name), name, "" if text == name else text)
        near = self._near(bare, self.towns, 0.4)
        near = list(dict.fromkeys(name for form in near for name in sorted(self.towns[form])))
        raise BadCell(
            f"没有这个镇街：{text[:40]}",
            f"no such town: {text[:40]}",
            f"是不是 {'、'.join(near)}？请改成镇街的正式名称" if near else "请改成镇街的正式名称",
            f"Perhaps {', '.join(near)}" if near else "Give the official name",
        )

    def _without_city(self, text: str) -> str:
        """Take provinces and cities off the front of a town or an address."""
        above = sorted({*self.regions, *self.within.values()}, key=len, reverse=True)
        bare = text
        while bare not in self.towns:
            shorter = next((bare.removeprefix(r) for r in above if bare.startswith(r) and len(bare) > len(r)), bare)
            if shorter == bare:
                break
            bare = shorter
        return bare

    def _forms(self, text: str, bare: str) -> Iterable[str]:
        yield from (text, bare, *(city + bare for city in self._short_cities()), f"{bare}镇", f"{bare}街道")
        stem = _ENDING.sub("", bare)
        if len(stem) > 1:
            yield from (f"{stem}镇", f"{stem}街道", stem, f"{stem}新区", f"{stem}高新区")
        # An address begins with its town: 东凤镇同安大道12号
        yield from (name for name in self.towns if len(name) > 2 and _ENDING.search(name) and bare.startswith(name))

    def _short_cities(self) -> list[str]:
        return [city.removesuffix("市") for city in sorted({*self.within.values()})]

    def region(self, cell: Cell) -> Thing:
        """Return the region of a cell: a known one, else a name that ends as one (深圳市); 深圳 is 深圳市, 中国 全国.

        Raises:
            BadCell: it does not look like a region.
        """
        text = re.sub(r"\s", "", unicodedata.normalize("NFKC", as_text(cell)))
        name = self.regions.get(text, "") or ("全国" if text in ("全国", "中国") else "")
        if not name and re.search(r"[市省州县区盟旗湾]$|地区$|角洲$", text):
            name = text
        if not name:
            name = _cities().get(text, "")
        if not name:
            raise BadCell(f"不认识这个地区：{text[:40]}", f"no such region: {text[:40]}", "请写全称，如 深圳市、广东省")
        return Thing("Region", node_key("Region", name), name, "" if name == text else text)

    def classes(self, cell: Cell) -> list[Thing]:
        """Return the classes of GB/T 4754—2017 of a cell: codes (3854, C3854) or names, several separated.

        Raises:
            BadCell: an unknown code or name; one whose leading zero a spreadsheet dropped.
        """
        parts = [part for part in re.split(r"[、，,;；/\s]+", unicodedata.normalize("NFKC", as_text(cell))) if part]
        found = [_checked_class(part) for part in parts]
        return list({one.key: one for one in found}.values())

    def segment(self, text: str) -> Thing:
        """Return the segment of a name, of ``链/环节``, or of a key.

        Raises:
            BadCell: none or several.
        """
        found = self.segments.get(text.removeprefix("Segment:"), frozenset())
        if len(found) == 1:
            ((key, name),) = found
            return Thing("Segment", key, name, "" if name == text else text)
        if found:
            listed = "、".join(sorted(key.removeprefix("Segment:") for key, _ in found)[:4])
            raise BadCell(
                f"“{text}”在几条链里都有，不知道是哪一个：{listed}",
                f"{text!r} names several segments: {listed}",
                "请写成 链/环节（如 低空经济/电机），或写键",
                "Write chain/segment, or the key",
            )
        near = self._near(text, self.segments, 0.5)
        raise BadCell(
            f"没有这个环节：{text[:40]}",
            f"no such segment: {text[:40]}",
            f"相近的有 {'、'.join(near)}" if near else "请用 liantu ask chain-segments 查环节名称",
            f"Near: {', '.join(near)}" if near else "See liantu ask chain-segments",
        )


@lru_cache(maxsize=8192)
def _class(text: str) -> Thing | None:
    """Return the class of a code or name, ``None`` if there is none."""
    known = gbt_classes()
    code = _SECTION.sub("", text.upper())
    named = _CODE_AND_NAME.match(code)
    code = named[1] if named else code
    code = code if _CODE.fullmatch(code) else _codes_by_name().get(text, "")
    if code in known:
        return Thing("IndustryClass", f"IndustryClass:{code}", f"{code} {known[code]}")
    if code and any(other.startswith(code) for other in known):
        return Thing("IndustryClass", f"IndustryClass:{code}", code)
    return None


def _checked_class(text: str) -> Thing:
    if len(text) == 3 and f"0{text}" in gbt_classes():
        raise BadCell(
            f"行业代码 {text} 可能丢了开头的 0（0{text} {gbt_classes()[f'0{text}']}），也可能是中类 {text}",
            f"code {text} may have lost its leading zero",
            "请把这一列设成文本，写全四位；中类请带门类字母（如 C151）",
            "Write four digits, or a group with its section letter (C151)",
        )
    found = _class(text)
    if found is None:
        raise BadCell(
            f"不是 GB/T 4754—2017 的行业代码或小类名称：{text[:40]}",
            f"neither code nor name of a class of GB/T 4754-2017: {text[:40]}",
            "请写 2017 版的四位代码（2011 版的代码要先换成 2017 版）",
            "Write the four-digit code of the 2017 edition",
        )
    return found


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    return {name: code for code, name in gbt_classes().items()}


def _cities() -> dict[str, str]:
    """Cities of the Bay Area by short name, official name."""
    short = "广州 深圳 珠海 佛山 惠州 东莞 中山 江门 肇庆"
    return {name: f"{name}市" for name in short.split()} | {
        "香港": "香港特别行政区",
        "澳门": "澳门特别行政区",
        "广东": "广东省",
    }


def shipped_gazetteer() -> Gazetteer:
    """Return the places that ship; no segments."""
    rows = [row for path in sorted(_PLACES.glob("*.csv")) for row in read_places(path)]
    known = [(r["kind"], r["name"], [*filter(None, (*r["aliases"].split("|"), r["code"]))], r["within"]) for r in rows]
    return _gazetteer(known, {})


def gazetteer_of(store: Store) -> Gazetteer:
    """Return the places of the tables of places in a store (those that ship if it has none), and its segments."""
    rows = store.read(
        "MATCH (p:Town|Region) OPTIONAL MATCH (p)-[:LOCATED_IN]->(r:Region) RETURN p.kind AS kind, p.name AS name, "
        "p.aliases AS aliases, p.code AS code, p.sources AS sources, r.name AS up"
    )
    known = [
        (str(row["kind"]), str(row["name"]), [*_texts(row["aliases"]), str(row["code"] or "")], str(row["up"] or ""))
        for row in rows.dicts()
        if any(source.startswith("places-") for source in _texts(row["sources"]))
    ]
    segments: dict[str, set[tuple[str, str]]] = {}
    for row in store.read(
        "MATCH (s:Segment)-[e:IN_CHAIN]->(c:Chain) RETURN s.key AS key, s.name AS name, s.aliases AS aliases, "
        "e.local_name AS local_name, c.name AS chain, c.aliases AS chain_aliases"
    ).dicts():
        own = str(row["key"]), str(row["name"])
        names = {own[1], str(row["local_name"] or ""), *_texts(row["aliases"])} - {""}
        chains = {str(row["chain"]), *_texts(row["chain_aliases"])}
        for name in (own[0].removeprefix("Segment:"), *names, *(f"{c}/{n}" for c in chains for n in names)):
            segments.setdefault(name, set()).add(own)
    if not any(kind == "Town" for kind, *_ in known):
        base = shipped_gazetteer()
        return Gazetteer(base.towns, base.regions, base.within, _frozen(segments))
    return _gazetteer(known, _frozen(segments))


def _frozen(table: Mapping[str, set[tuple[str, str]]]) -> dict[str, frozenset[tuple[str, str]]]:
    return {name: frozenset(found) for name, found in table.items()}


def _gazetteer(
    known: Iterable[tuple[str, str, list[str], str]], segments: Mapping[str, frozenset[tuple[str, str]]]
) -> Gazetteer:
    towns: dict[str, set[str]] = {}
    regions: dict[str, str] = {}
    within: dict[str, str] = {}
    for kind, name, others, up in known:
        for form in filter(None, (name, *others)):
            if kind == "Town":
                towns.setdefault(form, set()).add(name)
            else:
                regions[form] = name
        if kind == "Town" and up:
            within[name] = up
    return Gazetteer({form: frozenset(names) for form, names in towns.items()}, regions, within, segments)


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
