"""How values of ours go to the server as parameters, and what comes back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from hiring.application.ports.specs.spec import Form, Kind
from hiring.training_json import decode_record, encode_record


def moment_of(moment: datetime) -> datetime:
    """The moment in UTC: not every encoder keeps an offset of seconds.

    Raises:
        ValueError: It has no time zone; the server would take it for its own.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment.astimezone(UTC)


def numbers_of(values: Sequence[float]) -> tuple[float | None, ...]:
    """The numbers of an array, None for NaN."""
    return tuple([None if value != value else value for value in values])  # noqa: PLR0124  # NaN is no equal


FORMS: Final[Mapping[Kind, Form]] = {
    Kind.MOMENT: Form(moment_of),
    Kind.FLAG: Form(int, bool),
    Kind.TRAINING: Form(encode_record, decode_record),
    Kind.NUMBERS: Form(read=numbers_of),
}
