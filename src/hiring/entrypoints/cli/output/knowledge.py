"""What is said of a model that reads vagas: whether it knows the person, in figures."""

from typing import Final

from hiring.domain.display import count_of
from hiring.domain.evaluation.ordering import (
    FEWEST_LATER,
    FEWEST_SAME_DAY,
    CandidateOrder,
    Ordering,
    OrdersCandidates,
    WithinGroupAuc,
)
from hiring.domain.evaluation.top_of_groups import TopOfGroups
from hiring.domain.training.knowledge import Knowledge, WithoutPeople

_MEASURES: Final = {"roc_auc": "ROC AUC", "average_precision": "average precision"}


def knowledge_lines(knowledge: Knowledge | None) -> list[str]:
    """The verdict first, and its figures; nothing of a model that knows people alone."""
    if knowledge is None:
        return []
    order = knowledge.order
    later = "no model of the past" if knowledge.since is None else f"vagas first seen since {knowledge.since}"
    return [
        f"orders_candidates: {verdict_words(order)}",
        f"  out of {knowledge.folds} folds of vagas: {_figures(order.grouped)}",
        f"  {later}: {_figures(order.later)}",
        *([] if knowledge.without_people is None else [f"  {_without(knowledge.without_people)}"]),
    ]


def verdict_words(order: CandidateOrder) -> str:
    """`proven`, `not proven`, or how many vagas of those that it takes there are."""
    if order.verdict is not OrdersCandidates.TOO_FEW:
        return str(order.verdict.value)
    later, same_day = order.later.within_group.groups, order.grouped.within_group_and_day.groups
    if later < FEWEST_LATER:
        return f"not proven ({later} of {FEWEST_LATER} vagas)"
    return f"not proven ({same_day} of {FEWEST_SAME_DAY} vagas with both outcomes on one day)"


def _figures(ordering: Ordering) -> str:
    return (
        f"AUC within vaga and day {_auc(ordering.within_group_and_day)}; "
        f"within vaga {_auc(ordering.within_group)}; NDCG@5 {_top(ordering.ndcg_at_5)}; "
        f"precision at 1 {_top(ordering.precision_at_1)}, at 3 {_top(ordering.precision_at_3)}"
    )


def _auc(found: WithinGroupAuc) -> str:
    if found.auc is None or found.interval is None or found.lower_bound is None:
        return "cannot say, no vaga has both outcomes"
    return (
        f"{found.auc:.3f} ({found.interval.low:.3f} to {found.interval.high:.3f}, at least "
        f"{found.lower_bound:.3f} with 90%) on {count_of(found.groups, 'vaga')}"
    )


def _top(found: TopOfGroups) -> str:
    if found.value is None or found.chance is None:
        return "cannot say"
    return f"{found.value:.3f} by chance {found.chance:.3f}"


def _without(without: WithoutPeople) -> str:
    figures = ", ".join(
        f"{words} {getattr(without.quality, name):.3f} (the model itself {found.value:+.3f}"
        + ("" if found.interval is None else f", {found.interval.low:+.3f} to {found.interval.high:+.3f}")
        + ")"
        for name, words in _MEASURES.items()
        if (found := without.differences.get(name)) is not None
    )
    return f"without the {without.columns} columns for which a person's record is read: {figures}"
