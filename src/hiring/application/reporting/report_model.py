"""A model's card, written for people to read and to file."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from hiring.application.reporting.describe_model import DescribeModel, Report
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion


class ReportPage(Protocol):
    """Who makes a page of a report."""

    @abstractmethod
    def write(self, report: Report) -> str:
        """Make the page; the same report gives the same page. Readers see the old one or the new one, whole.

        Returns:
            Its address, to be opened.

        Raises:
            StoreUnavailable: It cannot be written; what was there before is still whole.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """A report, and where its page is."""

    report: Report
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportModel:
    """Describe a model, and make a page of it."""

    describe: DescribeModel
    page: ReportPage

    @property
    def version(self) -> ModelVersion:
        """Which model is described."""
        return self.describe.scorer.version

    def __call__(self, profile: Profile) -> WrittenReport:
        """Raises what describing and writing raise."""
        report = self.describe(profile)
        return WrittenReport(report=report, address=self.page.write(report))
