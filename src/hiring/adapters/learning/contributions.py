"""What each feature did to a score: LightGBM's own TreeSHAP, on the booster that serves."""

from pathlib import Path

from hiring.adapters.learning.artifact.artifact_paths import (
    ArtifactPaths,
    artifact_paths_at,
    content_at,
    read_whole,
)
from hiring.adapters.learning.artifact.booster_text import check_booster
from hiring.adapters.learning.artifact.documents import InvalidDocument
from hiring.adapters.learning.artifact.manifest import BOOSTER, SERVING, Manifest
from hiring.adapters.learning.artifact.serving_form import read_serving
from hiring.adapters.learning.native import NativeBooster
from hiring.application.serving.explain import Explainer
from hiring.domain.errors import ArtifactCorrupt
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Contributions, direction_of
from hiring.domain.records import Floats
from hiring.domain.training.calibration import Calibrator


def contributions(booster: NativeBooster, calibrator: Calibrator, features: Floats) -> Contributions:
    """What each feature did, in the direction of the calibrated probability.

    Raises:
        ValueError: The features are not of shape (n, columns of the booster).
    """
    parts = booster.contributions(features)
    return Contributions(values=parts[:, :-1], bias=parts[:, -1], direction=direction_of(calibrator))


class BoosterExplainer(Explainer):
    """A model read from its own text form, as `BoosterScorer` reads it."""

    def __init__(self, text: str, *, calibrator: Calibrator, version: ModelVersion) -> None:
        self._booster = NativeBooster(text)
        self._calibrator = calibrator
        self._version = version

    @property
    def version(self) -> ModelVersion:
        return self._version

    def contributions(self, features: Floats) -> Contributions:
        return contributions(self._booster, self._calibrator, features)


def explainer_of(version: ModelVersion) -> BoosterExplainer:
    """The explainer of exactly this version: of the files that it was loaded from.

    Raises:
        ModelMissing: They are gone.
        ArtifactCorrupt: They do not verify, or are of another version by now; nothing of them was parsed.
    """
    place = artifact_paths_at(Path(version.path))
    return read_whole(place, lambda manifest: _explainer(place, manifest, version))


def _explainer(place: ArtifactPaths, manifest: Manifest, version: ModelVersion) -> BoosterExplainer:
    if manifest.digest != version.digest:
        raise ArtifactCorrupt(version.path, "another version has replaced it")
    try:
        calibrator = read_serving(content_at(place, manifest, SERVING)).calibrator
    except InvalidDocument as fault:
        raise ArtifactCorrupt(version.path, str(fault)) from fault
    text = content_at(place, manifest, BOOSTER)
    try:
        check_booster(text, columns=len(version.card.feature_columns))
        return BoosterExplainer(text.decode(), calibrator=calibrator, version=version)
    except (InvalidDocument, ValueError) as fault:
        raise ArtifactCorrupt(version.path, str(fault)) from fault
