"""A faulty file is refused by its kind, byte and last good key, in one line that says what to do."""

import gzip
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.members import LARGEST_RECORD, members, whole_members
from hiring.domain.errors import (
    ExportEmpty,
    ExportFault,
    ExportNotAnObject,
    ExportNotGzip,
    ExportNotJson,
    ExportNotUtf8,
    ExportOfAnotherFormat,
    ExportRecordTooLarge,
    ExportTooDeep,
    ExportTrailingData,
    ExportTruncated,
    FileMissing,
    FolderWithoutExports,
)
from tests.unit.adapters.exports.strategies import export, reading_blocks_of

SECRET = "segredo@exemplo.com"
SMALL = export(
    [
        ("7", "plain", f'{{"infos_basicas": {{"email": "{SECRET}"}}, "é": [1e3], "cv": "\\"\\u00e9“😀"}}'),
        ("8", "plain", '{"1": {"2": {}, "3": {}}, "n": null}'),
        ("9", "plain", "{}"),
    ],
    space=" ",
)  # fmt: skip  # records as they would stand in a file
BLOCKS = (1, 4, 64, 1 << 19)


def codes(file: Path) -> list[int]:
    """Of all records that were read, kept or set aside."""
    chunks = list(ApplicantsFile(file).chunks(2))
    kept = [code for chunk in chunks for code in chunk.rows.codigo_profissional.tolist()]
    return sorted(kept + [int(reject.key) for chunk in chunks for reject in chunk.rejects])


def refused(
    folder: Path, content: bytes, *, name: str = "applicants.json", block: int = 1 << 19
) -> ExportFault:
    """How the file is refused; the message is right whatever the fault."""
    file = folder / name
    file.write_bytes(content)
    with reading_blocks_of(block), pytest.raises(ExportFault) as caught:
        codes(file)
    fault, message = caught.value, str(caught.value)
    assert message.startswith(f"{file}: ")
    assert fault.what in message
    assert "\n" not in message
    assert SECRET not in message
    assert fault.at is None or f"at byte {fault.at:,}" in message
    assert fault.last_key is None or repr(fault.last_key) in message
    return fault


@pytest.mark.parametrize("content", [b"", b" ", b"\n\r\n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
@pytest.mark.parametrize("name", ["applicants.json", "applicants.json.gz"])
def test_a_file_without_any_json_is_empty(tmp_path: Path, content: bytes, name: str) -> None:
    assert type(refused(tmp_path, content, name=name)) is ExportEmpty
    assert type(refused(tmp_path, gzip.compress(content), name=name)) is ExportEmpty


@pytest.mark.parametrize(
    "content", [b"[]", b'"x"', b"5", b"-1", b"null", b" true", b"[{}]", b"\xef\xbb\xbf[", b"false"]
)
def test_a_file_of_another_value_is_not_an_object(tmp_path: Path, content: bytes) -> None:
    assert type(refused(tmp_path, content)) is ExportNotAnObject


@pytest.mark.parametrize(
    "content", [b"{}", b" { } \n", b"\xef\xbb\xbf{\n}", SMALL.text, SMALL.text + b"\r\n "]
)
@pytest.mark.parametrize("block", BLOCKS)
def test_a_whole_file_is_not_refused(tmp_path: Path, content: bytes, block: int) -> None:
    (tmp_path / "applicants.json").write_bytes(content)
    with reading_blocks_of(block):
        assert codes(tmp_path / "applicants.json") == ([7, 8, 9] if len(content) > 20 else [])


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_cut_at_any_byte_is_truncated_there(tmp_path: Path, block: int, mark: bytes) -> None:
    text = mark + SMALL.text
    for cut in range(1, len(text)):
        fault = refused(tmp_path, text[:cut], block=block)
        if cut == len(mark):
            assert type(fault) is ExportEmpty
        else:
            last_key = SMALL.last_key(cut - len(mark))
            assert (type(fault), fault.at, fault.last_key) == (ExportTruncated, cut, last_key)


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize(
    "more",
    [b"{}", b"\n{}", b' {"10": {}}', b"x", b"}", b"]", b",", b"\0", b"\0" * 600, b"\xff", b"\xef\xbb\xbf"],
)
def test_what_follows_the_object_is_named(tmp_path: Path, block: int, more: bytes) -> None:
    fault = refused(tmp_path, SMALL.text + more, block=block)
    start = len(SMALL.text) + len(more) - len(more.lstrip())

    assert (type(fault), fault.at, fault.last_key) == (ExportTrailingData, start, "9")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"])
def test_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    text = SMALL.text.decode().replace("“😀", "ç").encode(encoding)

    file = tmp_path / "applicants.json"
    file.write_bytes(text)
    with pytest.raises(ExportOfAnotherFormat if encoding.startswith("utf") else ExportNotUtf8):
        codes(file)


FAULTS = {
    '{"7": NaN}': 6, '{"7": {"a": Infinity}}': 12, '{"7": {"a": -Infinity}}': 12, '{"7": {"a": 1,}}': 14,
    '{"7": [1,]}': 9, '{"7" {}}': 5, "{'7': {}}": 1, '{"7": {"a": \'b\'}}': 12, "{7: {}}": 1,
    '{"7": {} "8": {}}': 9, '{"7": {"a" 1}}': 11, '{"7": {"a": "\n"}}': 13, '{"7": {"a": "b\x00"}}': 14,
    '{"7": {"a": "\\x41"}}': 13, '{"7": {"a": "\\u00g0"}}': 13, '{"7": {"a": 01}}': 12,
    '{"7": {"a": 1.}}': 12, '{"7": {"a": .5}}': 12, '{"7": {"a": +1}}': 12, '{"7": {"a": 1e}}': 12,
    '{"7": {"a": True}}': 12, '{"7": {"a": b"}, "8": {"c": "d"}}': 12, '{"7": {"a": [}}': 13,
    '{"7": {"a": ]}}': 12, '{"7": {a: 1}}': 7, '{"7": }': 6, '{"7": /**/ {}}': 6, "{,}": 1,
    "\\": 0, "}": 0, "NaN": 0, '{"7": {}]': 8, '{"7": {"a": 1}]': 14, '{"7": {}\x0b}': 8,
}  # fmt: skip  # a list of traps, not one a line


def test_a_comma_behind_the_last_record_is_not_json(tmp_path: Path) -> None:
    fault = refused(tmp_path, b'{"7": {},}')

    assert (type(fault), fault.at, fault.last_key) == (ExportNotJson, 9, "7")


@pytest.mark.parametrize(("text", "at"), FAULTS.items())
@pytest.mark.parametrize("block", [1, 5, 1 << 19])
def test_what_is_not_json_is_named_to_the_byte(tmp_path: Path, text: str, at: int, block: int) -> None:
    fault = refused(tmp_path, text.encode(), block=block)
    assert (type(fault), fault.at, fault.last_key) == (ExportNotJson, at, None)

    if not text.startswith("{"):
        return
    fault = refused(tmp_path, b'{"5": {}, "6": {},' + text[1:].encode(), block=block)
    assert (type(fault), fault.at, fault.last_key) == (ExportNotJson, at + 17, "6")


ENDLESS = (b'", "a": "', b"}}},,,,", b"\\n", b'", "a": {}, "b": "')


def nested(levels: int, *, opening: str = "[", closing: str = "]") -> str:
    return opening * levels + closing * levels


@pytest.mark.parametrize("after", ["}", ', "8": {}}'])
@pytest.mark.parametrize("block", [1, 50, 1 << 19])
def test_sixty_four_levels_are_allowed_and_one_more_is_not(tmp_path: Path, after: str, block: int) -> None:
    file = tmp_path / "applicants.json"
    file.write_text(f'{{"7": {{"cv_en": {nested(62)}}}{after}')
    with reading_blocks_of(block):
        assert codes(file)[0] == 7

    fault = refused(tmp_path, f'{{"6": {{}}, "7": {{"a": {nested(63)}}}{after}'.encode(), block=block)

    assert (type(fault), fault.at, fault.last_key) == (ExportTooDeep, 21 + 62, "6")


def test_many_brackets_side_by_side_are_not_deep(tmp_path: Path) -> None:
    file = tmp_path / "applicants.json"
    file.write_text(f'{{"7": {{"a": [{"[[]]," * 500} "{"[{" * 500}"]}}, "8": {{}}}}')

    assert codes(file) == [7, 8]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"1": ', "}"), ('{"1": {}, "2": [', "]}")])
def test_a_hundred_thousand_levels_are_refused_at_once(tmp_path: Path, opening: str, closing: str) -> None:
    began = time.process_time()
    text = f'{{"7": {nested(100_000, opening=opening, closing=closing)}, "8": {{}}}}'

    assert type(refused(tmp_path, text.encode())) is ExportTooDeep
    assert time.process_time() - began < 5


@pytest.mark.parametrize("endless", [b"x", *(pytest.param(part, marks=pytest.mark.slow) for part in ENDLESS)])
def test_a_record_that_does_not_end_is_refused_in_bounded_memory(endless: bytes) -> None:
    given = 0

    def blocks() -> Iterator[bytes]:
        nonlocal given
        yield b'{"6": {}, "7": {"a": "'
        block = endless * ((1 << 19) // len(endless))
        while True:
            given += len(block)
            yield block

    with pytest.raises((ExportRecordTooLarge, ExportNotJson)) as caught:
        list(members("applicants.json", (block for block in blocks()), whole_members))

    assert caught.value.last_key == "6"
    assert caught.value.at is not None
    assert given <= LARGEST_RECORD + (1 << 20)


@pytest.mark.parametrize("name", ["applicants.json", "applicants.json.gz"])
@pytest.mark.parametrize("content", [SMALL.text, gzip.compress(SMALL.text)])
def test_gzip_is_recognised_by_content_and_not_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    assert codes(tmp_path / name) == [7, 8, 9]


def test_a_gzip_file_cut_anywhere_is_truncated_where_its_text_ends(tmp_path: Path) -> None:
    packed = gzip.compress(SMALL.text, mtime=0)
    for cut in range(1, len(packed)):
        fault = refused(tmp_path, packed[:cut], block=64)
        there = len(zlib.decompressobj(31).decompress(packed[:cut]))
        assert (type(fault), fault.at) == (ExportTruncated, there)
        assert fault.last_key == SMALL.last_key(there) or there == len(SMALL.text)


def test_a_gzip_file_with_any_bit_flipped_is_refused_or_read_right(tmp_path: Path) -> None:
    packed = gzip.compress(SMALL.text, mtime=0)
    refusals: Counter[type[ExportFault]] = Counter()
    for bit in range(16, 8 * len(packed)):  # without the first two bytes it is no gzip file
        flipped = bytearray(packed)
        flipped[bit // 8] ^= 1 << bit % 8
        (tmp_path / "flipped.json.gz").write_bytes(flipped)
        try:
            assert codes(tmp_path / "flipped.json.gz") == [7, 8, 9]
        except ExportFault as fault:
            refusals[type(fault)] += 1

    assert set(refusals) == {ExportNotGzip, ExportTruncated}
    assert refusals.total() > 7 * (len(packed) - 10)  # a header's date and a few padding bits say nothing


def test_damage_of_a_gzip_file_explains_whatever_is_wrong_with_its_text(tmp_path: Path) -> None:
    made = export([(str(code), "plain", f'{{"cv_pt": "{code * 7919}"}}') for code in range(5_000)])
    packed = bytearray(gzip.compress(made.text))
    packed[len(packed) // 2] ^= 16

    fault = refused(tmp_path, bytes(packed), block=4096)

    assert type(fault) is ExportNotGzip
    assert fault.last_key in made.keys[1_000:4_000]


def test_a_sound_gzip_file_of_faulty_text_is_refused_for_its_text(tmp_path: Path) -> None:
    fault = refused(tmp_path, gzip.compress(SMALL.text[:-1] + b"!" + b" " * 100_000), block=64)

    assert (type(fault), fault.at, fault.last_key) == (ExportNotJson, len(SMALL.text) - 1, "8")


def test_long_and_unprintable_keys_are_shown_short_and_on_one_line(tmp_path: Path) -> None:
    made = export([("\n\0" * 5_000, "plain", "{}"), ("7", "plain", "{}")])

    assert len(str(refused(tmp_path, made.text[:-4]))) < 1_000


def test_a_folder_and_a_missing_file_cannot_be_opened(tmp_path: Path) -> None:
    for file, failure in ((tmp_path, FolderWithoutExports), (tmp_path / "nowhere.json", FileMissing)):
        with pytest.raises(failure) as caught:
            codes(file)
        assert str(file) in str(caught.value)
