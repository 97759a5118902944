"""The invented exports never look like a leak, however people are split: shown over many salts."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hiring.adapters.exports.applicants import ApplicantDecoder, ApplicantsFile
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.learning.fitting.trainer import LightGbmTrainer
from hiring.adapters.local.here import Here
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.dataset.build_features import BuildFeatures
from hiring.application.dataset.build_gold import BuildGold
from hiring.application.dataset.in_parts.tables import TableInParts
from hiring.application.dataset.ingest import Ingest
from hiring.application.dataset.label_prospects import LabelProspects
from hiring.application.dataset.read_gold import read_gold
from hiring.application.training.certify import certify
from hiring.application.training.splits import assess_gold_leakage, training_examples
from hiring.domain.evaluation.leakage import Leakage, ScoredOutcomes
from hiring.domain.features import CANDIDATE
from hiring.domain.records import GoldRows, TableName
from hiring.domain.training.partition import Part
from hiring.domain.training.threshold import Certified
from hiring.domain.training.units import Unit
from hiring.synthetic import write_exports

SEED = 20_261
APPLICANTS, PROSPECTS = TableName("applicants_raw"), TableName("prospects_raw")
FEATURES, LABELS = TableName("applicants_feat"), TableName("prospects_labels")


@cache
def gold() -> GoldRows:
    """Of the demonstration's exports."""
    store, progress = MemoryStore(salt="any"), SilentProgress()
    table = store.gold(TableName("gold_applicants"), CANDIDATE)
    with TemporaryDirectory() as folder:
        files = write_exports(Path(folder), applicants=5_000, prospects=20_000, seed=7)
        people, prospects = store.applicants(APPLICANTS), store.prospects(PROSPECTS)
        Ingest(export=ApplicantsFile(files.applicants_path), table=people, progress=progress)(chunk_size=1000)
        Ingest(export=ProspectsFile(files.prospects_path), table=prospects, progress=progress)(
            chunk_size=1000
        )
    BuildFeatures(
        applicants=TableInParts(table=store.applicants(APPLICANTS), parallel=Here()),
        features=store.features(FEATURES, CANDIDATE),
        decoder=ApplicantDecoder(),
        profile=CANDIDATE,
        progress=progress,
    )(chunk_size=1000)
    LabelProspects(prospects=prospects, labels=store.labels(LABELS), progress=progress)(chunk_size=1000)
    BuildGold(gold=table, progress=progress)(labels=LABELS, features=FEATURES)
    return read_gold(table, CANDIDATE)


def found_with(salt: str) -> tuple[Leakage, bool]:
    """What looks like leakage, and whether the promise is certified."""
    rows = gold()
    parts = Unit.PERSON.parts(rows, salt)
    fit, calibrate = (
        training_examples(rows, parts == Part.FIT, Unit.PERSON),
        training_examples(rows, parts == Part.CALIBRATE, Unit.PERSON),
    )
    model = LightGbmTrainer().fit(fit, calibrate, columns=CANDIDATE.features, seed=SEED)
    test = Unit.PERSON.judged(rows, parts, Part.TEST, SEED)
    scored = ScoredOutcomes(values=model.score(test.features), hired=test.target == 1)
    verdict = certify(model, rows, parts, unit=Unit.PERSON, min_precision=0.8, seed=SEED).precision
    return assess_gold_leakage(rows, parts, scored, CANDIDATE, SEED), isinstance(verdict, Certified)


@pytest.mark.parametrize(
    "salt",
    [
        "demonstration",
        *(f"salt {number}" for number in range(3)),
        *(pytest.param(f"salt {number}", marks=pytest.mark.slow) for number in range(3, 50)),
    ],
)
def test_the_planted_signal_is_clearly_weaker_than_the_alarm(salt: str) -> None:
    leakage, _ = found_with(salt)
    assert not leakage.alarm
    assert leakage.lower_bound < 0.84
    assert max(leakage.strongest.roc_auc, 1 - leakage.strongest.roc_auc) < 0.65


def test_the_demonstration_is_certified() -> None:
    assert found_with("demonstration")[1]


@pytest.mark.slow
def test_nearly_every_salt_is_certified() -> None:
    assert sum(found_with(f"salt {number}")[1] for number in range(50)) >= 43
