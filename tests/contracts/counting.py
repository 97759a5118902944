"""What an inference log counts."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.memory import MemoryStore
from hiring.application.ports.logs import InferenceLog
from hiring.domain.decisions import Decision
from hiring.domain.monitoring.drift.counts import SCORE, ColumnCounts, CountQuery, DayCounts, HourVolume
from tests.contracts.builders import NOON, a_decision, after

VERSION = a_decision().model_version
DAY = NOON.date()
COLUMNS = ("tem_email", "salario_valor")
MIDNIGHT = NOON.replace(hour=0)
VALUES = st.none() | st.sampled_from([0.0, 1.0, 2.5, -1.0, 3_000.0])
NUMBERS = itertools.count()


def a_query(
    *columns: str, typed: bool = True, edges: Mapping[str, tuple[float, ...]] | None = None
) -> CountQuery:
    return CountQuery(
        model_version=VERSION,
        profile="candidate",
        columns=columns or COLUMNS,
        typed=typed,
        edges=edges or {},
    )


def an_answer(
    *values: float | None,
    at: datetime = NOON,
    score: float = 0.25,
    names: tuple[str, ...] = COLUMNS,
    **fields: object,
) -> Decision:
    """One with these values, in the order of the names, under an id of its own."""
    payload = dict(zip(names, values, strict=True))
    fresh = a_decision(f"answer-{next(NUMBERS)}", at=at, score=score, payload=payload)
    return replace(fresh, **fields)


def counted(log: InferenceLog, query: CountQuery) -> DayCounts:
    (day,) = log.count(query, MIDNIGHT, after(hours=12))
    return day


class CountingContract:
    def test_hours_have_answers_approvals_and_scores_by_version_and_profile(self, log: InferenceLog) -> None:
        other, pairs = {"model_version": "20240101T000000Z-beef"}, {"profile": "pairs"}
        log.append(
            [
                an_answer(1, 1, at=after(minutes=61), score=0.25),
                an_answer(1, 1, at=after(minutes=59), score=0.75),
                an_answer(1, 1, at=after(minutes=0), score=0.5),
                an_answer(1, 1, score=0.25, **other),
                an_answer(1, 1, score=0.25, **pairs),
            ]
        )
        assert list(log.volumes(NOON, after(hours=3))) == [
            an_hour(NOON, answers=1, approved=0, total=0.25, **other),
            an_hour(NOON, answers=2, approved=2, total=1.25),
            an_hour(NOON, answers=1, approved=0, total=0.25, **pairs),
            an_hour(after(hours=1), answers=1, approved=0, total=0.25),
        ]

    def test_counts_are_of_a_range_with_its_start_and_without_its_end(self, log: InferenceLog) -> None:
        step = timedelta(microseconds=1)
        start, end = after(minutes=10), after(minutes=50)
        moments = [start - step, start, end - step, end]
        log.append(
            [
                an_answer(1, 1, at=at, score=0.75, codigo_profissional=code)
                for code, at in enumerate(moments, 1)
            ]
        )
        assert list(log.volumes(start, end)) == [an_hour(NOON, answers=2, approved=2, total=1.5)]
        assert log.days(start, end) == {DAY: 2}
        assert [day.answers for day in log.count(a_query(), start, end)] == [2]

    def test_the_scores_of_the_approved_are_added_by_themselves(self, log: InferenceLog) -> None:
        log.append([an_answer(1, 1, score=score) for score in (0.75, 0.25, 0.5)])
        hour = an_hour(NOON, answers=3, approved=2, total=1.5, of_approved=1.25)
        assert list(log.volumes(NOON, after(hours=1))) == [hour]

    def test_a_range_without_answers_has_no_counts(self, log: InferenceLog) -> None:
        log.append([an_answer(1, 1)])
        span = after(hours=1), after(hours=2)
        assert list(log.volumes(*span)) == []
        assert log.days(*span) == {}
        assert list(log.count(a_query(), *span)) == []
        assert log.days(after(hours=2), after(hours=-2)) == {}
        assert list(log.volumes(NOON, NOON)) == []

    def test_days_and_hours_are_those_of_utc(self, log: InferenceLog) -> None:
        kolkata = timezone(timedelta(hours=5, minutes=30))
        moments = [MIDNIGHT - timedelta(minutes=1), MIDNIGHT, MIDNIGHT + timedelta(days=3, hours=23)]
        log.append([an_answer(1, 1, at=moment.astimezone(kolkata)) for moment in moments])
        span = (
            (MIDNIGHT - timedelta(days=2)).astimezone(kolkata),
            (MIDNIGHT + timedelta(days=9)).astimezone(kolkata),
        )
        days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 4)]
        assert list(log.days(*span).items()) == [(day, 1) for day in days]
        assert [(day.day, day.answers) for day in log.count(a_query(), *span)] == [(day, 1) for day in days]
        hours = [volume.hour for volume in log.volumes(*span)]
        assert hours == [
            datetime(2025, 2, 28, 23, tzinfo=UTC),
            MIDNIGHT,
            datetime(2025, 3, 4, 23, tzinfo=UTC),
        ]
        assert {hour.utcoffset() for hour in hours} == {timedelta(0)}

    def test_a_columns_known_values_are_counted_and_added(self, log: InferenceLog) -> None:
        log.append([an_answer(1, 3_000.5, score=0.75), an_answer(0, None), an_answer(None, 1_000)])
        assert counted(log, a_query()) == DayCounts(
            day=DAY,
            model_version=VERSION,
            profile="candidate",
            answers=3,
            approved=1,
            score=ColumnCounts(known=3, total=1.25),
            columns={
                "tem_email": ColumnCounts(known=2, total=1.0),
                "salario_valor": ColumnCounts(known=2, total=4_000.5),
            },
        )

    @pytest.mark.parametrize("typed", [True, False])
    def test_what_is_above_an_edge_is_greater_than_it(self, log: InferenceLog, *, typed: bool) -> None:
        log.append(
            [an_answer(1, pay, score=score) for pay, score in ((-1.0, 0.1), (0.1 + 0.2, 0.3), (None, 0.5))]
        )
        edges = {"salario_valor": (-1.0, 0.3, 0.1 + 0.2), SCORE: (0.1, 0.3)}
        day = counted(log, a_query(typed=typed, edges=edges))
        assert day.columns["salario_valor"].above == (1, 1, 0)
        assert day.score.above == (2, 1)
        assert day.columns["tem_email"].above == ()

    def test_typed_rows_are_counted_by_place(self, log: InferenceLog) -> None:
        log.append([an_answer(5, 7), an_answer(1, 2, features=(3.0, 4.0))])
        assert totals(counted(log, a_query("one", "two"))) == {"one": 8.0, "two": 11.0}

    def test_rows_that_are_not_typed_are_counted_by_name(self, log: InferenceLog) -> None:
        log.append(
            [
                an_answer(1, 10, features=None),
                an_answer(2, 20, features=(0.5,)),
                an_answer(4, 40, features=(0.5, 0.5, 0.5)),
                an_answer(8, 80, features=()),
                an_answer(80, 8, names=COLUMNS[::-1], features=None),
                an_answer(9, 9, features=(16.0, 160.0)),
            ]
        )
        day = counted(log, a_query())
        assert totals(day) == {"tem_email": 39.0, "salario_valor": 390.0}
        assert {counts.known for counts in day.columns.values()} == {6}

    def test_where_no_order_is_known_all_rows_are_counted_by_name(self, log: InferenceLog) -> None:
        log.append([an_answer(1, 2, features=(50.0, 60.0)), an_answer(3, 4, features=None)])
        assert totals(counted(log, a_query(*COLUMNS[::-1], typed=False))) == {
            "salario_valor": 6.0,
            "tem_email": 4.0,
        }

    def test_a_name_that_a_payload_lacks_is_unknown_and_left_out_if_all_lack_it(
        self, log: InferenceLog
    ) -> None:
        both = an_answer(1, None, features=None)
        log.append([both, an_answer(1, names=("tem_email",), features=None)])
        day = counted(log, a_query(*COLUMNS, "tem_local"))
        assert dict(day.columns) == {
            "tem_email": ColumnCounts(known=2, total=2.0),
            "salario_valor": ColumnCounts(known=0, total=0.0),
        }
        log.append([an_answer(1, 1, features=(None, None, None))])
        assert set(counted(log, a_query(*COLUMNS, "tem_local")).columns) == {*COLUMNS, "tem_local"}

    def test_what_is_no_number_in_a_payload_is_unknown(self, log: InferenceLog) -> None:
        flags = dict(zip(COLUMNS, (True, False), strict=True))
        log.append([an_answer(1, 1, payload=flags, features=None), an_answer(1, 2, features=None)])
        assert counted(log, a_query()).columns == {
            "tem_email": ColumnCounts(known=1, total=1.0),
            "salario_valor": ColumnCounts(known=1, total=2.0),
        }

    @pytest.mark.parametrize("typed", [True, False])
    @pytest.mark.parametrize("size", [-1.7e308, 1.7e308, 1e301])
    def test_what_no_sum_can_take_is_unknown(self, log: InferenceLog, size: float, *, typed: bool) -> None:
        log.append([an_answer(1, size), an_answer(1, 1e-308), an_answer(1, 1e299), an_answer(1, size)])
        day = counted(log, a_query(typed=typed, edges={"salario_valor": (0.5,)}))
        assert day.columns["salario_valor"] == ColumnCounts(known=2, total=1e299, above=(1,))
        assert day.columns["tem_email"] == ColumnCounts(known=4, total=4.0)

    def test_other_versions_and_profiles_are_not_counted(self, log: InferenceLog) -> None:
        log.append(
            [an_answer(1, 1), an_answer(1, 1, model_version="another"), an_answer(1, 1, profile="pairs")]
        )
        assert counted(log, a_query()).answers == 1
        assert list(log.count(replace(a_query(), model_version="none"), NOON, after(hours=1))) == []

    def test_names_may_have_any_characters(self, log: InferenceLog) -> None:
        names = ("it's", '"quoted"', "100 %s {x}", "não \\", "a'::text; --")
        log.append([an_answer(1, 2, 3, 4, 5, names=names, features=None, model_version="'%{}", profile='"')])
        query = replace(a_query(*names), model_version="'%{}", profile='"')
        assert totals(counted(log, query)) == dict(zip(names, [1.0, 2.0, 3.0, 4.0, 5.0], strict=True))

    def test_no_columns_leave_the_scores(self, log: InferenceLog) -> None:
        log.append([an_answer(1, 1), an_answer(1, 1, features=None)])
        day = counted(log, replace(a_query(), columns=()))
        assert (day.answers, day.score.known, day.columns) == (2, 2, {})

    def test_many_answers_are_counted_whole(self, log: InferenceLog) -> None:
        log.append([an_answer(1, row, at=after(seconds=row // 700)) for row in range(4_500)])
        day = counted(log, a_query(edges={"salario_valor": (4_000.0,)}))
        assert day.columns["salario_valor"] == ColumnCounts(known=4_500, total=10_122_750.0, above=(499,))
        assert log.days(NOON, after(hours=1)) == {DAY: 4_500}

    def test_counts_are_those_of_the_log_in_memory(self, log: InferenceLog) -> None:
        prefixes = itertools.count(1)
        rows = st.tuples(VALUES, VALUES, st.booleans(), st.integers(0, 47), st.sampled_from([0.25, 0.5]))

        @settings(max_examples=25, deadline=None)
        @given(st.lists(rows, max_size=12), st.booleans())
        def agree(drawn: list[tuple[float | None, float | None, bool, int, float]], typed: bool) -> None:  # noqa: FBT001
            alone, version = MemoryStore().inference_log, f"version-{next(prefixes)}"
            new = [
                an_answer(first, second, at=after(hours=hour), score=score, model_version=version)
                for first, second, _, hour, score in drawn
            ]
            new = [
                each if row[2] else replace(each, features=None) for each, row in zip(new, drawn, strict=True)
            ]
            log.append(new)
            alone.append(new)
            edges = {"salario_valor": (0.0, 2.5), SCORE: (0.25,)}
            query = replace(a_query(typed=typed, edges=edges), model_version=version)
            span = after(hours=1), after(hours=40)
            assert list(log.count(query, *span)) == list(alone.count(query, *span))
            ours = [volume for volume in log.volumes(*span) if volume.model_version == version]
            assert ours == list(alone.volumes(*span))

        agree()


def an_hour(
    hour: datetime,
    *,
    answers: int,
    approved: int,
    total: float,
    of_approved: float | None = None,
    model_version: str = VERSION,
    profile: str = "candidate",
) -> HourVolume:
    return HourVolume(
        hour=hour,
        model_version=model_version,
        profile=profile,
        answers=answers,
        approved=approved,
        total_score=total,
        approved_score=(total if approved else 0.0) if of_approved is None else of_approved,
    )


def totals(day: DayCounts) -> dict[str, float]:
    return {name: counts.total for name, counts in day.columns.items()}
