"""Keys are made, listed and revoked; of a token nothing is kept but its digest."""

import secrets

import pytest

from hiring.adapters.memory import FixedClock, MemoryStore
from hiring.application.access.keys import CreateKey, ListKeys, RevokeKey
from hiring.application.ports.api_keys import ApiKeys
from hiring.domain.access.keys import IssuedKey, Scope, key_name, match_key
from hiring.domain.errors import KeyMissing, KeyNotShown, TooManyKeys
from tests.contracts.builders import NOON, after

ATS = key_name("ats")


@pytest.fixture
def keys() -> ApiKeys:
    return MemoryStore().api_keys


@pytest.fixture
def create(keys: ApiKeys) -> CreateKey:
    return CreateKey(keys=keys, clock=FixedClock(NOON), draw=secrets.token_bytes, show=lambda _new: None)


def test_a_new_key_is_listed_and_its_token_recognised(create: CreateKey, keys: ApiKeys) -> None:
    new = create(ATS, [Scope.PREDICT])

    assert list(ListKeys(keys=keys)()) == [new.key]
    assert (new.key.name, new.key.scopes, new.key.created_at) == (ATS, {Scope.PREDICT}, NOON)
    assert match_key({new.key.id: new.key}, new.token) == new.key


def test_no_two_keys_are_the_same(create: CreateKey) -> None:
    first, second = (create(ATS, [Scope.PREDICT]) for _ in range(2))

    assert first.key.id != second.key.id
    assert first.token[16:] != second.token[16:]


def test_a_third_live_key_is_refused_until_one_is_revoked(create: CreateKey, keys: ApiKeys) -> None:
    first, second = (create(ATS, [Scope.PREDICT]) for _ in range(2))
    with pytest.raises(TooManyKeys) as refused:
        create(ATS, [Scope.ADMIN])
    assert refused.value.name == "ats"
    assert list(keys.all()) == sorted([first.key, second.key], key=lambda key: key.id)

    RevokeKey(keys=keys, clock=FixedClock(after(hours=1)))(first.key.id)

    assert create(ATS, [Scope.ADMIN]).key.live
    assert [key.revoked_at for key in keys.all() if not key.live] == [after(hours=1)]


@pytest.mark.parametrize("key_id", ["0" * 12, "", "\udcff", "hk_000000000000_" + "A" * 43])
def test_a_key_that_is_not_there_cannot_be_revoked_and_is_not_repeated(keys: ApiKeys, key_id: str) -> None:
    with pytest.raises(KeyMissing) as refused:
        RevokeKey(keys=keys, clock=FixedClock(NOON))(key_id)
    assert key_id == "" or key_id not in str(refused.value)


def test_a_key_counts_only_after_it_was_shown(keys: ApiKeys) -> None:
    seen: list[int] = []

    def show(_new: IssuedKey) -> None:
        seen.append(len(keys.all()))
        raise KeyNotShown

    create = CreateKey(keys=keys, clock=FixedClock(NOON), draw=secrets.token_bytes, show=show)
    with pytest.raises(KeyNotShown):
        create(ATS, [Scope.PREDICT])
    assert seen == [0]
    assert list(keys.all()) == []


def test_no_key_is_shown_that_cannot_be_made(create: CreateKey, keys: ApiKeys) -> None:
    shown: list[IssuedKey] = []
    for _ in range(2):
        create(ATS, [Scope.PREDICT])
    third = CreateKey(keys=keys, clock=FixedClock(NOON), draw=secrets.token_bytes, show=shown.append)
    with pytest.raises(TooManyKeys):
        third(ATS, [Scope.PREDICT])
    assert shown == []
