"""Weights of words: what scikit-learn learns, numpy alone says, to the last digits."""

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from hiring.adapters.learning.fitting.word_weights import WordLearner
from hiring.domain.features.kinds import Learnt
from hiring.domain.records import Bools, TextArray

WORDS = np.array(
    ["analista", "sap", "fi", "mm", "abap", "java", "pleno", "senior", "projetos", "remoto", "pj"], np.object_
)


def some_texts(rows: int = 300) -> tuple[TextArray, Bools]:
    chance = np.random.default_rng(5)
    texts = np.array([" ".join(chance.choice(WORDS, chance.integers(1, 9))) for _ in range(rows)], np.object_)
    hired = chance.random(rows) < np.where(["sap" in text for text in texts], 0.6, 0.2)
    return texts, np.asarray(hired)


def test_numpy_alone_says_what_the_fitted_pipeline_says() -> None:
    texts, hired = some_texts()
    kind = Learnt(most=500, at_least=4, inverse_penalty=0.7)
    vectorizer = TfidfVectorizer(
        token_pattern=r"\S+",
        ngram_range=(1, 2),
        lowercase=False,
        min_df=kind.at_least,
        max_features=kind.most,
    )
    regression = LogisticRegression(C=kind.inverse_penalty, solver="liblinear", dual=True, random_state=0)
    pipeline = make_pipeline(vectorizer, regression).fit(texts, hired)
    learnt = WordLearner(kind)(texts, hired)
    assert set(learnt.terms) == set(vectorizer.get_feature_names_out())
    new = np.array([*some_texts(20)[0], "cobol", "sap cobol fi", ""], np.object_)
    np.testing.assert_allclose(learnt(new), pipeline.decision_function(new), rtol=0, atol=1e-12)


def test_a_part_of_the_texts_is_learnt_as_if_there_were_no_others() -> None:
    texts, hired = some_texts()
    learner = WordLearner(Learnt(most=50, at_least=2))
    learner(texts, hired)
    part, alone = learner(texts[:100], hired[:100]), WordLearner(Learnt(most=50, at_least=2))
    expected = alone(texts[:100], hired[:100])
    assert part.terms == expected.terms
    np.testing.assert_array_equal(part(texts), expected(texts))


def test_where_no_word_is_known_all_texts_are_alike() -> None:
    texts = np.array([None, "", "um", None], np.object_)
    learnt = WordLearner(Learnt(at_least=2))(texts, np.array([True, False, False, False]))
    assert learnt.terms == ()
    assert learnt(np.array(["um", None], np.object_)).tolist() == [np.log(2 / 4)] * 2


def test_the_most_frequent_words_count() -> None:
    texts, hired = some_texts()
    often = WordLearner(Learnt(most=11, at_least=1))(texts, hired)
    assert set(often.terms) == set(WORDS), "single words are more frequent than pairs of them"
