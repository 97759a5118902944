"""Artifacts whose digests are right and whose values are absurd: they neither serve nor are promoted."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hiring.adapters.learning.artifact.documents import digest_of, encode_document
from hiring.adapters.learning.artifact.manifest import seal_of
from hiring.adapters.learning.fitting.trainer import LightGbmModel, LightGbmTrainer
from hiring.adapters.learning.model_store import FileModelStore
from hiring.domain.errors import ArtifactCorrupt
from hiring.domain.models import JsonValue, ModelVersion
from tests.contracts.model_store import COLUMNS, SALARY, a_card, some_examples, some_features

HUGE = 10**400


def resealed(version: ModelVersion, name: str, content: bytes) -> None:
    """The version with another file, for which its manifest vouches."""
    folder = Path(version.path).parent
    (folder / name).write_bytes(content)
    document = json.loads((folder / "manifest.json").read_bytes())
    del document["digest"]
    document["files"][name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    assert document["files"][name]["size"] == seal_of(content).size
    (folder / "manifest.json").write_bytes(encode_document({**document, "digest": digest_of(document)}))


@pytest.fixture(scope="module")
def saved(model: LightGbmModel, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a version that serves and another, whose id this is."""
    folder = tmp_path_factory.mktemp("saved")
    models = FileModelStore(folder / "modelo_prec80.joblib")
    models.publish(models.save(model, a_card(threshold=0.5)).id)
    return folder, models.save(model, a_card()).id


@pytest.fixture
def both(
    saved: tuple[Path, str], artifact: Path, models: FileModelStore
) -> tuple[ModelVersion, ModelVersion]:
    """What serves, and the other, to be damaged: a copy for each test."""
    folder, other = saved
    shutil.copytree(folder, artifact.parent)
    return models.current(), models.verified(other)


def check_refused(models: FileModelStore, serves: ModelVersion, version: ModelVersion) -> None:
    for use in (models.version, models.publish, models.reopened):
        with pytest.raises(ArtifactCorrupt):
            use(version.id)
    assert models.current() == serves
    assert models.published().score(some_features(3)).shape == (3,)


ABSURD: dict[str, dict[str, JsonValue]] = {
    "a threshold below 0": {"threshold": -0.1},
    "a threshold above 1": {"threshold": 1.0000000000000002},
    "a threshold beyond all numbers": {"threshold": HUGE},
    "a threshold that is a text": {"threshold": "0.5"},
    "a threshold that is true": {"threshold": True},
    "no threshold": {"threshold": None},
    "permuted columns": {"feature_columns": [*COLUMNS[1::-1], *COLUMNS[2:]]},
    "a column twice": {"feature_columns": [COLUMNS[0], COLUMNS[0], *COLUMNS[2:]]},
    "a column less": {"feature_columns": list(COLUMNS[1:])},
    "no columns": {"feature_columns": []},
    "columns that are numbers": {"feature_columns": [1, 2]},
    "a mode that passes for certified": {"operating_mode": ""},
    "a mode that is a list": {"operating_mode": ["prec80"]},
    "a time without a zone": {"trained_at": "2024-03-01T12:30:15"},
    "a time before all times": {"trained_at": "0001-01-01T00:00:00+14:00"},
    "metadata that is a list": {"metadata": []},
    "an unknown calibrator": {"calibrator": {"method": "magic"}},
    "a sigmoid beyond all numbers": {"calibrator": {"method": "sigmoid", "slope": HUGE, "intercept": 0}},
    "a sigmoid that overflows": {"calibrator": {"method": "sigmoid", "slope": -1e308, "intercept": 0.0}},
    "an isotonic without points": {"calibrator": {"method": "isotonic", "raw": [], "probabilities": []}},
    "an isotonic out of order": {
        "calibrator": {"method": "isotonic", "raw": [1.0, 0.0], "probabilities": [0.1, 0.2]}
    },
    "an isotonic that falls": {
        "calibrator": {"method": "isotonic", "raw": [0.0, 1.0], "probabilities": [0.2, 0.1]}
    },
    "an isotonic of other lengths": {
        "calibrator": {"method": "isotonic", "raw": [0.0, 1.0], "probabilities": [0.2]}
    },
    "an isotonic above 1": {"calibrator": {"method": "isotonic", "raw": [0.0], "probabilities": [1.5]}},
    "an isotonic whose steps overflow": {
        "calibrator": {"method": "isotonic", "raw": [-1.7e308, 1.7e308], "probabilities": [0.1, 0.2]}
    },
    "an isotonic of lists": {"calibrator": {"method": "isotonic", "raw": [[0.0]], "probabilities": [[0.1]]}},
}


@pytest.mark.parametrize("values", ABSURD.values(), ids=ABSURD.keys())
def test_absurd_values_do_not_serve(
    models: FileModelStore, both: tuple[ModelVersion, ModelVersion], values: dict[str, JsonValue]
) -> None:
    serves, version = both
    document = json.loads(Path(version.path).with_name("serving.json").read_bytes())
    resealed(version, "serving.json", encode_document({**document, **values}))

    check_refused(models, serves, version)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "-1e999"])
def test_numbers_that_json_has_not_do_not_serve(
    models: FileModelStore, both: tuple[ModelVersion, ModelVersion], number: str
) -> None:
    serves, version = both
    sound = Path(version.path).with_name("serving.json").read_bytes()
    resealed(version, "serving.json", sound.replace(b"0.625", number.encode()))

    check_refused(models, serves, version)


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(booster: bytes) -> bytes:
        assert old in booster
        return booster.replace(old, new, 1)

    return change


def first(name: bytes, value: bytes) -> Callable[[bytes], bytes]:
    """The first number of the first such line becomes `value`, in a tree that says how long it is."""

    def change(booster: bytes) -> bytes:
        line = booster.partition(b"\n" + name + b"=")[2].split(b"\n")[0]
        _, space, others = line.partition(b" ")
        return resized(booster, name, value + space + others)

    return change


def each(name: bytes, value: bytes) -> Callable[[bytes], bytes]:
    """The same for all numbers of the first such line."""

    def change(booster: bytes) -> bytes:
        line = booster.partition(b"\n" + name + b"=")[2].split(b"\n")[0]
        return resized(booster, name, b" ".join([value] * len(line.split())))

    return change


def alone(name: bytes) -> Callable[[bytes], bytes]:
    """Of the first such line one number is left."""

    def change(booster: bytes) -> bytes:
        return resized(booster, name, booster.partition(b"\n" + name + b"=")[2].split(b" ")[0])

    return change


def resized(booster: bytes, name: bytes, line: bytes) -> bytes:
    """With another first line of this name, in a tree that says how long it is."""
    before, _, rest = booster.partition(b"\n" + name + b"=")
    old, _, after = rest.partition(b"\n")
    sizes = before.partition(b"tree_sizes=")[2].split(b"\n")[0]
    size, _, others = sizes.partition(b" ")
    longer = str(int(size) + len(line) - len(old)).encode()
    return before.replace(sizes, longer + b" " + others, 1) + b"\n" + name + b"=" + line + b"\n" + after


LAST_COLUMN = b"max_feature_idx=%d" % (len(COLUMNS) - 1)
LINES = (
    *("split_feature", "split_gain", "threshold", "decision_type", "left_child", "right_child"),
    *("leaf_value", "leaf_weight", "leaf_count", "internal_value", "internal_weight", "internal_count"),
)
# of most of these LightGBM would say nothing, or end the process where reasons are asked for
DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    **{f"a {name} that is too short": alone(name.encode()) for name in LINES},
    **{f"a {name} that is a word": each(name.encode(), b"x") for name in (*LINES, "shrinkage")},
    **{f"a {name} as Python alone reads it": first(name.encode(), b"1_0") for name in LINES},
    "splits by categories": each(b"decision_type", b"1"),
    "leaves of nobody": each(b"leaf_count", b"0"),
    "splits of nobody": each(b"internal_count", b"0"),
    "rows beyond all": each(b"leaf_count", b"4294967297"),
    "several classes": replaced(b"num_class=1", b"num_class=9"),
    "several trees at once": replaced(b"num_tree_per_iteration=1", b"num_tree_per_iteration=9"),
    "a name twice": replaced(b"num_class=1", b"num_class=1\nnum_class=9"),
    "nothing": lambda _: b"",
    "half": lambda booster: booster[: len(booster) // 2],
    "trees alone": lambda booster: booster.partition(b"\n\n")[2],
    "another number of features": replaced(LAST_COLUMN, b"max_feature_idx=%d" % (len(COLUMNS) - 2)),
    "a number of features beyond all": replaced(LAST_COLUMN, b"max_feature_idx=9999999999"),
    "trees that are not there": replaced(b"tree_sizes=", b"tree_sizes=99999 "),
    "trees in another order": replaced(b"\nTree=0", b"\nTree=1"),
    "a leaf that is no number": first(b"leaf_value", b"nan"),
    "a leaf that is infinite": first(b"leaf_value", b"1e999"),
    "a column that is not there": first(b"split_feature", b"%d" % len(COLUMNS)),
    "a column below all": first(b"split_feature", b"-1"),
    "a child that is not there": first(b"left_child", b"5000"),
    "a child that is its parent": first(b"left_child", b"0"),
    "leaves that are not there": first(b"num_leaves", b"100000\nx="),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_booster_that_cannot_score_does_not_serve(
    models: FileModelStore, both: tuple[ModelVersion, ModelVersion], damage: Callable[[bytes], bytes]
) -> None:
    """LightGBM's parser never sees it: some of these would kill the process."""
    serves, version = both
    resealed(version, "booster.txt", damage(Path(version.path).with_name("booster.txt").read_bytes()))

    check_refused(models, serves, version)


def test_a_sound_booster_resealed_serves(models: FileModelStore, model: LightGbmModel) -> None:
    version = models.save(model, a_card())
    booster = Path(version.path).with_name("booster.txt").read_bytes()
    resealed(version, "booster.txt", first(b"leaf_value", b"0.25")(booster))

    assert models.publish(version.id).id == version.id
    assert models.published().score(some_features(3)).shape == (3,)


@pytest.mark.parametrize("kind", ["half unknown", "all unknown", "constant", "one step", "tiny", "wide"])
def test_whatever_training_makes_of_odd_data_serves(models: FileModelStore, kind: str) -> None:
    fit, calibrate = some_examples(60 if kind == "tiny" else 800, seed=3), some_examples(200, seed=4)
    for part in (fit, calibrate):
        if kind == "all unknown":
            part.features[:, SALARY] = np.nan
        elif kind == "constant":
            part.features[:, :] = 1.0
        elif kind == "one step":
            part.features[:, :] = part.target[:, None]
        elif kind == "wide":
            part.features[:, SALARY] *= 1e300
        elif kind == "half unknown":
            part.features[:, SALARY] = np.where(part.target == 1, np.nan, part.features[:, SALARY])
    model = LightGbmTrainer().fit(fit, calibrate, columns=COLUMNS, seed=1)

    assert models.publish(models.save(model, a_card()).id) == models.published().version


@pytest.mark.parametrize(
    "changes", [{"threshold": -0.1}, {"threshold": 1.5}, {"operating_mode": "certified"}], ids=str
)
def test_absurd_values_are_not_stored(
    models: FileModelStore, model: LightGbmModel, changes: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="its"):
        models.save(model, a_card(**changes))
