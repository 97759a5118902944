"""`hiring-cli rank`: what a recruiter reads first, and what programs get."""

import csv
import io
import json
from dataclasses import replace

import pytest

from hiring.application.ranking.rank_candidates import RankAnswer
from hiring.domain.ranking.candidate_order import OrderProof
from hiring.domain.reasons import Reason
from hiring.entrypoints.cli.output.csv_output import Dialect, write_csv
from hiring.entrypoints.cli.output.ranking import (
    csv_columns,
    csv_rows,
    foot_lines,
    head_lines,
    list_rows,
    table_lines,
)
from tests.contracts.builders import a_rank_event

EVENT = a_rank_event()
PROVEN = replace(
    EVENT,
    order=OrderProof(
        proven=True, verdict="proven", same_day_auc=0.61, same_day_vagas=40, later_auc=0.62, later_vagas=120
    ),
    people=tuple(replace(one, score=0.5) for one in EVENT.people),
)
WHY = Reason(
    feature="cv_sap", value=1.0, contribution=0.42, pt="O currículo menciona SAP.", en="The CV mentions SAP."
)


def test_the_first_line_says_what_the_order_rests_on_with_the_figures() -> None:
    first, *_ = head_lines(EVENT, "en")
    assert first == (
        "Order: by requirements of the vaga that can be checked, without scores: it is not proven that the "
        "model orders the candidates of a vaga (AUC within vaga and day 0.30, 41 vagas; within later vagas "
        "0.51, 104 vagas)"
    )
    assert head_lines(EVENT, "pt")[0].startswith("Ordem: pelos requisitos da vaga")
    assert head_lines(PROVEN, "en")[0].startswith("Order: by probability of hire; it is proven")
    unexamined = replace(EVENT, order=OrderProof(proven=False, verdict="not proven: not examined"))
    assert "its training did not examine that" in head_lines(unexamined, "en")[0]


def test_the_vaga_is_named_and_whether_it_is_closed() -> None:
    assert head_lines(EVENT, "pt")[1] == 'Vaga 5185 "Analista SAP FI sênior": 3 candidatos'
    alone = replace(EVENT, people=EVENT.people[:1], same_people=(), shown=1)
    assert [head_lines(alone, language)[1].split(": ")[1] for language in ("pt", "en")] == [
        "1 candidato",
        "1 candidate",
    ]
    few = replace(EVENT, order=replace(EVENT.order, same_day_vagas=1, later_vagas=1_200))
    assert "0,30, 1 vaga; " in head_lines(few, "pt")[0]
    assert "1.200 vagas)" in head_lines(few, "pt")[0]
    closed = head_lines(replace(EVENT, closed=True), "en")[1]
    assert closed.endswith("(closed: somebody was hired)")
    assert "without a code" in head_lines(replace(EVENT, vaga_codigo=None), "en")[1]


def test_what_is_asked_for_is_told_or_that_nothing_is() -> None:
    assert head_lines(EVENT, "en")[2:] == [
        "Asked for by the recruiter: SAP FI",
        "Requirements of the vaga: advanced English",
    ]
    nothing = replace(EVENT, requirements=(), people=tuple(replace(one, evidence=()) for one in EVENT.people))
    assert head_lines(nothing, "pt")[2].startswith("A vaga não tem requisito")


def test_ties_doubles_and_missing_records_are_told_at_the_end() -> None:
    assert foot_lines(EVENT, "pt") == [
        "Quem está na mesma faixa está em pé de igualdade; dentro dela, a ordem é sorteada",
        "Provavelmente a mesma pessoa sob dois códigos: 31001/31003 (e-mail igual, currículo igual)",
        "Sem registro no armazenamento, fora da lista: 31009",
    ]


def test_the_table_counts_and_with_why_it_names() -> None:
    assert list(table_lines(RankAnswer(event=EVENT), "en", why=False)) == [
        "tier  place  code   meets  lacks  not known",
        "1     1-2    31002  1      0      1",
        "1     1-2    31001  1      0      1",
        "2     3      31003  1      1      0",
    ]
    named = list(table_lines(RankAnswer(event=EVENT), "pt", why=True))
    assert named[1].split("  ")[-1].strip() == "inglês avançado"
    assert "SAP FI" in named[3]


def test_scores_and_reasons_stand_where_an_order_is_proven() -> None:
    answer = RankAnswer(event=PROVEN, reasons={31_002: (WHY,)})
    lines = list(table_lines(answer, "pt", why=True))
    assert lines[0].endswith("probabilidade")
    assert lines[1].endswith("0,500")
    assert lines[2] == "    +0,42  O currículo menciona SAP."
    [first, *_] = list_rows(answer)
    assert first["probabilidade_contratacao"] == 0.5
    assert first["reasons"][0]["feature"] == "cv_sap"


def test_no_score_is_anywhere_where_none_is_proven() -> None:
    for row in list_rows(RankAnswer(event=EVENT)):
        assert "probabilidade_contratacao" not in json.dumps(row)
    assert "probabilidade_contratacao" not in csv_columns(EVENT)


def test_programs_get_a_row_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    answer = RankAnswer(event=replace(EVENT, shown=2))
    rows = list(list_rows(answer))
    assert [row["codigo_profissional"] for row in rows] == [31_002, 31_001]
    assert rows[0] == {
        "vaga_codigo": 5185,
        "codigo_profissional": 31_002,
        "tier": 1,
        "first": 1,
        "last": 2,
        "matched": ["sap:fi"],
        "missing": [],
        "unknown": ["ingles:avancado"],
        "request_id": "a-list",
    }
    write_csv(csv_columns(EVENT), csv_rows(answer), Dialect(".", ","))
    [first, _] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (first["matched"], first["missing"], first["unknown"]) == ("sap:fi", "", "ingles:avancado")
