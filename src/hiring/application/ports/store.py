"""Everything that one storage keeps."""

from abc import abstractmethod
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.logs import (
    AlertEventLog,
    AlertLog,
    BaselineLog,
    FeedbackLog,
    InferenceLog,
    Log,
    MonitorDays,
    QualityChecks,
)
from hiring.application.ports.models import ModelRegistry
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.dataset import (
    APPLICANTS,
    LABELS,
    PROSPECTS,
    VAGAS,
    features_spec,
    vaga_features_spec,
)
from hiring.application.ports.specs.logs import DEPLOYMENTS, MODEL_VERSIONS
from hiring.application.ports.specs.monitoring import (
    ALERT_EVENTS,
    ALERTS,
    BASELINES,
    MONITOR_DAYS,
    MONITOR_QUALITY,
)
from hiring.application.ports.specs.spec import DatasetSpec, R, Row, RowSpec
from hiring.application.ports.tables import GoldTable, Table
from hiring.domain.features import Profile
from hiring.domain.records import (
    ApplicantRows,
    FeatureRows,
    LabelRows,
    ProspectRows,
    TableName,
    VagaFeatureRows,
    VagaRows,
)


class Store(Protocol):
    """Everything that one storage keeps."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Where it is, for people; no secrets."""

    @property
    @abstractmethod
    def salt(self) -> str:
        """Of the partition by person: drawn when the store is made, never changed."""

    @property
    @abstractmethod
    def digest_key(self) -> bytes:
        """32 secret bytes for keyed digests of requests: drawn when the store is made, never changed."""

    @property
    def identity(self) -> str:
        """Tells whether two processes have the same store open; no secret can be told from it."""
        return blake2b(b"identity", key=self.digest_key, digest_size=16).hexdigest()

    @abstractmethod
    def table(self, spec: DatasetSpec[R], name: TableName) -> Table[R]:
        """A table of this kind, by its default name or another one."""

    def applicants(self, name: TableName) -> Table[ApplicantRows]:
        """A raw table of applicants (`applicants_raw`)."""
        return self.table(APPLICANTS, name)

    def prospects(self, name: TableName) -> Table[ProspectRows]:
        """A raw table of prospects (`prospects_raw`)."""
        return self.table(PROSPECTS, name)

    def vagas(self, name: TableName) -> Table[VagaRows]:
        """A raw table of vagas (`vagas_raw`)."""
        return self.table(VAGAS, name)

    def features(self, name: TableName, profile: Profile) -> Table[FeatureRows]:
        """A feature table (`applicants_feat`)."""
        return self.table(features_spec(profile), name)

    def vaga_features(self, name: TableName, profile: Profile) -> Table[VagaFeatureRows]:
        """A table of vagas' own features (`vagas_feat`)."""
        return self.table(vaga_features_spec(profile), name)

    def labels(self, name: TableName) -> Table[LabelRows]:
        """A label table (`prospects_labels`)."""
        return self.table(LABELS, name)

    @abstractmethod
    def gold(self, name: TableName, profile: Profile) -> GoldTable:
        """A gold table (`gold_applicants`)."""

    @property
    @abstractmethod
    def inference_log(self) -> InferenceLog:
        """The audit log."""

    def partitioned_until(self, now: datetime) -> datetime | None:  # noqa: ARG002  # one table has no end
        """How far from now on the audit log has partitions without a gap, UTC; None where it needs none.

        What is logged where there is none is kept too, but apart, and has to be moved.
        """
        return None

    @property
    @abstractmethod
    def rank_log(self) -> RankLog:
        """Lists of candidates that were shown (`rank_event`)."""

    @abstractmethod
    def log(self, spec: RowSpec[Row]) -> Log[Row]:
        """The rows of such a table."""

    @property
    def baselines(self) -> BaselineLog:
        """Drift baselines (`model_baseline`)."""
        return self.log(BASELINES)

    @property
    def alerts(self) -> AlertLog:
        """Drift alerts (`drift_alerts`)."""
        return self.log(ALERTS)

    @property
    def alert_events(self) -> AlertEventLog:
        """What was done with alerts (`alert_event`)."""
        return self.log(ALERT_EVENTS)

    @property
    def monitor_days(self) -> MonitorDays:
        """Days that were checked (`monitor_day`)."""
        return self.log(MONITOR_DAYS)

    @property
    def quality_checks(self) -> QualityChecks:
        """How good answers were (`monitor_quality`)."""
        return self.log(MONITOR_QUALITY)

    @property
    def registry(self) -> ModelRegistry:
        """Models and their history (`model_version`, `deployment_event`)."""
        return ModelRegistry(self.log(MODEL_VERSIONS), self.log(DEPLOYMENTS))

    @property
    @abstractmethod
    def feedback(self) -> FeedbackLog:
        """Outcomes that were reported back."""

    @property
    @abstractmethod
    def api_keys(self) -> ApiKeys:
        """Who may ask."""

    @abstractmethod
    def alone(self, task: str) -> AbstractContextManager[None]:
        """While the block runs, nobody else who uses this store is at this task; a killed one lets go.

        Args:
            task: A word of ours.

        Raises:
            AlreadyRunning: Somebody is; nobody is waited for.
        """

    @abstractmethod
    def check(self) -> None:
        """Ask the storage for a sign of life.

        Raises:
            SchemaMismatch: Its schema is no longer the one that this program needs.
            StoreUnavailable: It does not answer.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections."""
