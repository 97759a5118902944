"""The candidates of a list, out of an export of applicants."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.application.ports.exports import Decoder, Export
from hiring.application.ranking.rank_request import MOST_CANDIDATES, RawPerson
from hiring.domain.errors import NothingKept
from hiring.domain.records import ApplicantRows, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCandidates:
    """Read the sound records of a file; one more than a list may have is enough to refuse them."""

    export: Export[ApplicantRows]
    decoder: Decoder

    def __call__(self) -> tuple[Sequence[RawPerson], Sequence[Reject]]:
        """People in file order, and what was set aside.

        Raises:
            ExportFault: The file as a whole is faulty.
            NothingKept: There are no applicants, or all have faults.
        """
        people: list[RawPerson] = []
        rejects: list[Reject] = []
        for chunk in self.export.chunks(MOST_CANDIDATES + 1):
            records = self.decoder.records(chunk.rows.document)
            codes = chunk.rows.codigo_profissional.tolist()
            people += [
                RawPerson(codigo_profissional=code, record=record)
                for code, record in zip(codes, records, strict=True)
            ]
            rejects += chunk.rejects
            if len(people) > MOST_CANDIDATES:
                break
        if not people:
            reasons = {reject.reason: 0 for reject in rejects}
            for reject in rejects:
                reasons[reject.reason] += 1
            raise NothingKept(self.export.name, read=len(rejects), reasons=reasons)
        return people, rejects
