"""What is wrong within a raw record, of whatever: keys that repeat, values that not every store can keep."""

from collections.abc import Collection
from typing import Any

from hiring.domain.record_validation import fault_of_value
from hiring.entrypoints.http.requests.reading import Repeating
from hiring.entrypoints.http.requests.refusals import BODY, Faults, key_faults


def faults_of_sections(record: dict[str, Any], sections: Collection[str], *, closely: object) -> Faults:
    """Every fault by its path in the record; those of the whole are told of the body.

    Args:
        record: As it was decoded.
        sections: Its objects that are looked into.
        closely: The same `with_long_numbers` where texts and numbers need a look, else None.
    """
    faults = _repeated(record, BODY)
    for name in sections:
        faults += _repeated(record.get(name), name)
    return faults + _faults_of_values(closely, sections) if isinstance(closely, dict) else faults


def _repeated(value: object, within: str) -> Faults:
    repeated = value.repeated if isinstance(value, Repeating) else ()
    return key_faults(repeated, "appears more than once", within=within)


def _faults_of_values(record: dict[str, object], names: Collection[str]) -> Faults:
    """Texts and numbers that not every store can keep, by section and field."""
    sections = {name: value for name in names if isinstance(value := record.get(name), dict)}
    others = {name: value for name, value in record.items() if name not in sections}
    faults = _faulty(others, BODY)
    for name, section in sections.items():
        faults += _faulty(section, name)
    return faults


def _faulty(values: dict[str, object], within: str) -> Faults:
    names: dict[str, list[str]] = {}
    for name, value in values.items():
        if (reason := fault_of_value({name: value})) is not None:
            names.setdefault(reason, []).append(name)
    return [fault for reason, found in names.items() for fault in key_faults(found, reason, within=within)]
