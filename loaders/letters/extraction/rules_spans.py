"""Rules on chains that run from one link to another, over the commas of a sentence.

``已建立从甲到乙、丙，再到丁等较完整的某某产业链``: all of them are links of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.reading import WIDE, Context, Reading
from loaders.letters.extraction.rules_chain import ref, whole_of
from loaders.letters.extraction.rules_phrases import NO_LINK, called_chain, things

_SPAN = re.compile(
    r"(?:形成|构建|建立|建起|建成|打造|打通|贯通|涵盖|覆盖)(?:了|起|出)?(?:一条)?从(?P<list>[^。；：\n]{4,160}?)"
    r"(?:等)?(?:各?环节)?的?(?:相?对?较?为?(?:完整|完善|完备|健全))?的?"
    r"(?P<of>(?<=[的整善备全])[^的，、和与及到至。]{2,16}?(?=产业链|全产业|产业体系|产业格局))?"
    r"(?:全?产业(?:生态)?链条?|全链条|链条|产业体系|产业格局|生态链)(?=$|[，。；（])"
)
_JOINT = re.compile(r"，?(?:再|一直)?到(?=[\u4e00-\u9fa5]{2})|，|、")
_REACH = 260


def _spoken_of(reading: Reading, context: Context, length: int) -> Ref | None:
    """The industry that the sentence speaks of: the last one before the chain, else the only one after it."""
    first = context
    while first.previous is not None:
        first = first.previous
    before = [m for m in reading.mentions.within(first.start, context.start) if m.kind == "Industry"]
    named = [m for m in before if m.name not in WIDE]
    if named:
        return ref(named[-1])
    after = {ref(m) for m in reading.mentions.within(context.start, context.start + length) if m.kind == "Industry"}
    after = {target for target in after if target.name not in WIDE}
    return whole_of(reading, context) or (after.pop() if len(after) == 1 else None)


def span_rules(reading: Reading, context: Context) -> Iterator[Claim]:
    """Yield the links of a chain that a sentence runs through."""
    if "从" not in context.text:
        return
    stop = re.search(r"[。；\n]", reading.text[context.start : context.start + _REACH])
    sentence = reading.text[context.start : context.start + (stop.start() if stop else _REACH)]
    found = _SPAN.search(sentence)
    if found is None or found.start() >= len(context.text) or "到" not in found["list"]:
        return
    whole = called_chain(reading, found["of"]) or _spoken_of(reading, context, len(sentence))
    position = context.start + found.start("list")
    begin, end = position, context.start + found.end("list")
    for joint in (*_JOINT.finditer(reading.text, begin, end), None):
        last = joint.start() if joint else end
        for link in things(reading, position, last, "Segment", make=True) if whole else ():
            plain = not NO_LINK.search(link.ref.name) and not re.search(r"[两三四五六七八九十]大", link.ref.name)
            if whole and plain and link.ref.name != whole.name:
                yield Claim(link.ref, "SEGMENT_OF", whole, context.start + found.start(), link.end, "span", "", 0.85)
        position = joint.end() if joint else end
