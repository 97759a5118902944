"""What whoever runs this program can do about a failure, said at the terminal and in the service's log.

An error says what happened; commands, options and settings are the frontends' own, and stand here. Who asks
over HTTP has none of them: `http/problems.py` has what helps there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

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
    FileIsFolder,
    FileMissing,
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
    StoreFault,
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

__all__ = [
    "ADVICE",
    "FOR_PROFILE",
    "NONE_NEEDED",
    "OF_STORE_FAULTS",
    "Advice",
    "ByCase",
    "profile_words",
    "with_advice",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCase:
    """Advice that depends on the error's facts.

    Args:
        case_of: Which case an error is; None for one that no advice helps with.
        cases: The advice in each case; a case is a clause that follows "if".
    """

    case_of: Callable[[Any], str | None]
    cases: Mapping[str, str]


Advice = str | ByCase
"""A sentence, with the error's facts in braces; or one for each case, where the facts decide which."""

FOR_PROFILE: Final = "for_profile"
"""In braces behind a command: the option for the profile that the error is about, where it needs one."""

NONE_NEEDED: Final = ""
"""The message says it all."""

OF_STORE_FAULTS: Final[Mapping[StoreFault, str]] = {
    StoreFault.UNREACHABLE: (
        "is the server up, and are POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_USER and "
        "POSTGRES_PASSWORD right?"
    ),
    StoreFault.NO_ANSWER: "is the server up, and are POSTGRES_HOST and POSTGRES_PORT right?",
    StoreFault.UNKNOWN_HOST: "check POSTGRES_HOST",
    StoreFault.PASSWORD_MISSING: "set POSTGRES_PASSWORD",
    StoreFault.SESSION_REFUSED: (
        "are POSTGRES_USER and POSTGRES_PASSWORD right, does pg_hba.conf let the user in, and is there room "
        "for one more connection?"
    ),
    StoreFault.USER_REFUSED: "check POSTGRES_USER and POSTGRES_PASSWORD",
    StoreFault.UNKNOWN_DATABASE: "check POSTGRES_DB",
    StoreFault.DATABASE_REFUSED: "is POSTGRES_DB right, and may the user connect to it?",
    StoreFault.RIGHT_MISSING: (
        "check POSTGRES_USER; `hiring-cli db sql --roles` prints the rights that it needs"
    ),
    StoreFault.POOLER_BETWEEN: "connect to PostgreSQL directly (POSTGRES_HOST, POSTGRES_PORT)",
    StoreFault.HELD_TOO_LONG: "try again when it has finished, or wait longer (HIRING_LOCK_TIMEOUT_S)",
    StoreFault.NO_STORE: "restore a backup, or choose another HIRING_HOME",
}

_STORE_CASES: Final[Mapping[StoreFault, str]] = {
    StoreFault.UNREACHABLE: "the server cannot be reached",
    StoreFault.NO_ANSWER: "the server does not answer",
    StoreFault.UNKNOWN_HOST: "the host name is unknown",
    StoreFault.PASSWORD_MISSING: "the server asks for a password",
    StoreFault.SESSION_REFUSED: "the server refuses the session",
    StoreFault.USER_REFUSED: "the server refuses the user",
    StoreFault.UNKNOWN_DATABASE: "the database does not exist",
    StoreFault.DATABASE_REFUSED: "the server refuses access to the database",
    StoreFault.RIGHT_MISSING: "the user lacks a right",
    StoreFault.POOLER_BETWEEN: "a connection pooler is in between",
    StoreFault.HELD_TOO_LONG: "another program holds it for too long",
    StoreFault.NO_STORE: "something else is in its place",
}


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


_NO_MANIFEST: Final = "the manifest is missing"
_NO_MODEL: Final = "no model is there at all"
_OF_MODEL: Final = ByCase(
    case_of=lambda error: _NO_MODEL if error.without is None else _NO_MANIFEST,
    cases={
        _NO_MODEL: ("run `hiring-cli train{for_profile}`, or set MODEL_ARTIFACT or MODEL_ARTIFACT_VAGA"),
        _NO_MANIFEST: (
            "copy all files whose names start like its name, or copy the folder `versions` and run "
            "`hiring-cli promote <version>{for_profile}`"
        ),
    },
)

_NEWER: Final = "the schema is newer than this program"
_OLDER: Final = "the schema is older than this program, or missing"
_OF_SCHEMA: Final = ByCase(
    case_of=lambda error: _NEWER if error.found is not None and error.found > error.needed else _OLDER,
    cases={_OLDER: "run `hiring-cli db upgrade`", _NEWER: "update this program"},
)

_OF_STORE: Final = ByCase(
    case_of=lambda error: None if error.fault is None else _STORE_CASES[error.fault],
    cases={_STORE_CASES[fault]: advice for fault, advice in OF_STORE_FAULTS.items()},
)

_NO_VAGA: Final = "no record of it is stored"
_EMPTY_VAGA: Final = "its stored record is empty"
_OF_VAGA: Final = ByCase(
    case_of=lambda error: _EMPTY_VAGA if error.empty else _NO_VAGA,
    cases={
        _NO_VAGA: "read it in first: `hiring-cli ingest vagas FILE`",
        _EMPTY_VAGA: "fill it in where it comes from, then export and read in all vagas again: "
        "`hiring-cli ingest vagas FILE`",
    },
)

_BUILT: Final[Mapping[str, str]] = {
    "features": "it is a table of features",
    "labels": "it is a table of labels",
    "gold": "it is a gold table",
}
_OF_TABLE: Final = ByCase(
    case_of=lambda error: _BUILT[error.builds],
    cases={
        _BUILT["features"]: "run `hiring-cli features build{for_profile}`",
        _BUILT["labels"]: "run `hiring-cli labels build`",
        _BUILT["gold"]: (
            "run `hiring-cli labels build`, `hiring-cli features build{for_profile}` and "
            "`hiring-cli gold build{for_profile}`"
        ),
    },
)

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
    TableMissing: "run the step that builds it first (README, pipeline)",
    ModelMissing: _OF_MODEL,
    VersionMissing: "`hiring-cli model list{for_profile}` shows them all",
    BaselineMissing: "run `hiring-cli monitor baseline{for_profile}` first",
    NoEarlierVersion: NONE_NEEDED,
    DecisionMissing: NONE_NEEDED,
    VersionNotKept: NONE_NEEDED,
    VagaMissing: _OF_VAGA,
    CandidatesMissing: "read them in first: `hiring-cli ingest applicants FILE`",
    AlertMissing: "`hiring-cli monitor alerts list --all` shows them all",
    KeyMissing: "`hiring-cli keys list` shows them all",
    CodeMissing: "`hiring-cli explain` lists them all",
    # it contradicts what is stored
    DecisionConflict: "use a new request id; `hiring-cli predict --run-id` is for the same file alone",
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
    StoreUnavailable: _OF_STORE,
    StoreExchanged: NONE_NEEDED,
    AlreadyRunning: "wait until it has ended",
    KeyNotShown: NONE_NEEDED,
    Overloaded: "try again in a moment",
    PartFailed: (
        "every worker must see the files under the same paths and have memory for a part; without "
        "HIRING_PARALLEL and --jobs the work is done here"
    ),
    WorkersUnavailable: "start them, or leave HIRING_PARALLEL out: then the work is done here",
    WorkersDiffer: "give all workers this program's version, Python and numpy",
    SchemaMismatch: _OF_SCHEMA,
    ArtifactCorrupt: "promote a version again, or train a new one",
    RuleTableMismatch: (
        "build features and gold again (`hiring-cli features build{for_profile}`, "
        "`hiring-cli gold build{for_profile}`), then train again (`hiring-cli train{for_profile}`)"
    ),
    TableOutdated: _OF_TABLE,
}
"""One line for each error of the library; a test asks for the line of a new one."""
