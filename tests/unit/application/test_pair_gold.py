"""The gold table of a profile that reads vagas, in memory."""

import json
from collections.abc import Mapping

import numpy as np
import pytest

from hiring.adapters.exports.decoding import RecordDecoder
from hiring.adapters.memory.store import MemoryStore
from hiring.application.dataset.build_pair_gold import BuildPairGold
from hiring.domain.errors import NothingKept
from hiring.domain.gold import GoldCounts, join_pairs
from hiring.domain.records import LabelRows
from tests.contracts.pairs import PAIRS, a_vaga, an_applicant

PEOPLE = {7: an_applicant(linkedin="x"), 8: an_applicant(pay="3000", english="Básico"), 9: an_applicant()}
VAGAS = {1: a_vaga(title="Analista", english="Basico"), 2: a_vaga(title="Gerente", city="Recife")}


def some_labels(*pairs: tuple[int, int], dated: bool = True) -> LabelRows:
    day = np.datetime64("2021-03-11") if dated else np.datetime64("NaT")
    return LabelRows(
        vaga_codigo=np.array([vaga for vaga, _ in pairs], np.int64),
        codigo_profissional=np.array([person for _, person in pairs], np.int64),
        position=np.arange(1, len(pairs) + 1),
        data_candidatura=np.full(len(pairs), day),
        ultima_atualizacao=np.full(len(pairs), day),
        status_label=["Aprovado"] * len(pairs),
        target=np.arange(len(pairs)) % 2,
    )


def test_each_pair_has_the_features_of_its_own_records() -> None:
    labels = some_labels((1, 8), (2, 8), (1, 7), (2, 8))
    halves: list[Mapping[int, Mapping[str, object]]] = [{8: PEOPLE[8]}, {9: PEOPLE[9], 7: PEOPLE[7]}]
    gold, counts = join_pairs(labels, halves, VAGAS, PAIRS)
    assert counts == GoldCounts(labelled=4, gold=3, superseded=1, applicant_unknown=0)
    assert list(zip(gold.codigo_profissional, gold.vaga_codigo, strict=True)) == [(7, 1), (8, 1), (8, 2)]
    assert gold.texts.tolist() == [
        ["sao paulo", "analista"],
        ["sao paulo", "analista"],
        ["recife", "gerente"],
    ]
    names = [rule.feature for rule in PAIRS.rules if not rule.kind.text]
    assert gold.features[:, names.index("tem_linkedin")].tolist() == [1, 0, 0]
    assert gold.features[:, names.index("mesmo_ingles")].tolist() == [0, 1, 0]
    assert gold.features[:, names.index("dias_aberta")].tolist() == [10, 10, 10]
    assert gold.target.tolist() == [0, 0, 1]


def test_an_unknown_day_is_no_day() -> None:
    gold, _ = join_pairs(some_labels((1, 8), dated=False), [PEOPLE], VAGAS, PAIRS)
    assert np.isnan(gold.features).any()


def test_whoever_is_unknown_is_counted() -> None:
    _, counts = join_pairs(some_labels((1, 8), (3, 8), (1, 5), (3, 5)), [PEOPLE], VAGAS, PAIRS)
    assert counts == GoldCounts(labelled=4, gold=1, superseded=0, applicant_unknown=2, vaga_unknown=1)


def test_no_pair_replaces_nothing() -> None:
    _, counts = join_pairs(some_labels((3, 8), (1, 5)), [PEOPLE], VAGAS, PAIRS)
    with pytest.raises(NothingKept) as refused:
        counts.require_rows(MemoryStore().labels("l").name)  # type: ignore[arg-type]
    assert "of an unknown vaga" in str(refused.value)


def test_what_rules_do_not_read_is_not_decoded() -> None:
    paths = ["perfil_vaga.cidade", "informacoes_basicas.titulo_vaga", "cv_pt"]
    document = json.dumps({**VAGAS[1], "beneficios": {"valor_venda": "1"}, "cv_pt": "x"}).encode()
    (record,) = RecordDecoder(paths).records([document])
    assert record == {
        "informacoes_basicas": {"titulo_vaga": "Analista"},
        "perfil_vaga": {"cidade": "São Paulo"},
        "cv_pt": "x",
    }


def test_a_table_without_labels_is_refused() -> None:
    store = MemoryStore()
    with store.labels("labels").replacing():  # type: ignore[arg-type]
        pass
    build = BuildPairGold(
        labels=store.labels("labels"),  # type: ignore[arg-type]
        applicants=store.applicants("applicants"),  # type: ignore[arg-type]
        vagas=store.applicants("vagas"),  # type: ignore[arg-type]
        gold=store.gold("gold", PAIRS),  # type: ignore[arg-type]
        decoder=RecordDecoder,
    )
    with pytest.raises(NothingKept):
        build(PAIRS)
