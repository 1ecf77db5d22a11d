"""Rules by which two names are one firm's: certain ones merge, likely ones ask a person, else nothing.

No rule measures how alike two names are: each says which part of the names is
equal and which differs. Two different places, trade names or industries end the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from loaders.resolution.naming import LIMITED, SHARES, FirmName, read_name


class Rule(StrEnum):
    """A rule, and whether it is certain. The order is the order in which they are tried."""

    DECIDED = "decided"
    CODE = "credit-code"
    WRITING = "same-writing"
    FORM = "legal-form"
    FORMER = "former-name"
    CALLED = "declared-short"
    ALIAS = "stated-alias"
    CONFLICT = "conflict"
    BRANCH = "branch"
    GROUP = "group-and-firm"
    REGION = "region-writing"
    LEVEL = "region-level"
    CHANGED = "changed-form"
    SHORT = "short-name"
    TRADE = "same-trade-and-industry"
    SHARED = "shared-alias"

    @property
    def certain(self) -> bool:
        """Whether it merges without asking."""
        return self in _CERTAIN

    @property
    def zh(self) -> str:
        """What it says, for people."""
        return _ZH[self]


_CERTAIN = frozenset({Rule.DECIDED, Rule.CODE, Rule.WRITING, Rule.FORM, Rule.FORMER, Rule.CALLED, Rule.ALIAS})
_ZH = {
    Rule.DECIDED: "人工决定",
    Rule.CODE: "统一社会信用代码相同",
    Rule.WRITING: "只差全半角、括号、空格或繁简",
    Rule.FORM: "只差“有限公司”“有限责任公司”一类同义写法",
    Rule.FORMER: "来源写明曾用名",
    Rule.CALLED: "文中写明简称",
    Rule.ALIAS: "来源写明别名",
    Rule.CONFLICT: "有规则说同一，但信用代码不同、已有决定说不同，或别名指向几家",
    Rule.BRANCH: "总部与分支机构",
    Rule.GROUP: "集团与公司",
    Rule.REGION: "只差地名写法",
    Rule.LEVEL: "只差地名的级别",
    Rule.CHANGED: "组织形式不同，其余相同",
    Rule.SHORT: "一名可能是另一名的简称",
    Rule.TRADE: "字号、行业开头相同，地区不矛盾",
    Rule.SHARED: "有同一个别名",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that fits two names, and the words it rests on."""

    rule: Rule
    term: str


def compare(first: str, second: str) -> Verdict | None:
    """Return the first rule that fits two names by themselves, None if none does.

    Names that state another (``甲（原乙）``) are compared by it too.
    """
    left, right = read_name(first), read_name(second)
    for one, other in ((left, right), (right, left)):
        plain = other.plain
        if plain in [read_name(name).plain for name in one.former]:
            return Verdict(Rule.FORMER, plain)
        if plain in [read_name(name).plain for name in one.called]:
            return Verdict(Rule.CALLED, plain)
    if left.branch or right.branch:
        return _branches(left, right)
    return _certain(left, right) or _likely(left, right)


def same_form(name: FirmName) -> tuple[str, str] | None:
    """Return what two names share if they differ only in how they write the legal form; None for shortened names."""
    return (name.stem, name.form) if name.form in (LIMITED, SHARES) and not name.branch else None


def _certain(left: FirmName, right: FirmName) -> Verdict | None:
    if left.plain == right.plain:
        return Verdict(Rule.WRITING, left.plain)
    if same_form(left) is not None and same_form(left) == same_form(right):
        return Verdict(Rule.FORM, left.stem)
    return None


def _branches(left: FirmName, right: FirmName) -> Verdict | None:
    """A branch is a part of a firm: two branches are one only if heads and branches are."""
    heads = compare(left.head or left.plain, right.head or right.plain)
    if left.plain == right.plain:
        return Verdict(Rule.WRITING, left.plain)
    if heads is None or (left.branch and right.branch and left.branch != right.branch):
        return None
    if left.branch == right.branch:
        return heads
    return Verdict(Rule.BRANCH, left.branch or right.branch)


def _likely(left: FirmName, right: FirmName) -> Verdict | None:
    if not left.place.meets(right.place):
        return None
    if left.core == right.core:
        return _same_core(left, right)
    short, long = sorted((left, right), key=lambda name: len(name.core))
    if not short.registered and _shortened(short, long):
        rule = Rule.SHORT if short.group == long.group or not short.group else Rule.GROUP
        return Verdict(rule, short.core)
    if left.trade == right.trade and _industries_meet(left.industry, right.industry):
        rule = Rule.TRADE if left.group == right.group else Rule.GROUP
        return Verdict(rule, left.trade)
    return None


def _same_core(left: FirmName, right: FirmName) -> Verdict:
    if left.group != right.group:
        return Verdict(Rule.GROUP, left.core)
    if not (left.registered and right.registered):
        return Verdict(Rule.SHORT, left.core)
    if left.form != right.form:
        return Verdict(Rule.CHANGED, left.core)
    return Verdict(Rule.REGION if left.place == right.place else Rule.LEVEL, left.core)


def _shortened(short: FirmName, long: FirmName) -> bool:
    """Whether the short name's words stand in the long one's, at its start or as three characters and more."""
    if len(short.core) < 2:
        return False
    return long.core.startswith(short.core) or (len(short.core) >= 3 and short.core in long.core)


def _industries_meet(left: str, right: str) -> bool:
    """Whether the shorter industry begins the longer: 光电 and 光电科技."""
    short, long = sorted((left, right), key=len)
    return len(short) >= 2 and long.startswith(short)
