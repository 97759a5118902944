"""What whoever runs this program can do about a failure, said at the terminal and in the service's log.

An error says what happened; commands, options and settings are the frontends' own, and stand here. Who asks
over HTTP has none of them: `http/problems.py` has what helps there.
"""

from collections.abc import Mapping
from typing import Final

from hiring.domain.errors import (
    AlertEnded,
    AlertMissing,
    AlreadyRunning,
    ArtifactCorrupt,
    BackupUnsound,
    BaselineMissing,
    CandidatesMissing,
    CannotEvaluate,
    CannotTrain,
    CodeMissing,
    DecisionAmbiguous,
    DecisionConflict,
    DecisionMissing,
    DecisionRetired,
    ExportChanged,
    ExportEmpty,
    ExportFault,
    ExportNotAnObject,
    ExportNotGzip,
    ExportNotJson,
    ExportNotUtf8,
    ExportOfAnotherFormat,
    ExportOfAnotherKind,
    ExportRecordTooLarge,
    ExportTooDeep,
    ExportTrailingData,
    ExportTruncated,
    FileGivenTwice,
    FileIsFolder,
    FileMissing,
    FolderWithoutExports,
    HiringError,
    InvalidFeatures,
    InvalidFeedback,
    InvalidKeyName,
    InvalidName,
    InvalidRanking,
    InvalidSetting,
    KeyMissing,
    KeyNotShown,
    LeakageAlarm,
    LeakageNotAccepted,
    ModelMissing,
    NoEarlierVersion,
    NotCertified,
    NothingKept,
    OutcomeColumns,
    Overloaded,
    PartFailed,
    ProfileDiffers,
    PromiseNotNormal,
    RankConflict,
    RecordNotStorable,
    RecordsRejected,
    RuleTableMismatch,
    SaltDiffers,
    SchemaMismatch,
    ServesAnother,
    StoreExchanged,
    StoreInUse,
    StoreUnavailable,
    TableMissing,
    TableOutdated,
    TableTaken,
    TargetExists,
    TooManyKeys,
    VagaMissing,
    VersionMissing,
    VersionNotKept,
    WorkersDiffer,
    WorkersUnavailable,
)
from hiring.entrypoints.advice_by_case import (
    FOR_PROFILE,
    NONE_NEEDED,
    OF_MODEL,
    OF_SCHEMA,
    OF_STORE,
    OF_TABLE,
    OF_VAGA,
    Advice,
    ByCase,
)

__all__ = ["ADVICE", "profile_words", "with_advice"]


def with_advice(error: Exception, profile: str | None = None) -> str:
    """What happened, and what to do about it.

    Args:
        error: What happened.
        profile: The feature profile that it is about, where it does not say so itself.
    """
    advice = _advice_for(error, profile) if isinstance(error, HiringError) else NONE_NEEDED
    return f"{error}: {advice}" if advice else str(error)


def _advice_for(error: HiringError, profile: str | None) -> str:
    """Of what the error stands for, where it has none of its own."""
    profile = error.profile or profile
    advice = next((ADVICE[kind] for kind in type(error).__mro__ if kind in ADVICE), NONE_NEEDED)
    if isinstance(advice, ByCase):
        case = advice.case_of(error)
        advice = NONE_NEEDED if case is None else advice.cases[case]
    said = advice.format_map(vars(error) | {FOR_PROFILE: profile_words(profile)})
    if not said and isinstance(error.__cause__, HiringError):
        return _advice_for(error.__cause__, profile)
    return said


def profile_words(profile: str | None) -> str:
    """What stands behind a command to make it one of this profile; nothing for the one that is the default.

    >>> profile_words("candidate_vaga"), profile_words("candidate"), profile_words(None)
    (' --profile candidate_vaga', '', '')
    """
    if profile is None:
        return ""
    from hiring.domain.features import CANDIDATE  # noqa: PLC0415  # NumPy, of which most commands have no need

    return "" if profile == CANDIDATE.name else f" --profile {profile}"


_NO_EXPORT: Final = "this is not an export of the recruiting system"

ADVICE: Final[Mapping[type[HiringError], Advice]] = {
    # the data is wrong
    ExportFault: "export it again",
    ExportEmpty: "export it again",
    ExportTruncated: "copy or export the whole file again",
    ExportNotUtf8: "export it as UTF-8",
    ExportNotJson: "export it again",
    ExportNotGzip: "copy it again; if it is not compressed, remove .gz from its name",
    ExportTrailingData: "it may hold two exports: give one at a time",
    ExportTooDeep: _NO_EXPORT,
    ExportRecordTooLarge: _NO_EXPORT,
    ExportNotAnObject: "use the export exactly as the recruiting system wrote it",
    ExportOfAnotherKind: "two exports may be swapped",
    ExportOfAnotherFormat: "{remedy}",
    OutcomeColumns: NONE_NEEDED,
    FileGivenTwice: "name each file once, and none that is in a folder you name",
    NothingKept: NONE_NEEDED,
    RecordsRejected: "correct them, or run without --strict to set them aside",
    RecordNotStorable: "correct the export",
    InvalidName: NONE_NEEDED,
    InvalidKeyName: NONE_NEEDED,
    InvalidFeatures: NONE_NEEDED,
    InvalidFeedback: NONE_NEEDED,
    InvalidRanking: NONE_NEEDED,
    InvalidSetting: NONE_NEEDED,
    CannotTrain: NONE_NEEDED,
    CannotEvaluate: "build gold from more prospects",
    LeakageAlarm: (
        "correct the data and train again, or accept it with "
        "`hiring-cli promote {version_id}{for_profile} --accept-leakage-alarm --reason TEXT`"
    ),
    BackupUnsound: NONE_NEEDED,
    # what was named is not there
    FileMissing: NONE_NEEDED,
    FileIsFolder: "name a file in it",
    FolderWithoutExports: "name the folder that holds the exports, or the files themselves",
    TableMissing: "run the step that builds it first (README, pipeline)",
    ModelMissing: OF_MODEL,
    VersionMissing: "`hiring-cli model list{for_profile}` shows them all",
    BaselineMissing: "run `hiring-cli monitor baseline{for_profile}` first",
    NoEarlierVersion: NONE_NEEDED,
    DecisionMissing: NONE_NEEDED,
    DecisionRetired: "ask whoever runs the database: what was taken out may have been archived",
    VersionNotKept: NONE_NEEDED,
    VagaMissing: OF_VAGA,
    CandidatesMissing: "read them in first: `hiring-cli ingest applicants FILE`",
    AlertMissing: "`hiring-cli monitor alerts list --all` shows them all",
    KeyMissing: "`hiring-cli keys list` shows them all",
    CodeMissing: "`hiring-cli explain` lists them all",
    # it contradicts what is stored
    DecisionConflict: "use a new request id; a --run-id is for one file, model and --explain",
    RankConflict: "use a new request id",
    DecisionAmbiguous: "say which client you mean",
    AlertEnded: "if it is found again, there will be a new one",
    PromiseNotNormal: "train another version or promote one, then close the alert",
    TooManyKeys: (
        "revoke one that is no longer used (`hiring-cli keys list`, then `hiring-cli keys revoke ID`)"
    ),
    TableTaken: "choose another name, or drop the table",
    TargetExists: "choose another folder",
    StoreInUse: "stop the programs that use it first",
    NotCertified: (
        "to let it serve anyway, run `hiring-cli promote {version_id}{for_profile} --allow-uncertified "
        "--reason TEXT`; it approves nobody without --threshold X"
    ),
    ProfileDiffers: (
        "use --profile {profile}; each profile's models serve at a place of their own (MODEL_ARTIFACT, "
        "MODEL_ARTIFACT_VAGA)"
    ),
    LeakageNotAccepted: (
        "to let it serve anyway, run "
        "`hiring-cli promote {version_id}{for_profile} --accept-leakage-alarm --reason TEXT`"
    ),
    SaltDiffers: "unset HIRING_SALT, or choose another store",
    ServesAnother: (
        "compare the two with `hiring-cli evaluate --version {version_id}{for_profile}`, then promote the "
        "better one"
    ),
    # a part is not there or does not fit
    StoreUnavailable: OF_STORE,
    StoreExchanged: NONE_NEEDED,
    AlreadyRunning: "wait until it has ended",
    KeyNotShown: NONE_NEEDED,
    Overloaded: "try again in a moment",
    PartFailed: (
        "every worker must see the files under the same paths and have memory for a part; without "
        "HIRING_PARALLEL and --jobs the work is done here"
    ),
    ExportChanged: "run it again when the export is complete; workers must see the same file",
    WorkersUnavailable: (
        "start scheduler and workers, or ask for fewer processes; without HIRING_PARALLEL and --jobs the "
        "work is done here"
    ),
    WorkersDiffer: (
        "give all workers this program's version, Python and numpy, and the settings and files of its store"
    ),
    SchemaMismatch: OF_SCHEMA,
    ArtifactCorrupt: "promote a version again, or train a new one",
    RuleTableMismatch: (
        "build features and gold again (`hiring-cli features build{for_profile}`, "
        "`hiring-cli gold build{for_profile}`), then train again (`hiring-cli train{for_profile}`)"
    ),
    TableOutdated: OF_TABLE,
}
"""One line for each error of the library; a test asks for the line of a new one."""
