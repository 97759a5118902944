"""All use cases over the real adapters."""

from contextlib import AbstractContextManager

from hiring.application.ports.progress import Progress
from hiring.bootstrap.opening import opened
from hiring.bootstrap.wiring import Hiring
from hiring.settings import Settings


def production(
    settings: Settings, progress: Progress | None = None, *, salt: str | None = None
) -> AbstractContextManager[Hiring]:
    """Those of every group, as `opened` opens one."""
    return opened(Hiring, settings, progress, salt=salt)
