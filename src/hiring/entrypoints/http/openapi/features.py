"""What `features` may be in a request, by the rules of a profile."""

from itertools import combinations
from typing import Final

from hiring.domain.features import Profile
from hiring.domain.features.kinds import Amount, Code, Day, Flag, Learnt
from hiring.domain.features.rules import Rule
from hiring.entrypoints.http.json_schema import NULL, Json, closed_object

_ONE_OR_ZERO: Final[Json] = {"type": "integer", "minimum": 0, "maximum": 1}


def features_schema(profile: Profile) -> Json:
    """JSON Schema of the features of one person."""
    schema = closed_object(
        {rule.feature: _feature(rule) for rule in profile.rules}, required=list(profile.features)
    )
    schema["description"] = "All of them, in any order."
    pairs = [pair for names in profile.groups.values() for pair in combinations(names, 2)]
    if pairs:
        groups = ", ".join(f"{group}*" for group in profile.groups)
        schema["description"] += f" Of each group ({groups}) at most one is 1."
        schema["not"] = {"anyOf": [_both(*pair) for pair in pairs]}
    return schema


def _feature(rule: Rule) -> Json:
    text = f"{rule.pt} / {rule.en}"
    if isinstance(rule.kind, Flag):
        return {"anyOf": [_ONE_OR_ZERO, {"type": "boolean"}], "description": text}
    return {"anyOf": [_known(rule.kind), NULL], "description": f"{text}; {rule.kind}, null for unknown"}


def _known(kind: Amount | Day | Code | Learnt) -> Json:
    if isinstance(kind, Amount):
        return {"type": "number", "minimum": kind.low, "maximum": kind.high}
    return {"type": "string", "format": "date"} if isinstance(kind, Day) else {"type": "string"}


def _both(one: str, other: str) -> Json:
    return {"properties": {name: {"enum": [1, True]} for name in (one, other)}}
