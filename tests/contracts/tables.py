"""What every table keeps, whatever its rows are."""

from dataclasses import fields
from typing import Generic, TypeVar

import numpy as np
import pytest

from hiring.application.ports.store import Store
from hiring.application.ports.tables import Table
from hiring.domain.errors import StoreUnavailable, TableMissing
from hiring.domain.features import CANDIDATE
from hiring.domain.records import ApplicantRows, FeatureRows, LabelRows, ProspectRows, Rows
from tests.contracts.builders import (
    a_name,
    a_reject,
    assert_same_chunks,
    assert_same_rows,
    some_applicants,
    some_features,
    some_labels,
    some_prospects,
)

R = TypeVar("R", bound=Rows)


class TableContract(Generic[R]):
    """Give the fixtures `table` and `other` (another table of the same store), and `rows`."""

    def rows(self, first: int, last: int) -> R:
        raise NotImplementedError  # each kind of table has rows of its own

    def fill(self, table: Table[R], rows: R, *rejected: str) -> None:
        with table.replacing() as writer:
            writer.write(rows)
            writer.reject([a_reject(key) for key in rejected])

    def break_off(self, table: Table[R], error: BaseException) -> None:
        with table.replacing() as writer:
            writer.write(self.rows(5, 9))
            writer.reject([a_reject("2")])
            raise error

    def test_rows_are_read_back_as_they_were_written(self, table: Table[R]) -> None:
        self.fill(table, self.rows(0, 5))
        assert_same_chunks(list(table.chunks(100)), self.rows(0, 5))

    def test_rows_keep_the_order_of_several_writes(self, table: Table[R]) -> None:
        with table.replacing() as writer:
            writer.write(self.rows(7, 9))
            writer.write(self.rows(0, 4))
            writer.write(self.rows(4, 7))
        expected = type(self.rows(0, 1)).concatenate([self.rows(7, 9), self.rows(0, 4), self.rows(4, 7)])
        assert_same_chunks(list(table.chunks(3)), expected)
        assert table.count() == 9

    @pytest.mark.parametrize("size", [1, 2, 5, 6])
    def test_no_chunk_is_empty_or_larger_than_asked(self, table: Table[R], size: int) -> None:
        self.fill(table, self.rows(0, 5))
        chunks = list(table.chunks(size))
        assert all(1 <= len(chunk) <= size for chunk in chunks)
        assert_same_chunks(chunks, self.rows(0, 5))

    def test_a_table_that_was_never_written_is_missing(self, table: Table[R]) -> None:
        with pytest.raises(TableMissing):
            list(table.chunks(10))
        with pytest.raises(TableMissing):
            table.count()
        assert list(table.rejects()) == []

    def test_a_table_may_be_empty(self, table: Table[R]) -> None:
        self.fill(table, self.rows(0, 3), "1")
        with table.replacing():
            pass
        assert table.count() == 0
        assert list(table.chunks(10)) == []
        assert list(table.rejects()) == []

    def test_writing_no_rows_adds_none(self, table: Table[R]) -> None:
        with table.replacing() as writer:
            writer.write(self.rows(0, 0))
            writer.write(self.rows(0, 2))
            writer.write(self.rows(2, 2))
        assert_same_chunks(list(table.chunks(10)), self.rows(0, 2))

    def test_a_replacement_replaces_all_rows_and_rejects(self, table: Table[R]) -> None:
        self.fill(table, self.rows(0, 5), "1", "2")
        self.fill(table, self.rows(5, 7), "3")
        assert_same_chunks(list(table.chunks(10)), self.rows(5, 7))
        assert table.count() == 2
        assert list(table.rejects()) == [a_reject("3")]

    @pytest.mark.parametrize("raised", [ValueError(), KeyboardInterrupt()], ids=repr)
    def test_an_exception_leaves_the_old_table(self, table: Table[R], raised: BaseException) -> None:
        self.fill(table, self.rows(0, 5), "1")
        with pytest.raises(type(raised)):
            self.break_off(table, raised)
        assert_same_chunks(list(table.chunks(10)), self.rows(0, 5))
        assert table.count() == 5
        assert list(table.rejects()) == [a_reject("1")]

    def test_an_exception_the_first_time_leaves_no_table(self, table: Table[R]) -> None:
        with pytest.raises(KeyboardInterrupt):
            self.break_off(table, KeyboardInterrupt())
        with pytest.raises(TableMissing):
            table.count()
        assert list(table.rejects()) == []

    def test_a_table_can_be_replaced_after_a_failure(self, table: Table[R]) -> None:
        with pytest.raises(ValueError, match="half-way"):
            self.break_off(table, ValueError("half-way"))
        self.fill(table, self.rows(3, 5))
        assert_same_chunks(list(table.chunks(10)), self.rows(3, 5))

    def test_readers_see_the_old_table_until_the_replacement_ends(self, table: Table[R]) -> None:
        self.fill(table, self.rows(0, 3), "1")
        with table.replacing() as writer:
            writer.write(self.rows(3, 9))
            writer.reject([a_reject("2")])
            assert_same_chunks(list(table.chunks(10)), self.rows(0, 3))
            assert table.count() == 3
            assert list(table.rejects()) == [a_reject("1")]

    def test_a_reader_that_has_started_goes_on_with_the_old_table(self, table: Table[R]) -> None:
        self.fill(table, self.rows(0, 5))
        reader = table.chunks(2)
        first = next(reader)
        self.fill(table, self.rows(5, 9))
        self.fill(table, self.rows(9, 10))
        assert_same_chunks([first, *reader], self.rows(0, 5))
        assert_same_chunks(list(table.chunks(10)), self.rows(9, 10))

    def test_rows_are_found_by_their_codes_in_the_order_of_writing(self, table: Table[R]) -> None:
        rows = self.rows(0, 9)
        with table.replacing() as writer:
            writer.write(rows.take(np.arange(4, 9)))
            writer.write(rows.take(np.arange(4)))
        column = fields(rows)[0].name
        codes = getattr(rows, column)

        wanted = codes[[8, 1, 5]]
        expected = rows.take(np.array([*range(4, 9), *range(4)]))
        expected = expected.take(np.flatnonzero(np.isin(getattr(expected, column), wanted)))
        found = list(table.having(column, np.append(wanted, 999_999_999_999)))

        assert_same_chunks(found, expected)
        assert list(table.having(column, np.array([999_999_999_999]))) == []
        assert list(table.having(column, np.array([], np.int64))) == []

    def test_rows_of_a_table_that_was_never_written_are_not_found(self, table: Table[R]) -> None:
        with pytest.raises(TableMissing):
            list(table.having(fields(self.rows(0, 1))[0].name, np.array([1])))

    def test_a_reader_may_stop_early(self, table: Table[R]) -> None:
        self.fill(table, self.rows(0, 5))
        assert_same_rows(next(table.chunks(2)), self.rows(0, 2))

    @pytest.mark.parametrize("size", [1, 2, 4, 100])
    def test_parts_are_all_rows_in_order(self, table: Table[R], size: int) -> None:
        rows = self.rows(0, 9)
        with table.replacing() as writer:
            for at in range(9):  # a store that keeps what was written together reads it together
                writer.write(rows.take(np.array([at])))
        with table.in_parts(size) as parts:
            found = [list(table.chunks_of(part, 3)) for part in parts]

        assert len(parts) == -(-9 // size)
        assert all(1 <= len(chunk) <= 3 for chunks in found for chunk in chunks)
        assert_same_chunks([chunk for chunks in found for chunk in chunks], rows)

    def test_a_table_that_was_never_written_has_no_parts(self, table: Table[R]) -> None:
        with pytest.raises(TableMissing), table.in_parts(4):
            pass  # it is refused before

    def test_an_empty_table_has_no_parts(self, table: Table[R]) -> None:
        with table.replacing():
            pass
        with table.in_parts(4) as parts:
            assert list(parts) == []

    def test_parts_are_of_one_reading_or_are_refused(self, table: Table[R]) -> None:
        self.fill(table, self.rows(0, 5))
        with table.in_parts(100) as (part,):
            self.fill(table, self.rows(5, 9))
            try:
                found = list(table.chunks_of(part, 10))
            except StoreUnavailable:
                found = [self.rows(0, 5)]
            assert_same_chunks(found, self.rows(0, 5))
        with pytest.raises(StoreUnavailable):
            list(table.chunks_of(part, 10))

    def test_rejects_keep_their_order_and_facts(self, table: Table[R]) -> None:
        rejects = [
            a_reject("9", position=7, reason="the code is not an integer"),
            a_reject("", position=2),
            a_reject("9", position=9, reason="the key is repeated"),
            a_reject("9", position=9, file="exports/february.json.gz"),
        ]
        with table.replacing() as writer:
            writer.reject(rejects[:1])
            writer.write(self.rows(0, 1))
            writer.reject(rejects[1:])
        assert list(table.rejects()) == rejects

    def test_other_tables_stay_as_they_are(self, table: Table[R], other: Table[R]) -> None:
        self.fill(other, self.rows(0, 2), "1")
        self.fill(table, self.rows(2, 5), "2")
        assert_same_chunks(list(other.chunks(10)), self.rows(0, 2))
        assert list(other.rejects()) == [a_reject("1")]

    def test_what_was_written_does_not_change_with_the_callers_arrays(self, table: Table[R]) -> None:
        rows = self.rows(0, 3)
        self.fill(table, rows)
        column = fields(rows)[0].name
        getattr(rows, column)[:] = -1
        getattr(next(table.chunks(10)), column)[:] = -2
        assert_same_chunks(list(table.chunks(10)), self.rows(0, 3))

    def test_a_table_knows_its_name(self, table: Table[R]) -> None:
        assert table.name == a_name()


class ApplicantTableContract(TableContract[ApplicantRows]):
    @pytest.fixture
    def table(self, store: Store) -> Table[ApplicantRows]:
        return store.applicants(a_name())

    @pytest.fixture
    def other(self, store: Store) -> Table[ApplicantRows]:
        return store.applicants(a_name("other"))

    def rows(self, first: int, last: int) -> ApplicantRows:
        return some_applicants(first, last)


class ProspectTableContract(TableContract[ProspectRows]):
    @pytest.fixture
    def table(self, store: Store) -> Table[ProspectRows]:
        return store.prospects(a_name())

    @pytest.fixture
    def other(self, store: Store) -> Table[ProspectRows]:
        return store.prospects(a_name("other"))

    def rows(self, first: int, last: int) -> ProspectRows:
        return some_prospects(first, last)


class FeatureTableContract(TableContract[FeatureRows]):
    @pytest.fixture
    def table(self, store: Store) -> Table[FeatureRows]:
        return store.features(a_name(), CANDIDATE)

    @pytest.fixture
    def other(self, store: Store) -> Table[FeatureRows]:
        return store.features(a_name("other"), CANDIDATE)

    def rows(self, first: int, last: int) -> FeatureRows:
        return some_features(first, last)


class LabelTableContract(TableContract[LabelRows]):
    @pytest.fixture
    def table(self, store: Store) -> Table[LabelRows]:
        return store.labels(a_name())

    @pytest.fixture
    def other(self, store: Store) -> Table[LabelRows]:
        return store.labels(a_name("other"))

    def rows(self, first: int, last: int) -> LabelRows:
        return some_labels(first, last)
