"""What goes to other processes by its name."""

from dataclasses import dataclass

from hiring.domain.errors import RuleTableMismatch
from hiring.domain.features import PROFILES, Profile
from hiring.domain.features.encodings import Encodings


@dataclass(frozen=True, slots=True)
class SentByName:
    """A profile that goes to other processes by its name, and by what its model has learnt.

    The fingerprint of its rules goes with it.
    """

    profile: Profile

    def __reduce__(self) -> tuple[object, ...]:
        return _named, (self.profile.name, self.profile.fingerprint(), self.profile.encodings)


def _named(name: str, fingerprint: str, encodings: Encodings) -> SentByName:
    """Raises RuleTableMismatch where this process has other rules."""
    profile = PROFILES.get(name)
    if profile is None or profile.fingerprint() != fingerprint:
        raise RuleTableMismatch
    return SentByName(profile.learnt(encodings))
