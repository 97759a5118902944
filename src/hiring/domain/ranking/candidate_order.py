"""From the verdict on a model's order of candidates to what a list says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hiring.domain.evaluation.ordering import CandidateOrder, OrdersCandidates

__all__ = ["OrderProof", "proof_from_json", "proof_json", "proof_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderProof:
    """What the model that serves is known to know of candidates, in the figures that a list begins with.

    Args:
        proven: Whether it orders the candidates of a vaga.
        verdict: `proven`, `not proven`, `not proven: too few groups`, or `not proven: not examined`.
        same_day_auc: Within vaga and day, on vagas that the model had not seen; None without pairs.
        same_day_vagas: How many vagas that figure has.
        later_auc: Within vaga, on vagas first seen after everything that the model was fitted on.
        later_vagas: How many vagas that figure has.
    """

    proven: bool
    verdict: str
    same_day_auc: float | None = None
    same_day_vagas: int = 0
    later_auc: float | None = None
    later_vagas: int = 0


def proof_of(order: CandidateOrder | None) -> OrderProof:
    """What is known; a model whose training did not examine it has proven nothing.

    >>> proof_of(None).verdict
    'not proven: not examined'
    """
    if order is None:
        return OrderProof(proven=False, verdict="not proven: not examined")
    same_day, later = order.grouped.within_group_and_day, order.later.within_group
    return OrderProof(
        proven=order.verdict is OrdersCandidates.PROVEN,
        verdict=order.verdict.value,
        same_day_auc=same_day.auc,
        same_day_vagas=same_day.groups,
        later_auc=later.auc,
        later_vagas=later.groups,
    )


def proof_json(order: OrderProof) -> dict[str, object]:
    """The figures as JSON values.

    >>> proof_json(OrderProof(proven=False, verdict="not proven"))["verdict"]
    'not proven'
    """
    return {name: getattr(order, name) for name in OrderProof.__dataclass_fields__}


def proof_from_json(values: Mapping[str, Any]) -> OrderProof:
    """What `proof_json` gave.

    >>> order = OrderProof(proven=False, verdict="not proven", later_auc=0.51, later_vagas=104)
    >>> proof_from_json(proof_json(order)) == order
    True
    """
    return OrderProof(**values)
