"""Natural persons in running text: found in order to be left out.

``personal`` finds numbers, addresses and names after a label; here come names
beside a title (``局长王某某``, ``李某某委员``, ``张某某同志``). No such name
becomes an entity, and no statement may quote one. The finder errs on the side
of leaving out too much.
"""

from __future__ import annotations

import re
from functools import cache

from loaders.letters.extraction.lexicon import lines
from loaders.letters.reading.personal import find_personal

_TITLES = (
    "市长|副市长|县长|区长|镇长|省长|局长|副局长|处长|科长|厅长|部长|主任|副主任|书记|副书记|主席|副主席|秘书长|会长|理事长|总书记|"
    "董事长|总经理|总裁|院长|所长|校长|教授|院士|博士|工程师|委员|代表|发言人|记者|委员会主任"
)
_AFTER = (
    r"(?=[等率在对同表主出介说任为向围就作强指要带来到听参讲致分深实一前随，,。；;、：:）)（(\s]|$|先生|女士|同志|一行)"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    single, double = lines("surnames.txt")[0], lines("surnames.txt")[1].split()
    surname = f"(?:{'|'.join(double)}|[{single}])"
    given = r"[\u4e00-\u9fa5]{1,2}"
    return (
        re.compile(rf"(?:{_TITLES})[：:]?\s?({surname}\s?{given}){_AFTER}"),
        re.compile(
            rf"(?:(?<![\u4e00-\u9fa5])|(?<=[的和及、与]))({surname}{given})等?(?:委员|代表|先生|女士|同志|院士|教授|博士)(?![\u4e00-\u9fa5]?[会团])"
        ),
        re.compile(rf"({surname}{given})(?:先生|女士|同志)"),
    )


def personal_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open spans of personal data in ``text``, ascending and without overlap."""
    found = [(span.start, span.end) for span in find_personal(text)]
    for pattern in _patterns():
        found.extend(match.span(1) for match in pattern.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
