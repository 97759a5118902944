"""Does a model know the person, or the vaga alone? Asked of every training of a profile that reads vagas."""

from dataclasses import dataclass, replace

import numpy as np

from hiring.application.ports.models import FittedModel
from hiring.application.training.out_of_fold import NewScores, RepeatedTraining, blind_people
from hiring.application.training.out_of_time import FittedPast
from hiring.domain.evaluation.evaluation import metric_differences
from hiring.domain.evaluation.metrics import quality_of
from hiring.domain.evaluation.ordering import Ordering, first_seen_since, ordering_of, orders_candidates
from hiring.domain.features import Profile
from hiring.domain.gold import encode_gold
from hiring.domain.records import Floats, GoldRows, Ints
from hiring.domain.training.frozen_dates import freeze_dates
from hiring.domain.training.knowledge import Knowledge, MeasureDifference, WithoutPeople
from hiring.domain.training.partition import Part
from hiring.domain.training.units import Unit, unit_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedRows:
    """What a model was made of.

    Args:
        gold: All decided rows, texts as rules read them.
        encoded: The same with all features as numbers.
        parts: Of the same rows.
    """

    gold: GoldRows
    encoded: GoldRows
    parts: Ints


def examine_knowledge(
    training: RepeatedTraining, model: FittedModel, rows: TrainedRows, past: FittedPast | None
) -> Knowledge:
    """Whether scores order the people of a vaga, and what the model is without them.

    Args:
        training: That made the model.
        model: In question.
        rows: That it was made of.
        past: The model of the past; None where there could be none.
    """
    found = training.score_out_of_fold(rows.gold, Unit.VAGA)
    return Knowledge(
        order=orders_candidates(
            grouped=grouped_ordering(rows.gold, found), later=_later(rows.gold, training.profile, past)
        ),
        since=None if past is None else past.cut,
        folds=found.folds,
        without_people=_without_people(training, model, rows),
    )


def grouped_ordering(gold: GoldRows, found: NewScores) -> Ordering:
    """How scores order the people of a vaga, with the day of application frozen."""
    known = np.flatnonzero(found.known)
    return _ordering(gold.take(known), found.frozen[known])


def _later(gold: GoldRows, profile: Profile, past: FittedPast | None) -> Ordering:
    """Of all decided rows of vagas that were first seen since the past ended."""
    if past is None:
        return _ordering(gold.take(np.zeros(0, np.int64)), np.zeros(0))
    since = first_seen_since(np.datetime64(past.cut), gold.vaga_codigo, gold.data_candidatura)
    rows = encode_gold(gold.take(np.flatnonzero(since)), profile.learnt(past.encodings))
    return _ordering(rows, past.model.score(freeze_dates(rows, profile).features))


def _ordering(rows: GoldRows, scores: Floats) -> Ordering:
    return ordering_of(scores, rows.target == 1, rows.vaga_codigo, rows.data_candidatura)


def _without_people(
    training: RepeatedTraining, model: FittedModel, rows: TrainedRows
) -> WithoutPeople | None:
    """The same training without the columns for which a person's record is read, judged on the same rows."""
    profile, unit = training.profile, unit_of(training.profile)
    if set(profile.of_people) == set(profile.features):
        return None
    material = np.isin(rows.parts, (Part.FIT, Part.CALIBRATE))
    blind = blind_people(rows.encoded, profile)
    other = replace(training, trees=None).fit(
        blind.take(np.flatnonzero(material)), rows.parts[material] == Part.CALIBRATE
    )
    test = unit.judged(rows.encoded, rows.parts, Part.TEST, training.seed)
    scores, hired = other.score(blind_people(test, profile).features), test.target == 1
    differences = metric_differences(model.score(test.features), scores, hired)
    return WithoutPeople(
        columns=len(profile.of_people),
        quality=quality_of(scores, hired),
        differences={
            measure: MeasureDifference(value=value, interval=interval)
            for measure, value, interval in differences
        },
    )
