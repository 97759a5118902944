import pytest

from hiring.domain.decisions import AppendResult
from hiring.domain.defaults import DEFAULT_MIN_PRECISION
from hiring.domain.models import operating_mode


@pytest.mark.parametrize(
    ("min_precision", "certified", "mode"),
    [
        (DEFAULT_MIN_PRECISION, True, "prec80"),
        (DEFAULT_MIN_PRECISION, False, "prec80-uncertified"),
        (0.29, True, "prec29"),  # 100 * 0.29 is below 29
        (0.5, False, "prec50-uncertified"),
        (0.95, True, "prec95"),
    ],
)
def test_the_operating_mode_names_the_promise_and_whether_it_is_certified(
    *, min_precision: float, certified: bool, mode: str
) -> None:
    assert operating_mode(min_precision, certified=certified) == mode


def test_an_appended_decision_is_stored_replayed_or_in_conflict() -> None:
    assert [outcome.value for outcome in AppendResult] == ["stored", "replayed", "conflict"]
