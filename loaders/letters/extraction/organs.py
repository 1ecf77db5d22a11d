"""Offices, banks, schools and institutes, by the words their names end with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.lexicon import alternation, words
from loaders.letters.extraction.names import Candidate, generic

_STATE_ORGANS = re.compile(
    r"(?<=[，、：\n和由])[\u4e00-\u9fa5]{2,3}[市县区]政府(?=[，、。；\n]|$)|(?:[市区县省]政府|[市区县省]委)办公[室厅]|(?<![\u4e00-\u9fa5])[区县]政府(?=[于在与和、，]|印发|出台)|工信部|工业和信息化部|国家发展改革委|国家发改委|财政部|科技部|商务部|民政部|国务院(?!办公厅)|国务院办公厅|交通运输部|农业农村部|国家卫生健康委|市委(?!常委|书记)|省委(?!常委|书记)|市政府(?![办督研常第令参外新法机驻质])|省政府(?![办督研常第令参外新法机驻质])|(?:市|省)政协(?![十\d第]|办公|提案委)|市人大(?!常委会|代表)"
)


_BANK = re.compile(r"[\u4e00-\u9fa5]{2,8}?(?:银行|农商行)(?![业卡贷间机分支保账体信]|[\u4e00-\u9fa5]{2,5}[分支]行)")


_OFFICE = re.compile(
    r"(?:(?<=[，、：由和与经商])|(?<=会同)|(?<=综合)|(?<=联合))[市省县区](?![各有直属级属内])[\u4e00-\u9fa5]{2,10}?(?:局|厅|委(?!员|托|会)|办公室)(?=[、，。；和与等牵负认研配意及共联反提分]|会商|$)"
)


_BRANCH = re.compile(r"[\u4e00-\u9fa5]{2,8}?大学[\u4e00-\u9fa5]{2,3}(?:学院|分校|校区)")


_INSTITUTE = re.compile(r"(?:中国科学院|中科院)[\u4e00-\u9fa5]{2,10}?(?:研究所|研究院|所)(?![有在长])")


@cache
def _institutions() -> re.Pattern[str]:
    # 中国科学院某某研究所 is named after it.
    return re.compile(
        rf"(?:{alternation(words('institutions.txt'))})(?![\u4e00-\u9fa5]{{2,12}}(?:研究所|研究院|中心|学院))"
    )


def organs(text: str, city: str) -> Iterator[Candidate]:
    """Yield organisations; ``city`` is the place whose own government 市政府 is."""
    for match in _BANK.finditer(text):
        begin = name_start(match.group(), 3)
        name = match.group()[begin:]
        if (
            len(name) >= 4
            and not generic(name[:-2])
            and not re.search(r"[的了各等、]|商业银行$|[一二三四五六七八九十\d]家", name[:-2])
        ):
            yield Candidate(match.start() + begin, match.end(), "Organisation", name, 4)
    for match in _OFFICE.finditer(text):
        yield Candidate(match.start(), match.end(), "Organisation", match.group(), 5)
    for match in _BRANCH.finditer(text):
        begin = match.start() + name_start(match.group(), 8)
        yield Candidate(begin, match.end(), "Organisation", text[begin : match.end()], 3)
    for match in _INSTITUTE.finditer(text):
        yield Candidate(match.start(), match.end(), "Platform", match.group(), 3)
    for match in _institutions().finditer(text):
        yield Candidate(match.start(), match.end(), "Organisation", match.group(), 1)
    for match in _STATE_ORGANS.finditer(text):
        # 市政府 in a letter of the city is that city's.
        own = city.endswith("市") and match.group() == "市政府"
        yield Candidate(match.start(), match.end(), "Organisation", f"{city}人民政府" if own else match.group(), 6)
