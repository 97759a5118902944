"""Models with a known truth, trained for real once, and what is reported of them."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from hiring.adapters.learning.artifact.origins import FileOrigins
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.clocks import FixedClock
from hiring.adapters.memory.store import MemoryStore
from hiring.application.lifecycle.promote_model import PromoteModel
from hiring.application.reporting.describe_model import DescribeModel, Report
from hiring.application.training.train_model import TrainedModel, TrainModel
from hiring.domain.features import CANDIDATE
from hiring.domain.records import FeatureRows, LabelRows, TableName
from tests.contracts.builders import NOON
from tests.contracts.pairs import PAIRS
from tests.unit.application.pair_gold import some_pairs, stored
from tests.unit.application.worlds import in_segment, mark_segment

FIRST_CODE = 70_000_001
GOLD = TableName("gold_applicants")
SALARY = CANDIDATE.features.index("salario_valor")
REASON = "pilot <b>in</b> TI & finance"


def fill(store: MemoryStore, people: int, *, chance: float, later: float | None = None) -> None:
    """Gold in which one person in four is of a segment that is hired with this chance, others at 0.15.

    In the last fifth of the days the segment is hired with the chance `later`.
    """
    rng = np.random.default_rng(4)
    codes = np.arange(people) + FIRST_CODE
    features = (rng.random((people, len(CANDIDATE.features))) < 0.3).astype(np.float64)
    features[:, SALARY] = np.where(rng.random(people) < 0.5, np.nan, rng.integers(10, 90, people) * 100.0)
    mark_segment(features, rng)
    luck = rng.random(people)
    since = rng.integers(0, 4 * 365, people)
    chances = np.where(since < 0.8 * 4 * 365, chance, chance if later is None else later)
    hired = luck < np.where(in_segment(features), chances, 0.15)
    days = np.datetime64("2019-01-01") + since
    labels = LabelRows(
        vaga_codigo=codes,
        codigo_profissional=codes,
        position=np.arange(people) + 1,
        data_candidatura=days,
        ultima_atualizacao=days,
        status_label=["Aprovado" if one else "Recusado" for one in hired],
        target=hired.astype(np.int64),
    )
    with store.labels(TableName("prospects_labels")).replacing() as writer:
        writer.write(labels)
    with store.features(TableName("applicants_feat"), CANDIDATE).replacing() as writer:
        writer.write(FeatureRows(codigo_profissional=codes, features=features))
    store.gold(GOLD, CANDIDATE).build(TableName("prospects_labels"), TableName("applicants_feat"))


@dataclass(frozen=True)
class World:
    """A store with gold, the models around one artifact, and what was trained."""

    store: MemoryStore
    models: FileModelStore
    trained: TrainedModel

    def describe(self, version_id: str) -> DescribeModel:
        return DescribeModel(
            gold=self.store.gold(GOLD, CANDIDATE),
            scorer=self.models.version(version_id),
            serving=self.models.published,
            origins=FileOrigins(),
            registry=self.store.registry,
        )


def a_world(*, chance: float, later: float | None = None, people: int = 1_600) -> World:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store, models = MemoryStore(salt="s"), FileModelStore(folder / "modelo_prec80.joblib")
    fill(store, people, chance=chance, later=later)
    train = TrainModel(
        gold=store.gold(GOLD, CANDIDATE),
        trainer=LightGbmTrainer(),
        models=models,
        registry=store.registry,
        clock=FixedClock(NOON),
    )
    trained = train(CANDIDATE, salt=store.salt, min_precision=0.8, seed=3)
    return World(store=store, models=models, trained=trained)


@cache
def certified_world() -> World:
    return a_world(chance=0.95)


@cache
def uncertified_world() -> World:
    return a_world(chance=0.3)


@cache
def contradicted_world() -> World:
    return a_world(chance=0.99, later=0.65, people=4_000)


@cache
def certified() -> Report:
    world = certified_world()
    return world.describe(world.trained.version.id)(CANDIDATE)


@cache
def uncertified() -> Report:
    world = uncertified_world()
    return world.describe(world.trained.version.id)(CANDIDATE)


@cache
def contradicted() -> Report:
    """Certified, if it were not for later people."""
    world = contradicted_world()
    return world.describe(world.trained.version.id)(CANDIDATE)


@cache
def of_vagas() -> Report:
    """Of a model that reads vagas, and that knows which people a vaga hires."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store, models = MemoryStore(salt="s"), FileModelStore(folder / "pairs.joblib", profile=PAIRS)
    gold = stored(store, some_pairs(700, within=2.0))
    train = TrainModel(
        gold=gold, trainer=LightGbmTrainer(), models=models, registry=store.registry, clock=FixedClock(NOON)
    )
    scorer = models.version(train(PAIRS, salt=store.salt, min_precision=0.4, seed=3).version.id)
    describe = DescribeModel(
        gold=gold,
        scorer=scorer,
        serving=models.published,
        origins=FileOrigins(),
        registry=store.registry,
    )
    return describe(PAIRS.learnt(scorer.version.card.encodings))


@cache
def manual() -> Report:
    """Somebody chose a threshold for the uncertified model, and it serves."""
    world = uncertified_world()
    promote = PromoteModel(models=world.models, registry=world.store.registry, clock=FixedClock(NOON))
    version = promote.uncertified(world.trained.version.id, threshold=0.25, actor="ana", reason=REASON)
    return world.describe(version.id)(CANDIDATE)
