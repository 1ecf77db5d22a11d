"""Word's automatic numbering: the ``（一）`` a reader sees but that stands in no run of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_LOW = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of one document in reading order.

    ``levels`` are the levels of each list (numId), ``shared`` says which
    lists count together because they have one abstract definition.
    """

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """Read the definitions of ``word/numbering.xml``; none if the document has no such part."""
        numbering = cls()
        if root is None:
            return numbering
        abstract = {
            str(item.get(W + "abstractNumId")): {
                int(level.get(W + "ilvl") or 0): _level(level) for level in item.findall(W + "lvl")
            }
            for item in root.findall(W + "abstractNum")
        }
        for item in root.findall(W + "num"):
            key = str(item.get(W + "numId"))
            name = _value(item, "abstractNumId")
            levels = dict(abstract.get(name, {}))
            restarted = False
            for override in item.findall(W + "lvlOverride"):
                at = int(override.get(W + "ilvl") or 0)
                own = override.find(W + "lvl")
                old = _level(own) if own is not None else levels.get(at, _Level())
                start = _value(override, "startOverride")
                restarted = restarted or bool(start)
                levels[at] = _Level(old.form, old.text, _number(start, old.start))
            numbering.levels[key] = levels
            numbering.shared[key] = f"num {key}" if restarted else f"abstract {name}"
        return numbering

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph of a list and return the label in front of it; empty if it has none."""
        levels = self.levels.get(list_id)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(self.shared[list_id], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        own = levels[level]
        if own.form == "none":
            return ""
        if own.form == "bullet":
            return "•"
        label = own.text
        for at in range(level, -1, -1):
            if f"%{at + 1}" in label:
                shown = levels.get(at, _Level())
                label = label.replace(f"%{at + 1}", written(counts.get(at, shown.start), shown.form))
        return label


def _level(element: etree._Element) -> _Level:
    return _Level(
        _value(element, "numFmt") or "decimal", _value(element, "lvlText"), _number(_value(element, "start"), 1)
    )


def _value(element: etree._Element, child: str) -> str:
    found = element.find(W + child)
    return str(found.get(W + "val") or "") if found is not None else ""


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() else default


def written(number: int, form: str) -> str:
    """Return a number the way a list of this form (ECMA-376 ST_NumberFormat) shows it; digits if unknown."""
    if "hinese" in form or form in ("japaneseCounting", "ideographDigital", "koreanCounting"):
        return _han(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("upperLetter", "lowerLetter") and number >= 1:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman") and 1 <= number < 4000:
        roman = "".join(_roman(number))
        return roman.upper() if form == "upperRoman" else roman
    return str(number)


def _han(number: int) -> str:
    """Return a counting number below a hundred in words, above digit by digit."""
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return ten + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> Iterator[str]:
    for value, sign in (*_ROMAN, *_ROMAN_LOW):
        while number >= value:
            yield sign
            number -= value
