"""POST /predict/applicant: a raw record in, the features computed here."""

import json
from collections.abc import Iterator

import httpx
import numpy as np
import pytest

from hiring.domain.contract import SECTIONS
from hiring.domain.features import FEATURES, features_of
from hiring.domain.record_validation import TOO_LONG_A_NUMBER
from hiring.entrypoints.http.routes.predictions.examples import APPLICANT
from tests.unit.entrypoints.http.builders import Running, a_service, faults_of

NO_SECTION = f"has none of the sections of an applicant: {', '.join(SECTIONS)}"


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    """One for all whose answer does not hang on what was asked before."""
    with a_service() as running:
        yield running


@pytest.fixture
def fresh() -> Iterator[Running]:
    with a_service() as running:
        yield running


def ask(service: Running, record: object, query: str = "", **headers: str) -> httpx.Response:
    content = record if isinstance(record, bytes) else json.dumps(record).encode()
    headers = {"Content-Type": "application/json", **headers}
    return service.client.post(f"/predict/applicant{query}", content=content, headers=headers)


def test_the_features_are_those_of_the_rules_and_the_record_is_not_kept(fresh: Running) -> None:
    answer = ask(fresh, APPLICANT, **{"Idempotency-Key": "pessoa-1"}).json()

    (row,) = fresh.rows()
    (features,) = features_of([APPLICANT])
    expected = {
        name: None if np.isnan(value) else value for name, value in zip(FEATURES, features, strict=True)
    }
    assert row.payload == expected
    assert answer["probabilidade_contratacao"] == row.score == 0.75
    assert (answer["codigo_profissional"], answer["request_id"]) == (31002, "pessoa-1")
    assert "ana@example.com" not in repr(row) + fresh.log.getvalue()


def test_the_same_record_again_gets_the_first_answer_and_another_is_refused(fresh: Running) -> None:
    key = {"Idempotency-Key": "pessoa-1"}
    first, again = ask(fresh, APPLICANT, **key), ask(fresh, APPLICANT, **key)
    other = ask(fresh, APPLICANT | {"cv_pt": ""}, **key)

    assert first.json() == again.json()
    assert (other.status_code, other.json()["type"]) == (422, "urn:hiring:problem:decision-conflict")
    assert len(fresh.rows()) == 1


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"cv_pt": ""}, None),
        ({"cv_pt": "", "codigo_profissional": None}, None),
        ({"cv_pt": "", "codigo_profissional": 7}, 7),
        ({"cv_pt": "", "codigo_profissional": "007"}, 7),
        ({"cv_pt": "", "codigo_profissional": 7.0}, 7),
        ({"infos_basicas": {"codigo_profissional": "8"}}, 8),
        ({"infos_basicas": {"codigo_profissional": 8}, "codigo_profissional": "7"}, 7),
        ({"infos_basicas": {"codigo_profissional": 8}, "codigo_profissional": None}, 8),
        ({"infos_basicas": {"codigo_profissional": "maria"}}, None),
        ({"infos_basicas": {"codigo_profissional": 8.5}}, None),
        ({"infos_basicas": {"codigo_profissional": True}}, None),
        ({"infos_basicas": {"codigo_profissional": 2**53 - 1}}, 2**53 - 1),
        ({"infos_basicas": {"codigo_profissional": 2**53}, "codigo_profissional": 7}, 7),
        ({"infos_basicas": ["codigo_profissional"]}, None),
    ],
)
def test_whom_it_is_about(service: Running, record: object, code: int | None) -> None:
    response = ask(service, record)

    assert (response.status_code, response.json().get("codigo_profissional")) == (200, code)


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize(
    "value", [None, 1, "x", [], {}, [["x"]], {"email": 1, "nivel_ingles": None}], ids=repr
)
def test_a_field_of_any_type_is_taken(service: Running, section: str, value: object) -> None:
    assert ask(service, {section: value, "outra": {"coisa": [1]}}).status_code == 200


@pytest.mark.parametrize(
    ("record", "faults"),
    [
        ([], {"body": "must be an object"}),
        ("x", {"body": "must be an object"}),
        (None, {"body": "must be an object"}),
        ({}, {"body": NO_SECTION}),
        ({"features": {}}, {"body": NO_SECTION}),
        (
            {"cv_pt": "", "codigo_profissional": "maria"},
            {"codigo_profissional": "must be an integer, its digits, or null"},
        ),
        ({"cv_pt": "", "codigo_profissional": 2**53}, {"codigo_profissional": None}),
        ({"cv_pt": "", "codigo_profissional": "-9007199254740993"}, {"codigo_profissional": None}),
        ({"cv_pt": "", "codigo_profissional": 1e16}, {"codigo_profissional": None}),
        (
            {"infos_basicas": {"codigo_profissional": "9007199254740993"}},
            {"infos_basicas.codigo_profissional": None},
        ),
        ({"cv_pt": "a\0b"}, {"cv_pt": "contains U+0000"}),
        ({"cv_pt": "a\ud800b"}, {"cv_pt": "contains a lone surrogate"}),
        (
            {"infos_basicas": {"email": "\0", "local": "ok", "nome": ["\udfff"]}, "cargo_atual": ["\0"]},
            {
                "infos_basicas.email": "contains U+0000",
                "infos_basicas.nome": "contains a lone surrogate",
                "cargo_atual": "contains U+0000",
            },
        ),
        ({"cv_pt": "", "outra": "\0", "Maria": "\0"}, {"outra": "contains U+0000", "body": None}),
        ({"infos_basicas": {"Maria\0": 1}}, {"infos_basicas": None}),
        (
            b'{"cv_pt": "", "cv_pt": "", "infos_basicas": {"email": 1, "email": ":"}, "x": {"a": 1, "a": 1}}',
            {"cv_pt": "appears more than once", "infos_basicas.email": "appears more than once"},
        ),
        (b'{"Maria": 1, "Maria": 1}', {"body": None}),
        (
            b'{"infos_basicas": {"local": 1e-16384, "email": 1}, "cargo_atual": [0.%b]}' % (b"1" * 16_384),
            {"infos_basicas.local": TOO_LONG_A_NUMBER, "cargo_atual": TOO_LONG_A_NUMBER},
        ),
    ],
)
def test_faults_of_a_record_are_named_by_path_and_never_repeated(
    service: Running, record: object, faults: dict[str, str | None]
) -> None:
    kept = service.rows()
    response = ask(service, record)

    told = faults_of(response)
    assert told.keys() == faults.keys()
    assert {field: told[field] for field, reason in faults.items() if reason} == {
        field: reason for field, reason in faults.items() if reason
    }
    assert response.json()["type"] == "urn:hiring:problem:invalid-applicant"
    assert not any(text in response.text for text in ("Maria", "maria", "\\u0000", "\\ud800", "\0"))
    assert service.rows() == kept


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"NaN", b'{"cv_pt": 1e999}', b'{"cv_pt": 1e131072}', b"\xff", b"[" * 70 + b"]" * 70],
)
def test_what_is_not_strict_json_is_refused(service: Running, content: bytes) -> None:
    assert ask(service, content).status_code == 400


def test_a_body_may_have_a_mebibyte_and_no_more(fresh: Running) -> None:
    def padded(size: int) -> bytes:
        return b'{"cv_pt": "SAP %s"}' % (b"x" * (size - 17))

    fits, larger = ask(fresh, padded(1024 * 1024)), ask(fresh, padded(1024 * 1024 + 1))

    assert (fits.status_code, larger.status_code) == (200, 413)
    assert [row.payload["cv_sap"] for row in fresh.rows()] == [1]
