"""A log in whose tests nothing is counted."""

from datetime import datetime
from typing import NoReturn

from hiring.application.ports.logs import InferenceLog
from hiring.domain.monitoring.drift.counts import CountQuery


class UncountedLog(InferenceLog):
    """The base of doubles that are appended to and asked for single decisions."""

    def volumes(self, start: datetime, end: datetime) -> NoReturn:
        raise NotImplementedError  # nobody asks how many there are

    def days(self, start: datetime, end: datetime) -> NoReturn:
        raise NotImplementedError  # no day of it is checked

    def count(self, query: CountQuery, start: datetime, end: datetime) -> NoReturn:
        raise NotImplementedError  # no feature of it is counted
