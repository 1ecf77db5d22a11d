"""Rules on what places and industries do together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.reading import Context, Reading
from loaders.letters.extraction.rules_chain import ref


def _innermost(context: Context) -> list[Mention]:
    """The regions of a clause; of 甲市乙区 only 乙区."""
    named = context.of("Region")
    return [m for m in named if m.end - m.start < 2 or not any(o.start == m.end for o in named)]


def joint(reading: Reading, context: Context) -> Iterator[Claim]:
    """What cities do together: the cluster they form involves them, what they build both build."""
    match = re.search(r"(?:与|联合|携手)[^，]{1,14}?(?:共建|组建|共同打造|合作共建)", context.text)
    home = reading.city
    if match and home and not context.before(match.start(), "Firm", "Platform"):
        others = [
            m for m in _innermost(context) if match.start() <= m.start - context.start < match.end() and ref(m) != home
        ]
        for item in context.after(match.end(), "Cluster", "Platform")[:1] if others else ():
            for place in (home, *map(ref, others)):
                if "共建" in match.group():
                    yield Claim(
                        place, "BUILDS", ref(item), context.start + match.start(), item.end, "joint", "planned", 0.85
                    )
                else:
                    yield Claim(
                        ref(item),
                        "INVOLVES_REGION",
                        place,
                        context.start + match.start(),
                        item.end,
                        "joint",
                        "done",
                        0.85,
                    )
    pair = context.of("Industry")
    for first, second in itertools.pairwise(pair):
        between = context.text[first.end - context.start : second.start - context.start]
        if between in {"与", "和"} and re.match(
            r"(?:产业)?(?:合作|融合|协同)", context.text[second.end - context.start :]
        ):
            yield Claim(ref(first), "COOPERATES_WITH", ref(second), first.start, second.end + 2, "joint", "done", 0.85)
