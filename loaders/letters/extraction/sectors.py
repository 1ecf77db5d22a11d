"""Industries under the names of the national classification, which bulletins write out in full.

Such names have 、 inside (计算机、通信和其他电子设备制造业), so nothing that
splits at marks finds them; offices write 和 or 及, with or without the 、.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.letters.extraction.lexicon import lines
from loaders.letters.extraction.names import Candidate


@cache
def _names() -> re.Pattern[str]:
    forms = sorted(lines("sectors.txt"), key=len, reverse=True)
    loose = (re.sub("、", "、?", re.sub("[和及]", "[和及]", re.escape(form))) for form in forms)
    return re.compile("|".join(loose))


def sector_candidates(text: str) -> Iterator[Candidate]:
    """Yield the industries that ``text`` calls by a name of the classification."""
    for match in _names().finditer(text):
        yield Candidate(match.start(), match.end(), "Industry", match.group(), 1)
