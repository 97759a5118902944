"""docs/errors.md, docs/features.md and docs/indicators.md, from what `hiring-cli explain` knows.

`python -m tests.codes_documents` writes them anew.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hiring.domain.errors import Conflict, HiringError, InvalidInput, NotFound, Unavailable
from hiring.entrypoints.cli.exit_codes import exit_code_for
from hiring.entrypoints.cli.explain import errors, features, watched
from hiring.entrypoints.cli.explain.errors import ErrorCode, error_codes
from hiring.entrypoints.cli.explain.features import Feature, accepts, all_features, examples
from hiring.entrypoints.http.problem_types import status_for

ROOT = Path(__file__).resolve().parents[1]

ERRORS_HEAD = """\
# Errors

Every error code, as `hiring-cli explain CODE` prints it; `python -m tests.codes_documents` generates this
page. The command line puts the code in brackets after its message; over HTTP it is the end of a problem's
`type`, `urn:hiring:problem:CODE`. A code never changes. Its family says what can be done, and determines the
exit code and the HTTP status.
"""
FEATURES_HEAD = """\
# Features

Every feature of every profile, as `hiring-cli explain FEATURE` prints it; `python -m tests.codes_documents`
generates this page from the rule tables. Reasons are given in Portuguese and in English.
"""
INDICATORS_HEAD = """\
# Indicators

Everything that the policy `sequential` watches of every profile, and the rules of alerts, as
`hiring-cli explain NAME` prints it; `python -m tests.codes_documents` generates this page. What is done with
them: [monitoring.md](monitoring.md).
"""
FAMILIES: dict[type[HiringError], str] = {
    InvalidInput: "Bad input: correct the data and try again",
    NotFound: "Not found: something that was named does not exist",
    Conflict: "Conflict: the request contradicts what is stored",
    Unavailable: "Unavailable: try again when what is missing is there",
}


def errors_document() -> str:
    return "\n".join([ERRORS_HEAD, *_families()])


def _families() -> Iterator[str]:
    for family, title in FAMILIES.items():
        code, status = exit_code_for(family), status_for(family)
        yield f"## {title}\n\nExit code {code}; HTTP status {status}, unless another is given.\n"
        for error in error_codes().values():
            if error.exit_code == code:
                yield from _error(error, told=status)
    yield "## Over HTTP only\n\nRefusals by the service; no command ends with them.\n"
    for error in error_codes().values():
        if error.exit_code is None:
            yield from _error(error, told=None)


def _error(error: ErrorCode, *, told: int | None) -> Iterator[str]:
    yield f"### {error.code}\n\n{error.meaning}\n"
    if error.status != told:
        yield f"- HTTP status: {error.status}"
    if error.over_http not in {"", error.meaning}:
        yield f"- Over HTTP: {error.over_http}"
    for case, advice in error.advice.items():
        yield f"- {f'If {case}' if case else 'What to do'}: {_plain(advice)}"
    yield ""


def _plain(text: str) -> str:
    """Angle brackets outside code would be a tag."""
    parts = text.split("`")
    parts[::2] = [part.replace("<", "&lt;") for part in parts[::2]]
    return "`".join(parts)


def features_document() -> str:
    return "\n".join([FEATURES_HEAD, *(line for each in all_features().values() for line in _feature(each))])


def _feature(feature: Feature) -> Iterator[str]:
    rule = feature.rule
    yield f"## {rule.feature}\n\n{rule.pt} / {rule.en}\n"
    yield f"- Profile: {', '.join(f'`{name}`' for name in feature.profiles)}; of a {feature.entity}"
    yield f"- Values: {accepts(rule.kind)}"
    if feature.group:
        yield f"- At most one is 1: {_code(feature.group)}"
    yield f"- Reads: {_code(rule.reads)}"
    yield f"- Rule: `{rule.computed_by.text}`"
    for each in examples(rule):
        yield f"- A reason, {each.value}: {each.pt} / {each.en}"
    yield ""


def indicators_document() -> str:
    rules = [f"## {name}\n\n{meaning}\n" for name, meaning in watched.RULES.items()]
    return "\n".join([INDICATORS_HEAD, *_kinds(), *rules])


def _kinds() -> Iterator[str]:
    for kind, meaning in watched.KINDS.items():
        names = [name for name, each in watched.all_indicators().items() if each.indicator.kind is kind]
        yield f"## {kind.value}\n\n{meaning}\n\n{_code(names)}\n"


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


DOCUMENTS: dict[Path, Callable[[], str]] = {
    ROOT / errors.DOCUMENT: errors_document,
    ROOT / features.DOCUMENT: features_document,
    ROOT / watched.DOCUMENT: indicators_document,
}

if __name__ == "__main__":
    for file, document in DOCUMENTS.items():
        file.write_text(document(), "utf-8")
