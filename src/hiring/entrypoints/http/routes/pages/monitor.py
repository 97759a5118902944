"""GET /monitor and /monitor.json: what monitoring knows, for people and for programs."""

from datetime import UTC, datetime
from typing import Any, Final, Literal

from litestar import HttpMethod, MediaType, Request
from litestar.di import NamedDependency
from litestar.response.base import ASGIResponse

from hiring.application.monitoring.overview.monitor_view import LogHealth, MonitorView, Timeline
from hiring.domain.access.keys import Scope
from hiring.domain.features import Profile
from hiring.domain.monitoring.retraining import Grounds, Retraining, RetrainingAnswer
from hiring.entrypoints.http.access.browser import header, wants_portuguese
from hiring.entrypoints.http.endpoint import Endpoint, Parameter
from hiring.entrypoints.http.requests.reading import faults_of_others, query_parameters, require_faultless
from hiring.entrypoints.http.resources.service import Service

AnyRequest = Request[Any, Any, Any]

LANG: Final = "lang"
_LANGUAGES: Final = {"pt-BR": "pt", "en": "en"}


async def monitor(request: AnyRequest, service: NamedDependency[Service]) -> ASGIResponse:
    language = language_of(request)
    if wants_json(request):
        return _answer(request, await service.monitor_figures(), "json")
    return _answer(request, await service.monitor_page(language), "html")


async def monitor_json(request: AnyRequest, service: NamedDependency[Service]) -> ASGIResponse:
    language_of(request)  # the figures are the same, but no parameter is ignored
    return _answer(request, await service.monitor_figures(), "json")


def language_of(request: AnyRequest) -> str:
    """`pt` or `en`: as the query says, or else as the browser does.

    Raises:
        InvalidQuery: The parameters are not those of this path; no value is repeated.
    """
    given = query_parameters(request.scope["query_string"])
    chosen = given.get(LANG, [])
    known = len(chosen) <= 1 and all(one in _LANGUAGES for one in chosen)
    faults = [] if known else [(LANG, "must be pt-BR or en")]
    require_faultless(faults + faults_of_others(given, frozenset({LANG})))
    if chosen:
        return _LANGUAGES[chosen[0]]
    return "pt" if wants_portuguese(request.scope) else "en"


def wants_json(request: AnyRequest) -> bool:
    """Whether JSON is asked for by name, and HTML is not."""
    accepted = header(request.scope, b"accept").lower()
    return b"application/json" in accepted and b"text/html" not in accepted


def _answer(request: AnyRequest, body: bytes, kind: Literal["html", "json"]) -> ASGIResponse:
    media_type = MediaType.HTML if kind == "html" else MediaType.JSON
    if request.method == HttpMethod.HEAD:  # a body, even one that is not sent, is a bug to Litestar
        headers = {"Content-Type": media_type.value, "Content-Length": str(len(body)), "Vary": _VARY}
        return ASGIResponse(headers=headers, is_head_response=True)
    return ASGIResponse(body=body, media_type=media_type, headers={"Vary": _VARY})


_VARY: Final = "Accept, Accept-Language"

_LANG: Final = Parameter(
    shared_as="Language",
    name=LANG,
    place="query",
    description="Of the page; without it, what `Accept-Language` prefers.",
    schema={"type": "string", "enum": list(_LANGUAGES)},
    example="en",
)


def _example(profile: Profile) -> dict[str, Any]:
    """Before the first baseline."""
    grounds = Grounds(open_alerts=0, days=0, outcomes=0, hired=0, promised=None, broken=False)
    return MonitorView(
        at=datetime(2026, 11, 29, 9, 30, tzinfo=UTC),
        profile=profile.name,
        serves=None,
        watched=None,
        baseline_at=None,
        quiet=None,
        alerts=(),
        ended=0,
        sensitivity=None,
        retraining=Retraining(answer=RetrainingAnswer.CANNOT_SAY, grounds=grounds),
        timeline=Timeline(lines={}, points=(), markers=()),
        quality=(),
        features=(),
        log=LogHealth(last_day=None, checked_at=None, days_late=0, days=0, gaps=0, answers=0, unmatched=0),
        baselines=0,
    ).to_json()


PAGE: Final = Endpoint(
    path="/monitor",
    name="monitor",
    tag="pages",
    summary="What has moved, since when, and what to do about it",
    description="One page that has no scripts and loads nothing else, made from what `hiring-cli monitor "
    "daily` stored; the audit log is not read. With `Accept: application/json`, the same figures as "
    "`/monitor.json`.",
    handler=monitor,
    needs=Scope.ADMIN,
    parameters=(_LANG,),
    answer=str,
    media_type=MediaType.HTML.value,
    example=lambda _profile: "<!DOCTYPE html>",
    refusals=(422,),
)
FIGURES: Final = Endpoint(
    path="/monitor.json",
    name="monitor_figures",
    tag="operations",
    summary="The figures of `/monitor`",
    description="All that the page shows, and each day that its charts draw.",
    handler=monitor_json,
    needs=Scope.ADMIN,
    answer=MonitorView,
    example=_example,
    parameters=(_LANG,),
    refusals=(422,),
)
