"""The memory adapter keeps every port's contract."""

from tests.contracts.built_tables import BuiltTableContract
from tests.contracts.feedback_log import FeedbackLogContract
from tests.contracts.gold import GoldTableContract
from tests.contracts.group_commit import GroupCommitContract
from tests.contracts.inference_log import InferenceLogContract
from tests.contracts.ingest import IngestContract
from tests.contracts.keys import ApiKeysContract
from tests.contracts.logs import AlertLogContract, BaselineLogContract, LogContract
from tests.contracts.monitoring import MonitorContract
from tests.contracts.profiles import ProfileContract
from tests.contracts.rank_log import RankLogContract
from tests.contracts.registry import ModelRegistryContract
from tests.contracts.stores import StoreContract
from tests.contracts.tables import (
    ApplicantTableContract,
    FeatureTableContract,
    LabelTableContract,
    ProspectTableContract,
)


class TestMemoryApplicantTable(ApplicantTableContract): ...


class TestMemoryProspectTable(ProspectTableContract): ...


class TestMemoryFeatureTable(FeatureTableContract): ...


class TestMemoryLabelTable(LabelTableContract): ...


class TestMemoryGoldTable(GoldTableContract): ...


class TestMemoryBuiltTable(BuiltTableContract): ...


class TestMemoryInferenceLog(InferenceLogContract): ...


class TestMemoryGroupCommit(GroupCommitContract): ...


class TestMemoryLog(LogContract): ...


class TestMemoryBaselineLog(BaselineLogContract): ...


class TestMemoryAlertLog(AlertLogContract): ...


class TestMemoryFeedbackLog(FeedbackLogContract): ...


class TestMemoryRankLog(RankLogContract): ...


class TestMemoryMonitor(MonitorContract): ...


class TestMemoryModelRegistry(ModelRegistryContract): ...


class TestMemoryApiKeys(ApiKeysContract): ...


class TestMemoryStore(StoreContract): ...


class TestMemoryProfile(ProfileContract): ...


class TestMemoryIngest(IngestContract): ...
