"""Applicants' records out of JSON: the fields that feature rules read are built, all others are skipped.

`decoded_members` does all of a stretch of the file in one call, where nothing in it needs a closer look.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypedDict, cast

import msgspec
import numpy as np

from hiring.adapters.exports.members import refuse_other_than_utf8
from hiring.adapters.exports.record_validation import exactly
from hiring.adapters.exports.scanner import DEEPEST
from hiring.application.ports.exports import Decoder
from hiring.domain.contract import SECTIONS
from hiring.domain.features import RULES
from hiring.domain.record_validation import may_have_faults

# A record, section or field of a wrong type must not fail.
_ANYTHING_ELSE: Final[Any] = str | int | float | bool | list[Any] | None
_NOT_READ: Final = ("cargo_atual",)  # a section that no rule reads: empty here, but known as a section


def _by_section(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By section, the fields in it; none for what is a field itself."""
    paths = sorted(set(paths))
    sections = dict.fromkeys(path.partition(".")[0] for path in paths)
    return {
        section: tuple(path.partition(".")[2] for path in paths if path.startswith(f"{section}."))
        for section in sections
    }


_FIELDS: Final = _by_section(path for rule in RULES for path in rule.reads)
_SECTIONS: Final = (*(section for section, fields in _FIELDS.items() if fields), *_NOT_READ)
# Beside what rules read: what tells whether the record is one; that it is there is all that is asked.
_TOLD_BY: Final = tuple(section for section in SECTIONS if section not in (*_FIELDS, *_NOT_READ))


def _record_type(
    read: Mapping[str, Sequence[str]], sections: Iterable[str], told_by: Iterable[str] = ()
) -> Any:  # noqa: ANN401  # a type made of a rule table
    make: Any = TypedDict  # called with names that only run time knows
    types: dict[str, Any] = dict.fromkeys(told_by, msgspec.Raw)
    types |= {field: Any for field, inner in read.items() if not inner}
    for section in sections:
        fields = dict.fromkeys(read.get(section, ()), Any)
        types[section] = make(section, fields, total=False) | _ANYTHING_ELSE
    return make("Record", types, total=False)


_RECORD: Final[Any] = _record_type(_FIELDS, _SECTIONS, _TOLD_BY)


class RecordDecoder(Decoder):
    """Decodes the fields that rules read, and skips all others.

    Args:
        paths: Of those fields.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        read = _by_section(self._paths)
        record = _record_type(read, [section for section, fields in read.items() if fields])
        self._decode: Final = msgspec.json.Decoder(record).decode

    def __reduce__(self) -> tuple[object, ...]:
        """Another process makes a decoder of its own."""
        return RecordDecoder, (self._paths,)

    def records(self, documents: Sequence[bytes]) -> list[Mapping[str, object]]:
        """The records, in order."""
        return [self.record(document) for document in documents]

    def record(self, document: bytes) -> Mapping[str, object]:
        """One of them."""
        try:
            return cast("Mapping[str, object]", self._decode(document))
        except msgspec.DecodeError:
            # A number that no float can hold stands in a text field: JSON, and absent as every number there
            # is.
            return cast("Mapping[str, object]", exactly(document))


class ApplicantDecoder(RecordDecoder):
    """Decodes what the candidate's rules read of applicants."""

    def __init__(self) -> None:
        super().__init__(path for rule in RULES for path in rule.reads)


class Decoded(NamedTuple):
    """One member of the top-level object, decoded: its key and its value, a dict if that is an object."""

    key: str
    record: object


class _Key:
    """A key that equals no other, so that the decoder keeps every one of repeated members."""

    __slots__ = ("text",)

    def __init__(self, _type: type, text: str) -> None:
        self.text = text


_members: Final[Any] = dict[_Key, _RECORD | _ANYTHING_ELSE]  # names that only run time knows
_decode: Final = msgspec.json.Decoder(_members, dec_hook=_Key).decode


def decoded_members(stretch: bytes) -> list[Decoded] | None:
    """The members of a stretch of JSON text, if it is exactly that: `"key": value, ..., "key": value`.

    Args:
        stretch: Text that begins at a key and ends behind a value.

    Returns:
        None where a closer look has to decide: not JSON, not UTF-8, perhaps too deep, escapes of what no
        database can hold, perhaps a number that is too long, one that no float can hold.
    """
    if may_have_faults(stretch):
        return None
    text = b"{%b}" % stretch
    try:
        refuse_other_than_utf8(text)
        found = _decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    members = [Decoded(key.text, value) for key, value in found.items()]
    return None if _perhaps_deep(stretch, members) else members


def _perhaps_deep(stretch: bytes, members: Sequence[Decoded]) -> bool:
    """Whether so many brackets are not those of records or their sections that they might nest too deeply."""
    openings = np.count_nonzero((np.frombuffer(stretch, np.uint8) | 0x20) == ord("{"))  # `[` is `{` less 0x20
    records = [member.record for member in members if isinstance(member.record, dict)]
    sections = sum(type(record.get(section)) is dict for section in _SECTIONS for record in records)
    return int(openings) - len(records) - sections > DEEPEST - len(("export", "record", "section"))
