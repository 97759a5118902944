"""Whose request it is: who is let in, and that nobody else is, whatever the header holds."""

from collections.abc import Iterator, Sequence
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from litestar import Litestar, Request, get
from litestar.testing import TestClient

from hiring.domain.access.keys import ApiKey, IssuedKey, Scope
from hiring.entrypoints.http.access.authenticator import (
    Authenticator,
    Forbidden,
    KeysUnread,
    Needed,
    Unauthorized,
)
from hiring.entrypoints.http.middleware.gate import Tracing
from hiring.entrypoints.http.observability.log import service_log
from hiring.entrypoints.http.observability.metrics import Metrics
from hiring.entrypoints.http.problems import HANDLERS
from tests.contracts.builders import after, an_issued

PREDICTS = an_issued(1)
ADMINISTERS = an_issued(2, "auditor", scopes=(Scope.ADMIN,))
BOTH = an_issued(3, "both", scopes=tuple(Scope))
STRANGER = an_issued(4)
KEYS = (PREDICTS.key, ADMINISTERS.key, BOTH.key)

NEEDED: tuple[Needed, ...] = ("any", Scope.PREDICT, Scope.ADMIN)


def told(keys: Sequence[ApiKey], *, always: bool = False) -> Authenticator:
    authenticator = Authenticator(always=always)
    authenticator.update(keys)
    return authenticator


def bearer(issued: IssuedKey) -> bytes:
    return b"Bearer " + issued.token.encode()


@pytest.mark.parametrize(
    ("issued", "needed"),
    [
        (PREDICTS, "any"),
        (PREDICTS, Scope.PREDICT),
        (ADMINISTERS, "any"),
        (ADMINISTERS, Scope.ADMIN),
        (BOTH, Scope.PREDICT),
        (BOTH, Scope.ADMIN),
    ],
)
def test_a_live_key_with_the_scope_is_let_in(issued: IssuedKey, needed: Needed) -> None:
    assert told(KEYS).check(bearer(issued), needed) == issued.key


@pytest.mark.parametrize(("issued", "needed"), [(PREDICTS, Scope.ADMIN), (ADMINISTERS, Scope.PREDICT)])
def test_no_scope_includes_another(issued: IssuedKey, needed: Scope) -> None:
    with pytest.raises(Forbidden, match=needed) as refused:
        told(KEYS).check(bearer(issued), needed)
    assert refused.value.status_code == 403


@pytest.mark.parametrize("needed", NEEDED)
@pytest.mark.parametrize("header", [None, b"", bearer(STRANGER)])
def test_without_a_known_key_nobody_is_let_in(header: bytes | None, needed: Needed) -> None:
    with pytest.raises(Unauthorized) as refused:
        told(KEYS).check(header, needed)
    assert refused.value.status_code == 401
    assert refused.value.headers == {"WWW-Authenticate": "Bearer"}


@pytest.mark.parametrize("header", [None, b"", bearer(STRANGER), bearer(PREDICTS), b"\xff"])
def test_a_path_that_asks_for_nothing_is_open(header: bytes | None) -> None:
    for authenticator in (Authenticator(always=True), told([]), told(KEYS), told(KEYS, always=True)):
        assert authenticator.check(header, None) is None


@pytest.mark.parametrize("scheme", [b"Bearer ", b"bearer ", b"BEARER ", b"Bearer    "])
@pytest.mark.parametrize("end", [b"", b" ", b"    "])
def test_the_scheme_is_of_any_case_and_spaces_around_a_token_do_not_count(scheme: bytes, end: bytes) -> None:
    header = scheme + PREDICTS.token.encode() + end
    assert told(KEYS).check(header, "any") == PREDICTS.key


TOKEN = PREDICTS.token.encode()


@pytest.mark.parametrize(
    "header",
    [
        TOKEN,
        b"Bearer",
        b"Bearer ",
        b"Bearer" + TOKEN,
        b"Bearer\t" + TOKEN,
        b" Bearer " + TOKEN,
        b"Bearer Bearer " + TOKEN,
        b"Bearer " + TOKEN + b", Bearer " + TOKEN,
        b"Bearer " + TOKEN + b"=",
        b"Bearer " + TOKEN + b"\0",
        b"Bearer " + TOKEN + b"\n",
        b"Bearer " + TOKEN[:-1],
        b"Bearer " + TOKEN[:16] + bytes(range(0x80, 0x80 + 43)),
        b"Bearer " + "é".encode() * 29,
        b"Bearer " + b" " * 300 + TOKEN,
        b"Bearer " + TOKEN * 100_000,
        b" " * 1_000_000,
        b"\xff" * 1_000_000,
        b"Basic " + TOKEN,
        b"Digest username=hk",
        b"Token " + TOKEN,
        b"Bearer " + PREDICTS.key.digest.encode(),
        b"Bearer " + PREDICTS.key.id.encode(),
        b"Bearer null",
        b"\xef\xbb\xbfBearer " + TOKEN,
    ],
)
def test_garbage_is_refused_without_a_word_of_it(header: bytes) -> None:
    with pytest.raises(Unauthorized) as refused:
        told(KEYS).check(header, "any")
    assert PREDICTS.token not in refused.value.detail
    assert refused.value.detail.isascii()


@given(header=st.binary() | st.binary().map(b"Bearer ".__add__) | st.just(TOKEN).map(b"Bearer  ".__add__))
@example(header=b"Bearer \x00")
def test_whatever_the_header_holds_it_is_a_known_key_or_refused(header: bytes) -> None:
    try:
        key = told(KEYS).check(header, "any")
    except Unauthorized:
        assert TOKEN not in header
    else:
        assert (key, header.strip().endswith(TOKEN)) == (PREDICTS.key, True)


@pytest.mark.parametrize("needed", NEEDED)
@pytest.mark.parametrize("always", [True, False])
@pytest.mark.parametrize("header", [None, bearer(PREDICTS)])
def test_nobody_is_let_in_before_the_keys_were_read(
    header: bytes | None, needed: Needed, *, always: bool
) -> None:
    with pytest.raises(KeysUnread):
        Authenticator(always=always).check(header, needed)


@pytest.mark.parametrize("needed", NEEDED)
@pytest.mark.parametrize("header", [None, bearer(STRANGER), b"Basic x"])
def test_where_there_never_was_a_key_none_is_asked_for_unless_always(
    header: bytes | None, needed: Needed
) -> None:
    assert told([]).check(header, needed) is None
    with pytest.raises(Unauthorized):
        told([], always=True).check(header, needed)


def test_the_first_key_shuts_the_door_and_a_new_one_opens_it() -> None:
    authenticator = told([])
    authenticator.update([PREDICTS.key])
    with pytest.raises(Unauthorized):
        authenticator.check(None, "any")
    with pytest.raises(Unauthorized):
        authenticator.check(bearer(ADMINISTERS), "any")
    authenticator.update([PREDICTS.key, ADMINISTERS.key])
    assert authenticator.check(bearer(ADMINISTERS), "any") == ADMINISTERS.key


@pytest.mark.parametrize("later", [[PREDICTS.key.revoked(after(hours=1))], []], ids=["revoked", "emptied"])
def test_a_door_that_was_shut_stays_shut(later: list[ApiKey]) -> None:
    authenticator = told([PREDICTS.key])
    assert authenticator.check(bearer(PREDICTS), "any") == PREDICTS.key
    authenticator.update(later)
    for header in (None, bearer(PREDICTS)):
        with pytest.raises(Unauthorized):
            authenticator.check(header, "any")


def test_keys_that_were_all_revoked_before_the_start_are_asked_for_too() -> None:
    with pytest.raises(Unauthorized):
        told([PREDICTS.key.revoked(after(hours=1))]).check(None, "any")


def test_two_keys_of_one_client_are_both_taken_while_it_changes() -> None:
    old, new = an_issued(1), an_issued(2)
    authenticator = told([old.key, new.key])
    assert [authenticator.check(bearer(each), "any") for each in (old, new)] == [old.key, new.key]
    authenticator.update([old.key.revoked(after(hours=1)), new.key])
    assert authenticator.check(bearer(new), "any") == new.key
    with pytest.raises(Unauthorized):
        authenticator.check(bearer(old), "any")


@get("/admin", sync_to_thread=False)
def admin(request: Request[object, object, Litestar]) -> str:
    header = request.headers.get("Authorization")
    authenticator: Authenticator = request.app.state["authenticator"]
    authenticator.check(None if header is None else header.encode("latin-1"), Scope.ADMIN)
    return "let in"


@pytest.fixture
def client() -> Iterator[TestClient[Litestar]]:
    app = Litestar([admin], exception_handlers=HANDLERS, openapi_config=None, logging_config=None)
    app.asgi_handler = Tracing(app.asgi_handler, service_log(StringIO()), Metrics())
    app.state["authenticator"] = Authenticator(always=False)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("keys", "issued", "status", "code"),
    [
        (None, ADMINISTERS, 503, "unavailable"),
        (KEYS, None, 401, "unauthorized"),
        (KEYS, STRANGER, 401, "unauthorized"),
        (KEYS, PREDICTS, 403, "forbidden"),
    ],
)
def test_refusals_are_problem_documents(
    client: TestClient[Litestar],
    keys: Sequence[ApiKey] | None,
    issued: IssuedKey | None,
    status: int,
    code: str,
) -> None:
    if keys is not None:
        client.app.state["authenticator"].update(keys)
    headers = {} if issued is None else {"Authorization": bearer(issued).decode()}
    response = client.get("/admin", headers=headers)

    assert (response.status_code, response.json()["type"]) == (status, f"urn:hiring:problem:{code}")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers.get("www-authenticate") == ("Bearer" if status == 401 else None)
    assert response.json().get("unavailable") == (["store"] if status == 503 else None)
    assert issued is None or issued.token not in response.text


def test_a_key_with_the_scope_is_answered_over_http(client: TestClient[Litestar]) -> None:
    client.app.state["authenticator"].update(KEYS)
    assert client.get("/admin", headers={"Authorization": bearer(ADMINISTERS).decode()}).text == "let in"
