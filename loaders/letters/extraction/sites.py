"""Platforms whose last word is short or shared with common words: 氢谷, 智造城, 配套园, 科创湾."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.names import Candidate, generic

_SITE = re.compile(
    r"(?:(?<![五山峡稻低河开])谷(?![物底仓歌])"
    r"|(?:智造|智慧|科创|创新|科技|科学|产业|商贸|贸易|文化|动漫|影视|物流|会展|医疗|健康|数字|电商|汽车|家居|建材|灯饰|云|国际[\u4e00-\u9fa5]{1,4}|智造新|科技新|产业新|未来新|高铁新|空港新|滨海新|科创新)城(?!市|镇|区|乡)"
    r"|(?<![校公花田庄乐果茶菜陵家儿游植动入出梨桃进返建整该各本])园(?![区林艺丁地长内中博外企子])"
    r"|(?:创新|科创|数字|信息|航空|智慧|内陆|陆|软件|创智|生态|临空|枢纽|生物|医药|商务|物流)港(?!口|澳|区)"
    r"|(?:科创|创新|智慧|金融|科技|生物|健康|数字|创智)(?:湾|岛|走廊|大道)"
    r"|(?:储能电?站|抽水蓄能电站|光伏电站|风电场|通用机场|货运站|综合能源站)"
    r"|(?<![大中各该本镇])小镇|产业带(?!动)|产业社区|智造社区|创新社区|未来社区|功能区|创新区(?!域)|先导区|起步区|科创中心|孵化中心|创新综合体|加速基地|智造基地|制造基地)"
)
_BEFORE = re.compile(r"(?:[\u4e00-\u9fa5A-Za-z0-9·]|（[\u4e00-\u9fa5]{2,4}）)+$")
_AFTER = re.compile(
    r"[，。；：、）”\s｜|\d]|$|等|和|与|及|以|的|建设|二期|一期|三期|（|将|已|为|内|项目|入驻|集聚|获|正在|成功|引进|拥有|规划|占地|年|全|被|面向|落|先后|依托|形成|成为|扩|动工|投|打造|加快|作为|设|由|在|发展|开展|提供|列|入选|获评|升级|揭牌|启用|开园|是|有|面积|总|累计|现|依|组|实|聚|加|推|新|完|接|吸|承|举|签|组|装机|建成|投运|并网|容量"
)
_VAGUE = re.compile(
    r"^(?:产业|工业|科技|示范|特色|配套|加工|一批|标准|专业|园中|文化|商贸|物流|科创|创新|国家|省级?|市级?)*(?:园|城|谷|湾|港|小镇|社区|功能区|创新区|产业带|先导区|起步区|基地|中心)$"
)
_NO_NAME = re.compile(r"^[\d年月·）]|[两三四五六七八九十](?:个|大(?!道)|类)")
_PART = re.compile(
    r"（[\u4e00-\u9fa5]{2,8}(?:片区|园区|基地|分园|校区|启动区|分中心|组团)）|[一二三四五]期(?=建设|工程|，|。|、|项目|将|已|正|竣工)"
)
_FUNCTION = re.compile(r"[的了在以将由等是把让有对从向并均已也还]")
_PLACE = re.compile(r"^[\u4e00-\u9fa5]{2,4}(?:镇|街道)(?=[\u4e00-\u9fa5]{2,})")


def site_candidates(text: str) -> Iterator[Candidate]:
    """Yield platforms that end in a short word and stand clear of the words after it."""
    last = 0
    for match in _SITE.finditer(text):
        if match.group()[-1] in "谷湾岛港站" and not _AFTER.match(text, match.end()):
            continue
        left = max(last, match.start() - 16)
        before = _BEFORE.search(text[left : match.end()])
        if before is None:
            continue
        left, last = left + before.start(), match.end()
        stretch = before.group()
        begin = name_start(stretch, 2)
        for word in _FUNCTION.finditer(stretch, begin, max(begin, len(stretch) - 3)):
            begin = word.end()
        name = stretch[begin:]
        if len(name) < 4 or _VAGUE.match(name) or generic(name) or generic(name[:-1]) or _NO_NAME.search(name):
            continue
        yield Candidate(left + begin, match.end(), "Platform", name, 4)
    for match in _YEARLY.finditer(text):
        yield Candidate(match.start(), match.end(), "Project", match.group(), 3)


# 年产20万吨某某项目: what it makes a year is its name.
_YEARLY = re.compile(
    r"年产[\d.]+\s*万?(?:吨|台|套|辆|片|块|只|件|支|平方米|立方米|千瓦时)[\u4e00-\u9fa5A-Za-z]{2,16}?项目(?!基地|库|配套)"
)


# What is applied for or awarded is a title, whatever it is called: 申报国家…示范基地, 入选某某省特色小镇.
_RANKED = re.compile(r"国家级?|省级?|市级|世界级|全国|首批|[\u4e00-\u9fa5]{2,3}[省市]|中国")
_SOUGHT = re.compile(
    r"(?:申报|创建|争创|申请|(?:认定|评|授予|确定|列|命名|批准)为|获批|获评|入选|荣获|新获批|获得|创成)(?:了|为|一批|首批|第[一二三四五六七八九十]+批)?$"
)


# 据某市某局数据: the preposition is not of the office's name.
_BY = re.compile(r"据[\u4e00-\u9fa5]{2,3}[市县区省]")


def finished(text: str, found: Candidate) -> Candidate:
    """Return a platform with the part named right after it (某某园（某某片区）, 某某谷二期), or as the title it is."""
    if found.kind == "Organisation" and _BY.match(found.name):
        return Candidate(found.start + 1, found.end, found.kind, found.name[1:], found.rank)
    if found.kind != "Platform":
        return found
    passed = re.search(r"通过$", text[max(0, found.start - 3) : found.start]) and re.match(
        r"认定|复核|验收", text[found.end :][:2]
    )
    if _RANKED.match(found.name) and passed:
        return Candidate(found.start, found.end, "Program", found.name, found.rank)
    if _RANKED.match(found.name) and _SOUGHT.search(text[max(0, found.start - 12) : found.start]):
        return Candidate(found.start, found.end, "Program", found.name, found.rank)
    part = _PART.match(text, found.end)
    if part is None:
        return found
    return Candidate(found.start, part.end(), found.kind, found.name + part.group(), found.rank)
