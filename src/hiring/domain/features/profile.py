"""A feature profile: views of people, vagas and pairs of both, and what follows from them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from hiring.domain.contract import READABLE, Entity
from hiring.domain.features.encodings import Encodings
from hiring.domain.features.kinds import Code, Flag, Learnt
from hiring.domain.features.pairs import BLOCK, PairBatch, Side, people_of, vagas_of
from hiring.domain.features.record_batch import RecordBatch
from hiring.domain.features.rules import Rule
from hiring.domain.features.strata import Stratum
from hiring.domain.records import Floats, TextArray

__all__ = ["LeakageLimits", "Profile", "View"]

_APPLIED: Final = "prospect.data_candidatura"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakageLimits:
    """ROC AUCs above which a model, or a single feature in either direction, is too good to be true.

    Args:
        model: Of a model, or of a feature that is learnt from outcomes.
        feature: Of any other.
        within_vaga: Of a feature among the people of one vaga. On real outcomes no feature of a person, and
            no match of both, is above 0.53 there; the order of application, which a hire ends, is at 0.64.
    """

    model: float = 0.85
    feature: float = 0.75
    within_vaga: float = 0.61


@dataclass(frozen=True, slots=True)
class View:
    """Features of one entity.

    Args:
        entity: Whose they are.
        rules: One per feature. Those of a person read only the applicant's record, those of a vaga only the
            vaga's; those of a pair read both, and the day on which the person was put forward.

    Raises:
        ValueError: A rule reads what its entity does not have.
    """

    entity: Entity
    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        for rule in self.rules:
            if strange := sorted(set(rule.reads) - READABLE[self.entity]):
                message = f"{rule.feature}, of a {self.entity.value}, may not read {', '.join(strange)}"
                raise ValueError(message)

    def inputs_of(self, records: Sequence[Mapping[str, object]]) -> tuple[Floats, TextArray]:
        """Its features of raw records of its entity: those that are numbers, and those that are texts."""
        numbers, texts = self._empty(len(records))
        for start in range(0, len(records), BLOCK):
            here = slice(start, start + BLOCK)
            self._fill(RecordBatch(records[here]), numbers[here], texts[here])
        return numbers, texts

    def inputs_of_pairs(
        self, pairs: Sequence[Mapping[str, object]], people: Side, vagas: Side
    ) -> tuple[Floats, TextArray]:
        """The same of pairs: what is of one side alone is computed once for each person, or each vaga."""
        if self.entity is Entity.PAIR:
            numbers, texts = self._empty(len(pairs))
            self._fill(PairBatch(pairs, people, vagas), numbers, texts)
            return numbers, texts
        side = people if self.entity is Entity.PERSON else vagas
        numbers, texts = self.inputs_of(side.records)
        return numbers[side.back], texts[side.back]

    def _empty(self, records: int) -> tuple[Floats, TextArray]:
        texts = sum(rule.kind.text for rule in self.rules)
        return np.empty((records, len(self.rules) - texts)), np.empty((records, texts), np.object_)

    def _fill(self, batch: RecordBatch, numbers: Floats, texts: TextArray) -> None:
        number_columns, text_columns = iter(numbers.T), iter(texts.T)
        for rule in self.rules:
            column = next(text_columns if rule.kind.text else number_columns)
            column[:] = rule.computed_by.compute(batch, rule.reads)


@dataclass(frozen=True, slots=True, eq=False)  # each is made once, and looked up with every request
class Profile:
    """Which features a model sees. Gold tables, artifacts and versions carry its name.

    Args:
        name: Of the profile.
        version: Raised when a rule's meaning changes in a way that its text does not show (folding,
            constants).
        views: In the order of the model's columns.
        leakage_limits: The best ranking that is plausible with what is known before the decision.
        clean: Rows whose outcome was probably open when people were put forward; None: all are.
        encodings: What a model has learnt from the profile's texts; see `learnt`.
        rules: Of all views.
        features: Column names, in the model's order.
        groups: Groups of flags of which at most one is 1, by the prefix of their names.
        texts: The features that are texts until a model's encodings turn them into numbers, with their kinds.
    """

    name: str
    version: str
    views: tuple[View, ...]
    leakage_limits: LeakageLimits = field(default_factory=LeakageLimits)
    clean: Stratum | None = None
    encodings: Encodings = field(default_factory=dict, repr=False)
    rules: tuple[Rule, ...] = field(init=False, repr=False, compare=False)
    features: tuple[str, ...] = field(init=False, repr=False, compare=False)
    groups: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    texts: tuple[tuple[str, Code | Learnt], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rules = tuple(rule for view in self.views for rule in view.rules)
        texts = tuple((rule.feature, rule.kind) for rule in rules if isinstance(rule.kind, Code | Learnt))
        for name, value in (
            ("rules", rules),
            ("features", tuple(rule.feature for rule in rules)),
            ("groups", _groups_of(rules)),
            ("texts", texts),
        ):
            object.__setattr__(self, name, value)
        if len(set(self.features)) != len(rules):
            raise ValueError(f"a feature of {self.name} is there twice")

    @property
    def reads_vagas(self) -> bool:
        """Whether its features are about people and a vaga, not about people alone."""
        return any(view.entity is not Entity.PERSON for view in self.views)

    @property
    def dated(self) -> tuple[str, ...]:
        """The features that depend on the day on which the person was put forward."""
        return tuple(rule.feature for rule in self.rules if _APPLIED in rule.reads)

    @property
    def of_people(self) -> tuple[str, ...]:
        """The features for which the person's record is read: of the person, or of a match with the vaga."""
        return tuple(rule.feature for rule in self.rules if READABLE[Entity.PERSON] & set(rule.reads))

    @property
    def uses_outcomes(self) -> tuple[str, ...]:
        """The features whose numbers are learnt from what happened."""
        return tuple(name for name, kind in self.texts if kind.uses_outcomes)

    @property
    def vaga_rules(self) -> tuple[Rule, ...]:
        """Those of its views of the vaga alone."""
        return tuple(rule for view in self.views if view.entity is Entity.VAGA for rule in view.rules)

    def fingerprint(self) -> str:
        """SHA-256 of the rule table: equal fingerprints mean equal features."""
        lines = [
            f"{rule.feature}|{' '.join(rule.reads)}|{rule.computed_by.text}|{rule.kind}"
            for rule in self.rules
        ]
        return hashlib.sha256("\n".join((self.name, self.version, *lines)).encode()).hexdigest()

    def learnt(self, encodings: Encodings) -> "Profile":
        """The profile of a model that has learnt these encodings."""
        return replace(self, encodings=encodings) if self.texts else self

    def features_of(self, records: Sequence[Mapping[str, object]]) -> npt.NDArray[np.float64]:
        """The features of raw records, one row each; a row depends only on its own record.

        Args:
            records: JSON objects as exported, or as `pair_record` builds them for a profile that reads vagas.
                No field value can make this fail.

        Returns:
            Shape (n, len(rules)); 0.0 and 1.0, and NaN for an unknown amount.

        Raises:
            TypeError: A record is not a JSON object.
            KeyError: The profile has texts for which nothing was learnt.
        """
        return self.encode(*self.inputs_of(records))

    def inputs_of(self, records: Sequence[Mapping[str, object]]) -> tuple[Floats, TextArray]:
        """The same before encoding: the gold table's raw inputs.

        Returns:
            The features that are numbers, shape (n, len(rules) - len(texts)), and those that are texts, shape
            (n, len(texts)).
        """
        for position, record in enumerate(records):
            if not isinstance(record, Mapping):
                message = f"record {position} is not a JSON object"
                raise TypeError(message)
        if self.reads_vagas:
            sides = people_of(records), vagas_of(records)
            views = [view.inputs_of_pairs(records, *sides) for view in self.views]
        else:
            views = [view.inputs_of(records) for view in self.views]
        if len(views) == 1:
            return views[0]
        return np.hstack([numbers for numbers, _ in views]), np.hstack([texts for _, texts in views])

    def encode(self, numbers: Floats, texts: TextArray) -> Floats:
        """All features as numbers, in the model's order, shape (n, len(rules)).

        Args:
            numbers: The features that are numbers.
            texts: Those that are texts.

        Raises:
            KeyError: Nothing was learnt for one of the texts.
        """
        if not self.texts:
            return numbers
        features = np.empty((len(numbers), len(self.rules)))
        number_columns, text_columns = iter(numbers.T), iter(texts.T)
        for place, rule in enumerate(self.rules):
            features[:, place] = (
                self.encodings[rule.feature](next(text_columns)) if rule.kind.text else next(number_columns)
            )
        return features


def _groups_of(rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    grouped = [(rule.kind.group, rule.feature) for rule in rules if isinstance(rule.kind, Flag)]
    groups = dict.fromkeys(group for group, _ in grouped if group)
    return {group: tuple(name for of, name in grouped if of == group) for group in groups}
