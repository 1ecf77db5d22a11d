"""YAML files that people write, read with the line of every entry, so that errors can say where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from graph.errors import InputError, TemplateError

LINE = "__line__"
MAX_BYTES = 20 << 20
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*\w", re.MULTILINE)

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _LineLoader(_Base):  # type: ignore[misc]
    """Safe loader that writes the line of each mapping into it and refuses keys given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in found:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} given twice", key_node.start_mark)
            found[key] = self.construct_object(value_node, deep=True)
        found[LINE] = node.start_mark.line + 1
        return found


_LineLoader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))
_LineLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file whose top level is a mapping; each mapping carries its line under :data:`LINE`.

    Raises:
        InputError: missing, not UTF-8, too large or not a mapping.
        TemplateError: not YAML, a key given twice, an anchor.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("文件太大", "the file is too large", where=str(path))
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
    except yaml.YAMLError as error:
        raise TemplateError(f"不是 YAML 文件：{error}", f"not YAML: {error}", where=str(path)) from error
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
