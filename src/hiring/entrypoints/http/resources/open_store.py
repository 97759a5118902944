"""A store that is open, with what is asked of it."""

from collections.abc import Awaitable
from dataclasses import dataclass

from hiring.application.monitoring.outcomes.report_outcomes import ReportOutcomes
from hiring.application.monitoring.overview.show_monitor import ShowMonitor
from hiring.application.operations.watch_partitions import WatchPartitions
from hiring.application.serving.check_service import CheckService
from hiring.application.serving.explain_decision import ExplainDecision
from hiring.application.serving.find_decision import FindDecision
from hiring.application.serving.load_model import LoadModel
from hiring.application.serving.read_vagas import ReadVagas
from hiring.bootstrap.wiring import Hiring
from hiring.domain.decisions import Decision
from hiring.entrypoints.http.resources.lists import Lists

Answers = Awaitable[list[Decision]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStore:
    """A store that was opened, with the use cases over it."""

    hiring: Hiring
    load_model: LoadModel[Answers]
    load_vaga_model: LoadModel[Answers] | None
    read_vagas: ReadVagas | None
    lists: Lists | None
    find_decision: FindDecision
    explain_decision: ExplainDecision
    report_outcomes: ReportOutcomes
    show_monitor: ShowMonitor
    check: CheckService
    watch_partitions: WatchPartitions
