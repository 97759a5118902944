"""What is refused, and that all of it is named at once."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.entrypoints.http.builders import FEATURES, Running, a_body, a_service, faults_of


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    """One for all whose answer does not hang on what was asked before."""
    with a_service() as running:
        yield running


@pytest.fixture
def fresh() -> Iterator[Running]:
    with a_service() as running:
        yield running


def test_faults_of_every_kind_are_named_at_once(fresh: Running) -> None:
    body = a_body(
        codigo="31001",
        without=["cv_kpi"],
        tem_email="sim",
        has_cert=None,
        salario_valor=12,
        ingl_basico=1,
        cor_favorita=1,
    )
    response = fresh.predict({**body, "extra": 1})

    assert faults_of(response) == {
        "codigo_profissional": "must be an integer, or null",
        "extra": "is not a known key",
        "features.tem_email": "must be 0 or 1",
        "features.salario_valor": "must be from 300 to 100000 BRL a month, or null for unknown",
        "features.has_cert": "is null: give 0 or 1",
        "features.cv_kpi": "is missing",
        "features.cor_favorita": "is not a feature",
        "features.ingl_nenhum": "only one of ingl_* can be 1",
        "features.ingl_basico": "only one of ingl_* can be 1",
    }
    assert response.json()["type"] == "urn:hiring:problem:invalid-features"
    assert fresh.rows() == []


def test_every_missing_feature_is_named(service: Running) -> None:
    assert list(faults_of(service.predict({"features": {}}))) == [f"features.{name}" for name in FEATURES]


def test_missing_and_null_features_are_unknown_where_the_setting_says_so() -> None:
    with a_service(lenient=True) as service:
        body = a_body(without=["cv_kpi"], has_cert=None)
        assert service.predict(body).status_code == 200
        (row,) = service.rows()

    assert (row.payload["cv_kpi"], row.payload["has_cert"]) == (None, None)


@pytest.mark.parametrize(
    "codigo",
    [
        *(
            "true",
            "1.5",
            '"1"',
            "[]",
            "{}",
            "1" + "0" * 400,
            "1e300",
            "9007199254740992",
            "-9007199254740992",
        ),
        *("9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551616"),
        *("9007199254740992.0", "9007199254740993.0", "9007199254740991.4", "31001.00000000000000000001"),
        *("1e-400", "0.99999999999999999999", "1e-99999999999999999999", "-9007199254740991.6", "1e16"),
    ],
)
def test_a_code_is_an_integer_that_a_double_holds(service: Running, codigo: str) -> None:
    sound = json.dumps(a_body(codigo=31001))
    one = sound.replace("31001", codigo)
    assert list(faults_of(service.send(one.encode()))) == ["codigo_profissional"]
    items = f'{{"items": [{one}, {sound}]}}'.encode()
    headers = {"Content-Type": "application/json"}
    batch = service.client.post("/predict/batch", content=items, headers=headers)
    problem, answer = batch.json()["results"]
    assert [fault["field"] for fault in problem["problem"]["errors"]] == ["codigo_profissional"]
    assert answer["answer"]["codigo_profissional"] == 31001


@pytest.mark.parametrize(
    ("codigo", "code"),
    [
        ("9007199254740991", 2**53 - 1),
        ("-9007199254740991", 1 - 2**53),
        ("9007199254740991.0", 2**53 - 1),
        ("31001.00000000000000000000", 31001),
        ("3.1001e4", 31001),
        ("-0.0", 0),
        ("0e-99999", 0),
    ],
)
def test_a_code_that_a_double_holds_is_taken_however_it_is_written(
    service: Running, codigo: str, code: int
) -> None:
    response = service.send(json.dumps(a_body(codigo=31001)).replace("31001", codigo).encode())

    assert response.json()["codigo_profissional"] == code
    assert f'"codigo_profissional":{code},' in response.text


@pytest.mark.parametrize("value", [-1, 2, 0.5, "1", [], {}, 10**400])
def test_a_flag_is_zero_or_one(service: Running, value: object) -> None:
    assert faults_of(service.predict(a_body(cv_sap=value))) == {"features.cv_sap": "must be 0 or 1"}


@pytest.mark.parametrize("value", [True, "3000", 299.99, 100_000.01, [], 10**400])
def test_a_salary_is_an_amount_in_range(service: Running, value: object) -> None:
    assert list(faults_of(service.predict(a_body(salario_valor=value)))) == ["features.salario_valor"]


@pytest.mark.parametrize("body", [[], 1, None, "x", True])
def test_the_body_is_an_object(service: Running, body: object) -> None:
    assert faults_of(service.send(json.dumps(body).encode())) == {"body": "must be an object"}


@pytest.mark.parametrize("body", [{}, {"features": None}, {"features": []}, {"features": "tem_email"}])
def test_the_features_are_an_object(service: Running, body: object) -> None:
    assert faults_of(service.predict(body)) == {"features": "must be an object with the features"}


def test_repeated_keys_are_named_by_their_paths(service: Running) -> None:
    whole = json.dumps(a_body())
    twice = whole.replace('"cv_sap": 0', '"cv_sap": 0, "cv_sap": 1').replace(
        "{", '{"codigo_profissional": 1, ', 1
    )

    assert faults_of(service.send(twice.encode())) == {
        "codigo_profissional": "appears more than once",
        "features.cv_sap": "appears more than once",
    }


@pytest.mark.parametrize(
    "key", ["Maria", "maria@example.com", "52998224725", "cpf_52998224725", "a" * 64, "ação"]
)
def test_an_unknown_key_that_may_be_data_is_counted_and_not_repeated(service: Running, key: str) -> None:
    more: dict[str, Any] = {key: 1}
    response = service.predict({**a_body(**more), **more})

    assert faults_of(response) == {
        "body": "has 1 key not named here: is not a known key",
        "features": "has 1 key not named here: is not a feature",
    }
    assert key not in response.text


def test_of_very_many_unknown_keys_some_are_named(service: Running) -> None:
    more: dict[str, Any] = {f"x_{number}": 1 for number in range(3000)}
    response = service.predict(a_body(**more))

    faults = faults_of(response)
    assert len(faults) == 65
    assert faults["features"] == "has 2,936 keys not named here: is not a feature"


WHOLE = json.dumps(a_body()).encode()
NUMBER = "the body has a number that is not JSON, or is too large for one"


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"", "the body is not JSON at character 0"),
        (b"{", "the body is not JSON at character 1"),
        (WHOLE[:-1], f"the body is not JSON at character {len(WHOLE) - 1}"),
        (WHOLE + b"{}", f"the body is not JSON at character {len(WHOLE)}"),
        (b"{'a': 1}", "the body is not JSON at character 1"),
        (WHOLE.replace(b"3000", b"NaN"), NUMBER),
        (WHOLE.replace(b"3000", b"-Infinity"), NUMBER),
        (WHOLE.replace(b"3000", b"1e999"), NUMBER),
        (WHOLE.replace(b"3000", b"9" * 5000), NUMBER),
        (WHOLE.replace(b"3000", b'"\xff"'), "the body is not UTF-8 at byte 175"),
        (WHOLE.replace(b"3000", b'"\xed\xa0\x80"'), "the body is not UTF-8 at byte 175"),
        (b"\xef\xbb\xbf" + WHOLE, "the body is not JSON at character 0"),
        (WHOLE.decode().encode("utf-16"), "the body is not UTF-8 at byte 0"),
        (b"[" * 65 + b"]" * 65, "the body is nested deeper than 64 levels"),
        (b"[" * 30_000, "the body is nested deeper than 64 levels"),
        (b"[" * 32_769, "the body has more than 32768 objects and lists"),
        (b"[" * 65 + b'"' + b'\\"' * 30_000, "the body is not JSON at character 65"),
        (b"[" * 65 + b'"' + b"\\" * 60_001, "the body is not JSON at character 65"),
        (b'{"a": {"b": ' * 32 + b"[]" + b"}}" * 32, "the body is nested deeper than 64 levels"),
        (
            b'{"a": "\\ud800", "b": ' + b"[" * 64 + b"]" * 64 + b"}",
            "the body is nested deeper than 64 levels",
        ),
        (b'{"a":' * 10_000, "the body is nested deeper than 64 levels"),
    ],
)
def test_what_is_not_strict_json_is_refused(service: Running, content: bytes, detail: str) -> None:
    response = service.send(content)

    assert response.status_code == 400
    assert response.json()["type"] == "urn:hiring:problem:malformed-request"
    assert response.json()["detail"] == detail


def test_brackets_in_texts_are_no_nesting(service: Running) -> None:
    assert list(faults_of(service.predict({"features": "[" * 100 + '\\"{' * 100}))) == ["features"]


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/jsonp", "application/x-www-form-urlencoded", "text/json"]
)
def test_another_content_type_is_refused(service: Running, content_type: str) -> None:
    response = service.send(WHOLE, content_type)

    assert (response.status_code, response.json()["type"]) == (
        415,
        "urn:hiring:problem:unsupported-media-type",
    )


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON", " application/json "]
)
def test_the_content_type_is_read_as_http_has_it(service: Running, content_type: str) -> None:
    assert service.send(WHOLE, content_type).status_code == 200


def test_a_compressed_body_is_refused(service: Running) -> None:
    assert service.send(WHOLE, **{"Content-Encoding": "gzip"}).status_code == 415


def test_a_body_over_64_kib_is_refused(service: Running) -> None:
    def chunks() -> Iterator[bytes]:
        yield from [b" " * 1024] * 65

    fits = service.send(WHOLE + b" " * (64 * 1024 - len(WHOLE)))
    announced = service.send(b" " * (64 * 1024 + 1))
    streamed = service.client.post("/predict", content=chunks(), headers={"Content-Type": "application/json"})

    assert [fits.status_code, announced.status_code, streamed.status_code] == [200, 413, 413]
    assert streamed.json()["type"] == "urn:hiring:problem:body-too-large"
