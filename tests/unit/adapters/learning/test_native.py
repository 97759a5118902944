"""LightGBM's C API gives, to the bit, what its Python package gives."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run

import lightgbm
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiring.adapters.learning import native
from hiring.adapters.learning.fitting.trainer import LightGbmModel
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.learning.native import NativeBooster
from hiring.domain.records import Floats
from tests.contracts.model_store import COLUMNS, a_card, some_examples, some_features

HEAVY = {"lightgbm", "sklearn", "pandas", "scipy", "joblib"}
EXTREMES = (0.0, -0.0, 1.0, 5e-324, 1e-36, -1e-35, 1.7e308, -1.7e308, np.inf, -np.inf, np.nan)
VALUES = st.one_of(st.sampled_from(EXTREMES), st.floats(allow_nan=True, allow_infinity=True))


@pytest.fixture(scope="module")
def trees() -> lightgbm.Booster:
    """Deep ones, on numbers of every size, missing ones among them: each kind of split is there."""
    examples, chance = some_examples(1_500, seed=1), np.random.default_rng(1)
    wild = any_features(1_500, seed=2)
    features = np.where(chance.random(wild.shape) < 0.5, examples.features, wild)
    data = lightgbm.Dataset(features, examples.target, params={"verbosity": -1})
    growing = {"objective": "binary", "num_leaves": 31, "verbosity": -1, "seed": 1, "num_threads": 1}
    return lightgbm.train(growing, data, num_boost_round=60)


@pytest.fixture(scope="module")
def booster(trees: lightgbm.Booster) -> NativeBooster:
    return NativeBooster(trees.model_to_string())


def any_features(rows: int, *, seed: int) -> Floats:
    """Numbers of every size, and extremes."""
    chance = np.random.default_rng(seed)
    size = (rows, len(COLUMNS))
    numbers = chance.normal(size=size) * 10.0 ** chance.integers(-40, 40, size=size)
    return np.where(chance.random(size) < 0.5, chance.choice(EXTREMES, size=size), numbers)


def raw_of(trees: lightgbm.Booster, rows: Floats) -> Floats:
    return np.asarray(trees.predict(rows, raw_score=True, num_threads=1))


def parts_of(trees: lightgbm.Booster, rows: Floats) -> Floats:
    return np.asarray(trees.predict(rows, pred_contrib=True, num_threads=1))


@given(rows=st.lists(st.lists(VALUES, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_row_has_the_same_bits_alone_among_others_and_from_the_package(
    trees: lightgbm.Booster, booster: NativeBooster, rows: list[list[float]]
) -> None:
    features = np.array(rows)
    expected = raw_of(trees, features).tobytes()
    assert booster.raw_scores(features).tobytes() == expected
    assert b"".join(booster.raw_scores(features[[row]]).tobytes() for row in range(len(rows))) == expected
    assert booster.contributions(features).tobytes() == parts_of(trees, features).tobytes()


def test_thousands_of_rows_have_the_same_bits(trees: lightgbm.Booster, booster: NativeBooster) -> None:
    rows = any_features(3_000, seed=3)
    expected = raw_of(trees, rows)
    assert len(np.unique(expected)) > 2_000
    assert booster.raw_scores(rows).tobytes() == expected.tobytes()
    alone = [booster.raw_scores(rows[row : row + 1]) for row in range(len(rows))]
    assert np.concatenate(alone).tobytes() == expected.tobytes()


def test_blocks_make_one_batch(trees: lightgbm.Booster, booster: NativeBooster) -> None:
    rows = any_features(30_001, seed=4)
    assert booster.raw_scores(rows).tobytes() == raw_of(trees, rows).tobytes()
    some = rows[:1_201]
    assert booster.contributions(some).tobytes() == parts_of(trees, some).tobytes()


def test_no_rows_have_no_scores(booster: NativeBooster) -> None:
    nobody = np.empty((0, booster.num_feature))
    assert booster.raw_scores(nobody).shape == (0,)
    assert booster.contributions(nobody).shape == (0, booster.num_feature + 1)


def test_one_row_may_be_of_any_layout_and_type(booster: NativeBooster) -> None:
    row = some_features(1)
    expected = booster.raw_scores(row)
    read_only = row.copy()
    read_only.flags.writeable = False
    apart = np.repeat(row, 2, axis=1)[:, ::2]
    for same in (read_only, apart, row[:, ::-1][:, ::-1], row.astype(">f8")):
        assert booster.raw_scores(same) == expected
    ones = np.ones(row.shape)
    assert booster.raw_scores(ones.astype(np.int8)) == booster.raw_scores(ones)


def test_threads_may_ask_for_everything_at_once(trees: lightgbm.Booster, booster: NativeBooster) -> None:
    """With another number of threads for large batches than for small ones, this kills the process."""
    rows = any_features(20_500, seed=5)
    raw, parts = raw_of(trees, rows), parts_of(trees, rows[:600])

    def alone() -> bool:
        return all(booster.raw_scores(rows[row : row + 1])[0] == raw[row] for row in range(300))

    def few() -> bool:
        return all(np.array_equal(booster.raw_scores(rows[row:][:9]), raw[row:][:9]) for row in range(300))

    def many() -> bool:
        return np.array_equal(booster.raw_scores(rows), raw)

    def explained() -> bool:
        each = [booster.contributions(rows[row:][:2]) for row in range(20)]
        blocks = booster.contributions(rows[:600])
        return all(np.array_equal(each[row], parts[row:][:2]) for row in range(20)) and np.array_equal(
            blocks, parts
        )

    asks: list[Callable[[], bool]] = [alone, few, many, explained] * 5
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda ask: ask(), asks))


def test_several_scores_a_row_are_refused() -> None:
    examples = some_examples(200)
    data = lightgbm.Dataset(examples.features, np.arange(200) % 3, params={"verbosity": -1})
    several = lightgbm.train({"objective": "multiclass", "num_class": 3, "verbosity": -1}, data, 2)
    with pytest.raises(ValueError, match="several scores"):
        NativeBooster(several.model_to_string())


def test_lightgbms_own_words_are_raised(booster: NativeBooster) -> None:
    with pytest.raises(ValueError, match=r"number of features in data \(3\)"):
        booster._call("LGBM_BoosterPredictForMat", 0, 1, 1, 3, 1, 1, 0, -1, b"", None, None)


@pytest.mark.parametrize(
    ("platform", "file"),
    [
        ("linux", "lib/lib_lightgbm.so"),
        ("freebsd14", "lib/lib_lightgbm.so"),
        ("darwin", "lib/lib_lightgbm.dylib"),
        ("win32", "bin/lib_lightgbm.dll"),
    ],
)
def test_each_system_has_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, file: str
) -> None:
    package = tmp_path / "lightgbm"
    (package / file).parent.mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.delitem(sys.modules, "lightgbm")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(ModuleNotFoundError, match=Path(file).name):
        native._path()
    (package / file).touch()
    assert native._path() == package / file


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    with pytest.raises(ModuleNotFoundError) as missing:
        native._path()
    assert missing.value.name == "lightgbm"


def test_serving_imports_neither_the_package_nor_what_it_brings(
    models: FileModelStore, model: LightGbmModel, artifact: Path
) -> None:
    rows = some_features(3)
    served = models.publish(models.save(model, a_card()).id)
    code = f"""
import sys
from pathlib import Path
import numpy as np
from hiring.adapters.learning.contributions import explainer_of
from hiring.adapters.learning.model_store import FileModelStore
models = FileModelStore(Path({str(artifact)!r}))
scorer, rows = models.published(), np.array({np.nan_to_num(rows).tolist()})
scores = [scorer.score(rows).tolist(), *(scorer.score(rows[[row]]).item() for row in range(3))]
explainer_of(models.current()).contributions(rows)
print(scores)
print(*sys.modules)
"""
    fresh = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    scores, modules = fresh.stdout.splitlines()
    expected = models.version(served.id).score(np.nan_to_num(rows)).tolist()
    assert scores == str([expected, *expected])
    assert not HEAVY & set(modules.split())
    assert fresh.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory in use")
def test_memory_is_given_back(trees: lightgbm.Booster, tmp_path: Path) -> None:
    (tmp_path / "booster.txt").write_text(trees.model_to_string())
    code = f"""
from pathlib import Path
from hiring.adapters.learning.native import NativeBooster
text = Path({str(tmp_path / "booster.txt")!r}).read_text()
def pages():
    return int(Path("/proc/self/statm").read_text().split()[1])
def load(times):
    for _ in range(times):
        NativeBooster(text)
load(20)
before = pages()
load(80)
print(pages() - before)
kept = [NativeBooster(text) for _ in range(80)]
print(pages() - before)
"""
    fresh = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    grown, grown_by_keeping = (int(pages) for pages in fresh.stdout.split())
    assert grown_by_keeping > 1_000
    assert grown < grown_by_keeping / 10
