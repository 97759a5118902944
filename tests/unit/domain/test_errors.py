"""Every failure has a family, a public code that never changes, and a message that says what happened."""

import pickle
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from hiring.domain import errors
from hiring.domain.errors import Conflict, ExportFault, HiringError, InvalidInput, NotFound, Unavailable

FAMILIES = (InvalidInput, NotFound, Conflict, Unavailable)

LEAVES: list[tuple[HiringError, type[HiringError], str]] = [
    (errors.ExportFault("f.json"), InvalidInput, "export-fault"),
    (errors.AlertMissing(), NotFound, "alert-missing"),
    (errors.AlertEnded("1c1a9011"), Conflict, "alert-ended"),
    (errors.PromiseNotNormal(), Conflict, "promise-not-normal"),
    (errors.AlreadyRunning("monitor"), Unavailable, "already-running"),
    (errors.ExportEmpty("f.json"), InvalidInput, "export-empty"),
    (errors.ExportTruncated("f.json"), InvalidInput, "export-truncated"),
    (errors.ExportNotUtf8("f.json"), InvalidInput, "export-not-utf8"),
    (errors.ExportNotJson("f.json"), InvalidInput, "export-not-json"),
    (errors.ExportNotGzip("f.json"), InvalidInput, "export-not-gzip"),
    (errors.ExportTrailingData("f.json"), InvalidInput, "export-trailing-data"),
    (errors.ExportTooDeep("f.json"), InvalidInput, "export-too-deep"),
    (errors.ExportRecordTooLarge("f.json"), InvalidInput, "export-record-too-large"),
    (errors.ExportNotAnObject("f.json"), InvalidInput, "export-not-an-object"),
    (errors.ExportOfAnotherKind("f.json"), InvalidInput, "export-of-another-kind"),
    (errors.OutcomeColumns("f.csv"), InvalidInput, "outcome-columns"),
    (errors.FileGivenTwice("f.json"), InvalidInput, "file-given-twice"),
    (errors.NothingKept("f.json", read=7, reasons={"not an object": 7}), InvalidInput, "nothing-kept"),
    (errors.ExportOfAnotherFormat("f.json", "a PDF", "export it"), InvalidInput, "export-of-another-format"),
    (errors.RecordsRejected("f.json", 1_234), InvalidInput, "records-rejected"),
    (errors.RecordNotStorable("applicants_raw"), InvalidInput, "record-not-storable"),
    (errors.InvalidName(), InvalidInput, "invalid-name"),
    (errors.InvalidKeyName(), InvalidInput, "invalid-key-name"),
    (errors.InvalidFeatures([("tem_email", "missing")]), InvalidInput, "invalid-features"),
    (errors.InvalidFeedback([("items.0.hired", "is missing")]), InvalidInput, "invalid-feedback"),
    (errors.InvalidRanking([("candidates.1", "is there twice")]), InvalidInput, "invalid-ranking"),
    (errors.CannotTrain(["too few rows"]), InvalidInput, "cannot-train"),
    (errors.CannotEvaluate(), InvalidInput, "cannot-evaluate"),
    (
        errors.LeakageAlarm("20261123T120000Z-1a2b3c4d", ["cv_kpi"], profile="candidate"),
        InvalidInput,
        "leakage-alarm",
    ),
    (errors.InvalidSetting("MIN_PRECISAO: between 0 and 1"), InvalidInput, "invalid-setting"),
    (errors.BackupUnsound("backup", "it is damaged"), InvalidInput, "backup-unsound"),
    (errors.FileMissing("f.json"), NotFound, "file-missing"),
    (errors.FileIsFolder("exports"), NotFound, "file-is-folder"),
    (errors.FolderWithoutExports("exports"), NotFound, "folder-without-exports"),
    (errors.TableMissing("gold_applicants"), NotFound, "table-missing"),
    (errors.ModelMissing("m.joblib"), NotFound, "model-missing"),
    (errors.VersionMissing("versions", ["20261123T120000Z-1a2b3c4d"]), NotFound, "version-missing"),
    (errors.BaselineMissing(), NotFound, "baseline-missing"),
    (errors.NoEarlierVersion(), NotFound, "no-earlier-version"),
    (errors.DecisionMissing(), NotFound, "decision-missing"),
    (errors.DecisionRetired(datetime(2026, 11, 23, tzinfo=UTC)), NotFound, "decision-retired"),
    (errors.KeyMissing(), NotFound, "key-missing"),
    (errors.CodeMissing(["tem_email"]), NotFound, "code-missing"),
    (errors.VagaMissing(), NotFound, "vaga-missing"),
    (errors.VagaMissing(empty=True), NotFound, "vaga-missing"),
    (errors.CandidatesMissing(["candidates.1"]), NotFound, "candidates-missing"),
    (errors.VersionNotKept(), NotFound, "version-not-kept"),
    (errors.TooManyKeys("ats"), Conflict, "too-many-keys"),
    (errors.NotCertified("20261123T120000Z-1a2b3c4d"), Conflict, "not-certified"),
    (
        errors.ProfileDiffers("20261123T120000Z-1a2b3c4d", profile="pairs", wanted="candidate"),
        Conflict,
        "profile-differs",
    ),
    (errors.LeakageNotAccepted("20261123T120000Z-1a2b3c4d", ["cv_kpi"]), Conflict, "leakage-not-accepted"),
    (errors.SaltDiffers("hiring-data"), Conflict, "salt-differs"),
    (errors.ServesAnother("20261123T120000Z-1a2b3c4d"), Conflict, "serves-another"),
    (errors.DecisionAmbiguous(["", "ats"]), Conflict, "decision-ambiguous"),
    (errors.RankConflict(), Conflict, "rank-conflict"),
    (errors.DecisionConflict(), Conflict, "decision-conflict"),
    (errors.TableTaken("gold_applicants"), Conflict, "table-taken"),
    (errors.StoreInUse("hiring-data"), Conflict, "store-in-use"),
    (errors.TargetExists("demo-output"), Conflict, "target-exists"),
    (errors.StoreUnavailable("the disk is full"), Unavailable, "store-unavailable"),
    (errors.StoreExchanged("hiring-data"), Unavailable, "store-exchanged"),
    (errors.KeyNotShown(), Unavailable, "key-not-shown"),
    (errors.Overloaded(), Unavailable, "overloaded"),
    (errors.SchemaMismatch("hiring", found=None, needed="0002"), Unavailable, "schema-mismatch"),
    (errors.ArtifactCorrupt("m.joblib", "digest differs"), Unavailable, "artifact-corrupt"),
    (errors.RuleTableMismatch(), Unavailable, "rule-table-mismatch"),
    (errors.PartFailed(3, 25, "MemoryError"), Unavailable, "part-failed"),
    (errors.ExportChanged("f.json"), Unavailable, "export-changed"),
    (errors.WorkersUnavailable("no scheduler answers"), Unavailable, "workers-unavailable"),
    (errors.WorkersDiffer(["tcp://127.0.0.1:1: hiring 1.0"]), Unavailable, "workers-differ"),
    (
        errors.TableOutdated("gold_applicants", builds="gold", profile="candidate", noted=True),
        Unavailable,
        "table-outdated",
    ),
]
"""The codes are public: a new error adds a line here, and no line ever changes."""


def all_under(error: type[HiringError]) -> Iterator[type[HiringError]]:
    for child in error.__subclasses__():
        yield child
        yield from all_under(child)


def test_every_error_of_the_library_is_in_the_table_of_public_codes() -> None:
    ours = {error for error in all_under(HiringError) if error.__module__.startswith(errors.__name__)}

    assert ours - set(FAMILIES) == {type(error) for error, _, _ in LEAVES}
    others = {"StoreFault", "about_profile"}
    assert {error.__name__ for error in ours | {HiringError}} | others == set(errors.__all__)


@pytest.mark.parametrize(("error", "family", "code"), LEAVES, ids=[code for _, _, code in LEAVES])
def test_a_leaf_has_one_family_and_its_own_code(
    error: HiringError, family: type[HiringError], code: str
) -> None:
    assert [each for each in FAMILIES if isinstance(error, each)] == [family]
    assert error.code == code
    assert "code" in vars(type(error))


def test_no_two_errors_share_a_code() -> None:
    ours = [error for error in all_under(HiringError) if error.__module__ == errors.__name__]
    codes = [error.code for error in (HiringError, *ours)]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)


@pytest.mark.parametrize("error", [error for error, _, _ in LEAVES], ids=[code for _, _, code in LEAVES])
def test_a_message_is_one_plain_line(error: HiringError) -> None:
    message = str(error)

    assert message
    assert message == message.strip()
    assert "\n" not in message
    assert "None" not in message


def test_a_failure_is_about_the_profile_of_its_block_unless_it_says_which() -> None:
    with pytest.raises(errors.BaselineMissing) as told, errors.about_profile("pairs"):
        raise errors.BaselineMissing
    with pytest.raises(errors.RuleTableMismatch) as own, errors.about_profile("pairs"):
        raise errors.RuleTableMismatch(profile="candidate")

    assert (told.value.profile, own.value.profile) == ("pairs", "candidate")
    assert errors.BaselineMissing().profile is None


def test_errors_about_what_somebody_sent_cannot_repeat_it() -> None:
    for leaf in (
        errors.InvalidName,
        errors.InvalidKeyName,
        errors.KeyMissing,
        errors.DecisionConflict,
        errors.RuleTableMismatch,
        errors.BaselineMissing,
    ):
        with pytest.raises(TypeError):
            leaf("a value")  # type: ignore[call-arg]  # that is the point


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ExportFault("f.json"), "f.json: cannot be read; nothing was changed"),
        (
            errors.ExportTruncated("f.json", at=1_234_567, last_key="31001"),
            (
                "f.json: the file is cut off at byte 1,234,567, after the record with key '31001'; "
                "nothing was changed"
            ),
        ),
        (
            errors.ExportNotUtf8("f.json", at=0),
            "f.json: not UTF-8 at byte 0; nothing was changed",
        ),
        (
            errors.ExportNotJson("f.json", last_key="a\n\ud800"),
            "f.json: not JSON, after the record with key 'a\\n\\ud800'; nothing was changed",
        ),
    ],
)
def test_a_fault_of_a_file_names_the_file_the_byte_and_the_last_good_key(
    error: ExportFault, message: str
) -> None:
    assert str(error) == message


def test_a_fault_of_a_file_carries_its_facts() -> None:
    error = errors.ExportTooDeep("f.json", at=5, last_key="1")

    assert (error.file, error.at, error.last_key) == ("f.json", 5, "1")


def test_rejected_records_are_counted() -> None:
    error = errors.RecordsRejected("f.json", 1_234)

    assert (error.file, error.rejected) == ("f.json", 1_234)
    assert str(error).startswith("f.json: 1,234 records have faults")


def test_all_faults_of_a_request_are_named_at_once() -> None:
    error = errors.InvalidFeatures([("tem_email", "missing"), ("cv_kpi", "neither 0 nor 1")])

    assert error.faults == (("tem_email", "missing"), ("cv_kpi", "neither 0 nor 1"))
    assert str(error) == "tem_email: missing; cv_kpi: neither 0 nor 1"


def test_all_reasons_against_training_are_named_at_once() -> None:
    error = errors.CannotTrain(["nobody was hired", "12 rows"])

    assert error.reasons == ("nobody was hired", "12 rows")
    assert str(error) == "no model was trained: nobody was hired; 12 rows"


@pytest.mark.parametrize(
    ("error", "fact", "named"),
    [
        (errors.FileMissing("a.json"), "file", "a.json"),
        (errors.TableMissing("gold_applicants"), "table", "gold_applicants"),
        (errors.TableTaken("gold_applicants"), "table", "gold_applicants"),
        (
            errors.TableOutdated("prospects_labels", builds="labels", profile=None, noted=False),
            "table",
            "prospects_labels",
        ),
        (errors.TargetExists("demo-output"), "path", "demo-output"),
        (errors.ModelMissing("m.joblib"), "path", "m.joblib"),
        (errors.TooManyKeys("ats"), "name", "ats"),
        (errors.ArtifactCorrupt("m.joblib", "digest differs"), "path", "m.joblib"),
    ],
)
def test_what_is_missing_or_in_the_way_is_named(error: HiringError, fact: str, named: str) -> None:
    assert getattr(error, fact) == named
    assert named in str(error)


def test_a_corrupt_artifact_says_why() -> None:
    assert "digest differs" in str(errors.ArtifactCorrupt("m.joblib", "digest differs"))


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (None, "has no hiring tables; this program needs revision 0002"),
        ("0001", "has revision 0001; this program needs revision 0002"),
    ],
)
def test_a_schema_that_does_not_match_says_what_it_is_and_what_is_needed(
    found: str | None, message: str
) -> None:
    error = errors.SchemaMismatch("hiring", found=found, needed="0002")

    assert str(error) == f"the schema hiring {message}"
    assert (error.schema, error.found, error.needed) == ("hiring", found, "0002")


@pytest.mark.parametrize(
    "error",
    [
        errors.ExportTruncated("a.json", at=7, last_key="3"),
        errors.RecordsRejected("a.json", 2),
        errors.InvalidName(),
        errors.InvalidFeatures([("tem_email", "is missing")]),
        errors.CannotTrain(["too few"]),
        errors.ArtifactCorrupt("m.joblib", "cut off"),
        errors.StoreUnavailable("nothing answers", fault=errors.StoreFault.NO_ANSWER),
    ],
    ids=lambda error: error.code,
)
def test_an_error_survives_the_way_between_processes(error: errors.HiringError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # made here
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
