"""Who somebody is, written into every place of a request, is neither logged nor told back when it fails.

Idempotency keys are documented as logged, and a key of an object that looks like one of our own names is told
back.
"""

import asyncio
import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from tests.fuzz.conftest import Served
from tests.fuzz.targets import Sent, a_document, posted
from tests.fuzz.wire import Answer, exchange, is_whole

AT_ONCE = 8
CANARIES = (
    "Zuleica Canário Quitéria",
    "ZULEICA",
    "zuleica.canario@exemplo.com.br",
    "529.982.247-25",
    "52998224725",
    "+55 (11) 98765-4321",
    "11987654321",
    "Currículo: doze anos de contabilidade na Canário & Filhos, pretensão R$ 7.654,32",
)
Place = Callable[[random.Random, str, str], Sent]


def in_a_value(chance: random.Random, canary: str, token: str) -> Sent:
    return _written(chance, lambda document: _put(document, chance, canary, as_key=False), token)


def in_a_key(chance: random.Random, canary: str, token: str) -> Sent:
    return _written(chance, lambda document: _put(document, chance, canary, as_key=True), token)


def instead_of_all(chance: random.Random, canary: str, token: str) -> Sent:
    return _written(chance, lambda _: chance.choice([canary, [canary], {canary: canary}]), token)


def in_broken_json(chance: random.Random, canary: str, token: str) -> Sent:
    target, document = a_document(chance)
    text = json.dumps(document)
    at = chance.randrange(len(text))
    return posted(target, (text[:at] + canary + text[at:]).encode(chance.choice(["utf-8", "utf-16"])), token)


def in_a_header(chance: random.Random, canary: str, token: str) -> Sent:
    sent = _written(chance, lambda document: document, token)
    names = [
        "X-Name",
        "Cookie",
        "User-Agent",
        "Referer",
        "Accept",
        "Content-Type",
        "Content-Encoding",
        "Expect",
    ]
    name = chance.choice(
        [*names, "Authorization", "Host", "X-Forwarded-For", "Content-Length", "X-Request-Id"]
    )
    kept = [(other, value) for other, value in sent.headers if other != name.encode()]
    return Sent(sent.method, sent.target, sent.body, [*kept, (name.encode(), canary.encode())])


def in_a_header_name(chance: random.Random, canary: str, token: str) -> Sent:
    sent = _written(chance, lambda document: document, token)
    return Sent(sent.method, sent.target, sent.body, [*sent.headers, (canary.encode(), b"1")])


def in_the_path(chance: random.Random, canary: str, token: str) -> Sent:
    sent = _written(chance, lambda document: document, token)
    word = canary.encode() if chance.random() < 0.2 else quote(canary, safe="").encode()
    path = chance.choice([b"/" + word, b"/predict/" + word, b"/decisions/" + word, b"/docs/" + word])
    return Sent(chance.choice([b"GET", b"POST"]), path, sent.body, sent.headers)


def in_the_query(chance: random.Random, canary: str, token: str) -> Sent:
    sent = _written(chance, lambda document: document, token)
    word = quote(canary, safe="").encode()
    target = sent.target.partition(b"?")[0] + chance.choice([b"?explain=", b"?name=", b"?"]) + word
    return Sent(sent.method, target, sent.body, sent.headers)


def in_the_method(chance: random.Random, canary: str, token: str) -> Sent:
    sent = _written(chance, lambda document: document, token)
    return Sent(canary.encode(), sent.target, sent.body, sent.headers)


def among_what_is_sound(chance: random.Random, canary: str, token: str) -> Sent:
    """A question that is answered: an applicant whose every text is the canary."""
    texts = ("nome", "email", "cpf", "telefone", "objetivo_profissional", "endereco", "cv")
    section = dict.fromkeys(texts, canary)
    record = {"infos_basicas": section, "informacoes_pessoais": section, "cv_pt": canary, "cv_en": canary}
    del chance
    return posted(b"/predict/applicant", json.dumps(record).encode(), token)


PLACES: list[Place] = [
    in_a_value,
    in_a_key,
    instead_of_all,
    in_broken_json,
    in_a_header,
    in_a_header_name,
    in_the_path,
    in_the_query,
    in_the_method,
    among_what_is_sound,
]


@pytest.mark.parametrize(
    "requests", [1_000, pytest.param(10_000, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_nobody_is_named_in_logs_and_refusals(served: Served, requests: int) -> None:
    before = served.api.log.stat().st_size
    told = asyncio.run(_all(served, requests))
    failed = [answer for answer in told if answer.status >= 400]
    assert len(failed) > requests / 2
    for answer in failed:
        assert_clean((answer.head + answer.content).decode("latin-1"))
        assert_clean((answer.head + answer.content).decode("utf-8", "replace"))
    with served.api.log.open("rb") as log:
        log.seek(before)
        lines = log.read().decode("utf-8", "replace")
    assert lines.count("\n") >= requests / 2
    assert_clean(lines)


def assert_clean(text: str) -> None:
    """No canary, in none of the forms that a program may give it."""
    for canary in CANARIES:
        for form in (
            canary,
            json.dumps(canary)[1:-1],
            quote(canary, safe=""),
            quote(canary),
            repr(canary)[1:-1],
        ):
            assert form.lower() not in text.lower(), (canary, form)


async def _all(served: Served, requests: int) -> list[Answer]:
    told: list[Answer] = []
    numbers = iter(range(requests))

    async def ask() -> None:
        for number in numbers:
            chance = random.Random(number)
            canary = CANARIES[number // len(PLACES) % len(CANARIES)]
            sent = bytes(PLACES[number % len(PLACES)](chance, canary, served.token))
            told.append(await exchange(served.api.port, sent, whole=is_whole(sent)))

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return told


def _written(chance: random.Random, change: Callable[[Any], Any], token: str) -> Sent:
    target, document = a_document(chance)
    return posted(target, json.dumps(change(document), ensure_ascii=chance.random() < 0.5).encode(), token)


def _put(document: Any, chance: random.Random, canary: str, *, as_key: bool) -> Any:  # noqa: ANN401  # JSON
    """Somewhere in it."""
    if isinstance(document, list) and document:
        return [_put(document[0], chance, canary, as_key=as_key), *document[1:]]
    if not isinstance(document, dict) or chance.random() < 0.3:
        return {canary: document} if as_key else canary
    key = chance.choice([*document])
    return {**document, key: _put(document[key], chance, canary, as_key=as_key)}
