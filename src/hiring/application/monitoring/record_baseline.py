"""Remember what the gold features look like."""

from dataclasses import dataclass

from hiring.application.dataset.read_gold import read_gold
from hiring.application.ports.clock import Clock
from hiring.application.ports.logs import BaselineLog
from hiring.application.ports.tables import GoldTable
from hiring.domain.decisions import Baseline
from hiring.domain.errors import NothingKept
from hiring.domain.features import Profile
from hiring.domain.features.kinds import Flag
from hiring.domain.gold import encode_gold
from hiring.domain.monitoring.simple import stats_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBaseline:
    """Remember what the gold features look like, so that drift has something to be measured against."""

    gold: GoldTable
    baselines: BaselineLog
    clock: Clock

    def __call__(self, profile: Profile, *, model_path: str) -> Baseline:
        """Compute and append.

        Args:
            profile: Of the model that is to be watched.
            model_path: Where it stands.

        Raises:
            TableMissing: There is no gold table.
            NothingKept: It is empty.
        """
        features = encode_gold(read_gold(self.gold, profile), profile).features
        if not len(features):
            raise NothingKept(self.gold.name, read=0, reasons={})
        amounts = frozenset(rule.feature for rule in profile.rules if not isinstance(rule.kind, Flag))
        stats = stats_of(features, profile.features, amounts)
        baseline = Baseline(created_at=self.clock(), model_path=model_path, stats=stats)
        self.baselines.append([baseline])
        return baseline
