"""What invented vagas say in free text: activities, requirements, remarks."""

from typing import Final

from hiring.synthetic.chance import Rng, Shares, Spread, draws, one_of

LINES: Final = Spread((160, 1, 1), (200, 2, 3), (260, 4, 6), (240, 7, 12), (130, 13, 20), (10, 21, 80))
SHORT: Final = Shares({"": 985, ".": 10, "Indicação": 3, "indicação": 2})
"""Empty: sentences."""
BULLETS: Final = ("", "", "• ", "- ", "* ")
ACTIVITIES: Final = (
    "Atendimento aos chamados da fila de segundo nível, com registro da solução",
    "Levantamento de requisitos com as áreas usuárias e redação das especificações",
    "Acompanhamento do cronograma, dos riscos e das entregas do projeto",
    "Desenvolvimento e manutenção de serviços REST e de suas integrações",
    "Execução dos testes de regressão e registro das evidências",
    "Apoio às janelas de mudança, inclusive à noite e aos fins de semana",
    "Conferência de notas, lançamentos e conciliação das contas do mês",
    "Organização de documentos, planilhas e agendas da diretoria",
    "Monitoração dos servidores e das rotinas de cópia de segurança",
    "Recebimento, conferência e expedição de peças no depósito do cliente",
    "Treinamento dos usuários e redação dos manuais",
    "Elaboração de painéis e relatórios mensais para a gerência",
    "Análise de causa raiz dos incidentes e proposta de melhorias",
    "Condução das cerimônias da equipe e remoção de impedimentos",
    "Work with the offshore team on releases and hand-overs",
    "Prepare weekly status reports for the client",
    "Design, document and review data flows between systems",
    "Second level support of business applications",
)  # fmt: skip
SAP_ACTIVITIES: Final = (
    "Sustentação do ambiente SAP: chamados, melhorias e transportes",
    "Parametrização de módulos SAP e apoio aos usuários-chave",
    "Projeto de implantação SAP S/4HANA, do blueprint ao go-live",
)
REQUIREMENTS: Final = (
    "Experiência comprovada na função, de preferência em empresas de grande porte",
    "Boa comunicação escrita e falada, e facilidade para trabalhar em equipe",
    "Conhecimento de banco de dados e de consultas SQL",
    "Vivência com metodologias ágeis e ferramentas de gestão de chamados",
    "Domínio de planilhas eletrônicas",
    "Formação na área ou em áreas correlatas",
    "Disponibilidade para trabalhar em turnos e escala de sobreaviso",
    "Organização, iniciativa e atenção aos prazos",
    "Desejável certificação em gestão de serviços",
    "Capacidade de negociação com clientes e fornecedores",
    "Previous experience with international teams",
    "Strong problem solving and documentation skills",
    "Knowledge of cloud platforms is a plus",
    "Lógica de programação e controle de versões",
)  # fmt: skip
SAP_REQUIREMENTS: Final = ("Experiência com SAP em pelo menos dois projetos", "Conhecimento sólido de SAP")
SOFT_SKILLS: Final = (
    "Proatividade",
    "Remoto",
    "Trabalho em equipe",
    "Perfil analítico, organização",
    "Empatia",
)
REMARKS: Final = (
    "Local: remoto", "Contratação: PJ\nLocal: híbrido", "Duração: {n} meses, com possibilidade de extensão",
    "Início imediato", "Enviar o CV em inglês", "Entrevista com o cliente em até {n} dias",
    "CLT por tempo indeterminado", "Presencial {n} dias por mês", "Orçamento a confirmar com o solicitante",
)  # fmt: skip
NO_REMARK: Final = 309  # per mille


def activities(rng: Rng, sap: list[bool]) -> list[str]:
    """Of each vaga; those of SAP vagas speak of SAP."""
    return [one_text(rng, ACTIVITIES, SAP_ACTIVITIES if about_sap else ()) for about_sap in sap]


def requirements(rng: Rng, sap: list[bool]) -> list[str]:
    """The same for what applicants must bring along."""
    return [one_text(rng, REQUIREMENTS, SAP_REQUIREMENTS if about_sap else ()) for about_sap in sap]


def one_text(rng: Rng, sentences: tuple[str, ...], first: tuple[str, ...]) -> str:
    """Some sentences, one a line; a text of SAP begins with one about it."""
    [short], [count], [bullet] = SHORT.draw(rng, 1), LINES.draw(rng, 1).tolist(), one_of(rng, BULLETS, 1)
    lines = [*one_of(rng, first, min(1, len(first))), *one_of(rng, sentences, count)][:count]
    return short or "\n".join(f"{bullet}{line}." for line in dict.fromkeys(lines))


def soft_skills(rng: Rng, size: int) -> list[str]:
    return one_of(rng, SOFT_SKILLS, size)


def remarks(rng: Rng, size: int) -> list[str]:
    given = (draws(rng, 1000, size) >= NO_REMARK).tolist()
    numbers = (2 + draws(rng, 18, size)).tolist()
    texts = zip(one_of(rng, REMARKS, size), numbers, given, strict=True)
    return [text.format(n=number) if there else "" for text, number, there in texts]
