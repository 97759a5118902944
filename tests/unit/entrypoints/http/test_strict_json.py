"""The quick way through JSON and the exact one agree, whatever is sent."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hiring.entrypoints.http.requests.json_keys import written_keys
from hiring.entrypoints.http.requests.reading import Repeating, _exactly, strict_json
from hiring.entrypoints.http.requests.refusals import RefusedRequest

KEYS = st.sampled_from(["a", "b", "features", "é", ":", '"', "\\", ""]) | st.text(max_size=3)
NUMBERS = (
    st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0, -0.0, 2**63, 2**64, 10**400, 5e-324, 1e308])
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=()), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
PLAIN = b'{ } [ ] " : , {"a":1,"a":2} {"a":1 "a":":" \\u0000 \\ud800 \\" \\\\ true null'
ODD = b"1e999 NaN -Infinity -0 01 1. .5 1E+2 99999999999999999999 \xff \xc3\xa9 \xed\xa0\x80 \x00"
SPACED = [b" ", b"\n", b"\x0b", b'{"a" :1,"a":1}', b'"\t"']
PIECES = st.sampled_from([*PLAIN.split(b" "), *ODD.split(b" "), *SPACED])


def read(reader: Any, body: bytes) -> Any:  # noqa: ANN401  # any JSON value
    """The document as text, which tells 1 from 1.0 and True, and what stands twice; or the refusal."""
    try:
        document = reader(body)
    except RefusedRequest as refused:
        return refused.detail
    return shape(document)


def shape(value: Any) -> Any:  # noqa: ANN401  # the same
    if isinstance(value, dict):
        twice = value.repeated if isinstance(value, Repeating) else ()
        return {key: shape(inside) for key, inside in value.items()}, twice
    return [shape(inside) for inside in value] if isinstance(value, list) else (type(value), repr(value))


@given(document=VALUES, indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
def test_what_is_json_is_read_alike(document: Any, indent: int | None, *, ascii_only: bool) -> None:  # noqa: ANN401
    body = json.dumps(document, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")

    assert read(strict_json, body) == read(_exactly, body)


@given(st.lists(PIECES, max_size=12).map(b"".join) | st.binary(max_size=12))
@example(b'{"a" :1,"a":1}')
@example(b'{"a" :1,"a":":"}')
@example(b'{"a":{"b" :1,"b":1}}')
@example(b"[" * 65 + b"]" * 65)
@example(b'{"a":"' + b"[" * 100 + b'"}')
@example(b"9" * 5000)
@example(b"1e400")
@example(b"-0")
def test_what_is_nearly_json_is_judged_alike(body: bytes) -> None:
    assert read(strict_json, body) == read(_exactly, body)


@pytest.mark.parametrize(("depth", "taken"), [(64, True), (65, False), (900, False), (5_000, False)])
@pytest.mark.parametrize("texts", [b"", b'"a:b", ', b'"\\ud800", '], ids=["plain", "colon", "surrogate"])
def test_64_levels_are_taken(depth: int, texts: bytes, *, taken: bool) -> None:
    body = b"[" + texts + b"[" * (depth - 1) + b"]" * depth

    assert (read(strict_json, body) == "the body is nested deeper than 64 levels") is not taken


TEXTS = st.text(st.sampled_from('":\\{}, ação'), max_size=6)
QUOTED = st.recursive(
    st.none() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(
    QUOTED, st.sampled_from([(",", ":"), (", ", ": "), (" ,", "\n :\t")]), st.sampled_from(["utf-8", "ascii"])
)
def test_keys_are_counted_where_they_stand(value: object, separators: tuple[str, str], encoding: str) -> None:
    written: list[str] = []

    def pairs(found: list[tuple[str, object]]) -> None:
        written.extend(key for key, _ in found)

    body = json.dumps([value, value], separators=separators, ensure_ascii=encoding == "ascii").encode()
    json.loads(body, object_pairs_hook=pairs)

    assert written_keys(body) == len(written)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a\\\\":1,"b":1,"b":2}',
        b'{"a" :1,"b":1,"b":2}',
        b'{"t":"x:y","b":1,"b":2}',
        b'{"t":":","b":[{"c":1,"c":2}]}',
    ],
)
def test_a_repeated_key_is_seen_though_texts_have_colons(body: bytes) -> None:
    assert read(strict_json, body) == read(_exactly, body)
    assert len(json.loads(body)) + (b"[" in body) < written_keys(body)
