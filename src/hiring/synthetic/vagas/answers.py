"""What the fields of a vaga hold, by the shares of a real export."""

from typing import Final

from hiring.synthetic.chance import Shares

CLIENT = Shares({
    "Serrazul Sistemas": 215, "Banco Ipê Roxo": 137, "Horizonte Telecom": 124, "Indústria Vale Verde": 107,
    "Ponte Nova Logística": 87, "Energia Caminho das Águas": 57, "Seguradora Farol": 41,
    "Rede Bom Preço": 32, "Laboratório Quatro Estações": 29, "Têxtil Algodão Doce": 29, "Grupo Araçá": 19,
    "Cervejaria Dois Irmãos": 18, "Metalúrgica São Bento": 60, "Editora Três Rios": 45,
})  # fmt: skip
CONTACT = Shares({
    "Adriana Coelho": 247, "Breno Falcão": 121, "Cristina Leão": 86, "Edson Moraes": 62,
    "Flávia Pacheco": 55, "Heitor Queiroz": 49, "Ivan Sampaio": 43, "Kátia Furtado": 38, "Laís Bezerra": 100,
})  # fmt: skip
DIVISION = Shares({"Decision São Paulo": 892, "Decision Campinas": 108})
CONTRACT = Shares({
    "PJ/Autônomo": 343, "CLT Full": 226, "Hunting": 85, "CLT Full, PJ/Autônomo": 80,
    "PJ/Autônomo, CLT Full": 79, "Cooperado": 74, "": 55, "CLT Cotas": 30, "PJ/Autônomo, Cooperado": 5,
    "PJ/Autônomo, CLT Cotas": 4, "Cooperado, PJ/Autônomo": 3, "CLT Full, CLT Cotas, PJ/Autônomo": 2,
    "CLT Cotas, Cooperado, Estagiário, PJ/Autônomo": 2, "CLT Full, CLT Cotas, Cooperado, PJ/Autônomo": 2,
    "CLT Cotas, PJ/Autônomo": 2, "CLT Cotas, Cooperado, Estagiário, PJ/Autônomo, Hunting": 2,
    "Candidato poderá escolher, PJ/Autônomo": 1,
})  # fmt: skip
TERM = Shares({"": 418, "Indeterminado": 317, "Determinado": 265})
PURPOSE = Shares({"Contratação": 710, "": 276, "Prospecção": 9, "RFP": 4, "Parcerias": 1})
PRIORITY = Shares({
    "Alta: Alta complexidade 3 a 5 dias": 505, "": 378, "Média: Média complexidade 6 a 10 dias": 81,
    "Baixa: Baixa complexidade 11 a 30 dias": 36,
})  # fmt: skip
ORIGIN = Shares({"Nova Posição": 547, "": 428, "Substituição": 25})
DEADLINE = Shares({"00-00-0000": 564, "01-01-1970": 21, "": 415})
"""Empty: a day soon after the request."""
PERIOD = Shares({"": 910, "30-11-0001": 69, "00-00-0000": 21})
"""Empty: days of their own."""

PLACE = Shares({
    "São Paulo/São Paulo": 652, "Pernambuco/Recife": 36, "Rio de Janeiro/Rio de Janeiro": 35,
    "São Paulo/Hortolândia": 30, "Minas Gerais/Nova Lima": 28, "São Paulo/Barueri": 27,
    "São Paulo/São Bernardo do Campo": 24, "Ceará/Fortaleza": 17, "Minas Gerais/Belo Horizonte": 17,
    "Paraná/Curitiba": 14, "São Paulo/Santana de Parnaíba": 13, "São Paulo/Campinas": 12,
    "Rio Grande do Sul/São Leopoldo": 7, "Minas Gerais/Uberlândia": 5, "Distrito Federal/Brasília": 4,
    "São Paulo/Ribeirão Preto": 4, "São Paulo/São José dos Campos": 4, "São Paulo/": 4,
    "Amazonas/Manaus": 4, "São Paulo/Osasco": 3, "São Paulo/Jundiaí": 3, "São Paulo/Santo André": 2,
    "Rio de Janeiro/Volta Redonda": 2, "Rio Grande do Sul/Porto Alegre": 2, "Paraná/Londrina": 2,
    "Santa Catarina/Florianópolis": 7, "Bahia/Salvador": 2, "Maranhão/São Luís": 1,
    "Goiás/Goiânia": 1, "/": 1,
})  # fmt: skip
NEIGHBOURHOOD = Shares(
    {"": 915, "Chácara Santo Antônio": 28, "Alphaville": 8, "Vila da Serra": 6, "Centro": 43}
)
REGION = Shares({
    "": 898, "Sul": 76, "Centro": 8, "Oeste": 6, "Outra": 4, "Grande São Paulo": 3, "Leste": 3, "ABC": 2,
})  # fmt: skip
WORKPLACE = Shares({"2000": 857, "1000": 143})
DISABILITY = Shares({"Não": 982, "": 17, "Sim": 1})
HOURS = Shares({"": 988, "9/18": 3, "09:00 as 18:00": 3, "Comercial": 2, "9 as 18": 1, "Das 9 às 18hs": 3})
LEVEL = Shares({
    "Sênior": 3929, "Analista": 3255, "Pleno": 1851, "Júnior": 442, "Especialista": 282, "Assistente": 103,
    "Gerente": 57, "Líder": 46, "Coordenador": 17, "Supervisor": 9, "Auxiliar": 6, "Aprendiz": 2,
    "Trainee": 1,
})  # fmt: skip
EDUCATION = Shares({
    "Ensino Superior Completo": 7327, "Ensino Médio Completo": 1364, "Ensino Técnico Completo": 717,
    "Ensino Superior Cursando": 411, "Ensino Superior Incompleto": 113, "Pós Graduação Completo": 26,
    "Pós Graduação Cursando": 11, "Ensino Médio Incompleto": 11, "Ensino Fundamental Completo": 6,
    "Pós Graduação Incompleto": 5, "Ensino Técnico Incompleto": 4, "Ensino Técnico Cursando": 2,
    "Mestrado Completo": 2, "Doutorado Cursando": 1, "Mestrado Cursando": 1,
})  # fmt: skip
ENGLISH = Shares({
    "Nenhum": 305, "Básico": 300, "Avançado": 188, "Intermediário": 98, "Fluente": 91, "Técnico": 18,
})  # fmt: skip
SPANISH = Shares({
    "Nenhum": 584, "Básico": 342, "Avançado": 22, "Intermediário": 18, "": 17, "Fluente": 16, "Técnico": 1,
})  # fmt: skip
OTHER_LANGUAGE = Shares(
    {"": 995, "Português Fluente": 2, "Nenhum": 1, "Francês Fluente": 1, "Alemão Avançado": 1}
)
AREA = Shares({
    "TI - Projetos-": 311, "Gestão e Alocação de Recursos de TI-": 137, "TI - Sistemas e Ferramentas-": 36,
    "TI - Infraestrutura-": 10, "Recursos Humanos-": 10, "TI - Qualidade/Testes-": 7,
    "TI - Desenvolvimento/Design-": 7, "TI - Desenvolvimento/Mobile-": 6, "TI - Arquitetura-": 6,
    "Comercial-": 6, "TI - Processos e Negócios-": 6, "Novos Negócios e Parcerias-": 3, "Marketing-": 2,
    "TI - Infraestrutura-TI - Projetos-": 2, "Administrativa-Recursos Humanos-": 1, "TI - Governança-": 1,
    "TI - Arquitetura-TI - Banco de Dados-TI - Projetos-TI - Segurança da Informação-": 1,
})  # fmt: skip
AREA_OF: Final = {
    "Desenvolvedor .Net Core": "TI - Desenvolvimento/Programação-",
    "Backend Dev": "TI - Desenvolvimento/Programação-",
    "Analista de Sistemas – Java - Senior": "TI - Desenvolvimento/Programação-TI - Projetos-",
    "Service Desk - L2": "TI - Suporte-",
    "DBA Oracle": "TI - Banco de Dados-",
    "Analista Contábil Pleno": "Financeira/Controladoria-",
    "Assistente Financeiro": "Administrativa-Financeira/Controladoria-",
    "Auxiliar Administrativo": "Administrativa-",
}
"""Of titles that say so; of all others it is drawn from AREA, or SAP's."""
SAP_AREA = Shares(
    {"TI - SAP-": 930, "Gestão e Alocação de Recursos de TI-TI - SAP-": 35, "TI - Projetos-TI - SAP-": 35}
)
TRAVEL = Shares({"": 616, "Não": 364, "Sim": 20})
EQUIPMENT = Shares({
    "": 467, "Nenhum -": 270, "Notebook padrão -": 253, "Outro -": 7, "Outro - Nenhum -": 1,
    "Notebook top -": 1,
    "Notebook padrão - Celular/Smartphone -": 1,
})  # fmt: skip
SALE = Shares({
    "-": 561, "- p/ mês (168h)": 338, "- p/ hora": 11, "{n},00 -": 60, "{n},00 - p/ hora": 27,
    "- p/ mês (176h)": 3,
})  # fmt: skip
PURCHASE = Shares({
    "R$": 178, "Fechado": 108, "hora": 102, "valor fechado.": 83, "fechado": 77, "00,00": 74, "Aberta": 60,
    "Valor Aberto": 43, "Aberto": 34, "Mensal": 28, "MENSAL": 16, "mes": 16, "R$ {n},00": 120,
    "{n},00 hora": 61,
})  # fmt: skip
SECOND_PURCHASE = Shares({"": 995, "{n},00": 4, "CLT FULL ou PJ": 1})
