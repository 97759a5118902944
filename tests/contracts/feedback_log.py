"""What became of people, and which decisions it is about."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hiring.application.ports.logs import FeedbackLog
from hiring.application.ports.specs.logs import FEEDBACK
from hiring.application.ports.store import Store
from hiring.domain.decision_outcomes import DecisionOutcome
from hiring.domain.decisions import Decision
from hiring.domain.feedback import FeedbackState, OutcomeReport, Unmatched
from tests.contracts.builders import NOON, TODAY, a_decision, a_report, after

DAY = timedelta(days=1)
STORED, REPEATED, CORRECTED, UNMATCHED = FeedbackState
NO_DECISION, BEFORE_DECISION, SEVERAL_CLIENTS = Unmatched
ANA, VAGA, OTHER_VAGA = 31_001, 4_530, 4_531


def states(log: FeedbackLog, *reports: OutcomeReport) -> list[FeedbackState]:
    return [result.state for result in log.append(reports)]


def why(log: FeedbackLog, report: OutcomeReport) -> Unmatched | None:
    (result,) = log.append([report])
    return result.unmatched


def outcomes(log: FeedbackLog, start: datetime = NOON, end: datetime = NOON + DAY) -> list[DecisionOutcome]:
    return [outcome for chunk in log.outcomes(start, end) for outcome in chunk]


def hired(found: Iterable[DecisionOutcome]) -> dict[str, bool]:
    return {outcome.request_id: outcome.hired for outcome in found}


class FeedbackLogContract:
    @pytest.fixture
    def log(self, store: Store) -> FeedbackLog:
        return store.feedback

    @pytest.fixture
    def decided(self, store: Store) -> Decision:
        decision = a_decision(codigo_profissional=ANA)
        store.inference_log.append([decision])
        return decision

    def test_a_report_is_kept_with_its_decision_and_who_reported_it(
        self, store: Store, log: FeedbackLog, decided: Decision
    ) -> None:
        assert states(log, a_report(ANA, at=after(hours=2))) == [STORED]
        (row,) = store.log(FEEDBACK).all()
        assert (row.codigo_profissional, row.request_id, row.vaga_codigo) == (ANA, None, None)
        assert (row.hired, row.outcome_at, row.reporter, row.at) == (True, TODAY, "ana", after(hours=2))
        assert (row.decision_request_id, row.decision_client) == (decided.request_id, "")

    def test_an_outcome_has_what_was_decided(self, store: Store, log: FeedbackLog) -> None:
        decision = a_decision("r1", at=after(hours=1), client="ats", key_id="0" * 12, vaga_codigo=VAGA)
        store.inference_log.append([decision])
        log.append([a_report(request_id="r1", client="ats", hired=False, at=after(hours=3))])
        assert outcomes(log) == [
            DecisionOutcome(
                request_id="r1",
                client="ats",
                at=decision.at,
                codigo_profissional=decision.codigo_profissional,
                vaga_codigo=VAGA,
                score=decision.score,
                approved=decision.approved,
                threshold=decision.threshold,
                model_version=decision.model_version,
                profile=decision.profile,
                hired=False,
                outcome_at=TODAY,
                first_reported_at=after(hours=3),
            )
        ]

    def test_an_unknown_person_is_stored_and_counted_and_decides_nothing(
        self, log: FeedbackLog, decided: Decision
    ) -> None:
        assert why(log, a_report(decided.codigo_profissional or 0)) is None
        assert why(log, a_report(7)) is NO_DECISION
        assert why(log, a_report(request_id="nobody's")) is NO_DECISION
        assert log.unmatched() == 2
        assert len(outcomes(log)) == 1

    def test_the_same_again_is_repeated_and_stored_once(
        self, store: Store, log: FeedbackLog, decided: Decision
    ) -> None:
        report = a_report(request_id=decided.request_id)
        assert states(log, report, report) == [STORED, REPEATED]
        assert (
            states(log, replace(report, at=after(hours=1), reporter="bia"), a_report(ANA)) == [REPEATED] * 2
        )
        (row,) = store.log(FEEDBACK).all()
        assert (row.at, row.reporter) == (NOON, "ana")

    def test_the_same_of_an_unknown_person_is_repeated_and_says_why_it_counts_for_nothing(
        self, log: FeedbackLog
    ) -> None:
        first, again = log.append([a_report(7), a_report(7)])
        assert (first.state, first.unmatched) == (UNMATCHED, NO_DECISION)
        assert (again.state, again.unmatched) == (REPEATED, NO_DECISION)
        assert states(log, a_report(7, hired=False), a_report(7, vaga_codigo=VAGA)) == [UNMATCHED] * 2
        assert log.unmatched() == 3

    def test_reports_that_contradict_each_other_are_kept_and_the_later_one_counts(
        self, store: Store, log: FeedbackLog, decided: Decision
    ) -> None:
        reports = [a_report(ANA), a_report(request_id=decided.request_id, hired=False)]
        assert states(log, *reports) == [STORED, CORRECTED]
        assert hired(outcomes(log)) == {decided.request_id: False}
        assert [row.hired for row in store.log(FEEDBACK).all()] == [True, False]

    @pytest.mark.usefixtures("decided")
    def test_the_latest_outcome_counts_in_whatever_order_it_was_reported(self, log: FeedbackLog) -> None:
        late = a_report(ANA, hired=False, outcome_at=TODAY + DAY, at=after(days=3))
        early = a_report(ANA, hired=True, at=after(days=4))
        assert states(log, late) == [STORED]
        assert states(log, early) == [CORRECTED]
        (found,) = outcomes(log)
        assert (found.hired, found.outcome_at, found.first_reported_at) == (
            False,
            TODAY + DAY,
            after(days=3),
        )

    @pytest.mark.usefixtures("decided")
    def test_of_one_day_the_outcome_that_was_reported_last_counts_whatever_its_clock_said(
        self, log: FeedbackLog
    ) -> None:
        log.append([a_report(ANA, at=after(hours=2)), a_report(ANA, hired=False, at=after(hours=1))])
        (found,) = outcomes(log)
        assert (found.hired, found.first_reported_at) == (False, after(hours=1))

    def test_an_outcome_of_before_the_decision_is_about_none_and_that_of_its_day_is(
        self, log: FeedbackLog, decided: Decision
    ) -> None:
        yesterday = TODAY - DAY
        assert why(log, a_report(ANA, outcome_at=yesterday)) is BEFORE_DECISION
        assert why(log, a_report(ANA, outcome_at=yesterday, vaga_codigo=VAGA)) is BEFORE_DECISION
        assert why(log, a_report(request_id=decided.request_id, outcome_at=yesterday)) is BEFORE_DECISION
        assert outcomes(log) == []
        assert why(log, a_report(ANA)) is None

    def test_a_day_ends_at_midnight_in_utc(self, store: Store, log: FeedbackLog) -> None:
        midnight = NOON.replace(hour=0) + DAY
        last = midnight - timedelta(microseconds=1)
        store.inference_log.append(
            [
                a_decision("last", at=last, codigo_profissional=1),
                a_decision("next", at=midnight, codigo_profissional=2),
            ]
        )
        assert [why(log, a_report(code)) for code in (1, 2)] == [None, BEFORE_DECISION]
        assert [why(log, a_report(request_id=name)) for name in ("last", "next")] == [None, BEFORE_DECISION]

    def test_the_latest_decision_until_then_is_meant(self, store: Store, log: FeedbackLog) -> None:
        store.inference_log.append(
            [a_decision(f"{hours}", at=after(hours=hours), codigo_profissional=ANA) for hours in (0, 24, 48)]
        )
        log.append([a_report(ANA, outcome_at=TODAY + DAY)])
        assert hired(outcomes(log, end=NOON + 9 * DAY)) == {"24": True}

    def test_of_one_moment_the_decision_that_was_logged_last_is_meant(
        self, store: Store, log: FeedbackLog
    ) -> None:
        store.inference_log.append([a_decision(name, codigo_profissional=ANA) for name in ("b", "c", "a")])
        log.append([a_report(ANA)])
        assert hired(outcomes(log)) == {"a": True}

    def test_a_vaga_finds_its_own_decision_first_and_one_without_a_vaga_else(
        self, store: Store, log: FeedbackLog
    ) -> None:
        vagas = {"of it": VAGA, "of another": OTHER_VAGA, "of none": None, "of another again": OTHER_VAGA}
        store.inference_log.append(
            [
                a_decision(name, at=after(hours=hours), codigo_profissional=ANA, vaga_codigo=vaga)
                for hours, (name, vaga) in enumerate(vagas.items())
            ]
        )
        for vaga, meant in ((VAGA, "of it"), (4_999, "of none"), (None, "of another again")):
            log.append([a_report(ANA, vaga_codigo=vaga)])
            assert meant in hired(outcomes(log))
        assert set(hired(outcomes(log))) == {"of it", "of none", "of another again"}

    def test_decisions_for_other_vagas_alone_are_none(self, store: Store, log: FeedbackLog) -> None:
        store.inference_log.append([a_decision(codigo_profissional=ANA, vaga_codigo=OTHER_VAGA)])
        assert why(log, a_report(ANA, vaga_codigo=VAGA)) is NO_DECISION

    def test_a_request_id_is_that_of_its_client(self, store: Store, log: FeedbackLog) -> None:
        store.inference_log.append([a_decision("r1", client=name) for name in ("ats", "portal")])
        store.inference_log.append([a_decision("r2", client="ats"), a_decision("r3"), a_decision("r4")])
        store.inference_log.append([a_decision("r4", client="ats")])
        assert why(log, a_report(request_id="r1", client="ats")) is None
        assert why(log, a_report(request_id="r1", client="")) is NO_DECISION
        assert why(log, a_report(request_id="r1")) is SEVERAL_CLIENTS
        assert why(log, a_report(request_id="r2", client="portal")) is NO_DECISION
        assert [why(log, a_report(request_id=name)) for name in ("r2", "r3", "r4")] == [None] * 3
        assert sorted((found.request_id, found.client) for found in outcomes(log)) == [
            ("r1", "ats"),
            ("r2", "ats"),
            ("r3", ""),
            ("r4", ""),
        ]

    def test_what_is_logged_later_changes_nothing_until_it_is_reported_again(
        self, store: Store, log: FeedbackLog
    ) -> None:
        report = a_report(ANA)
        assert states(log, report) == [UNMATCHED]
        store.inference_log.append([a_decision(codigo_profissional=ANA)])
        assert outcomes(log) == []
        assert states(log, report) == [STORED]
        assert len(outcomes(log)) == 1

    def test_a_range_has_its_start_and_not_its_end(self, store: Store, log: FeedbackLog) -> None:
        step = timedelta(microseconds=1)
        moments = [NOON - step, NOON, after(hours=1) - step, after(hours=1)]
        store.inference_log.append(
            [a_decision(f"{n}", at=at, codigo_profissional=n) for n, at in enumerate(moments)]
        )
        log.append([a_report(n) for n in reversed(range(4))])
        assert sorted(hired(outcomes(log, NOON, after(hours=1)))) == ["1", "2"]

    def test_thousands_are_reported_at_once_and_read_in_chunks(self, store: Store, log: FeedbackLog) -> None:
        decisions = [a_decision(f"{n}", codigo_profissional=n) for n in range(2_500)]
        store.inference_log.append(decisions)
        reports = [a_report(n, hired=n % 3 == 0) for n in range(3_000)]
        assert states(log, *reports) == [STORED] * 2_500 + [UNMATCHED] * 500
        assert states(log, *reports) == [REPEATED] * 3_000
        assert [len(chunk) for chunk in log.outcomes(NOON, after(hours=1))] == [1_000, 1_000, 500]
        assert hired(outcomes(log)) == {f"{n}": n % 3 == 0 for n in range(2_500)}

    @pytest.mark.usefixtures("decided")
    def test_of_reports_with_one_that_is_none_nothing_is_kept(self, store: Store, log: FeedbackLog) -> None:
        timeless = replace(a_report(7), at=NOON.replace(tzinfo=None))
        with pytest.raises(ValueError, match=r"time zone|moment"):
            log.append([a_report(ANA), timeless])
        assert list(store.log(FEEDBACK).all()) == []

    @pytest.mark.usefixtures("decided")
    def test_several_who_report_the_same_at_once_store_it_once(self, store: Store, log: FeedbackLog) -> None:
        reports = [a_report(ANA), a_report(ANA, hired=False), *map(a_report, range(50))]
        turned = [reports, reports[::-1]] * 2
        with ThreadPoolExecutor(4) as threads:
            found = [each for results in threads.map(log.append, turned) for each in results]
        kept = [result for result in found if result.state is not REPEATED]
        assert len(kept) == len(list(store.log(FEEDBACK).all())) == len(reports)
        assert sorted(result.state.value for result in kept if result.unmatched is None) == [
            "corrected",
            "stored",
        ]

    def test_appending_nothing_is_allowed(self, log: FeedbackLog) -> None:
        assert list(log.append([])) == []
        assert log.unmatched() == 0

    def test_days_long_ago_are_days(self, log: FeedbackLog) -> None:
        assert why(log, a_report(7, outcome_at=date(1970, 1, 1))) is NO_DECISION
