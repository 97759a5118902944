"""What the service says of itself: to programs and to people."""

from collections.abc import Callable, Sequence
from functools import cached_property

import msgspec

from hiring.domain.features import Profile
from hiring.entrypoints.http.endpoint import Endpoint
from hiring.entrypoints.http.json_schema import Json
from hiring.entrypoints.http.openapi.docs_page import page
from hiring.entrypoints.http.openapi.document import document


class Contract:
    """The contract of what serves; made when it is first asked for, and again for another profile.

    Args:
        endpoints: Of the service.
        profile: Tells which features what serves takes.
        vaga_profile: The same of what serves requests about a vaga; None where nothing does.
    """

    def __init__(
        self,
        endpoints: Sequence[Endpoint],
        profile: Callable[[], Profile],
        vaga_profile: Callable[[], Profile | None] = lambda: None,
    ) -> None:
        self._endpoints = endpoints
        self._profile, self._vaga_profile = profile, vaga_profile
        self._written: _Written | None = None

    @property
    def document(self) -> Json:
        """The OpenAPI document."""
        return self._now().document

    @property
    def json(self) -> bytes:
        """The same, encoded."""
        return self._now().json

    @property
    def page(self) -> bytes:
        """The same as a page, in UTF-8."""
        return self._now().page

    def _now(self) -> "_Written":
        profile, of_vagas, written = self._profile(), self._vaga_profile(), self._written
        marks = [None if one is None else one.fingerprint() for one in (profile, of_vagas)]
        if written is None or written.marks != marks:
            endpoints = self._endpoints if of_vagas is None else _for_vagas(self._endpoints, of_vagas)
            self._written = written = _Written(endpoints, profile, marks)
        return written


def _for_vagas(endpoints: Sequence[Endpoint], profile: Profile) -> list[Endpoint]:
    return [one if one.for_vagas is None else one.for_vagas(one, profile) for one in endpoints]


class _Written:
    """The contract with the features of one profile."""

    def __init__(self, endpoints: Sequence[Endpoint], profile: Profile, marks: Sequence[str | None]) -> None:
        self._endpoints = endpoints
        self.profile, self.marks = profile, marks

    @cached_property
    def document(self) -> Json:
        return document(self._endpoints, self.profile)

    @cached_property
    def json(self) -> bytes:
        return msgspec.json.encode(self.document)

    @cached_property
    def page(self) -> bytes:
        return page(self.document, self.profile)
