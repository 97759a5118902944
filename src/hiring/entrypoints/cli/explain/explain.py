"""`hiring-cli explain`: what an error code, a feature, an indicator or an alert's rule means."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

import click

from hiring.domain.errors import CodeMissing
from hiring.entrypoints.cli.explain.errors import error_codes, error_facts, error_json
from hiring.entrypoints.cli.output.output import emit, json_option
from hiring.entrypoints.http.problem_types import PREFIX

Fact = tuple[str, str]

_MOST_NAMES: Final = 3


@click.command()
@click.argument("code", required=False)
@json_option
def explain(code: str | None, *, as_json: bool) -> None:
    """Say what an error CODE, a feature, an indicator or an alert's rule means; without one, list them all.

    An error code stands in brackets behind a message, and at the end of a problem's `type` over HTTP.
    Nothing is opened: no store, no model.

    \b
    Examples:
      hiring-cli explain
      hiring-cli explain store-unavailable
      hiring-cli explain tem_email --json
      hiring-cli explain salario_valor:above_q3
    """
    result, lines = _everything() if code is None else _one(_bare(code))
    emit(result, lines, as_json=as_json)


def _bare(code: str) -> str:
    """As it is pasted: with its brackets, or a whole `type`."""
    return code.strip().strip("[]").lower().removeprefix(PREFIX)


def _one(code: str) -> tuple[dict[str, Any], list[str]]:
    """Errors first: they need no more than the standard library."""
    if error := error_codes().get(code):
        return error_json(error), _lines(code, error_facts(error))
    from hiring.entrypoints.cli.explain.features import all_features, feature_facts, feature_json

    if feature := all_features().get(code):
        return feature_json(feature), _lines(code, feature_facts(feature))
    from hiring.entrypoints.cli.explain import watched

    if indicator := watched.all_indicators().get(code):
        return watched.indicator_json(indicator), _lines(code, watched.indicator_facts(indicator))
    if code in watched.RULES:
        return watched.rule_json(code), _lines(code, watched.rule_facts(code))
    names = dict.fromkeys([*error_codes(), *all_features(), *watched.all_indicators(), *watched.RULES])
    raise CodeMissing(get_close_matches(code, names, _MOST_NAMES))


def _everything() -> tuple[dict[str, Any], list[str]]:
    """One a line, with what it means in a sentence."""
    from hiring.entrypoints.cli.explain import watched
    from hiring.entrypoints.cli.explain.features import all_features, feature_json

    errors, features = error_codes().values(), all_features().values()
    facts = [(error.code, error.meaning) for error in errors]
    facts += [(feature.rule.feature, f"{feature.rule.pt} / {feature.rule.en}") for feature in features]
    shown = {feature.rule.feature for feature in features}
    indicators = [each for name, each in watched.all_indicators().items() if name not in shown]
    facts += [(each.indicator.name, each.meaning) for each in indicators]
    facts += watched.RULES.items()
    result = {
        "errors": [*map(error_json, errors)],
        "features": [*map(feature_json, features)],
        "indicators": [*map(watched.indicator_json, indicators)],
        "alert_rules": [*map(watched.rule_json, watched.RULES)],
    }
    return result, _columns(facts)


def _lines(code: str, facts: Iterable[Fact]) -> list[str]:
    return [code, *(f"  {line}" for line in _columns([*facts]))]


def _columns(facts: list[Fact]) -> list[str]:
    """A name that comes several times in a row is written once."""
    width = max(len(name) for name, _ in facts)
    before = ["", *(name for name, _ in facts)]
    return [
        f"{'' if name == last else name:<{width}}  {fact}"
        for (name, fact), last in zip(facts, before, strict=False)
    ]
