"""Sound requests to begin with."""

import json
import random
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.asking import FEATURES, ZERO_OR_ONE

Headers = list[tuple[bytes, bytes]]

APPLICANT: dict[str, Any] = {
    "infos_basicas": {
        "email": "ana@empresa.example",
        "telefone": "(11) 90000-0000",
        "objetivo_profissional": "TI",
    },
    "informacoes_pessoais": {"url_linkedin": "https://linkedin.example/ana", "data_nascimento": "01-02-1990"},
    "informacoes_profissionais": {"remuneracao": "R$ 3.500,00", "area_atuacao": "TI - SAP"},
    "formacao_e_idiomas": {"nivel_ingles": "Básico", "nivel_espanhol": "", "nivel_academico": "Ensino Médio"},
    "cv_pt": "Usa SAP, Excel avançado e KPIs.",
}


@dataclass(frozen=True)
class Sent:
    """A request in parts; the parts need not fit each other."""

    method: bytes
    target: bytes
    body: bytes | None = None
    headers: Headers = field(default_factory=list)
    version: bytes = b"HTTP/1.1"

    def __bytes__(self) -> bytes:
        names = {name.lower() for name, _ in self.headers}
        headers = [*self.headers]
        if self.body is not None and not names & {b"content-length", b"transfer-encoding"}:
            headers.append((b"Content-Length", str(len(self.body)).encode()))
        lines = [b"%b %b %b" % (self.method, self.target, self.version)]
        lines += [b"%b: %b" % header for header in headers]
        return b"\r\n".join([*lines, b"", self.body or b""])


def documents(chance: random.Random) -> list[tuple[bytes, Any]]:
    """Bodies of every path that takes one."""
    features = {**FEATURES} | {name: chance.randrange(2) for name in ZERO_OR_ONE}
    asked = {"codigo_profissional": chance.randrange(10**6), "features": features}
    applicant = {"codigo_profissional": chance.randrange(10**6), **APPLICANT}
    return [
        (b"/predict", asked),
        (b"/predict?explain=3", asked),
        (b"/predict/applicant", applicant),
        (b"/predict/batch", {"items": [asked, {"applicant": applicant}, asked][: chance.randrange(1, 4)]}),
    ]


def a_document(chance: random.Random) -> tuple[bytes, Any]:
    return documents(chance)[chance.choice([0, 0, 0, 1, 2, 2, 3])]


def posted(target: bytes, body: bytes, token: str) -> Sent:
    headers = [*_known(token), (b"Content-Type", b"application/json")]
    return Sent(b"POST", target, body, headers)


def a_request(chance: random.Random, token: str) -> Sent:
    """Any sound request."""
    if chance.random() < 0.15:
        paths = [b"/health", b"/livez", b"/readyz", b"/version", b"/metrics", b"/decisions/abc", b"/docs"]
        return Sent(b"GET", chance.choice([*paths, b"/schema/openapi.json"]), None, _known(token))
    target, document = a_document(chance)
    return posted(target, json.dumps(document).encode(), token)


def _known(token: str) -> Headers:
    return [(b"Host", b"localhost"), (b"Authorization", b"Bearer " + token.encode())]
