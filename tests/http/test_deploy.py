"""The examples for an office: what can be checked here is checked, what cannot is said in them."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lxml import etree

from graph.embedded.store import EmbeddedStore
from tests.cli.conftest import LIANTU, ROOT, run_liantu
from tests.http.deploying import require

DEPLOY = ROOT / "docs" / "deploy"
UNITS = ["liantu.service", "liantu-backup.service", "liantu-backup.timer"]
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def units(folder: Path, spoil: str = "") -> subprocess.CompletedProcess[str]:
    """Have systemd read the units, with programs that are here in the place of those that are installed."""
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        text = text.replace("/opt/liantu/.venv/bin/liantu", "/bin/true").replace("/opt/liantu/backup.sh", "/dev/null")
        (folder / name).write_text(text.replace("[Service]", f"[Service]\n{spoil}", 1), encoding="utf-8")
    command = [require("systemd-analyze"), "verify", "--man=no", *(str(folder / name) for name in UNITS)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    verified = units(tmp_path)
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "ProtektSystem" in units(tmp_path, "ProtektSystem=strict").stderr  # it would say


@pytest.mark.parametrize(("unit", "most"), [("liantu.service", 20), ("liantu-backup.service", 30)])
def test_the_services_are_shut_in(tmp_path: Path, unit: str, most: int) -> None:
    units(tmp_path)
    command = [require("systemd-analyze"), "security", "--offline=true", "--no-pager"]
    rated = subprocess.run(
        [*command, f"--threshold={most}", str(tmp_path / unit)], capture_output=True, text=True, check=False
    )
    assert rated.returncode == 0, rated.stdout[-300:]


def test_the_unit_waits_longer_than_the_service_takes_to_stop() -> None:
    text = (DEPLOY / "liantu.service").read_text(encoding="utf-8")
    from api.http.server import LATE_S
    from api.settings import Settings

    (wait,) = re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert int(wait) > Settings("x").stop_s + LATE_S


def test_what_the_unit_runs_is_a_command_that_there_is() -> None:
    (command,) = re.findall(
        r"^ExecStart=\S+/liantu (.*)$", (DEPLOY / "liantu.service").read_text("utf-8"), re.MULTILINE
    )
    name, *flags = command.split()
    told = subprocess.run([*LIANTU, name, "--help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [flag for flag in flags if flag.startswith("--") and flag not in told] == []


def test_the_backup_is_one_that_can_be_restored(tmp_path: Path, filled: Path) -> None:
    home, kept, programs = tmp_path / "home", tmp_path / "kept", tmp_path / "bin"
    for folder in (home, kept, programs):
        folder.mkdir()
    (home / "liantu.lbug").write_bytes(filled.read_bytes())
    run_liantu("key", "add", "甲", "--scope", "read", home=home)
    quoted = [f"'{part}'" for part in LIANTU]
    (programs / "liantu").write_text(f'#!/bin/sh\nexec {" ".join(quoted)} "$@"\n', encoding="utf-8")
    (programs / "python").write_text(f"#!/bin/sh\nexec '{sys.executable}' \"$@\"\n", encoding="utf-8")
    for program in programs.iterdir():
        program.chmod(0o755)
    old, others = kept / "2020-01-01.lbug", kept / "merken.lbug"
    for file in (old, others):
        file.write_bytes(b"x")
        os.utime(file, (0, 0))
    backup(home, kept, programs)
    backup(home, kept, programs)  # the same day again
    names = sorted(file.name for file in kept.iterdir())
    assert not old.exists()
    assert others.exists()  # only its own are dropped
    (copy,) = [kept / name for name in names if re.fullmatch(r"\d{4}-\d\d-\d\d\.lbug", name)]
    (keys,) = [kept / name for name in names if name.endswith(".access.sqlite")]
    assert len(names) == 3
    with sqlite3.connect(keys) as opened:
        assert opened.execute("SELECT name FROM keys").fetchall() == [("甲",)]
    opened.close()
    with EmbeddedStore(home / "liantu.lbug", read_only=True) as store:
        nodes = store.info().nodes
    (home / "liantu.lbug").unlink()
    run_liantu("restore", copy, home=home)
    with EmbeddedStore(home / "liantu.lbug", read_only=True) as store:
        assert store.info().nodes == nodes


def backup(home: Path, kept: Path, programs: Path) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LIANTU_")}
    place = {"LIANTU_HOME": str(home), "LIANTU_BACKUPS": str(kept), "LIANTU_BIN": str(programs)}
    subprocess.run(
        ["/bin/sh", str(DEPLOY / "backup.sh")], check=True, cwd=ROOT, env={**clean, **place}, capture_output=True
    )


def test_a_backup_that_fails_keeps_what_there_is(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    old = kept / "2020-01-01.lbug"
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    (tmp_path / "liantu").write_text("#!/bin/sh\nexit 4\n", encoding="utf-8")
    (tmp_path / "liantu").chmod(0o755)
    with pytest.raises(subprocess.CalledProcessError):
        backup(tmp_path, kept, tmp_path)
    assert old.exists()


def test_the_windows_task_is_written_as_the_schema_has_it() -> None:
    """Elements, their order and values of the Task Scheduler schema (MS-TSCH 2.5), of which this uses a part."""
    text = (DEPLOY / "windows" / "liantu-task.xml").read_text(encoding="utf-8")
    assert not text.startswith("<?xml")  # the program that takes it has it as UTF-16 already
    task = etree.fromstring(text.encode())
    assert task.tag == f"{TASK}Task"
    assert task.get("version") == "1.2"
    shapes = {
        "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
        "RegistrationInfo": ["Description"],
        "Triggers": ["BootTrigger"],
        "BootTrigger": ["Enabled", "Delay"],
        "Principals": ["Principal"],
        "Principal": ["UserId", "RunLevel"],
        "Settings": [
            "MultipleInstancesPolicy", "DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "StartWhenAvailable",
            "RestartOnFailure", "ExecutionTimeLimit", "Enabled",
        ],
        "RestartOnFailure": ["Interval", "Count"],
        "Actions": ["Exec"],
        "Exec": ["Command", "Arguments", "WorkingDirectory"],
    }  # fmt: skip
    values = {
        "Enabled": "true|false",
        "RunLevel": "LeastPrivilege|HighestAvailable",
        "MultipleInstancesPolicy": "Parallel|Queue|IgnoreNew|StopExisting",
        "DisallowStartIfOnBatteries": "true|false",
        "StopIfGoingOnBatteries": "true|false",
        "StartWhenAvailable": "true|false",
        "Interval": r"PT[0-9]+M",
        "Delay": r"PT[0-9]+S",
        "Count": r"[1-9][0-9]{0,2}",
        "ExecutionTimeLimit": r"PT[0-9]+S",
        "UserId": "S-1-5-(18|19|20)",
    }
    for element in task.iter():
        name = str(element.tag).removeprefix(TASK)
        assert [str(child.tag).removeprefix(TASK) for child in element] == shapes.get(name, []), name
        if name in values:
            assert re.fullmatch(values[name], element.text or ""), name
    actions, principal = task.find(f"{TASK}Actions"), task.find(f"{TASK}Principals/{TASK}Principal")
    assert actions is not None
    assert principal is not None
    assert actions.get("Context") == principal.get("id")
    arguments = task.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments") or ""
    assert arguments.count('"') % 2 == 0
    script = (DEPLOY / "windows" / "install.ps1").read_text(encoding="utf-8")
    for place in (r"C:\Liantu\.venv\Scripts\liantu.exe", r"C:\ProgramData\Liantu"):
        assert place in arguments
        assert place in script


def test_compose_names_versions_and_settings_that_there_are() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert re.fullmatch(r"neo4j:\d+\.\d+\.\d+-community", services["neo4j"]["image"])
    tested = (ROOT / "tests" / "server" / "pom.xml").read_text(encoding="utf-8")
    assert services["neo4j"]["image"].removeprefix("neo4j:").removesuffix("-community") in tested
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^FROM python:\d+\.\d+\.\d+-slim-\w+$", dockerfile, re.MULTILINE)
    assert (DEPLOY / services["liantu"]["build"]["context"]).resolve() == ROOT
    assert services["liantu"]["build"]["dockerfile"] == "docs/deploy/Dockerfile"
    assert services["liantu"]["ports"] == ["127.0.0.1:8600:8600"]
    from api.settings import Settings
    from graph.server.connect import PASSWORD, USER

    given = services["liantu"]["environment"]
    assert {USER, PASSWORD} <= given.keys()
    settings = Settings.read(given, store=given["LIANTU_STORE"])
    assert (settings.host, settings.workers, settings.reading_open) == ("0.0.0.0", 2, False)  # noqa: S104


def test_shell_and_powershell_examples_are_whole() -> None:
    subprocess.run(["/bin/sh", "-n", str(DEPLOY / "backup.sh")], check=True)
    if shutil.which("pwsh") is not None:
        check = f"$null = [scriptblock]::Create((Get-Content -Raw '{DEPLOY / 'windows' / 'install.ps1'}'))"
        subprocess.run(["pwsh", "-NoProfile", "-Command", check], check=True)
