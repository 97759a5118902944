"""By which rules tables were built and baselines recorded."""

from typing import Final

# what older programs built and recorded did not say by which rules
STATEMENTS: Final = (
    "ALTER TABLE catalog ADD COLUMN rules TEXT",
    "ALTER TABLE model_baseline ADD COLUMN rules TEXT",
)
