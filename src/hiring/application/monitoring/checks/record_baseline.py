"""Remember what the gold features look like."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.application.dataset.read_gold import read_gold
from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import BaselineLog
from hiring.application.ports.models import Scorer
from hiring.application.ports.tables import GoldTable
from hiring.domain.decisions import Baseline
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.features.kinds import Flag
from hiring.domain.gold import encode_gold
from hiring.domain.monitoring.drift.baseline import BaselineRates, RateBaseline, baseline_rates
from hiring.domain.monitoring.drift.counts import SCORE
from hiring.domain.monitoring.drift.gold_counts import ScoredRows, edges_of, gold_days
from hiring.domain.monitoring.drift.indicators import is_of_scores
from hiring.domain.monitoring.drift.simple import stats_of
from hiring.domain.records import Bools, Floats, GoldRows
from hiring.domain.training.partition import Part
from hiring.domain.training.units import unit_of

_SEEN: Final = (Part.FIT, Part.CALIBRATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBaseline:
    """Remember what the gold features look like, so that drift has something to be measured against."""

    gold: GoldTable
    profile: Profile
    scorer: Scorer | None
    baselines: BaselineLog
    clock: Clock

    def __call__(self, *, model_path: str) -> Baseline:
        """Compute and append; the model's scores and decisions are in it, if there is a model.

        Args:
            model_path: Where the model stands that is to be watched.

        Raises:
            TableMissing: There is no gold table.
            TableOutdated: Other rules than this program's have built it.
            NothingKept: It is empty.
        """
        profile, scorer = self.profile, self.scorer
        rows = encode_gold(read_gold(self.gold, profile), profile)
        if not len(rows.features):
            raise NothingKept(self.gold.name, read=0, reasons={})
        amounts = frozenset(rule.feature for rule in profile.rules if not isinstance(rule.kind, Flag))
        baseline = Baseline(
            created_at=self.clock(),
            model_path=model_path,
            stats=stats_of(rows.features, profile.features, amounts),
            profile=profile.name,
            model_version=None if scorer is None else scorer.version.id,
            rates=_rates(rows, profile, scorer).to_json(),
            rules=profile.fingerprint(),
        )
        self.baselines.append([baseline])
        return baseline


def _rates(rows: GoldRows, profile: Profile, scorer: Scorer | None) -> BaselineRates:
    """Of the features by everybody; of scores and decisions by people whom the model has not seen."""
    unscored = _scored(rows, np.full(len(rows), np.nan), threshold=np.inf)
    features = _rates_of(unscored, profile)
    if scorer is None:
        return BaselineRates(edges=features.edges, rates=_without_scores(features))
    unseen = rows.take(np.flatnonzero(~_seen(rows, profile, scorer)))
    scores = _rates_of(
        _scored(unseen, scorer.score(unseen.features), threshold=scorer.version.card.threshold), profile
    )
    own = {name: rate for name, rate in scores.rates.items() if is_of_scores(name)}
    edges = {**features.edges, SCORE: scores.edges.get(SCORE, ())}
    return BaselineRates(edges=edges, rates=_without_scores(features) | own)


def _scored(rows: GoldRows, scores: Floats, *, threshold: float) -> ScoredRows:
    return ScoredRows(
        days=rows.data_candidatura, features=rows.features, scores=scores, approved=scores >= threshold
    )


def _rates_of(rows: ScoredRows, profile: Profile) -> BaselineRates:
    edges = edges_of(rows, profile.rules)
    return baseline_rates(profile.rules, edges, gold_days(rows, profile.rules, edges))


def _seen(rows: GoldRows, profile: Profile, scorer: Scorer) -> Bools:
    """Who was learnt from; nobody, where the model does not say how people were partitioned."""
    terms = scorer.version.card.training.partition
    if terms is None:
        return np.zeros(len(rows), np.bool_)
    return np.isin(unit_of(profile).parts(rows, terms.salt), _SEEN)


def _without_scores(rates: BaselineRates) -> dict[str, RateBaseline]:
    return {name: rate for name, rate in rates.rates.items() if not is_of_scores(name)}
