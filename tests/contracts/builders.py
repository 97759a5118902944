"""Rows, decisions and models for tests: sound by default, and different where a test says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from hiring.domain.access.keys import RANDOM_BYTES, ApiKey, IssuedKey, KeyName, Scope, issue_key
from hiring.domain.decisions import Alert, Baseline, Client, Decision
from hiring.domain.features import CANDIDATE
from hiring.domain.feedback import Feedback, OutcomeReport
from hiring.domain.models import Deployment, ModelCard, ModelVersion
from hiring.domain.monitoring.alerts import AlertEvent, AlertStatus
from hiring.domain.monitoring.days import DayCheck, QualityCheck
from hiring.domain.monitoring.drift.simple import Stats
from hiring.domain.rank_events import Asked, Listed, RankEvent
from hiring.domain.ranking.candidate_order import OrderProof
from hiring.domain.ranking.evidence import Evidence
from hiring.domain.ranking.same_person import SamePerson, Shared
from hiring.domain.records import (
    ApplicantRows,
    FeatureRows,
    Floats,
    GoldRows,
    LabelRows,
    ProspectRows,
    Reject,
    Rows,
    TableName,
)
from hiring.domain.training.record import TrainingRecord

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
TODAY = NOON.date()
WIDTH = len(CANDIDATE.features)
SALARY = CANDIDATE.features.index("salario_valor")


def a_name(text: str = "some_table") -> TableName:
    return TableName(text)


def after(**units: float) -> datetime:
    return NOON + timedelta(**units)


def days(*texts: str) -> npt.NDArray[np.datetime64]:
    return np.array(texts, "datetime64[D]")


def a_reject(
    key: str = "31001", *, position: int = 1, reason: str = "not an object", file: str | None = None
) -> Reject:
    return Reject(key=key, position=position, reason=reason, file=file)


def some_applicants(first: int = 0, last: int = 3) -> ApplicantRows:
    codes = np.arange(first, last)
    # spaced as PostgreSQL's jsonb prints it: a store keeps the JSON value, and may space it in its own way
    documents = [f'{{"infos_basicas": {{"nome": "Ana Conceição {code}"}}}}'.encode() for code in codes]
    return ApplicantRows(codigo_profissional=codes, document=documents)


def some_prospects(first: int = 0, last: int = 3) -> ProspectRows:
    count = last - first
    return ProspectRows(
        vaga_codigo=np.arange(first, last) + 4_000,
        codigo_profissional=np.arange(first, last) + 30_000,
        position=np.arange(first, last) + 1,
        nome=[f"José {number}" for number in range(first, last)],
        situacao_candidado=["Não Aprovado pelo Cliente"] * count,
        data_candidatura=["25-03-2021"] * count,
        ultima_atualizacao=["0000-00-00"] * count,
        comentario=[None] * count,
        recrutador=[""] * count,
    )


def some_values(first: int, last: int) -> Floats:
    """A feature matrix that differs from row to row, with some unknown salaries."""
    values = np.zeros((last - first, WIDTH))
    for row, number in enumerate(range(first, last)):
        values[row, number % WIDTH] = 1.0
        values[row, SALARY] = np.nan if number % 2 else 1_000.5 + number
    return values


def some_features(first: int = 0, last: int = 3) -> FeatureRows:
    return FeatureRows(codigo_profissional=np.arange(first, last), features=some_values(first, last))


def features_of_people(*codes: int) -> FeatureRows:
    rows = [some_values(code, code + 1) for code in codes]
    return FeatureRows(
        codigo_profissional=np.array(codes, np.int64), features=np.concatenate([np.empty((0, WIDTH)), *rows])
    )


def some_labels(first: int = 0, last: int = 3) -> LabelRows:
    return labels_of(*[(4_000 + number, number, "2021-03-25", number % 2) for number in range(first, last)])


def labels_of(*rows: tuple[int, int, str, int]) -> LabelRows:
    """Labels from (vaga, person, ultima_atualizacao, target), positions counted from 1."""
    return LabelRows(
        vaga_codigo=np.array([row[0] for row in rows], np.int64),
        codigo_profissional=np.array([row[1] for row in rows], np.int64),
        position=np.arange(1, len(rows) + 1),
        data_candidatura=days(*["2021-01-31" if row[1] % 3 else "NaT" for row in rows]),
        ultima_atualizacao=days(*[row[2] for row in rows]),
        status_label=["Contratado pela Decision" if row[3] else "Não Aprovado pelo RH" for row in rows],
        target=np.array([row[3] for row in rows], np.int64),
    )


def some_gold(first: int = 0, last: int = 3) -> GoldRows:
    labels = some_labels(first, last)
    return GoldRows(
        codigo_profissional=labels.codigo_profissional,
        vaga_codigo=labels.vaga_codigo,
        data_candidatura=labels.data_candidatura,
        features=some_values(first, last),
        status_label=labels.status_label,
        target=labels.target,
    )


def a_decision(
    request_id: str = "a-request",
    *,
    at: datetime = NOON,
    codigo_profissional: int | None = 31_001,
    score: float = 0.1 + 0.2,
    body_digest: str = "a-digest",
    payload: Mapping[str, float | None] | None = None,
    client: str = "",
    key_id: str = "",
    vaga_codigo: int | None = None,
) -> Decision:
    values = {"tem_email": 1.0, "salario_valor": None} if payload is None else payload
    return Decision(
        request_id=request_id,
        at=at,
        codigo_profissional=codigo_profissional,
        score=score,
        approved=score >= 0.5,
        threshold=0.5,
        operating_mode="prec80",
        model_path="artifacts/modelo_prec80.joblib",
        model_version="20250301T120000Z-abcd",
        payload=values,
        body_digest=body_digest,
        profile="candidate",
        client=Client(name=client, key_id=key_id),
        vaga_codigo=vaga_codigo,
        features=tuple(values.values()),
    )


def a_baseline(
    model_path: str = "artifacts/modelo_prec80.joblib", *, created_at: datetime = NOON
) -> Baseline:
    stats: Stats = {"tem_email": {"rate1": 1 / 3}, "salario_valor": {"mean": 3_500.5, "std": None}}
    return Baseline(created_at=created_at, model_path=model_path, stats=stats)


def an_alert(
    feature: str = "tem_email",
    *,
    window_start: datetime = NOON,
    model_path: str = "artifacts/modelo_prec80.joblib",
    base: float | None = 0.25,
    rule: str = "|rate - base| > 0.15",
) -> Alert:
    return Alert(
        created_at=after(hours=2),
        window_start=window_start,
        window_end=window_start + timedelta(hours=1),
        model_path=model_path,
        feature=feature,
        rule=rule,
        base=base,
        now=0.75,
        change=0.5,
    )


def a_report(
    codigo_profissional: int | None = 31_001,
    *,
    vaga_codigo: int | None = None,
    request_id: str | None = None,
    client: str | None = None,
    hired: bool = True,
    outcome_at: date = TODAY,
    at: datetime = NOON,
) -> OutcomeReport:
    """Of a person, or of a decision where its request id is given."""
    return OutcomeReport(
        request_id=request_id,
        client=client,
        codigo_profissional=codigo_profissional if request_id is None else None,
        vaga_codigo=vaga_codigo,
        hired=hired,
        outcome_at=outcome_at,
        at=at,
        reporter="ana",
    )


def a_feedback(codigo_profissional: int = 31_001, *, at: datetime = NOON, hired: bool = True) -> Feedback:
    return Feedback(
        at=at,
        codigo_profissional=codigo_profissional,
        hired=hired,
        request_id=None,
        vaga_codigo=None,
        outcome_at=at.date(),
        reporter="",
        decision_request_id=None,
        decision_client=None,
        subject=f"person {codigo_profissional}",
    )


def an_alert_event(*, at: datetime = NOON, until: datetime | None = None) -> AlertEvent:
    return AlertEvent(
        at=at, alert="1c1a9011", status=AlertStatus.MUTED, actor="ana", reason="férias", until=until
    )


def a_day_check(*, day: datetime = NOON) -> DayCheck:
    return DayCheck(
        day=day,
        checked_at=day + timedelta(days=1),
        model_version="20250301T120000Z-abcd",
        profile="candidate",
        baseline_at=NOON,
        answers=40,
        approved=4,
        score_total=11.5,
        approved_total=3.25,
        counts={"tem_email": [38, 40]},
        evidence={"day": "2025-03-01", "figures": {"tem_email": [0.5, 0.1 + 0.2]}},
        findings={"tem_email": {"verdict": "steady", "now": None}},
    )


def a_quality_check(*, checked_at: datetime = NOON) -> QualityCheck:
    quality = {"precision": None, "known": 0, "interval": [0.25, 1 / 3]}
    return QualityCheck(checked_at=checked_at, model_version="20250301T120000Z-abcd", quality=quality)


def a_version(version_id: str = "20250301T120000Z-abcd", *, trained_at: datetime = NOON) -> ModelVersion:
    card = ModelCard(
        profile="candidate",
        feature_columns=CANDIDATE.features,
        rule_fingerprint="f" * 64,
        threshold=0.1 + 0.2,
        operating_mode="prec80",
        trained_at=trained_at,
        training=TrainingRecord(
            other={"linhas": 10, "auc": 0.6, "nota": "não", "partes": [1, None, True], "in": {"deep": {}}}
        ),
    )
    return ModelVersion(id=version_id, path=f"artifacts/versions/{version_id}", digest="d" * 64, card=card)


def a_deployment(version_id: str = "20250301T120000Z-abcd", *, at: datetime = NOON) -> Deployment:
    return Deployment(
        at=at, version_id=version_id, digest="d" * 64, path="artifacts", actor="ana", reason="melhor em 2025"
    )


def an_issued(
    number: int = 1, name: str = "ats", *, scopes: Iterable[Scope] = (Scope.PREDICT,), at: datetime = NOON
) -> IssuedKey:
    """A key and its token; numbers up to 255 make different ones, in the order of their ids."""
    return issue_key(KeyName(name), scopes, at=at, random=bytes([number]) * RANDOM_BYTES)


def a_key(
    number: int = 1, name: str = "ats", *, scopes: Iterable[Scope] = (Scope.PREDICT,), at: datetime = NOON
) -> ApiKey:
    return an_issued(number, name, scopes=scopes, at=at).key


def assert_same_rows(actual: Rows, expected: Rows) -> None:
    """Equal in every column: type, order and value, where unknown equals unknown."""
    assert type(actual) is type(expected)
    for field in fields(expected):
        ours, theirs = getattr(actual, field.name), getattr(expected, field.name)
        assert type(ours) is type(theirs), field.name
        if isinstance(theirs, np.ndarray):
            assert ours.dtype == theirs.dtype, field.name
            np.testing.assert_array_equal(ours, theirs, err_msg=field.name)
        else:
            assert ours == theirs, field.name


def assert_same_chunks(chunks: Sequence[Rows], expected: Rows) -> None:
    """Equal in every column once they are put together."""
    assert chunks, "no rows"
    assert_same_rows(type(expected).concatenate(list(chunks)), expected)


def a_rank_event(
    request_id: str = "a-list", *, at: datetime = NOON, body_digest: str = "a-digest", client: str = ""
) -> RankEvent:
    """Two people in one place, and one behind them."""
    matched, missing, unknown = Evidence.MATCHED, Evidence.MISSING, Evidence.UNKNOWN
    return RankEvent(
        request_id=request_id,
        at=at,
        body_digest=body_digest,
        vaga_codigo=5_185,
        titulo="Analista SAP FI sênior",
        closed=False,
        applied=at.date(),
        profile="candidate_vaga",
        model_path="artifacts/modelo_prec80_vaga.joblib",
        model_version="20250301T120000Z-abcd",
        order=OrderProof(
            proven=False,
            verdict="not proven",
            same_day_auc=0.1 + 0.2,
            same_day_vagas=41,
            later_auc=0.51,
            later_vagas=104,
        ),
        shown=3,
        requirements=(
            Asked(key="sap:fi", pt="SAP FI", en="SAP FI", typed=True),
            Asked(key="ingles:avancado", pt="inglês avançado", en="advanced English", typed=False),
        ),
        people=(
            Listed(codigo_profissional=31_002, tier=1, first=1, last=2, evidence=(matched, unknown)),
            Listed(codigo_profissional=31_001, tier=1, first=1, last=2, evidence=(matched, unknown)),
            Listed(codigo_profissional=31_003, tier=2, first=3, last=3, evidence=(missing, matched)),
        ),
        same_people=(SamePerson(codes=(31_001, 31_003), shared=(Shared.EMAIL, Shared.CV)),),
        without_record=(31_009,),
        client=Client(name=client, key_id="0" * 12 if client else ""),
    )
