"""The gold table, joined by the server in one statement, and so from one moment of both tables."""

from typing import Final

from psycopg import sql
from sqlalchemy import Engine

from hiring.adapters.postgres.tables.tables import PostgresTable, raw
from hiring.application.ports.specs.dataset import LABELS, features_spec, gold_spec
from hiring.application.ports.tables import GoldTable
from hiring.domain.features import Profile
from hiring.domain.gold import GoldCounts
from hiring.domain.records import GoldRows, TableName

# `standing` is hiring.domain.gold.standing: unknown days before all others, equal days by position.
_JOIN: Final = """
    WITH standing AS MATERIALIZED (
        SELECT DISTINCT ON (codigo_profissional, vaga_codigo)
            codigo_profissional, vaga_codigo, data_candidatura, status_label, target
        FROM {labels}
        ORDER BY codigo_profissional, vaga_codigo,
            ultima_atualizacao DESC NULLS LAST, position DESC, line DESC
    ),
    stored AS (
        INSERT INTO {gold} (line, {columns})
        SELECT row_number() OVER (ORDER BY codigo_profissional, vaga_codigo), {columns}
        FROM standing JOIN (SELECT codigo_profissional, {features} FROM {applicants}) AS applicants
            USING (codigo_profissional)
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM {labels}), (SELECT count(*) FROM standing), (SELECT count(*) FROM stored)
"""


class PostgresGoldTable(PostgresTable[GoldRows], GoldTable):
    """A gold table."""

    def __init__(self, name: TableName, profile: Profile, *, engine: Engine, schema: TableName) -> None:
        super().__init__(name, gold_spec(profile), engine=engine, schema=schema)
        self._profile = profile

    def build(self, labels: TableName, features: TableName) -> GoldCounts:
        decided = PostgresTable(labels, LABELS, engine=self._engine, schema=self._schema)
        applicants = PostgresTable(
            features, features_spec(self._profile), engine=self._engine, schema=self._schema
        )
        with self._emptied() as connection:
            decided.require(connection)
            applicants.require(connection)
            statement = self._join(decided.identifier, applicants.identifier)
            labelled, standing, gold = raw(connection).execute(statement).fetchone() or (0, 0, 0)
            counts = GoldCounts(
                labelled=labelled,
                gold=gold,
                superseded=labelled - standing,
                applicant_unknown=standing - gold,
            )
            counts.require_rows(labels)
            self._close(connection, stored=gold, sent=gold, rejects=())
        self._analyze()
        return counts

    def _join(self, labels: sql.Identifier, applicants: sql.Identifier) -> sql.Composed:
        comma = sql.SQL(", ")
        return sql.SQL(_JOIN).format(
            gold=self.identifier,
            labels=labels,
            applicants=applicants,
            columns=comma.join(map(sql.Identifier, self._layout.spec.names)),
            features=comma.join(map(sql.Identifier, self._profile.features)),
        )
