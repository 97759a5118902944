"""Two exports that were swapped do not pass as empty ones."""

import json
from pathlib import Path

import pytest

from hiring.adapters.exports.applicants import ApplicantsFile
from hiring.adapters.exports.prospects import ProspectsFile
from hiring.adapters.exports.vagas import VagasFile
from hiring.domain.errors import ExportOfAnotherKind

AN_APPLICANT = {"infos_basicas": {"nome": "Ana"}, "cv_pt": "prospects"}
A_VAGA_WITH_PROSPECTS = {"titulo": "Analista", "prospects": []}
A_VAGA = {"informacoes_basicas": {}, "perfil_vaga": {}}


def an_export(folder: Path, *records: object) -> Path:
    file = folder / "export.json"
    file.write_text(json.dumps(dict(enumerate(records))), "utf-8")
    return file


@pytest.mark.parametrize("record", [A_VAGA_WITH_PROSPECTS, A_VAGA])
def test_what_is_no_applicant_is_not_read_as_one(tmp_path: Path, record: object) -> None:
    with pytest.raises(ExportOfAnotherKind):
        list(ApplicantsFile(an_export(tmp_path, record)).chunks(10))


@pytest.mark.parametrize("record", [AN_APPLICANT, A_VAGA])
def test_what_has_no_prospects_is_not_read_for_them(tmp_path: Path, record: object) -> None:
    with pytest.raises(ExportOfAnotherKind):
        list(ProspectsFile(an_export(tmp_path, record)).chunks(10))


@pytest.mark.parametrize("record", [AN_APPLICANT, A_VAGA_WITH_PROSPECTS])
def test_what_is_no_vaga_is_not_read_as_one(tmp_path: Path, record: object) -> None:
    with pytest.raises(ExportOfAnotherKind):
        list(VagasFile(an_export(tmp_path, record)).chunks(10))


@pytest.mark.parametrize("records", [(), ({},), ({"x": 1}, []), (AN_APPLICANT, A_VAGA)])
def test_records_that_show_nothing_or_something_of_their_kind_pass(
    tmp_path: Path, records: tuple[object, ...]
) -> None:
    chunks = ApplicantsFile(an_export(tmp_path, *records)).chunks(10)
    assert sum(chunk.read for chunk in chunks) == len(records)
