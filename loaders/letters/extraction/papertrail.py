"""Who wrote to whom about what: issuer, addressee, proposal, consulted offices, copies, gaps, recommendations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import Ref
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.people import personal_spans
from loaders.letters.extraction.reading import Reading
from loaders.letters.extraction.sections import is_run_in

_PROPOSAL = re.compile(
    r"《(?P<title>[^《》]{4,80})》(?:[（(](?:提案)?第?\s*(?P<number>[^（）()]{1,20})号?[）)])?(?:的(?:提案|建议|议案))?(?:提案|建议|议案)?(?=[^。]{0,6}?(?:收悉|已收悉|悉(?=[。，])|交由|收到))"
)
_QUOTED = re.compile(
    r"(?:提出的)?(?:关于)?“(?P<title>关于[^“”]{4,60})”的(?:提案|建议|议案)(?=[^。]{0,6}?(?:收悉|悉(?=[。，])|收到))(?P<number>)"
)
_PLAINLY = re.compile(
    r"(?:提出的?|(?<=\n))(?:“)?(?P<title>关于[^，。；“”《》\n]{4,60}?的(?:建议|提案|议案))(?:”)?(?:（第?(?P<number>[^（）]{1,20})号?）)?(?=[^。]{0,6}?收悉)"
)
_ABOUT = re.compile(
    r"关于“(?P<title>(?!关于)[^“”\n]{4,60})”的(?:提案|建议|议案)(?:（第?(?P<number>[^（）]{1,20})号?）)?(?=[^。]{0,6}?收悉)"
)
_SUBMITTED = re.compile(r"(?:贵[^，。]{0,6}|[您你](?:们|单位|会|委)?)(?:提出|提交)的?《(?P<title>[^《》]{4,80})》")
_CONSULTED = re.compile(
    r"(?:会同|经?与(?=市[\u4e00-\u9fa5]{2,8}[局委办]、)|(?<![电招客厂工外协磋])商(?=[市省县区])|征求(?:了)?|综合(?:了)?)(?P<list>(?:(?!支持|推动|推进|开展|加强|加大|指导|组织|引导|鼓励)[^，。；]){3,120}?)(?:等)?(?:(?:协办|会办|相关|有关)?(?:单位|部门))?(?:的)?(?:会办|协办|反馈|书面|共同|联合|一并)?(?=意见|认真|研究|协商|办理)|(?<=[，。])(?P<joint>[^，。；]{3,80}?)(?:等单位|等部门)?(?:会办|协办)(?=[，。])"
)
_ORGAN = re.compile(
    r"(?:市|省|县|区)?[\u4e00-\u9fa5]{2,18}?(?:委员会|办公室|办公厅|局|委|厅|部|院|公司|银行|政府|办|中心|大队|支队|分局)$"
)
_ASSEMBLY = re.compile(
    r"(?:市委|省委|委会|总支|支部|商会|协会|学会|工商联|政协[\u4e00-\u9fa5]*|联合会|主管部门|人民政府|各部门)$"
)
_GAPS = re.compile(
    r"(?:存在|面临|还有|仍有|尚存)(?:着)?(?P<list>[^。；\n]{4,160}?)(?:等)?(?:的)?(?:问题|短板|不足之处|困难|瓶颈)"
)
_ADOPTED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])?(?:关于|针对)(?P<what>[^\n。]{4,60}?)的(?:建议|意见)[。：]?\n[^\n]{0,30}?采纳",
    re.MULTILINE,
)
# 关于“某事”的建议，我局予以采纳: not 不予采纳, 暂不采纳.
_ADOPTED_INLINE = re.compile(
    r"(?:关于|针对)“(?P<what>[^“”\n]{4,60})”的(?:建议|意见)，(?:(?!不|未|难)[^，。；\n]){0,10}采纳"
)
_TAKEN_UP = re.compile(
    r"(?:采纳|吸收|吸纳)(?:了)?(?:贵单位|贵委|贵会|贵党派|您|代表|委员|提案人)?(?:提出的)?(?:关于)?(?P<what>[^，。；、\n]{4,40}?)的?建议(?=[，。；])"
)
_ASKED = re.compile(r"^关于(?P<what>.{4,60}?)(?:的)?(?:建议|意见|问题)$")
_PROPOSED = re.compile(r"提出(?:了)?(?:要)?(?P<list>[^。；]{4,160}?)等?(?:的)?(?:建议|意见)")
_QUOTE_LIMIT = 200


def paper_trail(reading: Reading) -> Iterator[Claim]:
    """Yield what the letter says of its own place in the paper trail."""
    if reading.letter is None:
        return
    yield from _head(reading, reading.letter)
    proposal = _proposal(reading)
    if proposal:
        ref, start, end = proposal
        yield Claim(reading.letter, "REPLIES_TO", ref, start, end, "paper", confidence=0.95)
        yield from _submitted(reading, ref)
        yield from _gaps(reading, ref)
        yield from _proposed(reading, ref)
    yield from _consulted(reading, reading.letter)
    if proposal is None:
        yield from _gaps(reading, reading.letter)
    yield from _listed_gaps(reading, reading.letter)
    yield from _copies(reading, reading.letter)
    yield from _adopted(reading, reading.letter)


def _head(reading: Reading, letter: Ref) -> Iterator[Claim]:
    heading = reading.head.heading
    if heading.issuer:
        start, end = reading.head.title_span
        if heading.issuer not in reading.text[start:end]:
            start = reading.text.find(heading.issuer)
            end = start + len(heading.issuer)
        if start >= 0:
            yield Claim(
                letter, "ISSUED_BY", Ref(kind="Organisation", name=heading.issuer), start, end, "paper", confidence=0.95
            )
    if heading.addressee:
        start, end = reading.head.addressee_span
        for name in re.split(r"[，、]", re.sub(r"（[^（）]*）", "", heading.addressee)):
            if (_ORGAN.search(name) or _ASSEMBLY.search(name)) and not re.match(
                r"各?有关|各位|各辖|[市区县省]?各?(?:人民政府|公司|直属单位|委办局)$|市各", name
            ):
                yield Claim(
                    letter, "ADDRESSED_TO", Ref(kind="Organisation", name=name), start, end, "paper", confidence=0.95
                )


def _proposal(reading: Reading) -> tuple[Ref, int, int] | None:
    text = reading.text[:4000]
    match = _PROPOSAL.search(text) or _QUOTED.search(text) or _PLAINLY.search(text) or _ABOUT.search(text)
    if not match:
        return None
    number = match["number"]
    ref = Ref(kind="Policy", name=match["title"])
    if number:
        for alias in (f"第{number.removesuffix('号')}号提案",):
            reading.mentions.naming.alias("Policy", ref.name, alias)
    return ref, match.start(), match.end()


def _submitted(reading: Reading, proposal: Ref) -> Iterator[Claim]:
    match = _SUBMITTED.search(reading.text[:4000])
    name = reading.head.heading.addressee
    if match and name and not personal_spans(name) and not re.search(r"委员$|代表$|先生$|女士$", name):
        yield Claim(
            proposal,
            "SUBMITTED_BY",
            Ref(kind="Organisation", name=name),
            match.start(),
            match.end(),
            "paper",
            confidence=0.9,
        )


def _consulted(reading: Reading, letter: Ref) -> Iterator[Claim]:
    for match in _CONSULTED.finditer(reading.text[:4000]):
        group = "list" if match["list"] else "joint"
        names = list(_organs(match[group]))
        if len(names) >= 1:
            level = next((name[0] for name, _ in names if name[0] in "市省县区"), "")
            for name, at in names:
                placed = name[0] in "市省县区" or re.match(r"[\u4e00-\u9fa5]{2,3}[市县区镇]", name)
                full = name if placed or len(name) > 10 else level + name
                reading.mentions.naming.alias("Organisation", full, name)
                end = match.start(group) + at + len(name)
                yield Claim(
                    letter,
                    "CONSULTED_WITH",
                    Ref(kind="Organisation", name=full),
                    match.start(),
                    end,
                    "paper",
                    confidence=0.9,
                )


def _organs(text: str) -> Iterator[tuple[str, int]]:
    position = 0
    # 发展和改革局 is one office: 和 joins two only where an office ends before it.
    for piece in re.split(r"(、|(?<=[局委厅办部院会府])(?:和|及|与|以及))", text):
        name = piece.strip()
        if _ORGAN.fullmatch(name) or re.fullmatch(r"[市省县区]?[\u4e00-\u9fa5]{2,12}(?:局|委|厅|办|部)", name):
            yield name, position + piece.index(name)
        position += len(piece)


def _copies(reading: Reading, letter: Ref) -> Iterator[Claim]:
    start, end = reading.head.cc_span
    if start == end:
        return
    for name, at in _organs(re.sub(r"[。\s]+$", "", reading.text[start:end]).replace("，", "、")):
        yield Claim(
            letter,
            "CC_TO",
            Ref(kind="Organisation", name=name),
            start + at,
            start + at + len(name),
            "paper",
            confidence=0.95,
        )


def _items(text: str, offset: int) -> Iterator[tuple[str, int, int]]:
    position = 0
    for piece in text.split("、"):
        name = re.sub(r"^(?:要|应(?![用急])|我市|当前)", "", piece)
        start = offset + position + len(piece) - len(name)
        if 4 <= len(name) <= 60:
            yield name, start, start + len(name)
        position += len(piece) + 1


def _gaps(reading: Reading, proposal: Ref) -> Iterator[Claim]:
    match = _GAPS.search(reading.text)
    if match:
        for name, _, end in _items(match["list"], match.start("list")):
            yield Claim(
                proposal, "IDENTIFIES_GAP", Ref(kind="Gap", name=name), match.start(), end, "paper", confidence=0.85
            )


def _listed_gaps(reading: Reading, letter: Ref) -> Iterator[Claim]:
    """``存在问题：一是…；二是…``: each run-in of such a section is a shortfall that the document states."""
    for section in reading.outline.sections:
        chain = reading.outline.chain(section.start)
        of_gaps = len(chain) > 1 and re.search(r"存在.{0,6}(?:问题|不足|短板|困难)|短板弱项", chain[-2].title)
        if is_run_in(section) and of_gaps and 4 <= len(section.title) <= 40:
            start = reading.text.find(section.title, section.start)
            end = start + len(section.title)
            yield Claim(
                letter, "IDENTIFIES_GAP", Ref(kind="Gap", name=section.title), start, end, "paper", confidence=0.85
            )


def _proposed(reading: Reading, proposal: Ref) -> Iterator[Claim]:
    """Only what a section heading takes up is a recommendation: the sentence alone has no sure bounds for one."""
    match = _PROPOSED.search(reading.text[:4000])
    if not match:
        return
    for section in reading.outline.sections:
        asked = _ASKED.match(section.title)
        if asked and (at := match["list"].find(asked["what"])) >= 0:
            end = match.start("list") + at + len(asked["what"])
            ref = Ref(kind="Recommendation", name=asked["what"])
            yield Claim(proposal, "PROPOSES", ref, match.start(), end, "paper", status="proposed", confidence=0.9)


def _unquoted(name: str) -> str:
    """Take off quotation marks that hold the whole."""
    return name[1:-1] if name.startswith("“") and name.endswith("”") and name.count("“") == 1 else name


def _adopted(reading: Reading, letter: Ref) -> Iterator[Claim]:
    for match in _ADOPTED.finditer(reading.text):
        ref = Ref(kind="Recommendation", name=_unquoted(match["what"]))
        start, end = match.span("what")
        yield Claim(letter, "ADOPTS_RECOMMENDATION", ref, start, end, "paper", confidence=0.95)
    for match in _ADOPTED_INLINE.finditer(reading.text):
        ref = Ref(kind="Recommendation", name=match["what"])
        yield Claim(letter, "ADOPTS_RECOMMENDATION", ref, *match.span(), "paper", confidence=0.92)
    for match in _TAKEN_UP.finditer(reading.text):
        ref = Ref(kind="Recommendation", name=_unquoted(match["what"]))
        yield Claim(letter, "ADOPTS_RECOMMENDATION", ref, *match.span(), "paper", confidence=0.9)
