"""What callers say became of people is kept, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import FeedbackLog
from hiring.domain.errors import InvalidFeedback
from hiring.domain.feedback import FeedbackResult, OutcomeReport
from hiring.domain.feedback_input import Faults, StatedOutcome, fault_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOutcomes:
    """Keep outcomes, each joined to the decision that it is about."""

    feedback: FeedbackLog
    clock: Clock

    def __call__(
        self, items: Sequence[StatedOutcome | Faults], *, client: str | None, reporter: str
    ) -> Sequence[FeedbackResult]:
        """What became of each, in order.

        Args:
            items: As they were read.
            client: Whose request ids they name; None: see `OutcomeReport`.
            reporter: Who says so.

        Raises:
            InvalidFeedback: Some items have faults, or are about a day to come; nothing was kept.
            StoreUnavailable: It is not certain that they were kept: report them again.
        """
        now = self.clock()
        stated = [item for item in items if isinstance(item, StatedOutcome)]
        faults = [
            (f"items.{number}.{field}".rstrip("."), reason)
            for number, item in enumerate(items)
            for field, reason in (fault_of_day(item, now.date()) if isinstance(item, StatedOutcome) else item)
        ]
        if faults:
            raise InvalidFeedback(faults)
        return self.feedback.append(
            [OutcomeReport(**asdict(each), client=client, at=now, reporter=reporter) for each in stated]
        )
