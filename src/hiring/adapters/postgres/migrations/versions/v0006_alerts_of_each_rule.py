"""An alert's key names its rule: what a second rule says of the same window, model and feature is kept too.

No row is written again. The rows that are there differ without their rules already: none is in the way.
"""

from typing import Final

from alembic import op

from hiring.adapters.postgres.migrations.ddl import schema

revision: Final = "0006"
down_revision: Final = "0005"

_ALERTS: Final = "drift_alerts"


def upgrade() -> None:
    op.create_unique_constraint(
        "drift_alerts_once_a_window_and_rule",
        _ALERTS,
        ["window_start", "window_end", "model_path", "feature", "rule"],
        schema=schema(),
    )
    op.drop_constraint("drift_alerts_once_a_window", _ALERTS, schema=schema())
    op.create_table_comment(
        _ALERTS, "Drift rules that fired; each once a window, model and feature.", schema=schema()
    )
