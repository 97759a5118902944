"""From a body of POST /rank to what a list is asked of; every fault is named at once, by its path."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from hiring.application.ranking.rank_request import (
    CANDIDATES,
    MOST_CANDIDATES,
    REQUIRE,
    TOP,
    RankRequest,
    RawPerson,
)
from hiring.domain.decisions import Client
from hiring.domain.errors import InvalidRanking
from hiring.domain.record_validation import as_integer, code_of, may_have_faults
from hiring.entrypoints.http.requests.reading import strict_json, with_long_numbers
from hiring.entrypoints.http.requests.refusals import BODY, Faults, faults_of_keys
from hiring.entrypoints.http.routes.predictions.applicant_request import code_in, faults_of_record
from hiring.entrypoints.http.routes.predictions.vaga_request import APPLIED, VAGA, asked_vaga

_KNOWN: Final = frozenset({VAGA, CANDIDATES, TOP, REQUIRE, APPLIED})
_NEITHER: Final = "must be the code of an applicant, or an applicant's raw record"
_NO_CODE: Final = "has no codigo_profissional: nobody could tell who is meant"

Candidates = list[int | RawPerson]


def parse_rank_request(body: bytes, *, request_id: str, reasons: int, client: Client) -> RankRequest:
    """What a list is asked of.

    Raises:
        Refused: 400, the body is not JSON.
        InvalidRanking: Names every fault by its path, and no value.
    """
    document = strict_json(body)
    if not isinstance(document, dict):
        raise InvalidRanking([(BODY, "must be an object")])
    closely = with_long_numbers(body) if may_have_faults(body) else None
    faults = faults_of_keys(document, _KNOWN)
    vaga: int | Mapping[str, object] | None = None
    applied: date | None = None
    if VAGA not in document:
        faults.append((VAGA, "is missing"))
    else:
        asked, of_vaga = asked_vaga(document, closely=closely)
        faults += of_vaga
        vaga, applied = (None, None) if asked is None else (asked.vaga, asked.applied)
    candidates = _candidates(document, closely, faults)
    top, typed = _top(document, faults), _typed(document, faults)
    if faults or vaga is None:
        raise InvalidRanking(faults)
    return RankRequest(
        request_id=request_id,
        vaga=vaga,
        candidates=candidates,
        body=body,
        typed=typed,
        applied=applied,
        top=top,
        reasons=reasons,
        client=client,
    )


def _candidates(document: Mapping[str, Any], closely: Any, faults: Faults) -> Candidates | None:  # noqa: ANN401
    """Codes and records; None where none are named: all prospects of the vaga are meant."""
    if CANDIDATES not in document:
        return None
    given = document[CANDIDATES]
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_CANDIDATES:
        faults.append((CANDIDATES, f"must be a list of 1 to {MOST_CANDIDATES:,} people"))
        return None
    looked_at = [None] * len(given) if closely is None else closely[CANDIDATES]
    both = enumerate(zip(given, looked_at, strict=True))
    found = [_candidate(one, look, index, faults) for index, (one, look) in both]
    return [one for one in found if one is not None]


def _candidate(value: object, closely: object, index: int, faults: Faults) -> int | RawPerson | None:
    where = f"{CANDIDATES}.{index}"
    if not isinstance(value, dict):
        code = code_of(as_integer(value))
        if code is None:
            faults.append((where, _NEITHER))
        return code
    inside = faults_of_record(value, closely=closely)
    faults += [(where if path == BODY else f"{where}.{path}", reason) for path, reason in inside]
    code = None if inside else code_in(value)
    if code is None:
        if not inside:
            faults.append((where, _NO_CODE))
        return None
    return RawPerson(codigo_profissional=code, record=value)


def _top(document: Mapping[str, Any], faults: Faults) -> int | None:
    top = as_integer(document.get(TOP))
    if TOP in document and (
        not isinstance(top, int) or isinstance(top, bool) or not 1 <= top <= MOST_CANDIDATES
    ):
        faults.append((TOP, f"must be an integer from 1 to {MOST_CANDIDATES:,}"))
        return None
    return top if isinstance(top, int) else None


def _typed(document: Mapping[str, Any], faults: Faults) -> tuple[str, ...]:
    typed = document.get(REQUIRE, [])
    if not isinstance(typed, list) or not all(isinstance(text, str) for text in typed):
        faults.append((REQUIRE, "must be a list of texts"))
        return ()
    return tuple(typed)
