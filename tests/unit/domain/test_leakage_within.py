"""Within a vaga, whatever follows the order of application rings, and what is frozen does not."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.evaluation.bootstrap import DRAWS
from hiring.domain.evaluation.leakage import (
    FEWEST_GROUPS,
    Besides,
    GroupedOutcomes,
    LeakageWithinVagas,
    ScoredOutcomes,
    assess_leakage,
    leakage_within_vagas,
)
from hiring.domain.evaluation.ordering import within_group_auc
from hiring.domain.features import CANDIDATE
from hiring.domain.features.profile import LeakageLimits
from hiring.domain.records import Bools, Floats, GoldRows, Ints
from hiring.domain.training.frozen_dates import freeze_dates
from tests.contracts.pairs import FEATURES, PAIRS
from tests.unit.application.pair_gold import some_pairs
from tests.unit.domain.strategies import some

OPEN = FEATURES.index("dias_aberta")


def a_list_of_people(groups: int, seed: int, *, arrival: float = 0.0) -> tuple[Ints, Ints, Bools]:
    """Vagas, the order of application, and who was hired: one each, the later the likelier."""
    chance = np.random.default_rng(seed)
    vagas, order = np.repeat(np.arange(groups), 4), np.tile(np.arange(4), groups)
    liking = (chance.gumbel(size=len(vagas)) + arrival * order).reshape(-1, 4)
    return vagas, order, (liking == liking.max(axis=1, keepdims=True)).ravel()


def found_in(values: Floats, hired: Bools, vagas: Ints, *, limit: float = 0.6) -> LeakageWithinVagas:
    names = [f"x{place}" for place in range(values.shape[1])]
    return leakage_within_vagas(GroupedOutcomes(values=values, hired=hired, groups=vagas), names, limit)


def test_the_order_of_application_rings_in_either_direction_and_noise_does_not() -> None:
    for seed in range(10):
        vagas, order, hired = a_list_of_people(300, seed, arrival=0.6)
        noise = np.random.default_rng(seed).random((len(order), 20))
        for column in (order, -order):
            found = found_in(np.column_stack([noise, column]), hired, vagas)
            assert [alone.feature for alone in found.features] == ["x20"]
            assert found.strongest == found.features[0]
        assert found_in(noise, hired, vagas).features == ()


def test_the_share_and_its_spread_are_those_of_resampling_vagas() -> None:
    vagas, order, hired = a_list_of_people(200, 3, arrival=0.4)
    found = found_in(order[:, None].astype(float), hired, vagas).strongest
    drawn = within_group_auc(order, hired, vagas)
    assert found.roc_auc == drawn.auc
    assert abs(found.lower_bound - drawn.lower_bound) < 0.3 / np.sqrt(DRAWS)


def test_few_vagas_say_nothing() -> None:
    vagas, order, hired = a_list_of_people(FEWEST_GROUPS - 1, 1, arrival=9.0)
    found = found_in(order[:, None].astype(float), hired, vagas)
    assert (found.groups, found.features, found.strongest) == (FEWEST_GROUPS - 1, (), None)


def test_missing_values_are_below_or_above_all_others_whichever_says_more() -> None:
    vagas, order, hired = a_list_of_people(200, 1, arrival=3.0)
    unknown = np.where(order == 3, np.nan, 1.0)
    found = found_in(unknown[:, None], hired, vagas).strongest
    assert max(found.roc_auc, 1 - found.roc_auc) > 0.9


def test_a_leak_within_vagas_is_an_alarm_with_a_name() -> None:
    vagas, order, hired = a_list_of_people(300, 1, arrival=0.8)
    within = found_in(order[:, None].astype(float), hired, vagas)
    nothing = ScoredOutcomes(values=np.zeros((len(hired), 1)), hired=hired)
    scored = ScoredOutcomes(values=np.full(len(hired), 0.3), hired=hired)
    leakage = assess_leakage(scored, nothing, ["x0"], LeakageLimits(), Besides(within=within))
    assert (leakage.alarm, leakage.features, leakage.suspects) == (True, (), ("x0",))
    assert not assess_leakage(scored, nothing, ["x0"], LeakageLimits()).alarm


def test_what_is_learnt_of_outcomes_may_say_as_much_as_a_model() -> None:
    hired = np.arange(400) % 3 == 0
    text = np.where(np.random.default_rng(1).random(400) < 0.25, ~hired, hired).astype(float)
    column = ScoredOutcomes(values=text[:, None], hired=hired)
    scored = ScoredOutcomes(values=np.full(400, 0.3), hired=hired)
    alone = assess_leakage(scored, column, ["texto"], LeakageLimits(feature=0.60, model=0.85))
    assert alone.suspects == ("texto",)
    learnt = Besides(learnt={"texto": ScoredOutcomes(values=text, hired=hired)})
    assert not assess_leakage(scored, column, ["texto"], LeakageLimits(feature=0.60), learnt).alarm
    assert assess_leakage(scored, column, ["texto"], LeakageLimits(model=0.60), learnt).features


def test_a_profile_knows_what_depends_on_the_day_and_on_the_person() -> None:
    assert PAIRS.dated == ("dias_aberta",)
    assert PAIRS.of_people == ("tem_linkedin", "salario_valor", "mesmo_ingles")
    assert PAIRS.uses_outcomes == ("vaga_titulo",)
    assert CANDIDATE.dated == ()
    assert CANDIDATE.of_people == CANDIDATE.features


def numbered(rows: GoldRows) -> GoldRows:
    features = np.random.default_rng(1).random((len(rows), len(FEATURES)))
    features[:, OPEN] = rows.data_candidatura.astype(np.int64)
    return rows.with_features(features)


@some
@given(st.integers(0, 99))
def test_all_people_of_a_vaga_get_what_its_earliest_row_has(seed: int) -> None:
    rows = numbered(some_pairs(20, seed=seed))
    frozen = freeze_dates(rows, PAIRS)
    others = [place for place in range(len(FEATURES)) if place != OPEN]
    np.testing.assert_array_equal(frozen.features[:, others], rows.features[:, others])
    for vaga in np.unique(rows.vaga_codigo):
        here = rows.vaga_codigo == vaga
        assert set(frozen.features[here, OPEN]) == {rows.features[here, OPEN].min()}


def test_undated_rows_come_last_and_a_vaga_of_them_is_as_its_first_row() -> None:
    rows = numbered(some_pairs(2, seed=4))
    days = rows.data_candidatura.copy()
    days[rows.vaga_codigo == 2] = np.datetime64("NaT")
    first = np.flatnonzero(rows.vaga_codigo == 1)[0]
    days[first] = np.datetime64("NaT")
    undated = GoldRows(
        **{
            name: getattr(rows, name)
            for name in ("codigo_profissional", "vaga_codigo", "features", "status_label", "target")
        },
        data_candidatura=days,
    )
    frozen = freeze_dates(undated, PAIRS).features[:, OPEN]
    second = rows.vaga_codigo == 2
    assert set(frozen[second]) == {rows.features[second, OPEN][0]}
    dated = (rows.vaga_codigo == 1) & ~np.isnat(days)
    assert frozen[first] == rows.features[dated, OPEN].min()
