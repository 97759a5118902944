"""What the OpenAPI document says beyond what the handlers' signatures do."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from litestar import Response, Router
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    Example,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    RequestBody,
    Schema,
)

from hiring import __version__
from hiring.domain.features import CANDIDATE
from hiring.domain.features.rules import Rule
from hiring.domain.features.salary import HIGHEST, LOWEST
from hiring.entrypoints.http.problems import MEDIA_TYPE
from hiring.entrypoints.http.requests import IDEMPOTENCY_KEY
from hiring.entrypoints.http.schemas import Problem


def _problem(description: str) -> ResponseSpec:
    return ResponseSpec(Problem, generate_examples=False, description=description, media_type=MEDIA_TYPE)


UNAVAILABLE: Final = {503: _problem("Model or store is not available")}
PROBLEMS_OF_PREDICT: Final = {
    400: _problem("Not UTF-8, not JSON, or nested too deeply"),
    413: _problem("The body is larger than 64 KiB"),
    415: _problem("The content type is not application/json"),
    422: _problem("Fields do not fit, each named; or the key was used with another body"),
    500: _problem("A fault of this service"),
    503: _problem("Model or store is not available: nothing is answered that was not logged"),
}

_EXAMPLE: Final[dict[str, Any]] = {
    "codigo_profissional": 31001,
    "features": {
        **dict.fromkeys(CANDIDATE.features, 0),
        **dict.fromkeys(("tem_email", "tem_telefone", "ingl_nenhum", "esp_nenhum", "cv_excel_avancado"), 1),
        "salario_valor": 3000,
    },
}


@dataclass
class PredictOperation(Operation):
    """The handler reads the raw body itself, so Litestar cannot know what it takes."""

    def __post_init__(self) -> None:
        content = OpenAPIMediaType(schema=_body(), examples={"candidate": Example(value=_EXAMPLE)})
        self.request_body = RequestBody(content={"application/json": content}, required=True)
        self.parameters = [_idempotency_key()]


def openapi_config() -> OpenAPIConfig:
    """The document alone: Litestar's own pages would fetch scripts from elsewhere."""
    return OpenAPIConfig(
        title="hiring",
        version=__version__,
        description="Calibrated hiring scores, every one of them logged before it is answered.",
        render_plugins=[JsonRenderPlugin()],
        openapi_router=Router(
            "/schema", route_handlers=[], include_in_schema=False, after_request=_no_page_but_the_document
        ),
    )


def per_method(name: str) -> Callable[[Any, Any, Any], str]:
    """One operation id for GET, another for HEAD."""
    return lambda _handler, method, _path: name if method == "GET" else f"{name}_{method.lower()}"


def _no_page_but_the_document(response: Response[Any]) -> Response[Any]:
    """Litestar's router answers unknown paths below /schema in HTML: ours are problems, as everywhere."""
    if response.status_code == HTTPStatus.NOT_FOUND:
        raise NotFoundException
    return response


def _idempotency_key() -> Parameter:
    return Parameter(
        name=IDEMPOTENCY_KEY,
        param_in="header",
        description="Request id of your own. The same key and body again give the first answer; the same key "
        "with another body is refused. It is logged and stored: put nothing personal into it.",
        schema=Schema(type=OpenAPIType.STRING, pattern="^[!-~]{1,128}$"),
    )


def _body() -> Schema:
    integer_or_null = [OpenAPIType.INTEGER, OpenAPIType.NULL]
    features = Schema(
        type=OpenAPIType.OBJECT,
        properties={rule.feature: _feature(rule) for rule in CANDIDATE.rules},
        required=list(CANDIDATE.features),
        additional_properties=False,
    )
    return Schema(
        type=OpenAPIType.OBJECT,
        properties={
            "codigo_profissional": Schema(type=integer_or_null, minimum=-(2**63), maximum=2**63 - 1),
            "features": features,
        },
        required=["features"],
        additional_properties=False,
    )


def _feature(rule: Rule) -> Schema:
    text = f"{rule.pt} / {rule.en}"
    if rule.unit == "0/1":
        return Schema(enum=[0, 1, True, False], description=text)
    number_or_null = [OpenAPIType.NUMBER, OpenAPIType.NULL]
    return Schema(type=number_or_null, minimum=LOWEST, maximum=HIGHEST, description=f"{text} ({rule.unit})")
