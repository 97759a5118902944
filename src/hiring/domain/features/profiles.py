"""The profiles that this program has. The serving model decides which is used: its card names one."""

from collections.abc import Mapping
from typing import Final

from hiring.domain.contract import VAGA, Entity
from hiring.domain.features.profile import LeakageLimits, Profile, View
from hiring.domain.features.record_batch import RecordBatch
from hiring.domain.features.strata import Stratum
from hiring.domain.features.views import candidate, pair, vaga

__all__ = ["CANDIDATE", "CANDIDATE_VAGA", "PROFILES", "vaga_says_nothing"]

CANDIDATE: Final = Profile(
    name="candidate",
    version="v1",
    views=(View(Entity.PERSON, candidate.RULES),),
    leakage_limits=LeakageLimits(model=0.85, feature=0.75),
)
"""What a person's record alone says, without any vaga: the 46 features of contract v1."""

CANDIDATE_VAGA: Final = Profile(
    name="candidate_vaga",
    version="v1",
    views=(
        View(Entity.PERSON, candidate.RULES),
        View(Entity.VAGA, vaga.RULES),
        View(Entity.PAIR, (*pair.MATCH, *pair.TIME)),
    ),
    # Judged by one row a vaga, it reaches 0.82 to 0.89 on real outcomes, by how vagas are partitioned.
    leakage_limits=LeakageLimits(model=0.90, feature=0.75),
    # Some vagas are opened and filled on one day, or name an "indicação": their person was chosen before.
    clean=Stratum(
        en="division of São Paulo, put forward a day or more after the opening, no word of an indication",
        pt="divisão de São Paulo, candidatura um dia ou mais depois da abertura, sem palavra de indicação",
        at_least={"dias_desde_requisicao": 1.0},
        equal={"vaga_divisao": "decision sao paulo"},
        without={"vaga_texto": "indicac"},
    ),
)
"""A person put forward for a vaga on a day: the same 46, the vaga's record, and what both have in common."""

PROFILES: Final[Mapping[str, Profile]] = {profile.name: profile for profile in (CANDIDATE, CANDIDATE_VAGA)}
"""By name."""

_READ_BY_RULES: Final = frozenset(
    path for profile in PROFILES.values() for rule in profile.rules for path in rule.reads
)
_READ_OF_VAGAS: Final = tuple(field.path for field in VAGA if field.path in _READ_BY_RULES)


def vaga_says_nothing(record: Mapping[str, object]) -> bool:
    """Whether no field of a vaga's record that a rule reads holds a text: such a vaga cannot be scored.

    A model would score it all the same, and high. Fields of wrong types are absent, as for the rules.

    >>> vaga_says_nothing({"informacoes_basicas": {"titulo_vaga": " "}, "perfil_vaga": "Analista"})
    True
    >>> vaga_says_nothing({"informacoes_basicas": {"titulo_vaga": "Analista"}})
    False
    """
    batch = RecordBatch([record])
    return not any(text.strip() for path in _READ_OF_VAGAS for text in batch.texts(path))
