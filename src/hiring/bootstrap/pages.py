"""The pages that use cases write, given to those that do."""

from pathlib import Path

from hiring.application.monitoring.overview.show_monitor import MonitorPage
from hiring.application.reporting.report_model import ReportPage


def report_page(file: Path, language: str) -> ReportPage:
    """A model's report in this file; `language` is `pt`, or else English."""
    from hiring.adapters.reports.page import HtmlReport

    return HtmlReport(file, "pt" if language == "pt" else "en")


def monitor_page() -> MonitorPage:
    """That of monitoring."""
    from hiring.adapters.reports.monitoring.page import HtmlMonitor

    return HtmlMonitor()
