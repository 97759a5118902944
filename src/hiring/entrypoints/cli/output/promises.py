"""What is said of a model's promises: on what evidence they stand, and what later rows say of them."""

from typing import Final

from hiring.domain.display import count_of
from hiring.domain.models import ModelCard
from hiring.domain.training.certificates import (
    Certificate,
    ExclusionCertificate,
    ExclusionInTime,
    PrecisionInTime,
    PromisesInTime,
)
from hiring.domain.training.promise_in_time import JudgementInTime, PromiseInTime
from hiring.domain.training.threshold import SelectedRows
from hiring.domain.training.units import Unit

_VERDICTS: Final = {
    PromiseInTime.SHOWN: "SHOWN",
    PromiseInTime.CONTRADICTED: "CONTRADICTED",
    PromiseInTime.NOT_YET_SHOWN: "not yet shown",
}


_OUTCOMES: Final = {Unit.PERSON: "were hired", Unit.VAGA: "ended in a hire"}
_EXCLUSION: Final = {
    Unit.PERSON: "exclusion (to plan with; nothing rejects a person by it)",
    Unit.VAGA: "exclusion (about vagas, to plan with; nothing rejects a person by it)",
}


def in_time_lines(card: ModelCard) -> list[str]:
    """What later rows say of both promises; nothing where an older program or another wrote the card."""
    in_time, unit = card.training.in_time, card.training.unit
    if in_time is None or card.leakage_alarm:
        return []
    precision, exclusion = _precision_in_time(in_time, unit), _exclusion_in_time(in_time, unit)
    return [*precision, f"exclusion {exclusion[0]}", *exclusion[1:]]


def promise_lines(card: ModelCard) -> list[str]:
    """What the threshold that training found promises, and the exclusion, and whether that holds later.

    Nothing of a card that another program wrote; nothing of time where an older one did, or where leakage
    may have made all figures.
    """
    record = card.training
    if record.certificate is None:
        return []
    in_time = record.in_time
    precision = None if in_time is None else in_time.precision
    unit = record.unit
    lines = [_precision(record.certificate, precision, unit, leakage_alarm=card.leakage_alarm)]
    if card.leakage_alarm:
        return lines
    found = record.certificate.evidence
    if found is not None and _passed(record.certificate, precision):
        lines += all_rows_lines(found.all_rows, record.certificate.people, unit)
    lines += [] if in_time is None else [f"  {line}" for line in _precision_in_time(in_time, unit)]
    return lines if record.exclusion is None else [*lines, *_exclusion_lines(record.exclusion, in_time, unit)]


def all_rows_lines(
    found: SelectedRows | None, judged: int, unit: Unit, chosen: str = "selected", when: str = ""
) -> list[str]:
    """What is selected of all decided rows; nothing where there are no others than those that judged.

    Args:
        found: The counts; None where nobody counted.
        judged: How many rows judged, one a person or a vaga.
        unit: Which of the two.
        chosen: What the rows have in common that are counted.
        when: Which rows are meant, with a blank before it.
    """
    if found is None or found.rows == judged:
        return []
    rows = f"  over all {count_of(found.rows, 'decided row')} of these {unit.plural}{when}"
    if not found.selected:
        return [f"{rows}: none {chosen}"]
    share = found.hired / found.selected
    return [f"{rows}: {found.hired:,} of {found.selected:,} {chosen} ended in a hire ({share:.3f})"]


def _exclusion_lines(
    certificate: ExclusionCertificate, in_time: PromisesInTime | None, unit: Unit
) -> list[str]:
    """The exclusion promise, and what later rows say of it."""
    held, found = None if in_time is None else in_time.exclusion, certificate.evidence
    lines = [_exclusion(certificate, held, unit)]
    if found is not None and _passed(certificate, held):
        lines += all_rows_lines(found.all_rows, certificate.people, unit, "with such scores")
    return lines + ([] if in_time is None else [f"  {line}" for line in _exclusion_in_time(in_time, unit)])


def _passed(
    certificate: Certificate | ExclusionCertificate, in_time: PrecisionInTime | ExclusionInTime | None
) -> bool:
    """Whether a promise passed its test, whatever later rows say of it."""
    return certificate.certified or (in_time is not None and in_time.withdrawn is not None)


def _precision(
    certificate: Certificate, in_time: PrecisionInTime | None, unit: Unit, *, leakage_alarm: bool
) -> str:
    wanted = f"a precision of {certificate.min_precision:.2f} with {certificate.confidence:.0%} confidence"
    found = certificate.evidence
    if certificate.certified and found is not None:
        if leakage_alarm:
            return (
                f"threshold {found.threshold:.4f}: {_selected(certificate, unit)}; with a leakage alarm, "
                "that promises nothing for people whose outcome is not known yet"
            )
        return (
            f"threshold {found.threshold:.4f}, CERTIFIED for at least {wanted}, "
            f"for {unit.plural} drawn like these: {_selected(certificate, unit)}"
        )
    why = f"this data cannot support {wanted} ({_best(certificate)})"
    if in_time is not None and in_time.withdrawn is not None and found is not None:
        contradicted = in_time.judgement.verdict is PromiseInTime.CONTRADICTED
        later = "later rows contradict it" if contradicted else "later rows do not show it, as is required"
        why = (
            f"{found.threshold:.4f} passed for at least {wanted}, for {unit.plural} drawn like these "
            f"({_selected(certificate, unit)}), but {later}"
        )
    return (
        f"WARNING: threshold NOT CERTIFIED: {why}; the threshold is 1.0, which approves nobody; scores are "
        "served as usual"
    )


def _selected(certificate: Certificate, unit: Unit) -> str:
    found = certificate.evidence
    if found is None:
        return "nobody was selected"
    return (
        f"{found.hired:,} of the {found.selected:,} that it selected among {certificate.people:,} "
        f"{_OUTCOMES[unit]}"
    )


def _best(certificate: Certificate) -> str:
    found = certificate.evidence
    if found is None:
        return "no threshold selected 30 people"
    failed = ", but a higher threshold failed first" if found.lower_bound >= certificate.min_precision else ""
    return f"the best bound was {found.lower_bound:.3f}, at {found.threshold:.4f}{failed}"


def _precision_in_time(in_time: PromisesInTime, unit: Unit) -> list[str]:
    """The verdict on the threshold, and its figures."""
    past, judgement = in_time.precision.past, in_time.precision.judgement
    if past is None or not past.certified or past.evidence is None:
        return [f"in time: {_VERDICTS[judgement.verdict]}: {_no_promise(in_time, 'no threshold')}"]
    verdict = (
        f"in time: {_VERDICTS[judgement.verdict]}: {past.evidence.threshold:.4f}, certified on rows before "
        f"{in_time.cut} alone, selects {judgement.selected:,} of {unit.count_of(in_time.rows, other=True)} "
        f"since, and {judgement.hired:,} of them {_OUTCOMES[unit]}"
        f"{_figures(judgement, f'at least {past.min_precision:.2f}')}"
    )
    return [verdict, *all_rows_lines(judgement.all_rows, in_time.rows, unit, when=" since")]


def _exclusion(certificate: ExclusionCertificate, in_time: ExclusionInTime | None, unit: Unit) -> str:
    most, found = f"at most {certificate.max_hired:.2f}", certificate.evidence
    what = _EXCLUSION[unit]
    if found is None:
        return f"{what}: no score has 30 {unit.plural} up to it"
    counts = (
        f"{found.hired:,} of the {found.excluded:,} of {unit.count_of(certificate.people)} "
        f"with scores up to {found.threshold:.4f} {_OUTCOMES[unit]}"
    )
    if certificate.certified:
        return f"{what}: certified for {most}, for {unit.plural} drawn like these: {counts}"
    if in_time is not None and in_time.withdrawn is not None:
        contradicted = in_time.judgement.verdict is PromiseInTime.CONTRADICTED
        later = "later rows contradict it" if contradicted else "later rows do not show it, as is required"
        drawn = f"for {unit.plural} drawn like these ({counts})"
        return f"{what}: not certified: {most} passed, {drawn}, but {later}"
    failed = ", but a lower score failed first" if found.upper_bound <= certificate.max_hired else ""
    return f"{what}: not certified for {most}: the best bound was {found.upper_bound:.3f} ({counts}){failed}"


def _exclusion_in_time(in_time: PromisesInTime, unit: Unit) -> list[str]:
    """The verdict on the exclusion, and its figures."""
    past, judgement = in_time.exclusion.past, in_time.exclusion.judgement
    if past is None or not past.certified or past.evidence is None:
        return [f"in time: {_VERDICTS[judgement.verdict]}: {_no_promise(in_time, 'no exclusion')}"]
    verdict = (
        f"in time: {_VERDICTS[judgement.verdict]}: "
        f"of {unit.count_of(in_time.rows, other=True)} since {in_time.cut}, "
        f"{judgement.selected:,} have scores up to {past.evidence.threshold:.4f}, certified before that, "
        f"and {judgement.hired:,} of them {_OUTCOMES[unit]}"
        f"{_figures(judgement, f'at most {past.max_hired:.2f}')}"
    )
    return [
        verdict,
        *all_rows_lines(judgement.all_rows, in_time.rows, unit, "with such scores", when=" since"),
    ]


def _no_promise(in_time: PromisesInTime, nothing: str) -> str:
    if in_time.reason is not None:
        return in_time.reason
    return f"on rows before {in_time.cut} alone, {nothing} is certified"


def _figures(judgement: JudgementInTime, promised: str) -> str:
    if judgement.bound is None:
        return ""
    share = judgement.hired / judgement.selected
    figures = f" ({share:.3f}, bound {judgement.bound:.3f}; {promised} was promised)"
    if judgement.verdict is not PromiseInTime.NOT_YET_SHOWN:
        return figures
    if judgement.would_show is None:
        return f"{figures}; with that share no number of rows would show it"
    return f"{figures}; {count_of(judgement.would_show, 'such row')} would show it"
