"""Raw records of vagas and people, as far as ranking reads them."""

from collections.abc import Mapping

from hiring.domain.ranking.vocabulary import Vocabulary

Record = Mapping[str, object]

VOCABULARY = Vocabulary(
    terms=("analista", "desenvolvedor", "java", "consultor", "full stack", "stack", "c#", "plsql"),
    titles=(90, 80, 70, 60, 50, 40, 30, 20),
    vagas=1_000,
)


def a_vaga(titulo: str = "", **profile: str) -> Record:
    """Fields of the profile by name."""
    return {"informacoes_basicas": {"titulo_vaga": titulo}, "perfil_vaga": profile}


def a_person(  # every field that ranking reads may be left out
    *,
    cv: str = "",
    titulo: str = "",
    ingles: str = "",
    escolaridade: str = "",
    email: str = "",
    telefone: str = "",
) -> Record:
    return {
        "infos_basicas": {"email": email, "telefone": telefone},
        "informacoes_profissionais": {"titulo_profissional": titulo},
        "formacao_e_idiomas": {"nivel_ingles": ingles, "nivel_academico": escolaridade},
        "cv_pt": cv,
    }
