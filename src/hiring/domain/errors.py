"""What can go wrong, in four families; the family says what the caller can do.

A leaf says what happened and carries the facts. Messages name the file, the record, the field or the byte and
what to do about it; they never contain an input value. `code` is public and never changes.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

__all__ = [
    "ArtifactCorrupt",
    "BackupUnsound",
    "BaselineMissing",
    "CannotEvaluate",
    "CannotTrain",
    "Conflict",
    "DecisionAmbiguous",
    "DecisionConflict",
    "DecisionMissing",
    "ExportEmpty",
    "ExportFault",
    "ExportNotAnObject",
    "ExportNotGzip",
    "ExportNotJson",
    "ExportNotUtf8",
    "ExportOfAnotherFormat",
    "ExportOfAnotherKind",
    "ExportRecordTooLarge",
    "ExportTooDeep",
    "ExportTrailingData",
    "ExportTruncated",
    "FileIsFolder",
    "FileMissing",
    "HiringError",
    "InvalidFeatures",
    "InvalidInput",
    "InvalidKeyName",
    "InvalidName",
    "InvalidSetting",
    "KeyMissing",
    "KeyNotShown",
    "LeakageAlarm",
    "LeakageNotAccepted",
    "ModelMissing",
    "NoEarlierVersion",
    "NotCertified",
    "NotFound",
    "NothingKept",
    "Overloaded",
    "RecordNotStorable",
    "RecordsRejected",
    "RuleTableMismatch",
    "SaltDiffers",
    "SchemaMismatch",
    "ServesAnother",
    "StoreExchanged",
    "StoreInUse",
    "StoreUnavailable",
    "TableMissing",
    "TableTaken",
    "TargetExists",
    "TooManyKeys",
    "Unavailable",
    "VersionMissing",
    "VersionNotKept",
]


class HiringError(Exception):
    """Every failure that a caller can act on. Bugs stay ValueError and TypeError."""

    code: ClassVar[str] = "hiring-error"

    def __reduce__(self) -> tuple[object, ...]:
        """Leaves have constructors of their own: a copy in another process is made without them."""
        return _again, (type(self), self.args, dict(vars(self)))


def _again(kind: type[HiringError], args: tuple[object, ...], facts: dict[str, object]) -> HiringError:
    error = kind.__new__(kind)
    error.args = args
    vars(error).update(facts)
    return error


class InvalidInput(HiringError):
    """The data is wrong: correct it and try again (HTTP 422, exit 65)."""

    code: ClassVar[str] = "invalid-input"


class NotFound(HiringError):
    """Something that was named does not exist (HTTP 404, exit 66)."""

    code: ClassVar[str] = "not-found"


class Conflict(HiringError):
    """What was asked contradicts what is stored (HTTP 409, exit 73)."""

    code: ClassVar[str] = "conflict"


class Unavailable(HiringError):
    """A part that is needed is not there or does not fit; try again when it is (HTTP 503, exit 75)."""

    code: ClassVar[str] = "unavailable"


class ExportFault(InvalidInput):
    """The file as a whole cannot be trusted, so nothing of it was used.

    Args:
        file: Name of the file, as the user gave it.
        at: Byte offset in the (unpacked) JSON text, or None where no byte is to blame.
        last_key: Last top-level key that was read whole, or None.
    """

    code: ClassVar[str] = "export-fault"
    what: ClassVar[str] = "cannot be read"
    advice: ClassVar[str] = "export it again"

    def __init__(self, file: str, *, at: int | None = None, last_key: str | None = None) -> None:
        where = "" if at is None else f" at byte {at:,}"
        after = "" if last_key is None else f", after the record with key {last_key!r}"
        super().__init__(f"{file}: {self.what}{where}{after}; nothing was changed: {self.advice}")
        self.file, self.at, self.last_key = file, at, last_key


class ExportEmpty(ExportFault):
    """The file has no bytes, or white space only."""

    code: ClassVar[str] = "export-empty"
    what: ClassVar[str] = "the file is empty"


class ExportTruncated(ExportFault):
    """The JSON text, or the gzip stream around it, ends too early."""

    code: ClassVar[str] = "export-truncated"
    what: ClassVar[str] = "the file is cut off"
    advice: ClassVar[str] = "copy or export it again, whole"


class ExportNotUtf8(ExportFault):
    """Some byte is not UTF-8."""

    code: ClassVar[str] = "export-not-utf8"
    what: ClassVar[str] = "not UTF-8"
    advice: ClassVar[str] = "export it as UTF-8"


class ExportNotJson(ExportFault):
    """The text is not JSON."""

    code: ClassVar[str] = "export-not-json"
    what: ClassVar[str] = "not JSON"


class ExportNotGzip(ExportFault):
    """The name ends in .gz and the bytes are not gzip, or are damaged."""

    code: ClassVar[str] = "export-not-gzip"
    what: ClassVar[str] = "not a sound gzip file"
    advice: ClassVar[str] = "copy it again, or drop the .gz from the name of a plain file"


class ExportTrailingData(ExportFault):
    """Something follows the closing brace of the top-level object."""

    code: ClassVar[str] = "export-trailing-data"
    what: ClassVar[str] = "something follows the end of the JSON object"
    advice: ClassVar[str] = "it may be two exports in one file: give one at a time"


class ExportTooDeep(ExportFault):
    """Objects and lists are nested deeper than 64 levels."""

    code: ClassVar[str] = "export-too-deep"
    what: ClassVar[str] = "nested deeper than 64 levels"
    advice: ClassVar[str] = "this is not an export of the recruiting system"


class ExportRecordTooLarge(ExportFault):
    """One record takes more than 64 MB, so the file cannot be read in bounded memory."""

    code: ClassVar[str] = "export-record-too-large"
    what: ClassVar[str] = "one record takes more than 64 MB"
    advice: ClassVar[str] = "this is not an export of the recruiting system"


class ExportNotAnObject(ExportFault):
    """The top level of the file is not a JSON object keyed by code."""

    code: ClassVar[str] = "export-not-an-object"
    what: ClassVar[str] = "the top level is not a JSON object keyed by code"
    advice: ClassVar[str] = "give the export as it left the recruiting system"


class ExportOfAnotherKind(ExportFault):
    """Applicants were expected where prospects are, or the other way round."""

    code: ClassVar[str] = "export-of-another-kind"
    what: ClassVar[str] = "its records are those of another export"
    advice: ClassVar[str] = "the two exports may be swapped"


class NothingKept(InvalidInput):
    """A step read its source and kept nothing of it, so what stood before still stands.

    Args:
        source: The file or the table that was read, as the user named it.
        read: How many records it holds.
        reasons: How many of them were not kept, by the reason.
        hints: What may help, in words.
    """

    code: ClassVar[str] = "nothing-kept"

    def __init__(
        self, source: str, *, read: int, reasons: Mapping[str, int], hints: Sequence[str] = ()
    ) -> None:
        counts = [f"{count:,} {reason}" for reason, count in reasons.items() if count]
        why = (
            f"none of its {read:,} records was kept ({', '.join(counts)})" if read else "it holds no records"
        )
        super().__init__("; ".join([f"{source}: {why}", *hints, "nothing was changed"]))
        self.source, self.read, self.reasons = source, read, dict(reasons)


class ExportOfAnotherFormat(InvalidInput):
    """The file is no JSON at all, and its first bytes show what it is."""

    code: ClassVar[str] = "export-of-another-format"

    def __init__(self, file: str, found: str, advice: str) -> None:
        super().__init__(f"{file}: this is {found}, not JSON; nothing was changed: {advice}")
        self.file, self.found = file, found


class RecordsRejected(InvalidInput):
    """`--strict` was asked for and some records have faults."""

    code: ClassVar[str] = "records-rejected"

    def __init__(self, file: str, rejected: int) -> None:
        super().__init__(
            f"{file}: {rejected:,} records have faults, and --strict was given: correct them, or run without "
            "--strict to set them aside"
        )
        self.file, self.rejected = file, rejected


class RecordNotStorable(InvalidInput):
    """A record is sound, and holds what the store has no room for: a number of a hundred thousand digits."""

    code: ClassVar[str] = "record-not-storable"

    def __init__(self, table: str) -> None:
        super().__init__(
            f"{table}: a record holds a number or a text that is too large for the store; nothing was "
            "changed: correct the export"
        )
        self.table = table


class InvalidName(InvalidInput):
    """A table name is not an identifier."""

    code: ClassVar[str] = "invalid-name"

    def __init__(self) -> None:
        super().__init__(
            "the table name is not an identifier: letters, digits and underscores, "
            "not a digit first, at most 63 bytes"
        )


class InvalidKeyName(InvalidInput):
    """A name of a client is none."""

    code: ClassVar[str] = "invalid-key-name"

    def __init__(self) -> None:
        super().__init__(
            "the name of a key is the client that holds it: letters, digits, `-`, `_` and `.`, "
            "a letter or digit first, at most 63 characters"
        )


class InvalidFeatures(InvalidInput):
    """One request's features do not fit the contract.

    Args:
        faults: (field, reason) for each offending field, all of them.
    """

    code: ClassVar[str] = "invalid-features"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in faults))
        self.faults = tuple(faults)


class CannotTrain(InvalidInput):
    """The gold table cannot carry a model; `reasons` says why."""

    code: ClassVar[str] = "cannot-train"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("no model was trained: " + "; ".join(reasons))
        self.reasons = tuple(reasons)


class CannotEvaluate(InvalidInput):
    """The gold table has nobody of the test part."""

    code: ClassVar[str] = "cannot-evaluate"

    def __init__(self) -> None:
        super().__init__("nobody in the gold table belongs to the test part: build gold from more prospects")


class LeakageAlarm(InvalidInput):
    """A model is too good to be true: it was stored, and does not serve."""

    code: ClassVar[str] = "leakage-alarm"

    def __init__(self, version_id: str, columns: Sequence[str]) -> None:
        super().__init__(
            f"LEAKAGE ALARM: {version_id} was stored and does not serve, because {', '.join(columns)} may "
            "have been written during or after the decision: correct the data and train again, or accept it "
            f"with `hiring-cli promote {version_id} --accept-leakage-alarm --reason TEXT`"
        )
        self.version_id, self.columns = version_id, tuple(columns)


class InvalidSetting(InvalidInput):
    """A setting has a value that cannot be used; its value is not repeated."""

    code: ClassVar[str] = "invalid-setting"


class BackupUnsound(InvalidInput):
    """What was to be put back is no whole backup."""

    code: ClassVar[str] = "backup-unsound"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}; nothing was put back")
        self.path = path


class FileMissing(NotFound):
    """A file that was named is not there or cannot be opened."""

    code: ClassVar[str] = "file-missing"

    def __init__(self, file: str) -> None:
        super().__init__(f"{file}: no such file, or it cannot be opened")
        self.file = file


class FileIsFolder(FileMissing):
    """A folder was named where a file is wanted."""

    code: ClassVar[str] = "file-is-folder"

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.args = (f"{file}: this is a folder: name the file in it",)


class TableMissing(NotFound):
    """A table has not been built yet."""

    code: ClassVar[str] = "table-missing"

    def __init__(self, table: str) -> None:
        super().__init__(
            f"the table {table} does not exist yet: run the step that builds it first (README, pipeline)"
        )
        self.table = table


class ModelMissing(NotFound):
    """There is no artifact where one was expected.

    Args:
        path: Where.
        without: The manifest's name, where the joblib is there and the manifest beside it is not.
    """

    code: ClassVar[str] = "model-missing"

    def __init__(self, path: str, *, without: str | None = None) -> None:
        super().__init__(
            f"{path}: no model is published there: run `hiring-cli train`, or set MODEL_ARTIFACT"
            if without is None
            else f"{path}: the joblib alone does not serve, and there is no {without} beside it: copy all "
            "files that begin like it, or copy the folder `versions` and run `hiring-cli promote <version>`"
        )
        self.path, self.without = path, without


class VersionMissing(ModelMissing):
    """No stored version has the id that was given, which is not repeated."""

    code: ClassVar[str] = "version-missing"

    def __init__(self, place: str, newest: Sequence[str]) -> None:
        there = f"the newest there are {', '.join(newest)}" if newest else "there is none yet"
        HiringError.__init__(
            self, f"{place}: no stored version has this id; {there} (`hiring-cli model list` names all)"
        )
        self.path, self.newest = place, tuple(newest)


class BaselineMissing(NotFound):
    """Drift has nothing to be measured against."""

    code: ClassVar[str] = "baseline-missing"

    def __init__(self) -> None:
        super().__init__("no baseline is stored: run `hiring-cli monitor baseline` first")


class NoEarlierVersion(NotFound):
    """There is nothing to go back to."""

    code: ClassVar[str] = "no-earlier-version"

    def __init__(self) -> None:
        super().__init__("the history knows no other version that served here before: nothing was changed")


class DecisionMissing(NotFound):
    """The audit log has no row under the request id that was given, which is not repeated."""

    code: ClassVar[str] = "decision-missing"

    def __init__(self) -> None:
        super().__init__("no decision was logged under this request id")


class VersionNotKept(NotFound):
    """An answer is to be explained, and the version that gave it is not in the model store any more."""

    code: ClassVar[str] = "version-not-kept"

    def __init__(self) -> None:
        super().__init__(
            "the version that answered is not in the model store, so its reasons cannot be worked out again: "
            "what was logged stands"
        )


class KeyMissing(NotFound):
    """No key has the id that was given. It is not repeated: it may be a whole key, pasted by mistake."""

    code: ClassVar[str] = "key-missing"

    def __init__(self) -> None:
        super().__init__("no key has this id: `hiring-cli keys list` names those that there are")


class DecisionConflict(Conflict):
    """A request id was used again with another body."""

    code: ClassVar[str] = "decision-conflict"

    def __init__(self) -> None:
        super().__init__("this request id was already used with another body: use a new id for a new request")


class DecisionAmbiguous(Conflict):
    """Several clients have used the request id; which of their decisions is meant was not said.

    Args:
        clients: Their names, the empty one for answers without a key.
    """

    code: ClassVar[str] = "decision-ambiguous"

    def __init__(self, clients: Sequence[str]) -> None:
        super().__init__("several clients have used this request id: name one of them with ?client=")
        self.clients = tuple(clients)


class TooManyKeys(Conflict):
    """A client has two live keys already: the one that it uses, and the one that it changes to."""

    code: ClassVar[str] = "too-many-keys"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has two live keys already: revoke one that is no longer used "
            "(`hiring-cli keys list`, then `hiring-cli keys revoke ID`)"
        )
        self.name = name


class TableTaken(Conflict):
    """A table of that name holds something else."""

    code: ClassVar[str] = "table-taken"

    def __init__(self, table: str) -> None:
        super().__init__(
            f"the table {table} is there already and holds something else: give another name, or drop it"
        )
        self.table = table


class TargetExists(Conflict):
    """What was to be made is there already, and is not ours to replace."""

    code: ClassVar[str] = "target-exists"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists, and is not ours to replace: name another folder")
        self.path = path


class StoreInUse(Conflict):
    """A program is at work in a folder that was to be replaced."""

    code: ClassVar[str] = "store-in-use"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} is in use, and nothing was changed: end the programs that use it first")
        self.path = path


class NotCertified(Conflict):
    """A version without a certified threshold was to serve, and nobody said that this is meant."""

    code: ClassVar[str] = "not-certified"

    def __init__(self, version_id: str) -> None:
        super().__init__(
            f"{version_id} has no certified threshold, and what served still serves: to let it serve all the "
            "same, promote it with --allow-uncertified --reason TEXT, and --threshold X to approve anybody"
        )
        self.version_id = version_id


class LeakageNotAccepted(Conflict):
    """A version with a leakage alarm was to serve, and nobody said that this is meant."""

    code: ClassVar[str] = "leakage-not-accepted"

    def __init__(self, version_id: str, columns: Sequence[str]) -> None:
        super().__init__(
            f"{version_id} has a leakage alarm about {', '.join(columns)}, and what served still serves: "
            f"to let it serve, `hiring-cli promote {version_id} --accept-leakage-alarm --reason TEXT`"
        )
        self.version_id, self.columns = version_id, tuple(columns)


class SaltDiffers(Conflict):
    """HIRING_SALT is not the salt that the store was made with; neither is repeated."""

    code: ClassVar[str] = "salt-differs"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place}: HIRING_SALT is not the salt that this store was made with, and a salt never changes: "
            "remove the setting, or name another store"
        )
        self.place = place


class ServesAnother(Conflict):
    """Somebody else published a version meanwhile; it serves, and the own one is stored."""

    code: ClassVar[str] = "serves-another"

    def __init__(self, version_id: str) -> None:
        super().__init__(
            f"{version_id} was stored and does not serve, because another version was published meanwhile: "
            f"compare the two with `hiring-cli evaluate --version {version_id}`, then promote the better one"
        )
        self.version_id = version_id


class StoreUnavailable(Unavailable):
    """The store did not answer, or is full; the outcome of the last write is unknown."""

    code: ClassVar[str] = "store-unavailable"


class StoreExchanged(StoreUnavailable):
    """Another store has the place of the one that was opened.

    Args:
        place: Where it is.
    """

    code: ClassVar[str] = "store-exchanged"

    def __init__(self, place: str) -> None:
        super().__init__(f"another store has taken the place of the one that was opened in {place}")


class KeyNotShown(Unavailable):
    """Standard output took nothing, so a new key would be known to nobody: none was made."""

    code: ClassVar[str] = "key-not-shown"

    def __init__(self) -> None:
        super().__init__("standard output is closed or takes nothing, and a key is shown once: none was made")


class Overloaded(Unavailable):
    """More answers wait for the audit log than it takes in time; this one was not asked for."""

    code: ClassVar[str] = "overloaded"

    def __init__(self) -> None:
        super().__init__("too many requests wait for the audit log: try again in a moment")


class SchemaMismatch(Unavailable):
    """The store's schema is missing, or older or newer than this program.

    Args:
        schema: Its name.
        found: The revision that it has; None where there is none.
        needed: The revision that this program needs.
    """

    code: ClassVar[str] = "schema-mismatch"

    def __init__(self, schema: str, *, found: str | None, needed: str) -> None:
        newer = found is not None and found > needed
        super().__init__(
            f"the schema {schema} has {'no tables of ours' if found is None else f'revision {found}'}, "
            f"this program needs revision {needed}: "
            + ("update this program" if newer else "run `hiring-cli db upgrade`")
        )
        self.schema, self.found, self.needed = schema, found, needed


class ArtifactCorrupt(Unavailable):
    """An artifact does not match its own digests, or is not an artifact."""

    code: ClassVar[str] = "artifact-corrupt"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}; it was not loaded: publish a version again, or train")
        self.path = path


class RuleTableMismatch(Unavailable):
    """The model was trained on features of another rule table than this program computes."""

    code: ClassVar[str] = "rule-table-mismatch"

    def __init__(self) -> None:
        super().__init__("the model was trained with another version of the feature rules: train again")
