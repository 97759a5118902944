"""Everything that is known of a feature, from the rule tables of the profiles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hiring.domain.contract import Entity
from hiring.domain.features import PROFILES, Profile, Rule
from hiring.domain.features.kinds import Amount, Day, Flag, Kind
from hiring.domain.reasons import sentences_of

DOCUMENT: Final = "docs/features.md"

_SHARE: Final = 0.25
_DAY: Final = "2026-01-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature.

    Args:
        rule: Its line in the rule table.
        entity: Whose it is: of a person, a vaga, or a pair of both.
        profiles: Names of the profiles that have it.
        group: The features of which at most one is 1, itself among them; empty for one that stands alone.
    """

    rule: Rule
    entity: str
    profiles: tuple[str, ...]
    group: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """How a reason reads where the feature has a certain value."""

    value: str
    pt: str
    en: str


@cache
def all_features() -> Mapping[str, Feature]:
    """By name, in the order of the profiles' columns."""
    return features_in(tuple(PROFILES.values()))


def features_in(profiles: Sequence[Profile]) -> Mapping[str, Feature]:
    """Those of these profiles; of one that several have, the first profile's."""
    found: dict[str, Feature] = {}
    for profile in profiles:
        for view in profile.views:
            for rule in view.rules:
                found.setdefault(rule.feature, _feature(rule, view.entity, profile, profiles))
    return found


def _feature(rule: Rule, entity: Entity, profile: Profile, profiles: Sequence[Profile]) -> Feature:
    return Feature(
        rule=rule,
        entity=entity.value,
        profiles=tuple(each.name for each in profiles if rule in each.rules),
        group=profile.groups.get(rule.kind.group, ()) if isinstance(rule.kind, Flag) else (),
    )


def _name(kind: Kind) -> str:
    return type(kind).__name__.lower()


def accepts(kind: Kind) -> str:
    """Which values a request may give, with their unit."""
    if isinstance(kind, Flag):
        return "0 or 1, also as false or true; null only with HIRING_MISSING_FEATURES=null"
    if isinstance(kind, Amount):
        return f"{kind.low:,.0f} to {kind.high:,.0f} {kind.unit}, both included; null for unknown"
    return (
        "a date such as 2026-01-31; null for unknown" if isinstance(kind, Day) else "text; null for unknown"
    )


def examples(rule: Rule) -> Iterator[Example]:
    """One for each value of a flag; of anything else, a value, and that it is unknown."""
    for words, value in _values(rule.kind):
        pt, en = sentences_of(rule, value)
        yield Example(value=words, pt=pt, en=en)


def _values(kind: Kind) -> tuple[tuple[str, float | None], ...]:
    if isinstance(kind, Flag):
        return ("1", 1.0), ("0", 0.0)
    if isinstance(kind, Amount):
        return (f"{kind.low:.0f}", kind.low), ("unknown", None)
    if isinstance(kind, Day):
        return (_DAY, kind.days(_DAY)), ("unknown", None)
    return (f"a text that became {_SHARE}", _SHARE), ("unknown", None)


def feature_json(feature: Feature) -> dict[str, Any]:
    """For machines."""
    rule = feature.rule
    return {
        "code": rule.feature,
        "about": "feature",
        "profiles": list(feature.profiles),
        "entity": feature.entity,
        "kind": _name(rule.kind),
        "unit": str(rule.kind),
        "accepts": accepts(rule.kind),
        "at_most_one_of": list(feature.group),
        "reads": list(rule.reads),
        "computed_by": rule.computed_by.text,
        "pt": rule.pt,
        "en": rule.en,
        "reasons": [{"value": each.value, "pt": each.pt, "en": each.en} for each in examples(rule)],
        "documented": f"{DOCUMENT}#{rule.feature}",
    }


def feature_facts(feature: Feature) -> Iterator[tuple[str, str]]:
    """For people: what a fact is called, and the fact."""
    rule = feature.rule
    yield "profile", f"{', '.join(feature.profiles)}; a feature of a {feature.entity}"
    yield "meaning", f"{rule.pt} / {rule.en}"
    yield "kind", _name(rule.kind)
    yield "values", accepts(rule.kind)
    if feature.group:
        yield "at most one is 1", ", ".join(feature.group)
    yield "reads", ", ".join(rule.reads)
    yield "rule", rule.computed_by.text
    for each in examples(rule):
        yield f"reason, {each.value}", f"{each.pt} / {each.en}"
    yield "documented", f"{DOCUMENT}#{rule.feature}"
