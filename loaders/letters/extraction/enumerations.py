"""Lists in running text: ``培育了甲、乙等龙头企业``.

What the items are is said by the head noun after 等, or by a counted head
(``风电、光伏、氢能三大领域``); the items of such a list are found without
having been known before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.clauses import Clause, split_outside

_ETC = re.compile(r"等(?!级|同|候|待|于|值)")
_COUNTED_HEAD = re.compile(
    r"(?:[两三四五六七八九十]|\d+)\s*(?:大|个|家(?=[^、，]{0,6}(?:企业|公司)))(?=[\u4e00-\u9fa5“])"
)
_ADJOINING = re.compile(r"”“|》《")
# 甲、乙增加值分别增长5%、6%: with the first figure the list of names has ended.
_HANDED = re.compile(r"\d\s*[%％]")
_TURN = re.compile(r"(?P<item>[\u4e00-\u9fa5A-Za-z]{3,10}?)(?:在|围绕|聚焦)(?=[\u4e00-\u9fa5]{2})")
_AND = re.compile(r"(?<=[\u4e00-\u9fa5A-Za-z”》])(?:和|与|及|以及)(?=[\u4e00-\u9fa5A-Za-z“《])")
_TRAILER = re.compile(r"^(?P<item>.+?)(?:协同发展体系|协同发展|均|皆|都|于一体|一体化发展|为重点|为核心|为主|为“)")

# Head noun -> kind of the items. First match wins; read from the words that follow 等 or the count.
HEADS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("Topic", r"^(?:[两三四五六七八九十]个|多个|重点)?方面"),
        ("Industry", r"^“[\dNX+]+”"),
        ("Cluster", r"^(?:(?!企业|公司)[^，。；、]){0,12}?产业集群"),
        ("Firm", r"^一批[^，。；]{0,44}?(?:企业|公司)"),
        (
            "Firm",
            r"^(?:(?!园区|平台|载体|基地|集聚|汇聚|服务|机构|高校|院校|院所|部门|环节|项目|为)[^，。；、]){0,32}?"
            r"(?:企业|公司|独角兽|链主|厂商|制造商|“小巨人”)(?!家|认定|培育|发展|服务|数字)",
        ),
        ("Firm", r"^(?:(?!产业|集群)[^，。；、]){0,6}?龙头(?![企产带引地作优效行])"),
        ("FinancialProduct", r"^(?:配套|系列|特色|专属|创新)?(?:金融|信贷|保险|贷款)产品"),
        ("Program", r"^[^，。；、]{0,6}?(?:称号|荣誉|奖项|资质|试点|名单|认证|牌照)"),
        ("Program", r"^“?(?:[两三四五六七八九十]大|[两三四五六七八九十\d]+[项个])(?:重点|专项|重大)?(?:工程|行动)"),
        (
            "Segment",
            r"^为(?:主体|核心|支撑|特色|重点|主导|主)[^，。；]{0,6}?(?:产业(?:格局|体系|链|结构)|发展格局)",
        ),
        ("Organisation", r"^[^，。；、]{0,8}?(?:机构|单位|部门|高校|院校|大学|协会|商会|科研院所|银行)"),
        ("Event", r"^[^，。；、]{0,8}?(?:展会|活动|赛事|会议|大赛|设计赛|论坛|展览)"),
        ("Platform", r"^[^，。；、]{0,10}?(?:平台|园区|载体|基地|开发区|产业园|中心|实验室|研究院)"),
        ("Policy", r"^[^，。；、]{0,8}?(?:政策|文件|规划|方案|办法|制度文件)"),
        ("Segment", r"^[^，。；、]{0,8}?(?:环节|元器件|器件|零部件|部件|原材料|原料|细分赛道|细分领域|工序)"),
        ("Region", r"^[^，。；、]{0,6}?(?:城市|地市|省市|国家和地区|国家|地区|市县|周边市)"),
        (
            "Industry",
            r"^(?:(?:\d+|[两三四五六七八九十]+)\s*[大条个]|(?=重点|优势|特色|主导))(?:重点|优势|特色|主导|支柱|战略性|新兴|先进|制造业|工业|百亿级?|千亿级?)*产业链(?!企业|招商)",
        ),
        ("Segment", r"^[^，。；、“]{0,8}?(?:产业链|生态链|链条)(?!企业|招商|项目)"),
        (
            "Industry",
            r"^[^，。；、“]{0,14}?(?:产业(?!生态|项目|化|链|园|基地|政策|领域合|龙头|格局|体系|结构|布局|类|[^，。；、]{1,6}项目)"
            r"|行业|服务业|制造业)",
        ),
        (
            "Segment",
            r"^(?:[两三四五六七八九十]大|[\d两三四五六七八九十]+\s*[大个条])?(?:重点|核心|细分|优势|主攻|关键)*(?:领域|赛道|方向|板块)(?=$|发展)",
        ),
        ("Segment", r"^[^，。；、的]{0,6}?(?:材料|化学品|纤维|元件)(?=$|，|产业|为)"),
        ("Town", r"^[^，。；、]{0,6}?(?:镇街|街道|镇|乡镇)"),
        ("Technology", r"^[^，。；、]{0,6}?技术"),
        ("Product", r"^[^，。；、]{0,8}?(?:产品|品牌|装备|设备|器械|药品|新药|家电|食品|特产)"),
        ("Topic", r"^[^，。；、]{0,10}?(?:方面|领域|场景|内容|环节|需求|要素|工作|服务)"),
        ("Project", r"^[^，。；、]{0,14}?项目"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, without its quotation marks and the remark in brackets after it."""

    start: int
    end: int
    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list: its items, the clause, the words before the first item and after the last."""

    items: tuple[Item, ...]
    clause: Clause
    head: str
    head_start: int
    lead: str
    etc: bool

    @property
    def start(self) -> int:
        """Where the first item begins."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where the last item ends."""
        return self.items[-1].end

    @property
    def kind(self) -> str:
        """What the items are by the head noun; empty where it does not say."""
        return _kind(self.lead[-32:], self.head[:60])


@lru_cache(maxsize=4096)
def _kind(lead: str, head: str) -> str:
    if re.search(r"(?:覆盖|应用于|满足|涉及|围绕)[^，]{0,20}$", lead) and re.search(
        r"^[^，]{0,8}(?:领域|场景|需求|内容)", head
    ):
        return "Topic"
    return next((kind for kind, pattern in HEADS if pattern.match(head)), "")


def enumerations(clause: Clause) -> Iterator[Enumeration]:
    """Yield the lists of a clause; at most one a clause is the rule in this genre."""
    text = clause.text
    if "、" not in text and "等" not in text and "”“" not in text and "》《" not in text:
        return
    spans = _split(text)
    groups: list[list[tuple[int, int]]] = [[]]
    broken: list[int] = []
    for span in spans:
        turn = _TURN.match(text[span[0] : span[1]]) if groups[-1] and span is not spans[-1] else None
        if turn:
            # 支持甲、乙在丙、丁等环节突破: two lists, and the head is the second one's.
            groups[-1].append((span[0], span[0] + turn.end("item")))
            broken.append(len(groups) - 1)
            groups.append([])
            span = (span[0] + turn.end(), span[1])
        groups[-1].append(span)
        # 等 closes a list; a further 、 after it begins another.
        ended = _ETC.search(_bare(text[span[0] : span[1]])) or _HANDED.search(text, *span)
        if ended and span is not spans[-1]:
            groups.append([])
    for index, group in enumerate(groups):
        found = None if re.match(r"\s*\d[\d.]*\s*[%％亿万个]", text[group[0][0] :]) else _read(clause, group)
        if found and index in broken:
            yield replace(found, head="", head_start=found.end, etc=False)
        elif found:
            yield found


def _split(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in split_outside(text, "、"):
        position = start
        for match in _ADJOINING.finditer(text, start, end):
            spans.append((position, match.start() + 1))
            position = match.start() + 1
        spans.append((position, end))
    return spans


def _bare(text: str) -> str:
    """Blank out what stands in brackets, quotation marks and titles, keeping the length."""
    return re.sub(r"[（(《“][^（(《“）)》”]*[）)》”]", lambda match: "＿" * len(match.group()), text)


def _read(clause: Clause, group: list[tuple[int, int]]) -> Enumeration | None:
    text = clause.text
    first_start, _first_end = group[0]
    last_start, last_end = group[-1]
    cut, head_at, etc = _last_end(text, last_start, last_end)
    if len(group) == 1 and not etc:
        return None
    pieces = [*group[:-1], (last_start, cut)]
    end_first = _bare_end(text, first_start, pieces[0][1])
    begin = first_start + name_start(text[first_start:end_first], 2 if end_first - first_start > 2 else 1)
    pieces[0] = (begin, pieces[0][1])
    counted = _COUNT.match(text[head_at:])
    whole = counted and counted.group(1) in {str(len(pieces)), *_HAN.get(len(pieces), "")}
    # 甲及乙、丙及丁两大产业 are two as they stand.
    if (etc or head_at < last_end) and not whole:
        pieces[-1:] = _conjoined(text, pieces[-1])
    items = tuple(item for item in (_item(clause, start, end) for start, end in pieces) if item)
    if not items or (len(items) < 2 and not etc):
        return None
    return Enumeration(items, clause, text[head_at:].strip(), clause.start + head_at, text[:begin], etc)


_COUNT = re.compile(r"\s*“?([两二三四五六七八九十]|\d{1,2})”?\s*[大个]")
_HAN = {2: "两二", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}


def _bare_end(text: str, start: int, end: int) -> int:
    """Return where the first item ends without a remark in brackets after it."""
    remark = re.search(r"[（(][^（()）]*[）)]$", text[start:end])
    return start + remark.start() if remark and remark.start() >= 2 else end


def _last_end(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Return where the last item ends, where the head begins, and whether 等 stands between them."""
    bare = _bare(text[start:end])
    match = _ETC.search(bare)
    if match:
        return start + match.start(), start + match.end(), True
    counted = _COUNTED_HEAD.search(bare)
    if counted and counted.start() >= 1:
        return start + counted.start(), start + counted.start(), False
    trailer = _TRAILER.match(bare)
    if trailer:
        return start + trailer.end("item"), start + trailer.end("item"), False
    return end, end, False


def _conjoined(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Split ``乙和丙`` at the end of a list."""
    start, end = span
    bare = _bare(text[start:end])
    cuts = [match for match in _AND.finditer(bare) if match.start() >= 2 and len(bare) - match.end() >= 2]
    if len(cuts) != 1:
        return [span]
    return [(start, start + cuts[0].start()), (start + cuts[0].end(), end)]


def _item(clause: Clause, start: int, end: int) -> Item | None:
    text = clause.text[start:end]
    start += len(text) - len(text.lstrip())
    lead = re.match(r"(?:及|和|与|以及)(?=“|《)", clause.text[start:end])
    start += lead.end() if lead else 0
    body = clause.text[start:end].rstrip()
    remark = re.search(r"[（(][^（）()]*[）)]$", body)
    named = (
        remark is not None and re.fullmatch(r"（[\u4e00-\u9fa5]{2,3}）", remark.group()) and "期" not in remark.group()
    )
    if remark and remark.start() >= 2 and len(remark.group()) > 2 and not (named and remark.start() <= 4):
        body = body[: remark.start()]
    opened = re.fullmatch(r"[^“”]{2,}(“[^“”]+”)", body)
    if opened and re.search(
        r"(?:优先发展|重点发展|大力发展|发展|支持|聚焦|围绕|实施|推进|涵盖|重点培育|推出|发布|开发|打造|培育|认定|包括|拥有|形成|获评?|入选|设立|上线)(?:了)?$",
        body[: opened.start(1)],
    ):
        # 某银行推出“甲贷”: what was put forward is the item, not who did it.
        start, body = start + opened.start(1), opened.group(1)
    quoted = bool(re.fullmatch(r"“[^“”]+”|《[^《》]+》", body))
    if quoted:
        body, start = body[1:-1], start + 1
    if not body or len(body) > 40:
        return None
    return Item(clause.start + start, clause.start + start + len(body), body, quoted)
