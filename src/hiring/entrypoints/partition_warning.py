"""What is said where the partitions of the audit log run out."""

from datetime import datetime


def partition_warning(until: datetime) -> str:
    """To whoever runs the service.

    >>> from datetime import UTC
    >>> partition_warning(datetime(2027, 12, 1, tzinfo=UTC))
    'the partitions of inference_log end on 2027-12-01: run `hiring-cli db partitions`'
    """
    return f"the partitions of inference_log end on {until:%Y-%m-%d}: run `hiring-cli db partitions`"
