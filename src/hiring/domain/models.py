"""What is known about a trained model, apart from the model itself."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from hiring.domain.evaluation.ordering import CandidateOrder
from hiring.domain.features.encodings import Encodings
from hiring.domain.ranking.vocabulary import Vocabulary
from hiring.domain.training.record import JsonValue, TrainingRecord

__all__ = [
    "Deployment",
    "JsonValue",
    "ModelCard",
    "ModelVersion",
    "manual_mode",
    "operating_mode",
]

_ACCEPTED: Final = "leakage alarm accepted: "


def operating_mode(min_precision: float, *, certified: bool) -> str:
    """`prec80` for a certified precision of at least 0.80, `prec80-uncertified` if that was not possible.

    >>> operating_mode(0.80, certified=True), operating_mode(0.75, certified=False)
    ('prec80', 'prec75-uncertified')
    """
    return f"prec{100 * min_precision:g}{'' if certified else '-uncertified'}"


def manual_mode(mode: str) -> str:
    """`prec80-manual`: somebody chose the threshold of a model whose mode was `prec80...`.

    >>> manual_mode("prec80-uncertified")
    'prec80-manual'
    """
    return f"{mode.partition('-')[0]}-manual"


def leakage_acceptance(reason: str) -> str:
    """The reason for a deployment in spite of the leakage alarm; see `accepts_leakage`."""
    return f"{_ACCEPTED}{reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What a model promises, and on which grounds.

    Args:
        profile: Name of the feature profile.
        feature_columns: In the model's order.
        rule_fingerprint: Of the rule table that computed the features.
        threshold: Scores of at least this are approved.
        operating_mode: See `operating_mode`.
        trained_at: UTC.
        training: The grounds.
        encodings: The numbers that stand for the profile's texts; a registry does not keep them.
        vocabulary: The words that titles of vagas ask for, for lists of candidates; of a profile that reads
            vagas alone, and a registry does not keep it.
    """

    profile: str
    feature_columns: tuple[str, ...]
    rule_fingerprint: str
    threshold: float
    operating_mode: str
    trained_at: datetime
    training: TrainingRecord
    encodings: Encodings = field(default_factory=dict)
    vocabulary: Vocabulary | None = None

    @property
    def certified(self) -> bool:
        """Whether the threshold's promise is certified: the mode says so, here and wherever it is served."""
        return "-" not in self.operating_mode

    @property
    def leakage_alarm(self) -> bool:
        """Whether training found figures that are too good to be true: see `assess_leakage`."""
        return self.training.leakage is not None and self.training.leakage.alarm

    @property
    def candidate_order(self) -> CandidateOrder | None:
        """Whether its scores order the people of a vaga; None: nobody has asked, so it is not proven."""
        return None if self.training.knowledge is None else self.training.knowledge.order

    @property
    def suspects(self) -> tuple[str, ...]:
        """The columns that the alarm is about."""
        return () if self.training.leakage is None else self.training.leakage.suspects


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """A stored model: immutable, named by its id.

    Args:
        id: Sortable by time of training; ends in part of the content digest.
        path: Where it is stored.
        digest: SHA-256 of its manifest's canonical content.
    """

    id: str
    path: str
    digest: str
    card: ModelCard

    def __hash__(self) -> int:
        """By the digest, which covers the rest."""
        return hash(self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """The decision that a version serves from now on: who made it, when and why.

    It is recorded before the switch; see `deployment_history` for those that were not carried out. `digest`
    is that of the version, or empty for a withdrawal.
    """

    at: datetime
    version_id: str
    digest: str
    path: str
    actor: str
    reason: str

    @property
    def withdrawal(self) -> bool:
        """Whether it revokes the deployment of this version before it, which turned out not to serve."""
        return not self.digest

    @property
    def accepts_leakage(self) -> bool:
        """Whether it was made in spite of the leakage alarm."""
        return self.reason.startswith(_ACCEPTED)
