"""What an endpoint is: one declaration, from which its route, its guard and its description follow."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from typing import Any, Literal

from litestar import HttpMethod, MediaType, route
from litestar.handlers import HTTPRouteHandler
from litestar.types import AnyCallable, ExceptionHandlersMap

from hiring.domain.features import Profile
from hiring.entrypoints.http.access.authenticator import NEEDS, Needed
from hiring.entrypoints.http.json_schema import Json

Example = Callable[[Profile], object]
"""Of a body or an answer: it may have the features of what serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What stands in a path, behind its question mark or in a header.

    Args:
        schema: JSON Schema of the value.
        shared_as: Its name, where several operations have it.
    """

    name: str
    place: Literal["path", "query", "header"]
    description: str
    schema: Json
    example: str | int | None = None
    may_be_empty: bool = False
    shared_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a path takes. Our own readers read it, to name every fault at once: so its schema is written out.

    Args:
        name: Of the schema.
        schema: JSON Schema of the whole.
        parts: More schemas, by name, to which it alone refers.
        examples: By name; each is taken as it stands.
    """

    name: str
    schema: Json
    parts: Mapping[str, Json] = field(default_factory=dict)
    examples: Mapping[str, Example]
    media_type: str = MediaType.JSON.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A path and one method of it, besides HEAD.

    Args:
        path: As Litestar has it; `{name:path}` takes slashes too.
        also: Another path of the handler, of which nobody is told.
        name: Of the operation.
        handler: Of all methods of the path: Litestar's answer to OPTIONS knows one.
        needs: The scope of the key that it asks for; `any` for any live key, None for none.
        probe: Asked every few seconds for ever: good answers are no news. Without a key, in any crowd too.
        answer: Its type; None where the answer leads on.
        example: An answer.
        leads_to: The page that the answer leads on to, in place of an answer.
        refusals: Statuses besides those that follow from the rest.
        exception_handlers: What refusals become, where they are no problem documents.
        for_vagas: The same as it is described while a model serves that reads vagas, whose profile is given.
    """

    path: str
    also: str = ""
    method: Literal["get", "post"] = "get"
    name: str
    tag: Literal["predictions", "audit", "operations", "pages"]
    summary: str
    description: str
    handler: AnyCallable
    needs: Needed
    probe: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answer: Any = None
    example: Example | None = None
    media_type: str = MediaType.JSON.value
    leads_to: str = ""
    refusals: tuple[int, ...] = ()
    exception_handlers: ExceptionHandlersMap = field(default_factory=dict)
    for_vagas: "Callable[[Endpoint, Profile], Endpoint] | None" = None

    @property
    def methods(self) -> tuple[HttpMethod, ...]:
        return (HttpMethod.POST,) if self.method == "post" else (HttpMethod.GET, HttpMethod.HEAD)

    @property
    def shown_path(self) -> str:
        """As a reader is told it, and metrics count it."""
        return self.path.replace(":path}", "}")


def routes_of(endpoints: Iterable[Endpoint]) -> list[HTTPRouteHandler]:
    """What Litestar serves: a handler for each path, in order."""
    by_path: dict[str, list[Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, []).append(endpoint)
    return [_route(of_path) for of_path in by_path.values()]


def _route(of_path: list[Endpoint]) -> HTTPRouteHandler:
    first = of_path[0]
    return route(
        [first.path, *([first.also] if first.also else [])],
        http_method=[method for endpoint in of_path for method in endpoint.methods],
        opt={NEEDS: first.needs},
        media_type=first.media_type,
        status_code=200,
        sync_to_thread=None if iscoroutinefunction(first.handler) else False,
        exception_handlers=first.exception_handlers,
    )(first.handler)


def open_paths(endpoints: Iterable[Endpoint]) -> frozenset[str]:
    """Those that answer without a key. Every other path, known or not, asks for one."""
    return frozenset(endpoint.path for endpoint in endpoints if endpoint.needs is None)


def pages_with_key(endpoints: Iterable[Endpoint]) -> frozenset[str]:
    """What GET reads with a key, up to the first parameter: the pages that signing in opens."""
    return frozenset(
        endpoint.path.partition("{")[0]
        for endpoint in endpoints
        if endpoint.method == "get" and endpoint.needs is not None
    )


def probes(endpoints: Iterable[Endpoint]) -> frozenset[str]:
    return frozenset(endpoint.path for endpoint in endpoints if endpoint.probe)
