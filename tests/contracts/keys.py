"""Keys of the HTTP service."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from hiring.application.ports.api_keys import ApiKeys
from hiring.application.ports.store import Store
from hiring.domain.access.keys import Scope
from tests.contracts.builders import NOON, a_key, after


class ApiKeysContract:
    @pytest.fixture
    def keys(self, store: Store) -> ApiKeys:
        return store.api_keys

    def test_there_are_none_at_first(self, keys: ApiKeys) -> None:
        assert list(keys.all()) == []

    def test_a_key_is_read_back_as_it_was_added(self, keys: ApiKeys) -> None:
        wide, narrow = a_key(1, scopes=(Scope.PREDICT, Scope.ADMIN)), a_key(2, scopes=(Scope.ADMIN,))
        assert keys.add(wide)
        assert keys.add(narrow)
        assert list(keys.all()) == [wide, narrow]

    def test_they_are_listed_oldest_first_and_of_one_moment_by_id(self, keys: ApiKeys) -> None:
        late, early, same = a_key(1, at=after(microseconds=1)), a_key(3, "b"), a_key(2)
        for key in (late, early, same):
            assert keys.add(key)
        assert list(keys.all()) == [same, early, late]

    def test_a_third_live_key_of_one_name_is_not_kept(self, keys: ApiKeys) -> None:
        assert [keys.add(a_key(number)) for number in (1, 2, 3)] == [True, True, False]
        assert [key.id for key in keys.all()] == [a_key(1).id, a_key(2).id]
        assert keys.add(a_key(4, "another-client"))

    def test_a_name_is_another_where_a_letter_is_capital(self, keys: ApiKeys) -> None:
        names = ("ats", "ats", "ATS", "ATS")
        assert all(keys.add(a_key(number, name)) for number, name in enumerate(names))

    def test_a_revoked_key_stays_in_the_list_and_makes_room(self, keys: ApiKeys) -> None:
        keys.add(a_key(1))
        keys.add(a_key(2))
        assert keys.revoke(a_key(1).id, after(hours=1))
        assert list(keys.all()) == [replace(a_key(1), revoked_at=after(hours=1)), a_key(2)]
        assert keys.add(a_key(3))

    def test_the_first_revocation_stands(self, keys: ApiKeys) -> None:
        keys.add(a_key(1))
        assert keys.revoke(a_key(1).id, after(hours=1))
        assert keys.revoke(a_key(1).id, after(hours=2))
        assert list(keys.all()) == [replace(a_key(1), revoked_at=after(hours=1))]

    @pytest.mark.parametrize("key_id", ["0" * 12, "", "%", "' OR 1=1 --", "x" * 10_000])
    def test_there_is_nothing_to_revoke_under_another_id(self, keys: ApiKeys, key_id: str) -> None:
        keys.add(a_key(1))
        assert not keys.revoke(key_id, NOON)
        assert list(keys.all()) == [a_key(1)]

    def test_the_same_key_again_is_a_bug_and_changes_nothing(self, keys: ApiKeys) -> None:
        keys.add(a_key(1))
        with pytest.raises(Exception, match=r"."):  # each technology's own refusal of a repeated id
            keys.add(a_key(1, "another-client"))
        assert list(keys.all()) == [a_key(1)]

    def test_of_many_that_are_added_at_once_two_are_kept(self, keys: ApiKeys) -> None:
        with ThreadPoolExecutor(8) as threads:
            kept = list(threads.map(lambda number: keys.add(a_key(number)), range(16)))
        assert kept.count(True) == len(keys.all()) == 2


class DurableApiKeysContract:
    """For stores that outlive their process; give the fixture `open_store`: the same store each time."""

    def test_another_sees_at_once_what_was_added_and_revoked(self, open_store: Callable[[], Store]) -> None:
        first, second = open_store(), open_store()
        first.api_keys.add(a_key(1))
        assert list(second.api_keys.all()) == [a_key(1)]
        second.api_keys.revoke(a_key(1).id, after(hours=1))
        first.close()
        assert list(open_store().api_keys.all()) == [replace(a_key(1), revoked_at=after(hours=1))]

    def test_of_many_that_several_stores_add_at_once_two_are_kept(
        self, open_store: Callable[[], Store]
    ) -> None:
        stores = [open_store() for _ in range(4)]
        with ThreadPoolExecutor(4) as threads:
            kept = list(threads.map(lambda number: stores[number % 4].api_keys.add(a_key(number)), range(16)))
        assert kept.count(True) == len(stores[0].api_keys.all()) == 2
