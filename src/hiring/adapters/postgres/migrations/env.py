"""What Alembic runs: revisions go over the connection that it is given, or as SQL to the output."""

from alembic import context

_VERSION_TABLE = "hiring_schema_version"

_schema = context.config.attributes["schema"]

if context.is_offline_mode():
    context.configure(
        dialect_name="postgresql",
        literal_binds=True,
        version_table=_VERSION_TABLE,
        version_table_schema=_schema,
    )
else:
    context.configure(
        connection=context.config.attributes["connection"],
        version_table=_VERSION_TABLE,
        version_table_schema=_schema,
    )

with context.begin_transaction():
    context.run_migrations()
