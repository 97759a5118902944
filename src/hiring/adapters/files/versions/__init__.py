"""What each version of the SQLite file added, oldest first.

These are history: a new table or column is a new version, and no version is ever changed.
"""

from typing import Final

from hiring.adapters.files.versions import (
    v1_first_tables,
    v2_api_keys,
    v3_who_asked,
    v4_alerts_of_each_rule,
    v5_feedback_of_decisions,
    v6_days_and_alerts,
    v7_lists,
    v8_rules_of_tables,
    v9_rejects_of_files,
)

VERSIONS: Final = tuple(
    version.STATEMENTS
    for version in (
        v1_first_tables,
        v2_api_keys,
        v3_who_asked,
        v4_alerts_of_each_rule,
        v5_feedback_of_decisions,
        v6_days_and_alerts,
        v7_lists,
        v8_rules_of_tables,
        v9_rejects_of_files,
    )
)
