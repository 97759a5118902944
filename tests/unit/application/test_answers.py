"""Answers are logged before they are given; drift and precision are read from the log."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NoReturn

import numpy as np
import pytest

from hiring.adapters.exports.applicants import ApplicantDecoder
from hiring.adapters.local.here import Here
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.monitoring.checks.check_drift import CheckDrift, DailyReport
from hiring.application.monitoring.checks.record_baseline import RecordBaseline
from hiring.application.ports.exports import ExportChunk
from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.models import Scorer
from hiring.application.serving.append import Append, Unlogged
from hiring.application.serving.decide import Decide, PredictionRequest
from hiring.application.serving.run_ids import RunIds
from hiring.application.serving.score_applicants import ScoreApplicants
from hiring.domain.decisions import AppendResult, Decision
from hiring.domain.errors import BaselineMissing, DecisionConflict, StoreUnavailable
from hiring.domain.features import CANDIDATE, FEATURES
from hiring.domain.models import ModelVersion
from hiring.domain.monitoring.drift.findings import DriftVerdict
from hiring.domain.records import ApplicantRows, Floats
from tests.contracts.builders import NOON, a_decision, a_reject, a_report, a_version
from tests.contracts.uncounted import UncountedLog
from tests.unit.application.worlds import GivenExport, gold_where_a_segment_is_hired
from tests.unit.entrypoints.http.builders import EVER


class FirstColumn(Scorer):
    """Scores with the first feature."""

    @property
    def version(self) -> ModelVersion:
        version = a_version()
        return replace(version, card=replace(version.card, threshold=0.5, feature_columns=FEATURES))

    def score(self, features: Floats) -> Floats:
        return features[:, 0] * 0.75


def a_question(request_id: str = "r1", *, first: float = 1.0, body: bytes = b"{}") -> PredictionRequest:
    features = np.zeros(len(FEATURES))
    features[0], features[FEATURES.index("salario_valor")] = first, np.nan
    return PredictionRequest(request_id=request_id, codigo_profissional=31_000, features=features, body=body)


def a_decide(log: InferenceLog | None) -> Decide[list[Decision]]:
    audit = Unlogged() if log is None else Append(log=log)
    return Decide(scorer=FirstColumn(), audit=audit, clock=FixedClock(NOON), digest_key=b"k" * 32)


def test_an_answer_is_in_the_log_as_it_was_given() -> None:
    log = MemoryStore().inference_log
    (answer,) = a_decide(log)([a_question()])
    assert log.find("r1") == answer
    assert (answer.score, answer.approved, answer.at) == (0.75, True, NOON)
    assert answer.payload["tem_email"] == 1.0
    assert answer.payload["salario_valor"] is None
    assert list(answer.payload) == list(FEATURES)


def test_no_questions_need_no_model() -> None:
    assert a_decide(None)([]) == []


def test_answers_that_are_not_kept_are_still_answers() -> None:
    assert [answer.approved for answer in a_decide(None)([a_question(), a_question(first=0)])] == [
        True,
        False,
    ]


def test_the_same_question_gets_its_first_answer_again() -> None:
    log = MemoryStore().inference_log
    first = a_decide(log)([a_question()])
    later = replace(a_decide(log), clock=FixedClock(NOON + timedelta(hours=1)))
    assert later([a_question()]) == first


def test_another_body_under_the_same_id_is_a_conflict() -> None:
    log = MemoryStore().inference_log
    a_decide(log)([a_question()])
    with pytest.raises(DecisionConflict):
        a_decide(log)([a_question(body=b"[]")])


@dataclass(frozen=True)
class AnotherModel(FirstColumn):
    @property
    def version(self) -> ModelVersion:
        return replace(super().version, id="20261123T120000Z-00000000")


def test_a_run_has_the_answers_of_one_model() -> None:
    log = MemoryStore().inference_log
    run = replace(a_decide(log), one_run=True)
    first = run([a_question()])
    another = replace(run, scorer=AnotherModel())

    with pytest.raises(DecisionConflict):
        another([a_question("r0"), a_question()])
    assert log.find("r0") is None
    assert run([a_question()]) == first
    assert replace(another, one_run=False)([a_question("r2")])


class ForgetfulLog(UncountedLog):
    """Says that it knows every request, and remembers none; or fails."""

    def __init__(self, *, fails: bool = False) -> None:
        self._fails = fails

    def append_calls(self, calls: Sequence[Sequence[Decision]]) -> Sequence[Sequence[AppendResult]]:
        if self._fails:
            raise StoreUnavailable("full")
        return [[AppendResult.REPLAYED] * len(call) for call in calls]

    def probe(self, like: Decision) -> NoReturn:
        raise NotImplementedError  # no disk is asked after

    def find(self, request_id: str, client: str = "") -> Decision | None:
        del request_id, client
        return None

    def clients(self, request_id: str) -> NoReturn:
        raise NotImplementedError  # nobody looks an answer up

    def between(self, start: datetime, end: datetime) -> Iterator[Sequence[Decision]]:
        del start, end
        return iter(())

    def interrupt(self) -> None:
        raise NotImplementedError  # nothing waits for it


@pytest.mark.parametrize("fails", [True, False])
def test_without_its_audit_row_there_is_no_answer(*, fails: bool) -> None:
    with pytest.raises(StoreUnavailable):
        a_decide(ForgetfulLog(fails=fails))([a_question()])


def test_applicants_of_an_export_are_answered_in_order() -> None:
    documents = [json.dumps({"infos_basicas": {"email": email}}).encode() for email in ("a@b.com", "")]
    rows = ApplicantRows(codigo_profissional=np.array([5, 3]), document=documents)
    log = MemoryStore().inference_log
    score = ScoreApplicants(
        export=GivenExport([ExportChunk(read=3, rows=rows, rejects=[a_reject()])]),
        decoder=ApplicantDecoder(),
        parallel=Here(),
        decide=a_decide(log),
        progress=SilentProgress(),
    )
    ids = RunIds("monday")
    (chunk,) = score(CANDIDATE, chunk_size=10, request_id_of=ids)
    assert [(d.codigo_profissional, d.approved) for d in chunk.decisions] == [(5, True), (3, False)]
    assert chunk.rejects == [a_reject()]
    assert log.find(ids(3)) == chunk.decisions[1]

    assert list(score(CANDIDATE, chunk_size=1, request_id_of=ids)) == [chunk], "a run that is done again"
    assert [row for rows in log.between(*EVER) for row in rows] == chunk.decisions


def a_day(store: MemoryStore, *decisions: Decision) -> DailyReport:
    store.inference_log.append(decisions)
    check = CheckDrift(
        log=store.inference_log,
        baselines=store.baselines,
        alerts=store.alerts,
        feedback=store.feedback,
        clock=FixedClock(NOON),
    )
    return check(NOON)


def asked(number: int, *, hours_ago: float = 1.0, **payload: float | None) -> Decision:
    at = NOON - timedelta(hours=hours_ago)
    base = dict.fromkeys(FEATURES, 0.0) | {"salario_valor": 3_000.0}
    approved = number % 2 == 0
    score = 0.75 if approved else 0.25
    decision = a_decision(f"r{number}", at=at, codigo_profissional=number, score=score)
    return replace(decision, approved=approved, payload=base | payload)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore(salt="s")
    gold = gold_where_a_segment_is_hired(store, 400, chance=0.9)
    record = RecordBaseline(
        gold=gold, profile=CANDIDATE, scorer=None, baselines=store.baselines, clock=FixedClock(NOON)
    )
    baseline = record(model_path="m.joblib")
    assert {"mean": 3_000.0, "std": 0.0}.items() <= baseline.stats["salario_valor"].items()
    assert 0.2 < (baseline.stats["tem_email"]["rate1"] or 0) < 0.4
    return store


def test_without_a_baseline_there_is_nothing_to_compare_with() -> None:
    with pytest.raises(BaselineMissing):
        a_day(MemoryStore())


def test_a_day_without_answers_has_no_verdict(store: MemoryStore) -> None:
    report = a_day(store)
    assert (report.volume, report.findings, report.alerts, report.new_alerts) == (0, (), (), 0)
    assert report.precision.precision is None


def test_the_window_is_half_open(store: MemoryStore) -> None:
    report = a_day(store, asked(1, hours_ago=24), asked(2, hours_ago=24.001), asked(3, hours_ago=0), asked(4))
    assert report.volume == 2
    assert [hour.volume for hour in report.hours] == [1, 1]


def test_hours_have_volume_and_mean_score(store: MemoryStore) -> None:
    report = a_day(store, asked(1), asked(2), asked(3, hours_ago=2.5))
    assert [(hour.start.hour, hour.volume, hour.mean_score) for hour in report.hours] == [
        (9, 1, 0.25),
        (11, 2, 0.5),
    ]


def test_a_rate_that_moved_is_an_alert_and_is_kept_once(store: MemoryStore) -> None:
    report = a_day(store, *(asked(code, tem_email=1.0) for code in range(1, 31)))
    assert "tem_email" in {finding.feature for finding in report.alerts}
    assert report.new_alerts == len(report.alerts) > 0
    assert a_day(store).new_alerts == 0
    kept = store.alerts.between(NOON - timedelta(days=2), NOON)
    assert {alert.feature for alert in kept} == {finding.feature for finding in report.alerts}


def test_fewer_than_thirty_answers_are_no_alarm(store: MemoryStore) -> None:
    report = a_day(store, *(asked(code, tem_email=1.0) for code in range(1, 30)))
    assert (report.alerts, report.new_alerts, report.enough) == ((), 0, False)


def test_a_column_that_is_gone_and_one_without_spread_are_told_apart(store: MemoryStore) -> None:
    payload = {name: value for name, value in asked(1).payload.items() if name != "tem_local"}
    report = a_day(store, *(replace(asked(code), payload=payload) for code in range(1, 31)))
    verdicts = {(finding.feature, finding.rule): finding.verdict for finding in report.findings}
    assert verdicts["tem_local", "missing column"] is DriftVerdict.MISSING
    assert verdicts["salario_valor", "drift"] is DriftVerdict.CANNOT_SAY


def test_precision_is_realised_where_feedback_is_known(store: MemoryStore) -> None:
    nobody = replace(asked(8), codigo_profissional=None)
    store.inference_log.append([asked(1), asked(2), asked(4), asked(6), nobody])
    store.feedback.append(
        [a_report(code, hired=hired) for code, hired in ((1, True), (2, True), (4, False), (9, True))]
    )
    report = a_day(store)
    assert (report.precision.approved, report.precision.known, report.precision.hired) == (4, 2, 1)
    assert report.precision.precision == 0.5


def test_versions_are_counted_by_their_own_columns_and_added_by_name(store: MemoryStore) -> None:
    orders = {"one": ("tem_email", "salario_valor"), "two": ("salario_valor", "tem_email")}
    new = [asked(code) for code in range(1, 91)]
    first = [replace(one, model_version="one", features=(1.0, 1_000.0)) for one in new[:30]]
    second = [replace(one, model_version="two", features=(2_000.0, 0.0)) for one in new[30:60]]
    by_name = [replace(one, model_version="gone", payload={"tem_email": None}) for one in new[60:]]
    store.inference_log.append([*first, *second, *by_name])
    check = CheckDrift(
        log=store.inference_log,
        baselines=store.baselines,
        alerts=store.alerts,
        feedback=store.feedback,
        clock=FixedClock(NOON),
        columns_of=lambda version, _: orders.get(version),
    )
    report = check(NOON)
    now = {finding.feature: finding.now for finding in report.findings}
    assert report.volume == 90
    assert (now["tem_email"], now["salario_valor"], now["tem_local"]) == (0.5, 1_500.0, None)
