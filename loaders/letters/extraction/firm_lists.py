"""Firms that stand side by side: after 环节有, 依托, 支持; before 获评, 等企业; after a role (链主企业某某)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.firms import GOODS, IN_PARK, common, has_firm_suffix, plausible, standalone
from loaders.letters.extraction.names import Candidate, generic

# Words after which a list can only be one of firms, and words after which it may be one.
_CERTAIN = re.compile(
    r"(?:(?:环节|领域|板块|赛道|行业)(?:方面)?(?:主要|现|已|还|目前|则)?(?:有|集聚了?|汇聚了?|拥有|聚集了?|涌现出?了?)(?!\d)"
    r"|(?:企业|公司|厂商|链主)(?:共?\d+\s*[家户]，?)?(?:主要|现|则)?(?:有(?!\d)|分别(?:为|是)|包括|包含|如(?!何|期|下)|：))"
)
_OPEN = re.compile(
    r"(?:依托|支持|推动|鼓励|引导|扶持|带动|引进了?|引入了?|招引了?|联合|培育了?|由|发挥|集聚了?|汇聚了?|落户(?:了)?|服务(?!业))"
)
_STOP = re.compile(
    r"等|，|：|；|［|“|扩大|扩建|扩产|增资|担任|为(?:链主|龙头|核心|主体|引领|骨干|牵头)|作为|发展|打造|建设|形成|做大|做强|做优|开展|研发|实施|牵头|带动|布局|共建|加快|作用|"
    r"拓展|突破|深耕|在(?=[\u4e00-\u9fa5])|成为|重点|共同|协同|组建|推动|推进|建立|创建|申报|上市|落地|落户|入选|获|参与|开发|投资|提升|攻关|转型|跨界|融合|合作|抱团|聚焦|专注|围绕|联手|携手|引入|组成|落实|引领|领衔|技改|就|完成"
)
_FIRM_DEED = re.compile(
    r"(?:扩大(?:产能|生产|投资)|扩建|扩产|增资|担任|为(?:链主|龙头|核心|主体|引领|骨干|牵头)|作为|做大|做强|牵头|上市|攻关|技改|共建|在[^，。；]{2,40}(?:环节|领域|方面|突破|布局)|等[^，。；]{0,10}(?:企业|公司))"
)
_SUBJECTS = re.compile(
    r"(?:产销量|产量|销量|营收|装机量|装车量|出货量|市场占有率|市占率)?(?:等(?:\d+\s*[家户])?(?:企业|公司)?)?(?:均|都|先后|分别|已|成功|被|累计|相继|共同|同时)?(?:获评|荣获|获(?=[得批评认国省市“])|入选|入围|上榜|跻身|通过(?=[^，]{2,12}(?:认定|认证|验收))|被?(?:评|认定|授予|列)为|"
    r"分列|位列|稳居|在(?=[^，。；]{2,10}(?:板块|领域|环节|赛道|方面))|加快布局|深耕|专注|牵头|主导制定|参与制定|增资|投资(?=\d|约|超|近|建)|扩产|投产|竣工|落户|研发|自主研发|建成投产|成功上市|营收|营业收入|产值(?=\d|达|超|突破|均)|产能(?=\d|达|超|突破)|实现(?:营收|产值|销售))"
)
_SINGLE = re.compile(
    r"^(?P<before>(?:[\u4e00-\u9fa5]{2,4}|原|一家)?企业|[\u4e00-\u9fa5]{2,3}[市区县]?的(?=[\u4e00-\u9fa5])|[\u4e00-\u9fa5]{2,10}[区园县镇]的(?=[\u4e00-\u9fa5])|其中|例如|如|原)?(?P<name>[\u4e00-\u9fa5A-Za-z]{2,8}?)"
    r"(?=(?:[一二三]期)?投资(?:\d|约|超|近|建)|增资|扩产|(?:年度?)?营收|累计(?:推广|销售|交付|出货|生产)|牵头|主导|率先|"
    r"在[\u4e00-\u9fa5]{2,8}?(?:投资|建设|设立|新建|扩建|增资|实现)|与[\u4e00-\u9fa5]{2,10}(?:大学|学院|研究院|实验室)|成功上市|获批(?=国家|省)|获得(?=20\d\d|国家|省|全国|中国)|入选|获评|荣获|成为[^，。；]{2,14}?(?=龙头企业|领军企业|链主企业|独角兽|上市公司|供应商)|获(?=第|国家|省|中国)|研发|自主研发|投产|联手|携手|是(?=(?:国内|全国|全球|世界|我[国省市])[^，]{2,40}(?:企业|公司|供应商|制造商)$)|因|已(?=建成|投产|完成|获)|拟(?=投资|在|建))"
)
_ROLE = re.compile(
    r"(?:链主|龙头|骨干|领军|头部|上市|知名|外资|央|国有|民营|本土|重点|独角兽)企业(?:——|—|：)?“?(?P<name>[\u4e00-\u9fa5A-Za-z]{2,10}?)”?(?=因|将|已|拟|为|在|与|的|投资|增资|建设|牵头|带动|研发|入选|获|，|。|$)"
)
_OWNED = re.compile(r"^(?P<name>[\u4e00-\u9fa5]{3,8}?)的(?=[^，。；]{2,14}(?:占有率|产量|销量|出口|出货量|入选|获))")
_MAKES = re.compile(r"(?:^|(?<=的)|(?<=，))(?P<name>[\u4e00-\u9fa5A-Za-z]{3,8}?)(?=年产[\d约超])")
_BY = re.compile(r"由(?P<name>[\u4e00-\u9fa5A-Za-z]{3,10}?)(?=孵化|投资|牵头|建设|运营|承建|控股)")
_PROJECT = re.compile(
    r"(?:引进了?|招引了?|落户|签约|落地|亿元的|推动|推进|加快|^)(?P<name>[\u4e00-\u9fa5A-Za-z0-9]{2,8}?)(?=(?:[\u4e00-\u9fa5]{2,12})?(?:总部|基地|生产线|产业化|[一二三四]期|扩产|制造|研发)?项目)"
)
_CALLED = re.compile(r"(?P<name>[\u4e00-\u9fa5A-Za-z（）]{2,16})（(?:以下)?简称[：:]?“")
_FIRM_ONLY = re.compile(r"(?:股份|科技|集团|药业|实业|控股|公司|基因|生物|重工)$")
_BY_NAME = re.compile(
    r"(?<=[\u4e00-\u9fa5]{2})(?:股份(?![有制公合改转权占份])|药业|制药|乳业|酒业|重工|生物科技|智能科技|电子科技|新能源科技|信息技术股份)(?![有产行学院园城发创大委局厅部企人型])"
)
_HAN = re.compile(r"[\u4e00-\u9fa5]+$")
_LEADERS = re.compile(r"以(?P<list>[^，。；]{2,60}?)(?:等)?为(?P<role>链主|龙头|核心|主体|引领|骨干|代表|牵头)")
_STRONG = re.compile(
    r"(?:股份|科技|集团|生物|药业|医药|电子|电器|智能|精密|实业|控股|公司|基因|光电|机电|重工|材料|新材|能源|通信|软件)$"
)
_SPLIT = re.compile(r"[、]|(?<=[\u4e00-\u9fa5A-Za-z）])(?:和|与|及|以及)(?=[\u4e00-\u9fa5A-Za-z])")
_PLACED = re.compile(r"^[\u4e00-\u9fa5]{2,4}(?:区|市|县|镇)(?=[\u4e00-\u9fa5]{3,})")


def _named(text: str, known: frozenset[str]) -> Iterator[Candidate]:
    """Short names whose last word only firms have: 某某股份, 某某药业."""
    for match in _BY_NAME.finditer(text):
        before = _HAN.search(text[max(0, match.start() - 6) : match.end()])
        stretch = before.group() if before else ""
        name = stretch[name_start(stretch, 4) :]
        called = re.match(r".{0,3}企业(?=.{4,})", name)
        name = name[called.end() :] if called else name
        if 4 <= len(name) <= 8 and standalone(name, known) and not generic(name[:2]):
            yield Candidate(match.end() - len(name), match.end(), "Firm", name, 5)


def firm_lists(text: str, clauses: tuple[Clause, ...], known: frozenset[str]) -> Iterator[Candidate]:
    """Yield firms that the words before or after a list, or a role, show to be firms."""
    yield from _named(text, known)
    for clause in clauses:
        yield from _after(text, clause, known)
        yield from _before(clause, known)
        yield from _alone(clause, known)


def _after(text: str, clause: Clause, known: frozenset[str]) -> Iterator[Candidate]:
    """Lists after a word: 环节有甲、乙; 依托甲、乙发展."""
    body = clause.text
    before = text[max(0, clause.start - 24) : clause.start]
    if re.match(r"(?:分别(?:为|是)|包括)", body) and re.search(r"(?:企业|公司)[^，。；]{0,6}\d+\s*[家户]，$", before):
        yield from _listed(clause, re.match(r"(?:分别(?:为|是)|包括)", body).end(), known, certain=True)  # type: ignore[union-attr]
    for match in _LEADERS.finditer(body):
        spans = _items(body, *match.span("list"))
        if _all_firms([body[start:stop] for start, stop in spans], known) and (
            len(spans) > 1 or match["role"] in {"链主", "龙头"}
        ):
            for start, stop in spans:
                yield Candidate(clause.start + start, clause.start + stop, "Firm", body[start:stop], 1)
    for match in _CERTAIN.finditer(body):
        yield from _listed(clause, match.end(), known, certain=True)
    for match in _OPEN.finditer(body):
        yield from _listed(clause, match.end(), known, certain=False)


def _listed(clause: Clause, begin: int, known: frozenset[str], *, certain: bool) -> Iterator[Candidate]:
    body = clause.text
    led = re.match(r"(?:包括|包含|以|有)(?!机)", body[begin:])
    begin += led.end() if led else 0
    inside = IN_PARK.match(body, begin)
    begin = inside.end() if inside else begin
    stop = _STOP.search(body, begin)
    end = stop.start() if stop else len(body)
    items = _items(body, begin, end)
    names = [body[start:stop_at] for start, stop_at in items]
    if not _all_firms(names, known):
        return
    if re.match(r"等[^，。；]{0,8}(?:项目|产品)", body[end:]) and all(GOODS.search(name) for name in names):
        # 招引甲涂料、乙材料等项目: what is made there.
        return
    shown = [name for name in names if has_firm_suffix(name) or name.endswith("公司")]
    relied = body[:begin].endswith("依托")
    deed = bool(_FIRM_DEED.match(body, end)) or (
        relied and bool(re.match(r"发展|打造|建设|形成|布局|重点|拓展|推动|建立|开展|加快|引领|带动", body[end:]))
    )
    courted = len(names) > 1 and 2 * len(shown) >= len(names) and end == len(body)
    courted = courted and bool(re.search(r"(?:招引|对接|引进|引入|洽谈|引育)(?:了)?$", body[:begin]))
    strong = len(names) > 1 and len(shown) == len(names) and any(_STRONG.search(name) for name in names)
    if (
        certain
        or courted
        or (strong and (len({name[-2:] for name in names}) > 1 or all(_FIRM_ONLY.search(name) for name in names)))
        or (shown and deed and (len(names) == 1 or len({name[-2:] for name in names}) > 1))
    ):
        for start, stop_at in items:
            yield Candidate(clause.start + start, clause.start + stop_at, "Firm", body[start:stop_at], 1)


def _items(body: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the items between two offsets, without remarks in brackets at their end."""
    found = []
    position = begin
    for match in (*_SPLIT.finditer(body, begin, end), None):
        stop = match.start() if match else end
        remark = re.search(r"（[^（）]*）$", body[position:stop])
        cut = position + remark.start() if remark and remark.start() else stop
        found.append((position, cut))
        position = match.end() if match else end
    return [(start, stop) for start, stop in found if stop > start]


def _all_firms(names: list[str], known: frozenset[str]) -> bool:
    """Tell whether every name of a list may be a firm; a common word in one is forgiven where most are clear."""
    if not names or not all(plausible(name, known) for name in names):
        return False
    clear = [name for name in names if has_firm_suffix(name) or name.endswith(("公司", "集团"))]
    doubtful = [name for name in names if name not in clear and (len(name) > 6 or common(name))]
    return not doubtful or (len(clear) >= 2 * len(doubtful) and all(len(name) <= 5 for name in doubtful))


def _before(clause: Clause, known: frozenset[str]) -> Iterator[Candidate]:
    """Lists that are the subject of something only firms do: 甲、乙获评…."""
    body = clause.text
    verb = _SUBJECTS.search(body)
    joint = re.search(r"、|(?<=..)[和与](?=..)", body[: verb.start()]) if verb else None
    if not verb or not joint or verb.start() > 80:
        return
    begin = name_start(body[: joint.start()], 2) if joint.start() > 2 else 0
    items = _items(body, begin, verb.start())
    names = [body[start:stop] for start, stop in items]
    titled = _FIRMS_ONLY.match(body, verb.end()) and all(2 <= len(name) <= 6 and not common(name) for name in names)
    if _all_firms(names, known) and (titled or any(has_firm_suffix(name) or name.endswith("公司") for name in names)):
        for start, stop in items:
            yield Candidate(clause.start + start, clause.start + stop, "Firm", body[start:stop], 1)


# What only firms are: 入选国家级专精特新“小巨人”企业.
_FIRMS_ONLY = re.compile(
    r"[^，。；]{0,24}?(?:企业|小巨人|单项冠军|独角兽|瞪羚|智能工厂|绿色工厂|灯塔工厂|工业互联网平台|\d+\s?强|百强)"
)


def _alone(clause: Clause, known: frozenset[str]) -> Iterator[Candidate]:
    """One firm before a deed of firms, or after a role."""
    body = clause.text
    match = _SINGLE.match(body)
    if match:
        name, start = match["name"], match.start("name")
        placed = _PLACED.match(name)
        if placed:
            name, start = name[placed.end() :], start + placed.end()
        led = name_start(name, 2) if has_firm_suffix(name[2:]) else 0
        name, start = name[led:], start + led
        if standalone(name, known) and (has_firm_suffix(name) or not match["before"]):
            yield Candidate(clause.start + start, clause.start + start + len(name), "Firm", name, 3)
    for pattern in (_OWNED, _MAKES, _BY, _PROJECT, _CALLED):
        for found in pattern.finditer(body):
            begin = found.start("name") + name_start(found["name"], 3)
            joined = max(body.rfind(word, begin, found.end("name") - 2) for word in "与和及由的、") + 1
            begin = max(begin, joined)
            name = body[begin : found.end("name")]
            if has_firm_suffix(name) and standalone(name, known):
                yield Candidate(clause.start + begin, clause.start + found.end("name"), "Firm", name, 3)
    for role in _ROLE.finditer(body):
        if has_firm_suffix(role["name"]) and standalone(role["name"], known):
            yield Candidate(clause.start + role.start("name"), clause.start + role.end("name"), "Firm", role["name"], 3)
