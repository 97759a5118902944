"""A store in one schema of a PostgreSQL database; `migrator` makes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import URL, select

from hiring.adapters.postgres.errors import port_errors
from hiring.adapters.postgres.logs.feedback_log import PostgresFeedbackLog
from hiring.adapters.postgres.logs.inference_log import PostgresInferenceLog
from hiring.adapters.postgres.logs.keys import PostgresApiKeys
from hiring.adapters.postgres.logs.logs import PostgresLog
from hiring.adapters.postgres.logs.rank_log import PostgresRankLog
from hiring.adapters.postgres.metadata import table_of
from hiring.adapters.postgres.partitions import log_partitions
from hiring.adapters.postgres.schema_version import require_schema
from hiring.adapters.postgres.sessions.connections import engine_of, place_of
from hiring.adapters.postgres.sessions.turns import take_turn_at_once
from hiring.adapters.postgres.tables.gold import PostgresGoldTable
from hiring.adapters.postgres.tables.tables import PostgresTable
from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.logs import FeedbackLog, InferenceLog, Log
from hiring.application.ports.rank_log import RankLog
from hiring.application.ports.specs.spec import DatasetSpec, R, Row, RowSpec
from hiring.application.ports.specs.tables import STORE_IDENTITY
from hiring.application.ports.store import Store
from hiring.application.ports.tables import GoldTable, Table
from hiring.domain.errors import AlreadyRunning
from hiring.domain.features import Profile
from hiring.domain.records import TableName, table_name
from hiring.domain.schema import taken_until
from hiring.waiting import LOCK_WITHIN_S


class PostgresStore(Store):
    """Threads, processes and machines may use it at once; it never changes the schema's default tables.

    Args:
        url: The server and database.
        schema: Of the tables; an identifier.
        lock_timeout_s: How long a writer waits for another one of the same table.

    Raises:
        InvalidName: The schema is no identifier; nothing was sent to the server.
        SchemaMismatch: The schema is missing, older or newer than this program.
        StoreUnavailable: The server cannot be reached, or refuses.
    """

    def __init__(self, url: URL, schema: str, *, lock_timeout_s: float = LOCK_WITHIN_S) -> None:
        self._schema = table_name(schema)
        self._place = place_of(url, self._schema)
        self._engine = engine_of(url, self._schema, lock_timeout_s)
        self._inference_log = PostgresInferenceLog(self._engine, url, self._schema)
        try:
            self._salt, self._digest_key = self._identity()
        except BaseException:
            self._engine.dispose()
            raise

    @property
    def place(self) -> str:
        return self._place

    @property
    def salt(self) -> str:
        return self._salt

    @property
    def digest_key(self) -> bytes:
        return self._digest_key

    def table(self, spec: DatasetSpec[R], name: TableName) -> Table[R]:
        return PostgresTable(name, spec, engine=self._engine, schema=self._schema)

    def gold(self, name: TableName, profile: Profile) -> GoldTable:
        return PostgresGoldTable(name, profile, engine=self._engine, schema=self._schema)

    @property
    def inference_log(self) -> InferenceLog:
        return self._inference_log

    def partitioned_until(self, now: datetime) -> datetime | None:
        with port_errors(self._place), self._engine.connect() as connection:
            return taken_until(log_partitions(connection, self._schema), now)

    @property
    def rank_log(self) -> RankLog:
        return PostgresRankLog(self._engine, self._schema)

    def log(self, spec: RowSpec[Row]) -> Log[Row]:
        return PostgresLog(spec, self._engine)

    @property
    def feedback(self) -> FeedbackLog:
        return PostgresFeedbackLog(self._engine, self._schema)

    @property
    def api_keys(self) -> ApiKeys:
        return PostgresApiKeys(self._engine, self._schema)

    @contextmanager
    def alone(self, task: str) -> Iterator[None]:
        with port_errors(self._place):
            connection = self._engine.connect()
        with connection:
            with port_errors(self._place):
                taken = take_turn_at_once(connection, self._schema, task)
            if not taken:
                raise AlreadyRunning(task)
            yield

    def check(self) -> None:
        with port_errors(self._place), self._engine.connect() as connection:
            require_schema(connection, self._schema)

    def close(self) -> None:
        """Let go of all connections that are not in use."""
        self._inference_log.close()
        self._engine.dispose()

    def _identity(self) -> tuple[str, bytes]:
        columns = table_of(STORE_IDENTITY).c
        with port_errors(self._place), self._engine.connect() as connection:
            require_schema(connection, self._schema)
            salt, digest_key = connection.execute(select(columns.salt, columns.digest_key)).one()
        return str(salt), bytes(digest_key)
