"""A firm's name part by part: place, trade name (字号), industry, legal form, branch, other names it states.

``广东省中山市明日涂料材料有限公司小榄分公司`` is place 中山市, trade name 明日,
industry 涂料材料, form 有限公司, branch 小榄分公司. Names of firms follow
this order by rule (企业名称登记管理规定, art. 6); short names leave parts out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from loaders.letters.extraction.lexicon import words
from loaders.resolution.regions import NOWHERE, Place, leading, places, trailing, whole
from loaders.resolution.writing import written

LIMITED, SHARES = "有限公司", "股份有限公司"
# What ends a name, and the legal form that it is; the first that fits counts.
_FORMS = (
    ("股份有限公司", SHARES), ("股份公司", SHARES), ("有限责任公司", LIMITED), ("有限公司", LIMITED),
    ("合伙企业(有限合伙)", "合伙"), ("合伙企业(普通合伙)", "合伙"), ("合伙企业", "合伙"),
    ("专业合作社", "合作社"), ("合作社", "合作社"), ("公司", "公司"), ("股份", "股份"),
    ("总厂", "厂"), ("加工厂", "厂"), ("制品厂", "厂"), ("厂", "厂"), ("经营部", "经营部"), ("工作室", "工作室"),
)  # fmt: skip
REGISTERED = frozenset({LIMITED, SHARES, "合伙", "合作社", "厂", "经营部", "工作室"})
"""Forms that end a registered name; 公司 and 股份 end a shortened one."""
_BRANCH = re.compile(
    r"(?:第?[一二三四五六七八九十\d]+)?(?:分公司|分厂|分店|分部|分所|办事处|营业部|门市部|项目部|(?:船舶)?(?:生产|工业|制造)?基地)$"
)
_PLANT = re.compile(r"工厂$")
_NAMED = r"((?:[^()\"“”]|\([^()]*\)){2,60}?)"
_FORMER = re.compile(r"\((?:原名?|曾用名|前身(?:为|是)?)[::]?[\"“]?" + _NAMED + r"[\"”]?\)(?=\(|$)")
_CALLED = re.compile(r"\((?:以下)?(?:简称|下称)(?:为)?[::]?[\"“]?" + _NAMED + r"[\"”]?\)(?=\(|$)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_GROUP = "集团"


@dataclass(frozen=True, slots=True)
class FirmName:
    """A name's parts.

    ``plain`` is the whole name in one writing, ``stem`` that without its
    form, ``core`` trade name and industry together. ``region`` is the place as written.
    ``head`` is the name of the firm that a branch belongs to.
    """

    plain: str
    stem: str
    region: str
    place: Place
    core: str
    trade: str
    industry: str
    group: bool
    form: str
    branch: str = ""
    head: str = ""
    former: tuple[str, ...] = ()
    called: tuple[str, ...] = ()

    @property
    def registered(self) -> bool:
        """Whether the name ends with a legal form, as the register has it."""
        return self.form in REGISTERED

    @property
    def telling(self) -> bool:
        """Whether the name says more than a trade name, which many firms may share."""
        return self.registered or bool(self.industry)


@lru_cache(maxsize=10_000)
def read_name(name: str) -> FirmName:
    """Read a firm's name; every name gives something, if only a trade name."""
    text = written(name)
    former, called = tuple(_FORMER.findall(text)), tuple(_CALLED.findall(text))
    plain = _unbracketed(_CALLED.sub("", _FORMER.sub("", text)))
    head, branch = _branch(plain)
    parts = _parts(head)
    return replace(parts, plain=plain, branch=branch, head=head if branch else "", former=former, called=called)


def _unbracketed(text: str) -> str:
    """Take the brackets off places and 集团: X(中山)有限公司 and X中山有限公司 are one writing."""

    def bare(match: re.Match[str]) -> str:
        inside = match[1]
        return inside if inside == _GROUP or whole(inside) else match[0]

    return _IN_BRACKETS.sub(bare, text)


def _branch(plain: str) -> tuple[str, str]:
    """Split a branch off: what stands behind the head office's legal form, or its place and 分公司."""
    found = _BRANCH.search(plain)
    if found is None:
        found = _PLANT.search(plain)
        if found is None or trailing(plain[: found.start()])[0] == found.start():
            return plain, ""
    before = plain[: found.start()]
    ends = [before.rfind(form) + len(form) for form, _ in _FORMS if form in before and form != "股份"]
    at = max(ends, default=0) or trailing(before)[0]
    return (plain[:at], plain[at:]) if at >= 2 else (plain, "")


def _parts(plain: str) -> FirmName:
    ending, form = next(((end, form) for end, form in _FORMS if plain.endswith(end)), ("", ""))
    stem = plain[: len(plain) - len(ending)]
    if len(stem) < 2:
        stem, form = plain, ""
    bare = stem.removesuffix(_GROUP) if len(stem) > len(_GROUP) + 1 else stem
    group = bare != stem
    # 广东省|中山食品: a name has a trade name, even if it is a place's.
    size, place = next(((n, p) for n, p in reversed(places(bare)) if _trade(bare[n:])), (0, NOWHERE))
    core, region = bare[size:], bare[:size]
    if not place.chain:
        core, region, place = _place_inside(core)
    trade = _trade(core) or core
    return FirmName(plain, stem, region, place, core, trade, core[len(trade) :], group, form)


def _place_inside(core: str) -> tuple[str, str, Place]:
    """Take out a place that stands behind the trade name: 德用|中山|智能科技, 好来化工|中山."""
    for at in range(2, len(core) - 1):
        size, place = leading(core[at:])
        if size and core[at : at + size] and (at + size == len(core) or _industry(core[at + size :])):
            return core[:at] + core[at + size :], core[at : at + size], place
    return core, "", NOWHERE


def _trade(core: str) -> str:
    """Return a core without the words of industry at its end; empty if nothing else stands in it."""
    if _industry(core):
        return ""
    left = core
    while True:
        # 厂 ends 食品厂; what is left of a trade name has at least two characters.
        size = next((n for n in _sizes().get(left[-1], ()) if len(left) - n >= 2 and left[-n:] in _industries()), 0)
        if not size:
            return left
        left = left[:-size]


def _industry(text: str) -> bool:
    """Whether ``text`` is made of words of industry only; in time that grows with its length and no faster."""
    ends = {0}
    for end in range(1, len(text) + 1):
        if any(end - n in ends and text[end - n : end] in _industries() for n in _sizes().get(text[end - 1], ())):
            ends.add(end)
    return len(text) in ends


@cache
def _industries() -> frozenset[str]:
    return (words("firm_suffixes.txt") | words("firm_trades.txt")) - {_GROUP, "股份", "公司"}


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """Lengths of the words of industry that end with a character, longest first."""
    found: dict[str, set[int]] = {}
    for word in _industries():
        found.setdefault(word[-1], set()).add(len(word))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}
