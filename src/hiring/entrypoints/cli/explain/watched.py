"""Everything that is known of an indicator and of an alert rule, from the tables that monitoring acts by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from hiring.domain.features import PROFILES, Profile
from hiring.domain.features.kinds import Flag
from hiring.domain.monitoring.alerts import PROMISE, SEQUENTIAL
from hiring.domain.monitoring.drift.counts import SCORE
from hiring.domain.monitoring.drift.indicators import Edges, Indicator, IndicatorKind, indicators_of
from hiring.domain.monitoring.drift.rules import MEAN_LIMIT, RATE_LIMIT
from hiring.domain.monitoring.quality.promise import BROKEN_AT

DOCUMENT: Final = "docs/indicators.md"

QUARTILES: Final = (0.25, 0.5, 0.75)
DECILES: Final = tuple(tenth / 10 for tenth in range(1, 10))

KINDS: Final[Mapping[IndicatorKind, str]] = {
    IndicatorKind.RATE: "Share of the answers with a value in which the flag is 1.",
    IndicatorKind.UNKNOWN: "Share of all answers in which the feature has no value.",
    IndicatorKind.ABOVE: (
        "Share of the answers with a value in which it is above an edge of the baseline: a quartile of an "
        "amount, a decile of the score. Of equal edges, the lowest stands for all."
    ),
    IndicatorKind.APPROVED: "Share of all answers that approve the person.",
}
"""What is counted, as docs/indicators.md says it of all of a kind."""

RULES: Final[Mapping[str, str]] = {
    SEQUENTIAL: (
        "Evidence from several complete days says that the indicator has left its baseline by more than the "
        "tolerance; it alerts under the policy `sequential`."
    ),
    PROMISE: (
        f"Outcomes say by {BROKEN_AT:g}:1 that fewer of the approved are hired than the model promised; it "
        "alerts under every policy, and cannot be accepted as normal."
    ),
    "drift": (
        f"In the window, a flag's rate is more than {RATE_LIMIT:g} away from the baseline, or an amount's "
        f"mean more than {MEAN_LIMIT:g} standard deviations; it alerts under the policy `simple`."
    ),
    "missing column": (
        "In the window, the answers do not have a feature that the baseline has; it alerts under the policy "
        "`simple`."
    ),
}
"""What an alert's rule says, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedRate:
    """One indicator.

    Args:
        indicator: As it is counted; its edge is of no baseline.
        profiles: Names of the profiles that have it.
        meaning: In one sentence.
        baseline: About what share it has in the baseline; None: whatever was recorded.
    """

    indicator: Indicator
    profiles: tuple[str, ...]
    meaning: str
    baseline: float | None


@cache
def all_indicators() -> Mapping[str, WatchedRate]:
    """By name, in the order in which they are watched."""
    return indicators_in(tuple(PROFILES.values()))


def indicators_in(profiles: Sequence[Profile]) -> Mapping[str, WatchedRate]:
    """Those of these profiles."""
    found: dict[str, WatchedRate] = {}
    names = {profile.name: [each.name for each in _indicators(profile)] for profile in profiles}
    for profile in profiles:
        for indicator in _indicators(profile):
            owners = tuple(name for name, watched in names.items() if indicator.name in watched)
            found.setdefault(indicator.name, _watched(indicator, owners))
    return found


def _indicators(profile: Profile) -> tuple[Indicator, ...]:
    """As a baseline of distinct edges has them."""
    amounts = [rule.feature for rule in profile.rules if not isinstance(rule.kind, Flag)]
    edges: Edges = {**dict.fromkeys(amounts, QUARTILES), SCORE: DECILES}
    return indicators_of(profile.rules, edges)


def _watched(indicator: Indicator, profiles: tuple[str, ...]) -> WatchedRate:
    above = indicator.kind is IndicatorKind.ABOVE
    share = None if indicator.edge is None else 1 - indicator.edge
    return WatchedRate(
        indicator=indicator,
        profiles=profiles,
        meaning=_above(indicator) if above else _meaning(indicator),
        baseline=share,
    )


def _meaning(indicator: Indicator) -> str:
    return {
        IndicatorKind.RATE: f"Share of the answers with a value in which {indicator.feature} is 1.",
        IndicatorKind.UNKNOWN: f"Share of all answers in which {indicator.feature} has no value.",
        IndicatorKind.APPROVED: KINDS[IndicatorKind.APPROVED],
    }[indicator.kind]


def _above(indicator: Indicator) -> str:
    place = indicator.place + 1
    if indicator.feature == SCORE:
        return f"Share of all answers whose score is above decile {place} of the baseline's scores."
    feature = indicator.feature
    return f"Share of the answers with a value in which {feature} is above quartile {place} of the baseline."


def indicator_json(watched: WatchedRate) -> dict[str, Any]:
    """For machines."""
    indicator = watched.indicator
    return {
        "code": indicator.name,
        "about": "indicator",
        "profiles": list(watched.profiles),
        "feature": indicator.feature,
        "kind": indicator.kind.value,
        "meaning": watched.meaning,
        "baseline_about": None if watched.baseline is None else round(watched.baseline, 2),
        "documented": f"{DOCUMENT}#{indicator.kind.value}",
    }


def indicator_facts(watched: WatchedRate) -> Iterator[tuple[str, str]]:
    """For people: what a fact is called, and the fact."""
    yield "profile", ", ".join(watched.profiles)
    yield "meaning", watched.meaning
    if watched.baseline is not None:
        yield "in the baseline", f"about {watched.baseline:.2f}"
    yield "watched by", "the policy `sequential`, on complete days"
    yield "documented", f"{DOCUMENT}#{watched.indicator.kind.value}"


def rule_json(name: str) -> dict[str, Any]:
    """For machines."""
    return {
        "code": name,
        "about": "alert rule",
        "meaning": RULES[name],
        "documented": f"{DOCUMENT}#{anchor_of(name)}",
    }


def rule_facts(name: str) -> Iterator[tuple[str, str]]:
    """For people: what a fact is called, and the fact."""
    yield "an alert's rule", RULES[name]
    yield "documented", f"{DOCUMENT}#{anchor_of(name)}"


def anchor_of(title: str) -> str:
    """Where a page's heading is found."""
    return title.replace(" ", "-")
