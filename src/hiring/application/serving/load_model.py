"""The model that serves, and what there is around it: loaded, and loaded again when another is published."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import Scorer
from hiring.application.serving.decide import Decide, Kept_co
from hiring.application.serving.explain import Explain
from hiring.domain.errors import about_profile
from hiring.domain.features import Profile
from hiring.domain.models import ModelVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedModel(Generic[Kept_co]):
    """A model that answers.

    Args:
        mark: Of the publication that it was loaded from.
        profile: Which features it is asked with.
        decide: With what explains its scores.
    """

    mark: str
    version: ModelVersion
    profile: Profile
    decide: Decide[Kept_co]
    explain: Explain


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadModel(Generic[Kept_co]):
    """Load what is published, where that is another publication than the one that serves.

    Args:
        decide: Answers by a scorer, with what explains it.
    """

    models: ModelArchive
    explain: Callable[[ModelVersion], Explain]
    decide: Callable[[Scorer, Explain], Decide[Kept_co]]

    def __call__(self, serves: LoadedModel[Kept_co] | None) -> LoadedModel[Kept_co]:
        """What is to serve from now on: the same where it is published still, or where nothing is any more.

        Raises:
            ModelMissing: Nothing is published, and nothing serves.
            ArtifactCorrupt: It does not verify; nothing of it was parsed.
            RuleTableMismatch: It was trained on features of another rule table.
        """
        mark = self.models.serving()
        if serves is not None and mark in {"", serves.mark}:
            return serves
        with about_profile(self.models.profile):
            scorer = self.models.published()
        explain = self.explain(scorer.version)
        return LoadedModel(
            mark=mark,
            version=scorer.version,
            profile=explain.profile,
            decide=self.decide(scorer, explain),
            explain=explain,
        )
