"""A list that was shown: who stood where, and why. Nothing personal is in it but codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from hiring.domain.decisions import NO_CLIENT, Client
from hiring.domain.ranking.candidate_order import OrderProof
from hiring.domain.ranking.evidence import Evidence
from hiring.domain.ranking.same_person import SamePerson, Shared

__all__ = [
    "Asked",
    "ListEvidence",
    "Listed",
    "RankEvent",
    "asked_from_json",
    "asked_json",
    "listed_from_json",
    "listed_json",
    "same_people_from_json",
    "same_people_json",
]

_SIGNS: Final[Mapping[Evidence, str]] = {Evidence.MATCHED: "+", Evidence.MISSING: "-", Evidence.UNKNOWN: "?"}
_OF_SIGN: Final = {sign: evidence for evidence, sign in _SIGNS.items()}

ListEvidence = tuple[Evidence, ...]
"""Of one person, in the order of the list's requirements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A requirement of a list, as its readers were told of it; see `Requirement`."""

    key: str
    pt: str
    en: str
    typed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A person's place in a list.

    Args:
        codigo_profissional: Who.
        tier: From 1; people of one tier are equal.
        first: The best place that they could have as well, from 1.
        last: The worst.
        evidence: Of each requirement.
        score: What the order follows, where one is proven; None: it follows the evidence.
    """

    codigo_profissional: int
    tier: int
    first: int
    last: int
    evidence: ListEvidence
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankEvent:
    """One answered list: a row of `rank_event`.

    Args:
        request_id: Unique per client.
        at: When it was answered, UTC.
        body_digest: Keyed digest of the request, to tell a replay from a conflict.
        vaga_codigo: The vaga; None where its record came with the request and has no code.
        titulo: The vaga's title.
        closed: Whether somebody was hired for it; None where nobody knows.
        applied: The day that all were taken to be put forward on.
        profile: Name of the feature profile.
        model_path: The artifact that was asked, or that says why it was not.
        model_version: Its version id.
        order: What it knows of candidates.
        shown: How many of the people the answer had, from the first place on.
        requirements: What was looked for, in order.
        people: All who were placed, first place first.
        same_people: Codes that seem to be one person's.
        without_record: Prospects of the vaga of whom no record is stored: they have no place.
        vaga_features: The vaga's columns by name, where people were scored; theirs are in `inference_log`.
        client: Who asked.
    """

    request_id: str
    at: datetime
    body_digest: str
    vaga_codigo: int | None
    titulo: str
    closed: bool | None
    applied: date
    profile: str
    model_path: str
    model_version: str
    order: OrderProof
    shown: int
    requirements: tuple[Asked, ...]
    people: tuple[Listed, ...]
    same_people: tuple[SamePerson, ...] = ()
    without_record: tuple[int, ...] = ()
    vaga_features: Mapping[str, float | None] | None = None
    client: Client = NO_CLIENT

    def requirements_with(self, evidence: Evidence, listed: Listed) -> list[Asked]:
        """Those of which a person's record shows this."""
        return [
            asked
            for asked, shown in zip(self.requirements, listed.evidence, strict=True)
            if shown is evidence
        ]


def asked_json(requirements: Sequence[Asked]) -> list[dict[str, object]]:
    """Requirements as JSON values.

    >>> asked_json([Asked(key="sap", pt="SAP", en="SAP", typed=False)])
    [{'key': 'sap', 'pt': 'SAP', 'en': 'SAP', 'typed': False}]
    """
    return [{"key": one.key, "pt": one.pt, "en": one.en, "typed": one.typed} for one in requirements]


def asked_from_json(values: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """What `asked_json` gave.

    >>> asked_from_json([{"key": "sap", "pt": "SAP", "en": "SAP", "typed": False}])[0].key
    'sap'
    """
    return tuple(Asked(**value) for value in values)


def listed_json(people: Sequence[Listed]) -> dict[str, list[Any]]:
    """People as columns of JSON values; evidence is a sign a requirement: + matched, - missing, ? unknown.

    >>> ana = Listed(codigo_profissional=31, tier=1, first=1, last=1, evidence=(Evidence.MATCHED,))
    >>> listed_json([ana])
    {'codigo_profissional': [31], 'tier': [1], 'evidence': ['+'], 'score': [None]}
    """
    return {
        "codigo_profissional": [one.codigo_profissional for one in people],
        "tier": [one.tier for one in people],
        "evidence": ["".join(map(_SIGNS.__getitem__, one.evidence)) for one in people],
        "score": [one.score for one in people],
    }


def listed_from_json(values: Mapping[str, Sequence[Any]]) -> tuple[Listed, ...]:
    """What `listed_json` gave.

    >>> ana = Listed(codigo_profissional=31, tier=1, first=1, last=1, evidence=(Evidence.UNKNOWN,))
    >>> listed_from_json(listed_json([ana])) == (ana,)
    True
    """
    places = [range_ for tier in _tiers(values["tier"]) for range_ in [tier] * (tier[1] - tier[0] + 1)]
    columns = (values[name] for name in ("codigo_profissional", "tier", "evidence", "score"))
    return tuple(
        Listed(
            codigo_profissional=code,
            tier=tier,
            first=first,
            last=last,
            evidence=tuple(map(_OF_SIGN.__getitem__, signs)),
            score=score,
        )
        for (code, tier, signs, score), (first, last) in zip(zip(*columns, strict=True), places, strict=True)
    )


def _tiers(tiers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last place of each tier."""
    found, first = [], 1
    for _, same in groupby(tiers):
        last = first + len(list(same)) - 1
        found.append((first, last))
        first = last + 1
    return found


def same_people_json(people: Sequence[SamePerson]) -> list[dict[str, list[Any]]]:
    """Codes, and what they share, as JSON values; not the shared values themselves.

    >>> same_people_json([SamePerson(codes=(31, 40), shared=(Shared.EMAIL,))])
    [{'codes': [31, 40], 'shared': ['email']}]
    """
    return [{"codes": list(one.codes), "shared": [why.value for why in one.shared]} for one in people]


def same_people_from_json(values: Sequence[Mapping[str, Any]]) -> tuple[SamePerson, ...]:
    """What `same_people_json` gave.

    >>> same_people_from_json([{"codes": [31, 40], "shared": ["email"]}])[0].codes
    (31, 40)
    """
    return tuple(
        SamePerson(codes=tuple(one["codes"]), shared=tuple(map(Shared, one["shared"]))) for one in values
    )
