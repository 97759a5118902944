"""How a model does on people, or vagas, that it has never seen."""

from dataclasses import dataclass
from typing import Final

from hiring.application.dataset.read_gold import read_gold
from hiring.application.ports.models import Scorer
from hiring.application.ports.tables import GoldTable
from hiring.application.reporting.compare_models import Comparison, NoComparison, Serving, compare_models
from hiring.application.training.splits import assess_gold_leakage
from hiring.domain.defaults import DEFAULT_MIN_PRECISION
from hiring.domain.errors import ArtifactCorrupt, CannotEvaluate
from hiring.domain.evaluation.curves import Curves, curves_of
from hiring.domain.evaluation.evaluation import Evaluation, YearEvaluation, evaluate, evaluate_by_year
from hiring.domain.evaluation.leakage import Leakage, ScoredOutcomes
from hiring.domain.features import Profile
from hiring.domain.gold import encode_gold
from hiring.domain.models import ModelVersion
from hiring.domain.records import GoldRows, Ints
from hiring.domain.training.partition import NAMED_SHARES, Part
from hiring.domain.training.threshold import SelectedRows, naive_threshold, rows_selected
from hiring.domain.training.units import Unit, unit_of

EVEN: Final = 0.5
HALF: Final = "half"
MODEL: Final = "model"
NAIVE: Final = "naive"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEvaluation:
    """Everything that is known of a model on the test part, one row a person or a vaga.

    Args:
        version: Which model.
        min_precision: Its promise, certified or not.
        people: How many judged it: people, or vagas where the unit is the vaga.
        judgement: Measures with intervals; thresholds `half`, `model` and, where there is one, `naive`: the
            lowest with that precision on these people. It was chosen on them, so it promises nothing: it is
            there to be compared with.
        years: The same by year of `data_candidatura`, at the model's threshold.
        leakage: Whether anything is too good to be true.
        curves: The points of the plots.
        comparison: With what serves.
        all_rows: What the model's threshold selects of all decided rows of the same people, or vagas.
    """

    version: ModelVersion
    min_precision: float
    people: int
    judgement: Evaluation
    years: tuple[YearEvaluation, ...]
    leakage: Leakage
    curves: Curves
    comparison: Comparison | NoComparison
    all_rows: SelectedRows

    @property
    def unit(self) -> Unit:
        """Of what one row each judged it."""
        return self.version.card.training.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateModel:
    """Score the test part of the gold table: the same rows, by the salt that the artifact carries."""

    gold: GoldTable
    scorer: Scorer
    serving: Serving

    @property
    def version(self) -> ModelVersion:
        """Which model is judged."""
        return self.scorer.version

    def __call__(self, profile: Profile) -> ModelEvaluation:
        """Evaluate.

        Raises:
            TableMissing: There is no gold table.
            TableOutdated: Other rules than this program's have built it.
            CannotEvaluate: Nobody in the gold table belongs to the test part.
            ArtifactCorrupt: The artifact does not say how people were partitioned, or says it otherwise.
        """
        version = self.scorer.version
        rows = encode_gold(read_gold(self.gold, profile), profile)
        parts = parts_of(version, rows, profile)
        unit = unit_of(profile)
        everything = unit.unknown(rows, parts, Part.TEST)
        test = unit.one_row_each(everything, seed_of(version))
        if not len(test):
            raise CannotEvaluate
        scores, hired = self.scorer.score(test.features), test.target == 1
        minimum, threshold = min_precision_of(version), version.card.threshold
        naive = naive_threshold(scores, hired, min_precision=minimum)
        thresholds = {HALF: EVEN, MODEL: threshold} | ({} if naive is None else {NAIVE: naive})
        return ModelEvaluation(
            version=version,
            min_precision=minimum,
            people=len(test),
            judgement=evaluate(scores, hired, thresholds),
            years=evaluate_by_year(scores, hired, test.data_candidatura, {MODEL: threshold}),
            leakage=assess_gold_leakage(
                rows, parts, ScoredOutcomes(values=scores, hired=hired), profile, seed_of(version)
            ),
            curves=curves_of(scores, hired),
            comparison=compare_models(version, scores, test.features, hired, self.serving),
            all_rows=rows_selected(threshold, self.scorer.score(everything.features), everything.target == 1),
        )


def rows_that_judge(version: ModelVersion, rows: GoldRows, profile: Profile) -> GoldRows:
    """The rows that judge a model: those of its test part, one a person or a vaga.

    Raises:
        ArtifactCorrupt: The artifact does not say how rows were partitioned, or says it otherwise.
    """
    parts = parts_of(version, rows, profile)
    return unit_of(profile).judged(rows, parts, Part.TEST, seed_of(version))


def parts_of(version: ModelVersion, rows: GoldRows, profile: Profile) -> Ints:
    """The part of each row in the training of a model; raises as `rows_that_judge` does."""
    unit, salt = unit_of(profile), salt_of(version)
    if version.card.training.unit is not unit:
        raise ArtifactCorrupt(version.path, f"it does not say that its {unit.plural} were partitioned")
    return unit.parts(rows, salt)


def salt_of(version: ModelVersion) -> str:
    """The salt of the partition that a model was trained with."""
    terms = version.card.training.partition
    if terms is None:
        raise ArtifactCorrupt(version.path, "it does not say how people were partitioned")
    if terms.shares is not None and terms.shares != NAMED_SHARES:
        raise ArtifactCorrupt(
            version.path, "its people were partitioned in other shares than this program uses"
        )
    return terms.salt


def seed_of(version: ModelVersion) -> int:
    """The seed that drew one row a person, or a vaga."""
    return version.card.training.seed or 0


def min_precision_of(version: ModelVersion) -> float:
    """The precision that training tried to certify."""
    certificate = version.card.training.certificate
    return DEFAULT_MIN_PRECISION if certificate is None else certificate.min_precision
