"""What recruiters write: titles of vagas and comments on prospects."""

from typing import Final

from hiring.synthetic.chance import Rng, draws, happens, kept_where, one_of

COMMENTED: Final = 327  # per mille
COMMENTS: Final = (
    "Encaminhado para o gerente - PJ R$ {n},00/hora", "pret. {n}00 CLT, disp. imediata", "em contato",
    "PJ: R$ {n},00h Disp.: 15 dias.", "Pretensão CLT R$ {n}00", "Pretensão CLT R$ {n}00,00 Atuação remota",
    "Modalidade: PJ Valor de compra: R$ {n},00 Disponibilidade: Imediato", "Perfil para outra vaga",
    "Não está avaliando novas oportunidades.", "Sem interesse em novas oportunidades nesse momento.",
    "Cliente: / Pretensão: R$ {n}00 CLT", "Atualmente alocado em outro cliente.", "Aguardando retorno",
    "Gerente de contratação avalia o CV \x96 retorno em {n} dias", "Inglês intermediário para conversação",
    "Entrevista marcada, confirmou presença", "CLT: {n}00, VR e plano de saúde. Disp: 30 dias (negociável)",
    "Somente tem interesse em oportunidade CLT, não aceita Cooperado e nem PJ", "Not available at start date",
    "Conversamos por telefone: prefere trabalho remoto, mora a {n} km do cliente e depende de transporte.",
)  # fmt: skip
TITLES: Final = (
    "CONSULTOR CONTROL M", "Desenvolvedor .Net Core", "Business Analysis", "Service Desk - L2", "Backend Dev",
    "Consultor SAP MM - SR", "SAP Technical / ABAP", "SAP Functional / FI - Tax", "Desenvolvedor RPA Sênior",
    "Analista de Sistemas – Java - Senior", "PMO / Delivery Control", "Analyst Operations", "SAP HCM - PY",
    "Analista de Processos e Projetos de TI II (pleno)", "Associate Operations / Call Center", "DBA Oracle",
    "Analista Contábil Pleno", "Assistente Financeiro", "Auxiliar Administrativo", "Scrum Master Pleno",
)  # fmt: skip
ENDINGS: Final = ("", "", " - {n}", " ({n})", "-{n}", " - RE-{n}")


def titles(rng: Rng, size: int) -> tuple[list[str], list[str]]:
    """Which of TITLES each vaga has, and how it is written."""
    numbers = (10_000_000 + draws(rng, 3_000_000, size)).tolist()
    chosen = one_of(rng, TITLES, size)
    texts = zip(chosen, one_of(rng, ENDINGS, size), numbers, strict=True)
    return chosen, [title + ending.format(n=number) for title, ending, number in texts]


def comments(rng: Rng, size: int) -> list[str]:
    numbers = (20 + draws(rng, 120, size)).tolist()
    texts = zip(one_of(rng, COMMENTS, size), numbers, strict=True)
    return kept_where(happens(rng, COMMENTED, size), [text.format(n=number) for text, number in texts])
