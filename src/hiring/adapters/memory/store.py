"""A store that is gone when its process ends."""

import secrets

from hiring.adapters.memory.keys import MemoryApiKeys
from hiring.adapters.memory.logs import (
    MemoryAlertLog,
    MemoryBaselineLog,
    MemoryFeedbackLog,
    MemoryInferenceLog,
)
from hiring.adapters.memory.registry import MemoryModelRegistry
from hiring.adapters.memory.tables import MemoryGoldTable, MemoryTable, Shelf
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.logs import AlertLog, BaselineLog, FeedbackLog, InferenceLog
from hiring.application.ports.models import ModelRegistry
from hiring.application.ports.store import Store
from hiring.application.ports.tables import GoldTable, Table
from hiring.domain.features import Profile
from hiring.domain.records import ApplicantRows, FeatureRows, LabelRows, ProspectRows, TableName


class MemoryStore(Store):
    """Keeps what it was given; several threads may use it at once.

    Args:
        salt: Of the partition by person; drawn if None.
        digest_key: 32 bytes; drawn if None.
    """

    def __init__(self, *, salt: str | None = None, digest_key: bytes | None = None) -> None:
        self._salt = secrets.token_hex(16) if salt is None else salt
        self._digest_key = secrets.token_bytes(32) if digest_key is None else digest_key
        self._shelf = Shelf()
        self._inference_log = MemoryInferenceLog()
        self._baselines = MemoryBaselineLog()
        self._alerts = MemoryAlertLog()
        self._feedback = MemoryFeedbackLog()
        self._registry = MemoryModelRegistry()
        self._api_keys = MemoryApiKeys()

    @property
    def place(self) -> str:
        return "memory"

    @property
    def salt(self) -> str:
        return self._salt

    @property
    def digest_key(self) -> bytes:
        return self._digest_key

    def applicants(self, name: TableName) -> Table[ApplicantRows]:
        return MemoryTable(name, ApplicantRows, self._shelf)

    def prospects(self, name: TableName) -> Table[ProspectRows]:
        return MemoryTable(name, ProspectRows, self._shelf)

    def features(self, name: TableName, profile: Profile) -> Table[FeatureRows]:
        del profile  # the rows carry their width
        return MemoryTable(name, FeatureRows, self._shelf)

    def labels(self, name: TableName) -> Table[LabelRows]:
        return MemoryTable(name, LabelRows, self._shelf)

    def gold(self, name: TableName, profile: Profile) -> GoldTable:
        return MemoryGoldTable(name, profile, self._shelf)

    @property
    def inference_log(self) -> InferenceLog:
        return self._inference_log

    @property
    def baselines(self) -> BaselineLog:
        return self._baselines

    @property
    def alerts(self) -> AlertLog:
        return self._alerts

    @property
    def feedback(self) -> FeedbackLog:
        return self._feedback

    @property
    def registry(self) -> ModelRegistry:
        return self._registry

    @property
    def api_keys(self) -> ApiKeys:
        return self._api_keys

    def check(self) -> None:
        """It is always there."""

    def close(self) -> None:
        """Nothing to let go of: what was stored stays readable."""
