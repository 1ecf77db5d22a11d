"""``python -m loaders.sounds``: write down how the names that ship sound, after they have changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from graph.embedded.store import EmbeddedStore
from graph.names import READINGS, WRITTEN, spoken
from graph.store import Store
from loaders.build import build


def names(store: Store) -> list[str]:
    """Return the names of all that is sought by its sound."""
    rows = store.read("MATCH (n) WHERE n.pinyin IS NOT NULL RETURN DISTINCT n.name AS name ORDER BY name").rows
    return [str(name) for (name,) in rows if not {"\t", "\n"} & set(str(name))]


def dictionary() -> list[str]:
    """Return the lines of the dictionary: each word and character of pypinyin, how it sounds, its initials."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    lines = []
    for word in sorted({*PHRASES_DICT, *map(chr, PINYIN_DICT)}):
        parts = lazy_pinyin(word, style=Style.NORMAL, errors="ignore")
        initials = (part[:1] for part in parts)
        full, first = ("".join(filter(str.isalnum, "".join(text).lower())) for text in (parts, initials))
        lines.append(f"{word}\t{full}\t{first}")
    return lines


def main() -> None:
    """Write the dictionary; then build what ships in a store of its own and write its names' sounds."""
    READINGS.write_text("\n".join(dictionary()) + "\n", encoding="utf-8", newline="")
    with tempfile.TemporaryDirectory() as folder, EmbeddedStore(Path(folder) / "names.lbug") as store:
        build(store)
        lines = ("\t".join((name, *spoken(name))) + "\n" for name in names(store))
        WRITTEN.write_text("".join(lines), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
