"""YAML files that people write, read with the line of every entry, so that errors can say where."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from graph.errors import InputError, TemplateError

LINE = "__line__"
MAX_BYTES = 4 << 20
_ALIAS = re.compile(r"(?:^|[\s\[{,:?-])\*\S", re.MULTILINE)

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _LineLoader(_Base):  # type: ignore[misc]
    """Safe loader that writes the line of each mapping into it and refuses keys given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in found:
                raise yaml.constructor.ConstructorError(None, None, f"键“{key}”写了两次", key_node.start_mark)
            found[key] = self.construct_object(value_node, deep=True)
        found[LINE] = node.start_mark.line + 1
        return found


_LineLoader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))
_LineLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def check_plain(path: Path, most: int) -> None:
    """Refuse what is no regular file, or larger than ``most`` bytes.

    Raises:
        InputError: a folder, pipe or device, or too large.
        OSError: there is no such file.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise InputError(
            "这不是普通文件", "not a regular file", where=str(path), do_zh="请给一个文件", do_en="Name a file"
        )
    if found.st_size > most:
        raise InputError(
            f"文件太大：{found.st_size} 字节，上限 {most} 字节",
            f"the file is too large: {found.st_size} bytes, at most {most}",
            where=str(path),
            do_zh="请拆成几份",
            do_en="Split it",
        )


_SAID = {
    "missing": "缺这一项",
    "extra_forbidden": "没有这一项，请看是不是写错了名字",
    "string_type": "应是文字（代码要加引号）",
    "tuple_type": "应是列表，写成 [甲, 乙]",
    "string_too_short": "不能空着",
    "string_too_long": "太长",
    "string_pattern_mismatch": "只能用小写字母、数字和连字符",
    "too_short": "不能一个也没有",
    "model_type": "应是“键: 值”",
    "model_attributes_type": "应是“键: 值”",
}


def explain(error: ValidationError) -> tuple[str, str]:
    """Say in Chinese and English what is wrong first in a value that was checked against a model."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    said = _SAID.get(first["type"], "")
    if first["type"] == "literal_error":
        said = f"只能是 {first.get('ctx', {}).get('expected', '')}".replace(" or ", "、")
    said = said or first["msg"].removeprefix("Value error, ")
    return f"{place}：{said}" if place else said, f"{place}: {first['msg']}"


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file whose top level is a mapping; each mapping carries its line under :data:`LINE`.

    Raises:
        InputError: missing, not UTF-8, too large or not a mapping.
        TemplateError: not YAML, a key given twice, an anchor.
    """
    try:
        check_plain(path, MAX_BYTES)
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "文件不是 UTF-8 编码", "the file is not UTF-8", where=str(path), do_zh="请另存为 UTF-8"
        ) from error
    except OSError as error:
        raise InputError(f"文件读不出来：{error.strerror}", str(error), where=str(path)) from error
    try:
        _refuse_aliases(path, text)
        loaded = yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 0
        raise TemplateError(
            f"YAML 写法有误：{error.problem}",
            f"not valid YAML: {error.problem}",
            where=f"{path}:{line}",
            do_zh="请改正这一行",
            do_en="Correct this line",
        ) from error
    except (yaml.YAMLError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise TemplateError(
            "YAML 写法读不懂：嵌套太深，或有特殊的标记、键和数",
            f"not understood as YAML: {type(error).__name__}",
            where=str(path),
            do_zh="请只用“键: 值”、列表和文字",
            do_en="Use plain mappings, lists and text",
        ) from error
    if not isinstance(loaded, dict):
        raise InputError("文件顶层应是“键: 值”", "the top level has to be a mapping", where=str(path))
    return loaded


def _refuse_aliases(path: Path, text: str) -> None:
    """Aliases let a small file grow without bound, and no file here needs them."""
    if not _ALIAS.search(text):
        return
    for event in yaml.parse(text, Loader=_Base):
        if isinstance(event, yaml.AliasEvent):
            raise TemplateError(
                f"不能用 YAML 别名（*{event.anchor}）",
                f"YAML aliases are not used here (*{event.anchor})",
                where=f"{path}:{event.start_mark.line + 1 if event.start_mark else 0}",
                do_zh="请把内容写全并改正这一行",
                do_en="Write the content out",
            )


def flow(item: dict[str, Any]) -> str:
    """Write a mapping as one line of YAML in the order of its keys."""
    text: str = yaml.safe_dump(item, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text.strip()


def line_of(item: Any, place: tuple[int | str, ...], key: str = LINE) -> int:  # noqa: ANN401
    """Return the line of the innermost mapping on the way to a value; ``key`` is where mappings keep it."""
    line = 0
    for step in (None, *place):
        if step is not None:
            try:
                item = item[step]
            except (KeyError, IndexError, TypeError):
                break
        if isinstance(item, dict):
            line = item.get(key, line)
    return line
