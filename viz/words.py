"""Every word that the printed map adds to the data, in Chinese and English."""

from __future__ import annotations

from graph.errors import Lang
from graph.evidence import Review, Status
from queries.gaps.model import GapClass

_ZH: dict[str, str] = {
    "title": "{name}缺口图",
    "template": "模板 {version}（{author}）",
    "size": "{segments} 个环节 · {inputs} 条投入，其中 {engineering} 条是工程判断",
    "sources": "依据 {n} 份来源",
    "no_sources": "未载入来源",
    "date": "生成日期 {date}",
    "leaders": "链主、龙头",
    "members": "文献说在这条链上",
    "support": "配套",
    "unknown_all": "{n} 个环节都是「数据不足」。",
    "unknown_why": "没有一份来源完整覆盖任何环节，所以一个「缺链」也不判；没点名，不等于没有。",
    "gaps": "缺链 {n} 个：",
    "no_gaps": "在有完整来源的环节里，没有缺链。",
    "gap_item": "{name}（影响 {n}）",
    "unknown_some": "另有 {n} 个环节数据不足，不作判断。",
    "empty": "这条链的模板没有环节。",
    "more": "等",
    "firms_more": "等 {n} 家",
    "candidates": "待审",
    "candidates_n": "待审 {n}",
    "none_local": "名录完整，本地 0 家",
    "breaks": "影响 {n}",
    "codes": "行业代码 ",
    "shared": "共 {n}",
    "extension": "延链",
    "class": "类别",
    "line": "连线",
    "words": "下划线",
    "signs": "记号",
    "parameters": "参数",
    "stated": "投入，有出处",
    "engineering": "投入，工程判断",
    "missing_edge": "自缺链环节",
    "direction": "无箭头者自左向右",
    "accepted": "已采信",
    "planned": "规划、申报等",
    "candidate": "候选，待审，不计数",
    "sign_breaks": "影响 n＝若没有，受影响的本地环节数（直接＋间接）",
    "sign_shared": "共 n＝n 条链共用",
    "sign_extension": "延链＝本地没有、投入已有",
    "sign_tier": "T0 只有结构　T1 家数或区位商　T2 产出与系数",
    "parameter_list": "弱链 g≥{weak_gap:g} 或 LQ＜{weak_quotient:g}；"
    "单点 N＜{minimum_suppliers:g} 且位于前 {single_share:.0%}；强链 LQ≥{strong_quotient:g}",
    "quotes": "引文",
    "no_quotes": "本图所列来源里，没有直接写到这些环节的原话。",
    "characters": "字符 {start}–{end}",
    "first_gaps": "补链先看",
    "first_checks": "先核查",
    "gap_line": "影响 {direct}＋{indirect}",
    "gain_line": "影响 {n} 个本地环节",
    "source": "来源：{list}；空白＝来源未点名企业，不等于没有。",
    "source_none": "没有载入来源；空白＝来源未点名企业，不等于没有。",
    "version": "数据版本 {version}",
    "made": "链图 Liantu",
    "firms": "企业",
    "title_breaks": "若没有，直接影响 {direct}，间接影响 {indirect} 个环节",
    "from_to": "{start} → {end}，{kind}（{basis}）",
    "basis_stated": "有出处",
    "basis_engineering": "工程判断",
    "description": "{title}。{size}。{counts}。",
    "comma": "、",
}

_EN: dict[str, str] = {
    "title": "{name}: gap map",
    "template": "Template {version} ({author})",
    "size": "{segments} segments · {inputs} inputs, {engineering} of them engineering judgement",
    "sources": "{n} sources",
    "no_sources": "no source loaded",
    "date": "made on {date}",
    "leaders": "Chain leaders",
    "members": "In the chain by the documents",
    "support": "Support",
    "unknown_all": "All {n} segments: insufficient data.",
    "unknown_why": "No source covers any of them completely, so none is called a gap; "
    "a firm not named may still be here.",
    "gaps": "{n} gaps: ",
    "no_gaps": "No gap among the segments that a complete source covers.",
    "gap_item": "{name} (breaks {n})",
    "unknown_some": "{n} more segments have insufficient data and are not judged.",
    "empty": "The template of this chain has no segments.",
    "more": "and more",
    "firms_more": "of {n}",
    "candidates": "unreviewed",
    "candidates_n": "{n} unreviewed",
    "none_local": "register complete, 0 here",
    "breaks": "breaks {n}",
    "codes": "class ",
    "shared": "{n} chains",
    "extension": "extend",
    "class": "Class",
    "line": "Line",
    "words": "Underline",
    "signs": "Signs",
    "parameters": "Parameters",
    "stated": "input, stated",
    "engineering": "input, engineering",
    "missing_edge": "from a gap",
    "direction": "left to right where no arrow",
    "accepted": "accepted",
    "planned": "planned, applied",
    "candidate": "unreviewed, not counted",
    "sign_breaks": "breaks n = local segments hit if absent (direct + indirect)",
    "sign_shared": "n chains = shared",
    "sign_extension": "extend = absent, its inputs made here",
    "sign_tier": "T0 structure, T1 counts, T2 output",
    "parameter_list": "weak g≥{weak_gap:g} or LQ<{weak_quotient:g}; "
    "single N<{minimum_suppliers:g}, top {single_share:.0%}; strong LQ≥{strong_quotient:g}",
    "quotes": "Quotes",
    "no_quotes": "The sources listed here say nothing of these segments directly.",
    "characters": "characters {start}–{end}",
    "first_gaps": "Fill first",
    "first_checks": "Verify first",
    "gap_line": "breaks {direct}+{indirect}",
    "gain_line": "changes {n} ranks",
    "source": "Sources: {list}; blank = no firm named by them, not no firm.",
    "source_none": "No source loaded; blank = no firm named, not no firm.",
    "version": "data version {version}",
    "made": "Liantu",
    "firms": "Firms",
    "title_breaks": "if absent: {direct} segments hit directly, {indirect} indirectly",
    "from_to": "{start} → {end}, {kind} ({basis})",
    "basis_stated": "stated",
    "basis_engineering": "engineering judgement",
    "description": "{title}. {size}. {counts}.",
    "comma": ", ",
}

_CLASS_EN = {
    GapClass.INSUFFICIENT: "insufficient data",
    GapClass.MISSING: "gap",
    GapClass.SINGLE: "single point",
    GapClass.WEAK: "weak",
    GapClass.STRONG: "strong",
    GapClass.PRESENT: "present",
}
_POSITION_EN = {"上游": "Upstream", "中游": "Midstream", "下游": "Downstream", "配套": "Support"}


class Words:
    """The catalogue in one language.

    Args:
        lang: ``zh`` or ``en``.
    """

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._table = _EN if lang == "en" else _ZH

    def __call__(self, message: str, /, **values: object) -> str:
        """Return one message with its values filled in."""
        return self._table[message].format(**values)

    @property
    def comma(self) -> str:
        """What stands between the items of a list."""
        return self._table["comma"]

    def gap_class(self, gap_class: GapClass) -> str:
        """Return the name of a class."""
        return _CLASS_EN[gap_class] if self.lang == "en" else gap_class.zh

    def position(self, position: str) -> str:
        """Return the name of a position."""
        return _POSITION_EN.get(position, position) if self.lang == "en" else position

    def status(self, status: str) -> str:
        """Return the name of a statement's status; one that is not known is printed as it is."""
        known = self.lang == "zh" and status in set(Status)
        return Status(status).zh if known else status

    def review(self, review: str) -> str:
        """Return the name of a statement's review; one that is not known is printed as it is."""
        known = self.lang == "zh" and review in set(Review)
        return Review(review).zh if known else review
