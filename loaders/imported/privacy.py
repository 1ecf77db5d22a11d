"""Natural persons in another program's graph: what is dropped, and counted.

A label such as ``Person`` or 联系人 speaks of persons: its nodes are dropped
whole. A property such as ``contact`` or 手机 holds a person's data whatever its
value looks like: it is dropped. In any other value what
:mod:`loaders.letters.reading.personal` finds is blanked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from loaders.letters.reading.personal import masked

_LABEL = re.compile(
    r"(?:person|people|human|individual|contact|employee|staff|user|联系人|人员|自然人|个人|员工|用户)s?", re.IGNORECASE
)
_PROPERTY = re.compile(
    r"(?:^|_)(?:contacts?(?:_(?:person|name|info|phone|tel|way))?|(?:mobile|cell)?_?phone(?:_(?:no|number))?|mobile"
    r"|tel(?:ephone)?(?:_(?:no|number))?|fax|e?_?mails?|id_card(?:_no)?|identity(?:_(?:no|card))?|wechat|weixin|qq"
    r"|legal_(?:person|rep|representative)|principal|linkman)$"
    r"|联系|电话|手机|传真|邮箱|邮件|身份证|法定代表人|法人代表|法人姓名|负责人|责任人|经办人|董事长|总经理|微信|姓名|^QQ"
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_person(label: str) -> bool:
    """Tell whether a label speaks of natural persons."""
    return bool(_LABEL.fullmatch(label.strip("_")))


def is_personal(name: str) -> bool:
    """Tell whether a property holds persons' data by its name."""
    return bool(_PROPERTY.search(_HUMP.sub("_", name).replace("-", "_").replace(" ", "_").lower()))


def in_identifier(name: str) -> int:
    """Return how many pieces of persons' data stand in an identifier; numbers of a database are too short for any."""
    return 0 if name.isdigit() and len(name) < 11 else masked(name).count


def without_persons(properties: Mapping[str, object]) -> tuple[dict[str, object], int]:
    """Return properties without persons' data, and how many pieces were taken out."""
    kept: dict[str, object] = {}
    dropped = 0
    for name, value in properties.items():
        if is_personal(name):
            dropped += value not in (None, "", [])
            continue
        kept[name], count = _blanked(name, value)
        dropped += count
    return kept, dropped


def _blanked(name: str, value: object) -> tuple[object, int]:
    if isinstance(value, str):
        found = masked(f"{name}：{value}")
        return found.text[len(name) + 1 :], found.count
    if isinstance(value, list | tuple):
        parts = [_blanked(name, item) for item in value]
        return [item for item, _ in parts], sum(count for _, count in parts)
    if isinstance(value, dict):
        return without_persons({str(key): item for key, item in value.items()})
    if isinstance(value, int) and masked(f"{name}：{value}").count:
        return None, 1
    return value, 0
