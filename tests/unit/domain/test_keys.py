"""Keys: how they are made, and that nothing but a live one is recognised."""

import hashlib
import re
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.domain.access.keys import (
    RANDOM_BYTES,
    ApiKey,
    Scope,
    has_room,
    is_key_id,
    issue_key,
    key_name,
    match_key,
    token_digest,
)
from hiring.domain.errors import InvalidKeyName
from tests.contracts.builders import NOON, a_key, after, an_issued

ONE = an_issued(1)
OTHER = an_issued(2)
KEYS = {each.key.id: each.key for each in (ONE, OTHER)}


def test_a_token_is_its_id_and_43_characters_for_256_random_bits() -> None:
    assert re.fullmatch(r"hk_[0-9a-f]{12}_[A-Za-z0-9_-]{43}", ONE.token)
    assert ONE.token.split("_")[1] == ONE.key.id == "010101010101"


def test_of_the_token_nothing_but_its_digest_is_kept() -> None:
    assert ONE.key.digest == token_digest(ONE.token) == hashlib.sha256(ONE.token.encode()).hexdigest()
    assert ONE.token[16:] not in repr(ONE) + repr(ONE.key)


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_whatever_is_drawn_makes_a_key_that_is_recognised(random: bytes) -> None:
    made = issue_key(key_name("ats"), [Scope.ADMIN], at=NOON, random=random)

    assert match_key({made.key.id: made.key}, made.token) == made.key


def test_too_few_random_bytes_make_no_key() -> None:
    with pytest.raises(ValueError, match="38 random bytes"):
        issue_key(key_name("ats"), [Scope.PREDICT], at=NOON, random=b"few")


def test_a_key_without_a_scope_is_none() -> None:
    with pytest.raises(ValueError, match="not a key"):
        a_key(scopes=())


@pytest.mark.parametrize("wrong", [{"id": "0" * 11}, {"id": "G" * 12}, {"digest": "0" * 63}])
def test_a_key_with_a_broken_id_or_digest_is_none(wrong: dict[str, str]) -> None:
    fields = {"id": ONE.key.id, "digest": ONE.key.digest} | wrong
    with pytest.raises(ValueError, match="not a key"):
        ApiKey(name=key_name("ats"), scopes=frozenset(Scope), created_at=NOON, **fields)


def test_each_token_is_recognised_as_its_own_key() -> None:
    assert match_key(KEYS, ONE.token) == ONE.key
    assert match_key(KEYS, OTHER.token) == OTHER.key


def test_a_revoked_key_is_not_recognised() -> None:
    revoked = ONE.key.revoked(after(hours=1))

    assert not revoked.live
    assert match_key({revoked.id: revoked}, ONE.token) is None
    assert revoked.revoked(after(hours=2)) == revoked


@pytest.mark.parametrize("place", [15, 16, 40, 58])
def test_one_changed_character_of_the_secret_is_another_token(place: int) -> None:
    changed = "A" if ONE.token[place] != "A" else "B"

    assert match_key(KEYS, ONE.token[:place] + changed + ONE.token[place + 1 :]) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "hk_",
        ONE.token[:-1],
        ONE.token + "A",
        ONE.token + "\n",
        " " + ONE.token,
        ONE.token.upper(),
        ONE.key.digest,
        ONE.key.id,
        f"hk_{ONE.key.id}_{OTHER.token[16:]}",
        f"hk_{'f' * 12}_{ONE.token[16:]}",
        f"hk_{ONE.key.id}_{'é' * 43}",
        f"hk_{chr(0x661) * 12}_{ONE.token[16:]}",  # digits, and not of ASCII
        "\ud800" * 59,
        "\0" * 59,
        "hk_" * 1_000_000,
    ],
)
def test_what_is_no_token_is_not_recognised_and_no_error(token: str) -> None:
    assert match_key(KEYS, token) is None
    assert match_key({}, token) is None


@given(st.text())
def test_no_text_is_an_error(token: str) -> None:
    assert match_key(KEYS, token) is None


def test_a_token_of_an_unknown_id_is_not_recognised_whatever_is_compared() -> None:
    for _ in range(100):
        made = issue_key(key_name("ats"), [Scope.ADMIN], at=NOON, random=secrets.token_bytes(RANDOM_BYTES))
        assert match_key(KEYS, made.token) is None


@pytest.mark.parametrize("name", ["ats", "batch-job", "a", "7", "A.b_c-d", "x" * 63])
def test_the_name_of_a_client_is_taken(name: str) -> None:
    assert key_name(name) == name


@pytest.mark.parametrize("name", ["", "-x", ".x", "x" * 64, "a b", "ação", "a\n", "a/b", "hk_1$"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidKeyName):
        key_name(name)


@pytest.mark.parametrize(
    "text", ["", "0" * 11, "0" * 13, "0" * 11 + "g", "A" * 12, "0" * 12 + "\n", "\udcff"]
)
def test_what_is_no_id_of_a_key_is_seen(text: str) -> None:
    assert not is_key_id(text)
    assert is_key_id(ONE.key.id)


def test_a_client_may_have_two_live_keys() -> None:
    assert [has_room(live) for live in range(4)] == [True, True, False, False]
