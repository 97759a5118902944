"""What is expected of open vagas: which they are, what their applications come to, and why."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Final

import numpy as np
import pytest

from hiring.adapters.exports.decoding import RecordDecoder
from hiring.adapters.learning.contributions import explainer_of
from hiring.adapters.learning.model_store import FileModelStore
from hiring.adapters.memory.progress import SilentProgress
from hiring.adapters.memory.store import MemoryStore
from hiring.application.ports.models import Scorer
from hiring.application.ranking.vagas_outlook import OPENED, TITLE, Outlook, OutlookOfVagas
from hiring.application.serving.explain import Explain
from hiring.domain.errors import TableMissing
from hiring.domain.features.pairs import pair_record
from hiring.domain.models import ModelVersion
from hiring.domain.records import ApplicantRows, Floats, ProspectRows, VagaRows, table_name
from hiring.domain.training.certificates import ExclusionCertificate
from hiring.domain.training.exclusion import ExclusionEvidence
from hiring.entrypoints.cli.output.outlook import csv_rows, head_lines, outlook_rows, table_lines
from tests.contracts.pairs import PAIRS, a_vaga, an_applicant
from tests.contracts.profiles import a_world, stored, trained

DAY: Final = np.datetime64("2021-03-31")
VAGAS: Final = {7: a_vaga(title="Gerente"), 8: a_vaga(title="Analista"), 9: a_vaga(title="Estagiário")}
EMPTY: Final = {"informacoes_basicas": {"titulo_vaga": " "}, "beneficios": {"valor_venda": "-"}}
PEOPLE: Final = {31: an_applicant(pay="8000"), 32: an_applicant(pay="2000"), 33: an_applicant()}
PUT_FORWARD: Final = (
    (7, 31, "Prospect"),
    (7, 32, "Inscrito"),
    (7, 31, "Prospect"),  # a pair that was met before
    (8, 33, "Encaminhado ao Requisitante"),
    (8, 32, "Não Aprovado pelo Cliente"),
    (9, 31, "Prospect"),
    (9, 32, "Contratado pela Decision"),  # closed
    (10, 31, "Prospect"),  # no record of the vaga
    (11, 99, "Prospect"),  # nor of this applicant
    (12, 31, "Prospect"),  # a record of the vaga that says nothing
)


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    models = FileModelStore(tmp_path_factory.mktemp("models") / "pairs.joblib", profile=PAIRS)
    store = MemoryStore(salt="s")
    stored(a_world(), store)
    models.publish(trained(store, models).id)
    return models.published()


class Promising(Scorer):
    """The same scores under a card that promises something of low ones."""

    def __init__(self, scorer: Scorer, threshold: float) -> None:
        self._scorer = scorer
        evidence = ExclusionEvidence(threshold=threshold, excluded=90, hired=3, upper_bound=0.08)
        promise = ExclusionCertificate(
            certified=True, max_hired=0.1, confidence=0.9, people=300, evidence=evidence
        )
        card = scorer.version.card
        training = replace(card.training, exclusion=promise)
        self._version = replace(scorer.version, card=replace(card, training=training))

    @property
    def version(self) -> ModelVersion:
        return self._version

    def score(self, features: Floats) -> Floats:
        return self._scorer.score(features)


def a_store(put_forward: Sequence[tuple[int, int, str]] = PUT_FORWARD) -> MemoryStore:
    store = MemoryStore()
    with store.vagas(table_name("vagas_raw")).replacing() as vagas:
        vagas.write(
            VagaRows(
                vaga_codigo=np.array([*VAGAS, 11, 12]),
                document=[json.dumps(vaga).encode() for vaga in (*VAGAS.values(), a_vaga(), EMPTY)],
            )
        )
    with store.applicants(table_name("applicants_raw")).replacing() as applicants:
        documents = [json.dumps(person).encode() for person in PEOPLE.values()]
        applicants.write(ApplicantRows(codigo_profissional=np.array(list(PEOPLE)), document=documents))
    rows = len(put_forward)
    nothing: list[str | None] = [None] * rows
    with store.prospects(table_name("prospects_raw")).replacing() as prospects:
        prospects.write(
            ProspectRows(
                vaga_codigo=np.array([vaga for vaga, _, _ in put_forward], np.int64),
                codigo_profissional=np.array([person for _, person, _ in put_forward], np.int64),
                position=np.arange(1, rows + 1),
                nome=nothing,
                situacao_candidado=[status for _, _, status in put_forward],
                data_candidatura=["31-03-2021"] * rows,
                ultima_atualizacao=nothing,
                comentario=nothing,
                recrutador=nothing,
            )
        )
    return store


def asking(store: MemoryStore, scorer: Scorer) -> OutlookOfVagas:
    profile = PAIRS.learnt(scorer.version.card.encodings)
    paths = [path for rule in PAIRS.rules for path in rule.reads]
    return OutlookOfVagas(
        prospects=store.prospects(table_name("prospects_raw")),
        applicants=store.applicants(table_name("applicants_raw")),
        vagas=store.vagas(table_name("vagas_raw")),
        decoder=RecordDecoder([TITLE, OPENED, *paths]),
        scorer=scorer,
        explain=Explain(explainer=explainer_of(scorer.version), profile=profile),
        progress=SilentProgress(),
    )


def test_a_vaga_has_the_mean_of_its_undecided_applications(scorer: Scorer) -> None:
    found = asking(a_store(), scorer)()
    left_out = (found.without_record, found.with_empty_record, found.without_people)
    assert (found.open, len(found.vagas), left_out) == (5, 2, (1, 1, 1))
    assert [one.vaga_codigo for one in found.vagas] == [7, 8]
    manager, analyst = found.vagas
    profile = PAIRS.learnt(scorer.version.card.encodings)
    pairs = [pair_record(PEOPLE[code], VAGAS[7], DAY) for code in (31, 32)]
    assert manager.likely == pytest.approx(scorer.score(profile.features_of(pairs)).mean(), abs=1e-12)
    assert (manager.titulo, manager.opened, manager.undecided, manager.scored) == (
        "Gerente",
        "01-03-2021",
        2,
        2,
    )
    assert (analyst.undecided, analyst.excluded, analyst.reasons) == (1, None, ())
    assert found.promise is None


def test_reasons_are_about_vagas_alone(scorer: Scorer) -> None:
    found = asking(a_store(), scorer)(top=1, reasons=5)
    (manager,) = found.vagas
    assert manager.reasons[0].feature == "vaga_titulo"
    assert {reason.feature for reason in manager.reasons}.isdisjoint(PAIRS.of_people)
    assert len(manager.reasons) <= 5


def test_what_the_exclusion_promises_is_marked(scorer: Scorer) -> None:
    plain = asking(a_store(), scorer)()
    between = (plain.vagas[0].likely + plain.vagas[1].likely) / 2
    found = asking(a_store(), Promising(scorer, between))()
    assert [one.excluded for one in found.vagas] == [False, True]
    assert found.promise is not None


def test_without_exports_that_is_said(scorer: Scorer) -> None:
    with pytest.raises(TableMissing):
        asking(MemoryStore(), scorer)()


def told(scorer: Scorer, threshold: float | None) -> Outlook:
    return asking(a_store(), scorer if threshold is None else Promising(scorer, threshold))(reasons=2)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_it_is_told_what_it_is_about_and_nobody_is_named(scorer: Scorer, language: str) -> None:
    nothing, promised = told(scorer, None), told(scorer, 1.0)
    head = "\n".join(head_lines(promised, language))
    assert ("planejar" if language == "pt" else "To plan with") in head
    assert ("até 1,000" if language == "pt" else "up to 1.000") in head
    assert ("1 com registro vazio" if language == "pt" else "1 with an empty one") in head
    assert ("1,000" if language == "pt" else "1.000") not in "\n".join(head_lines(nothing, language))
    many = "\n".join(head_lines(replace(promised, open=6_383, without_record=1_121), language))
    assert many.startswith("6.383 vagas abertas (" if language == "pt" else "6,383 open vagas (")
    assert ("1.121 sem registro" if language == "pt" else "1,121 without a record") in many
    assert head.startswith("5 vagas abertas (" if language == "pt" else "5 open vagas (")
    alone = head_lines(replace(promised, open=1), language)[0]
    assert alone.startswith("1 vaga aberta (" if language == "pt" else "1 open vaga (")
    lines = list(table_lines(promised, language))
    assert [line[0] for line in lines if line[3:4].isdigit()] == ["*", "*"]
    assert any("Gerente" in line for line in lines)
    everything = "\n".join(
        [head, *lines, *map(str, outlook_rows(promised)), *map(str, csv_rows(promised, language))]
    )
    assert "31" not in [word for one in promised.vagas for word in map(str, asdict(one).values())]
    assert "codigo_profissional" not in everything
    row, cells = next(outlook_rows(promised)), next(csv_rows(promised, language))
    assert (row["vaga_codigo"], row["excluded"], cells["excluded"]) == (7, True, 1)
    assert cells["reasons"].count("; ") == len(row["reasons"]) - 1
