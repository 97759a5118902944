"""Which vagas are open, and how likely what was applied for them ends in a hire: to plan with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from hiring.application.ports.exports import Decoder
from hiring.application.ports.models import Scorer
from hiring.application.ports.progress import Progress
from hiring.application.ports.tables import Table
from hiring.application.serving.explain import Explain
from hiring.application.serving.pair_exports import (
    HeldProspects,
    Record,
    features_of_pairs,
    held_prospects,
    split_empty,
)
from hiring.domain.features.formulas.days import day_of
from hiring.domain.features.views import vaga
from hiring.domain.labeling import Outcome, outcome_of
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Reason
from hiring.domain.records import ApplicantRows, Floats, Ints, ProspectRows, VagaRows
from hiring.domain.training.certificates import ExclusionCertificate

AT_ONCE: Final = 2_000
(TITLE,), (OPENED,) = vaga.TITLE, vaga.OPENED


@dataclass(frozen=True, slots=True, kw_only=True)
class VagaOutlook:
    """An open vaga: somebody who was put forward is undecided, and nobody was hired.

    Args:
        vaga_codigo: Its code.
        titulo: Its title, as its record has it.
        opened: Day of the request, as its record has it.
        undecided: Applications that are undecided.
        scored: How many of them have both records.
        likely: Mean of their scores: the share of such applications that ends in a hire.
        excluded: Whether every score is one of the exclusion promise; None where nothing is promised.
        reasons: What the vaga has to do with it, strongest first; nothing about any person.
    """

    vaga_codigo: int
    titulo: str
    opened: str
    undecided: int
    scored: int
    likely: float
    excluded: bool | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a model expects of open vagas.

    Args:
        version: The model.
        vagas: Those with scores, the likeliest first; equal ones by code.
        open: How many vagas are open.
        without_record: How many of them have no record.
        with_empty_record: How many have one that says nothing.
        without_people: How many of the others have no undecided applicant with a record.
    """

    version: ModelVersion
    vagas: Sequence[VagaOutlook]
    open: int
    without_record: int
    with_empty_record: int
    without_people: int

    @property
    def promise(self) -> ExclusionCertificate | None:
        """What the model promises of low scores; None where it promises nothing."""
        found = self.version.card.training.exclusion
        return found if found is not None and found.certified else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookOfVagas:
    """Score the undecided applications of open vagas, and say of each vaga what they come to.

    No score of a person is told, and none is kept: nothing is decided about anybody.

    Args:
        decoder: Of applicants and vagas, with the fields that the profile's rules read, and a vaga's title.
        explain: Of the scorer, with the profile of its model.
    """

    prospects: Table[ProspectRows]
    applicants: Table[ApplicantRows]
    vagas: Table[VagaRows]
    decoder: Decoder
    scorer: Scorer
    explain: Explain
    progress: Progress

    def __call__(self, *, top: int | None = None, reasons: int = 0) -> Outlook:
        """The outlook of the likeliest (None: all), each with as many reasons at most.

        Raises:
            TableMissing: Prospects, applicants or vagas were never ingested.
        """
        pairs = self._undecided()
        codes, undecided = np.unique(pairs.vagas, return_counts=True)
        records, empty = split_empty(self._records(codes))
        with_record = pairs.take(np.flatnonzero(np.isin(pairs.vagas, list(records))))
        found, features = self._features(with_record, records)
        scores = self.scorer.score(features)
        outlooks = [
            self._outlook(code, count, records[code], scores[found.vagas == code])
            for code, count in zip(codes.tolist(), undecided.tolist(), strict=True)
            if code in records and (found.vagas == code).any()
        ]
        outlooks.sort(key=lambda one: (-one.likely, one.vaga_codigo))
        shown = outlooks[:top]
        if reasons:
            shown = [self._with_reasons(one, found, features, scores, reasons) for one in shown]
        return Outlook(
            version=self.scorer.version,
            vagas=shown,
            open=len(codes),
            without_record=len(codes) - len(records) - len(empty),
            with_empty_record=len(empty),
            without_people=len(records) - len(outlooks),
        )

    def _undecided(self) -> HeldProspects:
        """Those of vagas for which nobody was hired."""
        vagas, people, days, closed = [_NONE], [_NONE], [_NO_DAYS], set[int]()
        for rows in self.prospects.chunks(AT_ONCE):
            outcomes = [outcome_of(text)[0] for text in rows.situacao_candidado]
            hired = np.array([one is Outcome.HIRED for one in outcomes], np.bool_)
            closed.update(rows.vaga_codigo[hired].tolist())
            waiting = rows.take(np.flatnonzero([one is Outcome.UNDECIDED for one in outcomes]))
            vagas.append(waiting.vaga_codigo)
            people.append(waiting.codigo_profissional)
            days.append(np.array([day_of(text) for text in waiting.data_candidatura], "datetime64[D]"))
        held = held_prospects(np.concatenate(vagas), np.concatenate(people), np.concatenate(days))
        return held.take(np.flatnonzero(~np.isin(held.vagas, list(closed))))

    def _records(self, codes: Ints) -> dict[int, Record]:
        found: dict[int, Record] = {}
        for rows in self.vagas.having("vaga_codigo", codes):
            found.update(zip(rows.vaga_codigo.tolist(), self.decoder.records(rows.document), strict=True))
        return found

    def _features(self, pairs: HeldProspects, vagas: Mapping[int, Record]) -> tuple[HeldProspects, Floats]:
        """The pairs whose applicants have records, and the features of each."""
        profile = self.explain.profile
        places, features = [_NONE], [np.empty((0, len(profile.rules)))]
        with self.progress.step("vagas outlook", self.applicants.count()) as advance:
            for rows in self.applicants.chunks(AT_ONCE):
                here = pairs.places_of(rows.codigo_profissional)
                places.append(here)
                features.append(features_of_pairs(profile, pairs.take(here), rows, vagas, self.decoder))
                advance(len(rows))
        return pairs.take(np.concatenate(places)), np.concatenate(features)

    def _outlook(self, code: int, undecided: int, record: Record, scores: Floats) -> VagaOutlook:
        exclusion = self.scorer.version.card.training.exclusion
        excluded = None
        if exclusion is not None and exclusion.certified and exclusion.evidence is not None:
            excluded = bool((scores <= exclusion.evidence.threshold).all())
        return VagaOutlook(
            vaga_codigo=code,
            titulo=_text(record, TITLE),
            opened=_text(record, OPENED),
            undecided=undecided,
            scored=len(scores),
            likely=float(scores.mean()),
            excluded=excluded,
        )

    def _with_reasons(
        self, one: VagaOutlook, pairs: HeldProspects, features: Floats, scores: Floats, limit: int
    ) -> VagaOutlook:
        """Those of the application whose score is nearest to the mean, less what is read of the person."""
        own = np.flatnonzero(pairs.vagas == one.vaga_codigo)
        typical = own[np.argmin(np.abs(scores[own] - one.likely))]
        profile = self.explain.profile
        (why,) = self.explain(features[typical : typical + 1], limit=len(profile.rules))
        of_people = frozenset(profile.of_people)
        kept = [reason for reason in why if reason.feature not in of_people]
        return replace(one, reasons=tuple(kept[:limit]))


def _text(record: Record, path: str) -> str:
    section, _, name = path.partition(".")
    inner = record.get(section)
    value = inner.get(name) if isinstance(inner, Mapping) else None
    return value.strip() if isinstance(value, str) else ""


_NONE: Final = np.zeros(0, np.int64)
_NO_DAYS: Final = np.zeros(0, "datetime64[D]")
