"""What monitoring knows, as a page to read."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hiring.application.monitoring.overview.describe_monitor import DescribeMonitor
from hiring.application.monitoring.overview.monitor_view import MonitorView


class MonitorPage(Protocol):
    """Who makes a page of a view."""

    @abstractmethod
    def render(self, view: MonitorView, language: str, *, served: bool) -> str:
        """The page; the same view gives the same page.

        Args:
            view: What it shows.
            language: `pt` or `en`.
            served: Whether it is answered under an address, or else stands alone.
        """

    @abstractmethod
    def write(self, file: Path, view: MonitorView, language: str) -> str:
        """Make the page that stands alone. Readers see the old one or the new one, whole.

        Returns:
            Its address, to be opened.

        Raises:
            StoreUnavailable: It cannot be written; what was there before is still whole.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMonitor:
    """Describe what monitoring knows, and make a page of it."""

    describe: DescribeMonitor
    page: Callable[[], MonitorPage]

    def __call__(self, language: str) -> str:
        """The page, as it is served; raises as describing raises."""
        return self.page().render(self.describe(), language, served=True)

    def to_file(self, file: Path, language: str) -> tuple[MonitorView, str]:
        """The view, and the address of its page; raises as describing and writing raise."""
        view = self.describe()
        return view, self.page().write(file, view, language)
