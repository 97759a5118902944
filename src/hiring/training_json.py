"""A training record as JSON, the same in artifacts, registries and answers."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

import msgspec

from hiring.domain.evaluation.leakage import Leakage
from hiring.domain.training.record import JsonValue, TrainingRecord

_SECTIONS: Final = {each.name: each.type for each in fields(TrainingRecord) if each.name != "other"}
_ALARM: Final = Leakage(
    alarm=True, roc_auc=None, model_limit=0.0, feature_limit=0.0, features=(), strongest=None
)
"""Figures about leakage that nobody can read may have been too good to be true."""
_UNSAID: Final[Mapping[str, JsonValue]] = {
    "unit": "person",
    "vagas": None,
    "known": None,
    "within_vagas": None,
    "calibration_rows": None,
    "all_rows": None,
}
"""What goes without saying inside a section: records of people are as they were before there were others."""


def encode_record(record: TrainingRecord, *, sort: bool = True) -> dict[str, JsonValue]:
    """The record, without what is not told.

    Args:
        record: What training wrote down.
        sort: Keys by name, at every level; otherwise in the order in which training writes them down.
    """
    told = _listed(msgspec.to_builtins(record, order="sorted" if sort else None, enc_hook=_float))
    other = told.pop("other")
    told = _said(told)
    document = {**{name: value for name, value in told.items() if value is not None}, **other}
    order = sorted(document) if sort else dict.fromkeys((*_SECTIONS, *other))
    return {name: document[name] for name in order if name in document}


def decode_record(document: Mapping[str, JsonValue]) -> TrainingRecord:
    """What the document says, so that `encode_record` gives the same document again.

    Each section is read by itself. One that is not as training writes it, by another program or damaged, is
    None and stands in `other`: the model serves, and who needs the section finds that it is missing.
    """
    read = TrainingRecord(**{name: _section(document.get(name), kind) for name, kind in _SECTIONS.items()})
    if read.leakage is None and document.get("leakage") is not None:
        read = replace(read, leakage=_ALARM)
    told = encode_record(read)
    other = {name: value for name, value in document.items() if name not in told or told[name] != value}
    return replace(read, other=other)


def _float(value: object) -> float:
    if isinstance(value, float):  # of NumPy
        return float(value)
    raise TypeError


def _section(value: JsonValue, kind: Any) -> Any:  # noqa: ANN401  # the field says what is in it
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


def _said(value: Any) -> Any:  # noqa: ANN401  # builtins, as they were given
    """Without what goes without saying."""
    if isinstance(value, list):
        return [_said(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _said(inner) for name, inner in value.items() if name not in _UNSAID or inner != _UNSAID[name]
    }


def _listed(value: Any) -> Any:  # noqa: ANN401  # builtins, as they were given
    """With lists for tuples, which JSON has not."""
    if isinstance(value, dict):
        return {name: _listed(inner) for name, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, list | tuple) else value
