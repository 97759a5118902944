"""How fast pairs of people and vagas become features, beside each pair alone; what training on them takes."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from benchmarks.promises import Measured, at_least, at_most
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import SYSTEM_CLOCK
from hiring.adapters.memory.store import MemoryStore
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.features import CANDIDATE_VAGA, Profile
from hiring.domain.features.formulas.days import day_of
from hiring.domain.features.pairs import PairRecord, pair_record
from hiring.domain.gold import join_pairs
from hiring.domain.labeling import Outcome, outcome_of
from hiring.domain.records import GoldRows, LabelRows, TableName
from hiring.synthetic.exports import write_exports
from hiring.synthetic.worlds import World

APPLICANTS: Final = 20_000
PROSPECTS: Final = 42_000
PAIRS: Final = 100_000
ALONE: Final = 2_000
TRAINED_ON: Final = 9_000
LEAST_A_SECOND: Final = 20_000
MOST_S: Final = 30.0
DAY: Final = np.datetime64("2021-03-11")

Records = Mapping[str, Mapping[str, Any]]


def run() -> Iterator[Measured]:
    """The speed and the time, in CPU time."""
    with TemporaryDirectory() as folder:
        write_exports(Path(folder), applicants=APPLICANTS, prospects=PROSPECTS, seed=1, world=World.MATCH)
        people, prospects, vagas = (
            json.loads((Path(folder) / f"{name}.json").read_bytes())
            for name in ("applicants", "prospects", "vagas")
        )
    gold = _gold(people, prospects, vagas)
    found, took = _trained(gold)
    profile = CANDIDATE_VAGA.learnt(found.version.card.encodings)
    pairs = _pairs(list(people.values()), list(vagas.values()))
    rate, alone = _rate(profile, pairs, at_once=PAIRS), _rate(profile, pairs[:ALONE], at_once=1)
    print(
        f"features of {PAIRS:,} pairs of {len(people):,} people and {len(vagas):,} vagas: {rate:,.0f} a "
        f"second of one core; each pair alone {alone:,.0f}"
    )
    print(f"training on {len(gold):,} pairs: {took:.1f} s of CPU, verdicts and all")
    yield at_least("features of pairs", rate, LEAST_A_SECOND, "a CPU second")
    yield at_most(f"CPU of training on {TRAINED_ON:,} pairs", took, MOST_S, "s")


def _rate(profile: Profile, pairs: Sequence[PairRecord], *, at_once: int) -> float:
    """Pairs a second of CPU time."""
    began = time.process_time()
    for start in range(0, len(pairs), at_once):
        profile.features_of(pairs[start : start + at_once])
    return len(pairs) / (time.process_time() - began)


def _pairs(people: Sequence[Mapping[str, Any]], vagas: Sequence[Mapping[str, Any]]) -> list[PairRecord]:
    chosen = np.random.default_rng(1).integers(len(vagas), size=PAIRS).tolist()
    return [pair_record(people[place % len(people)], vagas[vaga], DAY) for place, vaga in enumerate(chosen)]


def _gold(people: Records, prospects: Records, vagas: Records) -> GoldRows:
    decided = [
        (int(vaga), int(prospect["codigo"]), place, day_of(prospect["data_candidatura"]), outcome)
        for vaga, record in prospects.items()
        for place, prospect in enumerate(record["prospects"])
        if (outcome := outcome_of(prospect["situacao_candidado"])[0]) in {Outcome.HIRED, Outcome.NOT_HIRED}
    ]
    vaga, person, place, day, outcomes = zip(*decided, strict=True)
    labels = LabelRows(
        vaga_codigo=np.array(vaga),
        codigo_profissional=np.array(person),
        position=np.array(place),
        data_candidatura=np.array(day, "datetime64[D]"),
        ultima_atualizacao=np.array(day, "datetime64[D]"),
        status_label=[outcome.value for outcome in outcomes],
        target=np.array([outcome is Outcome.HIRED for outcome in outcomes], np.int64),
    )
    by_code = {int(code): record for code, record in people.items()}
    rows, _ = join_pairs(
        labels, [by_code], {int(code): record for code, record in vagas.items()}, CANDIDATE_VAGA
    )
    return rows.take(np.arange(min(TRAINED_ON, len(rows))))


def _trained(gold: GoldRows) -> tuple[TrainedModel, float]:
    store, name = MemoryStore(salt="benchmark"), TableName("gold_pairs")
    with store.gold(name, CANDIDATE_VAGA).replacing() as writer:
        writer.write(gold)
    with TemporaryDirectory() as folder:
        train = TrainModel(
            gold=store.gold(name, CANDIDATE_VAGA),
            trainer=LightGbmTrainer(),
            models=FileModelStore(Path(folder) / "vaga.joblib", profile=CANDIDATE_VAGA),
            registry=store.registry,
            clock=SYSTEM_CLOCK,
        )
        began = time.process_time()
        found = train(CANDIDATE_VAGA, salt=store.salt, min_precision=0.80, seed=1)
        return found, time.process_time() - began
