"""A cluster of two worker processes on this machine, for all tests of a file."""

import logging
from collections.abc import Iterator

import dask
import pytest
from distributed import LocalCluster

from hiring.adapters.dask.on_worker import ALLOCATOR

WORKER_MEMORY = {f"distributed.nanny.pre-spawn-environ.{name}": least for name, least in ALLOCATOR.items()}
ENDED_ON_PURPOSE = {
    "distributed.scheduler.allowed-failures": 1,  # of four, each worker takes long to start again
    # LocalCluster looks so much later at a worker that ended, and for good closes one that is away just then
    "distributed.deploy.lost-worker-timeout": "1 hour",
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with (
        dask.config.set({**WORKER_MEMORY, **ENDED_ON_PURPOSE}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # several clusters at a time: none waits for the other's port
            silence_logs=logging.CRITICAL,  # workers are ended on purpose
        ) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def address(cluster: LocalCluster) -> str:
    return str(cluster.scheduler_address).removeprefix("tcp://")
