"""Invented people: common Brazilian names, combined."""

import unicodedata

FIRST_NAMES = (
    "Adriana", "Alana", "Alice", "Aline", "Amanda", "Ana", "André", "Antônia", "Antônio", "Arthur",
    "Augusto", "Bárbara", "Beatriz", "Benedito", "Bernardo", "Bianca", "Breno", "Bruna", "Bruno", "Caio",
    "Camila", "Carla", "Carlos", "Cauã", "Cecília", "Célia", "César", "Clara", "Cláudia", "Cristina",
    "Daniel", "Débora", "Diego", "Edson", "Eduarda", "Eliana", "Elisa", "Emerson", "Érica", "Fábio",
    "Fernanda", "Flávia", "Francisco", "Gabriel", "Gilberto", "Giovana", "Gustavo", "Heitor", "Helena",
    "Henrique", "Hugo", "Igor", "Inês", "Isabela", "Ivan", "Jaqueline", "Joana", "João", "Jorge", "José",
    "Júlia", "Kátia", "Laís", "Larissa", "Leandro", "Letícia", "Lívia", "Lucas", "Luís", "Márcia",
    "Marcos", "Mariana", "Mário", "Mateus", "Murilo", "Nádia", "Natália", "Otávio", "Paula", "Pedro",
    "Rafael", "Raquel", "Renata", "Rodrigo", "Rosana", "Sérgio", "Simone", "Tatiana", "Thiago", "Vinícius",
)  # fmt: skip
LAST_NAMES = (
    "Aguiar", "Albuquerque", "Almeida", "Alves", "Amaral", "Andrade", "Aragão", "Araújo", "Assunção",
    "Azevedo", "Barbosa", "Barros", "Batista", "Bezerra", "Borges", "Brandão", "Brito", "Caldeira",
    "Câmara", "Camargo", "Campos", "Cardoso", "Carvalho", "Castro", "Cavalcanti", "Coelho", "Correia",
    "Costa", "Cunha", "Dantas", "Dias", "Domingues", "Duarte", "Esteves", "Falcão", "Farias", "Fernandes",
    "Ferreira", "Figueiredo", "Fonseca", "Freitas", "Furtado", "Galvão", "Garcia", "Gomes", "Gonçalves",
    "Guimarães", "Leão", "Leite", "Lima", "Lopes", "Macedo", "Machado", "Magalhães", "Martins", "Medeiros",
    "Melo", "Mendonça", "Menezes", "Miranda", "Monteiro", "Moraes", "Moreira", "Moura", "Nascimento",
    "Neves", "Nogueira", "Novaes", "Nunes", "Oliveira", "Pacheco", "Peixoto", "Pereira", "Pinheiro",
    "Pires", "Queiroz", "Ramos", "Rezende", "Ribeiro", "Rocha", "Rodrigues", "Sampaio", "Santana",
    "Santos", "Silveira", "Siqueira", "Souza", "Tavares", "Teixeira", "Vieira",
)  # fmt: skip
IDENTITIES = len(FIRST_NAMES) * len(LAST_NAMES) ** 2


def full_name(identity: int) -> str:
    """The name of one of IDENTITIES invented people."""
    rest, last = divmod(identity, len(LAST_NAMES))
    first, middle = divmod(rest, len(LAST_NAMES))
    return f"{FIRST_NAMES[first]} {LAST_NAMES[middle]} {LAST_NAMES[last]}"


def without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def mail_name(identity: int) -> str:
    """What stands before the `@`; Gmail allows no underscores, so that it is nobody's address there."""
    return f"{without_marks(full_name(identity)).lower().replace(' ', '_')}_{identity}"
