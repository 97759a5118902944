"""Lists of candidates that were shown, and prospects by their vaga."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from hiring.adapters.postgres.migrations.ddl import (
    code,
    column,
    flag,
    index,
    json,
    moment,
    serial,
    table,
    text,
)

revision: Final = "0010"
down_revision: Final = "0009"


def upgrade() -> None:
    table(
        "rank_event",
        "Every list of candidates that was shown, in its order; appended before the answer is given.",
        serial(),
        text("request_id", "Names the request: the same id again is a replay."),
        moment("ts", "When it was answered."),
        text("client", "Who asked: the name of the key; empty without keys."),
        text("client_key_id", "Id of the key that was shown; empty without keys."),
        text("body_digest", "Keyed digest of the request: tells a replay from a conflict."),
        code("vaga_codigo", "The vaga; null where its record came without a code.", nullable=True),
        text("titulo", "The vaga's title."),
        flag("closed", "1 where somebody was hired for the vaga; null for unknown.", nullable=True),
        column("data_candidatura", sa.Date(), "On which day all were put forward."),
        text("profile", "The feature profile."),
        text("model_path", "Artifact that was asked, or says why it was not."),
        text("model_version", "Its version."),
        json("ordering", "Whether its order of candidates is proven, with the figures."),
        code("shown", "How many of the people the answer had."),
        json("requirements", "What was looked for, by key; what a recruiter typed has typed true."),
        json(
            "people",
            "Codes in the order of the list, their tiers, what their records show of each requirement "
            "(+ matched, - missing, ? unknown), and scores where the order follows them.",
        ),
        json("same_people", "Codes that seem to be one person's, and by what."),
        json("without_record", "Prospects of the vaga of whom no record is stored."),
        column(
            "vaga_features",
            JSONB(),
            "The vaga's columns as scored, once for all; null where nobody was scored.",
            nullable=True,
        ),
        sa.CheckConstraint("closed IN (0, 1)", name="rank_event_closed"),
        sa.UniqueConstraint("request_id", "client", name="rank_event_once_a_client"),
    )
    index("rank_event", "ts")
    index("prospects_raw", "vaga_codigo")
