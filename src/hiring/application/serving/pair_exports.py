"""What is held in memory of prospects and vagas while people are streamed past them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiring.application.ports.exports import Decoder, Export
from hiring.domain.features import Profile
from hiring.domain.features.formulas.days import day_of
from hiring.domain.features.pairs import pair_record
from hiring.domain.features.profiles import vaga_says_nothing
from hiring.domain.records import ApplicantRows, Bools, Days, Floats, Ints, ProspectRows, Reject, VagaRows

AT_ONCE: Final = 5_000

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldProspects:
    """Who was put forward for which vaga and when, each pair once: ordered by person, then as exported.

    Args:
        vagas: Code of the vaga, of each pair.
        people: Code of the applicant.
        days: Of the application; NaT for unknown.
        repeated: Prospects of a pair that was met before, which are not held.
    """

    vagas: Ints
    people: Ints
    days: Days
    repeated: int

    def __len__(self) -> int:
        return len(self.people)

    def take(self, places: Ints | Bools) -> "HeldProspects":
        """The pairs there, in this order."""
        return HeldProspects(
            vagas=self.vagas[places], people=self.people[places], days=self.days[places], repeated=0
        )

    def places_of(self, people: Ints) -> Ints:
        """Where the pairs of these people are, person by person."""
        first, last = self._ranges_of(people)
        ranges = [np.arange(*both) for both in zip(first.tolist(), last.tolist(), strict=True)]
        return np.concatenate([_NO_CODES, *ranges])

    def counts_of(self, people: Ints) -> Ints:
        """How many pairs each of these people has."""
        first, last = self._ranges_of(people)
        return last - first

    def _ranges_of(self, people: Ints) -> tuple[Ints, Ints]:
        return np.searchsorted(self.people, people), np.searchsorted(self.people, people, "right")


def hold_prospects(export: Export[ProspectRows]) -> tuple[HeldProspects, list[Reject]]:
    """Codes and days of all prospects of an export, and the records that were set aside."""
    vagas, people, days, rejects = [_NO_CODES], [_NO_CODES], [_NO_DAYS], list[Reject]()
    for chunk in export.chunks(AT_ONCE):
        vagas.append(chunk.rows.vaga_codigo)
        people.append(chunk.rows.codigo_profissional)
        days.append(np.array([day_of(text) for text in chunk.rows.data_candidatura], "datetime64[D]"))
        rejects += chunk.rejects
    held = held_prospects(np.concatenate(vagas), np.concatenate(people), np.concatenate(days))
    return held, rejects


def held_prospects(vagas: Ints, people: Ints, days: Days) -> HeldProspects:
    """Each pair once, as it was met first; all of shape (n,), in the order of the export."""
    codes = np.stack([people, vagas], axis=1)
    first = np.sort(np.unique(codes, axis=0, return_index=True)[1])
    kept = first[np.argsort(codes[first, 0], kind="stable")]
    return HeldProspects(
        vagas=codes[kept, 1], people=codes[kept, 0], days=days[kept], repeated=len(codes) - len(kept)
    )


def features_of_pairs(
    profile: Profile,
    pairs: HeldProspects,
    people: ApplicantRows,
    vagas: Mapping[int, Record],
    decoder: Decoder,
) -> Floats:
    """Of pairs whose applicants are among these people, and whose vagas among these; shape (n, columns)."""
    rows = people.take(np.flatnonzero(np.isin(people.codigo_profissional, pairs.people)))
    codes = rows.codigo_profissional.tolist()
    record_of = dict(zip(codes, decoder.records(rows.document), strict=True))
    asked = zip(pairs.people.tolist(), pairs.vagas.tolist(), pairs.days, strict=True)
    return profile.features_of([pair_record(record_of[one], vagas[vaga], day) for one, vaga, day in asked])


def split_empty(vagas: Mapping[int, Record]) -> tuple[dict[int, Record], Ints]:
    """The records that say something, and the codes of the others.

    >>> split_empty({7: {"perfil_vaga": {}}, 8: {"informacoes_basicas": {"titulo_vaga": "Analista"}}})
    ({8: {'informacoes_basicas': {'titulo_vaga': 'Analista'}}}, array([7]))
    """
    empty = [code for code, record in vagas.items() if vaga_says_nothing(record)]
    kept = {code: record for code, record in vagas.items() if code not in set(empty)}
    return kept, np.array(empty, np.int64)


def hold_vagas(
    export: Export[VagaRows], decoder: Decoder, codes: Ints
) -> tuple[dict[int, Record], list[Reject]]:
    """The records of these vagas, as far as the decoder reads them, and those that were set aside."""
    records, rejects = dict[int, Record](), list[Reject]()
    for chunk in export.chunks(AT_ONCE):
        rows = chunk.rows.take(np.flatnonzero(np.isin(chunk.rows.vaga_codigo, codes)))
        records.update(zip(rows.vaga_codigo.tolist(), decoder.records(rows.document), strict=True))
        rejects += chunk.rejects
    return records, rejects


_NO_CODES: Final = np.zeros(0, np.int64)
_NO_DAYS: Final = np.zeros(0, "datetime64[D]")
