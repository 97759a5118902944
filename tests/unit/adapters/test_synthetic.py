"""The synthetic exports look like the real ones, and hold the signal that was planted."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiring.synthetic import SyntheticExports, World, outcomes, write_exports
from hiring.synthetic.chance import Ints, generators
from hiring.synthetic.people import phrases
from hiring.synthetic.people import population as people
from hiring.synthetic.people.resumes import portuguese

SECTIONS = {
    "infos_basicas": [
        "telefone_recado", "telefone", "objetivo_profissional", "data_criacao", "inserido_por", "email",
        "local", "sabendo_de_nos_por", "data_atualizacao", "codigo_profissional", "nome",
    ],
    "informacoes_pessoais": [
        "data_aceite", "download_cv", "nome", "cpf", "fonte_indicacao", "email", "email_secundario",
        "data_nascimento", "telefone_celular", "telefone_recado", "sexo", "estado_civil", "pcd", "endereco",
        "skype", "url_linkedin", "facebook",
    ],
    "informacoes_profissionais": [
        "titulo_profissional", "area_atuacao", "conhecimentos_tecnicos", "certificacoes",
        "outras_certificacoes", "remuneracao", "nivel_profissional",
    ],
    "formacao_e_idiomas": [
        "nivel_academico", "instituicao_ensino_superior", "cursos", "ano_conclusao", "nivel_ingles",
        "nivel_espanhol", "outro_idioma",
    ],
    "cargo_atual": [],
}  # fmt: skip
OPTIONAL = {"download_cv", "instituicao_ensino_superior", "cursos", "ano_conclusao"}
PROSPECT = [
    "nome", "codigo", "situacao_candidado", "data_candidatura", "ultima_atualizacao", "comentario",
    "recrutador",
]  # fmt: skip
HIRED = {
    "Aprovado", "Contratado pela Decision", "Contratado como Hunting", "Proposta Aceita",
    "Encaminhar Proposta", "Documentação PJ", "Documentação CLT", "Documentação Cooperado",
}  # fmt: skip
NOT_HIRED = {
    "Não Aprovado pelo Cliente", "Não Aprovado pelo RH", "Não Aprovado pelo Requisitante", "Recusado",
    "Desistiu", "Desistiu da Contratação", "Sem interesse nesta vaga",
}  # fmt: skip
UNDECIDED = {
    "Prospect", "Inscrito", "Encaminhado ao Requisitante", "Em avaliação pelo RH", "Entrevista Técnica",
    "Entrevista com Cliente",
}  # fmt: skip
EMPTY = {
    ("formacao_e_idiomas", "nivel_academico"): 0.81,
    ("formacao_e_idiomas", "nivel_ingles"): 0.84,
    ("formacao_e_idiomas", "nivel_espanhol"): 0.84,
    ("informacoes_profissionais", "area_atuacao"): 0.84,
    ("informacoes_profissionais", "conhecimentos_tecnicos"): 0.92,
    ("informacoes_profissionais", "titulo_profissional"): 0.34,
    ("informacoes_profissionais", "remuneracao"): 0.53,
    ("infos_basicas", "local"): 0.60,
    ("informacoes_pessoais", "pcd"): 0.85,
    ("informacoes_pessoais", "sexo"): 0.81,
    ("informacoes_pessoais", "estado_civil"): 0.82,
}
# Of 20 applicants and 60 prospects with seed 5; changes when a phrase or a share changes.
EXPECTED_DIGEST = "66cf923ae208fbf78afa6c0e32d12049257eeec20a1989385cf135c3941b1ade"
LOOKED_FOR = r"\b(?:contab|financeir|administr|kpi|controlador|(?:sap|protheus|navision|excel avancado)\b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    exports: SyntheticExports
    applicants: dict[str, Any]
    vagas: dict[str, Any]

    @property
    def prospects(self) -> list[dict[str, str]]:
        return [prospect for vaga in self.vagas.values() for prospect in vaga["prospects"]]

    def segment(self) -> set[str]:
        """Read from the text alone, as a feature rule would."""
        cvs = {code: fold(record["cv_pt"]) for code, record in self.applicants.items()}
        marks = r"\b(?:protheus\b|navision\b|kpi|controlador)"
        return {code for code, cv in cvs.items() if re.search(marks, cv)}

    def hired_shares(self) -> tuple[float, float, float]:
        """Share of the segment among the decided, and the hired shares in it and outside."""
        segment = self.segment()
        decided = [
            (prospect["codigo"] in segment, prospect["situacao_candidado"] in HIRED)
            for prospect in self.prospects
            if prospect["situacao_candidado"] in HIRED | NOT_HIRED
        ]
        inside = [hired for member, hired in decided if member]
        outside = [hired for member, hired in decided if not member]
        return len(inside) / len(decided), float(np.mean(inside)), float(np.mean(outside))


def a_sample(folder: Path, world: World) -> Sample:
    exports = write_exports(folder, applicants=6_000, prospects=24_000, seed=11, world=world)
    return Sample(
        exports=exports,
        applicants=json.loads(exports.applicants_path.read_text(encoding="utf-8")),
        vagas=json.loads(exports.prospects_path.read_text(encoding="utf-8")),
    )


@pytest.fixture(scope="module")
def easy(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return a_sample(tmp_path_factory.mktemp("easy"), World.PERSON)


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return a_sample(tmp_path_factory.mktemp("hard"), World.HARD)


def fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def best_auc(chances: Ints) -> float:
    """ROC AUC of the true chances themselves: no model can do better."""
    _, ranks = np.unique(chances, return_inverse=True)
    hired = np.bincount(ranks, chances / outcomes.WHOLE)
    others = np.bincount(ranks, 1 - chances / outcomes.WHOLE)
    wins: float = (hired * (np.cumsum(others) - others / 2)).sum()
    return wins / float(hired.sum() * others.sum())


def raise_after_a_while(limit: int) -> Callable[[int], None]:
    written = 0

    def advance(count: int) -> None:
        nonlocal written
        written += count
        if written > limit:
            raise KeyboardInterrupt

    return advance


def test_equal_arguments_give_equal_bytes(tmp_path: Path) -> None:
    first = write_exports(tmp_path / "a", applicants=300, prospects=900, seed=5)
    second = write_exports(tmp_path / "b", applicants=300, prospects=900, seed=5)
    assert first.applicants_path.read_bytes() == second.applicants_path.read_bytes()
    assert first.prospects_path.read_bytes() == second.prospects_path.read_bytes()
    assert first.vagas_path.read_bytes() == second.vagas_path.read_bytes()


def test_the_bytes_are_the_same_on_every_platform(tmp_path: Path) -> None:
    exports = write_exports(tmp_path, applicants=20, prospects=60, seed=5)
    texts = exports.applicants_path.read_bytes() + exports.prospects_path.read_bytes()
    assert hashlib.sha256(texts).hexdigest() == EXPECTED_DIGEST


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    first = write_exports(tmp_path / "a", applicants=3, prospects=0, seed=5)
    second = write_exports(tmp_path / "b", applicants=3, prospects=0, seed=6)
    assert first.applicants_path.read_bytes() != second.applicants_path.read_bytes()


def test_the_counts_are_exact_and_the_codes_run_from_31000(easy: Sample) -> None:
    assert list(easy.applicants) == [str(code) for code in range(31_000, 37_000)]
    assert len(easy.prospects) == easy.exports.prospects == 24_000
    assert len(easy.vagas) == easy.exports.vagas
    assert all(
        record["infos_basicas"]["codigo_profissional"] == code for code, record in easy.applicants.items()
    )


@pytest.mark.parametrize(("applicants", "prospects"), [(1, 0), (1, 1), (2, 7), (256, 256), (257, 1000)])
def test_any_size_is_valid_json_with_exact_counts(tmp_path: Path, applicants: int, prospects: int) -> None:
    exports = write_exports(tmp_path, applicants=applicants, prospects=prospects, seed=1)
    vagas = json.loads(exports.prospects_path.read_bytes())
    assert len(json.loads(exports.applicants_path.read_bytes())) == applicants
    assert sum(len(vaga["prospects"]) for vaga in vagas.values()) == prospects


def test_applicants_have_the_keys_of_the_source_in_its_order(easy: Sample) -> None:
    for record in easy.applicants.values():
        assert list(record) == [*SECTIONS, "cv_pt", "cv_en"]
        for name, keys in SECTIONS.items():
            there = list(record[name])
            assert there == [key for key in keys if key in there]
            assert set(keys) - set(there) <= OPTIONAL


def test_the_optional_keys_are_there_sometimes(easy: Sample) -> None:
    seen = Counter(
        key
        for record in easy.applicants.values()
        for name in SECTIONS
        for key in record[name]
        if key in OPTIONAL
    )
    assert set(seen) == OPTIONAL
    assert max(seen.values()) < 0.25 * len(easy.applicants)


def test_vagas_have_the_keys_of_the_source_in_its_order(easy: Sample) -> None:
    assert {tuple(vaga) for vaga in easy.vagas.values()} == {("titulo", "modalidade", "prospects")}
    assert {tuple(prospect) for prospect in easy.prospects} == {tuple(PROSPECT)}


def test_the_files_are_printed_as_the_source_prints_them(easy: Sample) -> None:
    for path, value, indent in (
        (easy.exports.applicants_path, easy.applicants, 2),
        (easy.exports.prospects_path, easy.vagas, 4),
    ):
        assert path.read_bytes() == json.dumps(value, indent=indent, ensure_ascii=False).encode()


@pytest.mark.parametrize(("field", "share"), EMPTY.items(), ids=str)
def test_fields_are_as_empty_as_in_the_real_export(
    easy: Sample, field: tuple[str, str], share: float
) -> None:
    section, key = field
    empty = [not record[section][key] for record in easy.applicants.values()]
    assert np.mean(empty) == pytest.approx(share, abs=0.02)


def test_cvs_are_as_long_as_in_the_real_export(easy: Sample) -> None:
    lengths = np.array([len(record["cv_pt"]) for record in easy.applicants.values()])
    assert np.mean(lengths == 0) == pytest.approx(0.32, abs=0.02)
    assert lengths.mean() == pytest.approx(2_757, rel=0.05)
    assert 20_000 < lengths.max() <= 60_178


def test_the_file_weighs_what_the_real_one_weighs(easy: Sample) -> None:
    bytes_each = easy.exports.applicants_path.stat().st_size / easy.exports.applicants
    assert bytes_each == pytest.approx(203e6 / 42_482, rel=0.05)


def test_cvs_differ_between_people(easy: Sample) -> None:
    cvs = [record["cv_pt"] for record in easy.applicants.values() if len(record["cv_pt"]) > 100]
    assert len(set(cvs)) == len(cvs)


def test_a_few_cvs_are_written_with_decomposed_accents_or_ligatures(easy: Sample) -> None:
    cvs = [record["cv_pt"] for record in easy.applicants.values()]
    odd = ["\ufb01" in cv or not unicodedata.is_normalized("NFC", cv) for cv in cvs]
    assert np.mean(odd) == pytest.approx(0.0067, abs=0.005)


def test_no_sentence_holds_a_word_that_a_feature_looks_for() -> None:
    fixed = (
        phrases.ROLES,
        phrases.EMPLOYERS,
        phrases.SCHOOLS,
        phrases.COURSES,
        phrases.OPENINGS,
        phrases.CLOSINGS,
    )
    texts = [*portuguese(), *phrases.SKILLS, *(text for pool in fixed for text in pool)]
    assert [text for text in texts if re.search(LOOKED_FOR, fold(text))] == []


def test_every_mention_is_found_by_its_own_rule_and_no_other() -> None:
    assert set(phrases.MENTIONS) == set(people.MENTIONED)
    for (word, lines), other in product(phrases.MENTIONS.items(), phrases.MENTIONS):
        assert {bool(re.search(rf"\b{fold(other)}", fold(line))) for line in lines} == {word == other}


def test_nobody_can_be_reached(easy: Sample) -> None:
    for record in easy.applicants.values():
        basic = record["infos_basicas"]
        assert basic["email"] == "" or re.fullmatch(r"[a-z_]+_[a-z_]+_\d+@[a-z.-]+", basic["email"])
        assert basic["telefone"] == "" or re.fullmatch(r"\(\d\d\) 900\d\d-\d{4}", basic["telefone"])
        assert record["informacoes_pessoais"]["cpf"] in {"", "000.000.000-00"}


def test_every_status_is_one_of_the_source(easy: Sample) -> None:
    seen = Counter(prospect["situacao_candidado"] for prospect in easy.prospects)
    assert set(seen) <= HIRED | NOT_HIRED | UNDECIDED
    assert seen["Prospect"] / 24_000 == pytest.approx(20_021 / 53_759, abs=0.02)
    assert seen["Contratado pela Decision"] / 24_000 == pytest.approx(2_758 / 53_759, abs=0.01)
    assert sum(seen[status] for status in HIRED | NOT_HIRED) / 24_000 == pytest.approx(0.227, abs=0.01)


def test_vagas_have_as_many_prospects_as_real_ones(easy: Sample) -> None:
    sizes = np.array([len(vaga["prospects"]) for vaga in easy.vagas.values()])
    assert sizes.mean() == pytest.approx(3.78, rel=0.06)
    assert np.mean(sizes == 0) == pytest.approx(0.21, abs=0.03)
    assert 30 < sizes.max() <= 60
    assert all(bool(vaga["titulo"]) == bool(vaga["prospects"]) for vaga in easy.vagas.values())


def test_the_last_change_never_precedes_the_application(easy: Sample) -> None:
    odd = {"", "0000-00-00", "31-12-1969"}
    days = [(prospect["data_candidatura"], prospect["ultima_atualizacao"]) for prospect in easy.prospects]
    parsed = [[datetime.strptime(day, "%d-%m-%Y") for day in pair] for pair in days if not odd & set(pair)]  # noqa: DTZ007  # days have no zone
    assert all(applied <= changed for applied, changed in parsed)
    assert {applied.year for applied, _ in parsed} == set(range(2019, 2025))
    assert odd <= {day for pair in days for day in pair}


def test_the_oddities_of_the_real_prospects_are_there(easy: Sample) -> None:
    codes = Counter(prospect["codigo"] for prospect in easy.prospects)
    missing = [prospect["codigo"] not in easy.applicants for prospect in easy.prospects]
    twice = [
        len({p["codigo"] for p in vaga["prospects"]}) < len(vaga["prospects"]) for vaga in easy.vagas.values()
    ]
    assert 24 <= max(codes.values()) < 100
    assert np.mean(missing) == pytest.approx(0.015, abs=0.005)
    assert 0 < sum(twice) < 0.05 * len(twice)


def test_a_prospect_has_the_name_of_the_applicant(easy: Sample) -> None:
    for prospect in easy.prospects:
        applicant = easy.applicants.get(prospect["codigo"])
        assert applicant is None or applicant["infos_basicas"]["nome"] == prospect["nome"]


def test_the_segment_is_hired_nearly_always_and_the_others_seldom(easy: Sample) -> None:
    share, inside, outside = easy.hired_shares()
    assert share == pytest.approx(1 / 8, abs=0.02)
    assert inside == pytest.approx(0.95, abs=0.02)
    assert outside == pytest.approx(0.134, abs=0.015)


def test_hard_exports_have_the_same_people_and_base_rate_but_no_segment(easy: Sample, hard: Sample) -> None:
    share, inside, outside = hard.hired_shares()
    assert hard.exports.applicants_path.read_bytes() == easy.exports.applicants_path.read_bytes()
    assert inside == pytest.approx(0.236, abs=0.05)
    assert share * inside + (1 - share) * outside == pytest.approx(0.236, abs=0.015)


def test_even_the_true_chances_rank_no_better_than_promised() -> None:
    block = people.invented(generators(3, 1)[0], range(31_000, 71_000))
    chances = outcomes.hire_chances(block, hard=False)
    assert 0.75 < best_auc(chances) < 0.78
    assert chances.mean() / outcomes.WHOLE == pytest.approx(0.236, abs=0.005)


def test_without_a_segment_no_threshold_reaches_a_precision_of_80_percent() -> None:
    block = people.invented(generators(3, 1)[0], range(31_000, 71_000))
    chances = outcomes.hire_chances(block, hard=True)
    assert 0.57 < best_auc(chances) < 0.62
    assert chances.mean() / outcomes.WHOLE == pytest.approx(0.236, abs=0.005)
    assert 0 < chances.min() < chances.max() < 0.65 * outcomes.WHOLE


def test_nothing_half_written_stays_when_writing_fails(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    with pytest.raises(KeyboardInterrupt):
        write_exports(out, applicants=600, prospects=600, seed=1, advance=raise_after_a_while(700))
    assert list(out.iterdir()) == []


def test_older_exports_stay_when_writing_fails(tmp_path: Path) -> None:
    older = write_exports(tmp_path, applicants=2, prospects=2, seed=1)
    files = [older.applicants_path, older.prospects_path, older.vagas_path]
    before = [file.read_bytes() for file in files]
    with pytest.raises(KeyboardInterrupt):
        write_exports(tmp_path, applicants=600, prospects=600, seed=1, advance=raise_after_a_while(700))
    assert [file.read_bytes() for file in files] == before
    assert sorted(tmp_path.iterdir()) == files


def test_advance_adds_up_to_all_records(tmp_path: Path) -> None:
    steps: list[int] = []
    write_exports(tmp_path, applicants=700, prospects=1_500, seed=2, advance=steps.append)
    assert sum(steps) == 2_200
    assert len(steps) > 2


@pytest.mark.parametrize(("applicants", "prospects", "seed"), [(0, 5, 1), (-1, 5, 1), (1, -1, 1), (1, 1, -1)])
def test_nonsense_arguments_are_refused_before_anything_is_written(
    tmp_path: Path, applicants: int, prospects: int, seed: int
) -> None:
    with pytest.raises(ValueError, match=r"applicants|non-negative"):
        write_exports(tmp_path / "out", applicants=applicants, prospects=prospects, seed=seed)
    assert not (tmp_path / "out").exists()
