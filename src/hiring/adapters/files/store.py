"""A store in a folder: `tables/*.parquet` and `hiring.sqlite3`."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from hiring.adapters.files.database import Database
from hiring.adapters.files.errors import port_errors
from hiring.adapters.files.logs.feedback_log import FileFeedbackLog
from hiring.adapters.files.logs.inference_log import FileInferenceLog
from hiring.adapters.files.logs.keys import FileApiKeys
from hiring.adapters.files.logs.logs import FileLog
from hiring.adapters.files.logs.rank_log import FileRankLog
from hiring.adapters.files.private import OURS_ALONE, reserve
from hiring.adapters.files.sole import hold
from hiring.adapters.files.tables.catalog import TABLES, Catalog
from hiring.adapters.files.tables.gold import FileGoldTable
from hiring.adapters.files.tables.tables import FileTable
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.logs import FeedbackLog, InferenceLog, Log
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.spec import DatasetSpec, R, Row, RowSpec
from hiring.application.ports.store import Store
from hiring.application.ports.tables import GoldTable, Table
from hiring.domain.errors import AlreadyRunning, StoreInUse
from hiring.domain.features import Profile
from hiring.domain.records import TableName
from hiring.unfinished import sync_folder
from hiring.waiting import LOCK_WITHIN_S

DATABASE: Final = "hiring.sqlite3"


class FileStore(Store):
    """Made if it is not there; threads and processes of one machine (WAL needs that) may use it at once.

    Args:
        home: Its folder; parents are made too. A folder that is there keeps its rights; what is
            made in it is for its owner alone.
        salt: Of the partition by person, if the store is made now; drawn if None.
        lock_timeout_s: How long to wait for other processes' transactions.

    Raises:
        StoreUnavailable: The folder cannot be made or written, or what is in it is not a store.
    """

    def __init__(self, home: Path, *, salt: str | None = None, lock_timeout_s: float = LOCK_WITHIN_S) -> None:
        self._home = home.absolute()
        self._folder = self._home / TABLES
        with port_errors(f"the store in {self._home}"):
            self._home.mkdir(mode=OURS_ALONE, parents=True, exist_ok=True)
            self._folder.mkdir(mode=OURS_ALONE, exist_ok=True)
            reserve(self._home / DATABASE)
            sync_folder(self._home)
        self._database = Database(self._home / DATABASE, salt=salt, lock_timeout_s=lock_timeout_s)
        self._catalog = Catalog(self._database)
        self._salt, self._digest_key = self._database.identity

    @property
    def place(self) -> str:
        return str(self._home)

    @property
    def salt(self) -> str:
        return self._salt

    @property
    def digest_key(self) -> bytes:
        return self._digest_key

    def table(self, spec: DatasetSpec[R], name: TableName) -> Table[R]:
        return FileTable(name, spec, folder=self._folder, catalog=self._catalog)

    def gold(self, name: TableName, profile: Profile) -> GoldTable:
        return FileGoldTable(name, profile, folder=self._folder, catalog=self._catalog)

    @property
    def inference_log(self) -> InferenceLog:
        return FileInferenceLog(self._database)

    @property
    def rank_log(self) -> RankLog:
        return FileRankLog(self._database)

    def log(self, spec: RowSpec[Row]) -> Log[Row]:
        return FileLog(spec, self._database)

    @property
    def feedback(self) -> FeedbackLog:
        return FileFeedbackLog(self._database)

    @property
    def api_keys(self) -> ApiKeys:
        return FileApiKeys(self._database)

    @contextmanager
    def alone(self, task: str) -> Iterator[None]:
        with ExitStack() as held:
            try:
                held.enter_context(hold(self._home / f".{task}.lock"))
            except StoreInUse:
                raise AlreadyRunning(task) from None
            yield

    def check(self) -> None:
        self._database.check()

    def close(self) -> None:
        """Let go of the SQLite file; readers of tables that have started may go on."""
        self._database.close()
