"""Are the models on disk those that were trained and let serve?"""

from dataclasses import dataclass

from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import ModelRegistry
from hiring.domain.errors import HiringError
from hiring.domain.models import Deployment, ModelVersion

PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCheck:
    """One version, or `published`: what serves.

    Args:
        what: The version's id, or `published`.
        path: Where it stands.
        sound: Whether everything about it is as recorded.
        said: What was found, in words.
        failure: What kept the rest from being checked, if anything did.
    """

    what: str
    path: str
    sound: bool
    said: str
    failure: HiringError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyModels:
    """Check every file against its digest in the manifest, and every manifest's against the registry.

    The digests in the files find damage. A whole set that was exchanged vouches for itself: only the digest
    that was recorded elsewhere finds it.

    Args:
        models: Of one profile; versions of the others are not looked at.
        registry: Of all.
        required: Whether something must serve here. If not, that nothing does is a fault only where the
            history says that something does.
    """

    models: ModelArchive
    registry: ModelRegistry
    required: bool = True

    def __call__(self) -> list[VersionCheck]:
        """What serves first, then every registered version, oldest training first."""
        versions = self.registry.versions()
        known = {version.id: version for version in versions}
        published = [self._published(known)] if self._expected() else []
        ours = [version for version in versions if version.card.profile == self.models.profile]
        return [*published, *(self._stored(version) for version in ours)]

    def _expected(self) -> bool:
        return self.required or bool(self.models.serving()) or bool(self._here())

    def _here(self) -> list[Deployment]:
        """What was recorded to serve here, oldest first."""
        events = self.registry.deployments()
        return [event for event in events if self.models.stands_at(event.path) and not event.withdrawal]

    def _stored(self, recorded: ModelVersion) -> VersionCheck:
        try:
            found = self.models.verified(recorded.id)
        except HiringError as failure:
            return _failed(recorded.id, recorded.path, failure)
        same = found.digest == recorded.digest
        said = "as recorded" if same else "replaced: its digest is not the one that was recorded in training"
        return VersionCheck(what=recorded.id, path=found.path, sound=same, said=said)

    def _published(self, known: dict[str, ModelVersion]) -> VersionCheck:
        place = self.models.place
        try:
            found = self.models.verified(None)
        except HiringError as failure:
            return _failed(PUBLISHED, place, failure)
        here = self._here()
        reason = _suspicion(found, known.get(found.id), here[-1] if here else None)
        if reason is None and found.card.profile != self.models.profile:
            reason = f"{found.id} serves, but is a model of the profile {found.card.profile}"
        said = reason or f"{found.id}, as recorded"
        return VersionCheck(what=PUBLISHED, path=found.path, sound=reason is None, said=said)


def _failed(what: str, path: str, failure: HiringError) -> VersionCheck:
    return VersionCheck(what=what, path=path, sound=False, said=str(failure), failure=failure)


def _suspicion(found: ModelVersion, recorded: ModelVersion | None, last: Deployment | None) -> str | None:
    if recorded is None:
        return f"{found.id} serves, but is not registered in this store"
    if recorded.digest != found.digest:
        return f"{found.id} was replaced: its digest is not the one that was recorded in training"
    if last is None or (last.version_id, last.digest) != (found.id, found.digest):
        return f"{found.id} serves, but the history says {last.version_id if last else 'that nothing does'}"
    return None
