"""People show a key once, in a browser; what they get opens pages to read, and nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.access.keys import ApiKey, IssuedKey, Scope
from hiring.domain.access.sessions import SESSION_COOKIE
from hiring.entrypoints.http.access.attempts import (
    MOST_IN_ALL,
    MOST_OF_AN_ADDRESS,
    WITHIN_S,
    Attempts,
    TooManyAttempts,
)
from hiring.entrypoints.http.access.sign_in_page import _ENGLISH, _PORTUGUESE
from tests.contracts.builders import an_issued
from tests.unit.entrypoints.http.builders import NOW, Running, a_body, a_service
from tests.unit.entrypoints.http.test_openapi import Page
from tests.unit.entrypoints.http.test_parts import soon

PREDICTS = an_issued(1, "ats")
AUDITS = an_issued(2, "auditor", scopes=[Scope.ADMIN])
STRANGER = an_issued(3)
BROWSER = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "pt-BR,pt;q=0.9,en;q=0.8"}
SITE = {"Sec-Fetch-Site": "cross-site"}


def a_store(*keys: ApiKey) -> MemoryStore:
    store = MemoryStore(digest_key=b"d" * 32)
    for key in keys or (PREDICTS.key, AUDITS.key):
        store.api_keys.add(key)
    return store


@contextmanager
def a_door(store: MemoryStore | None = None) -> Iterator[Running]:
    with a_service(store=store or a_store()) as running:
        running.client.follow_redirects = False
        yield running


@pytest.fixture
def service() -> Iterator[Running]:
    with a_door() as running:
        yield running


def signing_in(service: Running, issued: IssuedKey, **headers: str) -> httpx.Response:
    return service.client.post("/sign-in", data={"key": issued.token}, headers=headers)


def cookie_of(response: httpx.Response) -> str:
    found = re.fullmatch(rf"{SESSION_COOKIE}=([^;]+); .*", response.headers["set-cookie"])
    assert found is not None
    return found[1]


def asking(service: Running, method: str, path: str, cookie: str, **headers: str) -> httpx.Response:
    service.client.cookies.clear()
    sent = {"Cookie": f"theme=dark; {SESSION_COOKIE}={cookie}; x=y", **headers}
    return service.client.request(method, path, headers=sent)


@pytest.mark.parametrize("path", ["/docs", "/schema/openapi.json", "/sign-in"])
def test_the_contract_and_the_way_in_are_open(service: Running, path: str) -> None:
    response = service.client.get(path)

    assert response.status_code == 200
    assert "form-action 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("headers", "leads_to"),
    [
        ({}, "docs"),
        ({"X-Forwarded-Prefix": "/hiring"}, "/hiring/docs"),
        ({"X-Forwarded-Prefix": "/rh/hiring/"}, "/rh/hiring/docs"),
        ({"X-Forwarded-Prefix": "//evil.example"}, "docs"),
        ({"X-Forwarded-Prefix": "https://evil.example"}, "docs"),
        ({"X-Forwarded-Prefix": "/a\\b"}, "docs"),
    ],
)
def test_the_root_leads_to_the_contract_behind_a_prefix_too(
    service: Running, headers: dict[str, str], leads_to: str
) -> None:
    response = service.client.get("/", headers=headers)

    assert (response.status_code, response.headers["location"]) == (303, leads_to)


def test_every_link_of_our_pages_is_relative(service: Running) -> None:
    signing_in(service, AUDITS)
    for path in ("/docs", "/sign-in"):
        assert not any(link.startswith(("/", "http")) for link in Page(service.client.get(path).text).links)


def test_a_key_becomes_a_cookie_that_is_not_the_key(service: Running) -> None:
    response = signing_in(service, AUDITS)
    attributes = response.headers["set-cookie"].split("; ")[1:]
    cookie = cookie_of(response)

    assert (response.status_code, response.headers["location"]) == (303, "sign-in")
    assert attributes == ["Max-Age=43200", "HttpOnly", "SameSite=Strict"]
    assert AUDITS.token not in response.text + cookie + service.log.getvalue()
    assert AUDITS.key.digest not in cookie
    assert cookie not in service.log.getvalue()
    assert cookie_of(signing_in(service, AUDITS)) != cookie


@pytest.mark.parametrize("headers", [{"X-Forwarded-Proto": "https"}, {"X-Forwarded-Proto": "https, http"}])
def test_behind_tls_the_cookie_is_secure(service: Running, headers: dict[str, str]) -> None:
    assert signing_in(service, AUDITS, **headers).headers["set-cookie"].endswith("; Secure")


@pytest.mark.parametrize(
    ("issued", "path", "status"),
    [
        (AUDITS, "/version", 200),
        (AUDITS, "/metrics", 200),
        (AUDITS, "/decisions/a-request", 404),
        (AUDITS, "/nothing", 404),
        (PREDICTS, "/version", 200),
        (PREDICTS, "/metrics", 403),
        (PREDICTS, "/decisions/a-request", 403),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_opens_what_is_read_within_the_scopes_of_the_key(
    service: Running, issued: IssuedKey, path: str, status: int, method: str
) -> None:
    cookie = cookie_of(signing_in(service, issued))

    assert asking(service, method, path, cookie).status_code == status


@pytest.mark.parametrize(
    "path", ["/predict", "/predict/applicant", "/predict/batch", "/decisions/x", "/version"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_opens_nothing_that_acts(path: str, method: str) -> None:
    both = an_issued(4, "both", scopes=tuple(Scope))
    with a_door(a_store(both.key)) as service:
        cookie = cookie_of(signing_in(service, both))
        response = asking(service, method, path, cookie)

        assert response.status_code == 401
        assert service.predict(a_body(), Cookie=f"{SESSION_COOKIE}={cookie}").status_code == 401
        assert service.rows() == []


@pytest.mark.parametrize(
    "headers",
    [SITE, {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"}, SITE | {"Sec-Fetch-Mode": "cors"}],
)
def test_another_site_reads_nothing_by_it(service: Running, headers: dict[str, str]) -> None:
    cookie = cookie_of(signing_in(service, AUDITS))

    assert asking(service, "GET", "/metrics", cookie, **headers).status_code == 401
    assert asking(service, "GET", "/metrics", cookie, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        SITE,
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://testserver.local.evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_a_form_of_another_site_neither_signs_in_nor_out(
    service: Running, path: str, headers: dict[str, str]
) -> None:
    response = service.client.post(path, data={"key": AUDITS.token}, headers=headers)

    assert (response.status_code, response.json()["type"]) == (403, "urn:hiring:problem:forbidden")
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver.local"},
        {"Origin": "https://rh.example", "X-Forwarded-Host": "rh.example"},
    ],
)
def test_our_own_form_signs_in(service: Running, headers: dict[str, str]) -> None:
    assert signing_in(service, AUDITS, **headers).status_code == 303


def test_revoking_the_key_ends_it() -> None:
    store = a_store()
    with a_door(store) as service:
        cookie = cookie_of(signing_in(service, AUDITS))
        assert asking(service, "GET", "/metrics", cookie).status_code == 200
        store.api_keys.revoke(AUDITS.key.id, NOW)
        soon(lambda: asking(service, "GET", "/metrics", cookie).status_code == 401)
        assert signing_in(service, AUDITS).status_code == 401


def test_another_worker_or_host_of_the_store_knows_it_and_another_store_does_not() -> None:
    store = a_store()
    with a_door(store) as one, a_door(store) as other, a_door(MemoryStore(digest_key=b"e" * 32)) as stranger:
        stranger.store.api_keys.add(AUDITS.key)
        cookie = cookie_of(signing_in(one, AUDITS))
        assert asking(other, "GET", "/metrics", cookie).status_code == 200
        soon(lambda: asking(stranger, "GET", "/version", "x").status_code == 401)
        assert asking(stranger, "GET", "/metrics", cookie).status_code == 401


def test_signing_out_takes_the_cookie_away(service: Running) -> None:
    signing_in(service, AUDITS)
    assert service.client.get("/metrics").status_code == 200
    response = service.client.post("/sign-out")

    assert (response.status_code, response.headers["location"]) == (303, "sign-in")
    assert service.client.get("/metrics").status_code == 401
    assert service.client.get("/sign-out").status_code == 405


@pytest.mark.parametrize(
    "key", [STRANGER.token, "", "hk_", PREDICTS.key.digest, "é" * 300, "\x00", PREDICTS.token[:-1]]
)
def test_a_wrong_key_is_refused_without_a_word_of_it(service: Running, key: str) -> None:
    as_program = service.client.post("/sign-in", data={"key": key})
    in_a_browser = service.client.post("/sign-in", data={"key": key}, headers=BROWSER)

    assert (as_program.status_code, as_program.json()["type"]) == (401, "urn:hiring:problem:unauthorized")
    assert (in_a_browser.status_code, "Essa chave não existe" in in_a_browser.text) == (401, True)
    for response in (as_program, in_a_browser):
        assert "set-cookie" not in response.headers
        assert len(key) < 10 or key not in response.text + service.log.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"", "application/x-www-form-urlencoded", 422, "invalid-form"),
        (b"key=a&key=b", "application/x-www-form-urlencoded", 422, "invalid-form"),
        (b"token=a", "application/x-www-form-urlencoded", 422, "invalid-form"),
        (b'{"key": "a"}', "application/json", 415, "unsupported-media-type"),
        (b"key=a", "multipart/form-data; boundary=x", 415, "unsupported-media-type"),
        (b"key=" + b"a" * 5000, "application/x-www-form-urlencoded", 413, "body-too-large"),
        (b"\xff\xfe%ff%00", "application/x-www-form-urlencoded", 422, "invalid-form"),
    ],
)
def test_what_is_no_form_is_refused(
    service: Running, content: bytes, kind: str, status: int, code: str
) -> None:
    response = service.client.post("/sign-in", content=content, headers={"Content-Type": kind})

    assert (response.status_code, response.json()["type"]) == (status, f"urn:hiring:problem:{code}")


def test_too_many_wrong_keys_are_refused_and_the_right_one_with_them(service: Running) -> None:
    wrong = [signing_in(service, STRANGER).status_code for _ in range(MOST_OF_AN_ADDRESS)]
    refused, in_a_browser = signing_in(service, AUDITS), signing_in(service, AUDITS, **BROWSER)

    assert set(wrong) == {401}
    assert (refused.status_code, refused.json()["type"]) == (429, "urn:hiring:problem:too-many-attempts")
    assert 1 <= int(refused.headers["retry-after"]) <= WITHIN_S
    assert (in_a_browser.status_code, "tentativas demais" in in_a_browser.text) == (429, True)
    assert service.predict(a_body(), Authorization=f"Bearer {PREDICTS.token}").status_code == 200


def test_right_keys_may_be_shown_as_often_as_anybody_likes(service: Running) -> None:
    statuses = {signing_in(service, AUDITS).status_code for _ in range(3 * MOST_OF_AN_ADDRESS)}

    assert statuses == {303}


def test_attempts_are_counted_by_address_and_in_all_and_are_forgotten() -> None:
    seconds = 0.0
    attempts = Attempts(lambda: seconds)
    for _ in range(MOST_OF_AN_ADDRESS):
        attempts.admit("10.0.0.1")
        attempts.failed("10.0.0.1")
    with pytest.raises(TooManyAttempts) as refused:
        attempts.admit("10.0.0.1")
    assert refused.value.headers == {"Retry-After": str(int(WITHIN_S))}
    for number in range(MOST_IN_ALL - MOST_OF_AN_ADDRESS):
        seconds = 10.0
        attempts.admit(f"10.0.1.{number}")
        attempts.failed(f"10.0.1.{number}")
    with pytest.raises(TooManyAttempts) as refused:
        attempts.admit("10.0.0.2")
    assert refused.value.headers == {"Retry-After": "50"}
    seconds = WITHIN_S
    attempts.admit("10.0.0.1")
    attempts.admit("10.0.0.2")


def test_keys_that_were_not_read_yet_sign_nobody_in() -> None:
    class Silent(MemoryStore):
        @property
        def api_keys(self) -> None:  # type: ignore[override]  # a store that does not answer
            raise TimeoutError

    with a_door(Silent()) as service:
        response = signing_in(service, AUDITS)

        assert (response.status_code, response.json()["unavailable"]) == (503, ["store"])
        assert service.client.get("/docs").status_code == 200


@pytest.mark.parametrize(
    ("languages", "title"),
    [
        ("pt-BR,pt;q=0.9,en;q=0.8", "Entrar"),
        ("pt", "Entrar"),
        ("en,pt;q=0.5", "Sign in"),
        ("en;q=0.5,pt-PT;q=0.7", "Entrar"),
        ("de", "Sign in"),
        ("*", "Sign in"),
        (",;q=,pt;q=2", "Sign in"),
        ("", "Sign in"),
    ],
)
def test_the_page_is_in_the_language_of_the_browser(service: Running, languages: str, title: str) -> None:
    text = service.client.get("/sign-in", headers={"Accept-Language": languages}).text

    assert f"<h1>{title}</h1>" in text
    assert f'<html lang="{"pt-BR" if title == "Entrar" else "en"}">' in text


def test_both_languages_say_everything() -> None:
    assert _ENGLISH.keys() == _PORTUGUESE.keys()


def test_the_page_loads_nothing_and_runs_nothing(service: Running) -> None:
    for _ in ("signed out", "signed in"):
        page = Page(text := service.client.get("/sign-in").text)
        assert not page.tags & {"script", "link", "img", "iframe", "object"}
        assert not any(name.startswith("on") or name in {"src", "style"} for name in page.attributes)
        assert "url(" not in text
        signing_in(service, AUDITS)
    assert "auditor" in text


def test_a_page_asked_for_in_a_browser_leads_to_the_form_and_back(service: Running) -> None:
    asked = service.client.get("/decisions/lote-1/0?explain=2", headers=BROWSER)
    form = Page(asked.text)
    wanted = re.search(r'name="next" value="([^"]*)"', asked.text)
    assert (asked.status_code, wanted and wanted[1]) == (401, "decisions/lote-1/0?explain=2")
    assert 'action="../../sign-in"' in asked.text
    assert form.links <= {"../../docs"}

    back = service.client.post("/sign-in", data={"key": AUDITS.token, "next": "decisions/lote-1/0?explain=2"})
    assert (back.status_code, back.headers["location"]) == (303, "decisions/lote-1/0?explain=2")


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer hk_", "Basic YTpi"])
def test_who_sends_a_key_that_is_none_is_a_program_and_gets_the_problem(service: Running, shown: str) -> None:
    asked = service.client.get("/metrics", headers={**BROWSER, "Authorization": shown})

    assert asked.status_code == 401
    assert asked.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "version:evil",
        "javascript:alert(1)",
        "metricsx",
        "decisions/a\r\nSet-Cookie: x=y",
        "decisions/" + "a" * 600,
        "predict",
        "",
    ],
)
def test_nobody_is_led_elsewhere(service: Running, wanted: str) -> None:
    response = service.client.post("/sign-in", data={"key": AUDITS.token, "next": wanted})

    assert (response.status_code, response.headers["location"]) == (303, "sign-in")


def test_it_says_which_methods_the_way_in_takes(service: Running) -> None:
    for method in ("OPTIONS", "DELETE"):
        response = service.client.request(method, "/sign-in")
        allowed = {word.strip() for word in response.headers["allow"].split(",")}
        assert (response.status_code, allowed - {"OPTIONS"}) == (
            204 if method == "OPTIONS" else 405,
            {"GET", "HEAD", "POST"},
        )


def test_programs_get_the_problem(service: Running) -> None:
    for accept in ("*/*", "application/json"):
        response = service.client.get("/version", headers={"Accept": accept})
        assert response.json()["type"] == "urn:hiring:problem:unauthorized"
    assert service.client.post("/predict", headers=BROWSER).json()["status"] == 401


def test_the_header_is_judged_alone_where_there_is_one(service: Running) -> None:
    cookie = cookie_of(signing_in(service, AUDITS))
    response = asking(service, "GET", "/metrics", cookie, Authorization=f"Bearer {STRANGER.token}")

    assert response.status_code == 401


def test_the_head_of_the_way_in_is_that_of_its_page() -> None:
    with a_service() as service:
        page, head = (service.client.request(method, "/sign-in") for method in ("GET", "HEAD"))

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(page.content))


@pytest.mark.parametrize("path", ["/docs", "/sign-in"])
def test_pages_are_light_on_paper_whatever_the_reader_likes(service: Running, path: str) -> None:
    page = service.client.get(path).text

    schemes = re.findall(r"@media ([^{]*prefers-color-scheme[^{]*)", page)
    assert schemes
    assert all(media.startswith("screen and ") for media in schemes)
