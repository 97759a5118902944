"""How records that were set aside are named."""

from collections.abc import Iterable

from hiring.domain.records import Reject
from hiring.entrypoints.cli.output.output import note


def print_rejects(rejects: Iterable[Reject]) -> None:
    """Name the records that were set aside, on standard error."""
    for reject in rejects:
        note(f"rejected: record {reject.position:,}, key '{reject.key}': {reject.reason}")
