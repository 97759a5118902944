"""Features, labels and gold are built from what is stored."""

import json
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from hiring.adapters.exports.applicants import ApplicantDecoder
from hiring.adapters.local.here import Here
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.dataset.build_features import BuildFeatures
from hiring.application.dataset.build_gold import BuildGold
from hiring.application.dataset.extract_features import DecodingExport, ExtractFeatures
from hiring.application.dataset.in_parts.tables import TableInParts
from hiring.application.dataset.label_prospects import MOST_STATUSES, LabelProspects, count_statuses
from hiring.application.ports.exports import ExportChunk
from hiring.domain.errors import NothingKept, TableMissing
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
from tests.unit.application.worlds import InOnePart

RAW, FEAT, LABELS, GOLD = map(TableName, ("raw", "feat", "labels", "gold"))


def applicants(*cvs: str) -> ApplicantRows:
    documents = [json.dumps({"cv_pt": cv}).encode() for cv in cvs]
    return ApplicantRows(codigo_profissional=np.arange(len(cvs)), document=documents)


def test_features_are_built_chunk_by_chunk() -> None:
    store = MemoryStore()
    with store.applicants(RAW).replacing() as writer:
        writer.write(applicants("usa SAP", "nada", "SAP e KPI"))
    build = BuildFeatures(
        applicants=TableInParts(table=store.applicants(RAW), parallel=Here()),
        features=store.features(FEAT, CANDIDATE),
        decoder=ApplicantDecoder(),
        profile=CANDIDATE,
        progress=SilentProgress(),
    )
    assert build(chunk_size=2) == 3
    built = FeatureRows.concatenate(list(store.features(FEAT, CANDIDATE).chunks(10)))
    assert built.features[:, FEATURES.index("cv_sap")].tolist() == [1, 0, 1]


class Given(InOnePart, DecodingExport):
    """One applicant, and one record that was set aside."""

    def decoded(self, size: int) -> Iterator[ExportChunk[ApplicantRecords]]:
        rows = ApplicantRecords(codigo_profissional=np.array([7]), record=[{"cv_pt": "usa SAP"}])
        yield ExportChunk(read=size, rows=rows, rejects=[a_reject()])


def test_extraction_gives_features_and_rejects_without_a_store() -> None:
    extract = ExtractFeatures(export=Given(), profile=CANDIDATE, parallel=Here())
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


@pytest.mark.parametrize("given", [(), ("Em férias", "Inscrito", None)])
def test_prospects_none_of_whom_is_decided_leave_the_old_labels(given: tuple[str | None, ...]) -> None:
    store = MemoryStore()
    with store.labels(LABELS).replacing() as labels:
        labels.write(labels_of((1, 0, "2021-01-01", 0)))
    with store.prospects(RAW).replacing() as writer:
        writer.write(prospects(*given))
    step = LabelProspects(
        prospects=store.prospects(RAW), labels=store.labels(LABELS), progress=SilentProgress()
    )
    with pytest.raises(NothingKept) as refused:
        step(chunk_size=4)
    assert refused.value.read == len(given)
    assert sum(refused.value.reasons.values()) == len(given)
    assert store.labels(LABELS).count() == 1


def test_an_empty_table_of_applicants_leaves_the_old_features() -> None:
    store = MemoryStore()
    with store.features(FEAT, CANDIDATE).replacing() as features:
        features.write(some_features(0, 3))
    with store.applicants(RAW).replacing():
        pass
    build = BuildFeatures(
        applicants=TableInParts(table=store.applicants(RAW), parallel=Here()),
        features=store.features(FEAT, CANDIDATE),
        decoder=ApplicantDecoder(),
        profile=CANDIDATE,
        progress=SilentProgress(),
    )
    with pytest.raises(NothingKept):
        build(chunk_size=2)
    assert store.features(FEAT, CANDIDATE).count() == 3


def test_statuses_nobody_knows_are_counted_short_escaped_and_boundedly() -> None:
    unknown: Counter[str] = Counter()
    count_statuses(unknown, ["\x1b[2J", "x" * 10_000, *map(str, range(MOST_STATUSES)), "\x1b[2J"])
    assert unknown["\\x1b[2J"] == 2
    assert unknown["x" * 64 + "…"] == 1
    assert len(unknown) == MOST_STATUSES + 1
    assert unknown.total() == MOST_STATUSES + 3


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
