"""People who seem to stand under two codes: pointed out by what they share, and never merged."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hiring.domain.features.record_batch import RecordBatch
from hiring.domain.features.text import fold
from hiring.domain.features.views.candidate import CV, EMAILS, PHONES

__all__ = ["READS", "SamePerson", "Shared", "same_people"]


class Shared(Enum):
    """What two records have in common."""

    EMAIL = "email"
    PHONE = "telefone"
    CV = "cv"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """Codes that seem to be one person's.

    Args:
        codes: Ascending, two at least.
        shared: What they share; one is "perhaps", more are "probably".
    """

    codes: tuple[int, ...]
    shared: tuple[Shared, ...]


READS: Final = (*EMAILS, *PHONES, *CV)
"""All fields that are read."""

MOST_CODES: Final = 4
"""What more codes share is no person's: a switchboard, an agency's address, a form's example."""
SHORTEST_CV: Final = 500
"""Characters; shorter texts are alike by chance."""

_EMAIL: Final = re.compile(r"([^@\s]+)@([\w-]+(?:\.[\w-]+)+)")
_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})
_PHONE_DIGITS: Final = 9
_NOT_DIGITS: Final = bytes(set(range(256)) - set(b"0123456789"))
_BEGINNING: Final = 256
_COMPARED: Final = 64  # of that, without white space that may differ
_FEWEST_DIFFERENT: Final = 4
"""Digits of a phone number; fewer are a place holder, such as 90000-0000."""


def same_people(codes: Sequence[int], records: Sequence[Mapping[str, object]]) -> tuple[SamePerson, ...]:
    """Groups of codes that share an e-mail address, a phone number or a long CV; by code, none twice.

    >>> emails = "Ana.Lima@gmail.com", "analima+rh@gmail.com", ""
    >>> same_people([31, 40, 52], [{"infos_basicas": {"email": email}} for email in emails])
    (SamePerson(codes=(31, 40), shared=(<Shared.EMAIL: 'email'>,)),)

    Args:
        codes: Of the people, each once.
        records: Their raw records.
    """
    batch = RecordBatch(records)
    found: dict[tuple[int, ...], list[Shared]] = defaultdict(list)
    for shared, keys_of in _KEYS:
        for group in _groups(codes, keys_of(batch)):
            found[group].append(shared)
    return tuple(SamePerson(codes=group, shared=tuple(found[group])) for group in sorted(found))


def _groups(codes: Sequence[int], keys: Sequence[Iterable[object]]) -> set[tuple[int, ...]]:
    """Those that share a key, unless too many do."""
    holders: dict[object, set[int]] = defaultdict(set)
    for code, own in zip(codes, keys, strict=True):
        for key in own:
            holders[key].add(code)
    return {tuple(sorted(group)) for group in holders.values() if 1 < len(group) <= MOST_CODES}


def _emails(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_normalized(text) for text in texts if text and "@" in text) - {""}


def _normalized(email: str) -> str:
    valid = _EMAIL.fullmatch(fold(email))
    if valid is None:
        return ""
    name, domain = valid.groups()
    name = name.partition("+")[0]
    if domain in _GMAIL:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def _phones(texts: tuple[str, ...]) -> frozenset[bytes]:
    return frozenset(_last_digits(texts))


def _last_digits(texts: tuple[str, ...]) -> Iterator[bytes]:
    for text in filter(None, texts):
        number = text.encode("ascii", "ignore").translate(None, _NOT_DIGITS)[-_PHONE_DIGITS:]
        if len(number) == _PHONE_DIGITS and len(set(number)) >= _FEWEST_DIFFERENT:
            yield number


def _cvs(batch: RecordBatch) -> list[tuple[str, ...]]:
    """Of long ones; the whole of a text is looked at only where another begins like it."""
    texts = batch.joined(CV)
    beginnings = [_words(text[:_BEGINNING])[:_COMPARED] if len(text) > SHORTEST_CV else "" for text in texts]
    common = Counter(beginnings)
    return [
        (_words(text),) if beginning and common[beginning] > 1 else ()
        for text, beginning in zip(texts, beginnings, strict=True)
    ]


def _words(text: str) -> str:
    """Whatever its white space and case."""
    return " ".join(text.casefold().split())


_KEYS: Final[Sequence[tuple[Shared, Callable[[RecordBatch], Sequence[Iterable[object]]]]]] = (
    (Shared.EMAIL, lambda batch: batch.rows(_emails, EMAILS)),
    (Shared.PHONE, lambda batch: batch.rows(_phones, PHONES)),
    (Shared.CV, _cvs),
)
