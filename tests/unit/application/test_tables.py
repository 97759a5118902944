"""Features, labels and gold are built from what is stored."""

import json
from collections.abc import Iterator

import numpy as np
import pytest

from hiring.adapters.exports.applicants import ApplicantDecoder
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.build_features import BuildFeatures
from hiring.application.build_gold import BuildGold
from hiring.application.extract_features import DecodingExport, ExtractFeatures
from hiring.application.label_prospects import LabelProspects
from hiring.application.ports import ExportChunk
from hiring.domain.errors import TableMissing
from hiring.domain.features import CANDIDATE, FEATURES
from hiring.domain.records import (
    ApplicantRecords,
    ApplicantRows,
    FeatureRows,
    LabelRows,
    ProspectRows,
    TableName,
)
from tests.contracts.builders import a_reject, labels_of, some_features, some_prospects

RAW, FEAT, LABELS, GOLD = map(TableName, ("raw", "feat", "labels", "gold"))


def applicants(*cvs: str) -> ApplicantRows:
    documents = [json.dumps({"cv_pt": cv}).encode() for cv in cvs]
    return ApplicantRows(codigo_profissional=np.arange(len(cvs)), document=documents)


def test_features_are_built_chunk_by_chunk() -> None:
    store = MemoryStore()
    with store.applicants(RAW).replacing() as writer:
        writer.write(applicants("usa SAP", "nada", "SAP e KPI"))
    build = BuildFeatures(
        applicants=store.applicants(RAW),
        features=store.features(FEAT, CANDIDATE),
        decoder=ApplicantDecoder(),
        profile=CANDIDATE,
        progress=SilentProgress(),
    )
    assert build(chunk_size=2) == 3
    built = FeatureRows.concatenate(list(store.features(FEAT, CANDIDATE).chunks(10)))
    assert built.features[:, FEATURES.index("cv_sap")].tolist() == [1, 0, 1]


class Given(DecodingExport):
    """One applicant, and one record that was set aside."""

    def decoded(self, size: int) -> Iterator[ExportChunk[ApplicantRecords]]:
        rows = ApplicantRecords(codigo_profissional=np.array([7]), record=[{"cv_pt": "usa SAP"}])
        yield ExportChunk(read=size, rows=rows, rejects=[a_reject()])


def test_extraction_gives_features_and_rejects_without_a_store() -> None:
    extract = ExtractFeatures(export=Given(), profile=CANDIDATE)
    (chunk,) = extract(chunk_size=2)
    assert chunk.read == 2
    assert chunk.rejects == [a_reject()]
    assert chunk.rows.features[0, FEATURES.index("cv_sap")] == 1


def prospects(*statuses: str | None) -> ProspectRows:
    rows = some_prospects(0, len(statuses))
    rows.situacao_candidado[:] = statuses
    return rows


def test_every_prospect_is_labelled_undecided_or_unknown() -> None:
    store = MemoryStore()
    given = ("Aprovado", "NAO APROVADO PELO RH", "Inscrito", "Em férias", None, "contratado pela decision")
    with store.prospects(RAW).replacing() as writer:
        writer.write(prospects(*given))
    label = LabelProspects(
        prospects=store.prospects(RAW), labels=store.labels(LABELS), progress=SilentProgress()
    )
    counts = label(chunk_size=4)
    assert counts.labelled + counts.undecided + counts.unknown == counts.prospects == 6
    assert (counts.hired, counts.not_hired, counts.undecided) == (2, 1, 1)
    assert counts.unknown_statuses == {"Em férias": 1, "": 1}
    labelled = LabelRows.concatenate(list(store.labels(LABELS).chunks(10)))
    assert labelled.status_label == ["Aprovado", "Não Aprovado pelo RH", "Contratado pela Decision"]
    assert labelled.target.tolist() == [1, 0, 1]
    assert np.isnat(labelled.ultima_atualizacao).all()


def test_gold_counts_add_up() -> None:
    store = MemoryStore()
    with store.labels(LABELS).replacing() as writer:
        writer.write(labels_of((1, 0, "2021-01-01", 0), (1, 0, "2021-01-02", 1), (2, 99, "2021-01-01", 1)))
    with store.features(FEAT, CANDIDATE).replacing() as writer:
        writer.write(some_features(0, 3))
    build = BuildGold(gold=store.gold(GOLD, CANDIDATE), progress=SilentProgress())
    counts = build(labels=LABELS, features=FEAT)
    assert (counts.labelled, counts.gold, counts.superseded, counts.applicant_unknown) == (3, 1, 1, 1)


def test_a_step_whose_table_is_missing_says_which() -> None:
    store = MemoryStore()
    label = LabelProspects(
        prospects=store.prospects(RAW), labels=store.labels(LABELS), progress=SilentProgress()
    )
    with pytest.raises(TableMissing, match="raw"):
        label(chunk_size=4)
