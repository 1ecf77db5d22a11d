"""Honours, lists, pilots and schemes: what stands after 入选, 获评, 拥有 … or is counted by level."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.names import Candidate, generic

HONOUR_VERB = re.compile(
    r"中选(?=国家|全国|省|第)|入选(?!数量|项目之|企业)|入围|获评(?:为)?|荣获|荣膺|获批(?:为|成为)?|获得|获(?=[^，。]{2,14}(?:资质|认证|称号|奖|牌照))|位列|上榜|"
    r"列入(?:了)?|跻身|(?:被)?(?:评选?|认定|评定|确定|授予|命名)为|成功(?:创建|申报|入选)(?:为|成)?|创成|"
    r"通过(?=[^，。]{2,14}(?:验收|认证|认定))|成为(?=[^，。]{0,12}(?:国家|全国|中国|省级|世界级|首批))|建成(?=世界级“|国家级[^，。]{2,12}示范)"
)
_ENDING = (
    r"(?:地理标志(?:保护产品|证明商标|产品)?|保护产品|名单|名录|清单|案例|试点|试点城市|试点项目|示范城市|示范区|示范县|示范市|示范基地|示范项目|示范园区|园区|街区|集群|企业|工厂|车间|[一二三特]等奖|奖|TOP\s?\d+|"
    r"\d+\s?强|百强|称号|资质|项目|工作站|基地|城市|标杆|示范|之都|之乡|之城|认证|认定|榜单|榜|单位|先进县|强镇|名镇|品牌|冠军|计划|设计中心|技术中心|实验室|"
    r"中心|测试验收|验收|报道|实践基地|先行区|试验区)"
)
_RANKED = re.compile(r"国家级?|省级?|市级|全国|中国|[\u4e00-\u9fa5]{2,3}省")
_SURE = re.compile(r"入选|入围|获评(?:为)?|荣获|获批(?:为|成为)?|列入|(?:被)?(?:评选?|认定|评定|确定|授予|命名)为|创成")
_OBJECT = re.compile(
    rf"^(?P<lead>为|省(?=20)|“|成为|了|我[市省]|全[省市国](?=[首唯第])|首个|首批|唯一|第[一二三四五六七八九十\d]+批|成|\s)*(?P<name>.{{2,44}}?{_ENDING})(?:”)?(?=$|[，。；、（(])"
)
_MONEY = re.compile(
    r"资金|贷款|投资|支持|融资|奖励|补助|效益|收入|订单|用地|\d+\s*[万亿]|[\d一二两三四五六七八九十]+\s*[家个项]"
)
_COUNTED = re.compile(
    r"(?P<name>(?![家个项户条所])(?:国家级?|省级?|市级|世界级|国际级)?(?:[\u4e00-\u9fa5]{0,12}“[^“”]{1,10}”)?[\u4e00-\u9fa5A-Z0-9]{0,16}?"
    r"(?:单项冠军(?:企业)?|“小巨人”企业|专精特新中小企业|创新型中小企业|高新技术企业|科技型中小企业|瞪羚企业|独角兽企业|链主企业|制造业500强|上市企业|"
    r"灯塔工厂|“灯塔工厂”|示范工厂|绿色工厂|智能工厂|5G工厂|示范车间|智能车间|工业设计中心|企业技术中心|技术创新中心|工程技术研究中心|工程研究中心|"
    r"重点实验室|博士后科研工作站|博士工作站|院士工作站|新型研发机构|孵化器|众创空间|标杆示范(?:项目)?|示范项目|试点示范项目|产业集群|示范基地|地理标志产品|老字号))"
)
_AFTER_COUNT = re.compile(r"^\s*(?:累计|达到?|共|总数)?(?:达|约|超)?\s*\d+\s*(?:余|多)?(?:家|个|项|户)")
_BEFORE_COUNT = re.compile(r"\d+\s*(?:余|多)?(?:家|个|项|户)\s*$")
_SCHEME = re.compile(
    r"(?:实施|启动|推进|推动|开展|深入实施|落实|推行|施行|建设|申报)(?:了)?(?P<name>[^，。；、]{3,22}?(?:工程|行动|计划|制度|机制|试点城市|示范城市|“[^“”]{2,8}”管理|专项))(?=$|[，。；、]|建设|动态|认定|征集|的征集)"
)
_APPLIED = re.compile(
    r"(?:申报|争创|申请|创建)(?P<name>(?:国家|省|市|全国)[^，。；、的]{2,18}?(?:实验室|工作站|中心|试点|基地|示范区|示范城市|名单|机构|园区|平台))(?=$|[，。；、和])"
)
_BRAND = re.compile(r"“(?P<name>[^“”]{3,8})”(?:活动|公共|服务)?品牌")
_SLOGAN = re.compile(
    r"(?:(?<=通过)“|(?<=”“)|(?<=”)“)(?P<name>[\u4e00-\u9fa5]{4})”(?=，推动|“[\u4e00-\u9fa5]{4}”，推动)"
)
_LIST = re.compile(r"(?P<name>“[^“”]{2,10}”[\u4e00-\u9fa5]{0,6}(?:清单|名单|榜单|图谱))")
# Honours whose name is established, wherever they stand.
_RANKING = re.compile(
    r"(?:20\d\d\s*年度?)?(?:全国|中国|世界|全球|国家|全省|(?:(?![了全])[\u4e00-\u9fa5]){2,3}省)[\u4e00-\u9fa5]{2,16}?(?:百强|\d{2,3}\s?强)(?:企业|园区|县市|区)?(?=名单|榜单|榜|发布|公布|出炉|第|[，。；、])"
)
_KNOWN = re.compile(r"国家级?先进制造业集群|(?:国家级?|省级?|市级)?专精特新“小巨人”企业|“灯塔工厂”")


def program_candidates(text: str, clauses: tuple[Clause, ...], lists: tuple[Enumeration, ...]) -> Iterator[Candidate]:
    """Yield names of honours, lists, pilots, schemes."""
    for clause in clauses:
        yield from _honours(clause)
        yield from _counted(clause)
        yield from _schemes(clause)
    for found in lists:
        if found.kind == "Program":
            for item in found.items:
                yield Candidate(item.start, item.end, "Program", item.text, 1)
    for match in (*_BRAND.finditer(text), *_SLOGAN.finditer(text)):
        yield Candidate(match.start("name"), match.end("name"), "Program", match["name"], 4)
    for match in _LIST.finditer(text):
        yield Candidate(match.start(), match.end(), "Program", match.group(), 2)
    for match in _RANKING.finditer(text):
        yield Candidate(match.start(), match.end(), "Program", match.group(), 1)
    for match in _KNOWN.finditer(text):
        inner = match.group().strip("“”")
        yield Candidate(
            match.start() + match.group().startswith("“"),
            match.start() + match.group().startswith("“") + len(inner),
            "Program",
            inner,
            2,
        )


def _honours(clause: Clause) -> Iterator[Candidate]:
    text = clause.text
    for verb in HONOUR_VERB.finditer(text):
        rest = text[verb.end() :]
        for begin, end in _objects(rest):
            piece = rest[begin:end]
            found = _OBJECT.match(piece)
            if not found or _MONEY.search(found["name"]):
                continue
            start = begin + found.start("name")
            name = re.sub(r"”(?:称号|荣誉|资质)?$", "", found["name"]) if "“" not in found["name"] else found["name"]
            opened = re.match(r"^(?:[^“”]{0,4})“(?=[^“”]*$)", name)
            if opened:
                start, name = start + opened.end(), name[opened.end() :]
            ranked = len(name) >= 6 and _RANKED.match(name) and _SURE.fullmatch(verb.group())
            if (
                re.match(r"[该本此其]", name)
                or len(name) < 4
                or (generic(name) and len(name) < 9 and not ranked)
                or re.search(r"[的了]", name)
            ):
                continue
            at = clause.start + verb.end() + start
            yield Candidate(at, at + len(name), "Program", name, 1)


def _objects(rest: str) -> Iterator[tuple[int, int]]:
    """Yield the objects joined by 和 or 、 after an honour verb."""
    begin = 0
    for match in re.finditer(r"、|(?<=[站心地奖单])和(?=[省国市])", rest):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(rest)


def _counted(clause: Clause) -> Iterator[Candidate]:
    text = clause.text
    for match in _COUNTED.finditer(text):
        name = match["name"]
        levelled = re.match(r"国家级?|省级?|市级|世界级", name)
        if not (_AFTER_COUNT.match(text[match.end() :]) or _BEFORE_COUNT.search(text[: match.start()]) or levelled):
            continue
        begin = match.start() + (0 if levelled else name_start(name, 4))
        name = text[begin : match.end()]
        if len(name) >= 4 and not re.search(r"[的了]|^\d", name):
            inner = name.strip("“”") if name.startswith("“") else name
            at = clause.start + begin + name.startswith("“")
            yield Candidate(at, at + len(inner), "Program", inner, 2)


_RULE = re.compile(r"“(?P<name>[\u4e00-\u9fa5]{4})”(?=项目|机制|制度|榜单|攻关|行动)")


def _schemes(clause: Clause) -> Iterator[Candidate]:
    for match in _RULE.finditer(clause.text):
        yield Candidate(
            clause.start + match.start("name"), clause.start + match.end("name"), "Program", match["name"], 3
        )
    if re.match(r"（[一二三四五六七八九十]+）", clause.text):
        # （一）实施强链补链行动。 is what a section is called.
        return
    for match in (*_SCHEME.finditer(clause.text), *_APPLIED.finditer(clause.text)):
        begin = match.start("name") + name_start(match["name"], 4)
        name = clause.text[begin : match.end("name")]
        if re.search(r"[两三四五六七八九十\d]+[大项个](?:重点|专项|重大)?(?:工程|行动)$", name):
            # 实施“甲”“乙”两大工程 names two.
            continue
        if len(name) >= 4 and not generic(name) and name.count("“") == name.count("”") and "的" not in name:
            yield Candidate(clause.start + begin, clause.start + match.end("name"), "Program", name, 3)
