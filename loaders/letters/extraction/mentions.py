"""Everything a letter names, where, and under which name.

Candidates from all finders compete: the longer one wins, and among equals the
one with the better evidence. What touches personal data is dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.clusters import cluster_candidates, maker_candidates
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.firm_lists import firm_lists
from loaders.letters.extraction.firm_shorts import short_names
from loaders.letters.extraction.firms import firm_candidates, standalone
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.industries import industry_candidates, names_industry
from loaders.letters.extraction.links import link_candidates
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.names import Candidate, generic, suffix_names
from loaders.letters.extraction.naming import Naming
from loaders.letters.extraction.organs import organs
from loaders.letters.extraction.places import places
from loaders.letters.extraction.products import product_candidates
from loaders.letters.extraction.programs import program_candidates
from loaders.letters.extraction.rows import row_candidates
from loaders.letters.extraction.sectors import sector_candidates
from loaders.letters.extraction.sites import finished, site_candidates

_TITLE = re.compile(r"《([^《》]{2,80})》")
_ROLE = re.compile(r"链主企业|龙头企业|龙头骨干企业|独角兽企业|领军企业|骨干企业|头部企业|隐形冠军|领头雁")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions in order, without overlap, and the place to look names up."""

    items: tuple[Mention, ...]
    naming: Naming
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that lie inside a half-open span."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return tuple(item for item in self.items[first:last] if item.end <= end)


def find_mentions(
    text: str,
    clauses: tuple[Clause, ...],
    lists: tuple[Enumeration, ...],
    gazetteer: Gazetteer,
    city: str,
    personal: tuple[tuple[int, int], ...],
    title: tuple[int, int] = (0, 0),
) -> Mentions:
    """Return what ``text`` names.

    ``city`` is the official name of the issuer's place, empty if unknown;
    ``title`` is where the paper's own title stands, which is no other policy.
    """
    known = frozenset(surface for surface, entry in gazetteer.entries.items() if entry.kind != "Firm")
    industries = frozenset(surface for surface, entry in gazetteer.entries.items() if entry.kind == "Industry")
    found = [
        *_titles(text),
        *places(text, gazetteer, city),
        *suffix_names(text),
        *cluster_candidates(text, lists, gazetteer),
        *maker_candidates(text, gazetteer),
        *_platform_lists(lists),
        *firm_candidates(text, clauses, lists, known),
        *site_candidates(text),
        *row_candidates(text, gazetteer),
        *firm_lists(text, clauses, known),
        *program_candidates(text, clauses, lists),
        *product_candidates(text, clauses, lists),
        *sector_candidates(text),
        *industry_candidates(text, clauses, lists),
        *link_candidates(clauses, industries),
        *organs(text, city),
        *_described(text, known),
    ]
    zones = {surface for surface, entry in gazetteer.entries.items() if entry.kind in {"Region", "Town"}}
    found = [finished(text, item) for item in found if item.kind != "Platform" or item.name not in zones]
    found = [item for item in found if item.kind != "Topic" or item.name not in industries]
    found = [item for item in found if item.kind != "Industry" or re.sub(r"(?:产业|行业)$", "", item.name) not in zones]
    found = [item for item in found if not _own_title(item, text, title)]
    found = [_without_place(placed, gazetteer) for item in found if (placed := _at_home(item, city)) is not None]
    found.extend([*_repeated(text, found), *_wordings(text, found)])
    kept = _as_industries(_resolve(found, personal))
    naming = Naming(gazetteer, city)
    naming.learn(kept)
    kept = _resolve(
        [*kept, *_called(text, kept), *short_names(text, kept, gazetteer), *_shorts(text, kept, naming)], personal
    )
    items = tuple(
        Mention(item.start, item.end, text[item.start : item.end], item.kind, naming.name(item.kind, item.name))
        for item in kept
    )
    for item in items:
        naming.alias(item.kind, item.name, item.surface.strip("“”"))
    return Mentions(items, naming, tuple(item.start for item in items))


def _own_title(item: Candidate, text: str, title: tuple[int, int]) -> bool:
    """Tell whether a policy is a piece of the paper's own title."""
    return item.kind == "Policy" and title[0] <= item.start < title[1] and text[item.start] != "《"


def _at_home(item: Candidate, city: str) -> Candidate | None:
    """An industry named after the place whose paper it is (某市某产业) is that industry; 某市第一大产业 is none."""
    short = city[:-1] if len(city) > 2 else ""
    for place in (city, short):
        if item.kind == "Industry" and place and item.name.startswith(place) and len(item.name) - len(place) >= 4:
            name = item.name[len(place) :]
            good = names_industry(re.sub(r"(?:产业|行业)$", "", name))
            return replace(item, start=item.start + len(place), name=name) if good else None
    return item


def _without_place(item: Candidate, gazetteer: Gazetteer) -> Candidate:
    """An industry named after a place (某省汽车产业) is that industry."""
    if item.kind != "Industry" or not item.name.endswith(("产业", "行业")):
        return item
    for size in (4, 3, 2):
        entry = gazetteer.entries.get(item.name[:size])
        rest = item.name[size:]
        if entry and entry.kind == "Region" and len(rest) >= 4 and names_industry(rest[:-2]):
            return replace(item, start=item.start + size, name=rest)
    return item


def _as_industries(kept: list[Candidate]) -> list[Candidate]:
    """A link that the same text calls an industry (氢能产业) is that industry throughout."""
    stems = {item.name[:-2] for item in kept if item.kind == "Industry" and item.name.endswith(("产业", "行业"))}
    return [replace(item, kind="Industry") if item.kind == "Segment" and item.name in stems else item for item in kept]


def _titles(text: str) -> Iterator[Candidate]:
    for match in _TITLE.finditer(text):
        # The marks belong to the mention, so that nothing inside a title is read as running text.
        yield Candidate(match.start(), match.end(), "Policy", match.group(1), 0)


_DESCRIBED = re.compile(
    r"(?:^|(?<=[，。；、\n]))(?P<name>[\u4e00-\u9fa5]{2,6}?)(?<!一跃)(?<!已经)成为[^，。；]{0,20}?(?:综合体|园区|基地|平台|枢纽|市场|商圈|景区|机场)(?=[，。；]|$)"
)


def _described(text: str, known: frozenset[str]) -> Iterator[Candidate]:
    """A place known only by what it became: 某某城成为全国最大综合体."""
    for match in _DESCRIBED.finditer(text):
        if standalone(match["name"], known):
            yield Candidate(match.start("name"), match.end("name"), "Platform", match["name"], 3)


_NO_SITE = re.compile(
    r"[的了等在有]|(?:产业|行业|企业|领域|技术|服务|建设|发展|大学|学院|高校|[市区县镇])$|^(?:支持|推动|加快|引进)|\d家"
)


def _platform_lists(lists: tuple[Enumeration, ...]) -> Iterator[Candidate]:
    for found in lists:
        if found.kind not in {"Event", "Policy", "Town", "Platform"} or (
            found.kind == "Town" and re.match(r"\s*\d", found.head)
        ):
            continue
        for item in found.items:
            if found.kind == "Event":
                head = re.match(r"[\u4e00-\u9fa5]{2,6}?(?:赛|会|展)", found.head)
                if head and not item.text.endswith(("会", "赛", "展", "节")):
                    yield Candidate(item.start, item.end, "Event", item.text + head.group(), 2)
            elif found.kind == "Platform":
                if (
                    found.etc
                    and 3 <= len(item.text) <= 16
                    and not generic(item.text)
                    and not _NO_SITE.search(item.text)
                ):
                    yield Candidate(item.start, item.end, "Platform", item.text, 7)
            elif found.kind == "Town" and item.text.endswith(("镇", "街道", "区")):
                yield Candidate(item.start, item.end, "Town", item.text, 2)


def _repeated(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Other places of firms and platforms that one context has shown to be such."""
    firms = {item.name for item in found if item.kind == "Firm" and len(item.name) >= 3}
    if not firms:
        return
    for match in re.finditer("|".join(re.escape(name) for name in sorted(firms, key=len, reverse=True)[:400]), text):
        yield Candidate(match.start(), match.end(), "Firm", match.group(), 2)


_STEM = re.compile(r"(?P<stem>[\u4e00-\u9fa5]{2,}[与及和][\u4e00-\u9fa5]{2,})产业(?P<whole>集群)?")


def _wordings(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Where an industry or cluster of a joint name (甲与乙产业) stands without the word 产业."""
    for kind, name in dict.fromkeys((item.kind, item.name) for item in found if item.kind in {"Industry", "Cluster"}):
        form = _STEM.fullmatch(name)
        if form is None or bool(form["whole"]) != (kind == "Cluster"):
            continue
        short = form["stem"] + (form["whole"] or "")
        for match in re.finditer(re.escape(short), text):
            yield Candidate(match.start(), match.end(), kind, name, 3)


_CALLED = re.compile(r"（(?:以下|下文)?(?:简|下|统)称(?:为)?[：:]?“?(?P<short>[^“”（），]{2,12})”?）")


def _called(text: str, kept: Iterable[Candidate]) -> Iterator[Candidate]:
    """Other places of things the text gives a short name: 某某有限公司（以下简称“某某”）."""
    shorts: dict[str, Candidate] = {}
    for item in kept:
        match = _CALLED.match(text, item.end)
        if match and item.kind in {"Firm", "Platform", "Organisation", "Project", "Policy"}:
            shorts.setdefault(match["short"], item)
    if not shorts:
        return
    for match in re.finditer("|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True)), text):
        item = shorts[match.group()]
        yield Candidate(match.start(), match.end(), item.kind, item.name, 0)


def _shorts(text: str, kept: Iterable[Candidate], naming: Naming) -> Iterator[Candidate]:
    platforms = {item.name for item in kept if item.kind in {"Platform", "Organisation"} and len(item.name) >= 6}
    for form, full in naming.shorten(text, sorted(platforms)).items():
        naming.alias("Platform", full, form)
        for match in re.finditer(re.escape(form), text):
            yield Candidate(match.start(), match.end(), "Platform", full, 1)


def _resolve(found: Iterable[Candidate], personal: tuple[tuple[int, int], ...]) -> list[Candidate]:
    """Keep the longest candidates, then the better ranked, without overlap and without personal data."""
    starts = [start for start, _ in personal]
    kept: list[Candidate] = []
    occupied: set[int] = set()
    for item in sorted(found, key=lambda item: (item.rank != 0, item.start - item.end, item.rank, item.start)):
        span = range(item.start, item.end)
        if item.end <= item.start or any(offset in occupied for offset in (item.start, item.end - 1)):
            continue
        index = bisect_left(starts, item.end) - 1
        if index >= 0 and personal[index][1] > item.start:
            continue
        occupied.update(span)
        kept.append(item)
    return sorted(kept, key=lambda item: item.start)
