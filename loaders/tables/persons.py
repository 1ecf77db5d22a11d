"""Natural persons' data in tables: whole columns by their header, and what hides in other cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from loaders.letters.reading.personal import Masked, masked

_COLUMN = re.compile(
    r"(?:(?:企业|单位|项目|公司|部门|政府|镇街|对接|跟进|服务|挂点|首席)?"
    r"(?:联系人|联络人|联络员|联系方式|联系电话|法定代表人|法人代表|法人|负责人|责任人|经办人|填表人|填报人|审核人|制表人|跟进人|对接人|服务专员"
    r"|董事长|总经理|实际控制人|实控人|股东|厂长|领导|专员|姓名|手机|电话|座机|固话|传真|邮箱|邮件|电子邮箱|电子邮件|微信|身份证|住址|家庭住址)"
    r"(?:姓名|名字|号码?|电话|手机号?码?|手机|联系电话|联系方式|邮箱|邮件|及电话|及联系电话|及联系方式|职务|信息|微信号?|证件号码?)?)"
    r"|e-?mail|tel(?:ephone)?|mobile|phone|fax|wechat|qq号?码?|contacts?|身份证件号码?|证件号码?|微信号码?",
    re.I,
)
_JOINS = re.compile(r"[/／、,，;；&+()（）\s]|及|和|与")
"""What joins several such labels in one header, as in 联系人/电话."""
_SUSPECT = re.compile(
    r"\d[\d() +-]{5,}|@|[０-９]{5}|联系|联络|电话|手机|传真|姓名|负责人|责任人|代表|经办|填报|填表|审核人"
    r"|拟稿|签发|收件|报送|编辑|微信|QQ|身份证|邮箱|董事长|总经理|tel|fax|wechat",
    re.I,
)


def personal_header(label: str) -> bool:
    """Whether a column of this (normalised) header holds persons' data as a rule."""
    parts = [part for part in _JOINS.split(label) if part]
    return bool(parts) and all(_COLUMN.fullmatch(part) for part in parts)


@lru_cache(maxsize=2_048)
def clean(text: str) -> Masked:
    """Return the text with persons' data blanked, and what was found.

    Text without a hint of it (a long number, ``@``, a label) is not searched: there are
    a million cells, and no finder of persons' data works without such a hint.
    """
    return masked(text) if _SUSPECT.search(text) else Masked(text, ())


def suspected(cells: Sequence[object]) -> list[int]:
    """Return the places of the texts among some cells that hold persons' data."""
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    if not _SUSPECT.search("\n".join(texts)):
        return []
    return [at for at, text in enumerate(texts) if text and clean(text).count]
