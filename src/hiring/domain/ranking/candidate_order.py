"""From the verdict on a model's order of candidates to what a list says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from hiring.domain.display import count_of
from hiring.domain.evaluation.ordering import CandidateOrder, OrdersCandidates

__all__ = ["OrderProof", "proof_from_json", "proof_json", "proof_of", "sentences_of"]


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


class _Sentences(NamedTuple):
    """In one language; braces stand for figures."""

    proven: str
    not_proven: str
    figures: str
    too_few: str
    not_examined: str


_PT: Final = _Sentences(
    proven="Ordem: pela probabilidade de contratação; está provado que o modelo ordena os candidatos de uma "
    "vaga ({})",
    not_proven="Ordem: pelos requisitos da vaga que se podem conferir, sem pontuação: não está provado que o "
    "modelo ordene os candidatos de uma vaga ({})",
    figures="AUC dentro da vaga e do dia {same_day}, {same_day_vagas}; dentro de vagas posteriores {later}, "
    "{later_vagas}",
    too_few="há vagas de menos para dizer: {}",
    not_examined="o treinamento não examinou isso",
)
_EN: Final = _Sentences(
    proven="Order: by probability of hire; it is proven that the model orders the candidates of a vaga ({})",
    not_proven="Order: by requirements of the vaga that can be checked, without scores: it is not proven "
    "that the model orders the candidates of a vaga ({})",
    figures="AUC within vaga and day {same_day}, {same_day_vagas}; within later vagas {later}, {later_vagas}",
    too_few="there are too few vagas to tell: {}",
    not_examined="its training did not examine that",
)


def sentences_of(order: OrderProof) -> tuple[str, str]:
    """What a list begins with, in Portuguese and in English: what its order rests on, with the figures.

    >>> order = OrderProof(proven=False, verdict="not proven", later_auc=0.5, later_vagas=1_200)
    >>> sentences_of(order)[1].split("(")[1]
    'AUC within vaga and day -, 0 vagas; within later vagas 0.50, 1,200 vagas)'
    """
    return _sentence(order, _PT, (",", ".")), _sentence(order, _EN, (".", ","))


def _sentence(order: OrderProof, words: _Sentences, points: tuple[str, str]) -> str:
    decimal, thousands = points

    def auc(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}".replace(".", decimal)

    def count(number: int) -> str:
        return count_of(number, "vaga").replace(",", thousands)  # the word is one in both languages

    told = words.not_examined
    if order.same_day_vagas or order.later_vagas:
        told = words.figures.format(
            same_day=auc(order.same_day_auc),
            same_day_vagas=count(order.same_day_vagas),
            later=auc(order.later_auc),
            later_vagas=count(order.later_vagas),
        )
        if order.verdict == OrdersCandidates.TOO_FEW.value:
            told = words.too_few.format(told)
    return (words.proven if order.proven else words.not_proven).format(told)
