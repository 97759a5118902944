"""Alerts reach a receiver signed, are retried for a bounded time, and never raise."""

import json
import socket
import threading
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.webhook.notifier import NOT_TRIED, PATIENCE, Patience, WebhookNotifier
from hiring.adapters.webhook.signing import signed_headers
from hiring.domain.monitoring.alerts import WatchedAlert, watched_alerts
from tests.contracts.builders import NOON, an_alert
from tests.receiver import KEY, Answer, Receiver, a_receiver, status

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
AT_ONCE = Patience(attempt_s=10.0, pauses_s=(0.0, 0.0, 0.0), total_s=60.0)
IMPATIENT = Patience(attempt_s=0.2, pauses_s=(0.0,), total_s=60.0)

[MOVED] = watched_alerts([an_alert("tem_email", rule="sequential")], [], NOON)
[GONE] = watched_alerts([an_alert("tem_local", rule="sequential", base=None)], [], NOON)


def a_notifier(url: str, patience: Patience = AT_ONCE) -> WebhookNotifier:
    return WebhookNotifier(url=url, key=KEY, clock=FixedClock(NOW), patience=patience)


def faults(url: str, *alerts: WatchedAlert, patience: Patience = AT_ONCE) -> list[str | None]:
    return [each.fault for each in a_notifier(url, patience).deliver(alerts or (MOVED,))]


def ids(receiver: Receiver) -> list[str]:
    return [each.headers["webhook-id"] for each in receiver.received]


def test_an_alert_is_posted_with_its_figures_and_nothing_of_the_store() -> None:
    with a_receiver(status(204)) as receiver:
        assert faults(receiver.url) == [None]
    [request] = receiver.received
    assert request.path == "/hooks/s3cr3t-path?team=hr"
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body) == {
        "type": "alert.opened",
        "id": MOVED.id,
        "feature": "tem_email",
        "rule": "sequential",
        "base": 0.25,
        "now": 0.75,
        "change": 0.5,
        "since": MOVED.first.window_start.isoformat(),
        "opened_at": MOVED.first.created_at.isoformat(),
        "model_path": "artifacts/modelo_prec80.joblib",
    }


def test_the_signature_is_over_id_time_and_body() -> None:
    with a_receiver(status(200)) as receiver:
        faults(receiver.url)
    [request] = receiver.received
    expected = signed_headers(request.body, key=KEY, message_id=MOVED.id, at=int(NOW.timestamp()))
    assert {name: request.headers[name] for name in expected} == expected
    other = signed_headers(request.body, key=KEY, message_id=MOVED.id, at=int(NOW.timestamp()) + 1)
    assert other["webhook-signature"] != expected["webhook-signature"]


def test_the_signature_is_that_of_the_schemes_published_example() -> None:
    headers = signed_headers(
        b'{"test": 2432232314}',
        key=b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=1614265330,
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("code", [500, 503, 429])
def test_what_may_pass_is_tried_again_under_the_same_id(code: int) -> None:
    with a_receiver(status(code), status(code), status(200)) as receiver:
        assert faults(receiver.url) == [None]
    assert ids(receiver) == [MOVED.id] * 3


@pytest.mark.parametrize("code", [400, 401, 404, 410])
def test_a_refusal_is_not_tried_again_and_the_others_are_told(code: int) -> None:
    with a_receiver(status(code), status(200)) as receiver:
        assert faults(receiver.url, MOVED, GONE) == [f"HTTP {code}", None]
    assert ids(receiver) == [MOVED.id, GONE.id]


def test_a_redirect_is_not_followed() -> None:
    with a_receiver(status(200)) as elsewhere, a_receiver(status(307, Location=elsewhere.url)) as receiver:
        assert faults(receiver.url) == ["HTTP 307"]
    assert (len(receiver.received), elsewhere.received) == (1, [])


def test_one_that_stays_broken_is_given_up_and_the_others_are_left_for_the_next_time() -> None:
    with a_receiver(status(502)) as receiver:
        assert faults(receiver.url, MOVED, GONE) == ["HTTP 502", NOT_TRIED]
    assert ids(receiver) == [MOVED.id] * 4


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert faults(f"http://127.0.0.1:{port}/") == ["ConnectionRefusedError"]


def test_a_host_that_is_no_name_is_a_fault_as_others() -> None:
    assert faults("http://a..b.invalid/") == ["OSError"]


def test_what_does_not_speak_http_is_a_fault_without_its_words() -> None:
    def noise(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"s3cr3t noise\r\n\r\n")
        handler.close_connection = True

    with a_receiver(noise) as receiver:
        assert faults(receiver.url) == ["BadStatusLine"]


def silent(free: threading.Event) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        free.wait(30)
        handler.close_connection = True

    return answer


def dripping(free: threading.Event) -> Answer:
    """A byte now and then: each comes before a socket's timeout, the whole never does."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 ")
        while not free.wait(0.05):
            handler.wfile.write(b" ")
        handler.close_connection = True

    return answer


@pytest.mark.parametrize("slow", [silent, dripping])
def test_a_slow_receiver_is_waited_for_no_longer_than_is_said(
    slow: Callable[[threading.Event], Answer],
) -> None:
    free = threading.Event()
    with a_receiver(slow(free)) as receiver:
        assert faults(receiver.url, patience=IMPATIENT) == ["TimeoutError"]
        free.set()
    assert ids(receiver) == [MOVED.id] * 2


def test_without_time_nothing_is_sent() -> None:
    with a_receiver(status(200)) as receiver:
        assert faults(receiver.url, patience=Patience(total_s=0.0)) == ["no time was left"]
    assert receiver.received == []


def test_all_attempts_of_one_alert_fit_into_the_time_for_all() -> None:
    attempts = 1 + len(PATIENCE.pauses_s)
    assert attempts * PATIENCE.attempt_s + sum(PATIENCE.pauses_s) <= PATIENCE.total_s
    assert sorted(PATIENCE.pauses_s) == list(PATIENCE.pauses_s)


def test_neither_key_nor_address_is_shown() -> None:
    notifier = a_notifier("http://hooks.example.com/s3cr3t-path")
    assert notifier.place == "hooks.example.com"
    assert "s3cr3t" not in repr(notifier)
    assert repr(KEY) not in repr(notifier)
