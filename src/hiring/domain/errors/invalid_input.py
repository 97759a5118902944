"""The data is wrong."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from hiring.domain.display import count_of
from hiring.domain.errors.families import InvalidInput


class ExportFault(InvalidInput):
    """The file as a whole cannot be trusted, so none of it was used.

    Args:
        file: Name of the file, as the user gave it.
        at: Byte offset in the (unpacked) JSON text, or None where no byte is to blame.
        last_key: Last top-level key that was read whole, or None.
    """

    code: ClassVar[str] = "export-fault"
    what: ClassVar[str] = "cannot be read"

    def __init__(self, file: str, *, at: int | None = None, last_key: str | None = None) -> None:
        where = "" if at is None else f" at byte {at:,}"
        after = "" if last_key is None else f", after the record with key {last_key!r}"
        super().__init__(f"{file}: {self.what}{where}{after}; nothing was changed")
        self.file, self.at, self.last_key = file, at, last_key


class ExportEmpty(ExportFault):
    """The file is empty, or holds white space only."""

    code: ClassVar[str] = "export-empty"
    what: ClassVar[str] = "the file is empty"


class ExportTruncated(ExportFault):
    """The JSON text, or the gzip stream around it, ends too early."""

    code: ClassVar[str] = "export-truncated"
    what: ClassVar[str] = "the file is cut off"


class ExportNotUtf8(ExportFault):
    """The file contains bytes that are not UTF-8."""

    code: ClassVar[str] = "export-not-utf8"
    what: ClassVar[str] = "not UTF-8"


class ExportNotJson(ExportFault):
    """The text is not JSON."""

    code: ClassVar[str] = "export-not-json"
    what: ClassVar[str] = "not JSON"


class ExportNotGzip(ExportFault):
    """The file's name ends in .gz, but its content is not gzip or is damaged."""

    code: ClassVar[str] = "export-not-gzip"
    what: ClassVar[str] = "not a valid gzip file"


class ExportTrailingData(ExportFault):
    """There is more after the closing brace of the top-level object."""

    code: ClassVar[str] = "export-trailing-data"
    what: ClassVar[str] = "there is more after the end of the JSON object"


class ExportTooDeep(ExportFault):
    """Objects and lists are nested deeper than 64 levels."""

    code: ClassVar[str] = "export-too-deep"
    what: ClassVar[str] = "nested deeper than 64 levels"


class ExportRecordTooLarge(ExportFault):
    """One record takes more than 64 MB, which is too much to read in bounded memory."""

    code: ClassVar[str] = "export-record-too-large"
    what: ClassVar[str] = "one record takes more than 64 MB"


class ExportNotAnObject(ExportFault):
    """The top level of the file is not a JSON object keyed by code."""

    code: ClassVar[str] = "export-not-an-object"
    what: ClassVar[str] = "the top level is not a JSON object keyed by code"


class ExportOfAnotherKind(ExportFault):
    """The file is another of the three exports (applicants, prospects, vagas) than was expected."""

    code: ClassVar[str] = "export-of-another-kind"
    what: ClassVar[str] = "its records belong to another kind of export"


class OutcomeColumns(ExportFault):
    """A table of outcomes does not have the columns of one."""

    code: ClassVar[str] = "outcome-columns"
    what: ClassVar[str] = (
        "its first line must name request_id or codigo_profissional, hired and outcome_at, perhaps "
        "vaga_codigo, and nothing else, each once"
    )


class FileGivenTwice(InvalidInput):
    """Of the files of an export, two are the same one."""

    code: ClassVar[str] = "file-given-twice"

    def __init__(self, file: str) -> None:
        super().__init__(f"{file}: this file was given twice")
        self.file = file


class NothingKept(InvalidInput):
    """A step read its source and could keep none of its records, so what was there before still stands.

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
        none = "its only record was not kept" if read == 1 else f"none of its {read:,} records was kept"
        why = f"{none} ({', '.join(counts)})" if read else "it holds no records"
        super().__init__("; ".join([f"{source}: {why}", *hints, "nothing was changed"]))
        self.source, self.read, self.reasons = source, read, dict(reasons)


class ExportOfAnotherFormat(InvalidInput):
    """The file is not JSON at all; its first bytes show what it is instead.

    Args:
        found: What it is, in words.
        remedy: How an export is made of it, in words: that depends on what it is.
    """

    code: ClassVar[str] = "export-of-another-format"

    def __init__(self, file: str, found: str, remedy: str) -> None:
        super().__init__(f"{file}: this is {found}, not JSON; nothing was changed")
        self.file, self.found, self.remedy = file, found, remedy


class RecordsRejected(InvalidInput):
    """Some records have faults, and none of them was allowed to be set aside."""

    code: ClassVar[str] = "records-rejected"

    def __init__(self, file: str, rejected: int) -> None:
        faulty = f"{count_of(rejected, 'record')} {'has' if rejected == 1 else 'have'} faults"
        super().__init__(f"{file}: {faulty}, and none may be set aside")
        self.file, self.rejected = file, rejected


class RecordNotStorable(InvalidInput):
    """A record is sound but holds more than the store can keep, such as a number of 200,000 digits."""

    code: ClassVar[str] = "record-not-storable"

    def __init__(self, table: str) -> None:
        super().__init__(
            f"{table}: a record holds a number or text that is too large for the store; nothing was changed"
        )
        self.table = table


class InvalidName(InvalidInput):
    """The table name is not an identifier."""

    code: ClassVar[str] = "invalid-name"

    def __init__(self) -> None:
        super().__init__(
            "the table name is not an identifier: use letters, digits and underscores, no digit "
            "first, at most 63 bytes"
        )


class InvalidKeyName(InvalidInput):
    """The client's name cannot be the name of a key."""

    code: ClassVar[str] = "invalid-key-name"

    def __init__(self) -> None:
        super().__init__(
            "a key is named after the client that holds it: use letters, digits, `-`, `_` and "
            "`.`, a letter or digit first, at most 63 characters"
        )


class InvalidFeatures(InvalidInput):
    """The features of a request do not fit the contract.

    Args:
        faults: (field, reason) for each offending field, all of them.
    """

    code: ClassVar[str] = "invalid-features"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in faults))
        self.faults = tuple(faults)


class InvalidFeedback(InvalidInput):
    """Some reports of outcomes have faults, so that none was kept.

    Args:
        faults: (field, reason) for each fault, all of them; the field begins with its item's number.
    """

    code: ClassVar[str] = "invalid-feedback"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in faults))
        self.faults = tuple(faults)


class InvalidRanking(InvalidInput):
    """What a list is asked of has faults, so that none was made.

    Args:
        faults: (field, reason) for each fault, all of them.
    """

    code: ClassVar[str] = "invalid-ranking"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in faults))
        self.faults = tuple(faults)


class CannotTrain(InvalidInput):
    """No model can be trained on the gold table; the message says why."""

    code: ClassVar[str] = "cannot-train"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("no model was trained: " + "; ".join(reasons))
        self.reasons = tuple(reasons)


class CannotEvaluate(InvalidInput):
    """Nobody in the gold table belongs to the test part."""

    code: ClassVar[str] = "cannot-evaluate"

    def __init__(self) -> None:
        super().__init__("nobody in the gold table belongs to the test part")


class LeakageAlarm(InvalidInput):
    """The model is too good to be true: it was stored but does not serve.

    Args:
        version_id: Which version.
        columns: What is too good to be true.
        profile: Name of its feature profile.
    """

    code: ClassVar[str] = "leakage-alarm"

    def __init__(self, version_id: str, columns: Sequence[str], *, profile: str) -> None:
        super().__init__(
            f"LEAKAGE ALARM: {version_id} was stored but does not serve, because {', '.join(columns)} may "
            "have been written during or after the decision"
        )
        self.version_id, self.columns, self.profile = version_id, tuple(columns), profile


class InvalidSetting(InvalidInput):
    """A setting has a value that cannot be used.

    The value is not repeated: it may be a password.
    """

    code: ClassVar[str] = "invalid-setting"


class BackupUnsound(InvalidInput):
    """What was to be restored is not a complete backup."""

    code: ClassVar[str] = "backup-unsound"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}; nothing was restored")
        self.path = path
