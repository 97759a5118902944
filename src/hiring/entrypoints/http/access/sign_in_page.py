"""The page where a person shows a key, or sees that this was done: no script, nothing that is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from hiring.domain.access.keys import ApiKey, Scope

KEY_FIELD: Final = "key"
NEXT_FIELD: Final = "next"

_ENGLISH: Final = {
    "lang": "en",
    "title": "Sign in",
    "lead": "A key opens the pages of this service in this browser: decisions, metrics, which model serves.",
    "key": "Key",
    "enter": "Sign in",
    "kept": "The key is read once and not kept in the browser. You stay signed in for 12 hours, unless you "
    "sign out or the key is revoked before that. Signing in only opens pages to read; programs "
    "send the key itself.",
    "open": "No key has been created for this service yet, so none is required.",
    "signed_in": "You are signed in",
    "holder": "With the key of {name}, which allows: {scopes}.",
    "pages": "What you can open",
    "docs": "How to use the service",
    "version": "Which model serves, and what it promises",
    "monitor": "Whether applicants or answers have moved",
    "metrics": "Metrics for Prometheus",
    "decision": "To look up a decision, add its request id to the end of this address:",
    "leave": "Sign out",
}
_PORTUGUESE: Final = {
    "lang": "pt-BR",
    "title": "Entrar",
    "lead": "Uma chave abre as páginas deste serviço neste navegador: decisões, métricas e o modelo em uso.",
    "key": "Chave",
    "enter": "Entrar",
    "kept": "A chave é lida uma única vez e não fica guardada no navegador. O acesso dura 12 horas, "
    "ou até você sair ou a chave ser revogada. Ele só abre páginas de leitura; programas enviam a "
    "própria chave.",
    "open": "Ainda não há nenhuma chave para este serviço; por isso, nenhuma é exigida.",
    "signed_in": "Você entrou",
    "holder": "Com a chave de {name}, que permite: {scopes}.",
    "pages": "O que você pode abrir",
    "docs": "Como usar o serviço (em inglês)",
    "version": "Qual modelo está em uso e o que ele promete",
    "monitor": "Se candidatos ou respostas mudaram",
    "metrics": "Métricas para o Prometheus",
    "decision": "Para consultar uma decisão, acrescente o id da requisição ao fim deste endereço:",
    "leave": "Sair",
}
_FAULTS: Final[Mapping[HTTPStatus, tuple[str, str]]] = {
    HTTPStatus.UNAUTHORIZED: (
        "This key does not exist or was revoked. Check that you copied all of it.",
        "Essa chave não existe ou foi revogada. Confira se ela foi copiada inteira.",
    ),
    HTTPStatus.FORBIDDEN: (
        "The form was not sent from this page. Please try again here.",
        "O formulário não veio desta página. Tente de novo por aqui.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        "Too many attempts in the last minute. Wait a minute and try again.",
        "Houve tentativas demais há pouco. Espere um minuto e tente de novo.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "The service cannot check keys at the moment. Try again shortly.",
        "O serviço não consegue conferir chaves no momento. Tente de novo em instantes.",
    ),
}
_NOT_UNDERSTOOD: Final = ("The form could not be read.", "Não foi possível ler o formulário.")
_ASKED: Final = (
    "That page needs a key.",
    "Essa página exige uma chave.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """For whom the page is.

    Args:
        portuguese: Or else English.
        up: Relative address of the folder with our pages: empty, or `../` and more.
    """

    portuguese: bool
    up: str = ""

    @property
    def texts(self) -> Mapping[str, str]:
        return _PORTUGUESE if self.portuguese else _ENGLISH


def form_page(
    look: Look,
    *,
    asks: bool = True,
    refused: HTTPStatus | None = None,
    elsewhere: bool = False,
    wanted: str = "",
) -> bytes:
    """The form.

    Args:
        look: Of the page.
        asks: Whether a key is asked for at all.
        refused: Why the last attempt led nowhere.
        elsewhere: Whether another page was asked for, which needs a key.
        wanted: That page, as an address relative to the folder of our pages: where to go once signed in.
    """
    texts = look.texts
    fault = "" if refused is None else _FAULTS.get(refused, _NOT_UNDERSTOOD)[look.portuguese]
    if elsewhere:
        fault = _ASKED[look.portuguese]
    told = f'<p class="fault" role="alert">{escape(fault)}</p>' if fault else ""
    hidden = f'<input type="hidden" name="{NEXT_FIELD}" value="{escape(wanted)}">\n' if wanted else ""
    return _page(
        look,
        f"""<h1>{escape(texts["title"])}</h1>
<p>{escape(texts["lead"] if asks else texts["open"])}</p>
{told}
<form method="post" action="{look.up}sign-in">
<label for="key">{escape(texts["key"])}</label>
<input id="key" name="{KEY_FIELD}" type="password" required maxlength="256" autocomplete="off"
 autocapitalize="off" spellcheck="false" placeholder="hk_…">
{hidden}<button>{escape(texts["enter"])}</button>
</form>
<p class="soft">{escape(texts["kept"])}</p>
<p><a href="{look.up}docs">{escape(texts["docs"])}</a></p>""",
    )


def signed_in_page(look: Look, key: ApiKey) -> bytes:
    """Whose key it is, and what it opens."""
    texts, scopes = look.texts, ", ".join(sorted(key.scopes))
    holder = escape(texts["holder"].format(name=key.name, scopes=scopes))
    names = ["docs", "version", *(["monitor", "metrics"] if Scope.ADMIN in key.scopes else [])]
    links = "\n".join(f'<li><a href="{name}">{escape(texts[name])}</a></li>' for name in names)
    decision = (
        f"<p>{escape(texts['decision'])} <code>decisions/</code></p>" if Scope.ADMIN in key.scopes else ""
    )
    return _page(
        look,
        f"""<h1>{escape(texts["signed_in"])}</h1>
<p>{holder}</p>
<h2>{escape(texts["pages"])}</h2>
<ul>
{links}
</ul>
{decision}
<form method="post" action="sign-out"><button>{escape(texts["leave"])}</button></form>""",
    )


@cache
def _style() -> str:
    folder = files("hiring.entrypoints.http")
    styles = ("openapi/docs_page.css", "access/sign_in_page.css")
    return "".join(folder.joinpath(name).read_text("utf-8") for name in styles)


def _page(look: Look, content: str) -> bytes:
    texts = look.texts
    text = f"""<!doctype html>
<html lang="{texts["lang"]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>hiring: {escape(texts["title"])}</title>
<style>
{_style()}</style>
</head>
<body class="narrow">
<main>
{content}
</main>
</body>
</html>
"""
    return text.encode()
