"""What whoever runs this program can do about a failure, said at the terminal and in the service's log.

An error says what happened; commands, options and settings are the frontends' own, and stand here. Who asks
over HTTP has none of them: `http/problems.py` has what helps there.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hiring.domain.errors import (
    ArtifactCorrupt,
    BackupUnsound,
    BaselineMissing,
    CannotEvaluate,
    CannotTrain,
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
    InvalidKeyName,
    InvalidName,
    InvalidSetting,
    KeyMissing,
    KeyNotShown,
    LeakageAlarm,
    LeakageNotAccepted,
    ModelMissing,
    NoEarlierVersion,
    NotCertified,
    NothingKept,
    Overloaded,
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
    TableTaken,
    TargetExists,
    TooManyKeys,
    VersionMissing,
    VersionNotKept,
)

__all__ = ["ADVICE", "NONE_NEEDED", "OF_STORE_FAULTS", "Advice", "with_advice"]

Advice = str | Callable[[Any], str]
"""A sentence, with the error's facts in braces; or what makes one of the error, where facts decide which."""

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


def with_advice(error: Exception) -> str:
    """What happened, and what to do about it."""
    advice = _advice_for(error) if isinstance(error, HiringError) else NONE_NEEDED
    return f"{error}: {advice}" if advice else str(error)


def _advice_for(error: HiringError) -> str:
    """Of what the error stands for, where it has none of its own."""
    advice = next((ADVICE[kind] for kind in type(error).__mro__ if kind in ADVICE), NONE_NEEDED)
    said = advice.format_map(vars(error)) if isinstance(advice, str) else advice(error)
    return said or (_advice_for(error.__cause__) if isinstance(error.__cause__, HiringError) else NONE_NEEDED)


def _of_model(error: ModelMissing) -> str:
    return (
        "run `hiring-cli train`, or set MODEL_ARTIFACT"
        if error.without is None
        else "copy all files whose names start like its name, or copy the folder `versions` and run "
        "`hiring-cli promote <version>`"
    )


def _of_schema(error: SchemaMismatch) -> str:
    newer = error.found is not None and error.found > error.needed
    return "update this program" if newer else "run `hiring-cli db upgrade`"


def _of_store(error: StoreUnavailable) -> str:
    return NONE_NEEDED if error.fault is None else OF_STORE_FAULTS[error.fault]


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
    ExportOfAnotherKind: "the two exports may be swapped",
    ExportOfAnotherFormat: "{remedy}",
    NothingKept: NONE_NEEDED,
    RecordsRejected: "correct them, or run without --strict to set them aside",
    RecordNotStorable: "correct the export",
    InvalidName: NONE_NEEDED,
    InvalidKeyName: NONE_NEEDED,
    InvalidFeatures: NONE_NEEDED,
    InvalidSetting: NONE_NEEDED,
    CannotTrain: NONE_NEEDED,
    CannotEvaluate: "build gold from more prospects",
    LeakageAlarm: (
        "correct the data and train again, or accept it with "
        "`hiring-cli promote {version_id} --accept-leakage-alarm --reason TEXT`"
    ),
    BackupUnsound: NONE_NEEDED,
    # what was named is not there
    FileMissing: NONE_NEEDED,
    FileIsFolder: "name a file in it",
    TableMissing: "run the step that builds it first (README, pipeline)",
    ModelMissing: _of_model,
    VersionMissing: "`hiring-cli model list` shows them all",
    BaselineMissing: "run `hiring-cli monitor baseline` first",
    NoEarlierVersion: NONE_NEEDED,
    DecisionMissing: NONE_NEEDED,
    VersionNotKept: NONE_NEEDED,
    KeyMissing: "`hiring-cli keys list` shows them all",
    # it contradicts what is stored
    DecisionConflict: "use a new request id",
    DecisionAmbiguous: "say which client you mean",
    TooManyKeys: (
        "revoke one that is no longer used (`hiring-cli keys list`, then `hiring-cli keys revoke ID`)"
    ),
    TableTaken: "choose another name, or drop the table",
    TargetExists: "choose another folder",
    StoreInUse: "stop the programs that use it first",
    NotCertified: (
        "to let it serve anyway, promote it with --allow-uncertified --reason TEXT; it approves "
        "nobody without --threshold X"
    ),
    LeakageNotAccepted: (
        "to let it serve anyway, run `hiring-cli promote {version_id} --accept-leakage-alarm --reason TEXT`"
    ),
    SaltDiffers: "unset HIRING_SALT, or choose another store",
    ServesAnother: (
        "compare the two with `hiring-cli evaluate --version {version_id}`, then promote the better one"
    ),
    # a part is not there or does not fit
    StoreUnavailable: _of_store,
    StoreExchanged: NONE_NEEDED,
    KeyNotShown: NONE_NEEDED,
    Overloaded: "try again in a moment",
    SchemaMismatch: _of_schema,
    ArtifactCorrupt: "promote a version again, or train a new one",
    RuleTableMismatch: "train again",
}
"""One line for each error of the library; a test asks for the line of a new one."""
