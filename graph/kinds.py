"""What may stand in the graph: node kinds, edge kinds and their properties, declared once.

The schema of every store, the MERGE statements, validation, exports, labels
and the documentation are made from these tables. To add a kind, add its row
here and its line in ``docs/kinds.md``; nothing else needs to know.

An edge kind lists the ends it may join in the notation ``A|B -> C``, several
separated by ``;``. ``THING`` stands for every kind that a text can speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

ColumnType = Literal["STRING", "STRING[]", "DOUBLE", "INT64"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or an edge: its column type and what it holds."""

    name: str
    type: ColumnType
    zh: str


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node. ``mark`` is the one Chinese character that stands for it in pictures."""

    name: str
    zh: str
    mark: str
    about: str
    properties: tuple[Property, ...] = ()

    @property
    def columns(self) -> tuple[Property, ...]:
        """All properties a node of this kind has, common ones first."""
        return NODE_COLUMNS + self.properties


@dataclass(frozen=True)
class EdgeKind:
    """A kind of edge. ``spec`` names the ends it may join, ``A|B -> C; D -> E``."""

    name: str
    zh: str
    about: str
    spec: str
    properties: tuple[Property, ...] = ()

    @cached_property
    def ends(self) -> tuple[tuple[str, str], ...]:
        """Allowed (start kind, end kind) pairs in declared order."""
        pairs: dict[tuple[str, str], None] = {}
        for part in self.spec.split(";"):
            left, right = part.split("->")
            for start in _names(left):
                for end in _names(right):
                    pairs[start, end] = None
        return tuple(pairs)

    @property
    def columns(self) -> tuple[Property, ...]:
        """All properties an edge of this kind has, common ones first."""
        return EDGE_COLUMNS + self.properties


def _names(side: str) -> list[str]:
    names: list[str] = []
    for name in side.strip().split("|"):
        names.extend(THING.split("|") if name.strip() == "THING" else [name.strip()])
    return names


_LIST_AND_NUMBERS: tuple[ColumnType, ...] = ("STRING[]", "DOUBLE", "INT64")


def _p(spec: str) -> tuple[Property, ...]:
    """Read ``name:TYPE 中文`` items separated by commas; TYPE defaults to STRING."""
    properties = []
    for item in filter(None, (part.strip() for part in spec.split(","))):
        field, zh = item.split()
        name, _, kind = field.partition(":")
        column: ColumnType = "STRING"
        for known in _LIST_AND_NUMBERS:
            if kind == known:
                column = known
        properties.append(Property(name, column, zh))
    return tuple(properties)


NODE_COLUMNS = _p(
    "key 键, kind 类型, name 名称, aliases:STRING[] 别名, pinyin 全拼, initials 首字母, "
    "sources:STRING[] 来源, contributions 各来源所述"
)
EDGE_COLUMNS = _p(
    "kind 关系, statements:STRING[] 依据, status 状态, review 审核, sources:STRING[] 来源, contributions 各来源所述"
)

THING = (
    "Region|Town|IndustryGroup|Industry|Segment|Cluster|Firm|Platform|Policy|Program|Product|"
    "Technology|Event|Project|Organisation|Topic|FinancialProduct|Role"
)

_NODE_KINDS = (
    NodeKind("Region", "地区", "域", "省、市、特别行政区或有名称的区域", _p("code 区划代码")),
    NodeKind(
        "Town",
        "镇街",
        "镇",
        "镇、街道、功能区，或函里说的一组镇街",
        _p("code 区划代码, form 类别, note 说明"),
    ),
    NodeKind("IndustryGroup", "产业梯队", "梯", "一组产业的叫法，如四大引领产业"),
    NodeKind("Industry", "产业", "业", "文献所称的产业或行业"),
    NodeKind(
        "Chain",
        "产业链",
        "链",
        "产业链模板",
        _p("version 版本, author 作者, scope 范围"),
    ),
    NodeKind(
        "Segment",
        "环节",
        "环",
        "产业链的一个环节",
        _p("products:STRING[] 产品, gbt4754:STRING[] 行业小类候选, why 合并理由"),
    ),
    NodeKind("IndustryClass", "行业小类", "类", "GB/T 4754—2017 的行业小类（或大类、中类）", _p("code 代码")),
    NodeKind("Cluster", "产业集群", "群", "有名称的产业集群"),
    NodeKind("Firm", "企业", "企", "企业，以法定名称或文中名称命名", _p("credit_code 信用代码")),
    NodeKind("Platform", "平台载体", "载", "研究院、实验室、园区、基地、中心、机场、平台"),
    NodeKind(
        "Policy",
        "政策文件",
        "策",
        "规划、办法、意见、函件、提案等文件",
        _p("number 文号, issued 日期, valid_until 有效期至"),
    ),
    NodeKind("Program", "荣誉与计划", "荣", "荣誉、名单、试点、资质、计划"),
    NodeKind("Product", "产品", "品", "产品"),
    NodeKind("Technology", "技术", "技", "技术"),
    NodeKind("Event", "活动", "会", "展会、对接会等活动"),
    NodeKind("Project", "项目", "项", "投资、改造、攻关项目", _p("state 进展原文, started 开工, finished 竣工")),
    NodeKind("Organisation", "机构", "机", "党政机关、高校、协会等机构"),
    NodeKind("Topic", "主题", "题", "条款或应用所及的主题"),
    NodeKind("FinancialProduct", "金融产品", "金", "金融机构为企业推出的产品"),
    NodeKind("Role", "角色", "角", "链主企业、龙头企业等角色"),
    NodeKind("Recommendation", "建议", "议", "提案提出的建议"),
    NodeKind("Gap", "短板", "短", "文献用文字说出的不足"),
    NodeKind(
        "Document",
        "文献",
        "文",
        "一份来源：函件、模板、名录",
        _p(
            "title 标题, issuer 发布单位, number 文号, date 日期, url 网址, grade 来源等级, form 体裁, sha256 校验值, "
            "licence 许可, text 规范文本, region 覆盖地区, completeness 完整性, as_of 截至, "
            "declared_by 声明人, covers:STRING[] 覆盖环节, mapping 映射, dropped_personal:INT64 剔除个人信息数"
        ),
    ),
    NodeKind(
        "Statement",
        "陈述",
        "述",
        "一份文献说的一件事，带原文",
        _p(
            "document 文献, start_offset:INT64 起, end_offset:INT64 止, section 章节, quote 原文, "
            "subject 主语键, subject_name 主语, predicate 谓词, object 宾语键, object_name 宾语, "
            "metric 指标, value 数值原文, unit 单位原文, scope 口径, "
            "status 状态, period 时期, as_of 截至, qualifier 限定词, extractor 抽取器, "
            "confidence:DOUBLE 置信, review 审核, reviewer 审核人, reviewed_at 审核时间, reason 理由"
        ),
    ),
    NodeKind(
        "Statistic",
        "统计",
        "数",
        "一个数字：主体、指标、数值、单位、时期",
        _p(
            "subject 主体键, subject_name 主体, metric 指标, value 数值原文, unit 单位原文, "
            "number:DOUBLE 数值, number_high:DOUBLE 数值上限, normal:DOUBLE 折算数值, "
            "normal_unit 折算单位, period 时期, qualifier 限定词, scope 口径, "
            "status 状态, review 审核, statement 陈述"
        ),
    ),
    NodeKind(
        "Change",
        "变动",
        "变",
        "库自己记的：一份来源重新载入时多了、改了、撤了什么",
        _p(
            "load 载入, at 时刻, day 日子, source 所属来源, what 变动, about 对象类型, "
            "subject_kind 一端类型, subject 对象键, subject_name 对象, object_kind 另一端类型, object 另一端键, object_name 另一端, before 原来, after 现在, "
            "came:INT64 新增数, altered:INT64 改动数, gone:INT64 撤回数, counts 各类计数"
        ),
    ),
)

HISTORY = "Change"
"""The kind that a store keeps by itself: no source may say it, and it is no fact. See :mod:`graph.loading.journal`."""
_INPUT = _p("input_kind 投入类别, basis 依据类别, basis_sources:STRING[] 依据来源, coefficient:DOUBLE 系数")
_MATCH = _p("rule 规则, term 命中词, share:DOUBLE 份额")

# fmt: off
_EDGE_KINDS = (
    # --- industry and firms ---
    EdgeKind("MEMBER_OF_CHAIN", "在链上", "企业从事该产业或环节", "Firm|Platform|Organisation -> Industry|Segment|Cluster"),
    EdgeKind("ANCHORS", "支撑", "依托该企业或平台形成链条", "Firm|Platform -> Industry|Segment|Cluster"),
    EdgeKind("CHAIN_LEADER_OF", "链主", "以该企业为链主", "Firm -> Industry|Segment|Platform|Cluster"),
    EdgeKind("HAS_ROLE", "担任角色", "龙头企业、领头雁等", "Firm|Industry|Platform|Cluster|Region|Town -> Role"),
    EdgeKind("PRODUCES", "生产", "生产产品", "Firm|Platform|Region|Town|Cluster -> Product"),
    EdgeKind("DEVELOPED", "研发", "研发、开发产品或技术", "Firm|Platform|Organisation|Region -> Product|Technology|Platform"),
    EdgeKind("HAS_PRODUCT", "有产品", "产业或环节的产品", "Industry|Segment|Cluster|Firm|Region|Platform -> Product"),
    EdgeKind("HAS_TECHNOLOGY", "有技术", "拥有技术", "Firm|Platform|Industry -> Technology"),
    EdgeKind("TECHNOLOGY_OF", "是其技术", "技术属于环节", "Technology -> Segment|Industry|Product"),
    EdgeKind("USES", "采用", "使用技术或产品", "Platform|Firm|Region|Product|Industry|Cluster|Town|Project -> Technology|Product|Platform"),
    EdgeKind("IS_A", "属于", "是一种", "Product -> Technology|Product; Platform -> Program|Platform; Industry -> Industry; Segment -> Industry|Segment; Firm -> Role|Program; Technology -> Technology"),
    EdgeKind("SEGMENT_OF", "是其环节", "环节属于产业或更大的环节", "Segment -> Industry|Segment|Chain|Cluster"),
    EdgeKind("UPSTREAM_OF", "在上游", "环节在另一环节之前", "Segment -> Segment"),
    EdgeKind("MEMBER_OF_GROUP", "属于梯队", "产业属于一个梯队", "Industry|Segment|Cluster -> IndustryGroup"),
    EdgeKind("FOCUSES_ON", "聚焦", "地区聚焦一组产业", "Region|Town|Platform|Event|Policy|Program -> IndustryGroup|Industry|Segment|Topic|Cluster"),
    EdgeKind("IN_INDUSTRY", "所属产业", "集群等属于产业", "Cluster|Platform|Firm|Project|Event|Organisation|Technology -> Industry|Segment"),
    EdgeKind("PART_OF_CLUSTER", "属于集群", "集群、企业属于更大的集群", "Cluster|Industry|Firm|Platform|Region|Town -> Cluster"),
    EdgeKind("LOCATED_IN", "位于", "在何地", "Cluster|Platform|Event|Firm|Project|Organisation|Product -> Town|Region|Platform; Town -> Region; Region -> Region", _p("as_written 原文写法")),
    EdgeKind("CENTERED_ON", "以其为中心", "产业以镇街为中心", "Industry|Cluster -> Town|Region|Platform"),
    EdgeKind("HONOURED_BY", "入选或获评", "获得荣誉、列入名单", "Firm|Cluster|Product|Region|Industry|Platform|Town|Project|Technology|Organisation|Policy|Segment|Event -> Program"),
    EdgeKind("HAS_LEVEL", "能级", "千亿级等", "Cluster|Industry|Platform|Region|Program -> Program"),
    EdgeKind("SUPPORTS", "支持", "支撑产业或主题", "Platform|FinancialProduct|Program|Policy|Event|Region|Firm|Project|Organisation|Technology -> Industry|Segment|Topic|Cluster|Firm|Platform|Role|Region|Project|Program"),
    EdgeKind("CORE_OF", "是其核心", "平台是产业的核心", "Platform -> Industry|Segment|Cluster|Topic"),
    EdgeKind("HOSTS", "承载", "平台挂牌或承载", "Platform|Region|Town|Organisation -> Platform|Program|Event|Project"),
    EdgeKind("PILOTS", "试行", "实施试点、机制", "Platform|Region|Town|Firm|Organisation -> Program"),
    EdgeKind("APPLIES_FOR", "申报", "申报荣誉、平台", "Platform|Firm|Region|Town|Organisation|Project|Cluster -> Program|Platform"),
    EdgeKind("BUILDS", "建设", "建设平台、项目、集群", "Region|Town|Platform|Firm|Organisation|Industry -> Platform|Program|Project|Cluster|Industry|Segment"),
    EdgeKind("PARTICIPATES_IN", "参与", "投身、参加、举办", "Region|Platform|Firm|Town|Organisation|Industry -> Platform|Event|Program|Cluster|Policy"),
    EdgeKind("IMPLEMENTS", "落实", "制定、印发、落实政策", "Region|Organisation|Platform|Town -> Policy|Program"),
    EdgeKind("INTRODUCED", "引进", "引进企业、平台、团队", "Region|Town|Platform|Organisation -> Firm|Platform|Project|Organisation"),
    EdgeKind("INVESTS_IN", "投资于", "落户、增资", "Firm|Organisation -> Region|Town|Project|Firm"),
    EdgeKind("ORIGINATES_FROM", "来自", "深圳企业", "Firm|Platform|Organisation|Project -> Region|Organisation"),
    EdgeKind("SPUN_OFF_FROM", "源自", "高校、院所团队", "Firm|Platform -> Organisation|Platform"),
    EdgeKind("COOPERATES_WITH", "合作", "地区、产业间合作（写一次）", "Region|Industry|Platform|Organisation|Firm|Town|Cluster -> Region|Industry|Platform|Organisation|Firm|Town"),
    EdgeKind("INVOLVES_REGION", "涉及地区", "平台、集群涉及地区", "Platform|Cluster|Event|Policy|Program|Project|Industry -> Region|Town"),
    EdgeKind("TARGETS", "针对", "政策针对的产业、平台、地区", "Policy|Program|Project|Event -> Industry|Segment|Topic|Platform|Region|Cluster|Role|Firm|Town|Program|IndustryGroup"),
    EdgeKind("COVERS", "涵盖", "条款涵盖的主题", "Policy|Program|Event|Platform|Project -> Topic|Industry|Segment|Technology|Product|Firm|Cluster|Program"),
    EdgeKind("PROMOTES", "推介", "活动推介产业、技术", "Event|Program|Platform|Region|Policy -> Industry|Technology|Segment|Topic|Cluster"),
    EdgeKind("ADOPTS", "采用", "企业应用某产业的产品", "Firm|Industry|Region|Cluster -> Industry|Technology|Topic|Program"),
    EdgeKind("APPLIED_IN", "应用于", "产品应用的场景", "Product|Technology|Platform|FinancialProduct|Project -> Topic|Industry|Segment|Region"),
    EdgeKind("EXPANDS_INTO", "拓展到", "产业拓展到另一产业", "Industry|Cluster|Firm -> Industry|Segment|Topic"),
    EdgeKind("HAS_STANDARD", "有标准", "产业制定的标准", "Industry|Segment|Product|Region|Cluster -> Policy"),
    # --- paper trail ---
    EdgeKind("ISSUED_BY", "发布单位", "由谁发布", "Policy|Program|Event -> Organisation|Region"),
    EdgeKind("ADDRESSED_TO", "主送", "发给谁", "Policy -> Organisation|Region"),
    EdgeKind("REPLIES_TO", "答复", "答复哪份文件", "Policy -> Policy"),
    EdgeKind("SUBMITTED_BY", "提交单位", "由谁提出", "Policy -> Organisation"),
    EdgeKind("CONSULTED_WITH", "会同", "征求谁的意见", "Policy -> Organisation"),
    EdgeKind("CC_TO", "抄送", "抄送谁", "Policy -> Organisation"),
    EdgeKind("ACCEPTED_BY", "受理", "由谁受理、认可", "Product|Platform|Project|Firm -> Organisation|Program"),
    EdgeKind("IDENTIFIES_GAP", "指出短板", "文件指出的不足", "Policy -> Gap"),
    EdgeKind("ADOPTS_RECOMMENDATION", "采纳建议", "采纳的建议", "Policy -> Recommendation"),
    EdgeKind("PROPOSES", "提出建议", "提案提出的建议", "Policy -> Recommendation"),
    EdgeKind("PLANS_TO_INTRODUCE", "拟引进", "计划引进", "Town|Region|Platform -> Firm|Platform|Project|Industry"),
    EdgeKind("SIGNED_AT", "签约于", "在活动上签约", "Project|Firm -> Event"),
    # --- structure ---
    EdgeKind("INPUT_OF", "投入到", "是另一环节或产品的直接投入", "Segment -> Segment; Product -> Product", _INPUT + _p("chains:STRING[] 所在链")),
    EdgeKind(
        "IN_CHAIN",
        "在链中",
        "环节在产业链模板中的位置",
        "Segment -> Chain",
        _p("local_name 链内名称, position 上中下游, stage 段, parent 上级环节, basis_sources:STRING[] 依据来源, rank:INT64 次序"),
    ),
    EdgeKind("CLASSIFIED_AS", "行业分类", "企业在名录里的行业代码", "Firm -> IndustryClass"),
    EdgeKind("KIND_OF", "是其一种", "环节是更宽环节的一种", "Segment -> Segment"),
    EdgeKind("ABOUT", "关于", "模板讲的产业，以文献的叫法", "Chain -> Industry|Segment"),
    EdgeKind("IN_SEGMENT", "归入环节", "企业按可出示的规则归入环节", "Firm|Platform -> Segment", _MATCH),
    EdgeKind("SAME_AS", "同一企业", "企业就是另一名称下的企业，凭可出示的规则或人工决定", "Firm -> Firm", _p("rule 规则, term 命中词")),
    EdgeKind("OF_SEGMENT", "是其产品", "产品按可出示的规则归入环节", "Product -> Segment", _MATCH),
    EdgeKind("MENTIONS", "提到", "陈述的原文提到环节的用词", "Statement -> Segment", _MATCH),
    EdgeKind("HAS_STATISTIC", "有数字", "主体的统计数字", "THING|Chain -> Statistic"),
    EdgeKind("FROM", "出自", "陈述出自文献", "Statement -> Document"),
)
# fmt: on

NODES: dict[str, NodeKind] = {kind.name: kind for kind in _NODE_KINDS}
STATED: dict[str, NodeKind] = {name: kind for name, kind in NODES.items() if name != HISTORY}
"""The node kinds that sources speak of."""
EDGES: dict[str, EdgeKind] = {kind.name: kind for kind in _EDGE_KINDS}
STATEABLE: tuple[str, ...] = tuple(
    kind.name
    for kind in _EDGE_KINDS
    if kind.name
    not in {
        *("INPUT_OF", "IN_CHAIN", "KIND_OF", "ABOUT", "CLASSIFIED_AS"),
        *("IN_SEGMENT", "OF_SEGMENT", "SAME_AS", "MENTIONS", "FROM"),
    }
)
"""Predicates that a sentence of a document can state."""


@cache
def allows(kind: str, start: str, end: str) -> bool:
    """Tell whether an edge of ``kind`` may join ``start`` to ``end``."""
    return kind in EDGES and (start, end) in EDGES[kind].ends
