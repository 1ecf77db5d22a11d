"""Every command of the README does what it says, in the order in which it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import LETTER, ROOT, run_liantu


def shown(readme: str) -> list[list[str]]:
    """Return the ``liantu`` lines of the code blocks, split as a shell splits them, without comments."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("liantu ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_commands_of_the_readme_run(readme: str, tmp_path: Path) -> None:
    commands = shown(readme)
    assert len(commands) >= 12
    for words in commands:
        for word in words:
            if word.endswith(".docx"):
                document = docx.Document()
                for line in LETTER.read_text(encoding="utf-8").splitlines()[:40]:
                    document.add_paragraph(line)
                document.save(str(tmp_path / word))
        answer = run_liantu(*words, home=tmp_path / "home", cwd=tmp_path).stdout
        written = [word for word in words if word.endswith((".json", ".svg", ".xlsx", ".html"))]
        assert answer.strip() or written, words
        for name in written:
            assert (tmp_path / name).stat().st_size > 1000


def test_the_demo_does_the_main_job(tmp_path: Path) -> None:
    answer = run_liantu("demo", "--out", tmp_path / "out", home=tmp_path / "home").stdout
    for words in ("低空经济产业链", "智能家电产业链", "核查清单", "数据不足", "福昆航空", "“"):
        assert words in answer
    assert "没有一个环节可以叫缺链" in answer
    out = tmp_path / "out"
    assert len(list((out / "maps").glob("*.svg"))) == len(list((out / "maps").glob("*.png"))) == 18
    assert (out / "gaps.csv").stat().st_size > 50_000
    assert (out / "facts-letter-2025-112.json").stat().st_size > 100_000
    assert not (tmp_path / "home").exists()
