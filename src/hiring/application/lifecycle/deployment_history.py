"""Which deployments took effect: each was recorded first, and the switch may have failed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hiring.application.ports.model_archive import ModelArchive
from hiring.domain.errors import ArtifactCorrupt, ModelMissing
from hiring.domain.models import Deployment


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedDeployment:
    """A deployment, and whether it took effect; withdrawals are not listed, but told by this."""

    deployment: Deployment
    carried_out: bool = True


def deployments_at(models: ModelArchive, events: Sequence[Deployment]) -> list[RecordedDeployment]:
    """Those of the place where these models are published, oldest first.

    The last one is judged by what serves: where the one before it serves still, it was not carried out.
    """
    found = without_withdrawals([event for event in events if models.stands_at(event.path)])
    if not found:
        return []
    before = [each.deployment.digest for each in found[:-1] if each.carried_out][-1:] or [""]
    last, serves = found[-1], serving_digest(models)
    failed = serves != last.deployment.digest and serves == before[0]
    return [*found[:-1], replace(last, carried_out=last.carried_out and not failed)]


def without_withdrawals(events: Sequence[Deployment]) -> list[RecordedDeployment]:
    """What was recorded, oldest first; a withdrawal takes back the same version's last at that place."""
    found: list[RecordedDeployment] = []
    for event in events:
        if not event.withdrawal:
            found.append(RecordedDeployment(deployment=event))
            continue
        same = (event.version_id, event.path)
        for at in reversed(range(len(found))):
            if (found[at].deployment.version_id, found[at].deployment.path) == same:
                found[at] = replace(found[at], carried_out=False)
                break
    return found


def serving_digest(models: ModelArchive) -> str | None:
    """The digest of what is published, empty for nothing; None where it is damaged."""
    try:
        return models.current().digest
    except ModelMissing:
        return ""
    except ArtifactCorrupt:
        return None
