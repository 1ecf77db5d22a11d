"""Names known beforehand: places, industries, segments, and whatever a store knows.

A gazetteer is built from (kind, name, aliases) triples, so any source can feed
it. Matching takes, at each offset, the longest known name; it reads the text
once, whatever the number of names.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from graph.errors import LiantuError
from loaders.letters.extraction.lexicon import DATA, lines
from loaders.yamlfile import read_yaml

Triple = tuple[str, str, tuple[str, ...]]

# In a letter these words end the name of a platform or an event, whatever a template calls its segments.
_NOT_SEGMENT = re.compile(r"(?:平台|会|中心|基地|园|园区|研究院|天线|家具)$")
# One-character names of places stand only in compounds such as 广深佛; here the usual order of use.
_CITY_CHARS = {
    "广": "广州市", "深": "深圳市", "佛": "佛山市", "莞": "东莞市", "惠": "惠州市", "珠": "珠海市", "江": "江门市",
    "肇": "肇庆市", "中": "中山市", "杭": "杭州市", "甬": "宁波市", "宁": "南京市", "锡": "无锡市", "蓉": "成都市",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A known thing: its kind, canonical name, and the form that matched."""

    kind: str
    name: str


@dataclass(frozen=True)
class Gazetteer:
    """Known names. ``entries`` maps a surface form to what it names."""

    entries: dict[str, Entry]
    aliases: dict[Entry, tuple[str, ...]]
    abbreviations: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def from_triples(cls, triples: Iterable[Triple], abbreviations: dict[str, Entry] | None = None) -> Gazetteer:
        """Build from (kind, name, aliases). The first use of a surface form wins."""
        entries: dict[str, Entry] = {}
        aliases: dict[Entry, tuple[str, ...]] = {}
        for kind, name, others in triples:
            entry = entries.get(name) or Entry(kind, name)
            for surface in (name, *others):
                # One character is too little to recognise a place by; compounds have their own table.
                if len(surface) >= 2:
                    entries.setdefault(surface, entry)
            aliases[entry] = tuple(dict.fromkeys((*aliases.get(entry, ()), *others)))
        return cls(entries, aliases, abbreviations or {})

    @classmethod
    def shipped(cls) -> Gazetteer:
        """Return the gazetteer of the data that ships: places, industries, segments, chain templates."""
        return _shipped()

    def extended(self, triples: Iterable[Triple]) -> Gazetteer:
        """Return a gazetteer that also knows ``triples``; what is known already stays as it is."""
        known = ((entry.kind, entry.name, self.aliases.get(entry, ())) for entry in self.aliases)
        return Gazetteer.from_triples((*known, *triples), self.abbreviations)

    @cached_property
    def lengths(self) -> dict[str, tuple[int, ...]]:
        """For each first character, the lengths of the names that begin with it, longest first."""
        found: dict[str, set[int]] = {}
        for surface in self.entries:
            found.setdefault(surface[0], set()).add(len(surface))
        return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}

    def matches(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """Yield (start, end, entry) of the longest known name at each place, without overlap."""
        lengths = self.lengths
        position, end = 0, len(text)
        while position < end:
            for size in lengths.get(text[position], ()):
                entry = self.entries.get(text[position : position + size])
                if entry is not None and position + size <= end and not _inside_word(text, position, position + size):
                    yield position, position + size, entry
                    position += size
                    break
            else:
                position += 1


def _inside_word(text: str, start: int, end: int) -> bool:
    """Tell whether a Latin name stands inside a longer word: AI in AIoT."""

    def latin(char: str) -> bool:
        return char.isascii() and char.isalnum()

    before = start > 0 and latin(text[start]) and latin(text[start - 1])
    return before or (end < len(text) and latin(text[end - 1]) and latin(text[end]))


@cache
def _shipped() -> Gazetteer:
    abbreviations = {char: Entry("Region", name) for char, name in _CITY_CHARS.items()}
    abbreviations |= {"港": Entry("Region", "香港特别行政区"), "澳": Entry("Region", "澳门特别行政区")}
    abbreviations |= {"粤": Entry("Region", "广东省"), "京": Entry("Region", "北京市"), "沪": Entry("Region", "上海市")}
    abbreviations |= {"津": Entry("Region", "天津市"), "渝": Entry("Region", "重庆市"), "苏": Entry("Region", "江苏省")}
    triples = (*_places(), *_regions(), *_towns(), *_listed("Industry", "industries.txt"))
    return Gazetteer.from_triples(
        (*triples, *_listed("Segment", "segments.txt"), *_templates(DATA / "chains")), abbreviations
    )


def _places() -> Iterator[Triple]:
    yield "Region", "中国", ("全国",)
    for line in lines("places.txt"):
        province, _, cities = line.split("|")
        yield "Region", province, _short(province)
        for city in cities.split():
            yield "Region", city, _short(city)
    for line in lines("counties.txt"):
        for county in line.split("|")[1].split():
            yield "Region", county, ()
    for line in lines("countries.txt"):
        for country in line.split():
            yield "Region", country, ()


def _short(name: str) -> tuple[str, ...]:
    """Return the short form of an official place name, where it has one of two characters or more."""
    special = {"香港特别行政区": "香港", "澳门特别行政区": "澳门", "内蒙古自治区": "内蒙古", "西藏自治区": "西藏"}
    special |= {"广西壮族自治区": "广西", "宁夏回族自治区": "宁夏", "新疆维吾尔自治区": "新疆"}
    if name in special:
        return (special[name],)
    short = name[:-1] if name[-1] in "省市盟" else ""
    # 吉林, 海南 name a province and something else; the province has it, being first in the list.
    return (short,) if len(short) >= 2 and short not in {"朝阳", "海南藏族自治"} else ()


def _regions() -> Iterator[Triple]:
    for line in lines("regions.txt"):
        name, *others = line.split()
        yield "Region", name, tuple(others)


def _listed(kind: str, file: str) -> Iterator[Triple]:
    for line in lines(file):
        name, *others = line.split()
        yield kind, name, tuple(others)


def _towns() -> Iterator[Triple]:
    """Towns from every table in the places folder that has the columns name, kind and aliases."""
    folder = DATA / "places"
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(line for line in handle if not line.startswith("#")):
                name = (row.get("name") or "").strip()
                if name:
                    yield _place_kind(row.get("kind") or ""), name, _aliases(row.get("aliases") or "")


def _place_kind(kind: str) -> str:
    return "Region" if any(word in kind for word in ("Region", "省", "市", "地级")) else "Town"


def _aliases(cell: str) -> tuple[str, ...]:
    """Read ``a|b(误)``; forms marked ambiguous are left out, since a gazetteer cannot tell them apart."""
    found = []
    for item in cell.replace("；", "|").split("|"):
        name, _, remark = item.strip().replace("（", "(").partition("(")
        if name and "歧义" not in remark:
            found.append(name)
    return tuple(found)


def _templates(folder: Path) -> Iterator[Triple]:
    """Segments of the chain templates. A product name is left to the text: templates name too many kinds of thing."""
    for path in sorted(folder.glob("*.y*ml")) if folder.is_dir() else ():
        try:
            loaded = read_yaml(path)
        except LiantuError:
            # A template under edit must not stop the reading of letters; the template loader reports it.
            continue
        segments = loaded.get("segments", ())
        for segment in segments or ():
            if isinstance(segment, dict) and segment.get("name") and not _NOT_SEGMENT.search(str(segment["name"])):
                others = segment.get("aliases") or ()
                good = (str(other) for other in others if not _NOT_SEGMENT.search(str(other)))
                yield "Segment", str(segment["name"]), tuple(good)
