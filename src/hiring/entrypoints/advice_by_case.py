"""Advice that depends on an error's facts, and what advice is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hiring.domain.errors import StoreFault

__all__ = [
    "FOR_PROFILE",
    "NONE_NEEDED",
    "OF_MODEL",
    "OF_SCHEMA",
    "OF_STORE",
    "OF_STORE_FAULTS",
    "OF_TABLE",
    "OF_VAGA",
    "Advice",
    "ByCase",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCase:
    """Advice that depends on the error's facts.

    Args:
        case_of: Which case an error is; None for one that no advice helps with.
        cases: The advice in each case; a case is a clause that follows "if".
    """

    case_of: Callable[[Any], str | None]
    cases: Mapping[str, str]


Advice = str | ByCase
"""A sentence, with the error's facts in braces; or one for each case, where the facts decide which."""

FOR_PROFILE: Final = "for_profile"
"""In braces behind a command: the option for the profile that the error is about, where it needs one."""

NONE_NEEDED: Final = ""
"""The message says it all."""

OF_STORE_FAULTS: Final[Mapping[StoreFault, str]] = {
    StoreFault.UNREACHABLE: (
        "is the server up, and are POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DB, POSTGRES_USER and "
        "POSTGRES_PASSWORD right?"
    ),
    StoreFault.NO_ANSWER: "is the server up, and are POSTGRES_HOST and POSTGRES_PORT right?",
    StoreFault.UNKNOWN_HOST: "check POSTGRES_HOST",
    StoreFault.PASSWORD_MISSING: "set POSTGRES_PASSWORD",
    StoreFault.SESSION_REFUSED: (
        "are POSTGRES_USER and POSTGRES_PASSWORD right, does pg_hba.conf let the user in, and is there room "
        "for one more connection?"
    ),
    StoreFault.USER_REFUSED: "check POSTGRES_USER and POSTGRES_PASSWORD",
    StoreFault.UNKNOWN_DATABASE: "check POSTGRES_DB",
    StoreFault.DATABASE_REFUSED: "is POSTGRES_DB right, and may the user connect to it?",
    StoreFault.RIGHT_MISSING: (
        "check POSTGRES_USER; `hiring-cli db sql --roles` prints the rights that it needs"
    ),
    StoreFault.POOLER_BETWEEN: "connect to PostgreSQL directly (POSTGRES_HOST, POSTGRES_PORT)",
    StoreFault.HELD_TOO_LONG: "try again when it has finished, or wait longer (HIRING_LOCK_TIMEOUT_S)",
    StoreFault.NO_STORE: "restore a backup, or choose another HIRING_HOME",
}

_STORE_CASES: Final[Mapping[StoreFault, str]] = {
    StoreFault.UNREACHABLE: "the server cannot be reached",
    StoreFault.NO_ANSWER: "the server does not answer",
    StoreFault.UNKNOWN_HOST: "the host name is unknown",
    StoreFault.PASSWORD_MISSING: "the server asks for a password",
    StoreFault.SESSION_REFUSED: "the server refuses the session",
    StoreFault.USER_REFUSED: "the server refuses the user",
    StoreFault.UNKNOWN_DATABASE: "the database does not exist",
    StoreFault.DATABASE_REFUSED: "the server refuses access to the database",
    StoreFault.RIGHT_MISSING: "the user lacks a right",
    StoreFault.POOLER_BETWEEN: "a connection pooler is in between",
    StoreFault.HELD_TOO_LONG: "another program holds it for too long",
    StoreFault.NO_STORE: "something else is in its place",
}


_NO_MANIFEST: Final = "the manifest is missing"
_NO_MODEL: Final = "no model is there at all"
OF_MODEL: Final = ByCase(
    case_of=lambda error: _NO_MODEL if error.without is None else _NO_MANIFEST,
    cases={
        _NO_MODEL: ("run `hiring-cli train{for_profile}`, or set MODEL_ARTIFACT or MODEL_ARTIFACT_VAGA"),
        _NO_MANIFEST: (
            "copy all files whose names start like its name, or copy the folder `versions` and run "
            "`hiring-cli promote <version>{for_profile}`"
        ),
    },
)

_NEWER: Final = "the schema is newer than this program"
_OLDER: Final = "the schema is older than this program, or missing"
OF_SCHEMA: Final = ByCase(
    case_of=lambda error: _NEWER if error.found is not None and error.found > error.needed else _OLDER,
    cases={_OLDER: "run `hiring-cli db upgrade`", _NEWER: "update this program"},
)

OF_STORE: Final = ByCase(
    case_of=lambda error: None if error.fault is None else _STORE_CASES[error.fault],
    cases={_STORE_CASES[fault]: advice for fault, advice in OF_STORE_FAULTS.items()},
)

_NO_VAGA: Final = "no record of it is stored"
_EMPTY_VAGA: Final = "its stored record is empty"
OF_VAGA: Final = ByCase(
    case_of=lambda error: _EMPTY_VAGA if error.empty else _NO_VAGA,
    cases={
        _NO_VAGA: "read it in first: `hiring-cli ingest vagas FILE`",
        _EMPTY_VAGA: "fill it in where it comes from, then export and read in all vagas again: "
        "`hiring-cli ingest vagas FILE`",
    },
)

_BUILT: Final[Mapping[str, str]] = {
    "features": "it is a table of features",
    "labels": "it is a table of labels",
    "gold": "it is a gold table",
}
OF_TABLE: Final = ByCase(
    case_of=lambda error: _BUILT[error.builds],
    cases={
        _BUILT["features"]: "run `hiring-cli features build{for_profile}`",
        _BUILT["labels"]: "run `hiring-cli labels build`",
        _BUILT["gold"]: (
            "run `hiring-cli labels build`, `hiring-cli features build{for_profile}` and "
            "`hiring-cli gold build{for_profile}`"
        ),
    },
)
