"""A fitted model and its card as the files of an artifact."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import Final

import hiring
from hiring.adapters.learning.artifact.documents import InvalidDocument
from hiring.adapters.learning.artifact.manifest import BOOSTER, JOBLIB, SERVING, version_id, write_manifest
from hiring.adapters.learning.artifact.serving_form import ServingForm, check, facts_of, write_serving
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.application.ports.models import FittedModel
from hiring.domain.models import ModelCard

_LIBRARIES: Final = ("joblib", "lightgbm", "numpy", "scikit-learn")


def pack_model(model: FittedModel, card: ModelCard) -> tuple[str, Mapping[str, bytes]]:
    """The version's id, and all its files by name.

    Raises:
        TypeError: The model is not from this package's trainer.
        ValueError: It does not fit its card, a number is not finite, or its two forms do not score alike.
    """
    if not isinstance(model, LightGbmModel):
        raise TypeError("this store keeps models of its own trainer only")
    if model.columns != card.feature_columns:
        raise ValueError("the card does not name the columns that the model was fitted on")
    if card.trained_at.tzinfo is None:
        raise ValueError("trained_at has no time zone")
    booster = model.text().encode()
    served = ServingForm(card=card, calibrator=model.calibrator)
    serving = write_serving(served)
    try:
        check(served)
    except InvalidDocument as fault:
        raise ValueError(str(fault)) from fault
    identity = version_id(card, booster, serving)
    joblib = model.pickled({"id": identity, **facts_of(card)})
    files = {BOOSTER: booster, SERVING: serving, JOBLIB: joblib}
    libraries = {"hiring": hiring.__version__, "python": platform.python_version()}
    libraries |= {name: version(name) for name in _LIBRARIES}
    return identity, {**files, "manifest.json": write_manifest(identity, card, files, libraries)}
