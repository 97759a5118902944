"""What a server's worker makes: the application that the settings of its process describe."""

import gc
from dataclasses import dataclass
from typing import Final

from litestar import Litestar

from hiring.entrypoints.http.observability.log import take_standard_error
from hiring.entrypoints.http.observability.shared_counts import SharedCounts
from hiring.entrypoints.http.server.signals import end_by_any
from hiring.settings import load_settings

_NEW_OBJECTS: Final = 10_000
"""Objects after which garbage is looked for. Requests that are under way have thousands, and leave hardly any
garbage that holds itself: Python's own 700 made each pay for looking at the others, and now and then at all
that was imported."""


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
        app = create_app(load_settings(), shared=self.shared)
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        return app
