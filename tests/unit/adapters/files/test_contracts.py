"""The files adapter keeps every port's contract."""

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


class TestFileApplicantTable(ApplicantTableContract): ...


class TestFileProspectTable(ProspectTableContract): ...


class TestFileFeatureTable(FeatureTableContract): ...


class TestFileLabelTable(LabelTableContract): ...


class TestFileGoldTable(GoldTableContract): ...


class TestFileBuiltTable(BuiltTableContract): ...


class TestFileInferenceLog(InferenceLogContract): ...


class TestFileGroupCommit(GroupCommitContract): ...


class TestFileLog(LogContract): ...


class TestFileBaselineLog(BaselineLogContract): ...


class TestFileAlertLog(AlertLogContract): ...


class TestFileFeedbackLog(FeedbackLogContract): ...


class TestFileRankLog(RankLogContract): ...


class TestFileMonitor(MonitorContract): ...


class TestFileModelRegistry(ModelRegistryContract): ...


class TestFileApiKeys(ApiKeysContract, DurableApiKeysContract): ...


class TestFileStore(StoreContract, DurableStoreContract): ...


class TestFileProfile(ProfileContract): ...


class TestFileIngest(IngestContract): ...
