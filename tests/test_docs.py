"""What the documentation promises is there, and what is there is documented."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import click
import pytest

from api.cli.main import COMMANDS, main
from graph.kinds import EDGES, NODES
from loaders.tables.mapping import read_mapping, shipped

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def kinds_table() -> str:
    """The rows of docs/kinds.md as they follow from the declarations."""
    lines = [f"| {k.name} | {k.zh} | {k.mark} | {k.about} |" for k in NODES.values()]
    lines += [
        f"| {k.name} | {k.zh} | {k.about} | {k.spec.replace('|', ' · ').replace('->', '→')} |" for k in EDGES.values()
    ]
    return "\n".join(lines)


def test_every_kind_has_its_line() -> None:
    found = text("docs/kinds.md")
    missing = [line for line in kinds_table().splitlines() if line not in found]
    assert not missing, "docs/kinds.md lacks:\n" + "\n".join(missing)


def commands(group: click.Command, path: str = "liantu") -> list[tuple[str, click.Command]]:
    found = []
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            found += [(f"{path} {name}", command), *commands(command, f"{path} {name}")]
    return found


@pytest.mark.parametrize("name", [name for name, _ in commands(main)])
def test_every_command_is_documented(name: str) -> None:
    assert f"`{name}" in text("docs/cli.md"), f"docs/cli.md does not show {name}"


def test_every_option_is_documented() -> None:
    documented = text("docs/cli.md")
    for name, command in commands(main):
        for parameter in command.params:
            for flag in parameter.opts:
                if flag.startswith("--") and flag != "--json":
                    assert flag in documented, f"{name} {flag}"


def test_every_command_answers_in_json_and_has_chinese_help() -> None:
    for name, command in commands(main):
        if not isinstance(command, click.Group):
            assert "--json" in [flag for parameter in command.params for flag in parameter.opts], name
        assert re.search(r"[\u4e00-\u9fff]", command.help or ""), name


def test_commands_point_to_what_exists() -> None:
    assert {name.partition(" ")[2].partition(" ")[0] for name, _ in commands(main)} == set(COMMANDS)


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    listed = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    listed += [item for extra in project["project"]["optional-dependencies"].values() for item in extra]
    names = {re.split(r"[<>=!~\[ ]", item)[0] for item in listed}
    explained = set(re.findall(r"^\| ([a-z0-9-]+) \|", text("docs/dependencies.md"), re.MULTILINE)) - {"package"}
    assert names == explained


def test_every_file_that_ships_has_its_source() -> None:
    sources = text("loaders/data/SOURCES.md")
    patterns = [match.strip() for match in re.findall(r"^\| ([\w/.*-]+) \|", sources, re.MULTILINE)]
    data = ROOT / "loaders" / "data"
    covered = {path for pattern in patterns for path in data.glob(pattern)}
    for path in data.rglob("*"):
        if path.is_file() and path.suffix != ".md" and "__pycache__" not in path.parts:
            assert path in covered, f"{path.relative_to(data)} has no line in SOURCES.md"


@pytest.mark.parametrize(
    "path", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in DOCS.glob("*.md"))]
)
def test_links_and_pictures_lead_somewhere(path: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", text(path)):
        if "://" not in target:
            assert ((ROOT / path).parent / target).exists(), f"{path} → {target}"


def test_the_mappings_shown_are_mappings(tmp_path: Path) -> None:
    shown = text("docs/registers.md")
    blocks = re.findall(r"^```yaml\n(.*?)^```", shown, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^(    extends: .*?)\n\n", shown, re.MULTILINE | re.DOTALL)
    blocks += [textwrap.dedent(block) for block in indented]
    assert len(blocks) == 2
    for block in blocks:
        path = tmp_path / "m.yaml"
        path.write_text(block, encoding="utf-8")
        assert read_mapping(str(path)).columns


def test_every_mapping_that_ships_has_its_line() -> None:
    for name in shipped():
        assert f"| {name} |" in text("docs/registers.md"), name
        assert name in text("docs/cli.md"), name


@pytest.mark.parametrize("path", ["README.md", "README.zh-CN.md"])
def test_make_targets_of_the_readme_exist(path: str) -> None:
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.MULTILINE))
    shown = set(re.findall(r"^make (\w+)", text(path), re.MULTILINE))
    assert shown == {"demo", "test"}
    assert shown <= targets
