"""What a quantity measures: the noun before it, after it, or the figure before it."""

from __future__ import annotations

import re

from loaders.letters.extraction.quantities import Quantity

_TAIL = re.compile(
    r"(?:的)?(?:分别)?(?:已|将|(?<![许认])可)?(?:共计|总计|合计|累计)?(?:达到|达|为|是|近|约|超过|超|突破|逾|共|有|占|从|由|到|至|实现|目前|最高|不低于|不超过|不少于|首次|：|:|（|\()*\s*$"
)
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]+是|到?\d{1,2}\s*[-—－至]\s*\d{1,2}\s*月(?:份)?|到?\d{1,2}月(?:份|底|末)?|上半年|下半年|(?:前)?[一二三四]季度|(?:产业)?链(?=实现|完整|规模|产值|总产值|营收|营业)|(?:公司|项目|企业)(?=实现)|(?:力争)?到20\d\d年|力争|预计|其中|目前|当前|此外|同时|并|且|而|[\s，、：:“”（()]|截至[^，]{0,8}|20\d\d\s*年(?:\s*\d+\s*[-—至]\s*\d+\s*月(?:份)?|[上下]半年|底|末)?|今年(?:以来|\s*\d+\s*[-—至]\s*\d+\s*月(?:份)?)?|"
    r"全市|我市|全省|全国|我县|全县|全区|已|将|全年|全镇|全街|实现|完成|加快推进|推进|设立|安排|推动(?=总?投资)|共有|共|有|拥有|现有|已有|先后|成功|一批|[）)])+"
)
_CHANGE = re.compile(
    r"(?:平均|名义)?(?:同比|环比|年均)?(?:分别|依次)?(负增长|增长|提升|提高|下降|降低|上升|减少|增加|缩短|上涨|回落|增幅|收窄|扩大|加快|放缓|增(?=约|近|超|$)|降(?=约|近|超|$))(?:了|约|近|超|达)?\s*$"
)
_ENDS_IN_CHANGE = re.compile(
    r"(?:同比)?(?:负增长|增长|提升|提高|下降|降低|上升|减少|增加|缩短|上涨|回落|收窄|扩大|加快|放缓|增|降|[高低快]于全[国省市](?:平均(?:水平)?)?)$"
)
_THAN = re.compile(
    r"[比较](?:\d{1,2}(?:\s*[-—至]\s*\d{1,2})?\s*月(?:份)?|[一二三四]季度|上半年|上年|去年|20\d\d\s*年|“十[一二三四五]五”|年初|上月|上季度|全[国省市]|同期)[^，、\d]{0,6}$"
)
_COMPARED = re.compile(
    r"(?P<stem>[^，、]*?)(?:(?:[比较](?P<one>全[国省市](?:平均(?:水平)?)?))(?P<how>高|低|快)(?:出)?|(?P<above>[高低快]于|高出|超过)(?P<two>全[国省市](?:平均(?:水平)?)?)?)$"
)
_SINCE = re.compile(r"(?:由|从)(?:20\d\d\s*年|\d+\s*[-—－至]\s*\d+\s*月(?:份)?|上年|去年)的?\s*$")
_NOUN_AFTER = re.compile(r"^(?:的)?(?P<noun>(?:[\u4e00-\u9fa5]{0,4}\d{2,3}强)?[^，。；、：（）()\d《》…]{1,30})")
_STOP = re.compile(
    r"(?:顺利|先后|以及|共(?!享|性|建|同)|上云|实施|开展|入选|落地|建设|完成|获|进行|提供|发放|集聚|实现|成功|应用|纳入|通过|参与|投产|，|为|全覆盖|产业化)"
)
_WHOSE = re.compile(r"^[\u4e00-\u9fa5]{0,3}?范围内|^[\u4e00-\u9fa5]{0,3}?[市县省区](?![场域])(?=[\u4e00-\u9fa5]{2})")
_VERB = re.compile(r"([\u4e00-\u9fa5]{2,10})$")
_REACHES = re.compile(
    r"(?:(?:逐步|进一步|再)?(?:提升|提高|增长|增加|上升|下降|降低|扩大|降)(?:到|至|为)(?:20\d\d\s*年)?的?)?"
)
_GRANT = re.compile(
    r"^(?:的)?(?:标准|比例)?(?:，)?(?:给予)?(?:一次性)?(?:专项)?(?:资金|财政)?(?P<what>奖励|补贴|补助|资助|支持|扶持|奖补|贴息)"
)
_GRANTED = re.compile(r"给予[^，。；]{0,12}?(?:一次性)?(?P<what>奖励|补贴|补助|资助|奖补|贴息)[^，、]{0,8}$")
_GRANT_NOUN = re.compile(r"(?:奖励|补贴|补助|资助|支持|扶持|奖补|贴息)(?!比例)")
_COUNTERS = frozenset("家个项条批届座栋件名位人所间张款类种处台套艘辆架支只宗起例部篇期场次户单笔人次万家次大")
_LONGEST = 24


def is_counter(unit: str) -> bool:
    """Tell whether ``unit`` counts things (家, 个, 万家) rather than measures them (亿元, %)."""
    return unit.lstrip("百千万亿") in _COUNTERS or unit in {"人次", "万人次", "家次"}


def metric_of(quantity: Quantity, left: str, right: str, previous: str) -> str:
    """Return the metric of a figure.

    Args:
        quantity: the quantity.
        left: words of the clause before it, from the previous quantity on.
        right: words of the clause after it, up to the next quantity.
        previous: metric of the figure before it in the sentence, empty if none.
    """
    if previous.startswith("拉动"):
        # What a growth adds to the whole is not what the next one measures.
        previous = ""
    if re.search(r"元$|亿$", quantity.unit) and re.search(r"(?:比[重例]|率|占比|增长|下降|百分点)$", previous):
        # A share or a growth that stood before is not what an amount measures.
        previous = ""
    if quantity.kind == "rank":
        return _rank(quantity, left, previous)
    if quantity.kind == "ratio":
        return quantity.metric
    carried = _carried(quantity, left, right, previous)
    if carried:
        return carried
    bare = _SINCE.sub("", _LEAD.sub("", left))
    special = _granted(quantity, bare, right, previous) or _changed(bare, right, previous)
    special = special or _share(quantity, bare, previous)
    if special:
        return special
    return _measured(quantity, bare, right, previous)


def _carried(quantity: Quantity, left: str, right: str, previous: str) -> str:
    """Return the metric where next to nothing stands before the number; empty where its own words do."""
    if re.search(r"等\s*$", left) and is_counter(quantity.unit) and _noun_after(right):
        return f"{_noun_after(right)}数"
    further = re.fullmatch(r"[、和与]\s*(全[国省市区])", left)
    if further and re.search(r"[高低快]于全[国省市区]$", previous):
        # 高于全国0.4、全省0.1个百分点
        return previous[:-2] + further.group(1)
    opens = not left.strip("，、/ “”") and is_counter(quantity.unit) and _noun_after(right)
    return previous or "规模" if _REACHES.fullmatch(left.strip("，、/ ")) and not opens else ""


def _share(quantity: Quantity, bare: str, previous: str) -> str:
    """Return of what the figure is a share: 产值占全省比重; empty if it is none."""
    share = re.search(
        r"(?P<what>[^，、]*?)占(?!比|地|有)(?P<whole>[^，、]{1,16}?)(?:的)?(?:比重|比例)?(?:为|达到|达|约|近|超过|超)?\s*$",
        bare,
    )
    if not share or quantity.unit not in {"%", "％", "成"}:
        return ""
    tail = "" if re.search(r"(?:份额|比重|比例)$", share["whole"]) else "比重"
    return f"{_noun_before(share['what']) or _ENDS_IN_CHANGE.sub('', previous)}占{share['whole']}{tail}"[:40]


def _measured(quantity: Quantity, bare: str, right: str, previous: str) -> str:
    """Return the noun before the number or after it."""
    after = _noun_after(right)
    before = _noun_before(bare)
    if after and quantity.unit.lstrip("百千万亿") in {"兆瓦", "千瓦", "吉瓦", "MW", "GW"} and not METRIC.search(before):
        return f"{after}规模"[:_LONGEST]
    if quantity.unit in {"批", "轮", "期"} and before:
        return f"{before[-4:]}{quantity.unit}数"
    if is_counter(quantity.unit):
        return _count(before, after, previous)
    if quantity.unit.endswith(("亩", "平方米", "平方公里", "公顷")):
        return _area(before, after)
    if quantity.unit in {"%", "％", "成"} and re.match(r"(?:以上|以下)?的", right) and after:
        return f"{re.sub(r'^以[上下]的', '', after)}占比"[:_LONGEST]
    return (before or after or previous or "规模")[:_LONGEST]


METRIC = re.compile(r"(?:规模|容量|产能|产量|功率|能力|装机|负荷|需求|发电)$")
_GROUND = re.compile(r"规划|占地|建筑|用地|改造|收储|整备|拆除|整理|盘活|腾挪|新增|流转|种植|厂房")


def _area(before: str, after: str) -> str:
    """Return what kind of area it is: 规划面积, 占地面积; the noun before it where it says so itself."""
    if re.search(r"面积|空间|用地|占地$|厂房$", before):
        deed = re.search(r"(?:启动|开工|正在|加快)(?:建设)?(?P<what>占地|总?占地面积|总?建筑面积|规划面积)$", before)
        return deed["what"] if deed else before
    said = _GROUND.findall(before)
    if not said and after and re.search(r"(?:建设|建成|打造|新建|扩建|改建)(?:了)?$", before):
        return f"{after}面积"[:_LONGEST]
    return f"{said[-1]}面积" if said else (before or after or "面积")[:_LONGEST]


def _changed(bare: str, right: str, previous: str) -> str:
    """Return whose growth or fall it is; empty where nothing grows."""
    change = _CHANGE.search(bare)
    if not change:
        return _above(bare, previous)
    stem = _THAN.sub("", bare[: change.start()])
    previous = _ENDS_IN_CHANGE.sub("", previous)
    stem = _THAN.sub("", re.sub(r"(?:分别|依次)$", "", stem))
    if (
        re.fullmatch(r"增速|增幅|降幅|占比|比重", stem.strip("，、 "))
        and previous
        and len(previous) <= 16
        and not previous.endswith(stem.strip("，、 "))
    ):
        stem = previous + stem.strip("，、 ")
    base = re.sub(r"(?:完成|实现)$", "", _noun_before(stem)) or (previous if not _noun_after(right) else "")
    return (f"{base}{change.group(1)}" if base else change.group(1) + _noun_after(right))[:_LONGEST]


def _above(bare: str, previous: str) -> str:
    """Return by how much a figure stands above or below that of a wider place; empty where it is not compared."""
    found = _COMPARED.search(bare)
    if not found:
        return ""
    base = _noun_before(found["stem"]) or _ENDS_IN_CHANGE.sub("", previous)
    whom = found["one"] or found["two"] or ""
    how = f"{found['how']}于" if found["how"] else found["above"]
    return f"{base}{how}{whom}"[:_LONGEST]


def _count(before: str, after: str, previous: str) -> str:
    """Return the metric of a count: what is counted and 数."""
    before = re.sub(r"^(?:累计)?为(?:我[市县区]|全[市县区])?$|共计?$", "", before)
    moved = re.search(r"跃升|上升|提升|前移|前进|提高|进位|下降|下滑|后移", before)
    if moved and previous.endswith("排名"):
        return previous + moved.group()
    if after and not re.match(r"(?:以上|左右|大关|$)", after):
        verb = _VERB.search(re.sub(r"(?:了|出|的)$", "", before))
        # 是某市重点发展的15条产业链之一: neither whose they are nor that it is one of them is counted.
        done = _WHOSE.sub("", verb.group(1)[-6:]) if verb else ""
        return f"{done}{re.sub('之一$', '', after)}数"[:_LONGEST]
    if before in {"总数", "总量", "总数已"} and previous:
        return f"{re.sub(r'^(?:新增|净增|新认定|新培育)|数$', '', previous)}总数"
    if re.match(r"累计", before) and previous.startswith("新增"):
        return previous.replace("新增", "累计", 1)
    return before if re.search(r"[数量额率比]$|寿命$", before) else f"{before}数" if before else previous or "数量"


def _granted(quantity: Quantity, left: str, right: str, previous: str) -> str:
    """Return what money or share is granted as: 补贴, 一次性奖励, 资助比例; empty where nothing is granted."""
    after = _GRANT.match(right)
    before = _GRANTED.search(left)
    if not after and not before:
        carried = _GRANT_NOUN.search(previous) if left.strip("，、 最高") == "" else None
        return carried.group() if carried else ""
    once = "一次性" if "一次性" in left[-6:] or (before and "一次性" in before.group()) else ""
    said = after or before
    noun = said["what"] if said else ""
    return f"{once}{noun}{'比例' if quantity.unit in {'%', '％'} else ''}"


def _rank(quantity: Quantity, left: str, previous: str) -> str:
    before = _noun_before(_LEAD.sub("", re.sub(r"(?:排名|排|居|位列|列|稳居|位居)\s*$", "", left)))
    before = re.sub(r"均$", "", before)
    if re.fullmatch(r"总量|数量|总数|规模|排名|均?", before):
        before = ""
    elif before in {"增速", "增幅", "增量", "占比"} and previous:
        before = re.sub(r"(?:同比)?(?:增长|增速)$", "", previous) + before
    return f"{before or previous}{quantity.scope}排名"


def _noun_before(text: str) -> str:
    text = re.split(r"等(?=[\u4e00-\u9fa5]{2,})", text)[-1]
    text = re.sub(r"(?:由|从)(?:20\d\d\s*年|\d+\s*[-—－至]\s*\d+\s*月(?:份)?|上年|去年)?的?(?:起步)?\s*$", "", text)
    text = _TAIL.sub("", re.sub(r"(?:预计|的)\s*$", "", _TAIL.sub("", text)))
    text = re.split(r"[，、；：]", text)[-1]
    text = re.sub(r"（[^（）]*$", "", text.strip("“”（） 的"))
    text = re.sub(r"^业(?=总?产值|增加值|营|销售)", "", text)
    return "" if text in {"和", "与", "及", "以及", "或"} else text[-_LONGEST:]


def _noun_after(right: str) -> str:
    match = _NOUN_AFTER.match(right.strip())
    if not match:
        return ""
    joined = re.match(r"(?:的)?((?:[\u4e00-\u9fa5]{1,8}、){1,3}[\u4e00-\u9fa5]{1,8}?(?:企业|项目|平台))", right.strip())
    noun = joined.group(1) if joined else match["noun"]
    if noun == "大关":
        return ""
    stop = _STOP.search(noun, 1)
    noun = noun[: stop.start()] if stop else noun
    return noun.strip("“” 的")[:_LONGEST]
