"""Personal data of natural persons: found in order to be left out.

No name of a person, telephone number, e-mail or identity number becomes an
entity, and no statement may quote one. The finder errs on the side of
leaving out too much.
"""

from __future__ import annotations

import re
from functools import cache

from loaders.letters.lexicon import lines

_NUMBERS = re.compile(
    r"(?<![\d.])(?:\d{17}[\dXx]|1[3-9]\d{9}|0\d{2,3}[-－—– ]?\d{7,8}|(?<=[话：:])\s?\d{7,8})(?![\d.])"
    r"|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.-]{2,63}"
)
_TITLES = (
    "市长|副市长|县长|区长|镇长|省长|局长|副局长|处长|科长|厅长|部长|主任|副主任|书记|副书记|主席|副主席|秘书长|会长|理事长|"
    "董事长|总经理|总裁|院长|所长|校长|教授|院士|博士|工程师|委员|代表|发言人|负责人|责任人|经办人|联系人|签发人|法定代表人|记者|总书记"
)
_AFTER = r"(?=[等率在对同表主出介说，,。；;、：:）)（(\s]|$|先生|女士|同志|一行|任|为|向|率)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    single, double = lines("surnames.txt")[0], lines("surnames.txt")[1].split()
    surname = f"(?:{'|'.join(double)}|[{single}])"
    given = r"[\u4e00-\u9fa5]{1,2}"
    return (
        _NUMBERS,
        re.compile(rf"(?:{_TITLES})[：:]?\s?({surname}\s?{given}){_AFTER}"),
        re.compile(rf"(?<![\u4e00-\u9fa5])({surname}{given})(?:等)?(?:委员|代表|先生|女士|同志|院士|教授|博士)(?![\u4e00-\u9fa5]{{0,1}}[会团])"),
        re.compile(rf"({surname}{given})(?:先生|女士|同志)"),
        re.compile(rf"(?:联系人|经办人|签发人|责任人|负责人|电话联系)\s?[：:]\s?({surname}{given})"),
    )


def personal_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of personal data in ``text``, ascending and without overlap."""
    found: list[tuple[int, int]] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            found.append(match.span(1) if pattern.groups and match.group(1) else match.span())
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
