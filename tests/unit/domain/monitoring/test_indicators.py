"""What is watched of a profile, and what a day says of it."""

from hiring.domain.features.profiles import CANDIDATE
from hiring.domain.monitoring.drift.counts import SCORE, ColumnCounts
from hiring.domain.monitoring.drift.indicators import IndicatorKind, counts_of, indicators_of
from tests.unit.domain.monitoring.days import EMAIL, SALARY, a_day

EDGES = {"salario_valor": (2000.0, 3000.0, 5000.0), SCORE: tuple(tenth / 10 for tenth in range(1, 10))}


def test_a_profile_is_watched_by_flags_bands_unknown_values_score_and_decision() -> None:
    names = [indicator.name for indicator in indicators_of(CANDIDATE.rules, EDGES)]

    assert len(names) == len(set(names)) == 45 * 2 + 4 + 9 + 1
    assert names[-10:] == [f"score:above_d{number}" for number in range(1, 10)] + ["aprovado"]
    assert [name for name in names if name.startswith("salario_valor")] == [
        "salario_valor:unknown",
        "salario_valor:above_q1",
        "salario_valor:above_q2",
        "salario_valor:above_q3",
    ]
    assert {"tem_email", "tem_email:unknown"} <= set(names)


def test_of_equal_edges_one_is_watched_and_each_keeps_its_name_and_place() -> None:
    edges = {"salario_valor": (2000.0, 2000.0, 5000.0)}
    found = [one for one in indicators_of([SALARY], edges) if one.kind is IndicatorKind.ABOVE]

    assert [(one.name, one.edge, one.place) for one in found] == [
        ("salario_valor:above_q1", 2000.0, 0),
        ("salario_valor:above_q3", 5000.0, 2),
    ]
    assert len(indicators_of([SALARY], {"salario_valor": (7.0, 7.0, 7.0)})) == 1 + 1 + 1


def test_each_kind_is_counted_among_those_that_could_have_it() -> None:
    indicators = indicators_of([EMAIL, SALARY], {"salario_valor": (2000.0, 2000.0, 5000.0), SCORE: (0.5,)})
    day = a_day(
        0,
        rows=50,
        approved=7,
        score=ColumnCounts(known=50, total=20.0, above=(12,)),
        tem_email=ColumnCounts(known=48, total=31.0),
        salario_valor=ColumnCounts(known=40, total=160_000.0, above=(30, 30, 9)),
    )

    hits, trials = counts_of(indicators, day)
    names = [indicator.name for indicator in indicators]
    assert dict(zip(names, zip(hits, trials, strict=True), strict=True)) == {
        "tem_email": (31, 48),
        "tem_email:unknown": (2, 50),
        "salario_valor:unknown": (10, 50),
        "salario_valor:above_q1": (30, 40),
        "salario_valor:above_q3": (9, 40),
        "score:above_d1": (12, 50),
        "aprovado": (7, 50),
    }


def test_what_a_day_does_not_have_is_no_evidence() -> None:
    indicators = indicators_of([EMAIL, SALARY], EDGES)
    day = a_day(0, salario_valor=ColumnCounts(known=40, total=160_000.0))  # without its edges

    _, trials = counts_of(indicators, day)
    seen = {one.name for one, rows in zip(indicators, trials, strict=True) if rows}
    assert seen == {"salario_valor:unknown", "aprovado"}
