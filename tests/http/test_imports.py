"""Imports over HTTP: what may be sent, what is told of it, and what people send that nobody should."""

from __future__ import annotations

import gzip
import io
import json
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scope import Scope
from api.jobs.folder import safe_name
from graph.embedded.store import EmbeddedStore
from tests.http.office import RAW, ROWS, V1, WRONG, Office, changes, make_keys, office
from tests.http.serving import Service, started, stop

DEEP = 100_000


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Path:
    """A store of the test's own."""
    path = tmp_path / "own.lbug"
    path.write_bytes(filled.read_bytes())
    return path


@pytest.fixture
def desk(own: Path) -> Iterator[Office]:
    """A service over it."""
    with office(own) as found:
        yield found


def refused(answer: object, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text  # type: ignore[attr-defined]


def nothing_left(desk: Office) -> bool:
    """No upload of a refused request stays behind."""
    folder = desk.place.parent / "jobs"
    return not folder.exists() or {one.name for one in folder.iterdir()} <= {"runners"}


def test_an_import_needs_a_key_that_may_load(desk: Office) -> None:
    for scope in (None, Scope.READ, Scope.REVIEW):
        answer = desk.client.post(f"{V1}/imports?mapping=firms", content=ROWS, headers={**desk.key(scope), **RAW})
        assert answer.status_code == (401 if scope is None else 403)
    assert nothing_left(desk)


def test_the_error_workbook_is_corrected_and_sent_again(desk: Office) -> None:
    job = desk.job(desk.send(WRONG))
    rows = job["result"]["rows"]
    assert (rows["loaded"], rows["rejected"], rows["total"]) == (2, 1, 3)
    cell = job["result"]["rejections"][0]
    assert (cell["sheet"], cell["row"], cell["column"], cell["value"]) == ("csv", 4, "B", "不存在镇")
    assert cell["reason"]
    assert cell["remedy"]
    assert job["result"]["rejections_total"] == 2
    (file,) = [one for one in job["files"] if one["name"] == "errors.xlsx"]
    answer = desk.get(file["href"].removeprefix(V1), Scope.LOAD)
    assert answer.headers["content-type"] == file["media_type"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book.worksheets[0]
    assert "不存在镇" in str(page.cell(4, 2).value)
    assert "没有这个镇街" in str(page.cell(4, 5).value)
    page.cell(4, 2).value, page.cell(4, 3).value = "小榄镇", "3812"
    corrected = io.BytesIO()
    book.save(corrected)
    again = desk.job(desk.send(corrected.getvalue(), "mapping=firms&key=firms&name=errors.xlsx"))
    assert again["result"]["rows"]["rejected"] == 0
    assert again["result"]["rows"]["unchanged"] == 2


def test_a_form_carries_files_and_words(desk: Office) -> None:
    mapping = 'extends: firms\ndocument: {title: "自己的", issuer: "", date: ""}\n'
    data = {"key": "mine", "dry_run": "true"}
    files = {"file": ("名录.csv", ROWS.encode()), "mapping": ("m.yaml", mapping.encode())}
    answer = desk.client.post(f"{V1}/imports", data=data, files=files, headers=desk.key(Scope.LOAD))
    job = desk.job(answer)
    assert job["state"] == "done", job
    assert job["label"] == "名录.csv"
    assert (job["result"]["source"], job["result"]["title"], job["result"]["dry_run"]) == ("mine", "自己的", True)


def test_what_a_form_may_not_hold(desk: Office) -> None:
    def send(query: str = "", data: object = None, **files: object) -> object:
        return desk.client.post(f"{V1}/imports?{query}", data=data, files=files, headers=desk.key(Scope.LOAD))  # type: ignore[arg-type]

    table = ("a.csv", ROWS.encode())
    refused(send(data={"mapping": "firms"}, other=table), 400, "BodyInvalid")
    refused(send(data={"mapping": "firms", "nonsense": "1"}, file=table), 400, "BodyInvalid")
    refused(send("mapping=firms", data={"mapping": "firms"}, file=table), 400, "ParameterInvalid")
    refused(send(data={"dry_run": "perhaps", "mapping": "firms"}, file=table), 400, "ParameterInvalid")
    refused(send("mapping=firms", mapping=("m.yaml", b"extends: firms"), file=table), 400, "ParameterInvalid")
    refused(send(mapping=("m.yaml", b"extends: firms")), 400, "BodyInvalid")
    twice = [("file", table), ("file", table)]
    refused(
        desk.client.post(f"{V1}/imports?mapping=firms", files=twice, headers=desk.key(Scope.LOAD)), 400, "BodyInvalid"
    )
    broken = {**desk.key(Scope.LOAD), "Content-Type": "multipart/form-data; boundary=x"}
    refused(desk.client.post(f"{V1}/imports", content=b"--y\r\n\r\n", headers=broken), 400, "BodyInvalid")
    many = {f"word{at}": "x" for at in range(100)}
    refused(send(data=many, file=table), 400, "BodyInvalid")
    assert nothing_left(desk)


def test_letters_chains_and_decisions_are_sent_too(desk: Office) -> None:
    letter = "中山市发展和改革局\n关于产业的函\n\n甲电机厂生产电机。乙整机厂位于南头镇。\n"
    job = desk.job(desk.send(letter, "form=letter&key=new-letter&name=函.txt"))
    assert (job["state"], job["result"]["document"]) == ("done", "new-letter"), job
    chain = "key: bad\n"
    failed = desk.job(desk.send(chain, "form=chain&name=c.yaml"))
    assert failed["problem"]["code"] == "TemplateError"
    firms = "firms:\n- {first: 甲公司, second: 乙公司, verdict: different, reason: 两个信用代码}\n"
    assert desk.job(desk.send(firms, "form=decisions&name=d.yaml"))["state"] == "done"
    exported = desk.job(desk.post("/exports", {"what": "all"}))
    lines = desk.get(exported["links"]["result"].removeprefix(V1)).content
    again = desk.job(desk.send(lines, "form=export&name=all.ndjson&dry_run=true"))
    assert again["state"] == "done", again


def test_mappings_forms_and_guesses(desk: Office) -> None:
    listed = desk.get("/imports/mappings").json()["data"]
    assert "firms" in {one["name"] for one in listed}
    firms = next(one for one in listed if one["name"] == "firms")
    assert any(column["required"] for column in firms["columns"])
    form = desk.get(firms["form"].removeprefix(V1))
    book = openpyxl.load_workbook(io.BytesIO(form.content))
    assert "示例" in [cell.value for cell in book.worksheets[0][2]]
    refused(desk.get("/imports/forms/none.xlsx"), 404, "NotFound")
    refused(desk.get("/imports/forms/..%2F..%2Ffirms.xlsx"), 404, "ResourceUnknown")
    answer = desk.client.post(
        f"{V1}/imports/guess?name=x.csv", content=ROWS.encode(), headers={**desk.key(Scope.LOAD), **RAW}
    )
    job = desk.job(answer)
    assert job["result"]["mapping"] == "firm-products"
    assert "extends: firm-products" in desk.get(job["links"]["result"].removeprefix(V1), Scope.LOAD).text


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("a\x00b.csv", "ab.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("\u2066名\u2069录.xlsx", "名录.xlsx"),
        ("..", "upload"),
        ("", "upload"),
        (".", "upload"),
        ("con.csv", "_con.csv"),
        ("LPT1", "_LPT1"),
        ("a:b*c?.csv", "a_b_c_.csv"),
        ("名" * 300 + ".xlsx", "名" * 75 + ".xlsx"),
        ("/", "upload"),
        ("\ud800x.csv", "x.csv"),
    ],
)
def test_a_name_is_a_label(label: str, kept: str) -> None:
    assert safe_name(label) == kept
    assert len(kept.encode()) <= 255


def test_hostile_names_lead_nowhere(desk: Office, own: Path) -> None:
    outside = set(own.parent.rglob("*"))
    for name in ("..%2F..%2Fown.lbug", "%2Fetc%2Fpasswd", "%E2%80%AEvsc.x", "con"):
        assert desk.job(desk.send(ROWS, f"mapping=firms&dry_run=true&name={name}"))["state"] == "done"
    refused(desk.send(ROWS, "mapping=firms&name=a%00b"), 400, "ParameterInvalid")
    files = {"file": ("../../../own.lbug", ROWS.encode())}
    answer = desk.client.post(f"{V1}/imports?mapping=firms&dry_run=true", files=files, headers=desk.key(Scope.LOAD))
    assert desk.job(answer)["label"] == "own.lbug"
    new = {one.relative_to(own.parent).parts[0] for one in set(own.parent.rglob("*")) - outside}
    beside = {f"{name}.sqlite{more}" for name in ("jobs", "access", "limits") for more in ("", "-wal", "-shm")}
    assert new <= {"jobs", *beside}


def test_no_file_of_this_machine_is_named_from_outside(desk: Office, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("extends: firms\n", encoding="utf-8")
    for mapping in (str(other), "../firms", "firms.yaml"):
        refused(desk.send(ROWS, f"mapping={mapping}"), 404, "NotFound")
    for base in (str(other), "../../../../other.yaml", "firms.yaml"):
        files = {"file": ("a.csv", ROWS.encode()), "mapping": ("m.yaml", f"extends: {base}\n".encode())}
        job = desk.job(desk.client.post(f"{V1}/imports", files=files, headers=desk.key(Scope.LOAD)))
        assert (job["state"], job["problem"]["code"]) == ("failed", "InputError"), base
        assert "extends" in job["problem"]["detail"]


def test_an_upload_over_its_limit_is_refused_while_it_comes(own: Path) -> None:
    with office(own, upload=1_000_000) as desk:

        def endless() -> Iterator[bytes]:
            for _ in range(40):
                yield b"x" * 100_000

        headers = {**desk.key(Scope.LOAD), **RAW}
        chunked = desk.client.post(f"{V1}/imports?mapping=firms", content=endless(), headers=headers)
        refused(chunked, 413, "BodyTooLarge")
        refused(desk.send(b"x" * 1_000_001), 413, "BodyTooLarge")
        form = {"file": ("a.csv", b"x" * 1_000_001)}
        refused(
            desk.client.post(f"{V1}/imports?mapping=firms", files=form, headers=desk.key(Scope.LOAD)),
            413,
            "BodyTooLarge",
        )
        assert nothing_left(desk)


def test_what_all_may_leave_here_is_bounded(own: Path) -> None:
    with office(own, jobs_space=200_000) as desk:
        refused(desk.send(b"x" * 300_000), 507, "SpaceFull")
        assert nothing_left(desk)
        assert desk.job(desk.send(ROWS))["state"] == "done"


def test_what_a_key_may_leave_here_is_bounded(own: Path) -> None:
    from graph.embedded.lock import WriterLock

    keys = make_keys(own.parent)
    small = add_key(own.parent / NAME, "small", Scope.LOAD, None, {"upload": len(ROWS.encode()) + 10})[0]
    with office(own, {**keys, Scope.LOAD: small}) as desk:
        lock = WriterLock(own)
        place = desk.send(ROWS).headers["location"]
        refused(desk.send(ROWS), 413, "BodyTooLarge")
        lock.release()
        assert desk.at(place)["state"] == "done"
        assert desk.job(desk.send(ROWS))["state"] == "done"


def test_bodies_that_unpack_without_bound(desk: Office) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    refused(desk.send(bomb, **{"Content-Encoding": "gzip"}), 415, "MediaTypeUnknown")
    job = desk.job(desk.send(bomb, "mapping=firms&name=a.csv"))
    assert (job["state"], job["problem"]["code"]) == ("failed", "UnreadableFile")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 900_000_000)
    job = desk.job(desk.send(packed.getvalue(), "mapping=firms&name=a.xlsx"))
    assert (job["state"], job["problem"]["code"]) == ("failed", "UnreadableFile")


@pytest.mark.parametrize("path", ["/exports", "/stability", "/review", "/review/pairs", "/review/x", "/what-if"])
def test_bodies_that_are_no_json_of_ours(desk: Office, path: str) -> None:
    headers = {**desk.key(Scope.ADMIN), "Content-Type": "application/json"}
    for body in (b"[" * DEEP, b'{"a":' * DEEP, b"[]", b"null", b'"x"', b'{"x": 1}', b"\xff", b"", b"{"):
        answer = desk.client.post(V1 + path, content=body, headers=headers)
        refused(answer, 400, "BodyInvalid")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = desk.client.post(V1 + path, content=b"{}", headers={**headers, "Content-Type": kind})
        refused(answer, 415, "MediaTypeUnknown")


def test_types_that_no_file_has(desk: Office) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        refused(desk.send(ROWS, **{"Content-Type": kind}), 415, "MediaTypeUnknown")
    refused(desk.send(b""), 400, "BodyInvalid")
    refused(desk.send(ROWS, "name=a.csv"), 400, "ParameterInvalid")
    refused(desk.send(ROWS, "mapping=firms&form=poem"), 400, "ParameterInvalid")
    assert nothing_left(desk)


@pytest.fixture
def service(own: Path, tmp_path: Path) -> Iterator[tuple[Service, str]]:
    """A service as a process, and a key that may load."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "liantu.lbug").write_bytes(own.read_bytes())
    key = make_keys(home)[Scope.LOAD]
    found = started(home)
    yield found, key
    stop(found)


def test_a_client_that_goes_in_the_middle_leaves_nothing(service: tuple[Service, str]) -> None:
    running, key = service
    head = (
        f"POST {V1}/imports?mapping=firms HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        "Content-Type: application/octet-stream\r\nContent-Length: 9000000\r\n\r\n"
    )
    folder = running.home / "jobs"
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as peer:
        peer.sendall(head.encode() + b"x" * 3_000_000)
        for _ in range(100):
            if folder.exists() and any(one.name != "runners" for one in folder.iterdir()):
                break
            time.sleep(0.05)
        assert [one for one in folder.iterdir() if one.name != "runners"]
    for _ in range(100):
        if not [one for one in folder.iterdir() if one.name != "runners"]:
            break
        time.sleep(0.05)
    assert not [one for one in folder.iterdir() if one.name != "runners"]
    log = (running.home / "log").read_text(encoding="utf-8")
    assert "fault" not in log


def test_what_was_loaded_is_recorded(desk: Office) -> None:
    from api.access.audit import verify

    assert desk.job(desk.send(ROWS))["state"] == "done"
    (entry,) = changes(desk.place)
    assert (entry.who, entry.action, entry.target) == ("key-load", "import.load", "firms")
    assert json.loads(entry.after)["added"] > 0
    assert verify(desk.place.parent / NAME).broken is None
    with EmbeddedStore(desk.place, read_only=True) as store:
        assert "firms" in store.info().sources
