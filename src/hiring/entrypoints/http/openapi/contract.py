"""What the service says of itself: to programs and to people."""

from collections.abc import Sequence
from functools import cached_property

import msgspec

from hiring.domain.features import Profile
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.json_schema import Json
from hiring.entrypoints.http.openapi.docs_page import page
from hiring.entrypoints.http.openapi.document import document


class Contract:
    """Made when it is first asked for.

    Args:
        endpoints: Of the service.
        profile: Of what serves: which features are asked for.
    """

    def __init__(self, endpoints: Sequence[Endpoint], profile: Profile) -> None:
        self._endpoints = endpoints
        self._profile = profile

    @cached_property
    def document(self) -> Json:
        """The OpenAPI document."""
        return document(self._endpoints, self._profile)

    @cached_property
    def json(self) -> bytes:
        """The same, encoded."""
        return msgspec.json.encode(self.document)

    @cached_property
    def page(self) -> bytes:
        """The same as a page, in UTF-8."""
        return page(self.document, self._profile)
