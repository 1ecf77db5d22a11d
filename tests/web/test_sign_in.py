"""Signing in by the page: with the right key, back to where one came from and nowhere else, out again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from api.access.database import NAME
from api.access.keys import revoke_key
from api.access.scope import Scope
from api.settings import Settings
from api.web.refusals import local_path
from tests.http.conftest import client_of
from tests.web.browser import DESK, LARGE, PHONE, watched
from tests.web.desk import Desk, desk_over, looks_right, only_refusals, sign_in
from tests.web.test_served import BROWSER, parsed


@pytest.fixture(scope="module")
def closed(letter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A service where reading needs a key too."""
    home = tmp_path_factory.mktemp("closed")
    shutil.copy(letter_home / "liantu.lbug", home / "liantu.lbug")
    with desk_over(home, LIANTU_HTTP_READING="keys") as found:
        yield found


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "evil", "", "/sign-in?back=/", "/\tevil", "/\n//evil.example", "///evil.example", "http:/evil", "//[",
        "/" + "x" * 5_000,
    ],
)  # fmt: skip
def test_one_goes_back_to_no_other_place(elsewhere: str) -> None:
    assert local_path(elsewhere) == "/"
    with client_of(Settings("nowhere.lbug")) as client:
        answer = client.get("/sign-in", params={"back": elsewhere})
    if not elsewhere.isprintable():
        assert answer.status_code == 400
        return
    assert parsed(answer.text).xpath("//form[@id='sign-in-form']/@data-back") == ["/"]


def test_one_goes_back_to_a_place_of_this_service() -> None:
    for place in ("/", "/gaps?chain=smart-appliance&class=missing", "/nodes/Firm:%E5%BA%B7%E6%96%B9", "/review"):
        assert local_path(place) == place


def test_who_needs_a_key_for_a_page_is_sent_to_sign_in_and_a_program_is_told(letter_home: Path) -> None:
    with client_of(Settings(str(letter_home / "liantu.lbug"), reading="keys")) as client:
        for path in ("/", "/gaps?chain=smart-appliance", "/nodes/Firm:%E5%BA%B7%E6%96%B9%E7%94%9F%E7%89%A9", "/none"):
            answer = client.get(path, headers=BROWSER, follow_redirects=False)
            assert answer.status_code == 303, path
            where = urlsplit(answer.headers["location"])
            assert (where.scheme, where.netloc, where.path) == ("", "", "/sign-in")
            assert parse_qs(where.query) == {"back": [path], "why": ["KeyMissing"]}
            assert answer.content == b""
            program = client.get(path, headers={"Accept": "application/json"})
            assert (program.status_code, program.json()["code"]) == (401, "KeyMissing")
        page = client.get("/sign-in?back=/gaps&why=KeyMissing", headers=BROWSER)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert "data-version" not in str(page.headers)
        tree = parsed(page.text)
        assert tree.xpath("//form[@id='sign-in-form']/@data-back") == ["/gaps"]
        assert not tree.xpath("//input[@id='key']/@name"), "a form without its script would send the key"
        for file in tree.xpath("//link[@rel='stylesheet']/@href | //script/@src | //link[@rel='icon']/@href"):
            assert client.get(file).status_code == 200, file


def test_without_a_store_one_can_still_sign_in(tmp_path: Path) -> None:
    with client_of(Settings(str(tmp_path / "none.lbug"))) as client:
        assert client.get("/sign-in", headers=BROWSER).status_code == 200


def test_a_refusal_for_want_of_scope_is_a_page_that_leads_to_signing_in(closed: Desk, browser: Browser) -> None:
    with client_of(Settings(str(closed.service.home / "liantu.lbug"))) as client:
        headers = {**BROWSER, "Authorization": f"Bearer {closed.keys[Scope.READ]}"}
        page = client.get("/api/v1/audit", headers=headers)
        assert page.json()["code"] == "ScopeMissing", "the interface stays one for programs"
        bad = client.get("/gaps", headers={**BROWSER, "Authorization": "Bearer liantu_wrong"})
    assert bad.status_code == 401
    assert parsed(bad.text).xpath("//main//a[contains(@href, '/sign-in')]/@href") == ["/sign-in?back=%2Fgaps"]


def test_from_a_page_to_signing_in_and_back_and_out_again(closed: Desk, browser: Browser) -> None:
    with watched(browser, closed.address, DESK) as seen:
        page = seen.page
        seen.open("/gaps?chain=smart-appliance")
        expect(page.locator("h1")).to_have_text("登录")
        expect(page.locator(".notice")).to_have_text("这一页要先登录。")
        looks_right(seen)
        page.keyboard.type(closed.keys[Scope.READ][:-1] + "!")
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text("密钥不对")
        page.keyboard.type(closed.keys[Scope.REVIEW])  # the wrong one is selected: typing takes its place
        page.keyboard.press("Enter")
        page.wait_for_url("**/gaps?chain=smart-appliance")
        expect(page.locator("#who summary")).to_have_text("key-review· 审核")
        page.locator("#who summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".who-card")).to_contain_text("权限：审核")
        looks_right(seen)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in?back=*")
        only_refusals(seen, 401)


def test_a_key_that_is_revoked_ends_the_visit_and_says_so(letter_home: Path, tmp_path: Path, browser: Browser) -> None:
    shutil.copy(letter_home / "liantu.lbug", tmp_path / "liantu.lbug")
    with (
        desk_over(tmp_path, LIANTU_HTTP_READING="keys") as desk,
        watched(browser, desk.address, DESK) as seen,
    ):
        sign_in(seen, desk.keys[Scope.READ])
        seen.open("/chains")
        expect(seen.page.locator("h1")).to_have_text("产业链")
        revoke_key(tmp_path / NAME, "key-read")
        seen.open("/gaps")
        expect(seen.page.locator(".notice")).to_contain_text("已收回")


def test_where_reading_is_open_the_head_offers_to_sign_in_and_asks_nothing(closed: Desk, browser: Browser) -> None:
    for size in (DESK, LARGE, PHONE):
        with watched(browser, closed.address, size) as seen:
            seen.open("/sign-in?back=/gaps")
            looks_right(seen, axe=size == DESK)
            asked = seen.page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
            assert any(one.endswith("/account.js") for one in asked)
            assert not [one for one in asked if one.endswith("/session")]
            seen.clean()
