"""``python -m loaders.sounds``: write down how the names that ship sound, after they have changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from graph.embedded.store import EmbeddedStore
from graph.names import WRITTEN, spoken
from graph.store import Store
from loaders.build import build


def names(store: Store) -> list[str]:
    """Return the names of all that is sought by its sound."""
    rows = store.read("MATCH (n) WHERE n.pinyin IS NOT NULL RETURN DISTINCT n.name AS name ORDER BY name").rows
    return [str(name) for (name,) in rows if not {"\t", "\n"} & set(str(name))]


def main() -> None:
    """Build what ships in a store of its own and write its names' sounds."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedStore(Path(folder) / "names.lbug") as store:
        build(store)
        lines = ("\t".join((name, *spoken(name))) + "\n" for name in names(store))
        WRITTEN.write_text("".join(lines), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
