"""What a careless or hostile user does: each time one clear line, a documented exit code, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import LETTER, LIANTU, ROOT, run_liantu

TEMPLATE = (ROOT / "loaders" / "data" / "chains" / "wind.yaml").read_text(encoding="utf-8")


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def start(*arguments: object, home: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "LIANTU_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    words = [*LIANTU, *map(str, arguments)]
    return subprocess.Popen(words, env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def letter(folder: Path, text: str, name: str = "函.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_second_writer_waits_and_the_first_one_finishes(home: Path, tmp_path: Path) -> None:
    long = letter(tmp_path, "我市引进天翼航空科技有限公司，2024年产值达3.5亿元。\n" * 1500, "长函.txt")
    first = start("load", "letter", long, home=home)
    while not (home / "liantu.lbug.staging").exists() and first.poll() is None:
        time.sleep(0.01)
    second = run_liantu("load", "letter", letter(tmp_path, "我市建成低空产业园。\n"), home=home, code=4)
    assert "另一个程序正在写" in second.stderr
    _, errors = first.communicate(timeout=300)
    assert first.returncode == 0, errors
    assert {"长函"} == set(answer("doctor", home=home)["sources"]) & {"长函", "函"}


def test_an_interrupted_load_says_so_and_changes_nothing(home: Path, tmp_path: Path) -> None:
    before = answer("doctor", home=home)
    long = letter(tmp_path, "我市引进天翼航空科技有限公司，2024年产值达3.5亿元。\n" * 3000)
    process = start("load", "letter", long, home=home)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 130, errors
    assert "Traceback" not in errors
    assert answer("doctor", home=home) == before


def test_another_text_does_not_wipe_out_a_review(home: Path, tmp_path: Path) -> None:
    other = letter(tmp_path, "我市建成低空产业园，引进企业20家。\n", LETTER.name)
    refused = run_liantu("load", "letter", other, home=home, code=2)
    assert "--replace" in refused.stderr
    before = answer("doctor", home=home)["quotes_checked"]
    run_liantu("load", "letter", other, "--replace", home=home)
    assert answer("doctor", home=home)["quotes_checked"] < before - 700


@pytest.mark.parametrize("key", ["chain-ai", "places-zhongshan", "derived-segments", "a b", "x" * 300, "..", "\ufeff"])
def test_a_letter_cannot_take_another_source_s_name(home: Path, tmp_path: Path, key: str) -> None:
    run_liantu("load", "letter", letter(tmp_path, "我市建成低空产业园。\n"), "--key", key, home=home, code=2)
    assert len(answer("gaps", home=home)) == 18


def test_a_template_cannot_take_another_chain_s_key_or_name(home: Path, tmp_path: Path) -> None:
    for old, new in (("key: wind", "key: ai"), ("name: 风电产业链", "name: 人工智能产业链")):
        path = tmp_path / "t.yaml"
        path.write_text(TEMPLATE.replace(old, new, 1), encoding="utf-8")
        assert "对不上" in run_liantu("load", "chain", path, home=home, code=2).stderr


def test_another_table_of_places_does_not_wipe_out_the_first(home: Path, tmp_path: Path) -> None:
    path = letter(tmp_path, "code,name,kind,form,aliases,within,note,source\n1,某市,Region,市,,,,s\n", "zhongshan.csv")
    assert "--replace" in run_liantu("load", "places", path, home=home, code=2).stderr
    assert answer("find", "东凤镇", home=home)


PERSONAL = """关于张三13912345678的复函
经办人：陈伟强 186 3860 7429
法定代表人杨强明，手机13812345679，出席了低空产业园开工仪式。
姓名：秦强涛，手机号码13712345678
冯霞敏（身份证440106198001011234）担任天翼航空科技有限公司董事长。
我市引进天翼航空科技有限公司，2024年产值达3.5亿元。
"""


def test_persons_stay_out_wherever_they_stand(home: Path, tmp_path: Path) -> None:
    run_liantu("load", "letter", letter(tmp_path, PERSONAL, "联系人王小明13612345678.txt"), home=home)
    dump = json.dumps(answer("cypher", "MATCH (n) RETURN n", "--limit", "10000", home=home), ensure_ascii=False)
    # Longer than the microseconds of a load's time, which may hold any four digits.
    for word in (
        "13912345678",
        "3860 7429",
        "38607429",
        "13812345679",
        "13712345678",
        "440106198",
        "13612345678",
        "秦强涛",
        "杨强明",
    ):
        assert word not in dump, word
    assert "天翼航空科技有限公司" in dump


def test_persons_are_refused_in_decisions_and_places(home: Path, tmp_path: Path) -> None:
    decided = tmp_path / "d.yaml"
    run_liantu("review", "export", "letter-2025-112", "-o", decided, home=home)
    text = decided.read_text(encoding="utf-8").replace(
        "{kind: Firm, name: 木林森}", "{kind: Firm, name: 木林森, aliases: ['13812345678']}", 1
    )
    decided.write_text(text, encoding="utf-8")
    assert "个人信息" in run_liantu("load", "decisions", decided, home=home, code=2).stderr
    row = "code,name,kind,form,aliases,within,note,source\n1,某市,Region,市,,,联系人：张三 13800138000,s\n"
    assert "个人信息" in run_liantu("load", "places", letter(tmp_path, row, "p.csv"), home=home, code=2).stderr


@pytest.mark.parametrize(
    "text",
    [
        "key: [a",
        "? [a]\n: b\n",
        "[" * 5000,
        "a: !!int x\n",
        "a: &x 1\nb: *x\n",
        "- 1\n",
        "key: \t x\n\ty: 1\n",
        "a: 1\na: 2\n",
    ],
)
def test_odd_yaml_is_refused_in_one_line(home: Path, tmp_path: Path, text: str) -> None:
    path = letter(tmp_path, text, "t.yaml")
    for what in ("chain", "decisions"):
        refused = run_liantu("load", what, path, home=home, code=2)
        assert len(refused.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("what", ["letter", "chain", "places", "decisions"])
def test_devices_pipes_and_folders_are_refused_at_once(home: Path, tmp_path: Path, what: str) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for place in (pipe, Path("/dev/zero"), tmp_path):
        assert run_liantu("load", what, place, home=home, code=2).stderr.startswith("错误")


def test_a_query_that_runs_away_is_stopped(built: Path) -> None:
    doubling = "WITH [1] AS x " + "WITH list_concat(x, x) AS x " * 30 + "RETURN size(x)"
    run_liantu("cypher", doubling, "--timeout", "1", home=built, code=2)
    star = "MATCH " + ", ".join(f"(a)-[:IN_SEGMENT|INPUT_OF]-(b{n})" for n in range(24)) + " RETURN count(*) AS c"
    run_liantu("cypher", star, "--timeout", "1", home=built, code=4)
    run_liantu("cypher", "MATCH (n) RETURN $x", home=built, code=2)
    run_liantu("cypher", "RETURN 1", "-p", "x=1", home=built, code=2)


def test_what_is_written_is_whole_and_nothing_else_is_touched(built: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    run_liantu("export", "facts", "-o", link, home=built)
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["relations"]
    run_liantu("export", "facts", "-o", "/dev/null", home=built)
    assert Path("/dev/null").is_char_device()
    run_liantu("export", "facts", "-o", tmp_path, home=built, code=2)
    run_liantu("export", "facts", "-o", "", home=built, code=2)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_terminals_without_chinese_get_an_answer(built: Path, encoding: str) -> None:
    run_liantu("doctor", home=built, PYTHONIOENCODING=encoding, LC_ALL="C", COLUMNS="abc")


@pytest.mark.parametrize("arguments", [["load", "letter"], ["gpas"], ["find", "x", "--limit", "0"], ["map", "--bad"]])
def test_usage_errors_are_chinese_and_json_when_asked(built: Path, arguments: list[str]) -> None:
    assert "错误" in run_liantu(*arguments, home=built, code=2).stderr
    assert json.loads(run_liantu(*arguments, "--json", home=built, code=2).stderr)["error"]["code"] == "UsageError"


def test_unknown_kinds_and_relations_are_refused(built: Path) -> None:
    assert "Firm" in run_liantu("find", "福", "--kind", "Nope", home=built, code=2).stderr
    assert "LOCATED_IN" in run_liantu("show", "福昆航空", "--relation", "BAD", home=built, code=2).stderr


def test_a_refused_letter_leaves_no_store_behind(tmp_path: Path) -> None:
    run_liantu("load", "letter", letter(tmp_path, " \n"), home=tmp_path / "home", code=2)
    assert not (tmp_path / "home").exists()
