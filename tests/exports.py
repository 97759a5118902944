"""Small exports on disk."""

import json
from pathlib import Path

APPLICANTS = {
    "31000": {"infos_basicas": {"email": "ana@empresa.example"}, "cv_pt": "Usa SAP e Excel avançado"},
    "31001": {"informacoes_profissionais": {"remuneracao": "R$ 3.500,00"}, "cv_pt": ""},
    "abc": {"cv_pt": "segredo"},
    "31002": ["segredo"],
}


def write_applicants(folder: Path, records: dict[str, object] | None = None) -> Path:
    file = folder / "applicants.json"
    file.write_text(json.dumps(APPLICANTS if records is None else records, ensure_ascii=False), "utf-8")
    return file


VAGAS = {
    "4530": {
        "informacoes_basicas": {"titulo_vaga": "Analista SAP", "vaga_sap": "Não"},
        "perfil_vaga": {"nivel profissional": "Sênior", "areas_atuacao": "TI - SAP-"},
        "beneficios": {"valor_venda": "-"},
    },
    "4531": {"perfil_vaga": {"nivel_ingles": "Nenhum"}},
    "abc": {"perfil_vaga": {"nivel_ingles": "segredo"}},
    "4532": {"segredo": 1},
}


def write_vagas(folder: Path) -> Path:
    file = folder / "vagas.json"
    file.write_text(json.dumps(VAGAS, ensure_ascii=False), "utf-8")
    return file


def write_prospects(folder: Path) -> Path:
    prospects = [
        {"codigo": str(code), "situacao_candidado": status, "ultima_atualizacao": "25-03-2021"}
        for code, status in (
            (31_000, "Aprovado"),
            (31_001, "Recusado"),
            (31_001, "Desistiu"),
            (9, "Aprovado"),
        )
    ]
    file = folder / "prospects.json"
    file.write_text(
        json.dumps({"1": {"prospects": prospects}, "2": {"prospects": [{"codigo": "x"}]}}), "utf-8"
    )
    return file
