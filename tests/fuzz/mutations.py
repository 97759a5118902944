"""Sound requests made unsound: in their bytes, in the structure of the JSON, in the head."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.fuzz.nasty import HEADERS, KEYS, METHODS, NASTY, PLACE, RAW, TARGETS, TOKENS, VERSIONS
from tests.fuzz.targets import Sent, a_document, a_request, posted

Mutation = Callable[[random.Random, str], bytes]


def in_its_bytes(chance: random.Random, token: str) -> bytes:
    whole = bytearray(bytes(a_request(chance, token)))
    for _ in range(chance.choice([1, 1, 1, 2, 4, 16])):
        at, to = sorted((chance.randrange(len(whole) + 1), chance.randrange(len(whole) + 1)))
        to = min(to, at + chance.choice([1, 2, 8, 100, 10_000]))
        what = chance.randrange(7)
        if what == 0:
            del whole[at:]
        elif what == 1:
            del whole[at:to]
        elif what == 2:
            whole[at:at] = whole[at:to]
        elif what == 3:
            whole[at:at] = chance.choice(TOKENS) * chance.choice([1, 1, 2, 100])
        elif what == 4:
            whole[at:to] = chance.randbytes(to - at)
        elif what == 5 and at < len(whole):
            whole[at] ^= 1 << chance.randrange(8)
        else:
            whole[at:at] = chance.randbytes(chance.choice([1, 4, 64]))
        if not whole:
            whole += b"\r\n"
    return bytes(whole)


def in_its_structure(chance: random.Random, token: str) -> bytes:
    target, document = a_document(chance)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        document = _changed(document, chance)
    return bytes(posted(target, _written(document, chance), token))


def _changed(document: Any, chance: random.Random) -> Any:  # noqa: ANN401  # JSON
    """One place somewhere in it is another."""
    if not isinstance(document, dict | list) or not document or chance.random() < 0.15:
        return chance.choice([*NASTY, PLACE, _deep(chance), document])
    if isinstance(document, list):
        items = [*document]
        at = chance.randrange(len(items))
        items[at] = _changed(items[at], chance)
        return items * (300 if len(items) < 4 and chance.random() < 0.05 else 1)
    changed = dict(document)
    key = chance.choice([*changed])
    what = chance.randrange(6)
    if what == 0:
        del changed[key]
    elif what == 1:
        changed[chance.choice(KEYS)] = chance.choice(NASTY)
    elif what == 2:
        changed[chance.choice(KEYS)] = changed.pop(key)
    elif what == 3 and chance.random() < 0.05:
        changed |= {f"k{number}": number for number in range(chance.choice([100, 5_000]))}
    else:
        changed[key] = _changed(changed[key], chance)
    return changed


def _deep(chance: random.Random) -> str:
    """A mark of what would be too deep for Python's own writer."""
    return f"{PLACE}{chance.choice([10, 63, 64, 65, 1_000, 20_000])}{PLACE}"


def _written(document: Any, chance: random.Random) -> bytes:  # noqa: ANN401  # JSON
    text = json.dumps(document, ensure_ascii=chance.random() < 0.7).encode("utf-8", "surrogatepass")
    for mark in (json.dumps(PLACE).encode(), json.dumps(PLACE, ensure_ascii=False).encode()):
        text = text.replace(mark, chance.choice(RAW))
    for depth in (10, 63, 64, 65, 1_000, 20_000):
        for ascii_only in (True, False):
            mark = json.dumps(f"{PLACE}{depth}{PLACE}", ensure_ascii=ascii_only).encode()
            opening, closing = chance.choice([(b"[", b"]"), (b'{"a":', b"}"), (b"[", b"")])
            text = text.replace(mark, opening * depth + b"1" + closing * depth)
    what = chance.randrange(24)
    if what == 0:
        return text.replace(b'"tem_email": ', b'"tem_email": 1, "tem_email": ', 1)
    if what == 1:
        return text[:-1] + chance.choice([b"", b"}}", b", ", b',"a"', b"\x00"])
    if what == 2:
        return b"\xef\xbb\xbf" + text
    if what == 3:
        return text.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
    if what == 4:
        return text + chance.choice([b"\n\n", b" {}", b"null", b"\x00", b"]"])
    return text


def in_its_head(chance: random.Random, token: str) -> bytes:
    sent = a_request(chance, token)
    for _ in range(chance.choice([1, 1, 2, 4])):
        sent = _other_head(sent, chance)
    whole = bytes(sent)
    if chance.random() < 0.03:
        whole *= 2  # one right after the other
    return whole


def _other_head(sent: Sent, chance: random.Random) -> Sent:
    what = chance.randrange(12)
    headers = [*sent.headers]
    if what == 0:
        return replace(sent, method=chance.choice(METHODS))
    if what == 1:
        return replace(sent, target=chance.choice(TARGETS))
    if what == 2:
        return replace(sent, version=chance.choice(VERSIONS))
    if what == 3 and sent.body is not None:
        return replace(
            sent, headers=[*headers, (b"Transfer-Encoding", b"chunked")], body=_chunked(sent.body, chance)
        )
    if what == 4:
        return replace(sent, headers=headers * chance.choice([2, 30]))
    if what == 5 and headers:
        del headers[chance.randrange(len(headers))]
    elif what == 6:
        headers += [(b"X-%d" % number, b"v") for number in range(chance.choice([60, 70, 500]))]
    else:
        name = chance.choice([*HEADERS])
        if chance.random() < 0.6:
            headers = [(other, value) for other, value in headers if other != name]
        headers.append((name, chance.choice(HEADERS[name])))
    return replace(sent, headers=headers)


def _chunked(body: bytes, chance: random.Random) -> bytes:
    size = max(1, len(body) // chance.randrange(1, 5))
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    chunks = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces]
    bad = [
        b"-1\r\n",
        b"fffffffffffffffff\r\n",
        b"g\r\n",
        b"5;a=" + b"b" * 5_000 + b"\r\nabcde\r\n",
        b"1\r\nab\r\n",
        b"",
    ]
    if chance.random() < 0.5:
        chunks.insert(chance.randrange(len(chunks) + 1), chance.choice(bad))
    return b"".join(chunks) + chance.choice([b"0\r\n\r\n", b"0\r\n\r\n", b"0\r\nTrailer: x\r\n\r\n", b""])


MUTATIONS: list[Mutation] = [in_its_bytes, in_its_structure, in_its_head]
