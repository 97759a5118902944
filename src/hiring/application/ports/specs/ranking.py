"""What is kept of lists of candidates."""

from typing import Final

from hiring.application.ports.specs.spec import Column, Form, Kind, Right, Role, RowSpec
from hiring.domain.rank_events import (
    RankEvent,
    asked_from_json,
    asked_json,
    listed_from_json,
    listed_json,
    same_people_from_json,
    same_people_json,
)
from hiring.domain.ranking.candidate_order import proof_from_json, proof_json
from hiring.domain.records import TableName

RANK_EVENTS: Final = RowSpec(
    name=TableName("rank_event"),
    comment="Every list of candidates that was shown, in its order; appended before the answer is given.",
    rows=RankEvent,
    columns=(
        Column("request_id", Kind.TEXT, "Names the request: the same id again is a replay."),
        Column("ts", Kind.MOMENT, "When it was answered.", field="at"),
        Column(
            "client", Kind.TEXT, "Who asked: the name of the key; empty without keys.", field="client.name"
        ),
        Column(
            "client_key_id",
            Kind.TEXT,
            "Id of the key that was shown; empty without keys.",
            field="client.key_id",
        ),
        Column("body_digest", Kind.TEXT, "Keyed digest of the request: tells a replay from a conflict."),
        Column(
            "vaga_codigo", Kind.CODE, "The vaga; null where its record came without a code.", nullable=True
        ),
        Column("titulo", Kind.TEXT, "The vaga's title."),
        Column(
            "closed", Kind.FLAG, "1 where somebody was hired for the vaga; null for unknown.", nullable=True
        ),
        Column("data_candidatura", Kind.DAY, "On which day all were put forward.", field="applied"),
        Column("profile", Kind.TEXT, "The feature profile."),
        Column("model_path", Kind.TEXT, "Artifact that was asked, or says why it was not."),
        Column("model_version", Kind.TEXT, "Its version."),
        Column(
            "ordering",
            Kind.JSON,
            "Whether its order of candidates is proven, with the figures.",
            field="order",
            form=Form(proof_json, proof_from_json),
        ),
        Column("shown", Kind.CODE, "How many of the people the answer had."),
        Column(
            "requirements",
            Kind.JSON,
            "What was looked for, by key; what a recruiter typed has typed true.",
            form=Form(asked_json, asked_from_json),
        ),
        Column(
            "people",
            Kind.JSON,
            "Codes in the order of the list, their tiers, what their records show of each requirement "
            "(+ matched, - missing, ? unknown), and scores where the order follows them.",
            form=Form(listed_json, listed_from_json),
        ),
        Column(
            "same_people",
            Kind.JSON,
            "Codes that seem to be one person's, and by what.",
            form=Form(same_people_json, same_people_from_json),
        ),
        Column(
            "without_record",
            Kind.JSON,
            "Prospects of the vaga of whom no record is stored.",
            form=Form(list, tuple),
        ),
        Column(
            "vaga_features",
            Kind.JSON,
            "The vaga's columns as scored, once for all; null where nobody was scored.",
            nullable=True,
        ),
    ),
    key=("request_id", "client"),
    moment="ts",
    order=("ts",),
    rights={Role.PIPELINE: Right.APPEND, Role.API: Right.APPEND},
)
