"""Look up what was answered, and why."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

from hiring.application.ports.logs import InferenceLog
from hiring.application.serving.explain import Explain, features_of
from hiring.domain.decisions import Decision
from hiring.domain.errors import DecisionAmbiguous, DecisionMissing, ModelMissing, VersionNotKept
from hiring.domain.reasons import Reason

VERSIONS_KEPT: Final = 4
"""Models of past answers in memory, besides the one that serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindDecision:
    """The row of the audit log under a request id."""

    log: InferenceLog

    def __call__(self, request_id: str, client: str | None) -> Decision:
        """Of this client; or of whom it is, if only one client has used the id.

        Raises:
            DecisionMissing: There is none.
            DecisionAmbiguous: No client was named, and several have used the id.
        """
        if client is None:
            clients = self.log.clients(request_id)
            if len(clients) > 1:
                raise DecisionAmbiguous(clients)
            client = next(iter(clients), "")
        found = self.log.find(request_id, client)
        if found is None:
            raise DecisionMissing
        return found


class ExplainDecision:
    """The reasons of an answer that was given before, by the version that gave it. Threads may share it.

    Args:
        explain: What explains the scores of a version; raises what `ModelStore.version` raises.
    """

    def __init__(self, explain: Callable[[str], Explain]) -> None:
        self._loading = Lock()  # several at once would take the memory several times
        self._explain = lru_cache(VERSIONS_KEPT)(explain)

    def __call__(self, decision: Decision, *, limit: int) -> tuple[Reason, ...]:
        """At most `limit`, the strongest first; the same for ever, whatever serves now.

        Raises:
            VersionNotKept: The version is not in the model store.
            ArtifactCorrupt: It does not verify; nothing of it was parsed.
            RuleTableMismatch: Its features are not those of this program's rules.
        """
        try:
            with self._loading:
                explain = self._explain(decision.model_version)
        except ModelMissing:
            raise VersionNotKept from None
        columns = explain.explainer.version.card.feature_columns
        (reasons,) = explain(features_of([decision], columns), limit=limit)
        return reasons
