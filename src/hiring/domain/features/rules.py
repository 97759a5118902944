"""A feature rule: a line of a table that an analyst can read."""

from dataclasses import dataclass

from hiring.domain.contract import FIELDS, Known, is_never_a_feature
from hiring.domain.features.formulas.fields import Formula
from hiring.domain.features.kinds import Flag, Kind

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One feature.

    Args:
        feature: Column name; part of the contract, never renamed.
        reads: Paths of the source fields, see `hiring.domain.contract`.
        computed_by: The formula over those fields.
        kind: What its values can be.
        pt: What a recruiter reads, in Portuguese.
        en: The same, in English.

    Raises:
        ValueError: Its name is that of a column that must never be a feature, or it reads a field that does
            not exist, is known only after the decision, or is protected: such a feature would leak or
            discriminate, so the rule table does not even import.
    """

    feature: str
    reads: tuple[str, ...]
    computed_by: Formula
    kind: Kind
    pt: str
    en: str

    def __post_init__(self) -> None:
        if is_never_a_feature(self.feature):
            message = f"{self.feature} must never be a feature: protected, or known only after the decision"
            raise ValueError(message)
        for path in self.reads:
            field = FIELDS.get(path)
            if field is None or field.known is Known.AFTER or field.protected:
                message = (
                    f"{self.feature} may not read {path}: unknown, protected, or written after the decision"
                )
                raise ValueError(message)
        if isinstance(self.kind, Flag) and not self.feature.startswith(self.kind.group):
            raise ValueError(f"the names of a group begin with it: {self.feature}, {self.kind.group}")
