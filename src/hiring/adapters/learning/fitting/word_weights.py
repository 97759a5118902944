"""Weights of words, learnt by scikit-learn: TF-IDF and a logistic regression."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from hiring.domain.features.encodings import WordWeights, terms_of
from hiring.domain.features.kinds import Learnt
from hiring.domain.records import Bools, Ints, TextArray

_STEPS: Final = 1_000
_NOTHING: Final = ""


class WordLearner:
    """Learns from parts of one set of texts, over and over: their words are counted once.

    Args:
        kind: How many words, and how freely they may be weighed.
    """

    def __init__(self, kind: Learnt) -> None:
        self._kind = kind
        self._row_of: dict[str | None, int] = {}
        self._terms: np.ndarray = np.zeros(0, np.object_)
        self._counts: Any = None  # a sparse matrix, texts by terms

    def __call__(self, texts: TextArray, hired: Bools) -> WordWeights:
        """Weights that tell the hired from the others; see `WordWeights`."""
        counts, terms = self._counts_of(texts)
        if not len(terms) or hired.all() or not hired.any():
            return WordWeights((), (), (), _log_odds(hired))
        tfidf = TfidfTransformer()
        values = tfidf.fit_transform(counts)
        regression = LogisticRegression(
            C=self._kind.inverse_penalty, solver="liblinear", dual=True, random_state=0, max_iter=_STEPS
        )
        regression.fit(values, hired)
        return WordWeights(
            terms=tuple(terms.tolist()),
            rarities=tuple(tfidf.idf_.tolist()),
            weights=tuple(regression.coef_[0].tolist()),
            intercept=float(regression.intercept_[0]),
        )

    def _counts_of(self, texts: TextArray) -> tuple[Any, np.ndarray]:
        """How often each text has each of the words that count, and these words."""
        if not self._row_of.keys() >= set(texts):
            self._count(sorted({*self._row_of, *texts}, key=str))
        counts = self._counts[[self._row_of[text] for text in texts]]
        kept = _most_frequent(counts, self._terms, self._kind)
        chosen = counts[:, kept]
        chosen.sort_indices()  # sums then have one order, whatever was counted before
        return chosen, self._terms[kept]

    def _count(self, texts: Sequence[str | None]) -> None:
        vectorizer = CountVectorizer(analyzer=_terms_or_none, dtype=np.float64)
        self._row_of = {text: row for row, text in enumerate(texts)}
        self._counts = vectorizer.fit_transform(texts)
        self._terms = vectorizer.get_feature_names_out()


def _terms_or_none(text: str | None) -> list[str]:
    """Its terms; one that no word is where there are none, since scikit-learn wants a vocabulary."""
    return terms_of(text or "") or [_NOTHING]


def _most_frequent(counts: Any, terms: np.ndarray, kind: Learnt) -> Ints:  # noqa: ANN401  # a sparse matrix
    """Columns of the words that count, in the order of the alphabet; of equally frequent ones, the first."""
    in_texts = np.bincount(counts.indices, minlength=counts.shape[1])
    often = np.flatnonzero((in_texts >= kind.at_least) & (terms != _NOTHING))
    total = np.asarray(counts.sum(axis=0)).ravel()[often]
    return np.sort(often[np.argsort(-total, kind="stable")[: kind.most]])


def _log_odds(hired: Bools) -> float:
    """Of texts that say nothing, one of each outcome more than there are (Laplace)."""
    return float(np.log((hired.sum() + 1) / ((~hired).sum() + 1)))
