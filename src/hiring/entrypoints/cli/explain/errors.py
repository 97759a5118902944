"""Everything that is known of an error code, from the tables that the program itself acts by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from string import Formatter
from typing import Any, Final

from hiring.domain.errors import HiringError
from hiring.entrypoints.advice import ADVICE
from hiring.entrypoints.advice_by_case import FOR_PROFILE, ByCase
from hiring.entrypoints.cli.exit_codes import exit_code_for
from hiring.entrypoints.http.problem_types import (
    CALLERS_ADVICE,
    PREFIX,
    PROBLEM_TYPES,
    ProblemType,
    status_for,
)

DOCUMENT: Final = "docs/errors.md"
_ALWAYS: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """One error code.

    Args:
        code: As it stands in brackets behind a message, and at the end of a problem's `type`.
        meaning: What happened, in a sentence.
        exit_code: Of the command that ends with it; None where only the service has it.
        status: Of the answer over HTTP.
        advice: What to do for whoever runs the program, by the case; `""` where there are no cases.
        over_http: What it says to whoever asks over HTTP; empty where no path answers with it.
    """

    code: str
    meaning: str
    exit_code: int | None
    status: int
    advice: Mapping[str, str]
    over_http: str


@cache
def error_codes() -> Mapping[str, ErrorCode]:
    """All of them by code: the errors of the library, then what only the service refuses."""
    problems = {problem.code: problem for problem in PROBLEM_TYPES}
    ours = {kind.code: _of_error(kind, problems.get(kind.code)) for kind in ADVICE}
    return ours | {code: _of_problem(problem) for code, problem in problems.items() if code not in ours}


def _of_error(kind: type[HiringError], problem: ProblemType | None) -> ErrorCode:
    meaning, _, _ = cleandoc(kind.__doc__ or "").partition("\n\n")
    return ErrorCode(
        code=kind.code,
        meaning=" ".join(meaning.split()),
        exit_code=exit_code_for(kind),
        status=status_for(kind),
        advice=dict(_advice_on(kind)),
        over_http="" if problem is None else _over_http(problem, CALLERS_ADVICE.get(kind, "")),
    )


def _over_http(problem: ProblemType, hint: str) -> str:
    """What it means, and what the caller can do, where that is not said yet."""
    if not hint or hint in problem.meaning:
        return problem.meaning
    return f"{problem.meaning} {hint[0].upper()}{hint[1:]}."


def _of_problem(problem: ProblemType) -> ErrorCode:
    return ErrorCode(
        code=problem.code,
        meaning=problem.meaning,
        exit_code=None,
        status=problem.status,
        advice={},
        over_http=problem.meaning,
    )


def _advice_on(kind: type[HiringError]) -> Iterator[tuple[str, str]]:
    advice = ADVICE[kind]
    cases = advice.cases if isinstance(advice, ByCase) else {_ALWAYS: advice}
    for case, text in cases.items():
        parts = [*Formatter().parse(text)]
        if any(
            literal for literal, *_ in parts
        ):  # else a fact says it all, and without an error there is none
            yield case, "".join(literal + _named(field) for literal, field, *_ in parts)


def _named(field: str | None) -> str:
    """What stands in the place of a fact, where there is no error to take it from."""
    if field == FOR_PROFILE:
        return " [--profile NAME]"
    return f"<{field}>" if field else ""


def error_json(error: ErrorCode) -> dict[str, Any]:
    """For machines."""
    return {
        "code": error.code,
        "about": "error",
        "meaning": error.meaning,
        "exit_code": error.exit_code,
        "status": error.status,
        "type": f"{PREFIX}{error.code}" if error.over_http else None,
        "over_http": error.over_http or None,
        "advice": [{"case": case or None, "advice": advice} for case, advice in error.advice.items()],
        "documented": f"{DOCUMENT}#{error.code}",
    }


def error_facts(error: ErrorCode) -> Iterator[tuple[str, str]]:
    """For people: what a fact is called, and the fact."""
    yield "what happened", error.meaning
    yield "exit code", "none: only the service has it" if error.exit_code is None else str(error.exit_code)
    yield "HTTP status", str(error.status)
    if error.over_http and error.over_http != error.meaning:
        yield "over HTTP", error.over_http
    if error.exit_code is not None and not error.advice:
        yield "what to do", "the message says it"
    for case, advice in error.advice.items():
        yield "what to do", f"if {case}: {advice}" if case else advice
    yield "documented", f"{DOCUMENT}#{error.code}"
