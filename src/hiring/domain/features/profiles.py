"""The profiles that this program has. The serving model decides which is used: its card names one."""

from collections.abc import Mapping
from typing import Final

from hiring.domain.contract import Entity
from hiring.domain.features.profile import LeakageLimits, Profile, View
from hiring.domain.features.views.candidate import RULES

__all__ = ["CANDIDATE", "PROFILES"]

CANDIDATE: Final = Profile(
    name="candidate",
    version="v1",
    views=(View(Entity.PERSON, RULES),),
    leakage_limits=LeakageLimits(model=0.85, feature=0.75),
)
"""What a person's record alone says, without any vaga: the 46 features of contract v1."""

PROFILES: Final[Mapping[str, Profile]] = {profile.name: profile for profile in (CANDIDATE,)}
"""By name."""
