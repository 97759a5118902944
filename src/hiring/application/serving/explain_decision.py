"""Why people had the scores that they were given, whatever serves now."""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Final

from hiring.application.serving.explain import Explain, features_of
from hiring.application.serving.load_model import LoadedModel
from hiring.domain.decisions import Decision
from hiring.domain.errors import ModelMissing, VersionNotKept
from hiring.domain.reasons import Reason

VERSIONS_KEPT: Final = 4
"""Models of past answers in memory, besides the one that serves."""


class ExplainDecision:
    """The reasons of an answer that was given before, by the version that gave it. Threads may share it.

    Args:
        explain: What explains the scores of a profile's version; raises what `ModelStore.version` raises.
    """

    def __init__(self, explain: Callable[[str, str], Explain]) -> None:
        self._loading = Lock()  # several at once would take the memory several times
        self._explain = lru_cache(VERSIONS_KEPT)(explain)

    def __call__(
        self, decision: Decision, *, limit: int, serves: LoadedModel[object] | None = None
    ) -> tuple[Reason, ...]:
        """At most `limit`, the strongest first; the same for ever, whatever serves now.

        Args:
            decision: As it was kept.
            limit: One at least.
            serves: The model that serves, if one does: that one needs no store of versions.

        Raises:
            VersionNotKept: The version is not in the model store.
            ArtifactCorrupt: It does not verify; nothing of it was parsed.
            RuleTableMismatch: Its features are not those of this program's rules.
        """
        if serves is not None and serves.version.id == decision.model_version:
            explain = serves.explain
        else:
            explain = self._kept(decision.profile, decision.model_version)
        columns = explain.explainer.version.card.feature_columns
        (reasons,) = explain(features_of([decision], columns), limit=limit)
        return reasons

    def _kept(self, profile: str, version_id: str) -> Explain:
        try:
            with self._loading:
                return self._explain(profile, version_id)
        except ModelMissing:
            raise VersionNotKept from None
