"""Roles that the core needs from outside. Adapters inherit their role and pass its contract suite."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from hiring.application.log_ports import AlertLog, BaselineLog, FeedbackLog, InferenceLog
from hiring.application.model_ports import ModelRegistry
from hiring.domain.features import Profile
from hiring.domain.gold import GoldCounts
from hiring.domain.keys import ApiKey
from hiring.domain.records import (
    ApplicantRows,
    FeatureRows,
    GoldRows,
    LabelRows,
    ProspectRows,
    Reject,
    Rows,
    TableName,
)

R = TypeVar("R", bound=Rows)
R_contra = TypeVar("R_contra", bound=Rows, contravariant=True)


class Clock(Protocol):
    """The time, so that the core never asks the machine."""

    @abstractmethod
    def now(self) -> datetime:
        """This moment, UTC, with its time zone."""


class Progress(Protocol):
    """Somebody who watches a long step."""

    @abstractmethod
    def step(self, name: str, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:
        """A step begins; tell what it gives how many records were just done. `total` is None if not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentField:
    """A field that matters and that no record has; `similar` is an unknown one that looks like it."""

    name: str
    similar: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChunk(Generic[R]):
    """Some records of an export, in file order.

    Args:
        read: How many records were met.
        rows: The sound ones.
        rejects: Those with faults, set aside.
        absent: Fields that matter and that no record had so far.
    """

    read: int
    rows: R
    rejects: Sequence[Reject]
    absent: Sequence[AbsentField] = ()


class Export(Protocol[R]):
    """A file of the recruiting system, read as a stream in bounded memory."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The file, as the user named it."""

    @abstractmethod
    def chunks(self, size: int) -> Iterator[ExportChunk[R]]:
        """All records in chunks of about `size`.

        Raises:
            FileMissing: It cannot be opened.
            ExportFault: The file as a whole is faulty; chunks that were given before must not be kept.
        """


class Decoder(Protocol):
    """Turns applicants' documents into records that feature rules can read."""

    @abstractmethod
    def records(self, documents: Sequence[bytes]) -> list[Mapping[str, object]]:
        """The JSON objects, with at least the fields that rules read."""


class Writer(Protocol[R_contra]):
    """A table being replaced; what is written is visible to others only when the replacement ends well."""

    @abstractmethod
    def write(self, rows: R_contra) -> None:
        """Add rows; a key that is in the new table already is a bug of the caller."""

    @abstractmethod
    def reject(self, rejects: Sequence[Reject]) -> None:
        """Set records aside; they become this table's rejects when the replacement ends well."""


class Table(Protocol[R]):
    """A table that is replaced as a whole and read in chunks."""

    @property
    @abstractmethod
    def name(self) -> TableName:
        """Its name in every store."""

    @abstractmethod
    def replacing(self) -> AbstractContextManager[Writer[R]]:
        """Replace all rows and rejects, or, if the block raises, nothing.

        Readers see the old table or the new one, never a mixture.

        Raises:
            StoreUnavailable: The new table could not be made durable; the old one stands.
            TableTaken: Rows of another kind have the name, or have it by default.
        """

    @abstractmethod
    def chunks(self, size: int) -> Iterator[R]:
        """All rows in the order they were written, in chunks of at most `size`; none of them is empty.

        Raises:
            TableMissing: It was never written.
        """

    @abstractmethod
    def count(self) -> int:
        """Number of rows.

        Raises:
            TableMissing: It was never written.
        """

    @abstractmethod
    def rejects(self) -> Iterator[Reject]:
        """What was set aside when the table was written, in order; none if it was never written."""


class GoldTable(Table[GoldRows], Protocol):
    """`gold_applicants`: built inside the store, where its sources are. Rows are ordered by person, vaga."""

    @abstractmethod
    def build(self, labels: TableName, features: TableName) -> GoldCounts:
        """Replace the gold table by the join of `hiring.domain.gold`, or nothing.

        Raises:
            NothingKept: The join is empty.
            TableMissing: One of the two was never written.
        """


class ApiKeys(Protocol):
    """Every key that was ever made (`api_keys`); none is forgotten, revoked or not."""

    @abstractmethod
    def add(self, key: ApiKey) -> bool:
        """Keep it, unless `hiring.domain.keys.has_room` says that its name has too many live keys already.

        Of two that are added at once the second sees the first. Returns whether it is kept.
        """

    @abstractmethod
    def revoke(self, key_id: str, at: datetime) -> bool:
        """It is no longer taken; of one that was revoked before, the first moment stays.

        Returns whether there is such a key.
        """

    @abstractmethod
    def all(self) -> Sequence[ApiKey]:
        """All, oldest first."""


class Store(Protocol):
    """Everything that one storage keeps."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Where it is, for people; no secrets."""

    @property
    @abstractmethod
    def salt(self) -> str:
        """Of the partition by person: drawn when the store is made, never changed."""

    @property
    @abstractmethod
    def digest_key(self) -> bytes:
        """32 secret bytes for keyed digests of requests: drawn when the store is made, never changed."""

    @abstractmethod
    def applicants(self, name: TableName) -> Table[ApplicantRows]:
        """A raw table of applicants (`applicants_raw`)."""

    @abstractmethod
    def prospects(self, name: TableName) -> Table[ProspectRows]:
        """A raw table of prospects (`prospects_raw`)."""

    @abstractmethod
    def features(self, name: TableName, profile: Profile) -> Table[FeatureRows]:
        """A feature table (`applicants_feat`)."""

    @abstractmethod
    def labels(self, name: TableName) -> Table[LabelRows]:
        """A label table (`prospects_labels`)."""

    @abstractmethod
    def gold(self, name: TableName, profile: Profile) -> GoldTable:
        """A gold table (`gold_applicants`)."""

    @property
    @abstractmethod
    def inference_log(self) -> InferenceLog:
        """The audit log."""

    @property
    @abstractmethod
    def baselines(self) -> BaselineLog:
        """Drift baselines."""

    @property
    @abstractmethod
    def alerts(self) -> AlertLog:
        """Drift alerts."""

    @property
    @abstractmethod
    def feedback(self) -> FeedbackLog:
        """Outcomes that were reported back."""

    @property
    @abstractmethod
    def registry(self) -> ModelRegistry:
        """Models and their history."""

    @property
    @abstractmethod
    def api_keys(self) -> ApiKeys:
        """Who may ask."""

    @abstractmethod
    def check(self) -> None:
        """Ask the storage for a sign of life.

        Raises:
            SchemaMismatch: Its schema is no longer the one that this program needs.
            StoreUnavailable: It does not answer.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections."""
