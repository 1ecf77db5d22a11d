"""How far a claim has come, and when: cues of status and period in a clause."""

from __future__ import annotations

import re

from graph.evidence import Status

_CUES: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        Status.DONE,
        re.compile(
            r"成功(?:申报|创建|入选|引进|招引|列入)|建成(?!后)|已(?:建成|完成|实现|累计|推动|应用|投产|形成|启动|获|有|全面)|"
            r"共有|累计|挂牌|揭牌|获批|入选|获评|荣获|印发|出台|新增"
        ),
    ),
    (Status.APPLIED, re.compile(r"申报|推荐.{0,40}(?:申报|参评)|申请|争创|争取")),
    (Status.SIGNED, re.compile(r"签约|签订|签署")),
    (
        Status.FORECAST,
        re.compile(r"预计|力争|目标|到20[2-4]\d年|到“十[四五六]五”末|打造成(?:为)?|努力实现|建成后|有望|将达"),
    ),
    (Status.PROPOSED, re.compile(r"建议|倡议")),
    (
        Status.PLANNED,
        re.compile(
            r"规划(?:建设|布局|\d)|即将|正在|谋划|拟|将(?!近|来)|下一步|推进.{0,40}建设|推动.{0,40}建设|加快建设|加快推进|"
            r"计划(?:投资|总投资|建设|引进|总)|筹建|在建|着力|启动.{0,40}修订|共建"
        ),
    ),
)
_BUILD_ONLY = re.compile(r"^(?:高标准|高水平|加快|积极|着力)?(?:建设|构建|打造)(?!成|了)")
_PERIOD = re.compile(
    r"(?:截至|截止)(?:目前|今年|20\d\d\s*年)?[^，。；]{0,10}?(?:月底|月末|年底|年末|日|目前)|"
    r"20\d\d\s*年\s*(?:\d{1,2}\s*[-—－至~]\s*\d{1,2}\s*月(?:份)?|上半年|下半年|前[一二三四五六七八九十]+个?季度|[一二三四]季度|末|底|全年|\d{1,2}月(?:\d{1,2}日)?)|"
    r"20\d\d\s*[-—－至~]\s*20\d\d\s*年|20\d\d\s*年(?:以来)?|20\d\d\s*以来|今年\s*\d{1,2}\s*[-—－至~]\s*\d{1,2}\s*月(?:份)?|今年(?:以来|上半年|前[一二三四五六七八九十]+个?季度|\d{1,2}\s*月(?:份)?)?|"
    r"去年(?:底|末|全年)?|近[一二三四五六七八九十]+年来?|近年来|上半年|下半年|全年|一季度|前三季度|“十[一二三四五]五”(?:期间|末|以来|时期)|目前|当前"
)


def status_of(clause: str) -> Status:
    """Return the status that the words of a clause give; done where none says otherwise.

    ``建设X`` without any sign of completion is planned: to say that something is
    being built is not to say that it stands.
    """
    text = re.sub(r"《[^《》]*》|“[^“”]*”", "", clause)
    for status, pattern in _CUES:
        if pattern.search(text):
            if status is Status.DONE and re.search(r"即将|预计|力争|将(?:建成|达)", text):
                continue
            return status
    return Status.PLANNED if _BUILD_ONLY.match(text) else Status.DONE


def period_of(text: str) -> str:
    """Return the last expression of time in ``text`` as written; empty if none."""
    found = ""
    for match in _PERIOD.finditer(text):
        found = match.group()
    return found
