"""Raw tables on a server are read in parts by processes that log in themselves."""

from pathlib import Path

import pytest
from sqlalchemy import URL

from hiring.adapters.dask.parallel import Dask
from hiring.adapters.local.here import Here
from hiring.adapters.postgres import PostgresStore
from hiring.bootstrap.stores import store_elsewhere
from hiring.domain.errors import WorkersDiffer
from hiring.settings import load_settings
from tests.contracts.builders import assert_same_rows
from tests.contracts.builds_in_parts import (
    ONE,
    SECRET,
    SEVERAL,
    BuildInPartsContract,
    Opener,
    build,
    fill,
    rows_of,
)
from tests.postgres_server import settings_of
from tests.unit.adapters.dask.processes import WITH_ALLOCATOR, a_scheduler


class TestPostgresBuildInParts(BuildInPartsContract):
    @pytest.fixture
    def opener(self, url: URL, schema: str, monkeypatch: pytest.MonkeyPatch) -> Opener:
        given = settings_of(url, schema)
        for name, value in {"POSTGRES_PASSWORD": SECRET.decode(), **given}.items():
            monkeypatch.setenv(name, value)
        return store_elsewhere(load_settings())


def test_a_worker_without_a_server_makes_no_store(
    url: URL, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as caller:
        for name, value in settings_of(url, schema).items():
            caller.setenv(name, value)
        opener = store_elsewhere(load_settings())

    with pytest.raises(WorkersDiffer, match="their settings name no server"), opener():
        pass  # it is refused before


@pytest.mark.slow
def test_workers_of_a_cluster_log_in_by_their_own_settings(
    store: PostgresStore, url: URL, schema: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = settings_of(url, schema)
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    opener = store_elsewhere(load_settings())
    for name in own:
        monkeypatch.delenv(name)
    fill(store)
    build(store, None, Here(), into=ONE)
    with a_scheduler(tmp_path) as scheduler:
        workers = Dask(scheduler.address, tell=pytest.fail)
        with scheduler.worker(**own, **WITH_ALLOCATOR):
            build(store, opener, workers, into=SEVERAL, parts=7)
            assert_same_rows(rows_of(store, SEVERAL), rows_of(store, ONE))
        with (
            scheduler.worker(**WITH_ALLOCATOR),
            pytest.raises(WorkersDiffer, match="their settings name no server"),
        ):
            build(store, opener, workers, into=SEVERAL, parts=7)
    assert_same_rows(rows_of(store, SEVERAL), rows_of(store, ONE))
