"""What a server's worker makes: the application that the settings of its process describe."""

from dataclasses import dataclass

from litestar import Litestar

from hiring.entrypoints.http.observability.log import take_standard_error
from hiring.entrypoints.http.observability.shared_counts import SharedCounts
from hiring.entrypoints.http.server.signals import end_by_any
from hiring.settings import load_settings


@dataclass(frozen=True)
class FromEnvironment:
    """Makes it in the worker, and imports it there: by then the worker answers for its health.

    Args:
        shared: Where several workers count together.
    """

    shared: SharedCounts | None = None

    def __call__(self) -> Litestar:
        """The application."""
        from hiring.entrypoints.http.app import create_app  # noqa: PLC0415  # see above

        take_standard_error()
        end_by_any()
        return create_app(load_settings(), shared=self.shared)
