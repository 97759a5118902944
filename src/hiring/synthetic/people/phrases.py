"""Phrases that a CV is made of; only those in MENTIONS hold words that a feature rule looks for."""

from typing import Final

BULLETS: Final = ("• ", "• ", "• ", "- ", "- ", "", "", "", "▪ ", "● ", "\uf0b7 ", "– ", "* ", "❖ ")
ROLES: Final = (
    "analista de suporte pleno", "analista de sistemas sênior", "desenvolvedor java", "desenvolvedora .net",
    "programador abap", "analista de testes", "analista de infraestrutura", "técnico de informática",
    "gerente de projetos", "coordenador de tecnologia", "scrum master", "analista de negócios",
    "auxiliar de escritório", "recepcionista bilíngue", "assistente de recursos humanos",
    "operador de telemarketing", "vendedora interna", "executivo de contas", "analista de compras",
    "auxiliar de logística", "supervisor de operações", "engenheira de software", "analista de dados",
    "estagiário de tecnologia", "consultor funcional", "product owner", "designer de produto",
)  # fmt: skip
EMPLOYERS: Final = (
    "serrazul sistemas ltda", "ponte nova logística s/a", "gm consultoria em informática", "trilha dados",
    "indústria vale verde", "rede bom preço de supermercados", "clínica santa lívia", "banco ipê roxo s/a",
    "horizonte telecom", "construtora pedra branca", "farmácias boa hora", "colégio novo saber",
    "transportes estrela do sul", "seguradora farol", "cooperativa campo aberto", "editora três rios",
    "hotel mar de dentro", "metalúrgica são bento", "cervejaria dois irmãos", "agência ímã digital",
    "laboratório quatro estações", "têxtil algodão doce ltda", "energia caminho das águas", "grupo araçá",
)  # fmt: skip
SCHOOLS: Final = (
    "centro universitário vila nova",
    "faculdade de tecnologia do planalto",
    "universidade das três pontes",
    "instituto superior beira rio",
    "escola técnica professor amaral",
    "faculdade santa inês",
)
COURSES: Final = (
    "análise e desenvolvimento de sistemas", "sistemas de informação", "ciência da computação",
    "redes de computadores", "engenharia de produção", "gestão de recursos humanos", "logística",
    "gestão da tecnologia da informação", "direito", "comunicação social",
    "tecnologia em processos gerenciais",
)  # fmt: skip
TOWNS: Final = (
    "são paulo - sp", "guarulhos/sp", "osasco – sp", "belo horizonte - mg", "contagem/mg", "curitiba - pr",
    "rio de janeiro - rj", "niterói/rj", "fortaleza - ce", "recife – pe", "salvador - ba", "brasília/df",
)  # fmt: skip
OPENINGS: Final = (
    "", "perfil do currículo: profissional", "resumo profissional", "curriculum vitae", "dados pessoais",
    "última atualização em 16/11/2021", "resumo de qualificações", "objetivo: oportunidade na área",
)  # fmt: skip
CLOSINGS: Final = (
    "idiomas\ninglês: básico", "idiomas\ninglês: intermediário\nespanhol: básico",
    "idiomas:\ninglês – técnico", "informática:\npacote office, windows, linux",
    "disponibilidade para viagens e mudança",
    "cursos complementares\nlógica de programação – 40 horas\ncomunicação assertiva – 16 horas",
    "atividades voluntárias\nreforço escolar aos sábados", "referências disponíveis sob consulta",
)  # fmt: skip
MONTHS: Final = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
DEEDS: Final = (
    "responsável por", "atuação em", "participação em", "acompanhamento de", "elaboração de", "apoio a",
    "execução de", "planejamento de", "coordenação de", "revisão de", "melhoria contínua de", "análise de",
    "documentação de", "controle de", "implantação de", "manutenção de", "organização de", "suporte a",
    "treinamento da equipe em", "levantamento de requisitos para", "priorização de", "automação de",
    "interface com fornecedores para", "definição e acompanhamento de", "condução de",
)  # fmt: skip
DUTIES: Final = (
    "rotinas de estoque e expedição", "chamados de primeiro e segundo nível",
    "testes funcionais e de regressão", "projetos de infraestrutura em clientes de grande porte",
    "migração de servidores para a nuvem", "relatórios gerenciais e painéis de acompanhamento",
    "processos de recrutamento e seleção", "integração de novos colaboradores",
    "negociação com fornecedores nacionais e estrangeiros",
    "desenvolvimento de apis rest em java e spring boot", "aplicações web com angular e typescript",
    "programas em abap, relatórios alv e user exits", "bancos de dados oracle e sql server",
    "procedures, views e gatilhos em pl/sql", "redes locais, roteadores e switches", "cabeamento estruturado",
    "backup, restauração e continuidade de negócios", "cronogramas, escopo e riscos de projetos",
    "reuniões diárias, planejamento de sprints e retrospectivas",
    "histórias de usuário e critérios de aceite", "atendimento telefônico e presencial ao público",
    "agenda da diretoria e organização de viagens", "cotações, pedidos de compra e recebimento de materiais",
    "campanhas de vendas e metas da equipe", "carteira de clientes corporativos",
    "prospecção de novos negócios", "contratos e documentos jurídicos",
    "inventário de equipamentos e licenças", "políticas de segurança da informação e lgpd",
    "monitoramento de serviços com zabbix e grafana", "esteiras de integração e entrega contínuas",
    "contêineres docker e orquestração com kubernetes", "modelagem de processos em bpmn",
    "mapeamento de processos e redução de retrabalho", "treinamentos internos e manuais do usuário",
    "homologação de sistemas com as áreas usuárias", "especificações funcionais e técnicas",
    "folha de ponto, férias e benefícios", "emissão de notas fiscais e romaneios", "roteirização de entregas",
    "indicadores de qualidade e de atendimento", "auditorias internas da qualidade iso 9001",
    "impressoras, estações de trabalho e dispositivos móveis", "active directory, dns, dhcp e gpo",
    "aplicativos móveis em kotlin e swift", "extração e tratamento de dados em python",
    "modelos de dados e painéis em power bi", "pesquisas de satisfação e de clima",
    "eventos e comunicação interna", "sustentação de sistemas legados em cobol e mainframe",
    "plantões e gestão de incidentes", "gestão de mudanças, problemas e acordos de nível de serviço",
    "roteiros de teste automatizados em selenium", "layouts de interface e protótipos navegáveis",
    "cadastro de produtos e tabelas de preço",
)  # fmt: skip
CIRCUMSTANCES: Final = (
    ".", ";", "", ", com foco em prazo e qualidade.", ", em conjunto com as áreas de negócio;",
    " para clientes do varejo.", ", reduzindo o tempo médio de resposta em 30%.",
    " em ambiente crítico 24x7;", ", com equipe de até 12 pessoas.",
    " para a américa latina, com reuniões em inglês.", ", da concepção à entrega ao cliente.",
    " nas unidades de são paulo e belo horizonte;", ", seguindo metodologias ágeis (scrum e kanban).",
    ", conforme as normas da empresa;", " com apresentação mensal dos resultados à diretoria.",
    ", garantindo a satisfação do cliente interno;", " no segmento de telecomunicações.",
    ", com migração completa em seis meses.", ", inclusive atendimento em campo;",
    " junto a órgãos públicos.", ", com documentação em português e espanhol.",
    " durante o projeto de expansão da rede de lojas;",
)  # fmt: skip
SKILLS: Final = (
    "java", "spring boot", "kotlin", "swift", "html5", "css3", "bootstrap", "javascript", "typescript",
    "react", "angular", "node.js", "python", "sql server", "oracle", "mysql", "mongodb", "linux",
    "windows server", "active directory", "zabbix", "grafana", "docker", "kubernetes", "azure", "aws", "git",
    "jenkins", "scrum", "kanban", "agile", "bpmn", "power bi", "pacote office", "Roteadores", "Switches",
    "cabeamento", "vmware", "abap", "s/4hana", "cobol", "jira", "selenium", "cypress", "figma", "photoshop",
    "comunicação", "trabalho em equipe", "negociação", "inglês técnico", "resolução de problemas",
    "análise de causa raiz",
)  # fmt: skip
MENTIONS: Final[dict[str, tuple[str, ...]]] = {
    "protheus": (
        "domínio do erp totvs protheus, módulos de estoque, faturamento e compras",
        "usuário-chave do protheus na virada de versão",
        "rotinas no sistema protheus (totvs), cadastro e conferência",
    ),
    "contab": (
        "conciliações contábeis, apuração de impostos e fechamento mensal",
        "lançamentos contábeis e classificação de notas",
        "bacharelado em ciências contábeis, concluído",
        "apoio ao setor de contabilidade nas obrigações acessórias (sped, dctf)",
    ),
    "sap": (
        "vivência em sap r/3, módulos mm e sd",
        "projetos de implantação sap s/4hana, do blueprint ao go-live",
        "usuário de sap: pedidos, requisições e relatórios",
    ),
    "financeir": (
        "contas a pagar e a receber, rotinas do departamento financeiro",
        "elaboração de fluxo de caixa e relatórios financeiros",
        "atendimento às áreas comercial e financeira",
    ),
    "administr": (
        "rotinas administrativas: arquivo, planilhas e correspondências",
        "superior em administração de empresas",
        "assistente administrativo, apoio à gerência da filial",
        "administração de usuários e permissões",
    ),
    "kpi": ("painéis de kpis para a diretoria", "definição de kpi’s e metas da operação"),
    "controlador": ("apoio à área de controladoria, orçado x realizado", "relatórios para a controladoria"),
    "excel avançado": ("excel avançado: tabelas dinâmicas, procv e macros", "pacote office e excel avançado"),
    "navision": ("experiência com microsoft dynamics navision", "sistemas: navision e planilhas"),
}
ENGLISH_DEEDS: Final = (
    "responsible for", "supported", "led the planning of", "documented", "took part in", "improved",
    "coordinated", "worked daily with", "analysed", "maintained",
)  # fmt: skip
ENGLISH_DUTIES: Final = (
    "functional specifications and user training", "second level service desk tickets", "rest apis in java",
    "cloud migration of file and mail servers", "vendor contracts and purchase orders",
    "agile ceremonies for two distributed teams", "regression tests and release notes",
    "network monitoring and incident reviews", "data models and monthly dashboards",
    "recruiting interviews and onboarding", "warehouse routines and inventory counts",
)  # fmt: skip
ENGLISH_CIRCUMSTANCES: Final = (
    ".", " for retail customers.", ", with teams in brazil and mexico;", " in a 24x7 environment.",
    ", reporting to the regional manager.", " during a twelve month programme;",
    ", on time and within scope.",
)  # fmt: skip
