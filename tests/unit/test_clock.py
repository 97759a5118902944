"""No test looks at the calendar but through the clock that waits until midnight is past."""

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ASKED = re.compile(r"datetime\.(?:utc)?now\(|date\.today\(|time\.(?:gm|local)time\(\)")


def test_the_calendar_is_asked_in_one_place() -> None:
    asking = [file for file in TESTS.rglob("*.py") if ASKED.search(file.read_text("utf-8"))]
    assert [file.relative_to(TESTS).as_posix() for file in asking] == ["clock.py"]
