"""Models in files: `versions/<id>/` beside MODEL_ARTIFACT, and MODEL_ARTIFACT itself, which serves.

A publication is three files and a manifest. The manifest is renamed last, and that rename is the switch: a
reader sees the old model or the new one, whole. Nothing is ever unpickled here; the joblib is for people
and other tools.
"""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from hiring.adapters.learning.artifact.artifact_paths import (
    ArtifactPaths,
    PublishedPaths,
    VersionPaths,
    content_at,
    manifest_at,
    read_whole,
)
from hiring.adapters.learning.artifact.booster_text import check_booster
from hiring.adapters.learning.artifact.disk import NoFile, exclusive_lock, read, replace
from hiring.adapters.learning.artifact.documents import InvalidDocument
from hiring.adapters.learning.artifact.drafts import write_whole
from hiring.adapters.learning.artifact.manifest import (
    BOOSTER,
    FILES,
    JOBLIB,
    MAX_MANIFEST,
    SERVING,
    Manifest,
    is_version_id,
)
from hiring.adapters.learning.artifact.serving_form import ServingForm, read_serving
from hiring.adapters.learning.boosting import BoosterScorer
from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import FittedModel, Record, Scorer, unrecorded
from hiring.domain.errors import (
    ArtifactCorrupt,
    ModelMissing,
    ProfileDiffers,
    RuleTableMismatch,
    ServesAnother,
    StoreUnavailable,
    VersionMissing,
)
from hiring.domain.features import CANDIDATE
from hiring.domain.features.profile import Profile
from hiring.domain.models import ModelCard, ModelVersion
from hiring.domain.training.calibration import Calibrator
from hiring.waiting import LOCK_WITHIN_S

_NEWEST: Final = 3


class FileModelStore(ModelArchive):
    """The store around one MODEL_ARTIFACT.

    The package LightGBM is imported only when a model is saved; what serves needs its library alone.

    Args:
        artifact: MODEL_ARTIFACT: the joblib's path. A link of this name is replaced, never written through.
        profile: Whose models serve there. Two artifacts in one folder share `versions`, where those of other
            profiles stand too.
        lock_timeout_s: How long a writer waits for another one.
    """

    def __init__(
        self,
        artifact: Path,
        *,
        profile: Profile = CANDIDATE,
        lock_timeout_s: float = LOCK_WITHIN_S,
    ) -> None:
        self._lock_timeout_s = lock_timeout_s
        self._published = PublishedPaths(artifact)
        self._versions = artifact.parent / "versions"
        self._profile, self._fingerprint = profile, profile.fingerprint()

    @property
    def profile(self) -> str:
        return self._profile.name

    @property
    def place(self) -> str:
        return str(self._published.artifact)

    def stands_at(self, path: str) -> bool:
        there, here = Path(path), Path(_resolved(self._published.artifact))
        same_end = not there.is_absolute() and here.match(str(there))  # told in another working folder
        return same_end or _resolved(there) == str(here)

    def save(self, model: FittedModel, card: ModelCard) -> ModelVersion:
        """Write a new version, whole or not at all; the same again gives the version that is there.

        Raises:
            TypeError: The model is not from this package's trainer.
            ValueError: It does not fit its card, or its two forms do not score alike.
            StoreUnavailable: It cannot be written.
        """
        from hiring.adapters.learning.artifact.packing import pack_model  # noqa: PLC0415  # imports LightGBM

        version_id, files = pack_model(model, card)
        with exclusive_lock(self._versions, within_s=self._lock_timeout_s):
            place = VersionPaths(self._versions / version_id)
            if not place.folder.exists():
                write_whole(place.folder, files)
            return _verified(place)

    def publish(
        self, version_id: str, *, instead_of: str | None = None, record: Record = unrecorded
    ) -> ModelVersion:
        """Let a version serve; the returned version's path is the published artifact.

        A process that is killed here leaves what served before, or the new version, never a mixture. Only
        the joblib, which our own code does not read, may be the new one already; publishing again completes
        it.

        Raises:
            ServesAnother: Something else than `instead_of` serves; it goes on serving.
            ModelMissing: There is no such version.
            ArtifactCorrupt: It does not verify; what served goes on serving.
            ProfileDiffers: It is a model of another profile; what served goes on serving.
            RuleTableMismatch: This program could not serve it; what served goes on serving.
            StoreUnavailable: It cannot be written; what served goes on serving.
        """
        source, target = self._stored(version_id), self._published
        with exclusive_lock(self._versions, within_s=self._lock_timeout_s):
            if instead_of is not None and instead_of != self.serving():
                raise ServesAnother(version_id)
            manifest, sealed = manifest_at(source)
            files = {name: content_at(source, manifest, name) for name in FILES}
            serving = _serving(source, files[SERVING])
            self._scorer(source, manifest, serving, files[BOOSTER])  # what cannot serve is not published
            version = _version(target, manifest, serving)
            before = self._digest_before()
            for name in (name for name in FILES if name != JOBLIB):
                replace(target.file(name, manifest.digest), files[name])
            record(version)
            replace(target.artifact, files[JOBLIB])
            replace(target.manifest, sealed)
            self._sweep({before, manifest.digest} if before not in {None, manifest.digest} else None)
        return version

    def published(self) -> Scorer:
        """The model that serves. A damaged joblib does not keep it from serving: `verify` reports that."""
        return self._loaded(self._published)

    def version(self, version_id: str) -> Scorer:
        return self._loaded(self._stored(version_id))

    def stored(self) -> Sequence[str]:
        try:
            found = (path.name for path in self._versions.iterdir() if is_version_id(path.name))
            return sorted(name for name in found if VersionPaths(self._versions / name).manifest.exists())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as fault:
            raise StoreUnavailable(f"{self._versions}: it cannot be read") from fault

    def serving(self) -> str:
        """SHA-256 of the published manifest; empty for none."""
        try:
            content, _ = read(self._published.manifest, MAX_MANIFEST)
            return hashlib.sha256(content).hexdigest()
        except FileNotFoundError:
            return ""
        except NoFile as fault:  # something that is no manifest is in its place, and may be replaced
            return str(fault)
        except OSError as fault:
            raise StoreUnavailable(f"{self._published.manifest}: it cannot be read") from fault

    def current(self) -> ModelVersion:
        """What serves, from manifest and serving.json alone: cheap enough to ask every second.

        Raises:
            ModelMissing: Nothing is published.
            ArtifactCorrupt: One of the two is damaged.
        """
        return read_whole(self._published, lambda manifest: _described(self._published, manifest))

    def verified(self, version_id: str | None) -> ModelVersion:
        return _verified(self._published if version_id is None else self._stored(version_id))

    def _stored(self, version_id: str) -> VersionPaths:
        # what is no id may be a path to elsewhere: not to be followed, nor repeated
        place = VersionPaths(self._versions / version_id) if is_version_id(version_id) else None
        if place is None or not place.manifest.exists():  # without it, nobody can tell what the files are
            raise VersionMissing(str(self._versions), list(reversed(self.stored()))[:_NEWEST])
        return place

    def reopened(self, version_id: str) -> FittedModel:
        """The joblib is not read: the model is made anew from booster and calibrator, and compared."""
        from hiring.adapters.learning.fitting.trainer import reopen_model  # noqa: PLC0415  # imports LightGBM

        place = self._stored(version_id)
        text, calibrator, card = read_whole(place, lambda manifest: self._parts(place, manifest))
        return reopen_model(text, calibrator, card.feature_columns)

    def _loaded(self, place: ArtifactPaths) -> Scorer:
        def load(manifest: Manifest) -> Scorer:
            serving = _serving(place, content_at(place, manifest, SERVING))
            self._check_rules(place, manifest.id, serving.card)
            return self._scorer(place, manifest, serving, content_at(place, manifest, BOOSTER))

        return read_whole(place, load)

    def _parts(self, place: ArtifactPaths, manifest: Manifest) -> tuple[str, Calibrator, ModelCard]:
        serving = _serving(place, content_at(place, manifest, SERVING))
        text = content_at(place, manifest, BOOSTER)
        self._scorer(place, manifest, serving, text)
        return text.decode(), serving.calibrator, serving.card

    def _scorer(self, place: ArtifactPaths, manifest: Manifest, serving: ServingForm, text: bytes) -> Scorer:
        self._check_rules(place, manifest.id, serving.card)
        version = _version(place, manifest, serving)
        try:
            check_booster(text, columns=len(version.card.feature_columns))
            return BoosterScorer(text.decode(), calibrator=serving.calibrator, version=version)
        except (InvalidDocument, ValueError) as fault:
            raise ArtifactCorrupt(str(place.file(BOOSTER, version.digest)), str(fault)) from fault

    def _check_rules(self, place: ArtifactPaths, version_id: str, card: ModelCard) -> None:
        profile = self._profile
        if card.profile != profile.name:
            raise ProfileDiffers(version_id, profile=card.profile, wanted=profile.name)
        if card.rule_fingerprint != self._fingerprint:
            raise RuleTableMismatch(profile=profile.name)
        if profile.features != card.feature_columns:
            reason = "its columns are not exactly those of its profile, in their order"
            raise ArtifactCorrupt(str(place.manifest), reason)
        if card.encodings.keys() != {name for name, _ in profile.texts}:
            raise ArtifactCorrupt(
                str(place.manifest), "the texts that it learnt are not those of its profile"
            )

    def _digest_before(self) -> str | None:
        try:
            return manifest_at(self._published)[0].digest
        except (ModelMissing, ArtifactCorrupt):
            return None

    def _sweep(self, digests: set[str] | None) -> None:
        """Remove what older publications left; the one before stays, for readers in the middle of it."""
        for path in self._published.left_over(digests):
            with suppress(OSError):  # one is in use, on some systems; the next publication tries again
                path.unlink()


def _resolved(artifact: Path) -> str:
    """The same for each way of spelling it. The last name is what publishing replaces, be it a link."""
    return str(Path(os.path.realpath(artifact.parent)) / artifact.name)


def profile_at(place: ArtifactPaths) -> str:
    """The profile of the model there, by its card alone.

    Raises:
        ModelMissing: There is none.
        ArtifactCorrupt: The card does not verify.
    """
    return read_whole(place, lambda manifest: _described(place, manifest)).card.profile


def _verified(place: ArtifactPaths) -> ModelVersion:
    def judge(manifest: Manifest) -> ModelVersion:
        version = _described(place, manifest)
        for name in FILES:
            content_at(place, manifest, name)
        return version

    return read_whole(place, judge)


def _described(place: ArtifactPaths, manifest: Manifest) -> ModelVersion:
    return _version(place, manifest, _serving(place, content_at(place, manifest, SERVING)))


def _serving(place: ArtifactPaths, content: bytes) -> ServingForm:
    try:
        return read_serving(content)
    except InvalidDocument as fault:
        raise ArtifactCorrupt(str(place.manifest), str(fault)) from fault


def _version(place: ArtifactPaths, manifest: Manifest, serving: ServingForm) -> ModelVersion:
    return ModelVersion(id=manifest.id, path=str(place.artifact), digest=manifest.digest, card=serving.card)
