"""A decision as a row of `inference_log`: on its way to the server in JSON, and as psycopg reads it."""

from collections.abc import Sequence
from math import isfinite
from typing import Final

import msgspec

from hiring.adapters.postgres.values import FORMS
from hiring.application.ports.specs.logs import INFERENCE_LOG
from hiring.application.ports.specs.rows import RowCodec
from hiring.domain.decisions import Decision

_JSON: Final = msgspec.json.Encoder()  # a seventh of the time of Python's own
_NAMES: Final = INFERENCE_LOG.names
_CODEC: Final = RowCodec(INFERENCE_LOG, FORMS)
decision_of: Final = _CODEC.row
"""The decision, from the columns in their order."""


def rows_text(decisions: Sequence[Decision]) -> str:
    """The rows as a list of JSON; a number's digits are those that give the same double back.

    Raises:
        ValueError: A number is none, or too large for JSON; a moment has no time zone.
    """
    features = _arrays([decision.features or () for decision in decisions])
    try:
        return _JSON.encode(list(map(_row, decisions, features))).decode()
    except OverflowError as fault:
        raise ValueError("an integer is too large to be stored") from fault


def _arrays(rows: Sequence[Sequence[float | None]]) -> list[str]:
    """As PostgreSQL writes arrays, NaN for unknown: it takes that sooner than JSON's."""
    text = _JSON.encode(rows).decode()[2:-2].replace("null", "NaN")
    return [f"{{{numbers}}}" for numbers in text.split("],[")]


def _row(decision: Decision, features: str) -> dict[str, object]:
    numbers = decision.score, decision.threshold, *decision.payload.values()
    # the sum tells sooner; where it is not finite, the numbers may be, and very large
    if not isfinite(sum(filter(None, numbers))) and not all(map(isfinite, filter(None, numbers))):
        raise ValueError("NaN and infinities are not stored")  # the encoder would make nulls of them
    row = dict(zip(_NAMES, _CODEC.values(decision)))  # noqa: B905  # strictness takes half as long again
    if decision.features is not None:
        row["features"] = features
    return row
