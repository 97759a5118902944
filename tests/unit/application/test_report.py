"""A report is what the card says and what the test part shows, put side by side."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from hiring.adapters.learning.artifact.origins import FileOrigins
from hiring.adapters.memory.clocks import FixedClock
from hiring.application.lifecycle.publish_model import PublishModel
from hiring.application.reporting.compare_models import NoComparison
from hiring.application.reporting.describe_model import Report, verdict_of
from hiring.application.reporting.report_model import ReportModel, ReportPage
from hiring.application.serving.explain import Explain, Explainer
from hiring.domain.errors import ArtifactCorrupt, ModelMissing
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelVersion
from hiring.domain.reasons import Contributions
from hiring.domain.records import Floats
from hiring.domain.training.threshold import Certified, Uncertified
from tests.contracts.builders import NOON
from tests.unit.application.reported import (
    a_world,
    certified,
    certified_world,
    fill,
    manual,
    uncertified,
    uncertified_world,
)


@dataclass(frozen=True)
class KeptPage(ReportPage):
    """Remembers what it was asked for."""

    asked: list[Report] = field(default_factory=list)

    def write(self, report: Report) -> str:
        self.asked.append(report)
        return "memory:page"


@dataclass(frozen=True)
class FirstTwo(Explainer):
    """The first column raises, the second lowers half as much."""

    told: ModelVersion

    @property
    def version(self) -> ModelVersion:
        return self.told

    def contributions(self, features: Floats) -> Contributions:
        values = np.zeros(features.shape)
        values[:, 0], values[:, 1] = 1.0, -0.5
        return Contributions(values=values, bias=np.zeros(len(features)), direction=1)


def test_the_page_is_made_of_the_report_that_is_given_back() -> None:
    world, page = certified_world(), KeptPage()
    report = ReportModel(describe=world.describe(world.trained.version.id), page=page)
    made = report(CANDIDATE)
    assert made.address == "memory:page"
    assert page.asked == [made.report]


def test_the_facts_are_what_training_found() -> None:
    trained, record = certified_world().trained, certified().training
    assert isinstance(certified().verdict, Certified)
    assert certified().verdict == trained.verdict
    assert record.fitting == trained.fitting
    assert record.test == trained.quality
    assert record.leakage == trained.leakage
    assert record.seed == 3
    assert record.manual is None
    assert record.trained_by is None
    assert record.out_of_time == trained.out_of_time
    assert record.out_of_time.quality is not None
    assert set(record.rows) == {"fit", "calibrate", "threshold", "test"}
    assert sum(part.rows for part in record.rows.values()) == certified().gold.rows == 1_600


def test_the_three_standings_are_told_apart() -> None:
    assert [report.standing for report in (certified(), uncertified(), manual())] == [
        "certified",
        "uncertified",
        "manual",
    ]
    assert isinstance(uncertified().verdict, Uncertified)
    chosen = manual().training.manual
    assert chosen is not None
    assert (chosen.of, chosen.threshold, chosen.actor) == (
        uncertified_world().trained.version.id,
        0.25,
        "ana",
    )


def test_the_evidence_is_judged_again_on_people_who_had_no_part_in_it() -> None:
    report = certified()
    own = next(at for at in report.evaluation.judgement.thresholds if at.name == "model")
    assert report.at_evidence == own.confusion
    assert report.at_evidence_precision == own.intervals["precision"]
    best = uncertified().at_evidence
    assert best is not None
    assert best.threshold < 1.0


def test_effects_and_years_are_of_the_people_of_the_test_part() -> None:
    report = certified()
    people = report.evaluation.people
    assert [effect.feature for effect in report.effects] == list(CANDIDATE.features)
    assert {sum(group.people for group in effect.groups) for effect in report.effects} == {people}
    assert len(report.year_shares) == len(report.evaluation.years)


def test_gold_that_changed_since_training_is_told_and_so_is_who_let_it_serve() -> None:
    world = a_world(chance=0.9, people=600)
    version = world.trained.version
    before = world.describe(version.id)(CANDIDATE)
    assert before.gold.as_trained
    assert before.deployments == ()
    fill(world.store, 599, chance=0.9)
    publish = PublishModel(models=world.models, registry=world.store.registry, clock=FixedClock(NOON))
    publish(version.id, actor="rui", reason="first")
    report = world.describe(version.id)(CANDIDATE)
    assert not report.gold.as_trained
    assert (report.gold.rows, report.gold.people, sum(report.gold.statuses.values())) == (599, 599, 599)
    assert [(event.actor, event.reason) for event in report.deployments] == [("rui", "first")]
    assert isinstance(report.evaluation.comparison, NoComparison)


def test_the_origin_is_the_manifests() -> None:
    world = certified_world()
    origin = certified().origin
    assert set(origin.files) == {"booster.txt", "serving.json", "modelo_prec80.joblib"}
    assert {"python", "lightgbm", "hiring"} <= set(origin.libraries)
    stranger = replace(world.trained.version, digest="0" * 64)
    with pytest.raises(ArtifactCorrupt, match="replaced it"):
        FileOrigins().origin(stranger)
    with pytest.raises(ModelMissing):
        FileOrigins().origin(replace(stranger, path="nowhere/modelo_prec80.joblib"))


@pytest.mark.parametrize("lost", ["certificate", "rows", "out_of_time", "seed", "data_fingerprint"])
def test_a_card_that_lacks_a_fact_is_refused(lost: str) -> None:
    version = certified_world().trained.version
    rest = replace(version.card.training, **{lost: None})
    with pytest.raises(ArtifactCorrupt, match="what a report needs"):
        verdict_of(replace(version, card=replace(version.card, training=rest)))


def test_reasons_are_those_of_the_explainer_in_the_profiles_words() -> None:
    explain = Explain(explainer=FirstTwo(certified_world().trained.version), profile=CANDIDATE)
    one, other = explain(np.zeros((2, len(CANDIDATE.features))), limit=5)
    assert one == other
    assert [(reason.en, reason.contribution > 0) for reason in one] == [
        ("Did not give a valid e-mail address.", True),
        ("Did not give a phone number.", False),
    ]
