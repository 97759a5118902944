"""What is learnt of texts: from the fit part alone, and never from a row's own outcome."""

import numpy as np

from hiring.adapters.learning.fitting.word_weights import WordLearner
from hiring.domain.features import CANDIDATE
from hiring.domain.features.encodings import NOTHING_LEARNT, Lookup, WordWeights
from hiring.domain.records import Bools, GoldRows
from hiring.domain.training.learning import learnt_features
from tests.contracts.pairs import FEATURES, PAIRS

TITLE = FEATURES.index("vaga_titulo")
CITY = FEATURES.index("vaga_cidade")


def some_rows(people: int = 400) -> tuple[GoldRows, Bools]:
    """Every title is of one person alone: whoever learns it from that person's row learns the outcome."""
    chance = np.random.default_rng(1)
    titles = np.array([f"t{person}" for person in range(people)], np.object_)
    cities = chance.choice(np.array(["sao paulo", "recife"], np.object_), people)
    rows = GoldRows(
        codigo_profissional=np.arange(people),
        vaga_codigo=np.arange(people),
        data_candidatura=np.full(people, "2021-01-01", "datetime64[D]"),
        features=chance.random((people, len(FEATURES) - 2)),
        status_label=[""] * people,
        target=(chance.random(people) < 0.5).astype(np.int64),
        texts=np.column_stack([cities, titles]),
    )
    return rows, np.arange(people) < people // 2


def test_a_row_s_own_outcome_is_in_no_number_of_the_fit_part() -> None:
    rows, fit = some_rows()
    features, encodings = learnt_features(rows, fit, PAIRS, WordLearner, seed=1)
    learnt = encodings["vaga_titulo"]
    assert isinstance(learnt, WordWeights)
    assert len(set(features[fit, TITLE])) <= 5, (
        "nobody else has the title: there is what holds for all others"
    )
    assert (features[~fit, TITLE] == learnt.intercept).all(), "these titles were not learnt"
    known = learnt(rows.texts[fit, 1])
    hired = rows.target[fit] == 1
    assert known[hired].min() > known[~hired].max(), "what is kept knows the outcome of whom it was learnt"


def test_other_parts_say_nothing_to_what_is_learnt() -> None:
    rows, fit = some_rows()
    other = GoldRows.concatenate([rows.take(np.flatnonzero(fit)), rows.take(np.flatnonzero(~fit)[:7])])
    one, two = (
        learnt_features(these, where, PAIRS, WordLearner, seed=1)[1]
        for these, where in ((rows, fit), (other, np.arange(len(other)) < fit.sum()))
    )
    assert one["vaga_cidade"] == two["vaga_cidade"]
    np.testing.assert_array_equal(one["vaga_titulo"](rows.texts[:, 1]), two["vaga_titulo"](rows.texts[:, 1]))


def test_numbers_are_as_they_were_and_codes_have_their_share() -> None:
    rows, fit = some_rows()
    features, encodings = learnt_features(rows, fit, PAIRS, WordLearner, seed=1)
    numbers = [place for place in range(len(FEATURES)) if place not in {TITLE, CITY}]
    np.testing.assert_array_equal(features[:, numbers], rows.features)
    cities = encodings["vaga_cidade"]
    assert isinstance(cities, Lookup)
    shares = dict(zip(cities.texts, cities.numbers, strict=True))
    assert sum(shares.values()) == 1.0
    assert features[:, CITY].tolist() == [shares[city] for city in rows.texts[:, 0]]


def test_a_profile_without_texts_learns_nothing_and_copies_nothing() -> None:
    rows = GoldRows.none(len(CANDIDATE.features))
    features, encodings = learnt_features(rows, np.empty(0, np.bool_), CANDIDATE, WordLearner, seed=1)
    assert features is rows.features
    assert encodings is NOTHING_LEARNT
