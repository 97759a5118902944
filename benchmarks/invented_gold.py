"""Gold rows to measure training and scoring with: many features of small effect, a salary, several years."""

import numpy as np

from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.store import Store
from hiring.application.ports.tables import GoldTable
from hiring.domain.features import CANDIDATE
from hiring.domain.records import FeatureRows, Floats, LabelRows, TableName

GOLD = TableName("gold_applicants")
LABELS, FEATURES = TableName("prospects_labels"), TableName("applicants_feat")


def invented_features(people: int, seed: int = 1) -> Floats:
    rng = np.random.default_rng(seed)
    features = (rng.random((people, len(CANDIDATE.features))) < 0.3).astype(np.float64)
    salary = CANDIDATE.features.index("salario_valor")
    features[:, salary] = np.where(rng.random(people) < 0.5, np.nan, rng.lognormal(8.0, 0.5, people))
    return features


def invented_gold(rows: int, seed: int = 1) -> tuple[Store, GoldTable]:
    """Three rows to two people, one in four of them hired."""
    rng = np.random.default_rng(seed)
    people = round(rows / 1.5)
    features = invented_features(people, seed)
    log_odds = np.nan_to_num(features[:, features.max(axis=0) <= 1.0]) @ rng.normal(0, 0.25, 45)
    who = np.concatenate([np.arange(people), rng.integers(people, size=rows - people)])
    hired = rng.random(rows) < 1 / (1 + np.exp(-(log_odds - log_odds.mean() - 1.2)[who]))
    labels = LabelRows(
        vaga_codigo=np.arange(rows) + 1,
        codigo_profissional=who,
        position=np.arange(rows) + 1,
        data_candidatura=np.datetime64("2019-01-01") + rng.integers(0, 1_500, rows),
        ultima_atualizacao=np.full(rows, "2023-06-01", "datetime64[D]"),
        status_label=["Aprovado" if one else "Recusado" for one in hired],
        target=hired.astype(np.int64),
    )
    store = MemoryStore(salt="benchmark")
    with store.labels(LABELS).replacing() as writer:
        writer.write(labels)
    with store.features(FEATURES, CANDIDATE).replacing() as writer:
        writer.write(FeatureRows(codigo_profissional=np.arange(people), features=features))
    gold = store.gold(GOLD, CANDIDATE)
    gold.build(LABELS, FEATURES)
    return store, gold
