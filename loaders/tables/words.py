"""Words of cells: empty marks, dates, statuses, names, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from graph.evidence import Status
from loaders.tables.model import BadCell, Cell, as_text

_NOTHING_SAID = r"- -- — —— － / ／ \ * 无 暂无 没有 不详 未知 空 待定 待补充 n/a na null none"
_NOTHING = frozenset(_NOTHING_SAID.split()) | {""}
_DATE = re.compile(
    r"(?P<y>\d{4})(?:[-/.年](?P<m>\d{1,2})(?:[-/.月](?P<d>\d{1,2})日?|月)?|年度?|(?P<m2>\d\d)(?P<d2>\d\d)?)?"
)
_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十]+[）)、.．]|第[一二三四五六七八九十]+[章节批部]")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff）)])\s+(?=[\u3400-\u9fff（(])")
_SPLIT = re.compile(r"[、；;，,/|\n]+(?![^（(]*[）)])")
_END = re.compile(r"等$|[。.]$")
MAX_NAME = 120

_STATUS = {
    Status.DONE: "投产 竣工 建成 完工 达产 运营 运行 投入使用 完成 落成 建成投产 竣工投产 实施 已有 正常 在营 开业 "
    "有效 现行有效 获评 认定 入选",
    Status.SIGNED: "签约 签订 合同 开工 动工 新开工 在建 续建 建设 建设中 施工 落地 供地 拿地 试产 部分投产",
    Status.APPLIED: "申报 公示 申请 推荐 受理 拟认定",
    Status.PLANNED: "规划 计划 谋划 拟建 拟引进 拟投产 即将投产 筹建 筹备 前期 前期工作 储备 预备 洽谈 在谈 意向 待建 "
    "未签约 未开工 未动工 未投产",
    Status.PROPOSED: "建议 征求意见 征求意见稿 草案",
    Status.FORECAST: "目标 预计 预期",
}
STATUS_WORDS: dict[str, Status] = {word: status for status, words in _STATUS.items() for word in words.split()}
"""What registers write in a status column. Only what is running counts as done: 在建 is not."""


def nothing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, 无, 待定."""
    return cell is None or (isinstance(cell, str) and len(cell) < 9 and cell.strip().lower() in _NOTHING)


def when(cell: Cell) -> str:
    """Return a date as ISO 8601, as exact as it is written (2024, 2024-05, 2024-05-01).

    Raises:
        BadCell: not a date, before 1900 or after 2100, a serial number without a date's format.
    """
    if isinstance(cell, datetime | date):
        found = cell.date() if isinstance(cell, datetime) else cell
        return _in_time(found.year, found.isoformat())
    text = re.sub(r"\s", "", as_text(cell))
    odd = isinstance(cell, time | timedelta) or (isinstance(cell, float | int) and not 1900 <= cell <= 2100)
    if odd and not re.fullmatch(r"(?:19|20)\d{6}", text):
        raise BadCell(
            f"这里应是日期，读到的是一个数或时刻：{text}",
            f"not a date but a number or time: {text}",
            "请把这一格设成日期格式，或写成 2024-05-01",
            "Format the cell as a date, or write 2024-05-01",
        )
    match = _DATE.fullmatch(text)
    if not match:
        raise BadCell(f"读不懂这个日期：{text}", f"not a date: {text}", "请写成 2024-05-01、2024-05 或 2024")
    month, day = match["m"] or match["m2"], match["d"] or match["d2"]
    try:
        date(int(match["y"]), int(month or 1), int(day or 1))
    except ValueError as error:
        raise BadCell(f"没有这一天：{text}", f"no such day: {text}", "请写成 2024-05-01") from error
    parts = [match["y"], *(part.zfill(2) for part in (month, day) if part)]
    return _in_time(int(match["y"]), "-".join(parts))


def _in_time(year: int, iso: str) -> str:
    if not 1900 <= year <= 2100:
        raise BadCell(f"日期不在 1900—2100 年之间：{iso}", f"{iso} is not between 1900 and 2100")
    return iso


def status(cell: Cell, own: Mapping[str, str]) -> tuple[str, str]:
    """Return (status, the word as written).

    Args:
        cell: a word such as 在建.
        own: the mapping's words, before the common ones.

    Raises:
        BadCell: a word that nobody has explained; it is not guessed.
    """
    text = re.sub(r"\s", "", as_text(cell))
    core = re.sub(r"^(?:已经?|正在)|(?:项目|阶段|状态|中)$", "", text)
    for word in (text, core, text.removesuffix("项目")):
        if word in own:
            return own[word], text
        if word in STATUS_WORDS:
            return STATUS_WORDS[word].value, text
        if word in {s.value for s in Status}:
            return word, text
    raise BadCell(
        f"不认识这个状态“{text}”，不能猜它算不算已经实施",
        f"status {text!r} is not known",
        f"请改用：{'、'.join(list(own)[:6] or ('投产', '在建', '签约', '拟建', '公示'))}；或在映射的 words 里写明",
        "Use a known word, or explain it under words in the mapping",
    )


def is_heading(text: str) -> bool:
    """Whether a text begins as the heading of a part of a list does: 一、 （二） 第三批."""
    return bool(_ENUMERATED.match(text))


def name(cell: Cell) -> str:
    """Return the name of a thing as written, on one line, without blanks inside Chinese.

    Raises:
        BadCell: too long, a number, a heading of a part of the list, or with control characters.
    """
    text = as_text(cell)
    if not (text.isalnum() and unicodedata.is_normalized("NFC", text)):
        text = _HAN_GAP.sub("", " ".join(unicodedata.normalize("NFC", text).split()))
    if not text.isprintable():
        raise BadCell("名称里有控制字符", "the name holds control characters", "请重新输入这一格")
    if len(text) > MAX_NAME:
        raise BadCell(f"名称太长（{len(text)} 字），像是一段话", f"a name of {len(text)} characters", "请只填名称")
    if text[0] in "=+-@＝＋－＠":
        raise BadCell(f"像公式，不像名称：{text[:40]}", f"a formula, not a name: {text[:40]}", "请填名称")
    if not any(char.isalpha() for char in text):
        raise BadCell(f"名称里没有文字：{text}", f"a name without letters: {text}", "请填名称，看看是不是错了列")
    if is_heading(text):
        raise BadCell(f"像小标题，不像名称：{text}", f"a heading, not a name: {text}", "请删去这一行，或填名称")
    return text


def names(cell: Cell) -> list[str]:
    """Return the names listed in a cell, each once: ``风扇、电饭煲（3L）；电磁炉等``."""
    return list(_names(as_text(cell)))


@lru_cache(maxsize=2_048)
def _names(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in _SPLIT.split(text))
    bare = (_END.sub("", part).strip() for part in parts)
    return tuple(dict.fromkeys(name(part) for part in bare if not nothing(part)))


def strip_marks(text: str) -> str:
    """Return a title without the marks 《》 around it."""
    return text[1:-1] if text.startswith("《") and text.endswith("》") and text.count("《") == 1 else text
