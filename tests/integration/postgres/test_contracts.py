"""The PostgreSQL adapter keeps every port's contract."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import URL

from hiring.adapters.postgres import PostgresStore
from tests.contracts.built_tables import BuiltTableContract
from tests.contracts.feedback_log import FeedbackLogContract
from tests.contracts.gold import GoldTableContract
from tests.contracts.group_commit import GroupCommitContract
from tests.contracts.inference_log import InferenceLogContract
from tests.contracts.ingest import IngestContract
from tests.contracts.keys import ApiKeysContract, DurableApiKeysContract
from tests.contracts.logs import AlertLogContract, BaselineLogContract, LogContract
from tests.contracts.monitoring import MonitorContract
from tests.contracts.profiles import ProfileContract
from tests.contracts.rank_log import RankLogContract
from tests.contracts.registry import ModelRegistryContract
from tests.contracts.stores import DurableStoreContract, StoreContract
from tests.contracts.tables import (
    ApplicantTableContract,
    FeatureTableContract,
    LabelTableContract,
    ProspectTableContract,
)


@pytest.fixture(scope="module")
def opened(url: URL, shared_schema: str) -> Iterator[PostgresStore]:
    with closing(PostgresStore(url, shared_schema)) as store:
        yield store


@pytest.fixture
def store(opened: PostgresStore, schema: str) -> PostgresStore:
    """One for all tests here, with nothing in it: to open one takes longer than most of them."""
    del schema
    return opened


class TestPostgresApplicantTable(ApplicantTableContract): ...


class TestPostgresProspectTable(ProspectTableContract): ...


class TestPostgresFeatureTable(FeatureTableContract): ...


class TestPostgresLabelTable(LabelTableContract): ...


class TestPostgresGoldTable(GoldTableContract): ...


class TestPostgresBuiltTable(BuiltTableContract): ...


class TestPostgresInferenceLog(InferenceLogContract): ...


class TestPostgresGroupCommit(GroupCommitContract): ...


class TestPostgresLog(LogContract): ...


class TestPostgresBaselineLog(BaselineLogContract): ...


class TestPostgresAlertLog(AlertLogContract): ...


class TestPostgresFeedbackLog(FeedbackLogContract): ...


class TestPostgresRankLog(RankLogContract): ...


class TestPostgresMonitor(MonitorContract): ...


class TestPostgresModelRegistry(ModelRegistryContract): ...


class TestPostgresApiKeys(ApiKeysContract, DurableApiKeysContract): ...


class TestPostgresStore(StoreContract, DurableStoreContract): ...


class TestPostgresProfile(ProfileContract): ...


class TestPostgresIngest(IngestContract): ...
