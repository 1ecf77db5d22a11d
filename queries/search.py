"""Finding things by name: characters, full pinyin or initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graph.errors import InputError, NotFound
from graph.kinds import NODES
from graph.store import Store, Value
from queries.catalogue import run

MAX_TEXT = 100
"""Longest text searched for, in characters."""
_HOW = {"name": "名称", "alias": "别名", "pinyin": "全拼", "initials": "首字母"}
_ORDER = {kind: place for place, kind in enumerate(NODES)}


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: its kind in Chinese, and which of its names fits (``matched``, ``how`` in Chinese)."""

    key: str
    kind: str
    kind_zh: str
    name: str
    matched: str
    how: str
    level: int


def find(store: Store, text: str, *, kinds: Collection[str] = (), limit: int = 50) -> tuple[Hit, ...]:
    """Find things whose name, alias, full pinyin or initials hold a text, best first.

    Exact goes before prefix, prefix before the rest; then names before
    aliases before sounds, shorter before longer.

    Args:
        store: where to look.
        text: characters, pinyin (with or without blanks) or initials, any case.
        kinds: only these; all if empty.
        limit: at most so many.

    Raises:
        InputError: the text is empty or longer than ``MAX_TEXT``.
    """
    wanted = plain(text)
    if not wanted or len(wanted) > MAX_TEXT:
        raise InputError(
            f"要找的文字应为 1–{MAX_TEXT} 个字",
            f"give 1 to {MAX_TEXT} characters to search for",
            do_zh="例如 liantu find 福昆，或 liantu find fk",
            do_en="For example liantu find fk",
        )
    found: list[tuple[tuple[int, int, int, int, str], Hit]] = []
    for row in run(store, "name-search", {"text": wanted}).dicts():
        if kinds and row["kind"] not in kinds:
            continue
        hit, way = _hit(row, wanted)
        if hit is not None:
            found.append(((hit.level, way, len(hit.name), _ORDER.get(hit.kind, len(_ORDER)), hit.name + hit.key), hit))
    return tuple(hit for _, hit in sorted(found, key=lambda pair: pair[0])[:limit])


def one(store: Store, text: str, *, kinds: Collection[str] = ()) -> Hit:
    """Return the one thing that a key, name or alias means exactly.

    Raises:
        NotFound: none, naming near ones.
        InputError: several, naming their keys.
    """
    hits = find(store, text, kinds=kinds)
    keyed = [hit for hit in hits if plain(hit.key) == plain(text)]
    named = [hit for hit in hits if hit.level == 0 and hit.how == _HOW["name"]]
    aliased = [hit for hit in hits if hit.level == 0 and hit.how == _HOW["alias"]]
    exact = keyed or named or aliased
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise InputError(
            f"“{text}”有 {len(exact)} 个：{'、'.join(f'{hit.key}（{hit.kind_zh}）' for hit in exact)}",
            f"{text!r} means {len(exact)} things: {', '.join(hit.key for hit in exact)}",
            do_zh="请写完整的键",
            do_en="Give the whole key",
        )
    near = "、".join(hit.key for hit in hits[:5])
    raise NotFound(
        f"没有“{text}”",
        f"there is no {text!r}",
        do_zh=f"相近的有：{near}" if near else "试试简称或拼音首字母",
        do_en=f"Near ones: {near}" if near else "Try a short name or pinyin initials",
    )


def plain(text: str) -> str:
    """Return the text as it is compared: normal form KC, lower case, no blanks between letters."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return folded.replace(" ", "").replace("'", "") if folded.isascii() else folded


def _hit(row: Mapping[str, Value], wanted: str) -> tuple[Hit | None, int]:
    aliases = row["aliases"] if isinstance(row["aliases"], list) else []
    key = str(row["key"])
    # A key holds the name in normal form: it finds （中山） typed either way; its kind is no name.
    exact = [key] if key.lower() == wanted else []
    ways: list[tuple[str, list[Value]]] = [("name", [row["name"], *exact, key.partition(":")[2]]), ("alias", aliases)]
    ways += [("pinyin", [row["pinyin"]]), ("initials", [row["initials"]])]
    best: tuple[int, int, str, str] | None = None
    for order, (way, texts) in enumerate(ways):
        for text in texts:
            level = _level(str(text or ""), wanted)
            if level is not None and (best is None or (level, order) < best[:2]):
                best = (level, order, str(text), way)
    if best is None:
        return None, 0
    kind = str(row["kind"])
    zh = NODES[kind].zh if kind in NODES else kind
    return Hit(key, kind, zh, str(row["name"]), best[2], _HOW[best[3]], best[0]), best[1]


def _level(text: str, wanted: str) -> int | None:
    """0 exact, 1 prefix, 2 within, None not at all."""
    low = unicodedata.normalize("NFKC", text).lower()
    if low == wanted or (low.isascii() and low.replace(" ", "") == wanted):
        return 0
    if low.startswith(wanted):
        return 1
    return 2 if wanted in low else None
