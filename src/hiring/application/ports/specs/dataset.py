"""What the pipeline makes, from the exports to gold: tables that are replaced as a whole."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from hiring.application.ports.specs.spec import (
    Built,
    Column,
    DatasetSpec,
    Kind,
    Matrix,
    Right,
    Role,
    TableRules,
)
from hiring.domain.errors import TableTaken
from hiring.domain.features import CANDIDATE, CANDIDATE_VAGA, PROFILES, Profile, Rule
from hiring.domain.features.kinds import Day, Flag
from hiring.domain.gold import gold_fingerprint
from hiring.domain.labeling import label_fingerprint
from hiring.domain.records import (
    ApplicantRows,
    FeatureRows,
    GoldRows,
    LabelRows,
    ProspectRows,
    TableName,
    VagaFeatureRows,
    VagaRows,
)

_GOLD: Final = "One row a decided (vaga, person): the applicant's features and the outcome."
_PAIR_GOLD: Final = "One row a decided (vaga, person): the features of both and the outcome."
_RIGHTS: Final = {Role.PIPELINE: Right.REPLACE}
_RECORDS: Final = {**_RIGHTS, Role.API: Right.READ}
"""Of records that the service looks up by their codes."""

_PERSON: Final = Column("codigo_profissional", Kind.CODE, "The applicant's code.")
_VAGA: Final = Column("vaga_codigo", Kind.CODE, "Code of the vaga.")
_POSITION: Final = Column("position", Kind.CODE, "Number of the prospect in the export, from 1.")
_APPLIED: Final = Column(
    "data_candidatura", Kind.DAY, "Day of the application; null for unknown.", nullable=True
)
_OUTCOME: Final = (
    Column("status_label", Kind.TEXT, "Status as the label contract spells it."),
    Column("target", Kind.FLAG, "1 hired, 0 not hired."),
)

APPLICANTS: Final = DatasetSpec(
    name=TableName("applicants_raw"),
    comment="Applicants as the recruiting system exported them (applicants.json).",
    rows=ApplicantRows,
    parts=(
        Column("codigo_profissional", Kind.CODE, "The applicant's code: key of the export."),
        Column("document", Kind.DOCUMENT, "The applicant's record, all sections."),
    ),
    key=("codigo_profissional",),
    rights=_RECORDS,
)

PROSPECTS: Final = DatasetSpec(
    name=TableName("prospects_raw"),
    comment="Who was put forward for which vaga, as exported (prospects.json).",
    rows=ProspectRows,
    parts=(
        Column("vaga_codigo", Kind.CODE, "Code of the vaga: key of the export."),
        _PERSON,
        _POSITION,
        Column("nome", Kind.TEXT, "The applicant's name.", nullable=True),
        Column("situacao_candidado", Kind.TEXT, "Status, spelt as the source spells it.", nullable=True),
        Column("data_candidatura", Kind.TEXT, "Day of the application, dd-mm-yyyy.", nullable=True),
        Column("ultima_atualizacao", Kind.TEXT, "Day of the last change, dd-mm-yyyy.", nullable=True),
        Column("comentario", Kind.TEXT, "The recruiter's remark.", nullable=True),
        Column("recrutador", Kind.TEXT, "The recruiter.", nullable=True),
    ),
    rights=_RECORDS,
)

VAGAS: Final = DatasetSpec(  # for profiles that read vagas
    name=TableName("vagas_raw"),
    comment="Vagas as the recruiting system exported them (vagas.json).",
    rows=VagaRows,
    parts=(
        Column("vaga_codigo", Kind.CODE, "Code of the vaga: key of the export."),
        Column("document", Kind.DOCUMENT, "The vaga's record, all sections."),
    ),
    key=("vaga_codigo",),
    rights=_RECORDS,
)

LABELS: Final = DatasetSpec(
    name=TableName("prospects_labels"),
    comment="Prospects that were decided, with the outcome.",
    rows=LabelRows,
    parts=(
        _VAGA,
        _PERSON,
        _POSITION,
        _APPLIED,
        Column("ultima_atualizacao", Kind.DAY, "Day of the last change; null for unknown.", nullable=True),
        *_OUTCOME,
    ),
    rights=_RIGHTS,
    rules=TableRules(builds=Built.LABELS, fingerprint=label_fingerprint()),
)


@lru_cache(16)
def features_spec(profile: Profile) -> DatasetSpec[FeatureRows]:
    """The feature table of a profile."""
    return DatasetSpec(
        name=TableName("applicants_feat" if profile.name == CANDIDATE.name else f"features_{profile.name}"),
        comment=f"The {len(profile.rules)} features of each applicant (profile {profile.name}).",
        rows=FeatureRows,
        parts=(_PERSON, *_features(profile.rules)),
        key=("codigo_profissional",),
        rights=_RIGHTS,
        rules=_feature_rules(profile),
    )


@lru_cache(16)
def vaga_features_spec(profile: Profile) -> DatasetSpec[VagaFeatureRows]:
    """The table of what a profile reads of vagas alone; texts as rules read them."""
    name = "vagas_feat" if profile.name == CANDIDATE_VAGA.name else f"vaga_features_{profile.name}"
    return DatasetSpec(
        name=TableName(name),
        comment=f"The {len(profile.vaga_rules)} features of each vaga (profile {profile.name}).",
        rows=VagaFeatureRows,
        parts=(_VAGA, *_features(profile.vaga_rules)),
        key=("vaga_codigo",),
        rights=_RIGHTS,
        rules=_feature_rules(profile),
    )


@lru_cache(16)
def gold_spec(profile: Profile) -> DatasetSpec[GoldRows]:
    """The gold table of a profile."""
    return DatasetSpec(
        name=TableName("gold_applicants" if profile.name == CANDIDATE.name else f"gold_{profile.name}"),
        comment=_PAIR_GOLD if profile.reads_vagas else _GOLD,
        rows=GoldRows,
        parts=(_PERSON, _VAGA, _APPLIED, *_features(profile.rules), *_OUTCOME),
        key=("vaga_codigo", "codigo_profissional"),
        rights=_RIGHTS,
        rules=TableRules(builds=Built.GOLD, fingerprint=gold_fingerprint(profile), profile=profile.name),
    )


def _feature_rules(profile: Profile) -> TableRules:
    return TableRules(builds=Built.FEATURES, fingerprint=profile.fingerprint(), profile=profile.name)


def _features(rules: Sequence[Rule]) -> tuple[Matrix, Matrix]:
    """The features that are numbers, and those that are texts."""
    numbers, texts = (
        tuple(_feature(rule) for rule in rules if rule.kind.text is text) for text in (False, True)
    )
    return Matrix("features", numbers), Matrix("texts", texts)


def _feature(rule: Rule) -> Column:
    kind = Kind.TEXT if rule.kind.text else Kind.FLAG if isinstance(rule.kind, Flag) else Kind.NUMBER
    if kind is Kind.FLAG:
        comment = "1 yes, 0 no."
    elif isinstance(rule.kind, Day):
        comment = "Days since 1970-01-01; null for unknown."
    else:
        comment = "Null for unknown."
    return Column(rule.feature, kind, f"{rule.en}. {comment}", nullable=True)


def _specs(profile: Profile) -> Iterator[DatasetSpec[Any]]:
    yield vaga_features_spec(profile) if profile.reads_vagas else features_spec(profile)
    yield gold_spec(profile)


DATASET: Final[tuple[DatasetSpec[Any], ...]] = (
    APPLICANTS,
    PROSPECTS,
    VAGAS,
    LABELS,
    *(spec for profile in PROFILES.values() for spec in _specs(profile)),
)
_DEFAULT_NAMES: Final = frozenset(spec.name for spec in DATASET)


def require_own(name: TableName, spec: DatasetSpec[Any], held: TableName | None) -> None:
    """Refuse a name that belongs to rows of another kind; its default name is a kind's whatever stands there.

    Args:
        name: Of the table that is to be replaced.
        spec: What is to stand in it.
        held: The kind of what stands in it now, by its default name; None for nothing.

    Raises:
        TableTaken: The name is the default of another kind, or a table of another kind has it.
    """
    owner = name if name in _DEFAULT_NAMES else held
    if owner not in (None, spec.name):
        raise TableTaken(name)
