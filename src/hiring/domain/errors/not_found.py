"""Something that was named does not exist."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from hiring.domain.errors.families import HiringError, NotFound


class FileMissing(NotFound):
    """The named file does not exist or cannot be opened."""

    code: ClassVar[str] = "file-missing"

    def __init__(self, file: str) -> None:
        super().__init__(f"{file}: no such file, or it cannot be opened")
        self.file = file


class FileIsFolder(FileMissing):
    """A folder was named where a file is expected."""

    code: ClassVar[str] = "file-is-folder"

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.args = (f"{file}: this is a folder",)


class FolderWithoutExports(FileMissing):
    """A folder that was named for the exports in it holds none."""

    code: ClassVar[str] = "folder-without-exports"

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self.args = (f"{folder}: no file in this folder ends in .json or .json.gz",)


class TableMissing(NotFound):
    """A table has not been built yet."""

    code: ClassVar[str] = "table-missing"

    def __init__(self, table: str) -> None:
        super().__init__(f"the table {table} does not exist yet")
        self.table = table


class AlertMissing(NotFound):
    """No alert has the given id.

    The id is not repeated.
    """

    code: ClassVar[str] = "alert-missing"

    def __init__(self) -> None:
        super().__init__("there is no alert with this id")


class ModelMissing(NotFound):
    """No model is published where one was expected.

    Args:
        path: Where.
        without: The manifest's name, where the joblib is there and the manifest beside it is not.
    """

    code: ClassVar[str] = "model-missing"

    def __init__(self, path: str, *, without: str | None = None) -> None:
        super().__init__(
            f"{path}: no model is published there"
            if without is None
            else f"{path}: the joblib file cannot serve alone, and there is no {without} beside it"
        )
        self.path, self.without = path, without


class VersionMissing(ModelMissing):
    """No stored version has the given id.

    The id is not repeated.
    """

    code: ClassVar[str] = "version-missing"

    def __init__(self, place: str, newest: Sequence[str]) -> None:
        there = f"the newest are {', '.join(newest)}" if newest else "none is stored yet"
        HiringError.__init__(self, f"{place}: no stored version has this id; {there}")
        self.path, self.without, self.newest = place, None, tuple(newest)


class BaselineMissing(NotFound):
    """No baseline has been recorded by this program's rules: there is nothing to measure drift against."""

    code: ClassVar[str] = "baseline-missing"

    def __init__(self) -> None:
        super().__init__("no baseline by this program's rules of features is stored")


class NoEarlierVersion(NotFound):
    """There is no earlier version to go back to."""

    code: ClassVar[str] = "no-earlier-version"

    def __init__(self) -> None:
        super().__init__("no other version has served here before; nothing was changed")


class DecisionMissing(NotFound):
    """The audit log has no row with the given request id.

    The id is not repeated.
    """

    code: ClassVar[str] = "decision-missing"

    def __init__(self) -> None:
        super().__init__("no decision was logged under this request id")


class DecisionRetired(NotFound):
    """The decision was made, but its month has been taken out of the audit log; its request id stays used.

    The id is not repeated.

    Args:
        at: When it was answered, UTC.
    """

    code: ClassVar[str] = "decision-retired"

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(
            f"the decision under this request id was answered in {at:%Y-%m}, and the rows of that month are "
            "no longer in the audit log"
        )


class VagaMissing(NotFound):
    """The store has no record of the vaga, or an empty one; many vagas with prospects have none.

    The code is not repeated.

    Args:
        empty: There is a record, but no field of it that a rule reads holds a text.
    """

    code: ClassVar[str] = "vaga-missing"

    def __init__(self, *, empty: bool = False) -> None:
        super().__init__(
            "the stored record of this vaga is empty (no field that a model reads holds a text)"
            if empty
            else "no record of this vaga is stored"
        )
        self.empty = empty


class CandidatesMissing(NotFound):
    """The store has no record of some candidates.

    The codes are not repeated.

    Args:
        fields: Where each of them was named.
    """

    code: ClassVar[str] = "candidates-missing"

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(f"no record is stored of {', '.join(fields)}")
        self.fields = tuple(fields)
        self.faults = tuple((field, "no record is stored") for field in fields)


class VersionNotKept(NotFound):
    """The version that gave the answer is no longer in the model store, so it cannot be explained."""

    code: ClassVar[str] = "version-not-kept"

    def __init__(self) -> None:
        super().__init__(
            "the version that answered is no longer in the model store, so its reasons cannot be "
            "worked out again; the logged answer stands"
        )


class KeyMissing(NotFound):
    """No key has the given id.

    The id is not repeated: it may be a whole key, pasted by mistake.
    """

    code: ClassVar[str] = "key-missing"

    def __init__(self) -> None:
        super().__init__("no key has this id")


class CodeMissing(NotFound):
    """No error, feature, indicator or alert rule has the given name.

    The name is not repeated.

    Args:
        nearest: Names that are spelt much like it.
    """

    code: ClassVar[str] = "code-missing"

    def __init__(self, nearest: Sequence[str]) -> None:
        near = f"; similar names are {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no error, feature, indicator or alert rule has this name{near}")
        self.nearest = tuple(nearest)
