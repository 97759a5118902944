"""The source's fields: where a value stands in the export, when it is known, and who may read it."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = [
    "APPLICANT",
    "FIELDS",
    "NEVER_FEATURES",
    "PROSPECT",
    "READABLE",
    "SECTIONS",
    "VAGA",
    "VAGA_SECTIONS",
    "Entity",
    "Field",
    "Known",
    "is_never_a_feature",
]


class Entity(Enum):
    """Whom or what features are of."""

    PERSON = "person"
    VAGA = "vaga"
    PAIR = "pair"
    """A person put forward for a vaga on a day."""


class Known(Enum):
    """When the recruiting system writes a field, relative to the decision that we predict."""

    BEFORE = "before the decision"
    AFTER = "during or after the decision"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an export.

    Args:
        path: `section.field`, or a top-level field.
        known: A field written after the decision would leak it into a feature.
        protected: Identity or a protected attribute: only a bias audit may read it, never a feature.
    """

    path: str
    known: Known = Known.BEFORE
    protected: bool = False


def _fields(
    section: str, names: str, *, known: Known = Known.BEFORE, protected: bool = False
) -> tuple[Field, ...]:
    return tuple(Field(f"{section}.{name}", known, protected) for name in names.split())


APPLICANT: Final = (
    *_fields("infos_basicas", "email telefone telefone_recado local objetivo_profissional"),
    *_fields("infos_basicas", "nome", protected=True),
    *_fields("informacoes_pessoais", "email email_secundario telefone_celular telefone_recado url_linkedin"),
    *_fields(
        "informacoes_pessoais", "nome cpf data_nascimento sexo estado_civil pcd endereco cep", protected=True
    ),
    *_fields(
        "informacoes_profissionais",
        "titulo_profissional area_atuacao conhecimentos_tecnicos certificacoes outras_certificacoes",
    ),
    *_fields("informacoes_profissionais", "remuneracao"),
    *_fields("formacao_e_idiomas", "nivel_academico nivel_ingles nivel_espanhol outro_idioma"),
    Field("cv_pt"),
    Field("cargo_atual", Known.AFTER),
)
"""Fields of `applicants.json` that this library knows; any other stays in the raw table, unread."""

SECTIONS: Final = (
    "infos_basicas",
    "informacoes_pessoais",
    "informacoes_profissionais",
    "formacao_e_idiomas",
    "cargo_atual",
    "cv_pt",
    "cv_en",
)
"""The top-level keys of an applicant's record; an object with none of them is not an applicant."""

VAGA: Final = (
    *_fields("informacoes_basicas", "data_requicisao titulo_vaga vaga_sap empresa_divisao tipo_contratacao"),
    *_fields("informacoes_basicas", "prazo_contratacao objetivo_vaga prioridade_vaga origem_vaga"),
    *_fields("perfil_vaga", "pais estado cidade bairro regiao local_trabalho horario_trabalho"),
    *_fields("perfil_vaga", "nivel_academico nivel_ingles nivel_espanhol outro_idioma areas_atuacao"),
    Field("perfil_vaga.nivel profissional"),
    *_fields("perfil_vaga", "principais_atividades competencia_tecnicas_e_comportamentais"),
    Field("perfil_vaga.habilidades_comportamentais_necessarias"),
    *_fields("perfil_vaga", "demais_observacoes viagens_requeridas equipamentos_necessarios"),
)
"""Fields of `vagas.json` that a rule may read, spelt as the data spells them; rules read no others."""

VAGA_SECTIONS: Final = ("informacoes_basicas", "perfil_vaga", "beneficios")
"""The top-level keys of a vaga's record."""

PROSPECT: Final = (
    Field("prospect.nome", Known.BEFORE, protected=True),
    Field("prospect.data_candidatura"),
    *(
        Field(f"prospect.{name}", Known.AFTER)
        for name in ("situacao_candidado", "ultima_atualizacao", "comentario", "recrutador")
    ),
    Field("vaga.modalidade", Known.AFTER),
)

FIELDS: Final = {field.path: field for field in (*APPLICANT, *VAGA, *PROSPECT)}

READABLE: Final = {
    Entity.PERSON: frozenset(field.path for field in APPLICANT),
    Entity.VAGA: frozenset(field.path for field in VAGA),
    Entity.PAIR: frozenset(FIELDS),
}
"""What a view of an entity may read, apart from what nobody may."""

NEVER_FEATURES: Final = frozenset(
    {
        "nome",
        "email",
        "cpf",
        "sexo",
        "data_nascimento",
        "estado_civil",
        "pcd",
        "endereco",
        "cep",
        "cargo_atual",
    }
    | {"faixa_etaria", "vaga_especifica_para_pcd"}
    | {"situacao_candidado", "comentario", "recrutador", "ultima_atualizacao", "modalidade"}
    | {"data_inicial", "data_final", "limite_esperado_para_contratacao", "nome_substituto"}
    | {"posicao", "recusas_anteriores", "contratacoes_anteriores"}
)
"""Column names that are refused: identity, protected attributes, and what follows the decision.

A vaga closes when somebody is hired, so the order in which people come, how many they are, and what became of
those before follow it too.
"""

_NEVER_FIRST: Final = ("valor_", "posicao_na_", "posicao_no_", "posicao_em_")
_NEVER_A_WORD: Final = frozenset({"chegada", "candidatos", "candidaturas", "prospects", "concorrentes"})


def is_never_a_feature(name: str) -> bool:
    """Whether a column of this name, or of a name like it, is refused; see NEVER_FEATURES.

    >>> [name for name in ("valor_venda", "ordem_de_chegada", "salario_valor") if is_never_a_feature(name)]
    ['valor_venda', 'ordem_de_chegada']
    """
    words = set(name.split("_"))
    return name in NEVER_FEATURES or name.startswith(_NEVER_FIRST) or bool(words & _NEVER_A_WORD)
