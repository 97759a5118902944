"""`st run` with what the tool needs to be told: `python -m tests.fuzz.schema_run URL [OPTIONS]`."""

import os
import re
import sys
import uuid
from typing import Any

import schemathesis
from schemathesis.auths import AuthProvider
from schemathesis.cli import schemathesis as command

from hiring.domain.features import CANDIDATE

_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])")
_PAST = "2024-03-05"


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:  # noqa: ANN401  # the tool's own
    """Which features are not 1 together: the tool would draw too long. `test_openapi` has it."""
    del raw_schema["components"]["schemas"]["Features"]["not"]
    del raw_schema["paths"]["/rank"]  # 503 whatever is sent: no model that reads vagas is published here


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:  # noqa: ANN401  # the same
    """No key twice, since another body under it is refused, at most one 1 in each group, no day to come."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and 0 < len(key) <= 80 and key.isascii() and key.isprintable() and " " not in key:
        case.headers["Idempotency-Key"] = f"{key}{uuid.uuid4().hex}"
    body = case.body if isinstance(case.body, dict) else {}
    items = body.get("items")
    for asked in [body, *(items if isinstance(items, list) else [])]:
        if isinstance(asked, dict):
            _at_most_one(asked.get("features"))
            _not_to_come(asked)


def _at_most_one(features: object) -> None:
    if isinstance(features, dict):
        for group in CANDIDATE.groups:
            ones = [name for name, value in features.items() if name.startswith(group) and value in (1, True)]
            features.update(dict.fromkeys(ones[1:], 0))


def _not_to_come(asked: dict[str, Any]) -> None:
    """A day that may be still to come is one of the past: which days those are no schema can say."""
    day = asked.get("outcome_at")
    if isinstance(day, str) and _DAY.fullmatch(day) and day > _PAST:
        asked["outcome_at"] = _PAST


@schemathesis.auth()
class Key(AuthProvider[str]):
    """The key of the environment, where a case does not bring its own or leaves it out on purpose."""

    def get(self, _case: Any, _context: Any) -> str:  # noqa: ANN401  # the same
        return os.environ["HIRING_TEST_KEY"]

    def set(self, case: Any, key: str, _context: Any) -> None:  # noqa: ANN401  # the same
        case.headers["Authorization"] = f"Bearer {key}"


if __name__ == "__main__":
    command(["run", *sys.argv[1:]])
