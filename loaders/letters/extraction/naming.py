"""One name a thing: canonical names, aliases, short forms.

Names are merged only where the document or a gazetteer says so: a form with
and without 产业, a town's short name, a cluster named after its town, the
abbreviation of exactly one institute. Similar names stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.evidence import Ref
from loaders.letters.extraction.firms import has_firm_suffix
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.names import Candidate

_INDUSTRY_TAIL = re.compile(r"(?:制造业|产业|行业|制造)$")
_RUN = re.compile(r"^(?:广深佛莞惠|广深佛莞|广深佛|深莞惠|广佛莞|广佛惠|珠中江|广佛|广深|深莞|深中)(?=[\u4e00-\u9fa5])")
_SHORT = re.compile(
    r"(?<![\u4e00-\u9fa5])(?![在率和由对与及])([\u4e00-\u9fa5]{2,3}院)|(?<=[在率、和由对])([\u4e00-\u9fa5]{2}院)"
)
_LEVEL = re.compile(r"^(?:全球|全国|国内|首个|世界级|国家级|.*?[万千百]+亿级|[万千百五三十]*亿(?:元)?(?:级|规模))+")
_ZONE = re.compile(r"[\u4e00-\u9fa5]{2,6}?(?:高新区|经开区|开发区)(?=[\u4e00-\u9fa5]{2})")
_NO_SHORT = frozenset(
    ("研究院", "科学院", "检察院", "人民法院", "敬老院", "养老院", "中医院", "工程院", "国务院", "等医院")
)


_DISTRICT = re.compile(r"[\u4e00-\u9fa5]{2,3}(?<!社)(?<!园)(?<!山)(?<!新)[区县](?=[\u4e00-\u9fa5]{2,})")


class Naming:
    """Collects surface forms and settles each thing's name."""

    def __init__(self, gazetteer: Gazetteer, city: str) -> None:
        self._gazetteer, self._city = gazetteer, city
        self._aliases: dict[tuple[str, str], dict[str, None]] = {}
        self._industries: dict[str, str] = {}
        self._firms: dict[str, str] = {}
        self._policies: dict[str, str] = {}
        self._shorts: dict[str, str] = {}
        self._inside: dict[str, tuple[Ref, ...]] = {}

    def learn(self, candidates: Iterable[Candidate]) -> None:
        """Take in all forms of a document before the first name is settled."""
        found = list(candidates)
        self._learn_industries({item.name for item in found if item.kind == "Industry"})
        self._learn_firms({item.name for item in found if item.kind == "Firm"})
        self._learn_policies({item.name for item in found if item.kind == "Policy"})

    def _learn_industries(self, names: set[str]) -> None:
        """Prefer the form with 产业, then 行业; the longest word wins within a family."""
        for name in names:
            stem = self._stem(name)
            best = self._industries.get(stem)
            if best is None or self._weight(name) > self._weight(best):
                self._industries[stem] = name

    def _stem(self, name: str) -> str:
        entry = self._gazetteer.entries.get(name)
        known = entry.name if entry and entry.kind == "Industry" else name
        stem = _INDUSTRY_TAIL.sub("", known)
        return stem if len(stem) >= 2 else known

    @staticmethod
    def _weight(name: str) -> tuple[int, int]:
        order = 2 if name.endswith("产业") else 1 if name.endswith("行业") else 0
        return order, -len(name)

    def _learn_policies(self, names: set[str]) -> None:
        """A title without its years in brackets is the title with them."""
        for short in names:
            longer = [name for name in names if name.startswith(f"{short}（")]
            if len(longer) == 1:
                self._policies[short] = longer[0]

    def _learn_firms(self, names: set[str]) -> None:
        for short in names:
            longer = [name for name in names if name != short and name.startswith(short) and has_firm_suffix(name)]
            if len(longer) == 1 and len(short) <= 4 and not has_firm_suffix(short):
                self._firms[short] = longer[0]

    def name(self, kind: str, surface: str) -> str:
        """Return the canonical name for ``surface`` and remember ``surface`` as an alias of it."""
        plain = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", surface) or surface
        quoted = re.fullmatch(r"“([^“”]*)”", plain)
        plain = (quoted.group(1) if quoted else plain) or surface
        settled = self._settle(kind, plain)
        for alias in (surface, plain):
            if alias != settled:
                self._aliases.setdefault((kind, settled), {})[alias] = None
        self._aliases.setdefault((kind, settled), {})
        return settled

    def _settle(self, kind: str, name: str) -> str:
        if kind == "Industry":
            return self._industries.get(self._stem(name), name)
        if kind in {"Firm", "Policy"}:
            return (self._firms if kind == "Firm" else self._policies).get(name, name)
        if kind == "Cluster":
            return self._cluster(name)
        if kind == "Program":
            return re.sub(r"(?<=[\u4e00-\u9fa5\d])(?:榜单|称号)$", "", re.sub(r"(?<=集群)名单$", "", name))
        if kind == "Platform":
            return self._shorts.get(name, name)
        if kind == "Segment":
            # Templates call links by names of their own; a text's wording stays.
            return name
        entry = self._gazetteer.entries.get(name)
        return entry.name if entry and entry.kind == kind else name

    def _cluster(self, name: str) -> str:
        base = re.sub(r"产业$", "", re.sub(r"(?:产业)?集群(?:圈)?$", "", name)) or name
        for size in (6, 5, 4, 3, 2):
            entry = self._gazetteer.entries.get(base[:size])
            if entry and entry.kind == "Town" and len(base) > size:
                base = entry.name + base[size:]
                break
        return base + "产业集群"

    def inside(self, name: str) -> tuple[Ref, ...]:
        """Return the known places, industries and segments that a name contains, by their canonical names."""
        if name in self._inside:
            return self._inside[name]
        found = []
        for _, _, entry in self._gazetteer.matches(name):
            surface = entry.name if entry.kind in {"Region", "Town"} else self._settle(entry.kind, entry.name)
            found.append(Ref(kind=entry.kind, name=surface))
        self._inside[name] = tuple(dict.fromkeys(found))
        return self._inside[name]

    def parts(self, base: str) -> tuple[Ref | None, str]:
        """Split a cluster's name into its town or region and its industry."""
        base = _LEVEL.sub("", base)
        base = re.sub(r"(?:中小企业特色|战略性新兴|先进制造业|创新型|特色)$", "", base) or base
        zone = _ZONE.match(base)
        if zone and len(base) - zone.end() >= 2:
            entry = self._gazetteer.entries.get(zone.group())
            kind = entry.kind if entry else "Platform"
            return Ref(kind=kind, name=entry.name if entry else zone.group()), self._settle(
                "Industry", base[zone.end() :]
            )
        for size in (7, 6, 5, 4, 3, 2):
            entry = self._gazetteer.entries.get(base[:size])
            if entry and entry.kind in {"Town", "Region"} and len(base) - size >= 2:
                # 某市某区某产业集群: the district is of the place, not of the industry.
                inner = _DISTRICT.match(base, size) if entry.name.endswith("市") else None
                size = inner.end() if inner else size
                return Ref(kind=entry.kind, name=entry.name), self._settle(
                    "Industry", re.sub(r"^（[^（）]*）", "", _LEVEL.sub("", base[size:]))
                )
        short = self._city[:-1] if len(self._city) >= 3 else ""
        if short and base.startswith(short) and len(base) - len(short) >= 2:
            rest = re.sub(r"^（[^（）]*）", "", base[len(short) :].removeprefix(self._city[-1]))
            return Ref(kind="Region", name=self._city), self._settle("Industry", rest)
        county = re.match(r"[\u4e00-\u9fa5]{2,3}[市县区镇](?=[\u4e00-\u9fa5]{2,})", base)
        if county:
            kind = "Town" if county.group().endswith("镇") else "Region"
            return Ref(kind=kind, name=county.group()), self._settle("Industry", base[county.end() :])
        run = _RUN.match(base)
        if run and len(base) - run.end() >= 2:
            return None, self._settle("Industry", base[run.end() :])
        return None, self._settle("Industry", base)

    def cities(self, run: str) -> tuple[Ref, ...]:
        """Return the cities of one-character names written together."""
        entries = (self._gazetteer.abbreviations.get(char) for char in run)
        return tuple(Ref(kind=entry.kind, name=entry.name) for entry in entries if entry)

    def run(self, base: str) -> tuple[Ref, ...]:
        """Return the cities whose one-character names open a cluster's name (广深佛莞惠…)."""
        match = _RUN.match(base)
        if not match:
            return ()
        return self.cities(match.group())

    def shorten(self, text: str, full_names: Iterable[str]) -> dict[str, str]:
        """Return short forms of ``full_names`` that stand in ``text``: letters of one name, in order, of no other."""
        names = list(full_names)
        forms = {form for match in _SHORT.finditer(text) for form in match.groups() if form}
        for form in sorted(forms - _NO_SHORT - set(names)):
            owners = [name for name in names if name.endswith(form[-1]) and _in_order(form, name)]
            if len(owners) == 1:
                self._shorts[form] = owners[0]
        return self._shorts

    def alias(self, kind: str, name: str, alias: str) -> None:
        """Note a further form of a thing."""
        if alias and alias != name:
            self._aliases.setdefault((kind, name), {})[alias] = None

    def aliases(self, kind: str, name: str) -> tuple[str, ...]:
        """Return the other forms met so far."""
        return tuple(self._aliases.get((kind, name), ()))


def _in_order(form: str, name: str) -> bool:
    rest = iter(name)
    return len(form) < len(name) and all(char in rest for char in form)
