"""Models and their history, in memory."""

import threading
from collections.abc import Sequence

from hiring.application.ports.models import ModelRegistry
from hiring.domain.models import Deployment, ModelVersion


class MemoryModelRegistry(ModelRegistry):
    """Versions by id, deployments in the order of recording."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._versions: dict[str, ModelVersion] = {}
        self._deployments: list[Deployment] = []

    def register(self, version: ModelVersion) -> None:
        with self._lock:
            self._versions.setdefault(version.id, version)

    def versions(self) -> Sequence[ModelVersion]:
        with self._lock:
            known = list(self._versions.values())
        return sorted(known, key=lambda version: (version.card.trained_at, version.id))

    def record(self, deployment: Deployment) -> None:
        with self._lock:
            self._deployments.append(deployment)

    def deployments(self) -> Sequence[Deployment]:
        with self._lock:
            return list(self._deployments)
