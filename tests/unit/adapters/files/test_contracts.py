"""The files adapter keeps every port's contract."""

from tests.contracts.gold import GoldTableContract
from tests.contracts.inference_log import InferenceLogContract
from tests.contracts.logs import AlertLogContract, BaselineLogContract, FeedbackLogContract
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


class TestFileInferenceLog(InferenceLogContract): ...


class TestFileBaselineLog(BaselineLogContract): ...


class TestFileAlertLog(AlertLogContract): ...


class TestFileFeedbackLog(FeedbackLogContract): ...


class TestFileModelRegistry(ModelRegistryContract): ...


class TestFileStore(StoreContract, DurableStoreContract): ...
