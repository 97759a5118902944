"""What every model store keeps to: a test class inherits it, with fixtures `models` (empty) and `model`."""

import dataclasses
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from hiring.application.ports.model_archive import ModelArchive
from hiring.application.ports.models import Examples, FittedModel
from hiring.domain.errors import HiringError, ModelMissing, ProfileDiffers, RuleTableMismatch, ServesAnother
from hiring.domain.features import CANDIDATE
from hiring.domain.models import ModelCard
from hiring.domain.ranking.vocabulary import Vocabulary
from hiring.domain.records import Floats
from hiring.domain.training.record import TrainingRecord

TRAINED_AT = datetime(2024, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
COLUMNS = CANDIDATE.features
SALARY = COLUMNS.index("salario_valor")


def a_card(**changes: object) -> ModelCard:
    card = ModelCard(
        profile=CANDIDATE.name,
        feature_columns=COLUMNS,
        rule_fingerprint=CANDIDATE.fingerprint(),
        threshold=0.625,
        operating_mode="prec80",
        trained_at=TRAINED_AT,
        training=TrainingRecord(
            seed=7, other={"test": {"roc_auc": 0.59, "curve": [0.1, 1e-05, None]}, "note": "preço – ok"}
        ),
    )
    return dataclasses.replace(card, **changes)  # type: ignore[arg-type]  # whatever a test wants to be different


def some_features(rows: int, *, seed: int = 0) -> Floats:
    """Random 0/1 columns and a salary that half of the people do not say."""
    chance = np.random.default_rng(seed)
    features = (chance.random((rows, len(COLUMNS))) < 0.3).astype(np.float64)
    features[:, SALARY] = np.where(chance.random(rows) < 0.5, np.nan, chance.lognormal(8.0, 0.5, rows))
    return features


def some_examples(rows: int, *, seed: int = 0) -> Examples:
    """People whose outcome depends on the first columns and on the salary."""
    features = some_features(rows, seed=seed)
    log_odds = 2 * features[:, 0] - 2 * features[:, 3] + (features[:, SALARY] > 3000) - 0.5
    hired = np.random.default_rng(seed + 1).random(rows) < 1 / (1 + np.exp(-log_odds))
    return Examples(features=features, target=hired.astype(np.int64), units=np.arange(rows))


class ModelStoreContract:
    def test_an_empty_store_publishes_nothing(self, models: ModelArchive) -> None:
        assert models.serving() == ""
        with pytest.raises(ModelMissing):
            models.published()

    def test_a_saved_version_keeps_its_card(self, models: ModelArchive, model: FittedModel) -> None:
        card = a_card()
        saved = models.save(model, card)
        assert saved.card == card
        assert models.version(saved.id).version == saved

    def test_the_words_that_vagas_ask_for_are_kept_and_published(
        self, models: ModelArchive, model: FittedModel
    ) -> None:
        words = Vocabulary(terms=("são paulo", "java"), titles=(40, 12), vagas=8_476)
        version = models.save(model, a_card(vocabulary=words))
        models.publish(version.id)
        assert models.version(version.id).version.card.vocabulary == words
        assert models.published().version.card.vocabulary == words

    def test_a_saved_version_scores_like_the_fresh_model(
        self, models: ModelArchive, model: FittedModel
    ) -> None:
        scorer = models.version(models.save(model, a_card()).id)
        rows = some_features(500, seed=3)
        np.testing.assert_allclose(scorer.score(rows), model.score(rows), rtol=0, atol=1e-12)
        assert np.all((scorer.score(rows) >= 0) & (scorer.score(rows) <= 1))

    def test_a_row_scores_alone_as_among_others(self, models: ModelArchive, model: FittedModel) -> None:
        scorer = models.version(models.save(model, a_card()).id)
        rows = some_features(40)
        alone = [scorer.score(rows[[position]])[0] for position in range(len(rows))]
        assert scorer.score(rows).tolist() == alone

    def test_no_rows_have_no_scores(self, models: ModelArchive, model: FittedModel) -> None:
        scorer = models.version(models.save(model, a_card()).id)
        assert scorer.score(np.empty((0, len(COLUMNS)))).shape == (0,)

    def test_saving_does_not_publish(self, models: ModelArchive, model: FittedModel) -> None:
        models.save(model, a_card())
        assert models.serving() == ""

    def test_saving_the_same_again_gives_the_same_version(
        self, models: ModelArchive, model: FittedModel
    ) -> None:
        assert models.save(model, a_card()) == models.save(model, a_card())

    def test_ids_sort_by_time_of_training(self, models: ModelArchive, model: FittedModel) -> None:
        times = [TRAINED_AT + timedelta(seconds=seconds) for seconds in (0, 1, 3600, 40_000_000)]
        ids = [models.save(model, a_card(trained_at=time)).id for time in times]
        assert ids == sorted(set(ids))

    def test_another_threshold_is_another_version(self, models: ModelArchive, model: FittedModel) -> None:
        first, second = (models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.7))
        assert first.id != second.id
        assert first.digest != second.digest

    def test_the_published_version_serves(self, models: ModelArchive, model: FittedModel) -> None:
        saved = models.save(model, a_card())
        published = models.publish(saved.id)
        assert models.serving()
        assert models.published().version == published
        assert dataclasses.replace(published, path=saved.path) == saved
        rows = some_features(20)
        np.testing.assert_allclose(models.published().score(rows), model.score(rows), rtol=0, atol=1e-12)

    def test_versions_can_be_published_to_and_fro(self, models: ModelArchive, model: FittedModel) -> None:
        old, new = (models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.7))
        for version in (old, new, new, old):
            models.publish(version.id)
            assert models.published().version.card.threshold == version.card.threshold
        assert models.version(new.id).version == new

    def test_a_scorer_outlives_what_replaced_it(self, models: ModelArchive, model: FittedModel) -> None:
        old, new = (models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.7))
        models.publish(old.id)
        scorer = models.published()
        models.publish(new.id)
        assert scorer.version.card.threshold == 0.5
        assert scorer.score(some_features(3)).shape == (3,)

    @pytest.mark.parametrize(
        "unknown", ["20240301T123015Z-00000000", "", ".", "..", "../x", "/etc", "x\0y", "é"]
    )
    def test_an_unknown_version_changes_nothing(
        self, models: ModelArchive, model: FittedModel, unknown: str
    ) -> None:
        published = models.publish(models.save(model, a_card()).id)
        with pytest.raises(ModelMissing):
            models.publish(unknown)
        with pytest.raises(ModelMissing):
            models.version(unknown)
        assert models.published().version == published

    @pytest.mark.parametrize(
        ("changes", "refused"),
        [({"rule_fingerprint": "0" * 64}, RuleTableMismatch), ({"profile": "another"}, ProfileDiffers)],
    )
    def test_a_model_of_other_rules_does_not_serve(
        self, models: ModelArchive, model: FittedModel, changes: dict[str, str], refused: type[HiringError]
    ) -> None:
        published = models.publish(models.save(model, a_card()).id)
        stranger = models.save(model, a_card(**changes))
        with pytest.raises(refused):
            models.version(stranger.id)
        with pytest.raises(refused):
            models.publish(stranger.id)
        assert models.published().version == published
        assert models.profile == published.card.profile == CANDIDATE.name

    def test_a_card_of_other_columns_is_a_bug(self, models: ModelArchive, model: FittedModel) -> None:
        with pytest.raises(ValueError, match="columns"):
            models.save(model, a_card(feature_columns=COLUMNS[::-1]))

    def test_numbers_that_json_has_not_are_a_bug(self, models: ModelArchive, model: FittedModel) -> None:
        for changes in (
            {"threshold": float("nan")},
            {"training": TrainingRecord(other={"auc": float("inf")})},
        ):
            with pytest.raises(ValueError, match="JSON"):
                models.save(model, a_card(**changes))

    def test_the_mark_of_what_serves_changes_with_every_other_publication(
        self, models: ModelArchive, model: FittedModel
    ) -> None:
        old, new = (models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.7))
        marks = [models.serving()]
        for version in (old, old, new, old):
            models.publish(version.id)
            marks.append(models.serving())
        assert marks[0] == ""
        assert marks[1] == marks[2] == marks[4] != marks[3]

    def test_a_publication_that_belongs_to_another_moment_changes_nothing(
        self, models: ModelArchive, model: FittedModel
    ) -> None:
        old, new = (models.save(model, a_card(threshold=threshold)) for threshold in (0.5, 0.7))
        began = models.serving()
        published = models.publish(old.id, instead_of=began)
        with pytest.raises(ServesAnother):
            models.publish(new.id, instead_of=began)
        assert models.published().version == models.current() == published
        models.publish(new.id, instead_of=models.serving())
        assert models.current().id == new.id

    def test_what_is_published_stands_at_its_place(self, models: ModelArchive, model: FittedModel) -> None:
        path = models.publish(models.save(model, a_card()).id).path
        assert models.stands_at(path)
        assert models.stands_at(models.place)
        assert not models.stands_at(f"{path}.other")

    def test_sound_versions_verify(self, models: ModelArchive, model: FittedModel) -> None:
        saved = models.save(model, a_card())
        assert models.verified(saved.id) == saved
        with pytest.raises(ModelMissing):
            models.verified(None)
        assert models.publish(saved.id) == models.verified(None)
        with pytest.raises(ModelMissing):
            models.verified("../x")

    def test_a_version_can_be_stored_again_under_another_card(
        self, models: ModelArchive, model: FittedModel
    ) -> None:
        saved = models.save(model, a_card())
        again = models.save(models.reopened(saved.id), a_card(threshold=0.4, operating_mode="prec80-manual"))
        assert again.id != saved.id
        assert models.version(saved.id).version == saved
        rows = some_features(300, seed=4)
        assert models.version(again.id).score(rows).tolist() == models.version(saved.id).score(rows).tolist()
        assert models.version(again.id).version.card.threshold == 0.4

    def test_nobody_reaches_a_score_of_one(self, models: ModelArchive, model: FittedModel) -> None:
        scorer = models.version(models.save(model, a_card()).id)
        assert np.all(scorer.score(some_features(500)) < 1.0)
