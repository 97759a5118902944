"""Alerts as signed POST requests, retried for a while."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from typing import Final

from hiring.adapters.webhook.body import body_of
from hiring.adapters.webhook.posting import Target, post, target_of
from hiring.adapters.webhook.signing import signed_headers
from hiring.application.ports.alert_notifier import AlertNotifier
from hiring.application.ports.clock import Clock
from hiring.domain.monitoring.alerts import WatchedAlert
from hiring.domain.monitoring.notices import Delivery

NOT_TRIED: Final = "not tried after another one failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long somebody is waited for.

    Args:
        attempt_s: For one attempt, from looking up the name to the status.
        pauses_s: Before each further attempt.
        total_s: For all alerts together.
    """

    attempt_s: float = 5.0
    pauses_s: tuple[float, ...] = (1.0, 2.0, 4.0)
    total_s: float = 30.0


PATIENCE: Final = Patience()


@dataclass(frozen=True, slots=True)
class _Fault:
    words: str
    passing: bool
    """Whether another attempt may succeed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookNotifier(AlertNotifier):
    """One request an alert.

    Args:
        url: An http or https address; what stands behind the host may be a secret.
        key: Signs the requests.
        clock: Says when they are sent.
        patience: How long the receiver is waited for.
    """

    url: str = field(repr=False)
    key: bytes = field(repr=False)
    clock: Clock
    patience: Patience = PATIENCE

    @property
    def place(self) -> str:
        """The host alone."""
        return target_of(self.url).host

    def deliver(self, alerts: Sequence[WatchedAlert]) -> Iterator[Delivery]:
        until = time.monotonic() + self.patience.total_s
        target, fault = target_of(self.url), None
        for alert in alerts:
            if fault is not None and fault.passing:  # nobody is there: to try the others would take as long
                yield Delivery(alert=alert.id, fault=NOT_TRIED)
                continue
            fault = self._tell(target, alert, until)
            yield Delivery(alert=alert.id, fault=None if fault is None else fault.words)

    def _tell(self, target: Target, alert: WatchedAlert, until: float) -> _Fault | None:
        fault = self._attempt(target, alert, until)
        for pause_s in self.patience.pauses_s:
            if fault is None or not fault.passing or time.monotonic() + pause_s >= until:
                return fault
            time.sleep(pause_s)
            fault = self._attempt(target, alert, until)
        return fault

    def _attempt(self, target: Target, alert: WatchedAlert, until: float) -> _Fault | None:
        within_s = min(self.patience.attempt_s, until - time.monotonic())
        if within_s <= 0:
            return _Fault("no time was left", passing=True)
        body = body_of(alert)
        at = int(self.clock().timestamp())
        headers = signed_headers(body, key=self.key, message_id=alert.id, at=at)
        headers |= {"Content-Type": "application/json", "User-Agent": "hiring", "Connection": "close"}
        try:
            status = post(target, body, headers, within_s=within_s)
        except (OSError, HTTPException) as error:  # its text may repeat what the other side has sent
            return _Fault(type(error).__name__, passing=True)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return None
        passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS
        return _Fault(f"HTTP {status}", passing=passing)
