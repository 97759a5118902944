"""The only module that knows all others: which adapter plays which role.

`wire` is pure: it turns ports into use cases. `production` opens what the settings name and closes it again.
Adapters are imported when they are needed, so that `hiring-cli --help` and `features extract` stay quick.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hiring.application.build_features import BuildFeatures
from hiring.application.build_gold import BuildGold
from hiring.application.check_drift import CheckDrift
from hiring.application.evaluate_model import EvaluateModel
from hiring.application.extract_features import ExtractFeatures
from hiring.application.ingest import Ingest
from hiring.application.label_prospects import LabelProspects
from hiring.application.ports import (
    Clock,
    Decoder,
    Export,
    GoldTable,
    ModelStore,
    Progress,
    Scorer,
    Store,
    Trainer,
)
from hiring.application.predict import Predict
from hiring.application.publish_model import PublishModel
from hiring.application.record_baseline import RecordBaseline
from hiring.application.score_applicants import ScoreApplicants
from hiring.application.train_model import TrainModel
from hiring.domain.errors import StoreUnavailable
from hiring.domain.features import CANDIDATE, Profile
from hiring.domain.records import ApplicantRows, ProspectRows, TableName
from hiring.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything that use cases need from outside. `trainer` is called where a model is really trained."""

    store: Store
    models: ModelStore
    trainer: Callable[[], Trainer]
    decoder: Decoder
    applicants_file: Callable[[Path], Export[ApplicantRows]]
    prospects_file: Callable[[Path], Export[ProspectRows]]
    clock: Clock
    progress: Progress


@dataclass(frozen=True, slots=True)
class Hiring:
    """The use cases, each ready to be called."""

    ports: Ports
    profile: Profile = CANDIDATE

    def ingest_applicants(self, file: Path, table: TableName) -> Ingest[ApplicantRows]:
        ports = self.ports
        return Ingest(
            export=ports.applicants_file(file), table=ports.store.applicants(table), progress=ports.progress
        )

    def ingest_prospects(self, file: Path, table: TableName) -> Ingest[ProspectRows]:
        ports = self.ports
        return Ingest(
            export=ports.prospects_file(file), table=ports.store.prospects(table), progress=ports.progress
        )

    def build_features(self, source: TableName, target: TableName) -> BuildFeatures:
        ports = self.ports
        return BuildFeatures(
            applicants=ports.store.applicants(source),
            features=ports.store.features(target, self.profile),
            decoder=ports.decoder,
            profile=self.profile,
            progress=ports.progress,
        )

    def label_prospects(self, source: TableName, target: TableName) -> LabelProspects:
        store, progress = self.ports.store, self.ports.progress
        return LabelProspects(
            prospects=store.prospects(source), labels=store.labels(target), progress=progress
        )

    def build_gold(self, target: TableName) -> BuildGold:
        return BuildGold(gold=self.gold(target), progress=self.ports.progress)

    def train_model(self, gold: TableName) -> TrainModel:
        ports = self.ports
        return TrainModel(
            gold=self.gold(gold),
            trainer=ports.trainer(),
            models=ports.models,
            registry=ports.store.registry,
            clock=ports.clock,
        )

    def publish_model(self) -> PublishModel:
        ports = self.ports
        return PublishModel(models=ports.models, registry=ports.store.registry, clock=ports.clock)

    def scorer(self, version_id: str | None = None) -> Scorer:
        """The model that serves, or a stored version."""
        return self.ports.models.version(version_id) if version_id else self.ports.models.published()

    def evaluate_model(self, gold: TableName, version_id: str | None) -> EvaluateModel:
        return EvaluateModel(gold=self.gold(gold), scorer=self.scorer(version_id))

    def predict(self, scorer: Scorer, *, logged: bool = True) -> Predict:
        store = self.ports.store
        return Predict(
            scorer=scorer,
            log=store.inference_log if logged else None,
            clock=self.ports.clock,
            digest_key=store.digest_key,
        )

    def score_applicants(self, file: Path, scorer: Scorer, *, logged: bool) -> ScoreApplicants:
        ports = self.ports
        return ScoreApplicants(
            export=ports.applicants_file(file),
            decoder=ports.decoder,
            predict=self.predict(scorer, logged=logged),
            progress=ports.progress,
        )

    def record_baseline(self, gold: TableName) -> RecordBaseline:
        ports = self.ports
        return RecordBaseline(gold=self.gold(gold), baselines=ports.store.baselines, clock=ports.clock)

    def check_drift(self) -> CheckDrift:
        store = self.ports.store
        return CheckDrift(
            log=store.inference_log,
            baselines=store.baselines,
            alerts=store.alerts,
            feedback=store.feedback,
            clock=self.ports.clock,
        )

    def gold(self, name: TableName) -> GoldTable:
        return self.ports.store.gold(name, self.profile)


def wire(ports: Ports) -> Hiring:
    """The use cases over these ports."""
    return Hiring(ports)


@contextmanager
def production(settings: Settings, progress: Progress, *, salt: str | None = None) -> Iterator[Hiring]:
    """The use cases over the real adapters that the settings name; everything is closed behind them.

    Raises:
        StoreUnavailable: The store that the settings name cannot be opened.
    """
    from hiring.adapters.exports.applicants import ApplicantDecoder, ApplicantsFile
    from hiring.adapters.exports.prospects import ProspectsFile
    from hiring.adapters.memory.clocks import SystemClock

    store = open_store(settings, salt=salt)
    try:
        yield wire(
            Ports(
                store=store,
                models=open_models(settings),
                trainer=_trainer,
                decoder=ApplicantDecoder(),
                applicants_file=ApplicantsFile,
                prospects_file=ProspectsFile,
                clock=SystemClock(),
                progress=progress,
            )
        )
    finally:
        store.close()


def open_store(settings: Settings, *, salt: str | None = None) -> Store:
    """The store that the settings name; `salt` is for one that is made now, and drawn if None."""
    if settings.storage == "postgres":
        raise StoreUnavailable(
            "PostgreSQL is not part of this version: set HIRING_STORAGE=files, or unset POSTGRES_HOST"
        )
    from hiring.adapters.files.store import FileStore

    return FileStore(settings.hiring_home, salt=salt)


def open_models(settings: Settings) -> ModelStore:
    """The models around the artifact that the settings name."""
    from hiring.adapters.learning.model_store import FileModelStore

    return FileModelStore(settings.model_artifact)


def extraction(file: Path) -> ExtractFeatures:
    """Feature extraction from a file, which needs neither a store nor a model."""
    from hiring.adapters.exports.applicants import ApplicantDecoder, ApplicantsFile

    return ExtractFeatures(export=ApplicantsFile(file), decoder=ApplicantDecoder(), profile=CANDIDATE)


def _trainer() -> Trainer:
    from hiring.adapters.learning.trainer import LightGbmTrainer

    return LightGbmTrainer()


def synthesis(
    out: Path, *, applicants: int, prospects: int, seed: int, hard: bool, advance: Callable[[int], None]
) -> tuple[Path, Path]:
    """Write invented exports into a folder; the paths of applicants and prospects."""
    from hiring.adapters.synthetic import write_exports

    written = write_exports(
        out, applicants=applicants, prospects=prospects, seed=seed, hard=hard, advance=advance
    )
    return written.applicants_path, written.prospects_path
