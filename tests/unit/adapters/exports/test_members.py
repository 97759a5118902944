"""Whatever the blocks: the members are those that a naive reader finds in the text, or both refuse it."""

import random
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.adapters.exports.members import members, whole_members
from hiring.adapters.exports.scanner import Member, Scanner
from hiring.domain.errors import (
    ExportEmpty,
    ExportFault,
    ExportNotAnObject,
    ExportNotJson,
    ExportNotUtf8,
    ExportTrailingData,
    ExportTruncated,
)
from tests.unit.adapters.exports import reference
from tests.unit.adapters.exports.strategies import (
    KEYS,
    NUMBERS,
    TRAPS,
    Written,
    block_sizes,
    cut_up,
    export,
    exports,
    written,
)

some = settings(deadline=None, max_examples=60)
many = settings(deadline=None, max_examples=120)

LOOK_ALIKES = (
    '{"1": {"2": {}, "3": {}}}', '{"1": {"2": {"4": {}, "5": {}}, "3": {}}, "6": 7}',
    '{"a": [{}, {"3": {}}]}', '{"a": "}, \\"123\\": {"}', '{"a": {}, "7": "\\\\"}', "{}", "5", '"}, "',
    "[{}]", '{"cv_pt": "é“😀"}',
)  # fmt: skip  # a list of traps, not one a line


def read(text: bytes, *sizes: int) -> list[Member]:
    return list(
        chain.from_iterable(
            members("export.json", cut_up(text, *(sizes or (len(text) or 1,))), whole_members)
        )
    )


@many
@given(exports, st.lists(block_sizes, min_size=1, max_size=4))
def test_members_come_in_order_with_their_bytes(made: Written, sizes: list[int]) -> None:
    found = read(made.text, *sizes)

    assert [member.key for member in found] == [key for key, _ in reference.pairs_of(made.text)] == made.keys
    assert [member.value for member in found] == made.documents
    for member in found:
        assert made.text[member.at :].startswith(member.value)


@pytest.mark.parametrize("seed", range(6))
def test_a_million_bytes_in_any_blocks_have_the_members_that_were_written(seed: int) -> None:
    chance = random.Random(seed)
    texts = [written(text, "ascii") for text in TRAPS]
    oddity = (0.0, 0.001, 0.3)[seed % 3]  # from the fast path alone to the exact one alone

    def a_member(code: int) -> tuple[str, str, str]:
        if chance.random() < oddity:
            odd = (*NUMBERS, *LOOK_ALIKES, f"[{chance.choice(texts)}]")
            return chance.choice(KEYS), chance.choice(("plain", "escaped")), chance.choice(odd)
        return str(code), "plain", f'{{"cv_pt": "{"ção “x” " * chance.randrange(60)}", "é": {{"1": {{}}}}}}'

    made = export([a_member(code) for code in range(4_000)], space=chance.choice(("", "\n  ")))

    found = read(made.text, *(chance.choice((900, 20_000, 1 << 19)) for _ in range(5)))

    assert [(member.key, member.value) for member in found] == list(
        zip(made.keys, made.documents, strict=True)
    )


@pytest.mark.parametrize("document", LOOK_ALIKES)
@pytest.mark.parametrize("size", [1, 5, 23, 1000])
def test_what_looks_like_a_record_inside_one_is_none(document: str, size: int) -> None:
    made = export([(str(code), "plain", document) for code in range(20)])

    assert [member.value for member in read(made.text, size)] == made.documents


def test_records_longer_than_many_blocks_are_whole() -> None:
    documents = [f'{{"cv_pt": "{"}" * size}"}}' for size in (3_000_000, 10, 1_500_000)]
    made = export([(str(code), "plain", document) for code, document in enumerate(documents)])

    assert [member.value for member in read(made.text, 1 << 18)] == made.documents


@pytest.mark.parametrize("around", [0, 40], ids=["alone", "between others"])
def test_a_long_record_full_of_codes_is_scanned_once(around: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each `"7": {}` in it looks like the next record's beginning, wherever a block ends."""
    inside = ", ".join(f'"{code}": {{}}' for code in range(40_000))
    documents = [*['{"cv_pt": "x"}'] * around, f"{{{inside}}}"] * 3
    made = export([(str(code), "plain", document) for code, document in enumerate(documents)])
    scanned = []

    class Counting(Scanner):
        def __init__(self, file: str, text: bytes, base: int, last_key: str | None) -> None:
            scanned.append(len(text))
            super().__init__(file, text, base, last_key)

    monkeypatch.setattr("hiring.adapters.exports.members.Scanner", Counting)
    assert [member.value for member in read(made.text, 1 << 14)] == made.documents
    assert sum(scanned) < 1.5 * len(made.text)


def test_a_file_without_any_code_is_read_in_bounded_pieces() -> None:
    made = export([(f"k{code}", "plain", f'{{"a": "{"x" * 90}"}}') for code in range(30_000)])

    lists = list(members("export.json", cut_up(made.text, 1 << 18), whole_members))

    assert [member.key for member in chain.from_iterable(lists)] == made.keys
    assert len(lists) > 1


def damaged(text: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for where, removed, inserted in edits:
        at = int(where * len(text))
        text = text[:at] + inserted + text[at + removed :]
    return text


PIECES = (
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"'", b"0", b"01", b"-", b"+1", b".5", b"1.", b"1e",
    b"NaN", b"-Infinity", b"tru", b"nul", b"True", b"//", b"\x00", b"\x1f", b"\x0b", b"\x0c", b"\xc2\xa0",
    b"\\x", b"\\u12", b"\\u12g4", b"\xff", b"\xc3", b"\xe2\x80", b"\xed\xa0\x80", b"\xf5\x80\x80\x80",
    b"\xc0\xaf", b"\xef\xbb\xbf", b"",
)  # fmt: skip  # a list of traps, not one a line
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 2), st.sampled_from(PIECES)), min_size=1, max_size=2
)


@many
@given(exports, edits, block_sizes)
def test_a_damaged_text_is_refused_exactly_when_it_is_not_json(
    made: Written, edits: list[tuple[float, int, bytes]], size: int
) -> None:
    text = damaged(made.text, edits)
    try:
        pairs = reference.pairs_of(text)
    except ValueError:
        with pytest.raises(ExportFault):
            read(text, size)
        return
    assert [member.key for member in read(text, size)] == [key for key, _ in pairs]


@many
@given(exports, edits, block_sizes)
def test_the_offset_of_a_fault_is_where_a_sound_text_ends(
    made: Written, edits: list[tuple[float, int, bytes]], size: int
) -> None:
    text = damaged(made.text, edits)
    fault = refusal(text, size)
    match fault:
        case ExportNotJson(at=int(at)) | ExportNotUtf8(at=int(at)):
            assert type(refusal(text[:at], size)) in (ExportTruncated, ExportEmpty)
        case ExportTrailingData(at=int(at)):
            assert refusal(text[:at], size) is None
        case ExportTruncated(at=at):
            assert at == len(text)
        case ExportNotAnObject():
            assert content(text)[:1] != b"{"
        case ExportEmpty():
            assert content(text) == b""
        case _:
            assert fault is None


def refusal(text: bytes, size: int) -> ExportFault | None:
    try:
        read(text, size)
    except ExportFault as fault:
        return fault
    return None


def content(text: bytes) -> bytes:
    return text.removeprefix(b"\xef\xbb\xbf").strip(b" \t\n\r")


@some
@given(exports, st.data())
def test_a_text_cut_anywhere_is_truncated_there_and_the_last_whole_record_is_named(
    made: Written, data: st.DataObject
) -> None:
    text = made.text.rstrip(b" \t\n\r")
    cut = data.draw(st.integers(0, len(text) - 1))
    before = text[:cut]
    if not content(before):
        return

    with pytest.raises(ExportTruncated) as caught:
        read(before, data.draw(block_sizes))

    assert (caught.value.at, caught.value.last_key) == (cut, shown(made.last_key(cut)))


@some
@given(
    exports,
    st.data(),
    st.sampled_from((b"\xff", b"\xc0", b"\xed\xa0\x80", b"\xf5", b"\xe9 ", b"\xf0\x9f\x98 ")),
)
def test_a_byte_that_is_not_utf_8_is_named_wherever_it_stands(
    made: Written, data: st.DataObject, wrong: bytes
) -> None:
    text = made.text.rstrip(b" \t\n\r")
    at = data.draw(st.integers(0, len(text) - 1))
    text = text[:at] + wrong + text[at + data.draw(st.integers(0, 1)) :]
    try:
        text.decode()
    except UnicodeDecodeError as error:
        at = error.start

    with pytest.raises(ExportNotUtf8) as caught:
        read(text, data.draw(block_sizes))

    assert (caught.value.at, caught.value.last_key) == (at, shown(made.last_key(at)))


def shown(key: str | None) -> str | None:
    return key if key is None or len(key) <= 64 else f"{key[:64]}…"


def test_a_stretch_is_cut_up_fast_only_if_every_member_is_there() -> None:
    assert whole_members(b'"1": {}, "2": 5', 10) == [Member("1", b"{}", 15), Member("2", b"5", 24)]


@pytest.mark.parametrize(
    "stretch",
    [
        '"1": {}, "1": {}', '"1": {}, "2": {}, "1": {}', '"1": 12, "1": 1', '"1": 12, "2": 2, "1": 1',
        '"1": {}, "\\u0031": {}', '"\\u0031": {}', '"1": {}}, {"2": {}', '"1": {"2": {}', '"1": {}, ',
        '"1": "\ud800"', '"1": NaN', '"1": ' + "[" * 70 + "]" * 70,
        '"1": ' + "[" * 100_000 + "]" * 100_000,
    ],
)  # fmt: skip  # a list of traps, not one a line
def test_a_stretch_that_needs_exact_reading_is_left_to_it(stretch: str) -> None:
    assert whole_members(stretch.encode("utf-8", "surrogatepass"), 0) is None
