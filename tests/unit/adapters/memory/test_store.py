"""What is particular to a store in memory."""

import pytest

from hiring.adapters.memory import MemoryStore
from hiring.domain.errors import StoreUnavailable
from hiring.domain.features import CANDIDATE
from tests.contracts.builders import a_name, some_applicants
from tests.contracts.stores import assert_filled, fill


def test_salt_and_key_may_be_given() -> None:
    store = MemoryStore(salt="a-salt", digest_key=b"k" * 32)
    assert (store.salt, store.digest_key) == ("a-salt", b"k" * 32)


def test_two_stores_share_nothing() -> None:
    first, second = MemoryStore(), MemoryStore()
    fill(first)
    assert second.inference_log.find("a-request") is None
    assert first.salt != second.salt


def test_a_table_of_another_kind_is_not_read() -> None:
    store = MemoryStore()
    with store.applicants(a_name()).replacing() as writer:
        writer.write(some_applicants())
    with pytest.raises(StoreUnavailable, match="some_table"):
        list(store.features(a_name(), CANDIDATE).chunks(10))


def test_closing_keeps_what_was_stored() -> None:
    store = MemoryStore()
    fill(store)
    store.close()
    assert_filled(store)
