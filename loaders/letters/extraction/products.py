"""Products and technologies: the objects of 研发, 生产; the items of lists headed 产品; ``X技术``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.letters.extraction.boundary import name_start
from loaders.letters.extraction.clauses import Clause
from loaders.letters.extraction.enumerations import Enumeration
from loaders.letters.extraction.firms import has_firm_suffix
from loaders.letters.extraction.names import Candidate, generic

_MADE = re.compile(
    r"(?:自主研发|研发(?![和与及、设投周经费人机平中团能])|研制|开发(?!区)|自研|生產|(?<!新质)生产(?!及|和|力|加速|稳步|回升|恢复|形势|运行|平稳|增长|总体|持续|保持|总值|经营|性|线|周期|工艺|过程|成本|流程|厂商|组织|安全|资料|基地|项目|总额|服务|模式|许可|能力|设备|车间|规模|总值|经营|环节|要素|制造|效率|方式|厂房|企业)|建成(?=的[^，]{2,30}(?:荣?获|入选)))(?:的|了|出)?(?P<name>[^，。；、“”（）]{2,40}?(?:（[A-Za-z]{1,8}）[A-Za-z0-9]{0,6})?|[^，。；、“”]{0,6}“[^“”]{2,30}”)(?=$|[，。；、）]|成功|通过|荣获|获(?!得感)|已|入选|荣获|上市|实现|投产|下线|首飞|出口|远销|销往|中选|中标|应用于|打破|填补|替代)"
)
_DESIGNED = re.compile(r"专注于(?P<name>[^，。；、]{2,30}?)的(?:设计|研发|生产|制造|生產)")
_FIRST = re.compile(
    r"(?:国内|全国|全球|世界|行业|省内|全省)首(?:套|台|个|款|条|艘|架)(?P<name>[^，。；、“”]{2,24}?)(?=已|成功|通过|获|实现|下线|首飞|交付|投产)"
)
_SOLD = re.compile(
    r"(?:^|[，；、等的])(?P<name>[^，。；、等的]{2,16}?)(?:的?(?:全球|国际|世界|国内外|国内|全国)?市场(?:占有率|份额)|年产量|年销量|年产能|年出口量|产销量|生产量|产量|销量|出货量|出口份额|出口额|销售额|(?=占(?:全球|全国|国内|国际|世界)市场))(?=占|超|突破|达|居|位|约|近|\d|$|同比|均|全国|全球|国内|世界|增长|下降)"
)
_OF_INDUSTRY = re.compile(r"(?:^|[，；、的市])(?P<name>[\u4e00-\u9fa5A-Za-z]{2,8}产品)(?=出口|远销|热销|畅销)")
_MOVED = re.compile(
    r"(?:推广|销售|生产|出口|交付|下线|投放)(?:了)?(?P<name>[\u4e00-\u9fa5A-Za-z]{2,12}?)(?=(?:超|约|近|达|共)?[\d.]+\s*(?:余|多)?万?余?(?:辆|台|套|件|只|艘|架|吨|部|盏|支))"
)
_PLANT = re.compile(
    r"年产[\d.]+\s*(?:余|多)?[万亿]?(?:吨|台套?|套|辆|件|只|平方米|支|片|GWh|GW|MW|千瓦时|颗|块|米|瓶|盒)(?P<name>[\u4e00-\u9fa5A-Za-z（）]{2,12}?)(?=项目|生产线|产线|生产基地|基地)"
)
_LABELLED = re.compile(
    r"“(?P<name>[\u4e00-\u9fa5]{2,10})”(?=(?:成功|先后)?(?:获评|入选|获批|获得|获|荣获|被评为|注册)[^，。；]{0,8}(?:地理标志|名特优新|农产品|名牌|品牌|商标))"
)
_MODEL = re.compile(r"(?:研发|研制|自研|开发|生产)的(?P<kind>[\u4e00-\u9fa5A-Za-z]{2,10})“(?P<name>[^“”]{2,16})”")
_QUOTED = re.compile(
    r"(?:研发|研制|自研|开发|生产|制造)的(?P<name>“[^“”]{1,12}”(?!获|成功|已|通过|入选|荣|正式|实现)[\u4e00-\u9fa5A-Za-z0-9]{2,16}?)(?=投入|成功|通过|获|已|正式|下线|首飞|入选|出口|实现|应用|$)"
)
_SYSTEM = re.compile(r"(?P<name>“[^“”]{1,10}”(?:大模型|操作系统|机器人|数字人|芯片|火箭|卫星|飞机|客机|号动车组))")
_LOAN = re.compile(r"“(?P<name>[^“”]{2,10}(?:贷|险|保险|保函|债券))”")
_LIST = re.compile(
    r"(?:主要生产|主营(?!业务)|主打|(?<![、与和及])生产(?!制造|性|线|经营|方式|要素|企业|环节|效率|能力|设备)|产品有|产品包括|产品涵盖|拳头产品为|主导产品(?:有|为)|主要产品(?:有|为|包括))(?P<list>[\u4e00-\u9fa5A-Za-z0-9（）]{2,16}(?:、[\u4e00-\u9fa5A-Za-z0-9（）]{2,16})+)(?=，|。|；|$|等)"
)
_QUOTED_ARE = re.compile(r"均?[为是].{0,16}?(?:药|产品|装备|设备|器械|仪器|品牌|机型)$")
_TECHNOLOGY = re.compile(r"“(?P<name>[^“”]{2,14})”(?:技术|工艺)(?!改造)")
_COMMERCIAL = re.compile(r"推动(?P<name>[^，。；、]{2,16}?产品)(?:商业化|产业化|规模化)")
_STANDARD = re.compile(
    r"制定(?:了)?(?P<name>[\u4e00-\u9fa5]{2,8}?)(?:首个|首项|系列)?(?P<level>国家|行业|团体|地方|国际)标准"
)
_SKILL = re.compile(r"通过(?P<name>(?:AI|人工智能|大数据|数字孪生)[^，。；、]{2,12})$")
_AMOUNT = re.compile(
    r"(?:约|超|近|达)?\d[\d.]*\s*[万亿]?(?:余|多)?(?:辆|台|套|件|只|吨|个|片|支|艘|架|平方米|公斤|千瓦)$"
)
_BAD = re.compile(
    r"(?:国家|地区|周期|方面|领域|投入|能力|中心|团队|机构|企业|项目|经费|人员|人才|基地|费用|活动|工作|体系|制度|(?<!解决)方案|政策|成本|效率|模式|环节|总值|设计|强度|水平|性服务业|系统集成|应用|转化|链|制造|总部|态势|布局|格局|局面|趋势|力|产线|生产线|流水线|攻关|秩序|过程|环境|批文|利用|条件|压力|门诊|代替产品|替代产品|份额|比例|达到|发展|较大|后将|抓手|共计|具备|第\d+)$|增幅|^(?:下行|上行)"
)
_MODIFIER = re.compile(
    r"^(?:(?:国际|国内|全国|全球|世界|行业|亚洲)(?:领先|先进|首[套台个款创]|唯一|最[大高])?|全球自主知识产权|自主知识产权|世界单体最大|单体容量最大|单体最大|最[大高]|领先|一流|首[套台个款创]|具有[^的]{2,12}|的|\s|[一二两三]款|系列|新型)+"
)


# 液晶显示屏6312.7万片，增长91%: in a run of products each stands before its own amount.
_AMOUNTED = re.compile(
    r"(?:其中|，)?(?P<name>[\u4e00-\u9fa5A-Za-z]{2,12}?(?:（[\u4e00-\u9fa5]{2,8}）)?)(?=[\d.]+\s*[万亿]?(?:台|辆|片|块|部|套|吨|千克|公斤|千瓦|千瓦时|只|件|颗|艘|架|千升|升|立方米|支|米|平方米)(?:$|，|；))"
)
_NO_GOODS = re.compile(
    r"[量额数率比重达共约超近为至到了]$|面积|里程|长度|新增|完成|建设|拥有|实现|年产|建成|累计|其中|规划|占地|改造|投放|出口|销售|推广|生产|新建|全[市省国县区]|目标|不少于|以上"
)


# 生产某某同比增长5%，某某增长6%: whose output grew, where the sentence is on output.
_GREW = re.compile(
    r"(?:全[市省县区国]|规模以上|规上|工业(?=企业)|企业|\s)*(?:生产)?(?P<name>[\u4e00-\u9fa5]{2,10}?)(?:产量)?(?:同比)?(?:分别)?(?:增长|下降)(?=[\d.]+[%％])"
)
_OUTPUT = re.compile(r"企业生产|产品[中，：]|产品产量|分产品")


def product_candidates(text: str, clauses: tuple[Clause, ...], lists: tuple[Enumeration, ...]) -> Iterator[Candidate]:
    """Yield names of products and technologies."""
    for clause in clauses:
        yield from _by_pattern(clause)
        goods = _AMOUNTED.match(clause.text)
        named = goods is not None and not _NO_GOODS.search(goods["name"]) and not generic(goods["name"])
        if goods and named and re.search(r"产品|产量", text[text.rfind("\n", 0, clause.start) + 1 : clause.start]):
            yield _candidate(clause, *goods.span("name"), "Product", 2)
        grown = _GREW.match(clause.text)
        before = text[text.rfind("。", 0, clause.start) + 1 : clause.end]
        told = re.split(r"[；\n]", before)[-1] if grown else ""
        if grown and _OUTPUT.search(told) and not _BAD.search(grown["name"]) and not _NO_GOODS.search(grown["name"]):
            yield _candidate(clause, *grown.span("name"), "Product", 4)
    for found in lists:
        yield from _listed(found)


def _by_pattern(clause: Clause) -> Iterator[Candidate]:
    for pattern in (_MADE, _DESIGNED, _FIRST, _SOLD, _OF_INDUSTRY, _COMMERCIAL, _MOVED, _PLANT):
        for match in pattern.finditer(clause.text):
            found = _product(clause, *match.span("name"))
            if found:
                yield found
    for quoted, rank in ((_QUOTED, 1), (_SYSTEM, 2), (_LABELLED, 1)):
        for match in quoted.finditer(clause.text):
            yield _candidate(clause, *match.span("name"), "Product", rank)
    for match in _MODEL.finditer(clause.text):
        yield _candidate(clause, *match.span("kind"), "Product", 1)
        yield _candidate(clause, *match.span("name"), "Product", 1)
    for match in _LOAN.finditer(clause.text):
        yield _candidate(clause, *match.span("name"), "FinancialProduct", 3)
    for match in _LIST.finditer(clause.text):
        if not re.search(r"[的了于在]", match["list"]):
            yield from _made(clause, *match.span("list"))
    yield from _skills(clause)


def _made(clause: Clause, start: int, end: int) -> Iterator[Candidate]:
    """Yield the items of a list of products: 主要生产甲、乙和丙."""
    for match in re.finditer(r"(?:(?!、|(?<=..)[和及与](?=[^、]{2,}$)).)+", clause.text[start:end]):
        item = match.group().lstrip("和及与")
        if len(item) >= 2 and not generic(item) and not _BAD.search(item):
            at = start + match.end() - len(item)
            yield _candidate(clause, at, at + len(item), "Product", 2)


def _skills(clause: Clause) -> Iterator[Candidate]:
    """Yield technologies, and standards named after what they are for."""
    for match in _TECHNOLOGY.finditer(clause.text):
        yield _candidate(clause, *match.span("name"), "Technology", 1)
    for match in _SKILL.finditer(clause.text):
        yield _candidate(clause, *match.span("name"), "Technology", 1)
    for match in _STANDARD.finditer(clause.text):
        name = f"{match['name']}{match['level']}标准"
        yield Candidate(clause.start + match.start(), clause.start + match.end(), "Policy", name, 1)


def _product(clause: Clause, start: int, end: int) -> Candidate | None:
    quoted = re.fullmatch(r"[^“”]{0,6}“([^“”]{2,30})”", clause.text[start:end])
    if quoted:
        return _candidate(clause, start + quoted.start(1), start + quoted.end(1), "Product", 2)
    stretch = clause.text[start:end]
    begin = name_start(stretch, 2)
    maker = re.match(r"[\u4e00-\u9fa5]{3,8}(?=[A-Za-z0-9])", stretch[begin:])
    if maker and has_firm_suffix(maker.group()):
        begin += maker.end()
    while True:
        modifier = _MODIFIER.match(stretch, begin)
        step = name_start(stretch[begin:], 2) if modifier is None else modifier.end() - begin
        if step == 0 or len(stretch) - begin - step < 2:
            break
        begin += step
    amount = _AMOUNT.search(stretch, begin + 2)
    end = start + amount.start() if amount else end
    name = clause.text[start + begin : end]
    if (
        not 2 <= len(name) <= 30
        or generic(name)
        or re.search(r"企业|项目", name[-6:])
        or re.fullmatch(r"[\d.]+[万亿]?[多余]?[\u4e00-\u9fa5]{1,2}", name)
        or re.match(r"投资|加速|稳步|回暖|回升|总额|达到", name)
        or _BAD.search(name)
        or re.search(r"[的了“”）（]$|^\d+$|\d%|[的了“”]", name)
    ):
        return None
    return _candidate(clause, start + begin, end, "Product", 3)


def _candidate(clause: Clause, start: int, end: int, kind: str, rank: int) -> Candidate:
    return Candidate(clause.start + start, clause.start + end, kind, clause.text[start:end], rank)


# 某集群有甲、乙等产品: whose they are opens the list and is no part of the first.
_HAS_GOODS = re.compile(r"[^、]{2,24}?(?:集群|公司|企业|产业|园区?)(?:主要|现|已)?(?:拥?有|生产)(?=..)")


def _listed(found: Enumeration) -> Iterator[Candidate]:
    quoted_product = all(item.quoted for item in found.items) and _QUOTED_ARE.match(found.head)
    whole = re.match(
        r"(?:[两三四五六七八九十]大)?(?P<of>[\u4e00-\u9fa5A-Za-z]{2,10}?)(?:全环节|制造环节|全链条环节|技术路线)",
        found.head,
    )
    if whole and not generic(whole["of"]):
        for item in found.items:
            yield Candidate(item.start, item.end, "Technology", item.text, 1)
        yield Candidate(
            found.head_start + whole.start("of"), found.head_start + whole.end("of"), "Segment", whole["of"], 1
        )
        return
    if any(item.text.endswith(("集团", "股份", "公司")) for item in found.items):
        return
    if found.kind in {"Product", "FinancialProduct"} or quoted_product:
        mixed = any(item.quoted for item in found.items)
        for item in found.items:
            if mixed and not item.quoted and item.text.endswith(("银行", "分行", "公司", "集团", "局")):
                continue
            owner = _HAS_GOODS.match(item.text)
            item = replace(item, start=item.start + owner.end(), text=item.text[owner.end() :]) if owner else item
            kind = "FinancialProduct" if item.text.endswith(("贷", "险", "保", "券")) else "Product"
            yield Candidate(item.start, item.end, kind, item.text, 1)
        head = re.match(
            r"(?P<name>[\u4e00-\u9fa5]{2,6}?(?:家电|器械|药品|新药|食品|家具))(?!项目|企业|产业)", found.head
        )
        if head and not quoted_product:
            yield Candidate(found.head_start, found.head_start + head.end(), "Product", head["name"], 2)
        bound = re.search(r"(?:的)(?P<name>[\u4e00-\u9fa5]{3,12}(?:药|装备|设备|器械|仪器))$", found.head)
        if bound and quoted_product:
            yield Candidate(
                found.head_start + bound.start("name"),
                found.head_start + bound.end("name"),
                "Product",
                bound["name"],
                2,
            )
