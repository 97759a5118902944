"""What all use cases are made with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Self

from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import Scorer
from hiring.application.ports.specs.dataset import gold_spec
from hiring.bootstrap.ports import Ports
from hiring.domain.defaults import MATURITY
from hiring.domain.errors import RuleTableMismatch
from hiring.domain.features import CANDIDATE, PROFILES, Profile
from hiring.domain.models import ModelVersion
from hiring.domain.monitoring.alerts import Policy
from hiring.domain.records import TableName


@dataclass(frozen=True, slots=True)
class UseCases:
    """What every group of them knows; the groups have the use cases, each ready to be called.

    Args:
        ports: What they need.
        profiles: Of the models that may serve; the first is the one where none is named.
        policy: Which drift policy alerts.
        maturity: How long an outcome is waited for.
        profile: Of what is built, trained, published and watched. What a model has is its own: see
            `profile_of`.
    """

    ports: Ports
    profiles: Mapping[str, Profile] = field(default_factory=lambda: PROFILES)
    policy: Policy = Policy.SEQUENTIAL
    maturity: timedelta = MATURITY
    profile: Profile = CANDIDATE

    def for_profile(self, name: str) -> Self:
        """The same use cases for another profile."""
        return replace(self, profile=self.profiles[name])

    @property
    def place(self) -> str:
        """Where the store is, for people; no secrets."""
        return self.ports.store.place

    @property
    def vaga_profile(self) -> str | None:
        """The name of the profile that reads vagas beside the first; None where there is none."""
        return next((name for name in list(self.profiles)[1:] if self.profiles[name].reads_vagas), None)

    @property
    def gold_table(self) -> TableName:
        """The profile's own, where none is named."""
        return gold_spec(self.profile).name

    @property
    def models(self) -> ModelArchive:
        """Those of the profile."""
        return self.ports.models(self.profile.name)

    def profile_of(self, version: ModelVersion) -> Profile:
        """The features that a model takes, with what it has learnt of their texts.

        Raises:
            RuleTableMismatch: They are not among those of this program.
        """
        profile = self.profiles.get(version.card.profile)
        if profile is None:
            raise RuleTableMismatch
        return profile.learnt(version.card.encodings)

    def scorer(self, version_id: str | None = None) -> Scorer:
        """The profile's model that serves, or a stored version of its own."""
        models = self.models
        return models.published() if version_id is None else models.version(version_id)
