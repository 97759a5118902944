"""A session stands for one key until it ends; nothing else is taken for one."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.access.keys import ApiKey
from hiring.domain.access.sessions import LASTS, NONCE_BYTES, session_holder, session_secret, sign_session
from tests.contracts.builders import NOON, after, an_issued

ISSUED, OTHER = an_issued(1), an_issued(2)
KEYS = {issued.key.id: issued.key for issued in (ISSUED, OTHER)}
DIGEST_KEY = b"k" * 32
SECRET = session_secret(DIGEST_KEY)
SESSION = sign_session(ISSUED.key, secret=SECRET, at=NOON, nonce=b"n" * NONCE_BYTES)


def holder(
    session: str, *, keys: dict[str, ApiKey] = KEYS, after_h: float = 0, secret: bytes = SECRET
) -> ApiKey | None:
    return session_holder(session, keys, secret=secret, at=after(hours=after_h))


def test_it_stands_for_its_key_for_twelve_hours() -> None:
    assert timedelta(hours=12) == LASTS
    assert [holder(SESSION, after_h=hours) for hours in (0, 11.99)] == [ISSUED.key] * 2
    assert [holder(SESSION, after_h=hours) for hours in (12, 13)] == [None] * 2


def test_it_ends_with_its_key() -> None:
    for keys in ({}, {**KEYS, ISSUED.key.id: ISSUED.key.revoked(NOON)}):
        assert holder(SESSION, keys=keys) is None


def test_it_belongs_to_one_key_and_not_to_another_of_the_same_id() -> None:
    other = replace(OTHER.key, id=ISSUED.key.id)

    assert holder(SESSION, keys={other.id: other}) is None


def test_another_secret_does_not_know_it() -> None:
    for secret in (session_secret(b"x" * 32), DIGEST_KEY, b""):
        assert holder(SESSION, secret=secret) is None


def test_neither_token_nor_digest_nor_secret_can_be_read_out_of_it() -> None:
    version, body, signature = SESSION.split(".")
    content = base64.urlsafe_b64decode(body + "==") + base64.urlsafe_b64decode(signature + "==")

    assert version == "v1"
    for secret in (ISSUED.token.encode(), bytes.fromhex(ISSUED.key.digest), SECRET, DIGEST_KEY):
        assert secret not in content
        assert secret[:8] not in content


@given(place=st.integers(0, len(SESSION) - 1), sign=st.sampled_from("AQgw_-.1v=\n é"))
def test_whatever_is_changed_in_it_makes_it_nobodys(place: int, sign: str) -> None:
    changed = SESSION[:place] + sign + SESSION[place + 1 :]

    assert (holder(changed) is None) == (changed != SESSION)


@given(st.text() | st.text("v1.AZaz09_-=", max_size=200))
def test_whatever_is_sent_is_nobodys(text: str) -> None:
    assert holder(text) is None
    assert holder(f"v1.{text}") is None


@pytest.mark.parametrize(
    "session", ["", ".", "..", "v1..", "v1.A.A", SESSION + "=", " " + SESSION, SESSION * 1000]
)
def test_what_looks_like_one_is_nobodys(session: str) -> None:
    assert holder(session) is None
