"""What the description of the service shows: requests that it takes as they stand, and its answers."""

import json
from typing import Any, Final

from hiring.domain.features import CANDIDATE
from hiring.domain.reasons import sentences_of

_ONES: Final = (
    "tem_email",
    "tem_telefone",
    "tem_local",
    "ingl_avancado",
    "esp_nenhum",
    "esc_superior_completo",
    "area_financeiro",
    "titulo_financeiro",
    "cv_excel_avancado",
    "cv_sap",
)

QUESTION: Final[dict[str, Any]] = {
    "codigo_profissional": 31001,
    "features": {
        name: int(name in _ONES) if name != "salario_valor" else 4500 for name in CANDIDATE.features
    },
}

APPLICANT: Final[dict[str, Any]] = {
    "infos_basicas": {
        "codigo_profissional": "31002",
        "email": "ana@example.com",
        "telefone": "(11) 99999-0000",
        "local": "São Paulo, São Paulo",
        "objetivo_profissional": "Analista financeiro",
    },
    "informacoes_pessoais": {"url_linkedin": ""},
    "informacoes_profissionais": {"area_atuacao": "Financeira", "remuneracao": "R$ 4.500,00"},
    "formacao_e_idiomas": {
        "nivel_academico": "Ensino Superior Completo",
        "nivel_ingles": "Avançado",
        "nivel_espanhol": "",
    },
    "cv_pt": "Conciliação bancária, contas a pagar, SAP FI e Excel avançado.",
}

BATCH: Final[dict[str, Any]] = {
    "items": [
        QUESTION,
        {"codigo_profissional": 31002, "applicant": APPLICANT},
        {"codigo_profissional": 31003, "features": {"tem_email": "sim"}},
    ]
}

REQUEST_ID: Final = "pedido-2"
_MOVED: Final = {"cv_sap": 0.4182, "esp_nenhum": -0.1297}
ANSWER: Final[dict[str, Any]] = {
    "probabilidade_contratacao": 0.3127,
    "aprovado_pelo_modelo": False,
    "threshold": 0.9011,
    "operating_mode": "prec80",
    "codigo_profissional": 31001,
    "request_id": REQUEST_ID,
    "reasons": [
        {
            "feature": rule.feature,
            "value": 1.0,
            "contribution": _MOVED[rule.feature],
            "pt": sentences_of(rule, 1.0)[0],
            "en": sentences_of(rule, 1.0)[1],
        }
        for rule in sorted(CANDIDATE.rules, key=lambda rule: -abs(_MOVED.get(rule.feature, 0)))[:2]
    ],
}
_ITEM: Final = "a1b2"
RESULTS: Final[dict[str, Any]] = {
    "results": [
        {"answer": {**ANSWER, "request_id": f"{_ITEM}/0"}},
        {"answer": {**ANSWER, "codigo_profissional": 31002, "request_id": f"{_ITEM}/1"}},
        {
            "problem": {
                "type": "urn:hiring:problem:invalid-features",
                "title": "Invalid features",
                "status": 422,
                "detail": "every fault is named in errors",
                "instance": f"urn:hiring:request:{_ITEM}%2F2",
                "request_id": f"{_ITEM}/2",
                "errors": [
                    {"field": "features.tem_email", "reason": "must be 0 or 1"},
                    {"field": "features.tem_telefone", "reason": "is missing"},
                ],
            }
        },
    ]
}
DECISION: Final[dict[str, Any]] = {
    "request_id": REQUEST_ID,
    "at": "2026-11-23T05:55:23.112508Z",
    "codigo_profissional": 31001,
    "score": 0.3127,
    "approved": False,
    "threshold": 0.9011,
    "operating_mode": "prec80",
    "model_version": "20261123T055523Z-485af9ff",
    "model_path": "artifacts/modelo_prec80.joblib",
    "features": QUESTION["features"],
    "client": "ats",
    "client_key_id": "0f3a5c7e9b1d",
    "profile": CANDIDATE.name,
    "vaga_codigo": None,
    "reasons": ANSWER["reasons"],
}
HEALTH: Final = {"status": "ok", "time": "2026-11-23T05:55:23.112508Z"}
ALIVE: Final = {"status": "ok"}
VERSION: Final[dict[str, Any]] = {
    "operating_mode": "prec80",
    "threshold": 0.9011,
    "feature_columns": list(CANDIDATE.features),
    "metadata": {"min_precision": 0.8},
    "artifact_path": "artifacts/modelo_prec80.joblib",
    "version": "20261123T055523Z-485af9ff",
}
METRICS: Final = "# HELP hiring_approved_total Answers at or above the threshold.\n"


def as_json(example: object) -> str:
    """As a person reads it."""
    return json.dumps(example, ensure_ascii=False, indent=2)
