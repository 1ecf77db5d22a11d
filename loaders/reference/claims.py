"""Tables of claims: one row says one thing of one public page, with the words that say it and a person's verdict.

The columns are :data:`COLUMNS`. ``written`` and ``words`` are how the quote
writes the subject and the object (or what is measured); both stand verbatim in
``quote``. A row is ``accepted`` only if the page is a public authority's (A)
or a newspaper's or an operator's own (B) and its quote proves the row: it
names the subject, the words mean the object, and a figure stands in it. All
this is checked whenever a table is read, so that a row that is altered without
its proof is refused. Other rows are ``candidate``, and ``reason`` says why.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph.errors import InputError
from graph.evidence import FIGURE, Ref, Review, Status
from loaders.letters.reading.personal import find_personal
from loaders.yamlfile import check_plain, explain

COLUMNS = (
    *("lead", "subject_kind", "subject", "written", "predicate", "object_kind", "object", "words"),
    *("metric", "value", "unit", "qualifier", "scope", "status", "review", "reason", "period", "as_of"),
    *("title", "issuer", "url", "grade", "reviewed", "quote"),
)
"""``lead`` is the number of the lead that was checked; several rows may come from one."""
PROPERTIES = ("number", "issued", "valid_until")
"""Columns a table may have besides: what the page says of the subject's own properties."""
MORE = "also"
"""A column a table may have besides: more words of the page, which prove a property."""
OWN = "我市"
"""How a city's own authorities and papers call it."""
MAX_BYTES = 4 << 20
_PROVING = ("A", "B")
_GRADES = (*_PROVING, "C")
_PLACES = ("Region", "Town")


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of a table of claims, checked; ``line`` is its line in the file."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; empty if the table has no such column."""
        return self.cells.get(column, "")

    @property
    def subject(self) -> Ref:
        """What the row speaks of."""
        return Ref(kind=self["subject_kind"], name=self["subject"])

    @property
    def object(self) -> Ref | None:
        """What the subject is tied to; None for a figure."""
        return None if self.is_figure else Ref(kind=self["object_kind"], name=self["object"])

    @property
    def is_figure(self) -> bool:
        """Whether the row states a figure."""
        return self["predicate"] == FIGURE

    @property
    def review(self) -> Review:
        """The verdict."""
        return Review(self["review"])


def read_claims(path: Path, aliases: Mapping[str, str]) -> list[Claim]:
    """Read a table of claims.

    Args:
        path: the CSV file, UTF-8.
        aliases: names of places that stand for another name of the same place.

    Raises:
        InputError: not readable, a column missing, or a row that holds a person's data, is incomplete or does not
            prove what it says; with the line.
    """
    try:
        check_plain(path, MAX_BYTES)
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"事实表缺少列：{'、'.join(missing)}", f"columns missing: {', '.join(missing)}", where=f"{path}:1"
                )
            return [_claim(f"{path}:{reader.line_num}", reader.line_num, row, aliases) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"CSV 读不懂：{error}", f"not CSV: {error}", where=str(path), do_zh="请存为 UTF-8 CSV"
        ) from error
    except OSError as error:
        raise InputError(f"文件读不出来：{error.strerror}", str(error), where=str(path)) from error


def _claim(where: str, line: int, row: Mapping[Any, Any], aliases: Mapping[str, str]) -> Claim:
    if None in row or None in row.values():
        raise InputError("这一行的列数和表头不一样", "the row has not as many cells as the head", where=where)
    claim = Claim(line, {str(name): str(value) for name, value in row.items()})
    fault = _form(claim) or _proof(claim, aliases)
    if fault:
        raise InputError(
            f"{fault}：{claim['subject']} {claim['metric'] or claim['object']}",
            "the row does not prove what it says",
            where=where,
            do_zh="请改正这一行；引文证明不了的写作 candidate",
            do_en="Correct the row, or make it a candidate",
        )
    return claim


def _form(claim: Claim) -> str:
    """Say what is wrong with the form of a row; empty if nothing is."""
    try:
        _ = claim.subject, claim.object, Status(claim["status"]), claim.review
    except ValidationError as error:
        return explain(error)[0]
    except ValueError as error:
        return str(error)
    if claim["grade"] not in _GRADES:
        return "来源等级只能是 A、B、C"
    if claim.is_figure and not (claim["metric"] and claim["value"]):
        return "数字要有指标和数值"
    if not (claim["title"] and claim["quote"] and claim["reason"]):
        return "要有来源标题、引文和理由"
    if find_personal("，".join(claim[name] for name in ("subject", "object", "title", "quote", MORE))):
        return "这一行有个人信息"
    return ""


def _proof(claim: Claim, aliases: Mapping[str, str]) -> str:
    """Say what the quote does not prove; candidates need only name their subject."""
    quote, written, words = claim["quote"], claim["written"], claim["words"]
    if written not in quote or words not in quote:
        return "引文里没有 written 或 words 的字"
    if not written and not _given_by_issuer(claim):
        return "引文没有点到主体，发布单位和标题也没有"
    if claim.review is not Review.ACCEPTED:
        return ""
    if claim["grade"] not in _PROVING:
        return "C 级来源不能采信"
    if not words:
        return "采信的行要有 words"
    if written and not _means(written, claim["subject"], claim, aliases):
        return f"“{written}”不是主体的名称或简称"
    if not _means(words, claim["metric"] or claim["object"], claim, aliases):
        return f"“{words}”说的不是宾语或指标"
    if claim.is_figure and claim["value"] + claim["unit"] not in quote:
        return "引文里没有这个数"
    said = f"{quote}\n{claim[MORE]}"
    unproven = [name for name in PROPERTIES if not _stands(claim[name], said)]
    return f"引文里没有 {'、'.join(unproven)}" if unproven else ""


def _given_by_issuer(claim: Claim) -> bool:
    """Whether a place's figure comes from its own authority or paper, which does not name it again."""
    short = claim["subject"].rstrip("市镇")
    return claim["subject_kind"] in _PLACES and short in claim["issuer"] + claim["title"]


def _means(words: str, name: str, claim: Claim, aliases: Mapping[str, str]) -> bool:
    """Whether ``words`` are ``name`` or a short form of it: the one's characters stand in the other in order."""
    if words == OWN:
        return claim["issuer"].startswith(name.rstrip("市"))
    if aliases.get(words) == name:
        return True
    left, right = (unicodedata.normalize("NFKC", text) for text in (words, name))
    return _in_order(left, right) or _in_order(right, left)


def _in_order(short: str, long: str) -> bool:
    rest = iter(char for char in long if not char.isspace())
    return all(char in rest for char in short if not char.isspace())


def _stands(value: str, said: str) -> bool:
    """Whether a number or a date stands in the words, a date in whatever form."""
    digits = value.split("-")
    return value in said or (len(digits) == 3 and f"{int(digits[0])}年{int(digits[1])}月{int(digits[2])}日" in said)
