"""Every snippet of docs/py2neo.md, run from top to bottom on a real server."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from graph.opening import open_store
from loaders.places import places_batch
from tests.cli.conftest import ROOT, run_liantu
from tests.server.neo4j_server import wipe

TEXT = (ROOT / "docs" / "py2neo.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_every_snippet_is_of_a_sort_that_is_run() -> None:
    assert {language for language, _ in BLOCKS} == {"bash", "python", "yaml"}
    assert TEXT.count("```") == 2 * len(BLOCKS)


def test_every_snippet_runs(neo4j_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wipe(neo4j_uri)
    with open_store(neo4j_uri) as store:
        store.load(places_batch(ROOT / "loaders" / "data" / "places" / "zhongshan.csv", "places-zhongshan"))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for language, snippet in BLOCKS:
        here = re.sub(r"(?:neo4j|bolt)://127\.0\.0\.1:7687", neo4j_uri, snippet)
        if language == "python":
            exec(compile(here, "docs/py2neo.md", "exec"), names)  # noqa: S102 - the snippets are ours
        elif language == "yaml":
            name = here.splitlines()[0].removeprefix("# ")
            (tmp_path / name).write_text(here, encoding="utf-8")
        else:
            _run(here, tmp_path, monkeypatch)
    wipe(neo4j_uri)
    assert (tmp_path / "all.graphml").stat().st_size > 1000


def _run(snippet: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for line in snippet.splitlines():
        command, *words = shlex.split(line, comments=True)
        if command == "export":
            name, _, value = words[0].partition("=")
            monkeypatch.setenv(name, value)
        else:
            assert command == "liantu"
            given = {name: value for name, value in os.environ.items() if name.startswith("LIANTU_")}
            given.pop("LIANTU_TEST_NEO4J", None)
            assert run_liantu(*words, home=folder, cwd=folder, code=0, **given).stdout.strip()
