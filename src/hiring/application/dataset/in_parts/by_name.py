"""What goes to other processes by its name."""

from dataclasses import dataclass

from hiring.domain.errors import RuleTableMismatch
from hiring.domain.features import PROFILES, Profile


@dataclass(frozen=True, slots=True)
class SentByName:
    """A profile that goes to other processes by its name and the fingerprint of its rules."""

    profile: Profile

    def __reduce__(self) -> tuple[object, ...]:
        return _named, (self.profile.name, self.profile.fingerprint())


def _named(name: str, fingerprint: str) -> SentByName:
    """Raises RuleTableMismatch where this process has other rules."""
    profile = PROFILES.get(name)
    if profile is None or profile.fingerprint() != fingerprint:
        raise RuleTableMismatch
    return SentByName(profile)
