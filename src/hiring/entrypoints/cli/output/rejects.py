"""How records that were set aside are named."""

from collections.abc import Iterable

from hiring.domain.records import Reject
from hiring.entrypoints.cli.output.output import note


def print_rejects(rejects: Iterable[Reject]) -> None:
    """Name the records that were set aside, on standard error."""
    for reject in rejects:
        note(f"rejected: {reject_line(reject)}")


def reject_line(reject: Reject) -> str:
    """Where the record is, and why it was set aside."""
    file = "" if reject.file is None else f"{reject.file}, "
    return f"{file}record {reject.position:,}, key '{reject.key}': {reject.reason}"


def reject_json(reject: Reject) -> dict[str, str | int]:
    """The same for machines; the file where the export was several."""
    file: dict[str, str | int] = {} if reject.file is None else {"file": reject.file}
    return {"key": reject.key, "position": reject.position, "reason": reject.reason, **file}
