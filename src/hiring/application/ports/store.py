"""Everything that one storage keeps."""

from abc import abstractmethod
from typing import Protocol

from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.logs import AlertLog, BaselineLog, FeedbackLog, InferenceLog
from hiring.application.ports.models import ModelRegistry
from hiring.application.ports.tables import GoldTable, Table
from hiring.domain.features import Profile
from hiring.domain.records import (
    ApplicantRows,
    FeatureRows,
    LabelRows,
    ProspectRows,
    TableName,
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

    @abstractmethod
    def applicants(self, name: TableName) -> Table[ApplicantRows]:
        """A raw table of applicants (`applicants_raw`)."""

    @abstractmethod
    def prospects(self, name: TableName) -> Table[ProspectRows]:
        """A raw table of prospects (`prospects_raw`)."""

    @abstractmethod
    def features(self, name: TableName, profile: Profile) -> Table[FeatureRows]:
        """A feature table (`applicants_feat`)."""

    @abstractmethod
    def labels(self, name: TableName) -> Table[LabelRows]:
        """A label table (`prospects_labels`)."""

    @abstractmethod
    def gold(self, name: TableName, profile: Profile) -> GoldTable:
        """A gold table (`gold_applicants`)."""

    @property
    @abstractmethod
    def inference_log(self) -> InferenceLog:
        """The audit log."""

    @property
    @abstractmethod
    def baselines(self) -> BaselineLog:
        """Drift baselines."""

    @property
    @abstractmethod
    def alerts(self) -> AlertLog:
        """Drift alerts."""

    @property
    @abstractmethod
    def feedback(self) -> FeedbackLog:
        """Outcomes that were reported back."""

    @property
    @abstractmethod
    def registry(self) -> ModelRegistry:
        """Models and their history."""

    @property
    @abstractmethod
    def api_keys(self) -> ApiKeys:
        """Who may ask."""

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
