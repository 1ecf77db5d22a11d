"""Chain templates: what ships is sound, and what is not sound is refused with file, line and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from graph.errors import InputError, TemplateError
from loaders.chains import chain_batch
from loaders.letters.reading.canonical import SourceText, canonicalise
from loaders.templates import SharedSegment, read_shared, read_template

Shared = dict[str, SharedSegment]

DATA = Path(__file__).parent.parent.parent / "loaders" / "data"
SHIPPED = sorted(path for path in (DATA / "chains").glob("*.yaml") if path.name != "shared.yaml")
GOOD = """\
key: toy
name: 玩具产业链
about: 玩具
version: "1"
author: test
sources:
  - {id: s1, title: 一篇报告}
segments:
  - key: toy.plastic
    name: 塑料件
    position: 上游
    gbt4754: ["2926"]
    sources: [s1]
  - use: electric-motor
    name: 玩具电机
    position: 上游
  - key: toy.whole
    name: 玩具总装
    position: 下游
    parent: null
inputs:
  - {from: toy.plastic, to: toy.whole, kind: 部件, basis: stated, sources: [s1]}
  - {from: electric-motor, to: toy.whole, kind: 部件, basis: engineering}
"""


@pytest.fixture(scope="module")
def shared() -> Shared:
    return read_shared(DATA / "chains" / "shared.yaml")


def template(folder: Path, text: str) -> Path:
    path = folder / "toy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_there_are_eighteen_chains() -> None:
    assert len(SHIPPED) == 18


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_shipped_template_is_sound(path: Path, shared: Shared) -> None:
    loaded = read_template(path, shared)
    assert len(loaded.segments) >= 20
    batch = chain_batch(loaded, shared)
    assert {edge.kind for edge in batch.edges} >= {"IN_CHAIN", "INPUT_OF", "ABOUT"}
    for edge in batch.edges:
        places = edge.properties["statements"]
        assert isinstance(places, list)
        assert [re.fullmatch(rf"chain-{loaded.key}#\d+", str(place)) is not None for place in places] == [True]


def test_what_a_template_cites_of_the_letter_stands_in_the_letter() -> None:
    text = canonicalise(SourceText((DATA / "letters" / "letter-2025-112.txt").read_text(encoding="utf-8"))).text
    cited = 0
    for path in SHIPPED:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in raw["segments"] + raw["inputs"]:
            assert ("letter" in row.get("sources", [])) == ("letter_quote" in row), (path.name, row)
            if "letter_quote" in row:
                cited += 1
                assert row["letter_quote"] in text, (path.name, row)
    assert cited > 50


def test_no_key_is_used_by_two_chains_unless_it_is_shared(shared: Shared) -> None:
    owners: dict[str, str] = {}
    for path in SHIPPED:
        for segment in read_template(path, shared).segments:
            if segment.key:
                assert segment.key not in owners, f"{segment.key} in {owners.get(segment.key)} and {path.stem}"
                owners[segment.key] = path.stem


def test_shared_segments_really_are_shared(shared: Shared) -> None:
    used: dict[str, set[str]] = {}
    for path in SHIPPED:
        loaded = read_template(path, shared)
        for segment in loaded.segments:
            for key in filter(None, (segment.use, segment.kind_of)):
                used.setdefault(key, set()).add(loaded.key)
    broader = {segment.kind_of for segment in shared.values()}
    assert {key for key in shared if len(used.get(key, ())) < 2} <= broader
    assert len(used["electric-motor"]) >= 3


def test_a_good_template_is_read(tmp_path: Path, shared: Shared) -> None:
    loaded = read_template(template(tmp_path, GOOD), shared)
    assert [segment.id for segment in loaded.segments] == ["toy.plastic", "electric-motor", "toy.whole"]
    motor = next(node for node in chain_batch(loaded, shared).nodes if node.key == "Segment:electric-motor")
    assert motor.name == "电机"
    aliases = motor.properties["aliases"]
    assert isinstance(aliases, list)
    assert "玩具电机" in aliases


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("key: toy.whole", "key: toy.plastic"), 17, "已有"),
        (("to: toy.whole, kind: 部件, basis: stated", "to: toy.gone, kind: 部件, basis: stated"), 22, "toy.gone"),
        (('["2926"]', '["9999"]'), 9, "9999"),
        (("use: electric-motor", "use: no-such"), 14, "no-such"),
        (("parent: null", "parent: toy.gone"), 17, "toy.gone"),
        (("position: 下游", "position: 末端"), 17, "position"),
        (("sources: [s1]}\n  - {from: e", "sources: [s9]}\n  - {from: e"), 22, "s9"),
        (("basis: stated, sources: [s1]", "basis: stated"), 22, "来源"),
        (("kind: 部件, basis: engineering", "kind: 杂项, basis: engineering"), 23, "kind"),
        (("name: 玩具总装", "nmae: 玩具总装"), 17, "name"),
        (("inputs:\n", "inputs:\n  - {from: toy.whole, to: toy.plastic, kind: 部件, basis: engineering}\n"), 22, "圈"),
        (("inputs:\n", "inputs:\n  - {from: electric-motor, to: toy.whole, kind: 部件, basis: stated}\n"), 22, "来源"),
        (("from: toy.plastic", "from: electric-motor"), 23, "两次"),
        (('version: "1"', 'version: "1"\nversion: "2"'), 5, "写了两次"),
        (("name: 塑料件", "name: 塑料件: 坏"), 10, "YAML"),
        (("  - {id: s1", "  - &a {id: s1"), 7, ""),
    ],
    ids=["duplicate", "dangling", "code", "shared", "parent", "position", "source", "basis", "kind", "misspelt",
         "cycle", "no source", "twice", "key twice", "yaml", "anchor"],
)  # fmt: skip
def test_a_bad_template_is_refused_with_file_line_and_remedy(
    tmp_path: Path,
    shared: Shared,
    change: tuple[str, str],
    line: int,
    said: str,
) -> None:
    assert change[0] in GOOD
    path = template(tmp_path, GOOD.replace(*change, 1))
    if change[1].startswith("  - &a"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("sources: [s1]\n", "sources: *a\n", 1), encoding="utf-8"
        )
        line = 13
    with pytest.raises(TemplateError) as caught:
        read_template(path, shared)
    message = caught.value.message()
    assert said in message
    assert "改正" in message
    where = re.search(r"toy\.yaml:(\d+)", message)
    assert where is not None
    assert abs(int(where.group(1)) - line) <= 1, message


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"- a\n- b\n", "键: 值".encode("gbk")])
def test_what_is_no_template_at_all_is_refused(tmp_path: Path, shared: Shared, content: bytes) -> None:
    path = tmp_path / "toy.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_template(path, shared)


def test_a_missing_template_is_said_to_be_missing(tmp_path: Path, shared: Shared) -> None:
    with pytest.raises(InputError, match="读不出来"):
        read_template(tmp_path / "none.yaml", shared)
