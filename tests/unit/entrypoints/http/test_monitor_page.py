"""GET /monitor and /monitor.json: who may read them, in which language, and in which form."""

import json
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.access.keys import Scope
from hiring.domain.access.sessions import SESSION_COOKIE
from tests.contracts.builders import an_issued
from tests.unit.application.monitored import LAST, NOW, OLD, Monitored, days_up_to, some_days
from tests.unit.entrypoints.http.builders import Running, a_service, faults_of

AUDITS = an_issued(2, "auditor", scopes=[Scope.ADMIN])
PREDICTS = an_issued(1, "ats")


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    world = Monitored()
    rates = world.record_baseline()
    world.check(some_days(OLD, days_up_to(LAST, 40), volume=60, moved={}, since=LAST, seed=2), rates)
    world.judge(OLD, known=12, hired=10)
    with a_service(store=world.store) as running:
        yield running


@pytest.fixture
def guarded() -> Iterator[Running]:
    store = MemoryStore()
    store.api_keys.add(AUDITS.key)
    store.api_keys.add(PREDICTS.key)
    with a_service(store=store) as running:
        yield running


def test_the_page_is_html_and_its_figures_are_json(service: Running) -> None:
    page, figures = service.client.get("/monitor"), service.client.get("/monitor.json")

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.text.startswith("<!DOCTYPE html>")
    assert (figures.status_code, figures.headers["content-type"]) == (200, "application/json")
    assert figures.json()["log"]["days"] == 40


def test_json_is_given_at_the_same_address_to_who_asks_for_it(service: Running) -> None:
    asked = service.client.get("/monitor", headers={"Accept": "application/json"})
    browser = service.client.get("/monitor", headers={"Accept": "text/html,application/json;q=0.9,*/*;q=0.8"})

    assert asked.json() == service.client.get("/monitor.json").json()
    assert browser.headers["content-type"].startswith("text/html")
    assert asked.headers["vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "pt-BR,pt;q=0.9,en;q=0.8", "pt-BR"),
        ("", "en-US", "en"),
        ("", "", "en"),
        ("?lang=pt-BR", "en", "pt-BR"),
        ("?lang=en", "pt-BR", "en"),
    ],
)
def test_it_speaks_the_language_that_is_asked_for(
    service: Running, query: str, accepted: str, language: str
) -> None:
    page = service.client.get(f"/monitor{query}", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.text


@pytest.mark.parametrize("query", ["lang=fr", "lang=", "lang=en&lang=en", "day=1"])
@pytest.mark.parametrize("path", ["/monitor", "/monitor.json"])
def test_another_parameter_is_refused(service: Running, path: str, query: str) -> None:
    assert set(faults_of(service.client.get(f"{path}?{query}"))) <= {"lang", "query"}


@pytest.mark.parametrize("path", ["/monitor", "/monitor.json"])
def test_head_tells_the_length(service: Running, path: str) -> None:
    answer = service.client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("path", ["/monitor", "/monitor.json"])
def test_only_the_scope_admin_opens_it(guarded: Running, path: str) -> None:
    def asked(token: str) -> httpx.Response:
        return guarded.client.get(path, headers={"Authorization": f"Bearer {token}"})

    assert guarded.client.get(path).status_code == 401
    assert asked(PREDICTS.token).status_code == 403
    assert asked(AUDITS.token).status_code == 200


def test_a_browser_signs_in_and_is_led_to_it(guarded: Running) -> None:
    turned_away = guarded.client.get("/monitor?lang=en", headers={"Accept": "text/html"})
    assert turned_away.status_code == 401
    assert 'value="monitor?lang=en"' in turned_away.text

    form = {"key": AUDITS.token, "next": "monitor?lang=en"}
    led = guarded.client.post("/sign-in", data=form, follow_redirects=False)
    assert led.headers["location"] == "monitor?lang=en"
    assert SESSION_COOKIE in led.headers["set-cookie"]
    assert guarded.client.get("/monitor?lang=en").status_code == 200
    assert '<a href="monitor">' in guarded.client.get("/sign-in").text


def test_before_anything_was_checked_it_says_what_to_run(guarded: Running) -> None:
    headers = {"Authorization": f"Bearer {AUDITS.token}"}
    assert "hiring-cli monitor baseline" in guarded.client.get("/monitor", headers=headers).text
    assert guarded.client.get("/monitor.json", headers=headers).json()["features"] == []


def test_the_log_has_no_more_of_it_than_of_any_request(service: Running) -> None:
    service.client.get("/monitor?lang=en")
    *_, line = service.log_lines()
    assert (line["path"], line["status"]) == ("/monitor", 200)


def test_what_is_stored_is_on_the_next_page() -> None:
    world = Monitored()
    with a_service(store=world.store) as running:
        before = running.client.get("/monitor?lang=en")
        assert running.client.get("/monitor?lang=en").content == before.content
        assert running.client.get("/monitor?lang=pt-BR").content != before.content
        rates = world.record_baseline()
        assert "no day has been checked yet" in running.client.get("/monitor?lang=en").text
        world.check(some_days(OLD, days_up_to(LAST, 2), volume=9, moved={}, since=LAST, seed=1), rates)
        assert running.client.get("/monitor.json").json()["log"]["days"] == 2
        world.judge(OLD, known=4, hired=4)
        assert running.client.get("/monitor.json").json()["quality"][0]["known"] == 4


def test_it_is_made_without_matplotlib() -> None:
    program = (
        "import sys\n"
        "sys.modules['matplotlib'] = None\n"
        "from tests.unit.application.monitored import Monitored\n"
        "from hiring.adapters.reports.monitoring.page import page_of\n"
        "print(len(page_of(Monitored().view())))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert int(done.stdout) > 1_000


def test_the_figures_are_those_that_the_use_case_tells(service: Running) -> None:
    world = Monitored(store=service.store, now=NOW)
    told = json.loads(json.dumps(world.view().to_json()))
    served = service.client.get("/monitor.json").json()

    for clocked in ("at", "log"):  # the service's clock is another
        told.pop(clocked), served.pop(clocked)
    assert served == told
