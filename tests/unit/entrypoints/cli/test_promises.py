"""What the lines say of promises, for every verdict."""

from dataclasses import replace

import pytest

from hiring.domain.models import ModelCard
from hiring.domain.training.record import TrainingRecord
from hiring.entrypoints.cli.output.promises import in_time_lines, promise_lines
from hiring.training_json import decode_record
from tests.contracts.training_records import RECORDS
from tests.unit.entrypoints.http.builders import VERSION

CONTRADICTED = decode_record(RECORDS["contradicted"])
EXCLUSION = "exclusion (to plan with; nothing rejects a person by it): "


def card(record: TrainingRecord) -> ModelCard:
    return replace(VERSION.card, training=record)


def test_a_contradicted_certificate_is_told_with_what_it_was_and_why_it_does_not_stand() -> None:
    first, second, third, fourth = promise_lines(card(CONTRADICTED))
    assert first == (
        "WARNING: threshold NOT CERTIFIED: 0.8690 passed for at least a precision of 0.80 with 90% "
        "confidence, for people drawn like these (133 of the 156 that it selected among 564 were "
        "hired), but later rows contradict it; the threshold is 1.0, which approves nobody; "
        "scores are served as usual"
    )
    assert second == (
        "  in time: CONTRADICTED: 0.9130, certified on rows before 2022-08-24 alone, selects 146 of 600 "
        "other people since, and 90 of them were hired (0.616, bound 0.560; at least 0.80 was promised)"
    )
    assert third == EXCLUSION + (
        "not certified for at most 0.10: the best bound was 0.191 (67 of the 406 of 564 people with scores "
        "up to 0.2222 were hired)"
    )
    assert fourth == "  in time: not yet shown: on rows before 2022-08-24 alone, no exclusion is certified"
    assert in_time_lines(card(CONTRADICTED)) == [
        second.strip(),
        "exclusion in time: not yet shown: on rows before 2022-08-24 alone, no exclusion is certified",
    ]


def test_a_bound_that_would_do_says_that_another_failed_before_it() -> None:
    missed = replace(CONTRADICTED.certificate, evidence=CONTRADICTED.in_time.precision.past.evidence)
    evidence = replace(CONTRADICTED.exclusion.evidence, upper_bound=0.08)
    alone = TrainingRecord(certificate=missed, exclusion=replace(CONTRADICTED.exclusion, evidence=evidence))
    threshold, exclusion = promise_lines(card(alone))
    assert "(the best bound was 0.899, at 0.9130, but a higher threshold failed first)" in threshold
    assert exclusion.endswith("were hired), but a lower score failed first")


@pytest.mark.parametrize("name", ["certified", "the first", "nothing", "leakage accepted"])
def test_nothing_is_said_of_time_where_the_card_says_nothing_or_leakage_made_the_figures(name: str) -> None:
    record = decode_record(RECORDS[name])
    assert in_time_lines(card(record)) == []
    assert not [line for line in promise_lines(card(record)) if "in time" in line]


def test_all_rows_are_told_beside_each_promise_that_passed_and_beside_what_came_later() -> None:
    counted = card(decode_record(RECORDS["all rows counted"]))
    assert [line for line in promise_lines(counted) if "over all" in line] == [
        "  over all 1,210 decided rows of these people: 160 of 260 selected ended in a hire (0.615)",
        "    over all 900 decided rows of these people since: none selected",
        "  over all 1,210 decided rows of these people: 80 of 700 with such scores ended in a hire (0.114)",
    ]
    assert in_time_lines(counted)[1] == "  over all 900 decided rows of these people since: none selected"


def test_rows_that_are_those_that_judged_are_not_told_twice_nor_is_the_best_of_what_failed() -> None:
    record = decode_record(RECORDS["all rows counted"])
    same = replace(record.certificate.evidence.all_rows, rows=record.certificate.people)
    once = replace(record.certificate, evidence=replace(record.certificate.evidence, all_rows=same))
    failed = TrainingRecord(certificate=record.certificate)
    for told in (replace(record, certificate=once, in_time=None, exclusion=None), failed):
        assert not [line for line in promise_lines(card(told)) if "over all" in line]
