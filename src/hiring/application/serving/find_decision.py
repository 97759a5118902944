"""Look up what was answered."""

from dataclasses import dataclass, replace

from hiring.application.ports.logs import InferenceLog
from hiring.application.ports.rank_log import RankLog
from hiring.domain.decisions import Decision
from hiring.domain.errors import DecisionAmbiguous, DecisionMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class FindDecision:
    """The row of the audit log under a request id."""

    log: InferenceLog
    lists: RankLog

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
        return self._with_its_vaga(found)

    def _with_its_vaga(self, decision: Decision) -> Decision:
        """A decision of a list with the vaga's columns, which the list has once for all."""
        request_id, parted, _ = decision.request_id.rpartition("/")
        values = decision.features
        is_whole = values is not None and len(values) == len(decision.scored)
        if not parted or is_whole:
            return decision
        shown = self.lists.find(request_id, decision.client.name)
        if shown is None or shown.vaga_features is None:
            return decision
        return replace(decision, payload={**decision.payload, **shown.vaga_features})
